"""The reference is what the code says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import pytest

from tests.docs.reference.pages import FOLDER, pages


def test_the_reference_is_current() -> None:
    """A page that is not as the code would write it misleads; `make reference` writes it."""
    wanted = pages()
    stale = [line for name, text in wanted.items() for line in _difference(name, text)]
    assert not stale, "run `make reference`, and look at what it changes:\n" + "\n".join(stale[:40])
    assert {path.name for path in FOLDER.iterdir()} == set(wanted)


def _difference(name: str, text: str) -> Iterator[str]:
    path = FOLDER / name
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    return difflib.unified_diff(there.splitlines(), text.splitlines(), name, "as it would be written", lineterm="", n=0)


@pytest.mark.parametrize("name", ["commands.md", "specs.md", "codes.md"])
def test_every_link_within_a_page_leads_somewhere(name: str) -> None:
    """As code hosts call the titles."""
    from tests.docs.reference.markdown import anchor

    text = (FOLDER / name).read_text(encoding="utf-8")
    there = {anchor(title) for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    assert not set(re.findall(r"\]\((#[^)]*)\)", text)) - there

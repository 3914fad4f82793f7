"""The guards themselves: each of them sees what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.pages import assert_harmless
from tests.hostile.python import assert_no_code
from tests.hostile.stage import Stage
from tests.hostile.words import WORDS

_SEEN = {
    "html": (
        "<p><canary-x>",
        "<p onload=canary()>",
        "<a href='javascript:canary()'>",
        "<script> canary_call()</script>",
    ),
    "markdown": (
        "a <canary-x> b",
        "[a](https://canary.example)",
        "![a](https://canary.example/x.png)",
        "# canary",
        "<details>\n<canary-x>\n</details>",
    ),
    "json": ('{"a": 1} x', ""),
    "sarif": ("{",),
    "github": ("::add-mask::canary", "::error file=a::b\n::set-env name=a::b"),
}
_HARMLESS = {
    "html": "<p title='&lt;canary-x&gt;'>&lt;canary-x onload=canary()&gt;</p><script>x = '\\u003c/script>'</script>",
    "markdown": "`<canary-x>` and `[a](https://canary.example)`\n\n<details>\n<summary>canary</summary>\n</details>\n",
    "json": "{}",
    "sarif": "{}",
    "github": "::error file=a,title=b::c\nd\n::notice::e",
}


@pytest.mark.parametrize(("shape", "text"), [(shape, text) for shape, texts in _SEEN.items() for text in texts])
def test_what_a_guard_sees(shape: str, text: str) -> None:
    """It would be seen in a result."""
    with pytest.raises((AssertionError, ValueError)):
        assert_harmless(text, shape, code=0)


@pytest.mark.parametrize("shape", _HARMLESS)
def test_what_a_guard_lets_be(shape: str) -> None:
    """The same, spelled as it has to be."""
    assert_harmless(_HARMLESS[shape], shape, code=0)


@pytest.mark.parametrize("source", ["canary_call()", "x = canary_call()", "import canary_module", "1 + 1", "x = ("])
def test_code_that_is_seen(tmp_path: Path, source: str) -> None:
    """It would be seen in a generated file."""
    (tmp_path / "x.py").write_text(f'"""About."""\n{source}\n', encoding="utf-8")
    with pytest.raises((AssertionError, SyntaxError)):
        assert_no_code(tmp_path)


def test_a_dead_canary_is_seen(stage: Stage) -> None:
    """And so is a file beside the project."""
    stage.assert_unharmed()
    (stage.root.parent / "pwned.db").touch()
    with pytest.raises(AssertionError):
        stage.assert_unharmed()
    (stage.root.parent / "pwned.db").unlink()
    (stage.root / "a\nb").touch()
    with pytest.raises(AssertionError):
        stage.assert_unharmed()


def test_there_are_as_many_inputs_as_were_asked_for() -> None:
    """Two hundred, and each is another one."""
    from tests.hostile.documents import BOMBS, QUERIES, SETTINGS, SPECS
    from tests.hostile.test_databases import BROKEN
    from tests.hostile.test_migrations import LINKS, WRITTEN
    from tests.hostile.test_urls import _URLS

    families = (WORDS, BOMBS, SPECS, QUERIES, SETTINGS, BROKEN, WRITTEN, LINKS, _URLS)
    assert sum(map(len, families)) > 500
    assert len(set(WORDS.values())) == len(WORDS)

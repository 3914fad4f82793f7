"""Wrong specs in, the exact list of problems out. Each folder of ``wrong`` is a case that reads without Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.errors import SpecError
from tests.spec.house import DIALECTS, load_for

CASES = sorted(folder for folder in (Path(__file__).parent / "wrong").iterdir() if folder.is_dir())


@pytest.mark.parametrize("libyaml", [True, False], ids=["libyaml", "pure"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_problem_is_reported_with_its_place(
    case: Path, monkeypatch: pytest.MonkeyPatch, *, libyaml: bool, golden: bool
) -> None:
    """All problems of a folder come at once, in the order of files and lines, in the same words with any parser.

    A folder whose name begins with a database's is read for that one.
    """
    if not libyaml:
        monkeypatch.setattr("yaml.__with_libyaml__", False)
    monkeypatch.chdir(case)
    with pytest.raises(SpecError) as caught:
        load_for(Path(), next((name for name in DIALECTS if case.name.startswith(f"{name}_")), DIALECTS[0]))
    said = "".join(f"{problem}\n" for problem in caught.value.problems)
    expected = case / "problems.txt"
    if golden and libyaml:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_message_is_a_few_lines_and_no_dump(case: Path) -> None:
    """However large the wrong value is, each line of a message can be read in a terminal."""
    longest = 260
    lines = (case / "problems.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert not [line for line in lines if len(line) > longest]

"""Broken queries: one precise complaint each, the command ends with 1, and no file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.errors import SpecError
from qsys_schema.pipeline.queries import checked
from tests.command import Command
from tests.queries.house import HERE, project_in, shop

CASES = sorted(path for path in (HERE / "broken").iterdir() if path.suffix != ".txt")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_query_is_named_with_its_place(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, golden: bool
) -> None:
    """The message says file, line and column, what is wrong, and what may have been meant."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    shop(tmp_path, case)
    before = _files(tmp_path / "schema")
    with pytest.raises(SpecError) as caught:
        checked(project_in(tmp_path))
    said = "".join(f"{problem}\n" for problem in caught.value.problems)
    expected = case.with_suffix(".txt")
    if golden:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert _files(tmp_path / "schema") == before


def test_there_are_seventy_of_them() -> None:
    """Less would leave a kind of mistake out; a case may hold several."""
    wanted = 70
    assert len(CASES) >= wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_complaint_names_a_line_of_the_right_file(case: Path) -> None:
    """Never the file alone, and never a line too long for a terminal."""
    longest = 260
    folder = "schema/queries" if case.suffix == ".sql" else "schema"
    lines = case.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    starts = [line for line in lines if not line.startswith(" ")]
    assert starts
    assert all(line.startswith(f"{folder}/{case.name}:") and line.split(":")[1].isdigit() for line in starts)
    assert all(len(line) <= longest for line in lines)


def test_validate_ends_with_1_and_says_everything_at_once(run_cli: Command) -> None:
    """All the broken files in one project."""
    shop(run_cli.folder, *(case for case in CASES if case.suffix == ".sql"))
    before = _files(run_cli.folder)
    done = run_cli("validate")
    assert done.code == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert _files(run_cli.folder) == before

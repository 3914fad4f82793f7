"""Sound queries: their parameters, columns and pieces, as text that reads without Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.pipeline.queries import checked
from tests.queries.house import HERE, project_in, shop, told

CASES = sorted((HERE / "right").glob("*.sql"))


def _compare(folder: Path, case: Path, *, database: str, dialect: str, golden: bool) -> None:
    shop(folder, case)
    project = project_in(folder, database, dialect)
    said = "\n".join(line for query in checked(project) for line in told(query)) + "\n"
    expected = case.with_suffix(f".{dialect}.txt")
    if golden:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_known_of_a_query_on_sqlite(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, golden: bool
) -> None:
    """SQLite has compiled each of them in all its variants."""
    monkeypatch.chdir(tmp_path)
    _compare(tmp_path, case, database="", dialect="sqlite", golden=golden)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_known_of_a_query_on_postgresql(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str, *, golden: bool
) -> None:
    """The server has prepared each of them, and its types are ours."""
    monkeypatch.chdir(tmp_path)
    _compare(tmp_path, case, database=postgres_url, dialect="postgres", golden=golden)

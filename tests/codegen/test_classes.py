"""Two classes of rows never have one name: a query that uses both would mix them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command

TABLE = """
table: {name}
entity: {entity}
columns:
  id: {{type: integer, primary_key: true}}
  n: {{type: integer}}
queries:
  {query}: {{sql: "SELECT n, id AS i FROM {name}", returns: many}}
"""


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("Job", "all"), ("Job", "each"), "the table b would have rows of the class Job, and so has the table a"),
        (("AllRow", "all"), ("B", "each"), "the query a.all would have rows of the class AllRow, and so has the table a"),
        (("A", "all"), ("B", "all"), "the query b.all would have rows of the class AllRow, and so has the query a.all"),
    ],
)
def test_classes_of_one_name_are_refused(
    run_cli: Command, tmp_path: Path, first: tuple[str, str], second: tuple[str, str], said: str
) -> None:
    """With both owners named, and nothing written."""
    (tmp_path / "schema").mkdir()
    for name, (entity, query) in (("a", first), ("b", second)):
        text = TABLE.format(name=name, entity=entity, query=query)
        (tmp_path / "schema" / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run_cli("codegen", "--out", "out")
    assert done.code == 1
    assert said in done.stderr
    assert not (tmp_path / "out").exists()

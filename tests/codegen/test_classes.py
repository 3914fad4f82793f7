"""Two classes of rows never have one name: a query that uses both would mix them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command
from tests.pipeline.desk import Desk

TABLE = """
table: {name}
entity: {entity}
columns:
  id: {{type: integer, primary_key: true}}
  n: {{type: integer}}
  {column}: {{type: text, enum: [x]}}
queries:
  {query}: {{sql: "SELECT n, id AS i FROM {name}", returns: many}}
"""


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("Job", "all", "c"), ("Job", "each", "d"), "the table b would have the type Job, and so has the table a"),
        (("AllRow", "all", "c"), ("B", "x", "d"), "the query a.all would have the type AllRow, and so has the table a"),
        (
            ("A", "all", "c"),
            ("B", "all", "d"),
            "the query b.all would have the type AllRow, and so has the query a.all",
        ),
        (("A", "all", "b_c"), ("AB", "x", "c"), "the table b would have the type ABC, and so has the table a"),
    ],
)
def test_classes_of_one_name_are_refused(
    run_cli: Command, tmp_path: Path, first: tuple[str, str, str], second: tuple[str, str, str], said: str
) -> None:
    """With both owners named, and nothing written."""
    (tmp_path / "schema").mkdir()
    for name, (entity, query, column) in (("a", first), ("b", second)):
        text = TABLE.format(name=name, entity=entity, query=query, column=column)
        (tmp_path / "schema" / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run_cli("codegen", "--out", "out")
    assert done.code == 1
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def _put(folder: Path, **entities: str) -> None:
    """A table of each name, the first line of its spec a comment; an entity where one is given."""
    (folder / "schema").mkdir(exist_ok=True)
    for number, (name, entity) in enumerate(entities.items()):
        said = f"entity: {entity}\n" if entity else ""
        text = f"# a\ntable: {name}\n{said}columns:\n  id: {{type: integer, primary_key: true}}\n"
        (folder / "schema" / f"{number}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("names", "example"), [(("a-b", "a_b"), "AB2"), (("job_2", "job2"), "Job2No2")])
def test_names_that_become_one_are_answered_with_what_to_write(
    run_cli: Command, tmp_path: Path, names: tuple[str, str], example: str
) -> None:
    """Both tables with their places; what is said to be written is enough."""
    first, second = sorted(names)
    desk = Desk(command=run_cli, dialect="sqlite", url="")
    _put(tmp_path, **{first: "", second: ""})
    said = desk.refused("codegen", "--out", "out")
    assert f"schema/1.yaml:2: the table {second} would have the type " in said
    assert f", and so has the table {first}, schema/0.yaml:2" in said
    assert f"write another `entity:` for the table {second}, such as {example}" in said
    _put(tmp_path, **{first: "", second: example})
    desk.ok("codegen", "--out", "out")


def test_a_new_table_takes_no_other_tables_names(run_cli: Command, tmp_path: Path) -> None:
    """Though it comes first in the order of names, and would have the same module."""
    desk = Desk(command=run_cli, dialect="sqlite", url="")
    _put(tmp_path, **{"a_b": "", "a c": "", "session_2": ""})
    desk.ok("codegen", "--out", "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.py")}
    _put(tmp_path, **{"a_b": "", "a c": "", "session_2": "", "a-b": "First", "a b": "Second", "session": ""})
    desk.ok("codegen", "--out", "out")
    assert {path: path.read_bytes() for path in before} == before
    modules = {path.stem for path in (tmp_path / "out" / "rows").glob("*.py")}
    assert {"a_b", "a_c", "session_2"} < modules
    assert sum(name.startswith("a_b_") for name in modules) == 2


def test_no_order_is_promised_that_the_database_does_not_have(run_cli: Command, tmp_path: Path) -> None:
    """A decimal is a text on SQLite: by letters, 10.00 comes before 9.50."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "bids.yaml").write_text(
        "table: bids\ncolumns:\n  id: {type: integer, primary_key: true}\n  lot: {type: integer}\n"
        "  amount: {type: decimal, precision: 9, scale: 2}\nindexes:\n  - columns: [lot, amount, id]\n",
        encoding="utf-8",
    )
    (tmp_path / "qsys-schema.toml").write_text('dialects = ["sqlite", "postgres"]\n', encoding="utf-8")
    assert run_cli("codegen", "--out", "out").code == 0
    plain, server = (
        (tmp_path / "out" / name / "bids.py").read_text(encoding="utf-8") for name in ("sqlite", "postgres")
    )
    assert "ORDER BY amount" not in plain
    assert "ORDER BY amount, id" in server

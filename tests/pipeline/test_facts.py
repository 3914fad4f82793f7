"""What the live rows say is said by their new names too: they are asked before anything is called otherwise."""

from __future__ import annotations

import pytest

from tests.pipeline.desk import Desk

BEFORE = {
    "parents": "table: parents\ncolumns:\n  id: {type: integer, primary_key: true}\n",
    "items": """\
table: items
columns:
  id: {type: integer, primary_key: true}
  owner: {type: integer, nullable: true}
  size: {type: integer, nullable: true}
  parent: {type: integer, nullable: true}
""",
}

AFTER = """\
table: tasks
renamed_from: items
columns:
  id: {type: integer, primary_key: true}
  holder: {type: integer, renamed_from: owner}
  room: {type: integer, nullable: true, renamed_from: size}
  above: {type: integer, nullable: true, renamed_from: parent}
  must: {type: integer}
unique:
  - columns: [room]
checks:
  - {name: ck_tasks_room, expression: "room < 9"}
foreign_keys:
  - columns: [above]
    references: {table: parents, columns: [id]}
"""


def _begin(desk: Desk) -> None:
    """Ten rows: three without an owner, two of one size, two too large, one whose parent is nowhere."""
    for name, text in BEFORE.items():
        desk.write(f"schema/{name}.yaml", text)
    desk.generate("tables")
    desk.ok("apply", *desk.database)
    desk.sql("INSERT INTO parents VALUES (1)")
    for number in range(1, 11):
        owner = "NULL" if number <= 3 else number
        desk.sql(f"INSERT INTO items VALUES ({number}, {owner}, {max(number, 2)}, {7 if number == 5 else 1})")


def test_rows_of_a_table_that_gets_other_names_are_told(desk: Desk) -> None:
    """How many, of how many, and which; and nothing is written."""
    _begin(desk)
    (desk.root / "schema" / "items.yaml").unlink()
    desk.write("schema/tasks.yaml", AFTER)
    said = desk.ok("diff", *desk.database).stdout
    for fact in (
        "(3 of 10 rows have NULL: 1; 2; 3)",
        "(2 of 10 rows share their value with another: 2)",
        "(2 of 10 rows violate it: 9; 10)",
        "(1 of 10 rows refer to a row of parents that is not there: 7)",
        "(10 rows are there and would have no value in it)",
    ):
        assert fact in said, said
    files = desk.files()
    refused = desk.refused("generate", "names", *desk.database)
    assert "3 of 10 rows have NULL" in refused
    assert desk.files() == files


def test_rows_of_columns_that_change_places_are_those_that_are_meant(desk: Desk) -> None:
    """The values that are in the way are in the column that has the other's name."""
    _begin(desk)
    desk.write(
        "schema/items.yaml", BEFORE["items"].replace("owner: {type: integer, nullable: true}", "owner: {type: integer}")
    )
    swap = ("--rename", "items.owner=items.size", "--rename", "items.size=items.owner")
    said = desk.ok("diff", *desk.database, *swap).stdout
    assert "(0 of 10 rows have NULL)" in said, said
    said = desk.ok("diff", *desk.database).stdout
    assert "(3 of 10 rows have NULL: 1; 2; 3)" in said, said


@pytest.mark.parametrize("desk", ["postgres"], indirect=True)
def test_the_size_of_a_table_that_takes_anothers_name_is_its_own(desk: Desk) -> None:
    """Names of tables stand in the question in more ways than one."""
    _begin(desk)
    for one, other in (("items", "parents"), ("parents", "items")):
        desk.write(f"schema/{other}.yaml", BEFORE[one].replace(f"table: {one}", f"table: {other}"))
    parents = (
        BEFORE["items"]
        .replace("table: items", "table: parents")
        .replace("size: {type: integer", "size: {type: decimal, precision: 9, scale: 2")
    )
    desk.write("schema/parents.yaml", parents)
    said = desk.ok("diff", *desk.database, "--rename", "items=parents", "--rename", "parents=items").stdout
    assert "(about 10 rows: " in said, said

"""What a migration's statements call otherwise, as SQLite's dialect reads it."""

from __future__ import annotations

import pytest

from qsys_schema.dialects.sqlite.renamed import renames
from qsys_schema.model.change import Change, RenameColumn, RenameTable


def column(before: str, after: str, table: str = "t") -> Change:
    """A renamed column."""
    return RenameColumn(table=table, before=before, after=after)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ('ALTER TABLE "t" RENAME COLUMN "a" TO "b"', [column("a", "b")]),
        ("alter table main.t rename a to b", [column("a", "b")]),
        (
            "ALTER TABLE t RENAME COLUMN a TO x; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME X TO b",
            [column("b", "a"), column("a", "b")],
        ),
        ("ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE T RENAME COLUMN b TO a", []),
        ("ALTER TABLE t RENAME TO u", [RenameTable(before="t", after="u")]),
        (
            "ALTER TABLE t RENAME TO x; ALTER TABLE u RENAME TO t; ALTER TABLE x RENAME TO u",
            [RenameTable(before="u", after="t"), RenameTable(before="t", after="u")],
        ),
        (
            "ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME TO u",
            [RenameTable(before="t", after="u"), column("a", "b", "u")],
        ),
        ("ALTER TABLE t ADD COLUMN rename; UPDATE t SET a = 1; ALTER TABLE", []),
        ("CREATE TABLE u (a); ALTER TABLE u RENAME TO v; ALTER TABLE v RENAME COLUMN a TO b", []),
    ],
)
def test_names_are_followed_through_all_statements(statements: str, found: list[Change]) -> None:
    """By the names before and after all of them; what comes back, or was not there before, is not renamed."""
    assert list(renames(statements.split("; "))) == found


def test_a_rebuilt_table_is_the_one_whose_place_it_takes() -> None:
    """The new one made beside it is none that was renamed, and what was renamed before stays so."""
    rebuild = ("CREATE TABLE _new_u (b)", "DROP TABLE u", "ALTER TABLE _new_u RENAME TO u")
    assert renames(rebuild) == ()
    moved = ("ALTER TABLE t RENAME TO u", "ALTER TABLE u RENAME COLUMN a TO b", *rebuild)
    assert renames(moved) == (RenameTable(before="t", after="u"), column("a", "b", "u"))

"""Small schemas for the tests of this room."""

from __future__ import annotations

from qsys_schema.model.schema import Column, Schema, Table
from qsys_schema.model.types import Native

TEXT = Native(text="TEXT")


def table(name: str, columns: str, *, renamed_from: str = "") -> Table:
    """A table with these columns: "b<a c" is b, which was called a, and c."""
    made = []
    for word in columns.split():
        column, _, former = word.partition("<")
        made.append(Column(name=column, type=TEXT, renamed_from=former))
    return Table(name=name, columns=tuple(made), renamed_from=renamed_from)


def schema(*tables: Table) -> Schema:
    """The tables as a schema."""
    return Schema(tables=tables)

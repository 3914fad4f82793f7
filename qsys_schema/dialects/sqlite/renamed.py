"""What the statements of a migration call otherwise, told by their own words: for files whose plan nobody has."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.dialects.follow import Names
from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold
from qsys_schema.model.change import Change


def renames(statements: Sequence[str]) -> tuple[Change, ...]:
    """The tables and columns that have another name after all the statements than before them."""
    names = Names(fold)
    for statement in statements:
        try:
            _follow(names, Reader(statement))
        except UnreadableSqlError:
            # What cannot be read is no plain rename; whether it can be run, the database says.
            continue
    return tuple(names.renames())


def _follow(names: Names, reader: Reader) -> None:
    if reader.accept("create"):
        reader.accept("temp") or reader.accept("temporary")
        if reader.accept("table"):
            reader.accept("if", "not", "exists")
            names.make(_name(reader))
    elif reader.accept("drop", "table"):
        reader.accept("if", "exists")
        names.drop(_name(reader))
    elif reader.accept("alter", "table"):
        table = _name(reader)
        if reader.accept("rename", "to"):
            names.rename_table(table, reader.name())
        elif reader.accept("rename"):
            reader.accept("column")
            before = reader.name()
            reader.expect("to")
            names.rename_column(table, before, reader.name())


def _name(reader: Reader) -> str:
    """A table's name, without the schema that may stand in front of it."""
    name = reader.name()
    return reader.name() if reader.accept(".") else name

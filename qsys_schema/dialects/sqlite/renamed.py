"""What the statements of a migration call otherwise, told by their own words: for files whose plan nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold
from qsys_schema.model.change import Change, RenameColumn, RenameTable


def renames(statements: Sequence[str]) -> tuple[Change, ...]:
    """The tables and columns that have another name after all the statements than before them."""
    names = _Names()
    for statement in statements:
        try:
            _follow(names, Reader(statement))
        except UnreadableSqlError:
            # What cannot be read is no plain rename; whether it can be run, the database says.
            continue
    return tuple(names.renames())


@dataclass(slots=True)
class _Table:
    """A table by its name now and its name at the start, empty for one made since; likewise its renamed columns."""

    name: str
    origin: str
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Names:
    """Follows names from statement to statement."""

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}
        self._dropped: dict[str, _Table] = {}

    def make(self, name: str) -> None:
        self._tables.setdefault(fold(name), _Table(name, ""))

    def drop(self, name: str) -> None:
        self._dropped[fold(name)] = self._tables.pop(fold(name), _Table(name, name))

    def rename_table(self, before: str, after: str) -> None:
        table = self._tables.pop(fold(before), _Table(before, before))
        if not table.origin:
            # A new table that takes the place of a dropped one is that one, rebuilt.
            table = self._dropped.pop(fold(after), table)
        table.name = after
        self._tables[fold(after)] = table

    def rename_column(self, table: str, before: str, after: str) -> None:
        columns = self._tables.setdefault(fold(table), _Table(table, table)).columns
        _, origin = columns.pop(fold(before), (before, before))
        columns[fold(after)] = (after, origin)

    def renames(self) -> Iterator[Change]:
        for table in self._tables.values():
            if not table.origin:
                continue
            if table.name != table.origin:
                yield RenameTable(before=table.origin, after=table.name)
            for name, origin in table.columns.values():
                if name != origin:
                    yield RenameColumn(table=table.name, before=origin, after=name)


def _follow(names: _Names, reader: Reader) -> None:
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

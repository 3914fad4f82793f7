"""Follows the names of tables and columns from statement to statement of a migration whose plan nobody has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from qsys_schema.model.change import Change, RenameColumn, RenameTable


@dataclass(slots=True)
class _Table:
    """A table by its name now and its name at the start, empty for one made since; likewise its renamed columns."""

    name: str
    origin: str
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)


class Names:
    """What is called otherwise now than at the start; ``fold`` is how the database compares names."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._tables: dict[str, _Table] = {}
        self._dropped: dict[str, _Table] = {}

    def make(self, name: str) -> None:
        """A table is made."""
        self._tables.setdefault(self._fold(name), _Table(name, ""))

    def drop(self, name: str) -> None:
        """A table is dropped."""
        self._dropped[self._fold(name)] = self._tables.pop(self._fold(name), _Table(name, name))

    def rename_table(self, before: str, after: str) -> None:
        """A table is called otherwise."""
        table = self._tables.pop(self._fold(before), _Table(before, before))
        if not table.origin:
            # A new table that takes the place of a dropped one is that one, rebuilt.
            table = self._dropped.pop(self._fold(after), table)
        table.name = after
        self._tables[self._fold(after)] = table

    def rename_column(self, table: str, before: str, after: str) -> None:
        """A column is called otherwise."""
        columns = self._tables.setdefault(self._fold(table), _Table(table, table)).columns
        _, origin = columns.pop(self._fold(before), (before, before))
        columns[self._fold(after)] = (after, origin)

    def renames(self) -> Iterator[Change]:
        """All in all."""
        for table in self._tables.values():
            if not table.origin:
                continue
            if table.name != table.origin:
                yield RenameTable(before=table.origin, after=table.name)
            for name, origin in table.columns.values():
                if name != origin:
                    yield RenameColumn(table=table.name, before=origin, after=name)

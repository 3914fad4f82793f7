"""The tables that a change touches and those next to them, as they are drawn: what came, what went, what is another.

Both worlds are in one picture: a column that is dropped is still drawn, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.model import change as c
from qsys_schema.model.change import Change
from qsys_schema.model.schema import Column, ForeignKey, Schema, Table

ADDED = "added"
DROPPED = "dropped"
CHANGED = "changed"
OTHER_CHECK = "other check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One table of the picture. Marks are words, by name of a column or of a foreign key; ``mark`` is the table's own.

    ``columns`` are those that are drawn, ``left_out`` counts the others. ``keys`` lead to tables of the picture.
    """

    name: str
    mark: str
    columns: tuple[Column, ...]
    left_out: int
    primary: frozenset[str]
    unique: frozenset[str]
    keys: tuple[ForeignKey, ...]
    foreign: frozenset[str]
    single: frozenset[str]
    marks: Mapping[str, str] = field(default_factory=dict)
    key_marks: Mapping[str, str] = field(default_factory=dict)


FEW = 3
"""So many columns are not worth leaving out."""

MOST_COLUMNS = 40


def neighbourhood(before: Schema, after: Schema, changes: Sequence[Change]) -> tuple[Drawn, ...]:
    """The tables with a change that can be drawn, and those that they refer to or that refer to them.

    ``before`` is after the renames. Nothing where no change can be drawn: an index is not in such a picture.
    """
    marks = _Marks(changes)
    if not marks.tables:
        return ()
    both = {table.name: table for table in (*after.tables, *before.tables)[::-1]}
    was = {table.name: table for table in before.tables}
    keys = {name: _keys(was.get(name), table) for name, table in both.items()}
    near = {key.target for name in marks.tables for key in keys.get(name, ())}
    near |= {name for name, found in keys.items() if any(key.target in marks.tables for key in found)}
    names = [name for name in sorted(both) if name in marks.tables]
    names += [name for name in sorted(both) if name in near and name not in marks.tables]
    return tuple(_drawn(both[name], was.get(name), keys[name], marks, names) for name in names)


class _Marks:
    """What the changes say of tables, their columns and their foreign keys."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.tables: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.keys: dict[str, dict[str, str]] = {}
        for change in changes:
            self._take(change)

    def _take(self, change: Change) -> None:
        match change:
            case c.AddTable(item=table):
                self.tables[table.name] = "new"
            case c.DropTable(item=table):
                self.tables[table.name] = DROPPED
            case c.RenameTable(before=was, after=name):
                self.tables[name] = f"was {was}"
            case c.AddColumn(table=name, item=column):
                self._mark(self.columns, name, column.name, ADDED)
            case c.DropColumn(table=name, item=column):
                self._mark(self.columns, name, column.name, DROPPED)
            case c.AlterColumn(table=name, after=column):
                self._mark(self.columns, name, column.name, CHANGED)
            case c.RenameColumn(table=name, before=was, after=column_name):
                self._mark(self.columns, name, column_name, f"was {was}")
            case c.AddForeignKey(table=name, item=key):
                again = self.keys.get(name, {}).get(key.name) == DROPPED
                self._mark(self.keys, name, key.name, CHANGED if again else ADDED)
            case c.DropForeignKey(table=name, item=key):
                again = self.keys.get(name, {}).get(key.name) == ADDED
                self._mark(self.keys, name, key.name, CHANGED if again else DROPPED)
            case c.AddPrimaryKey(table=name, item=primary):
                for column_name in primary.columns:
                    self._mark(self.columns, name, column_name, "in the key")
            case c.AddCheck(table=name, item=check) | c.DropCheck(table=name, item=check) if len(check.columns) == 1:
                self._mark(self.columns, name, check.columns[0], OTHER_CHECK)
            case c.AlterEnum(users=users):
                for name, column in users:
                    self._mark(self.columns, name, column.name, "other values")
            case _:
                return

    def _mark(self, kind: dict[str, dict[str, str]], table: str, name: str, mark: str) -> None:
        self.tables.setdefault(table, "")
        said = kind.setdefault(table, {})
        before = said.get(name, mark)
        if kind is self.keys or before == mark or OTHER_CHECK in {before, mark}:
            said[name] = before if mark == OTHER_CHECK else mark
        else:
            said[name] = f"{before}, {mark}"


def _keys(before: Table | None, table: Table) -> tuple[ForeignKey, ...]:
    """The foreign keys of a table, and those that it has no more."""
    there = {key.name for key in table.foreign_keys}
    gone = [key for key in before.foreign_keys if key.name not in there] if before is not None else []
    return tuple(key for key in (*table.foreign_keys, *gone) if not key.leads_out)


def _drawn(
    table: Table, before: Table | None, keys: Sequence[ForeignKey], marks: _Marks, names: Sequence[str]
) -> Drawn:
    own = marks.columns.get(table.name, {})
    columns = tuple(_columns(before, table))
    primary = frozenset(table.primary_key.columns if table.primary_key is not None else ())
    foreign = frozenset(name for key in keys for name in key.columns)
    wanted = [one for one in columns if one.name in primary or one.name in foreign or one.name in own]
    if len(columns) - len(wanted) <= FEW or marks.tables.get(table.name) == "new":
        wanted = list(columns)
    wanted = wanted[:MOST_COLUMNS]
    uniques = [unique.columns for unique in table.uniques]
    uniques += [tuple(p.column for p in index.parts) for index in table.indexes if index.unique and index.where is None]
    single = frozenset(
        key.name for key in keys if set(key.columns) in [set(primary), *(set(columns) for columns in uniques)]
    )
    return Drawn(
        name=table.name,
        mark=marks.tables.get(table.name, ""),
        columns=tuple(wanted),
        left_out=len(columns) - len(wanted),
        primary=primary,
        unique=frozenset(columns[0] for columns in uniques if len(columns) == 1 and columns[0]),
        keys=tuple(key for key in keys if key.target in names),
        foreign=foreign,
        single=single,
        marks=own,
        key_marks=marks.keys.get(table.name, {}),
    )


def _columns(before: Table | None, table: Table) -> Iterator[Column]:
    """The columns of a table, each that it has no more where it stood."""
    was = [*before.columns] if before is not None else []
    there = {column.name for column in table.columns}
    while was and was[0].name not in there:
        yield was.pop(0)
    for column in table.columns:
        yield column
        place = next((at for at, one in enumerate(was) if one.name == column.name), None)
        if place is not None:
            del was[place]
            while place < len(was) and was[place].name not in there:
                yield was.pop(place)

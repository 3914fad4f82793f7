"""What a migration does as a whole, told by who is who after each statement, and by what was copied where.

A table that is made anew beside itself, filled and put in its own place is no dropped table; one that is dropped and
made anew empty is, though nothing of the schema tells. The same holds for a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qsys_schema.diff.compare import compare
from qsys_schema.diff.replay import replay_all
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddDefinition,
    AddEnum,
    AddForeignKey,
    AddIndex,
    AddTable,
    AddTrigger,
    AddUnique,
    AddView,
    AlterTableOptions,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropTable,
    DropUnique,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    SetTableComment,
)
from qsys_schema.model.flow import Flow, Poured
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import EnumType, Schema, Table
from qsys_schema.model.watched import Sight

_Member = Any
"""A change of a member of a table: it has the table's name and an item, which has a name."""

_RENAMES: tuple[tuple[Any, Any, Any], ...] = (
    (DropUnique, AddUnique, RenameConstraint),
    (DropCheck, AddCheck, RenameConstraint),
    (DropForeignKey, AddForeignKey, RenameConstraint),
    (DropIndex, AddIndex, RenameIndex),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The changes, and the tables that were made anew, by name, with the place of the statement that drops them.

    ``filled`` are the columns that were given a value other than the one they had, by table and name at the end.
    ``partial`` are those of the tables made anew that have only some of their rows.
    """

    changes: tuple[Change, ...] = ()
    rebuilt: Mapping[str, int] = field(default_factory=dict)
    filled: frozenset[tuple[str, str]] = frozenset()
    partial: Mapping[str, int] = field(default_factory=dict)


def whole(before: Schema, after: Schema, sights: Sequence[Sight], flows: Sequence[Sequence[Flow]] = ()) -> Whole:
    """The changes from ``before`` to ``after``; there is one sight more than there are statements."""
    values = _Values(sights[0])
    for place, ones in enumerate(flows):
        for flow in ones:
            values.pour(flow, sights[place], sights[place + 1])
    return _Story(before, after, sights, values).told()


_HARMLESS = (AddTable, AddColumn, AddView, AddTrigger, AddEnum, AddDefinition, AlterTableOptions, SetTableComment)


def is_harmless(before: Schema, after: Schema, ends: tuple[Sight, Sight]) -> bool:
    """Whether things only come, and whatever was there is the same, under the same name; ``ends`` are both sights."""
    start, end = ends
    same = all(end.tables.get(name) == identity for name, identity in start.tables.items())
    same &= all(end.types.get(name) == identity for name, identity in start.types.items())
    same &= all(those.items() <= end.columns.get(name, {}).items() for name, those in start.columns.items())
    return same and all(isinstance(change, _HARMLESS) for change in compare(before, after))


@dataclass(slots=True)
class _Values:
    """Which of the rows and values at the start are in which table and column now."""

    start: Sight
    rows: dict[object, set[object]] = field(default_factory=dict)
    whole: dict[object, set[object]] = field(default_factory=dict)
    """As ``rows``, but all rows are there."""
    values: dict[object, set[object]] = field(default_factory=dict)
    plain: dict[object, object] = field(default_factory=dict)
    filled: set[object] = field(default_factory=set)
    emptied: set[object] = field(default_factory=set)

    def pour(self, flow: Flow, before: Sight, after: Sight) -> None:
        """Follow one statement."""
        target = _table(after, flow.target)
        if flow.empties:
            self._empty(target, flow)
        if flow.moves_rows:
            for name in flow.sources:
                source = _table(before, name)
                self.rows.setdefault(target, set()).update(self.rows.get(source, {source}))
                if not flow.partial:
                    self.whole.setdefault(target, set()).update(self.whole.get(source, {source} - self.emptied))
        for column, poured in flow.columns.items():
            there = _column(after, flow.target, column)
            known = [_column(before, name, one) for name in flow.sources for one in self._named(poured, before, name)]
            for one in known:
                self.values.setdefault(there, set()).update(self.values.get(one, {one}))
            if poured.plain and known:
                self.plain[there] = self.plain.get(known[0], known[0])
            elif there not in known or not poured.plain:
                self.filled.add(there)

    def _empty(self, target: object, flow: Flow) -> None:
        """Some or all rows of the table are gone; those that it is given later are all that it has."""
        self.whole[target] = set()
        if not flow.partial:
            self.rows[target] = set()
        self.emptied.add(target)

    def _named(self, poured: Poured, before: Sight, source: str) -> Iterator[str]:
        columns = before.columns.get(source)
        return (one for one in poured.sources if columns is None or one in columns)


def _table(sight: Sight, name: str) -> object:
    """The identity of a table; one that the catalog does not list, such as a temporary one, is known by its name."""
    return sight.tables.get(name, name)


def _column(sight: Sight, table: str, name: str) -> object:
    return sight.columns.get(table, {}).get(name, (table, name))


class _Story:
    def __init__(self, before: Schema, after: Schema, sights: Sequence[Sight], values: _Values) -> None:
        self._before, self._after, self._sights, self._values = before, after, sights, values
        self._start, self._end = sights[0], sights[-1]
        self._changes: list[Change] = []
        self._tables: list[RenameTable | RenameColumn] = []
        self._columns: list[RenameTable | RenameColumn] = []
        self._lost: list[tuple[str, str]] = []
        self._rebuilt: dict[str, int] = {}
        self._partial: dict[str, int] = {}
        self._helpers: list[tuple[str, str]] = []

    def told(self) -> Whole:
        names = {identity: name for name, identity in self._end.tables.items()}
        gone: list[Table] = []
        parts: list[Table] = []
        for table in self._before.tables:
            identity = self._start.tables.get(table.name)
            if identity is None:
                continue
            if identity in names and self._after.table(names[identity]) is None:
                # It is there, and no table of its own any more: a part of another one.
                parts.append(table)
            elif identity in names:
                self._goes_on(table, names[identity])
            elif successor := self._successor(table.name, identity):
                self._rebuilt[successor] = place = self._dropped_at(identity)
                if identity not in self._values.whole.get(self._end.tables[successor], ()):
                    self._partial[successor] = place
                self._goes_on(table, successor)
            else:
                gone.append(table)
        self._changes += [DropTable(item=table) for table in gone]
        base = replace(
            self._before, tables=tuple(one for one in self._before.tables if one not in gone and one not in parts)
        )
        renames = (*_in_order(self._tables), *_in_order(self._columns))
        base = replay_all(base, renames) if renames else base
        base, lost = _without(base, self._lost)
        base, _ = _without(base, self._helpers)
        after = replace(self._after, enums=tuple(map(self._with_old_values, self._after.enums)))
        changes = relabelled((*self._changes, *renames, *lost, *compare(base, after)))
        kept = tuple(one for one in changes if not _is_helper(one))
        return Whole(changes=kept, rebuilt=self._rebuilt, filled=frozenset(self._filled()), partial=self._partial)

    def _with_old_values(self, enum: EnumType) -> EnumType:
        """The type with what its values were called: of a type that is not made anew, no value ever goes."""
        was = next((one for one in self._before.enums if one.name == enum.name), None)
        identity = self._start.types.get(enum.name)
        if was is None or was == enum or identity is None or self._end.types.get(enum.name) != identity:
            return enum
        gone = [value for value in was.values if value not in enum.values]
        # A new value may stand anywhere; one that is called otherwise stands between its old neighbours.
        order = [value for value in enum.values if value not in was.values]
        return replace(enum, renamed=tuple(zip(gone, order, strict=False)))

    def _filled(self) -> Iterator[tuple[str, str]]:
        for table, columns in self._end.columns.items():
            yield from ((table, name) for name, identity in columns.items() if identity in self._values.filled)

    def _dropped_at(self, identity: int) -> int:
        there = [place for place, sight in enumerate(self._sights) if identity in sight.tables.values()]
        return min(there[-1], len(self._sights) - 2)

    def _successor(self, name: str, identity: int) -> str:
        """The new table that has the rows of one that is gone; the one of its name first."""
        new = [one for one, other in self._end.tables.items() if other not in self._start.tables.values()]
        known = [one for one in new if identity in self._values.rows.get(self._end.tables[one], ())]
        return name if name in known else next(iter(known), "")

    def _goes_on(self, table: Table, name: str) -> None:
        """Whatever it is called at the end: what becomes of its columns."""
        if name != table.name:
            self._tables.append(RenameTable(before=table.name, after=name))
        start, end = self._start.columns.get(table.name, {}), self._end.columns.get(name, {})
        called = {identity: one for one, identity in end.items()}
        for column in table.columns:
            identity = start.get(column.name)
            if identity is None or column.generated is not None or self._is_swapped(name, column.name, start, called):
                continue
            now = called.get(identity, "") or self._poured_into(column.name, identity, end, start)
            if now and now != column.name:
                self._columns.append(RenameColumn(table=name, before=column.name, after=now))
            elif not now and column.name in end:
                self._lost.append((name, column.name))

    def _is_swapped(self, table: str, name: str, start: Mapping[str, int], called: Mapping[int, str]) -> bool:
        """Whether it is the tool's second column that takes the place of the first one, or that first one.

        Their values were made equal by migrations before this one.
        """
        helpers = {one: called.get(identity, "") for one, identity in start.items() if one.startswith(RESERVED_PREFIX)}
        if helpers.get(name) in start:
            self._helpers.append((table, name))
        return helpers.get(name) in start or name in helpers.values()

    def _poured_into(self, name: str, identity: int, end: Mapping[str, int], start: Mapping[str, int]) -> str:
        """The column that has the values of one that is gone; empty where none has."""
        values = self._values.values
        if name in end and identity in values.get(end[name], ()):
            return name
        # One that has the values of its namesake is that one; names may change places, too.
        free = [one for one in end if one not in start or start[one] not in values.get(end[one], (end[one],))]
        plain = (one for one in free if self._values.plain.get(end[one]) == identity)
        other = (one for one in free if name not in start or name in end if identity in values.get(end[one], ()))
        return next(plain, "") or next(other, "")


def _in_order(renames: Sequence[RenameTable | RenameColumn]) -> list[RenameTable | RenameColumn]:
    """Each behind the one that frees its name; those that go round in a circle as they come."""
    waiting, done = list(renames), list[RenameTable | RenameColumn]()
    while waiting:
        taken = {(getattr(one, "table", ""), one.before) for one in waiting}
        free = [one for one in waiting if (getattr(one, "table", ""), one.after) not in taken] or waiting[:1]
        done += free
        waiting = [one for one in waiting if one not in free]
    return done


def relabelled(changes: Sequence[Change]) -> tuple[Change, ...]:
    """What goes and comes again as the same under another name, as a rename: rows are as they were before."""
    found = list(changes)
    for drop, add, rename in _RENAMES:
        for gone in [one for one in found if isinstance(one, drop)]:
            twin = next((one for one in found if isinstance(one, add) and _is_twin(gone, one)), None)
            if twin is not None:
                found[found.index(twin)] = rename(table=twin.table, before=gone.item, after=twin.item)
                found.remove(gone)
    return tuple(found)


def _is_twin(gone: _Member, come: _Member) -> bool:
    return bool(gone.table == come.table and replace(gone.item, name=come.item.name) == come.item)


def _is_helper(change: Change) -> bool:
    """Whether it is about something of the tool's own, which is there between two migrations."""
    ref = ref_of(change)
    return ref.table.startswith(RESERVED_PREFIX) or ref.name.startswith(RESERVED_PREFIX)


def _without(schema: Schema, lost: Sequence[tuple[str, str]]) -> tuple[Schema, list[Change]]:
    """The schema without these columns, and the changes that say so."""
    found: list[Change] = []
    for name, column_name in lost:
        table = schema.table(name)
        column = table.column(column_name) if table is not None else None
        if table is None or column is None:
            continue
        found.append(DropColumn(table=name, item=column))
        kept = replace(table, columns=tuple(one for one in table.columns if one is not column))
        schema = replace(schema, tables=tuple(kept if one is table else one for one in schema.tables))
    return schema, found

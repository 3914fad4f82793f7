"""Groups changes by table and asks the strategy about each; one that must, folds its whole table into one rebuild."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddDefinition,
    AddEnum,
    AddForeignKey,
    AddIndex,
    AddTable,
    AddVerbatim,
    AddView,
    AlterDefinition,
    AlterEnum,
    Change,
    DropDefinition,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropTable,
    DropVerbatim,
    DropView,
    RenameColumn,
    RenameTable,
)
from qsys_schema.model.detour import moves
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column, Schema, Table
from qsys_schema.model.step import Alter, Copy, RebuildTable, Step
from qsys_schema.plan.order import ordered


class Strategy(Protocol):
    """What this room asks a database."""

    def why_rebuild(self, change: Change, before: Table, after: Table, changes: Sequence[Change]) -> str | None:
        """Why the change cannot be made in place among the others of its table, or None."""

    def rides_with(self, change: Change, changes: Sequence[Change]) -> Change | None:
        """The change of the same table that this one is spelled together with, or None."""

    def detached(
        self, changes: Sequence[Change], before: Schema, after: Schema
    ) -> Sequence[tuple[Change, Change, Change]]:
        """What has to stand aside: how it goes, how it comes again, and the change that it would be in the way of."""


def build(before: Schema, after: Schema, changes: Sequence[Change], strategy: Strategy) -> tuple[Step, ...]:
    """The steps that make ``before`` into ``after``, in order; same input, same steps.

    ``before`` is the schema after any renames. Raises ImpossibleChange for a change of a table that is opaque.
    """
    steps: list[Step] = []
    groups: dict[str, list[Change]] = {}
    reused = _index_names_used_again(changes)
    whole = {change.item.name for change in changes if isinstance(change, (AddTable, DropTable))}
    for change in changes:
        match change:
            case DropIndex(item=index) if index.name in reused:
                # A table may be rebuilt with this index while its old owner still waits for its own turn.
                steps.append(Alter(change=change))
            case (
                AddTable()
                | DropTable()
                | AddView()
                | DropView()
                | AddEnum()
                | DropEnum()
                | AlterEnum()
                | AddDefinition()
                | DropDefinition()
                | AlterDefinition()
                | AddVerbatim()
                | DropVerbatim()
                | RenameTable()
                | RenameColumn()
            ):
                steps.append(Alter(change=change))
            case AddForeignKey(table=table) | DropForeignKey(table=table) if table in whole:
                # It was taken out of a table that comes or goes, since the key that it needs comes or goes too.
                steps.append(Alter(change=change))
            case _:
                groups.setdefault(ref_of(change).table, []).append(change)
    for change in changes:
        if isinstance(change, DropTable):
            _refuse_opaque(change.item)
    for name, group in groups.items():
        steps.extend(_table_steps(before, after, name, group, strategy))
    for gone, back, cause in strategy.detached(changes, before, after):
        steps.extend((Alter(change=gone, meant=cause), Alter(change=back, meant=cause)))
    return ordered(steps, before, after)


def _index_names_used_again(changes: Sequence[Change]) -> set[str]:
    """Names of indexes that another table takes over: an index's name is the database's, not the table's."""
    owners = {change.item.name: change.table for change in changes if isinstance(change, DropIndex)}
    takers = [(change.item.name, change.table) for change in changes if isinstance(change, AddIndex)]
    takers += [
        (index.name, change.item.name)
        for change in changes
        if isinstance(change, AddTable)
        for index in change.item.indexes
    ]
    return {name for name, table in takers if owners.get(name, table) != table}


def rename_steps(changes: Sequence[Change], fold: Callable[[str], str]) -> tuple[Step, ...]:
    """Renames as steps of their own, in the order given: each is done in place, before or after all else.

    Those that go round in a circle go by way of a name of the tool's own; ``fold`` is how the database compares names.
    """
    return tuple(Alter(change=move, meant=None if move is change else change) for move, change in moves(changes, fold))


def _table_steps(
    before: Schema, after: Schema, name: str, changes: Sequence[Change], strategy: Strategy
) -> tuple[Step, ...]:
    was, will_be = before.table(name), after.table(name)
    if was is None or will_be is None:
        raise ImpossibleChange(f"{name} is changed, but is not there both before and after")
    _refuse_opaque(was)
    reasons: dict[str, list[str]] = {}
    for change in changes:
        reason = strategy.why_rebuild(change, was, will_be, changes)
        if reason is not None:
            reasons.setdefault(reason, []).append(_short(change))
    if reasons:
        return (
            RebuildTable(
                before=was,
                after=will_be,
                copies=_copies(was, will_be),
                changes=tuple(changes),
                because=tuple(f"{reason} ({', '.join(dict.fromkeys(names))})" for reason, names in reasons.items()),
                referrers=_referrers(before, after, name),
            ),
        )
    riders: dict[Change, list[Change]] = {}
    for change in changes:
        carrier = strategy.rides_with(change, changes)
        if carrier is not None:
            riders.setdefault(carrier, []).append(change)
    riding = {rider for group in riders.values() for rider in group}
    return tuple(
        Alter(change=change, riders=tuple(riders.get(change, ()))) for change in changes if change not in riding
    )


def _short(change: Change) -> str:
    ref = ref_of(change)
    return ref.name or ref.table


def _refuse_opaque(table: Table) -> None:
    if table.opaque is None:
        return
    evidence = table.opaque
    shown = f"\n  expected: {evidence.expected}" if evidence.expected else ""
    raise ImpossibleChange(
        f"table {table.name} cannot be changed: {evidence.reason}{shown}\n  actual:   {evidence.actual}",
        hint=f"make {table.name} anew in plainer words, or drop it, by a hand-written migration first",
    )


def _referrers(before: Schema, after: Schema, name: str) -> tuple[str, ...]:
    """The other tables with a foreign key to this one, before or after, that are there both times."""
    there = {table.name for table in before.tables} & {table.name for table in after.tables} - {name}
    tables = (*before.tables, *after.tables)
    found = {table.name for table in tables if any(key.target == name for key in table.foreign_keys)}
    return tuple(sorted(found & there))


def _copies(before: Table, after: Table) -> tuple[Copy, ...]:
    """Every column that goes on, and every new one with a backfill; generated ones compute themselves."""
    copies: list[Copy] = []
    for column in after.columns:
        if column.generated is not None:
            continue
        origin = before.column(column.name)
        if origin is not None:
            copies.append(Copy(column=column.name, origin=origin.name, fill=_fill(origin, column)))
        elif isinstance(column.backfill, Expr):
            copies.append(Copy(column=column.name, origin="", fill=column.backfill.text))
    return tuple(copies)


def _fill(before: Column, after: Column) -> str:
    """What replaces NULL where a column stops being nullable: its backfill, else its default."""
    if after.nullable or not before.nullable:
        return ""
    value = after.backfill or after.default
    return value.text if isinstance(value, Expr) else ""

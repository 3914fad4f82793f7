"""Who must come before whom; stable, so that the same steps always come out in the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddDefinition,
    AddEnum,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTable,
    AddTrigger,
    AddUnique,
    AddVerbatim,
    AddView,
    AlterDefinition,
    AlterEnum,
    Change,
    DropCheck,
    DropColumn,
    DropDefinition,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    DropTrigger,
    DropUnique,
    DropVerbatim,
    DropView,
)
from qsys_schema.model.needs import Needs, Node
from qsys_schema.model.schema import Schema
from qsys_schema.model.step import Alter, RebuildTable, Step

_BEFORE: tuple[type[Change], ...] = (
    *(DropView, DropTrigger, DropForeignKey, DropIndex, DropCheck, DropUnique, DropPrimaryKey, DropVerbatim),
    *(AddEnum, AlterEnum, AddDefinition, AlterDefinition, DropTable, AddTable, DropColumn, AddColumn),
)
"""What leans on others goes first. A dropped table goes early too, so that its names are free again."""

_AFTER: tuple[type[Change], ...] = (
    *(AddPrimaryKey, AddUnique, AddCheck, AddIndex, AddForeignKey, AddVerbatim, AddTrigger, AddView),
    *(DropDefinition, DropEnum),
)
"""What leans on others comes last; between the two lists stand rebuilds and everything else."""


def ordered(steps: Sequence[Step], before: Schema, after: Schema) -> tuple[Step, ...]:
    """The steps in an order in which each finds what it needs.

    A table is made after those it refers to and dropped before them; one that a staying table still refers to is
    dropped only after that table was changed.
    """
    dropped = {
        step.change.item.name for step in steps if isinstance(step, Alter) and isinstance(step.change, DropTable)
    }
    needed = {
        key.target for table in before.tables if table.name not in dropped for key in table.foreign_keys
    } & dropped
    makes, drops = Needs(after), Needs(before)
    with_new = _late(steps, makes, AddTable, AddView)
    with_gone = _late(steps, drops, DropTable, DropView)
    retyped = any(isinstance(step, Alter) and isinstance(step.change, AlterEnum) for step in steps)

    def place(step: Step) -> tuple[int, int, str, str]:
        change = step.changes[0] if isinstance(step, RebuildTable) else step.change
        ref = ref_of(change)
        kind = type(change)
        if isinstance(change, AddDefinition):
            node = (change.item.kind, change.item.name)
            return (_place(with_new.get(node, kind)), makes.ranks.get(node, 0), ref.table, "")
        if isinstance(change, DropDefinition):
            node = (change.item.kind, change.item.name)
            return (_place(with_gone.get(node, kind)), -drops.ranks.get(node, 0), ref.table, "")
        if isinstance(step, RebuildTable):
            return (len(_BEFORE), 0, step.after.name, "")
        if kind is DropTable and ref.table in needed:
            return (len(_BEFORE) + 1, -drops.ranks.get(("table", ref.table), 0), ref.table, "")
        rank = 0
        if kind in {AddTable, AddView}:
            rank = makes.ranks.get((ref.kind, ref.table), 0)
        elif kind in {DropTable, DropView}:
            rank = -drops.ranks.get((ref.kind, ref.table), 0)
        if isinstance(change, AddVerbatim) and change.item.is_base:
            return (_BEFORE.index(AddEnum), 0, ref.table, "")
        if isinstance(change, DropVerbatim) and change.item.is_base:
            return (len(_BEFORE) + 2 + _AFTER.index(DropEnum), 0, ref.table, "")
        if kind in _AFTER:
            return (len(_BEFORE) + 2 + _AFTER.index(kind), rank, ref.table, ref.name)
        computed = isinstance(change, (AddColumn, DropColumn)) and change.item.generated is not None
        if computed and kind is DropColumn and retyped:
            # What it is computed from may be of a type that changes.
            return (_BEFORE.index(AddEnum), -1, ref.table, "")
        if computed and kind is AddColumn:
            # Behind every change of what it is computed from; and it goes before that goes.
            return (len(_BEFORE) + 1, 1, ref.table, "")
        rank = rank if computed or kind is not DropColumn else 1
        phase = _BEFORE.index(kind) if kind in _BEFORE else len(_BEFORE)
        return (phase, rank, ref.table, "" if kind in {AddColumn, DropColumn} else ref.name)

    return tuple(sorted(steps, key=place))


def _place(kind: type[Change]) -> int:
    """Where changes of a kind stand that is in one of the lists."""
    return _BEFORE.index(kind) if kind in _BEFORE else len(_BEFORE) + 2 + _AFTER.index(kind)


def _late(
    steps: Sequence[Step], needs: Needs, of_table: type[Change], of_view: type[Change]
) -> Mapping[Node, type[Change]]:
    """The functions and types that come or go with tables or views: those made with one that does."""
    changes = [step.change for step in steps if isinstance(step, Alter)]
    definitions = [one.item for one in changes if isinstance(one, (AddDefinition, DropDefinition))]
    if not definitions:
        return {}
    tables = {("table", ref_of(one).table) for one in changes if isinstance(one, of_table)}
    views = {("view", ref_of(one).table) for one in changes if isinstance(one, of_view)}
    found: dict[Node, type[Change]] = {}
    for item in definitions:
        node = (item.kind, item.name)
        if views and needs.reaches(node, views):
            found[node] = of_view
        elif tables and needs.reaches(node, tables):
            found[node] = of_table
    return found

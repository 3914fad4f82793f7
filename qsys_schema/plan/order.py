"""Who must come before whom; stable, so that the same steps always come out in the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

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
from qsys_schema.model.schema import Schema, Table, View
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
    made_first = {**_ranks(_references(after.tables)), **_ranks(_mentions(after.views or ()))}
    dropped_first = {**_ranks(_references(before.tables)), **_ranks(_mentions(before.views or ()))}

    def place(step: Step) -> tuple[int, int, str, str]:
        change = step.changes[0] if isinstance(step, RebuildTable) else step.change
        ref = ref_of(change)
        kind = type(change)
        if isinstance(change, (AddDefinition, DropDefinition)):
            # Functions may name types, so types come first and go last.
            is_type = change.item.kind == "type"
            first = is_type if isinstance(change, AddDefinition) else not is_type
            place = _BEFORE.index(kind) if kind in _BEFORE else len(_BEFORE) + 2 + _AFTER.index(kind)
            return (place, 0 if first else 1, ref.table, "")
        if isinstance(step, RebuildTable):
            return (len(_BEFORE), 0, step.after.name, "")
        if kind is DropTable and ref.table in needed:
            return (len(_BEFORE) + 1, -dropped_first.get(ref.table, 0), ref.table, "")
        rank = 0
        if kind in {AddTable, AddView}:
            rank = made_first.get(ref.table, 0)
        elif kind in {DropTable, DropView}:
            rank = -dropped_first.get(ref.table, 0)
        if isinstance(change, AddVerbatim) and change.item.is_base:
            return (_BEFORE.index(AddEnum), 0, ref.table, "")
        if isinstance(change, DropVerbatim) and change.item.is_base:
            return (len(_BEFORE) + 2 + _AFTER.index(DropEnum), 0, ref.table, "")
        if kind in _AFTER:
            return (len(_BEFORE) + 2 + _AFTER.index(kind), rank, ref.table, ref.name)
        phase = _BEFORE.index(kind) if kind in _BEFORE else len(_BEFORE)
        return (phase, rank, ref.table, "" if kind in {AddColumn, DropColumn} else ref.name)

    return tuple(sorted(steps, key=place))


_Graph = dict[str, set[str]]
"""Names by the name of who uses them."""


def _references(tables: Sequence[Table]) -> _Graph:
    """What each table refers to, by table in name order."""
    names = {table.name for table in tables}
    return {
        table.name: {key.target for key in table.foreign_keys if key.target in names and key.target != table.name}
        for table in sorted(tables, key=lambda table: table.name)
    }


def _mentions(views: Sequence[View]) -> _Graph:
    """The views whose names stand in each view's text, by view in name order."""
    tokens = {view.name: {_quoted(view.name), _quoted(view.name.lower())} for view in views}
    return {
        view.name: {name for name, words in tokens.items() if name != view.name and not words.isdisjoint(view.key)}
        for view in sorted(views, key=lambda view: view.name)
    }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _ranks(graph: _Graph) -> Mapping[str, int]:
    """A number per name, higher than those of what it uses; names in a cycle come in name order."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        graph = _without_cycles(graph)
    ranks: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        ranks[name] = 1 + max((ranks[target] for target in graph.get(name, ())), default=-1)
    return ranks


def _without_cycles(graph: _Graph) -> _Graph:
    """The graph without the references that close a circle, found in name order."""
    kept: _Graph = {name: set() for name in graph}
    for name, targets in graph.items():
        for target in sorted(targets):
            if not _reaches(kept, target, name):
                kept[name].add(target)
    return kept


def _reaches(graph: Mapping[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return False

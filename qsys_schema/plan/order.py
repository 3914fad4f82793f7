"""Who must come before whom; stable, so that the same steps always come out in the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from qsys_schema.model.change import (
    AddColumn,
    AddIndex,
    AddTable,
    AddTrigger,
    AddView,
    Change,
    DropColumn,
    DropIndex,
    DropTable,
    DropTrigger,
    DropView,
    ref_of,
)
from qsys_schema.model.schema import Schema, Table
from qsys_schema.model.step import Alter, RebuildTable, Step

_BEFORE: tuple[type[Change], ...] = (DropView, DropTrigger, DropIndex, DropTable, AddTable, DropColumn, AddColumn)
"""What leans on others goes first. A dropped table goes early too, so that its names are free again."""

_AFTER: tuple[type[Change], ...] = (AddIndex, AddTrigger, AddView)
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
    made_first = _ranks(after.tables)
    dropped_first = {name: -rank for name, rank in _ranks(before.tables).items()}

    def place(step: Step) -> tuple[int, int, str, str]:
        change = step.changes[0] if isinstance(step, RebuildTable) else step.change
        ref = ref_of(change)
        kind = type(change)
        if isinstance(step, RebuildTable):
            return (len(_BEFORE), 0, step.after.name, "")
        if kind is DropTable and ref.table in needed:
            return (len(_BEFORE) + 1, dropped_first.get(ref.table, 0), ref.table, "")
        if kind in _AFTER:
            return (len(_BEFORE) + 2 + _AFTER.index(kind), 0, ref.table, ref.name)
        phase = _BEFORE.index(kind) if kind in _BEFORE else len(_BEFORE)
        ranks = made_first if kind is AddTable else dropped_first if kind is DropTable else {}
        rank = ranks.get(ref.table, 0)
        return (phase, rank, ref.table, "" if kind in {AddColumn, DropColumn} else ref.name)

    return tuple(sorted(steps, key=place))


def _ranks(tables: Sequence[Table]) -> Mapping[str, int]:
    """A number per table, higher than those of the tables it refers to; tables in a cycle come in name order."""
    names = {table.name for table in tables}
    graph = {
        table.name: {key.target for key in table.foreign_keys if key.target in names and key.target != table.name}
        for table in sorted(tables, key=lambda table: table.name)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        graph = _without_cycles(graph)
    ranks: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        ranks[name] = 1 + max((ranks[target] for target in graph.get(name, ())), default=-1)
    return ranks


def _without_cycles(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph without the references that close a circle, found in name order."""
    kept: dict[str, set[str]] = {name: set() for name in graph}
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

"""How the steps by which one column takes another's place are known: by the names that the tool gives (see expand)."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.change import AddColumn, AlterColumn, Change, DropColumn
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.step import Alter, Step

_NEW = f"{RESERVED_PREFIX}new_"


def temporary(name: str) -> str:
    """What is to be called ``name`` in the end, while the old one is still there."""
    return shortened(f"{_NEW}{name}")


def new_column(name: str) -> str:
    """The column that is to take the place of the one of that name."""
    return temporary(name)


def function_name(table: str, column: str) -> str:
    """The function that writes the new column: a function's name is the schema's, not the table's."""
    return shortened(f"{_NEW}{table}_{column}")


def same_check(column: str) -> str:
    """The check that the column and the new one hold the same."""
    return shortened(f"{RESERVED_PREFIX}same_{column}")


def carrier(change: Change, changes: Sequence[Change]) -> Change | None:
    """The column that is swapped in the same migration, with which everything of its table is spelled; or None."""
    table = getattr(change, "table", "")
    news = (one for one in changes if isinstance(one, (AddColumn, DropColumn)) and _is_new(one))
    places = {(one.table, one.item.renamed_from) for one in news}
    for one in changes:
        if isinstance(one, AlterColumn) and one.table == table and (table, one.before.name) in places:
            return None if one is change else one
    return None


def _is_new(change: AddColumn | DropColumn) -> bool:
    """Whether it is planned that the column takes another's place; one that is only found in a database is not."""
    return bool(change.item.renamed_from) and change.item.name == new_column(change.item.renamed_from)


def is_expansion(step: Step) -> bool:
    """Whether the step adds a column that is to take another's place."""
    return isinstance(step, Alter) and isinstance(step.change, AddColumn) and _is_new(step.change)


def is_batched(steps: Sequence[Step]) -> bool:
    """Whether the one step fills such a column, or takes that back."""
    alone = steps[0] if len(steps) == 1 else None
    if not isinstance(alone, Alter) or not isinstance(alone.change, AlterColumn):
        return False
    return alone.change.before == alone.change.after and alone.change.before.name.startswith(_NEW)


def is_contraction(step: Step) -> bool:
    """Whether the step puts the new column in the old one's place."""
    return _has_rider(step, DropColumn)


def is_restoration(step: Step) -> bool:
    """Whether the step takes that back."""
    return _has_rider(step, AddColumn)


def _has_rider(step: Step, kind: type[AddColumn | DropColumn]) -> bool:
    if not isinstance(step, Alter) or not isinstance(step.change, AlterColumn):
        return False
    name = step.change.before.name
    return any(isinstance(rider, kind) and _is_new(rider) and rider.item.renamed_from == name for rider in step.riders)

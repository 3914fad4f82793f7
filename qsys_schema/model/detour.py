"""Renames that go round in a circle, as moves that can be made one after another.

``a`` to ``b`` beside ``b`` to ``a`` is two changes and three moves: whichever comes first waits under a name of the
tool's own until the name it is to have is free. Renames that are no circle are one move each, as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from qsys_schema.model.change import Change, RenameColumn, RenameTable
from qsys_schema.model.naming import RESERVED_PREFIX, conventional

Rename = RenameTable | RenameColumn
Fold = Callable[[str], str]


def moves(changes: Sequence[Change], fold: Fold) -> Iterator[tuple[Change, Change]]:
    """Every move in order, beside the change that it is made for; ``fold`` is how the database compares names."""
    waiting: dict[tuple[str, str], tuple[Change, Change]] = {}
    for place, change in enumerate(changes):
        if not isinstance(change, (RenameTable, RenameColumn)):
            yield change, change
            continue
        if _goes_round(change, changes[place + 1 :], fold):
            between = conventional(f"{RESERVED_PREFIX}between", change.after, ())
            yield _move(change, change.before, between), change
            waiting[_owner(change), fold(change.after)] = _move(change, between, change.after), change
        else:
            yield change, change
        freed = waiting.pop((_owner(change), fold(change.before)), None)
        if freed is not None:
            yield freed


def _goes_round(change: Rename, later: Sequence[Change], fold: Fold) -> bool:
    """Whether the new name is only free once renames that come later have taken the old one of this change."""
    leads = {
        fold(one.before): fold(one.after)
        for one in later
        if isinstance(one, (RenameTable, RenameColumn)) and _owner(one) == _owner(change)
    }
    start, name = fold(change.before), fold(change.after)
    while name in leads:
        name = leads.pop(name)
        if name == start:
            return True
    return False


def _move(change: Rename, before: str, after: str) -> Rename:
    if isinstance(change, RenameTable):
        return RenameTable(before=before, after=after)
    return RenameColumn(table=change.table, before=before, after=after)


def _owner(change: Rename) -> str:
    """The table whose columns share a name space; empty for the tables themselves."""
    return change.table if isinstance(change, RenameColumn) else ""

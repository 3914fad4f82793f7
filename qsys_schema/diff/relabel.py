"""Indexes and constraints that a hint says were called otherwise: one rename, where nothing but the name differs.

A hint that finds no such thing is silent: what it stands at is then added like any other, and no row depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from qsys_schema.model.change import Change
from qsys_schema.model.schema import Check, Constraint, ForeignKey, Index, Schema, Table, Unique

_Item = TypeVar("_Item", Unique, Check, ForeignKey, Index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names in lower case: ``taken`` before by anything of a kind, and the table that each belongs to afterwards."""

    taken: Collection[str] = ()
    owners: Mapping[str, str] = field(default_factory=dict)


def constraint_names(before: Iterable[Constraint]) -> Names:
    """The names of a table's constraints, which are the table's own affair."""
    return Names(taken={item.name.lower() for item in before})


def index_names(before: Schema, after: Schema) -> Names:
    """The names of all indexes and of the keys that bear one: these are the whole database's, not a table's."""
    return Names(
        taken={name for table in before.tables for name in _of_indexes(table)},
        owners={name: table.name for table in after.tables for name in _of_indexes(table)},
    )


def _of_indexes(table: Table) -> Iterator[str]:
    yield from (index.name.lower() for index in table.indexes)
    yield from (unique.name.lower() for unique in table.uniques)
    if table.primary_key is not None and table.primary_key.name:
        yield table.primary_key.name.lower()


def is_key_called_otherwise(before: Table, after: Table) -> bool:
    """Whether the primary key has another name, and is the same: a table has one, so no hint is needed."""
    one, other = before.primary_key, after.primary_key
    return one is not None and other is not None and one != other and replace(one, name=other.name) == other


def is_key_relabelled(before: Table, after: Table, known: Names) -> bool:
    """Whether the primary key can be renamed: its new name is free, and its old one goes to no other table."""
    one, other = before.primary_key, after.primary_key
    if one is None or other is None or not is_key_called_otherwise(before, after):
        return False
    return other.name.lower() not in known.taken and known.owners.get(one.name.lower(), after.name) == after.name


def relabelled(
    table: str, gone: list[_Item], new: list[_Item], make: Callable[..., Change], known: Names
) -> list[Change]:
    """The renames among what goes and what comes of one table, which are taken out of both lists.

    None has a new name that was there before, or an old one that goes to another table: that is dropped and added,
    so that nobody has to care whose turn it is first.
    """
    found: list[Change] = []
    for item in list(new):
        was = next((one for one in gone if _was(one, item) and _same_but_for_names(one, item)), None)
        if was is None or item.name.lower() in known.taken:
            continue
        if known.owners.get(was.name.lower(), table) == table:
            found.append(make(table=table, before=was, after=item))
            gone.remove(was)
            new.remove(item)
    return found


def may_be_renamed(item: Unique | Check | ForeignKey | Index) -> bool:
    """Whether the item says what it was called, or has only the name that the convention gives it."""
    return bool(item.renamed_from) or "unnamed" in item.spelling


def _was(one: _Item, item: _Item) -> bool:
    """Whether ``item`` may be called ``one`` in the database.

    A table or a column that is called otherwise gives what nobody named another name; there the old one has one.
    """
    return one.name == item.renamed_from or ("unnamed" in item.spelling and "unnamed" not in one.spelling)


def _same_but_for_names(one: _Item, other: _Item) -> bool:
    return replace(one, name="") == replace(other, name="")

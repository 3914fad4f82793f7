"""What of the specs is as the database has it, clause by clause, so that a pull leaves it as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.model.types import Enum
from qsys_schema.spec.blend import LISTS, Right

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Dialect
    from qsys_schema.model.schema import Check, Column, ForeignKey, Index, Schema, Table, Trigger, Unique
    from qsys_schema.spec.read import Document

    Item = Unique | Index | ForeignKey | Check | Trigger


def other_enums(said: Schema, live: Schema) -> Iterator[tuple[str, str]]:
    """The columns whose specs list other values of an enumerated type than it has: of it a table has only the name."""
    values = {enum.name: enum.values for enum in live.enums}
    for table in said.tables:
        for column in table.columns:
            kind = column.type
            if isinstance(kind, Enum) and kind.name and values.get(kind.name) != kind.values:
                yield table.name, column.name


def rights_of(dialect: Dialect, said: Schema, wanted: Schema, live: Schema) -> Mapping[str, Right]:
    """For each table that a spec declares and the database has: what of the spec is right.

    ``said`` is the wish as the specs say it, ``wanted`` as the database would give it back.
    """
    wrong = set(other_enums(said, live))
    wished = {table.name: table for table in dialect.as_wished(wanted).tables}
    found = {table.name: table for table in dialect.as_wished(live).tables}
    there = {table.name: table for table in live.tables}
    return {
        table.name: Right(
            columns=frozenset(
                column.name
                for column in table.columns
                if (table.name, column.name) not in wrong
                and _is_same(table, there[table.name], column.name)
                and _is_same(wished[table.name], found[table.name], column.name, comments=False)
                and _is_key_right(table, there[table.name], column.name)
            ),
            items=_items(dialect, wished[table.name], found[table.name]),
            keys=frozenset(_keys(table, there[table.name])),
        )
        for table in wanted.tables
        if table.name in there
    }


def _is_same(one: Table, other: Table, name: str, *, comments: bool = True) -> bool:
    mine, theirs = one.column(name), other.column(name)
    if mine is None or theirs is None:
        return False
    return mine == theirs if comments else _silent(mine) == _silent(theirs)


def _silent(column: Column) -> Column:
    return replace(column, comment="")


def _is_key_right(one: Table, other: Table, name: str) -> bool:
    """A column may be marked as the key, which is then wrong with it."""
    keys = (one.primary_key, other.primary_key)
    return keys[0] == keys[1] or not any(key is not None and name in key.columns for key in keys)


def _keys(one: Table, other: Table) -> Iterator[str]:
    if one.primary_key == other.primary_key:
        yield "primary_key"
    if one.comment == other.comment:
        yield "description"
    if one.options == other.options:
        yield "options"


def _items(dialect: Dialect, wished: Table, found: Table) -> dict[str, dict[int, int]]:
    """For each list: the places in the spec of its right items, by their places in what is found."""
    from qsys_schema.spec.write import table_document

    mine, theirs = (table_document(one, dialect.name, dialect.nearest) for one in (wished, found))
    made: dict[str, dict[int, int]] = {}
    for key in LISTS:
        places = list(_places(key, wished))
        held: list[tuple[int, Document]] = [
            (place, document) for place, document in zip(places, mine.get(key, []), strict=True) if place >= 0
        ]
        made[key] = {}
        for number, document in enumerate(theirs.get(key, [])):
            match = next((one for one in held if one[1] == document), None)
            if match is not None:
                held.remove(match)
                made[key][number] = match[0]
    return made


def _places(key: str, table: Table) -> Iterator[int]:
    """Where each item of a list stands in its spec; -1 for one that stands in no list, but in a column."""
    from qsys_schema.spec.clauses import is_exclusion

    lists: dict[str, list[Item]] = {
        "unique": [one for one in table.uniques if not is_exclusion(one)],
        "exclusions": [one for one in table.uniques if is_exclusion(one)],
        "indexes": list(table.indexes),
        "foreign_keys": list(table.foreign_keys),
        "checks": list(table.checks),
        "triggers": list(table.triggers or ()),
    }
    for one in lists[key]:
        path = one.source.path if one.source is not None else ()
        yield path[1] if len(path) > 1 and path[0] == key and isinstance(path[1], int) else -1

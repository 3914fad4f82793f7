"""The naming convention: what a constraint or an index is called when nobody named it.

The usual one of the field (Alembic's and SQLAlchemy's documentation recommend its like): pk, uq, ck, fk and ix,
then the table, then the columns. A name too long for the database is cut and ends in a digest of the whole.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.model.fingerprint import canonical
from qsys_schema.model.schema import Check, Constraint, ForeignKey, Index, Table, Unique

_PREFIXES: dict[type[Constraint], str] = {Unique: "uq", Check: "ck", ForeignKey: "fk"}

LONGEST = 63
"""PostgreSQL's limit in bytes (NAMEDATALEN - 1), the shortest of the databases; one name then fits everywhere."""

RESERVED_PREFIX = "_qsys_"
"""Names of tables that the tool makes for itself, for a moment or to keep its records."""


def conventional(prefix: str, table: str, words: Iterable[str]) -> str:
    """The name for a constraint or index: ``ix_jobs_queue_name_status``."""
    name = "_".join((prefix, table, *words))
    return shortened(name)


def shortened(name: str) -> str:
    """The name, cut and with a digest of the whole where it is too long."""
    return name if len(name.encode()) <= LONGEST else _with_digest(name, name)


def _with_digest(name: str, content: str) -> str:
    """The name, cut where it is too long, with eight digits that stand for the content."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    kept = name.encode()[: LONGEST - 9].decode(errors="ignore")
    return f"{kept}_{digest}"


def distinct(name: str, taken: set[str]) -> str:
    """The name, or the name with the first free number behind it; adds what it gives to ``taken``, in lower case."""
    candidate, number = name, 1
    while candidate.lower() in taken:
        number += 1
        candidate = shortened(f"{name}_{number}")
    taken.add(candidate.lower())
    return candidate


def name_indexes(tables: Sequence[Table], words: Callable[[Index, Table], Iterable[str]]) -> tuple[Table, ...]:
    """The tables with a conventional name for every index that nobody named; ``words`` is what its parts give.

    A name is the whole database's, not the table's. Where several would get the same, the plainest gets it, and each
    of the others a digest of what it is: so a name depends on no order, and one more index changes no other's name.
    """
    taken = {index.name.lower() for table in tables for index in table.indexes if index.name}
    groups: dict[str, list[_Place]] = defaultdict(list)
    for number, table in enumerate(tables):
        for place, index in enumerate(table.indexes):
            if not index.name:
                groups[conventional("ix", table.name, words(index, table))].append((number, place))

    def plainest_first(place: _Place) -> tuple[bool, bool, str, str]:
        table, index = tables[place[0]], tables[place[0]].indexes[place[1]]
        return index.where is not None, index.unique, table.name, _content(index)

    names: dict[_Place, str] = {}
    for base, group in sorted(groups.items()):
        first, *others = sorted(group, key=plainest_first) if len(group) > 1 else group
        names[first] = distinct(base, taken)
        for other in others:
            names[other] = distinct(_with_digest(base, " ".join(plainest_first(other)[2:])), taken)
    return tuple(_with_names(table, number, names) for number, table in enumerate(tables))


def _content(index: Index) -> str:
    """What the index is, in words that stay the same when this model changes: names are made of it."""
    words = ["unique"] if index.unique else []
    for part in index.parts:
        words += part.expression.key if part.expression is not None else [f'"{part.column}"']
        words += [part.collation, "desc" if part.descending else "", *map(":".join, part.attributes), ","]
    if index.where is not None:
        words += ["where", *index.where.key]
    return " ".join(filter(None, words))


_Place = tuple[int, int]
"""The number of a table in its schema, and of an index in its table."""


def _with_names(table: Table, number: int, names: Mapping[_Place, str]) -> Table:
    given = [names.get((number, place), "") for place in range(len(table.indexes))]
    if not any(given):
        return table
    pairs = zip(table.indexes, given, strict=True)
    return replace(table, indexes=tuple(replace(one, name=name) if name else one for one, name in pairs))


def name_all(table: Table) -> Table:
    """The table with a conventional name for everything that nobody named ("unnamed" in its spelling).

    Where two would get the same name, the later one gets a number.
    """
    everything: tuple[Constraint, ...] = (*table.uniques, *table.checks, *table.foreign_keys)
    if not any("unnamed" in item.spelling for item in everything):
        return table
    given = _names(table.name, everything)
    return replace(
        table,
        uniques=tuple(_named(item, given[item]) for item in table.uniques),
        checks=tuple(_named(item, given[item]) for item in table.checks),
        foreign_keys=tuple(_named(item, given[item]) for item in table.foreign_keys),
    )


_Item = TypeVar("_Item", Unique, Check, ForeignKey)


def _named(item: _Item, name: str) -> _Item:
    return item if item.name == name else replace(item, name=name)


def _names(table: str, everything: Sequence[Constraint]) -> dict[Constraint, str]:
    """The name of each constraint: its own, or the conventional one, with a number where that is taken."""
    taken = {item.name.lower() for item in everything if "unnamed" not in item.spelling}
    plain = {
        item: conventional(_PREFIXES[type(item)], table, item.columns) if "unnamed" in item.spelling else item.name
        for item in everything
    }
    if len(set(plain.values())) == len(everything):
        return plain
    # By content, not by place: the same constraints get the same names wherever they were written.
    ordered = sorted(everything, key=lambda one: canonical(replace(one, name="")))
    return {item: distinct(plain[item], taken) if "unnamed" in item.spelling else item.name for item in ordered}

"""The naming convention: what a constraint or an index is called when nobody named it.

The usual one of the field (Alembic's and SQLAlchemy's documentation recommend its like): pk, uq, ck, fk and ix,
then the table, then the columns. A name too long for the database is cut and ends in a digest of the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.model.fingerprint import canonical
from qsys_schema.model.schema import Check, ForeignKey, Table, Unique

Constraint = Unique | Check | ForeignKey

_PREFIXES: dict[type[Constraint], str] = {Unique: "uq", Check: "ck", ForeignKey: "fk"}

LONGEST = 63
"""PostgreSQL's limit in bytes (NAMEDATALEN - 1), the shortest of the databases; one name then fits everywhere."""

RESERVED_PREFIX = "_qsys_"
"""Names of tables that the tool makes for itself, for a moment or to keep its records."""


def conventional(prefix: str, table: str, words: Iterable[str]) -> str:
    """The name for a constraint or index: ``ix_jobs_queue_name_status``."""
    name = "_".join((prefix, table, *words))
    if len(name.encode()) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    kept = name.encode()[: LONGEST - 9].decode(errors="ignore")
    return f"{kept}_{digest}"


def distinct(name: str, taken: set[str]) -> str:
    """The name, or the name with the first free number behind it; adds what it gives to ``taken``."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    taken.add(candidate)
    return candidate


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
    taken = {item.name for item in everything if "unnamed" not in item.spelling}
    plain = {
        item: conventional(_PREFIXES[type(item)], table, item.columns) if "unnamed" in item.spelling else item.name
        for item in everything
    }
    if len(set(plain.values())) == len(everything):
        return plain
    # By content, not by place: the same constraints get the same names wherever they were written.
    ordered = sorted(everything, key=lambda one: canonical(replace(one, name="")))
    return {item: distinct(plain[item], taken) if "unnamed" in item.spelling else item.name for item in ordered}

"""What of a wish need not be asked of the server, because the live schema has it in the very same words.

The server prints what it reads again as the same thing: where the wish says of a column, a key, an index or a check
just what the server prints of a live one, and all that it depends on is alike as well, the live one's canonical form is
the wish's. Anything else is asked: that costs time, and taking unlike things for alike would cost more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from qsys_schema.dialects.postgres.alike import Pair
from qsys_schema.dialects.postgres.ddl import partitions
from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.schema import Check, Definition, ForeignKey, Index, Schema, Table, Unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``schema`` is what the server has to make; ``known`` is the rest of each table, under the names of the wish.

    A table that is in ``schema`` has its columns there, and what it lacks there in ``known``.
    """

    schema: Schema
    known: Mapping[str, Table]
    nothing: bool = False
    """Whether the server need not be asked at all."""


def asked_of(wanted: Schema, live: Schema) -> Asked:
    """What of a prepared wish has to be made for the server to say what it is; the rest, as it says of ``live``."""
    if _clash(wanted):
        return Asked(schema=wanted, known={})
    there = {table.name: table for table in live.tables}
    unsettled = frozenset(_unsettled(wanted, live))
    enums = frozenset(one.name for one in wanted.enums)
    pairs = {table.name: Pair(table, there.get(table.name), unsettled, enums) for table in wanted.tables}
    known = {name: pair.known(pairs) for name, pair in pairs.items()}
    programs = bool(wanted.views or wanted.definitions or any(table.triggers for table in wanted.tables))
    changed = {name for name, pair in pairs.items() if pair.is_open(known[name])}
    targets = {
        key.target
        for name in changed
        for key in pairs[name].wanted.foreign_keys
        if key.name not in {one.name for one in known[name].foreign_keys}
    }
    tables: list[Table] = []
    for name, pair in pairs.items():
        if programs or name in changed or name in targets:
            # What others need of a table: its columns, and the keys that are referred to.
            with_keys = programs or name in targets
            known[name] = _without_keys(known[name]) if with_keys else known[name]
            tables.append(_rest(pair.wanted, known[name]))
    values = {one.name: one.values for one in live.enums}
    nothing = not (tables or programs) and all(values.get(one.name) == one.values for one in wanted.enums)
    return Asked(schema=replace(wanted, tables=tuple(tables)), known=known, nothing=nothing)


def completed(made: Schema, asked: Asked) -> dict[str, Table]:
    """What the server made, with what it did not have to; by name."""
    tables = dict(asked.known)
    for table in made.tables:
        known = asked.known.get(table.name)
        tables[table.name] = table if known is None else _joined(table, known)
    return tables


def _unsettled(wanted: Schema, live: Schema) -> Iterator[str]:
    """The names, as tokens, of functions and types that are no longer what they are: texts with them are asked."""
    definitions: list[Definition] = [*(wanted.definitions or ()), *(live.definitions or ())]
    for one in definitions:
        # A function's name is SQL, with the types of its arguments behind it; a type's is plain.
        word = one.name.partition("(")[0]
        yield from (word, quote(word), quote(word.lower()))
    enums = {one.name: one.values for one in live.enums}
    yield from (quote(one.name) for one in wanted.enums if enums.get(one.name) != one.values)


def _clash(wanted: Schema) -> bool:
    """Whether two things would share a name, which only the server can judge when it is to make both."""
    types = [one for one in wanted.definitions or () if one.kind == "type"]
    names = Counter([one.name for one in wanted.views or ()])
    names.update(one.name for one in wanted.enums)
    names.update(one.name for one in types)
    for table in wanted.tables:
        names.update(partitions(table.name, table.options).keys())
        key = table.primary_key
        names[table.name] += 1
        names.update([key.name or default_key_name(table.name)] if key is not None else [])
        names.update(one.name for one in table.uniques if "unnamed" not in one.spelling)
        names.update(one.name for one in table.indexes if "unnamed" not in one.spelling)
    return max(names.values(), default=0) > 1


def _without_keys(known: Table) -> Table:
    indexes = tuple(index for index in known.indexes if not index.unique)
    return replace(known, primary_key=None, uniques=(), indexes=indexes)


def _rest(wanted: Table, known: Table) -> Table:
    """The table with its columns and what is not known of it."""

    def names(items: Collection[Unique | Check | Index | ForeignKey]) -> set[str]:
        return {one.name for one in items}

    return replace(
        wanted,
        primary_key=wanted.primary_key if known.primary_key is None else None,
        uniques=tuple(one for one in wanted.uniques if one.name not in names(known.uniques)),
        checks=tuple(one for one in wanted.checks if one.name not in names(known.checks)),
        indexes=tuple(one for one in wanted.indexes if one.name not in names(known.indexes)),
        foreign_keys=tuple(one for one in wanted.foreign_keys if one.name not in names(known.foreign_keys)),
    )


def _joined(made: Table, known: Table) -> Table:
    return replace(
        made,
        primary_key=made.primary_key or known.primary_key,
        uniques=(*made.uniques, *known.uniques),
        checks=(*made.checks, *known.checks),
        indexes=(*made.indexes, *known.indexes),
        foreign_keys=(*made.foreign_keys, *known.foreign_keys),
    )

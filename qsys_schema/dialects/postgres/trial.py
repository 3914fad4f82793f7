"""Which words of a wish the server does not take: each is tried alone, so that the message finds its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qsys_schema.dialects.postgres.ddl import constraint_clause, create_index, create_table, partitions
from qsys_schema.dialects.postgres.enums import create_enum
from qsys_schema.dialects.postgres.needs import in_order, made_with_views
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.schema import Column, Definition, Schema, Table
from qsys_schema.model.source import Source
from qsys_schema.model.types import Native

_TEXT = Native(text="text")

Finding = tuple[Source | None, str]


def culprits(session: PostgresSession, wanted: Schema, first: DatabaseDisagrees) -> list[Finding]:
    """What the server refuses, with its place and its words; never empty."""
    found = list(_all(session, wanted))
    return found or [(None, f"PostgreSQL does not take the specs: {first.what}")]


def _all(session: PostgresSession, wanted: Schema) -> Iterator[Finding]:
    for enum in wanted.enums:
        yield from _tried(session, create_enum(enum), enum.source, keep=True)
    definitions = [one for one in in_order(wanted.definitions or (), (), ()) if isinstance(one, Definition)]
    late = [one for one in definitions if list(_tried(session, one.sql, None, keep=True))]
    for table in wanted.tables:
        yield from _of_table(session, table)
    for definition in late:
        # One that is made with a table is none of the culprits; one made with a view cannot be told yet.
        if definition not in made_with_views(wanted):
            yield from _tried(session, definition.sql, definition.source, keep=True)
    for table in wanted.tables:
        for key in table.foreign_keys:
            sql = f"ALTER TABLE {quote(table.name)} ADD {constraint_clause(key)}"
            yield from _tried(session, sql, key.source or table.source)


def _of_table(session: PostgresSession, table: Table) -> Iterator[Finding]:
    """What is wrong with one table; afterwards it is there, with as much of it as the server takes."""
    place = table.source
    name = quote(table.name)
    kept: list[Column] = []
    for column in table.columns:
        plain = replace(column, default=None, generated=None)
        wrong = list(_trial(session, replace(_empty(table), columns=(plain,)), column.source or place))
        for one in (column,) if not wrong and column.generated is None and column.default is not None else ():
            wrong = list(_trial(session, replace(_empty(table), columns=(one,)), column.source or place))
        yield from wrong
        kept.append(plain if not wrong else replace(plain, type=_TEXT, identity=""))
    base = replace(_empty(table), columns=tuple(kept))
    for column in table.columns:
        if column.generated is not None:
            others = tuple(column if one.name == column.name else one for one in kept)
            yield from _trial(session, replace(base, columns=others), column.source or place)
    for check in table.checks:
        yield from _trial(session, replace(base, checks=(check,)), check.source or place)
    for unique in table.uniques:
        yield from _trial(session, replace(base, uniques=(unique,)), unique.source or place)
    if table.primary_key is not None:
        yield from _trial(session, replace(base, primary_key=table.primary_key), table.primary_key.source or place)
    whole = replace(base, primary_key=table.primary_key, options=table.options)
    yield from _trial(session, whole, place)
    if list(_tried(session, create_table(replace(whole, uniques=table.uniques)), None, keep=True)):
        list(_tried(session, create_table(base), None, keep=True))
    for index in table.indexes:
        yield from _tried(session, create_index(index, table.name), index.source or place)
    for part, bounds in partitions(table.name, table.options).items():
        yield from _tried(session, f"CREATE TABLE {quote(part)} PARTITION OF {name} {bounds}", place, keep=True)


def _empty(table: Table) -> Table:
    return Table(name=table.name, columns=())


def _trial(session: PostgresSession, table: Table, source: Source | None) -> Iterator[Finding]:
    yield from _tried(session, create_table(table), source)


def _tried(session: PostgresSession, sql: str, source: Source | None, *, keep: bool = False) -> Iterator[Finding]:
    session.execute("SAVEPOINT trial")
    try:
        session.execute(sql)
    except DatabaseDisagrees as error:
        session.execute("ROLLBACK TO SAVEPOINT trial")
        yield source, f"PostgreSQL does not take it: {error.what}"
    else:
        if not keep:
            session.execute("ROLLBACK TO SAVEPOINT trial")

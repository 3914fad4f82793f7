"""Made-up rows for tables that have none: values that types allow, and that checks and keys may let pass."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, Column, ForeignKey, Schema, Table

ATTEMPTS = 40

_NULL = "NULL"

_TYPICAL: dict[str, tuple[str, ...]] = {
    "smallint": ("{n}", "0"),
    "integer": ("{n}", "0"),
    "bigint": ("{n}", "0", "170000000000{n}"),
    "numeric": ("{n}", "{n}.25", "0"),
    "real": ("{n}.5", "0"),
    "double precision": ("{n}.5", "0", "-1.25"),
    "text": ("'{c} {n}'", "'ä ''quoted'' \"text\" {n}'"),
    "character varying": ("'{n}'",),
    "character": ("'{n}'",),
    "boolean": ("true", "false"),
    "date": ("'2024-02-29'", "'1999-12-31'"),
    "time without time zone": ("'23:59:59'",),
    "timestamp without time zone": ("'2024-02-29 12:00:00.5'",),
    "timestamp with time zone": ("'2024-02-29 12:00:00+02'",),
    "interval": ("'1 day'",),
    "json": ("'{{\"a\": {n}}}'", "'[]'"),
    "jsonb": ("'{{\"a\": {n}}}'", "'[]'"),
    "uuid": ("'00000000-0000-4000-8000-00000000000{n}'",),
    "bytea": (r"'\x00ff0{n}'",),
    "inet": ("'10.0.0.{n}'",),
}

_Keys = Sequence[tuple[str, ForeignKey]]


def fill(session: PostgresSession, schema: Schema, tables: Sequence[Table], keys: _Keys, *, rows: int) -> None:
    """Put up to so many made-up rows into each table, inside the caller's transaction; none where nothing fits."""
    enums = {quote(enum.name): enum.values for enum in schema.enums} | {e.name: e.values for e in schema.enums}
    names = {table.name for table in tables}
    waiting, done = (list(tables) if rows else []), set[str]()
    while waiting:
        targets = {
            table.name: {key.target for owner, key in keys if owner == table.name and key.target != table.name}
            for table in waiting
        }
        ready = [table for table in waiting if not targets[table.name] & (names - done)] or waiting[:1]
        for table in ready:
            _fill_one(session, table, [key for owner, key in keys if owner == table.name], enums, rows)
            done.add(table.name)
            waiting.remove(table)


def _fill_one(
    session: PostgresSession,
    table: Table,
    keys: Sequence[ForeignKey],
    enums: dict[str, tuple[str, ...]],
    rows: int,
) -> None:
    columns = [column for column in table.columns if column.generated is None and not column.identity]
    if not columns:
        return
    chance = random.Random(table.name)  # noqa: S311 - made-up data, the same every time
    names = ", ".join(quote(column.name) for column in columns)
    made = 0
    for attempt in range(ATTEMPTS):
        row = {column.name: chance.choice(_candidates(column, table.checks, enums, attempt)) for column in columns}
        for key in keys:
            row.update(_reference(key, table, chance))
        values = ", ".join(row[column.name] for column in columns)
        session.execute("SAVEPOINT made_up")
        try:
            session.execute_all(
                [f"INSERT INTO {quote(table.name)} ({names}) VALUES ({values})", "SET CONSTRAINTS ALL IMMEDIATE"]
            )
            made += 1
        except DatabaseDisagrees:
            session.execute("ROLLBACK TO SAVEPOINT made_up")
        if made >= rows:
            break


def _reference(key: ForeignKey, table: Table, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Some row of the target, or nothing where that may be."""
    nullable = all(column.nullable for column in table.columns if column.name in key.columns)
    if key.target == table.name or (nullable and chance.random() < 0.3):  # noqa: PLR2004 - some refer to nothing
        if nullable:
            yield from ((name, _NULL) for name in key.columns)
        return
    offset = chance.randrange(3)
    for name, there in zip(key.columns, key.target_columns, strict=False):
        target = quote(key.target)
        counted = f"(SELECT COUNT(*) FROM {target})"
        yield (
            name,
            f"(SELECT {quote(there)} FROM {target} ORDER BY ctid OFFSET {offset} % GREATEST({counted}, 1) LIMIT 1)",
        )


def _candidates(column: Column, checks: Sequence[Check], enums: dict[str, tuple[str, ...]], attempt: int) -> list[str]:
    kind = declared(column)
    base = re.sub(r"\([\d,]*\)", "", kind)
    values: list[str] = []
    for check in checks:
        if column.name in check.columns:
            values.extend(_literals(check.expression))
    if kind in enums:
        values.extend(map(literal, enums[kind]))
    elif kind.endswith("[]"):
        values.append("'{}'")
    else:
        patterns = _TYPICAL.get(base, ())
        values.extend(
            one.format(n=attempt % 9 + 1, c=column.name.replace("'", "").replace("{", "")) for one in patterns
        )
    if isinstance(column.default, Expr):
        values.append("DEFAULT")
    if column.nullable or not values:
        values.append(_NULL)
    return values


def _literals(expression: Expr) -> Iterator[str]:
    """The literals of an expression, and the numbers next to each: what its borders are made of."""
    for token in expression.key:
        if token.startswith("'"):
            yield token
        elif token.isdecimal():
            yield from (token, str(int(token) + 1), str(int(token) - 1))

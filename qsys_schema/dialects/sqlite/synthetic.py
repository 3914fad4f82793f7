"""Made-up rows that a table's constraints accept, for tables that have none to sample. The same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.base import Row, Session, Value
from qsys_schema.dialects.sqlite.tokens import quote, unquoted
from qsys_schema.dialects.sqlite.types import affinity
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, Column, ForeignKey, Table
from qsys_schema.model.types import Native

ATTEMPTS = 60

_Keys = Sequence[tuple[str, ForeignKey]]


def fill(session: Session, tables: Sequence[Table], keys: _Keys, *, rows: int) -> dict[str, int]:
    """Put up to so many made-up rows into each table; returns how many each got, none where nothing fits."""
    names = {table.name for table in tables}
    waiting, done = (list(tables) if rows else []), dict[str, int]()
    while waiting:
        targets = {
            table.name: {key.target for owner, key in keys if owner == table.name and key.target != table.name}
            for table in waiting
        }
        ready = [table for table in waiting if not targets[table.name] & (names - done.keys())] or waiting[:1]
        for table in ready:
            done[table.name] = _fill_one(session, table, [key for owner, key in keys if owner == table.name], rows)
            waiting.remove(table)
    return done


def _fill_one(session: Session, table: Table, keys: Sequence[ForeignKey], rows: int) -> int:
    columns = [column for column in table.columns if column.generated is None]
    names = ", ".join(quote(column.name) for column in columns)
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT OR IGNORE INTO {quote(table.name)} ({names}) VALUES ({marks})"
    parents = {key: there for key in keys if (there := _parent_rows(session, key)) is not None}
    chance = random.Random(table.name)  # noqa: S311 - made-up data, the same every time
    made = 0
    for attempt in range(ATTEMPTS):
        row = {column.name: chance.choice(_candidates(column, table.checks, attempt)) for column in columns}
        for key, there in parents.items():
            row.update(zip(key.columns, _reference(key, table, there, row, chance), strict=False))
        try:
            session.execute(sql, tuple(row[column.name] for column in columns))
            made = int(str(session.fetch(f"SELECT COUNT(*) FROM {quote(table.name)}")[0][0]))
        except DatabaseDisagrees:
            continue
        if made >= rows:
            break
    return made


def _parent_rows(session: Session, key: ForeignKey) -> list[Row] | None:
    """A few rows to refer to; None where the target is not there, so that any value is as good."""
    names = ", ".join(map(quote, key.target_columns))
    try:
        return session.fetch(f"SELECT {names} FROM {quote(key.target)} LIMIT 10")
    except DatabaseDisagrees:
        return None


def _reference(
    key: ForeignKey, table: Table, rows: Sequence[Row], row: dict[str, Value], chance: random.Random
) -> tuple[Value, ...]:
    nullable = [column.nullable for column in table.columns if column.name in key.columns]
    if key.target == table.name and not all(nullable):
        return tuple(row.get(column) for column in key.target_columns)
    if rows and not (any(nullable) and chance.random() < 0.3):  # noqa: PLR2004 - some rows refer to nothing
        picked = chance.choice(rows)
        return tuple(value if isinstance(value, (str, int, float, bytes)) else None for value in picked)
    return tuple(None for _ in key.columns)


def _candidates(column: Column, checks: Sequence[Check], attempt: int) -> list[Value]:
    declared = column.type.text if isinstance(column.type, Native) else ""
    kind = affinity(declared)
    values: list[Value] = []
    for check in checks:
        if column.name in check.columns:
            values.extend(_literals(check.expression))
    if isinstance(column.default, Expr):
        values.extend(_literals(column.default))
    number = attempt + 1
    typical: dict[str, list[Value]] = {
        "INTEGER": [number, number, 0, 1_700_000_000_000 + number],
        "REAL": [number + 0.5, 0.0, -1.25],
        "NUMERIC": [number, number + 0.25],
        "TEXT": [f"{column.name} {number}", f"{column.name} {number}", "ä 'quoted' \"text\"", '{"a": 1}'],
        "BLOB": [bytes([number % 256, 0, 255]), f"{column.name} {number}", number],
    }
    values += typical[kind]
    if column.nullable:
        values.append(None)
    return values


def _literals(expression: Expr) -> Iterator[Value]:
    """The literals of an expression, and the numbers next to each: what its borders are made of."""
    for token in expression.key:
        if token.startswith("'"):
            yield unquoted(token)
        elif token[:1].isdigit():
            try:
                number = int(token.replace("_", ""), 0)
            except ValueError:
                yield float(token)
            else:
                yield from (number, number + 1, number - 1)

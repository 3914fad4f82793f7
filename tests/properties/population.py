"""Rows for made-up tables: whatever their constraints let in."""

from __future__ import annotations

import contextlib
import sqlite3

from qsys_schema.model.schema import Schema, Table
from tests.properties.choice import Choice, quoted

_VALUES: tuple[object, ...] = (
    *(None, 0, 1, 2, 3, 5, 77, -5, 0.5, 1e10, 2**53 + 1, "a", "it's", "c;d", "only", "short", "12", "1.50", ""),
    *(b"\x00\xff", b"", "ünï 😀", "NULL", '{"a": [1]}', "2024-12-31", "A", "a ", "007"),
)


def fill(connection: sqlite3.Connection, schema: Schema, choice: Choice) -> None:
    """Try a few rows for every table; what a constraint refuses is left out."""
    for table in schema.tables:
        for number in range(choice.pick((0, 3, 8))):
            with contextlib.suppress(sqlite3.Error):
                _insert(connection, table, choice, number)


def _insert(connection: sqlite3.Connection, table: Table, choice: Choice, number: int) -> None:
    row: dict[str, object] = {
        column.name: choice.pick((*_VALUES, number, number, f"row {number}"))
        for column in table.columns
        if column.generated is None and not (column.default is not None and choice.happens(30))
    }
    for key in table.foreign_keys:
        names = ", ".join(map(quoted, key.target_columns))
        parents = connection.execute(f"SELECT {names} FROM {quoted(key.target)}").fetchall()
        values = choice.pick(parents) if parents else (None,) * len(key.columns)
        row.update(zip(key.columns, values, strict=True))
    columns, marks = ", ".join(map(quoted, row)), ", ".join("?" * len(row))
    what = f"({columns}) VALUES ({marks})" if row else "DEFAULT VALUES"
    connection.execute(f"INSERT OR IGNORE INTO {quoted(table.name)} {what}", tuple(row.values()))

"""What is said of NULL and of types is true of rows: each sound query is run on rows that have NULL where they may."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from qsys_schema.model.query import CheckedQuery, Use, Words
from qsys_schema.model.types import Boolean, Float, Integer, TimestampMs
from qsys_schema.pipeline.queries import checked, make
from qsys_schema.queries.variants import variants
from tests.queries.house import HERE, project_in, shop

CASES = sorted((HERE / "right").glob("*.sql"))

CUSTOMERS = [
    (1, "Ann", "ann@x", 1, "2000-01-01", "{}"),
    (2, "Bob", None, 0, None, None),
    (3, "Cy", None, 1, None, None),
]
ORDERS = [
    (1, 1, "NEW", 1, 1.5, 10, None, None, None),
    (2, 1, "PAID", 2, None, 20, 25, 1, "t"),
    (3, 2, "SENT", 3, 2.5, 30, 35, 2, None),
    (4, 9, "NEW", 0, None, 40, None, None, None),
]
VALUES: Sequence[object] = (1, 2, 0, 25, "NEW", "PAID", "Ann", "ann@x", "%n%", None)


def _fill(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM orders")
    connection.execute("DELETE FROM customers")
    connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)", CUSTOMERS)
    names = "id, customer_id, status, quantity, weight, placed_at, shipped_at, parent_id, token"
    connection.executemany(f"INSERT INTO orders ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ORDERS)


def _run(connection: sqlite3.Connection, query: CheckedQuery) -> int:
    """Run a query in all its variants with many values, and look at every row; how many there were."""
    seen = 0
    for variant in variants(query):
        sql = "".join(part.text if isinstance(part, Words) else f":{part.name}" for part in variant.parts)
        names = [part.name for part in variant.parts if isinstance(part, Use)]
        nullable = {one.name: one.nullable for one in query.parameters}
        for value in VALUES if names else VALUES[:1]:
            given = {name: 1 if value is None and not nullable[name] else value for name in names}
            given |= {name: 5 for name in names if name in {"limit", "offset"}}
            _fill(connection)
            try:
                rows = connection.execute(sql, given).fetchall()
            except sqlite3.IntegrityError:
                continue
            seen += len(rows)
            for row in rows:
                _look(query, row)
    return seen


def _look(query: CheckedQuery, row: Sequence[object]) -> None:
    for column, value in zip(query.columns, row, strict=True):
        assert value is not None or column.nullable, f"{query.query.label}.{column.name} is NULL"
        if value is None:
            continue
        if isinstance(column.type, Integer | TimestampMs | Boolean):
            assert isinstance(value, int), f"{query.query.label}.{column.name} is {value!r}"
        elif isinstance(column.type, Float):
            assert isinstance(value, float | int), f"{query.query.label}.{column.name} is {value!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_nothing_is_null_that_cannot_be(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rows that have NULL wherever a table may have it, missing parents and children, and empty groups."""
    monkeypatch.chdir(tmp_path)
    shop(tmp_path, case)
    project = project_in(tmp_path)
    with project.scratch() as scratch:
        make(project, scratch, project.wish().schema)
        connection = scratch.connection
        assert isinstance(connection, sqlite3.Connection)
        assert sum(_run(connection, query) for query in checked(project))

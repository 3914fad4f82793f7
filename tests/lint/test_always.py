"""Conditions that hold for every row: found in every spelling, and never where a row stays."""

from __future__ import annotations

import sqlite3
from itertools import product
from pathlib import Path

import pytest

from qsys_schema.dialects.postgres.lint.rows import wipes_of as on_postgres
from qsys_schema.dialects.sqlite.lint.rows import wipes_of as on_sqlite
from qsys_schema.model.schema import Column, Schema, Table
from qsys_schema.model.types import Integer

JOBS = Table(
    name="jobs",
    columns=(
        Column(name="id", type=Integer(), nullable=False),
        Column(name="n", type=Integer(), nullable=False),
        Column(name="m", type=Integer(), nullable=True),
    ),
)
SCHEMA = Schema(tables=(JOBS,))


def found(sql: str) -> tuple[bool, bool]:
    """Whether every row is said to be deleted or overwritten, by SQLite's reading and by PostgreSQL's."""
    return bool(tuple(on_sqlite(sql, SCHEMA))), bool(tuple(on_postgres(sql, SCHEMA, {})))


ALL = [
    "DELETE FROM jobs WHERE ((1 = 1));",
    "DELETE FROM jobs WHERE 1 = 1 AND NOT (2 < 1) RETURNING id",
    "DELETE FROM jobs WHERE id = 3 OR 'a b' = 'a b'",
    'DELETE FROM "jobs" AS j WHERE j."id" IS NOT NULL',
    "DELETE FROM jobs WHERE jobs.n >= jobs.n",
    "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs)",
    "DELETE FROM jobs WHERE EXISTS (SELECT 1 FROM jobs)",
    "WITH a AS (SELECT 1) DELETE FROM jobs",
    "WITH a AS (SELECT j.n, j.id FROM jobs AS j WHERE true) DELETE FROM jobs WHERE id IN (SELECT id FROM a)",
    "WITH a AS (SELECT * FROM jobs), b AS (SELECT id FROM a) UPDATE jobs SET n = 1 WHERE id IN (SELECT b.id FROM b)",
    "WITH a AS (SELECT id, n FROM jobs) UPDATE jobs SET n = a.n FROM a WHERE a.id = jobs.id",
]

SOME = [
    "DELETE FROM jobs WHERE m = m",
    "DELETE FROM jobs WHERE m IS NOT NULL",
    "DELETE FROM jobs WHERE NULL = NULL",
    "DELETE FROM jobs WHERE 1 = 1 AND id = 2",
    "DELETE FROM jobs WHERE NOT id BETWEEN 0 AND 0",
    "DELETE FROM jobs WHERE CASE WHEN m = 1 OR 1 THEN 0 END",
    "DELETE FROM jobs WHERE (SELECT m FROM jobs WHERE m OR 1 = 1)",
    "DELETE FROM jobs AS j WHERE jobs.id IS NOT NULL",
    "DELETE FROM jobs WHERE id IN (SELECT max(id) FROM jobs)",
    "DELETE FROM jobs WHERE id IN (SELECT n FROM jobs)",
    "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs LIMIT 1)",
    "DELETE FROM jobs WHERE id IN (SELECT id FROM others)",
    "DELETE FROM jobs WHERE id NOT IN (SELECT id FROM jobs)",
    "WITH jobs AS (SELECT 1 AS id) DELETE FROM jobs WHERE id IN (SELECT id FROM jobs)",
    "WITH a AS (SELECT id FROM jobs WHERE n > 1) DELETE FROM jobs WHERE id IN (SELECT id FROM a)",
    "WITH a (id) AS (SELECT n FROM jobs) DELETE FROM jobs WHERE id IN (SELECT id FROM a)",
    "WITH a AS (SELECT n AS id FROM jobs) DELETE FROM jobs WHERE id IN (SELECT id FROM a)",
    "WITH a AS (SELECT id, n FROM jobs WHERE n = 2) UPDATE jobs SET n = a.n FROM a WHERE a.id = jobs.id",
    "WITH a AS (SELECT n FROM jobs) UPDATE jobs SET n = a.n FROM a WHERE a.n = jobs.id",
]


@pytest.mark.parametrize("sql", ALL)
def test_every_row(sql: str) -> None:
    """However it is said."""
    assert found(sql) == (True, True)


@pytest.mark.parametrize("sql", SOME)
def test_rows_that_are_chosen(sql: str) -> None:
    """Whatever it looks like."""
    assert found(sql) == (False, False)


def test_a_text_as_a_condition() -> None:
    """PostgreSQL reads it as true, SQLite as the number 0."""
    assert found("DELETE FROM jobs WHERE 't'") == (False, True)


ATOMS = (
    *("1", "0", "true", "false", "NULL", "1 = 1", "1 = 2", "1 <> 1.0", "2 > 1", "'a' = 'a'", "'a' = 'A'", "'1' <> '1'"),
    *(
        "id = id",
        "m = m",
        "m IS NOT NULL",
        "id IS NOT NULL",
        "id > 1",
        "m BETWEEN 0 AND 1",
        "id IN (SELECT id FROM jobs)",
    ),
    *("id IN (SELECT m FROM jobs)", "EXISTS (SELECT 1 FROM jobs)", "1 IS NOT NULL", "CASE WHEN m THEN 1 OR 1 END"),
)


def test_no_row_stays_where_all_are_said_to_go(tmp_path: Path) -> None:
    """SQLite itself is asked of every pair of conditions."""
    database = sqlite3.connect(tmp_path / "rows.db")
    database.execute("CREATE TABLE jobs (id integer PRIMARY KEY, n integer NOT NULL, m integer)")
    database.execute("INSERT INTO jobs VALUES (1, 1, NULL), (2, 1, 0), (3, 2, 1)")
    conditions = [
        text
        for one, other in product(ATOMS, ATOMS)
        for text in (
            f"{one} AND NOT {other}",
            f"{one} OR {other}",
            f"NOT ({one} AND {other})",
            f"NOT {one} OR ({other})",
        )
    ]
    said = [one for one in conditions if found(f"DELETE FROM jobs WHERE {one}")[0]]
    wrong = [one for one in said if database.execute(f"SELECT count(*) FROM jobs WHERE {one}").fetchone() != (3,)]
    database.close()
    assert not wrong
    assert len(said) > len(conditions) / 3

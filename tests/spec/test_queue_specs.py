"""The specs that ship: complete, described, and an index for every question that the queue asks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qsys_schema.model.types import Boolean, Enum, Integer, TimestampMs
from tests.command import ROOT
from tests.spec.house import DIALECTS, load_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.schema import Schema

QUESTIONS = {
    "claim": """
        SELECT id FROM jobs WHERE queue_name = :a AND status = 'PENDING'
           AND (process_at IS NULL OR +process_at <= :b) ORDER BY priority, created_at LIMIT 10""",
    "stalled": """
        SELECT * FROM jobs WHERE status = 'ACTIVE' AND lock_expires_at <= :b ORDER BY lock_expires_at LIMIT 10""",
    "stalled of one queue": """
        SELECT * FROM jobs WHERE status = 'ACTIVE' AND lock_expires_at <= :b AND queue_name = :a
         ORDER BY lock_expires_at LIMIT 10""",
    "delayed": "SELECT * FROM jobs WHERE status = 'DELAYED' AND process_at <= :b ORDER BY process_at LIMIT 10",
    "delayed of one queue": """
        SELECT * FROM jobs WHERE status = 'DELAYED' AND process_at <= :b AND queue_name = :a
         ORDER BY process_at LIMIT 10""",
    "counts": "SELECT status, count(*) FROM jobs WHERE queue_name = :a GROUP BY status",
    "by repeat key": "SELECT * FROM jobs WHERE queue_name = :a AND repeat_job_key = :c ORDER BY created_at",
    "by parent": "SELECT * FROM jobs WHERE parent_id = :c ORDER BY created_at",
    "by worker": "SELECT * FROM jobs WHERE locked_by_worker_id = :c",
    "delete queue": "DELETE FROM jobs WHERE queue_name = :a",
    "delete queue by status": "DELETE FROM jobs WHERE queue_name = :a AND status IN ('COMPLETED', 'FAILED')",
    "remove completed": """
        SELECT id FROM jobs WHERE queue_name = :a AND status = 'COMPLETED' AND completed_at < :b
         ORDER BY completed_at LIMIT 5""",
    "remove any completed": """
        SELECT id FROM jobs WHERE queue_name = :a AND status = 'COMPLETED' ORDER BY completed_at LIMIT 5""",
    "remove failed": """
        SELECT id FROM jobs WHERE queue_name = :a AND status = 'FAILED' AND failed_at < :b
         ORDER BY failed_at LIMIT 5""",
    "search a queue": """
        SELECT * FROM jobs WHERE queue_name = :a AND created_at >= :b ORDER BY created_at DESC, id DESC LIMIT 20""",
    "search all": "SELECT * FROM jobs WHERE created_at >= :b ORDER BY created_at DESC, id DESC LIMIT 20",
    "due schedules": """
        SELECT * FROM repeatable_job_schedules WHERE is_enabled = 1 AND next_run_at <= :b
         ORDER BY next_run_at LIMIT 5""",
    "schedules of a queue": "SELECT * FROM repeatable_job_schedules WHERE queue_name = :a",
    "ready": """
        SELECT * FROM jobs AS job WHERE job.status = 'WAITING_CHILDREN' AND NOT EXISTS (
            SELECT 1 FROM job_dependencies JOIN jobs AS other ON other.id = depends_on_job_id
             WHERE job_id = job.id AND other.status <> 'COMPLETED') LIMIT 5""",
    "who waits for a job": "SELECT job_id FROM job_dependencies WHERE depends_on_job_id = :c",
}


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """The shipped tables with their indexes, as plain as can be."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in _statements(load_for(ROOT / "schema").schema):
            connection.execute(statement)
        yield connection


def _statements(schema: Schema) -> Iterator[str]:
    for table in schema.tables:
        assert table.primary_key is not None
        columns = [
            f'"{column.name}" {"INTEGER" if isinstance(column.type, Integer | TimestampMs | Boolean) else "TEXT"}'
            for column in table.columns
        ]
        checks = [f"CHECK ({check.expression.text})" for check in table.checks]
        key = f"PRIMARY KEY ({', '.join(table.primary_key.columns)})"
        yield f"CREATE TABLE {table.name} ({', '.join([*columns, key, *checks])})"
        for position, index in enumerate(table.indexes):
            where = f" WHERE {index.where.text}" if index.where else ""
            names = ", ".join(part.column for part in index.parts)
            yield f"CREATE INDEX ix_{table.name}_{position} ON {table.name} ({names}){where}"


@pytest.mark.parametrize("name", DIALECTS)
def test_the_shipped_specs_are_in_order_for_every_database(name: str) -> None:
    """Three tables, each column and table described."""
    schema = load_for(ROOT / "schema", name).schema
    assert [(table.name, len(table.columns)) for table in schema.tables] == [
        ("job_dependencies", 2),
        ("jobs", 24),
        ("repeatable_job_schedules", 16),
    ]
    assert all(table.comment and all(column.comment for column in table.columns) for table in schema.tables)


def test_a_job_has_the_six_states_of_the_design() -> None:
    """In the order of a job's life."""
    jobs = load_for(ROOT / "schema").schema.table("jobs")
    assert jobs is not None
    status = jobs.column("status")
    assert status is not None
    assert status.type == Enum(values=("PENDING", "ACTIVE", "COMPLETED", "FAILED", "DELAYED", "WAITING_CHILDREN"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_the_queue_finds_by_index_and_sorts_nothing(database: sqlite3.Connection, question: str) -> None:
    """The plan neither reads a whole table nor sorts, so that a backlog costs nothing."""
    parameters = {"a": "mail", "b": 1, "c": "x"}
    plan = [str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {QUESTIONS[question]}", parameters)]
    assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step]


@pytest.mark.parametrize("question", ["by worker", "claim", "remove completed", "search a queue", "by parent"])
def test_a_question_needs_its_index(database: sqlite3.Connection, question: str) -> None:
    """Without any index the same plan is slow: the test above can fail."""
    with closing(sqlite3.connect(":memory:")) as bare:
        for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'"):
            bare.execute(sql)
        plan = [
            str(row[3]) for row in bare.execute(f"EXPLAIN QUERY PLAN {QUESTIONS[question]}", dict.fromkeys("abc", 1))
        ]
        assert [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step]

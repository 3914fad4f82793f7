"""The plan of every query of the queue: an index for each, and no backlog is sorted, with statistics and without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qsys_schema.repositories.sqlite.jobs import JobsRepository
from qsys_schema.repositories.sqlite.repeatable_job_schedules import RepeatableJobSchedulesRepository
from tests.queue.conftest import migrate
from tests.queue.test_operations import NOW

CALLS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "find_and_lock_processable_jobs": (
        {"queue_name": "mail", "worker_id": "w", "limit": 10, "now_ms": NOW, "lock_duration_ms": 1},
        ["ix_jobs_claim (queue_name=?)"],
    ),
    "renew_lock": ({"id": "a", "worker_id": "w", "lock_expires_at": NOW}, ["(id=?)"]),
    "complete_job": ({"id": "a", "worker_id": "w", "now_ms": NOW, "return_value": None}, ["(id=?)"]),
    "find_stalled_jobs": (
        {"now_ms": NOW, "limit": 9},
        ["ix_jobs_status_lock_expires_at (status=? AND lock_expires_at<?)"],
    ),
    "find_stalled_jobs of a queue": (
        {"now_ms": NOW, "limit": 9, "queue_name": "mail"},
        ["ix_jobs_status_lock_expires_at (status=? AND lock_expires_at<?)"],
    ),
    "recover_stalled_jobs": ({"now_ms": NOW, "limit": 9}, ["ix_jobs_status_lock_expires_at", "(id=?)"]),
    "find_delayed_jobs_to_promote": (
        {"now_ms": NOW, "limit": 9},
        ["ix_jobs_status_process_at (status=? AND process_at<?)"],
    ),
    "find_delayed_jobs_to_promote of a queue": (
        {"now_ms": NOW, "limit": 9, "queue_name": "mail"},
        ["ix_jobs_queue_name_status_process_at_priority (queue_name=? AND status=? AND process_at<?)"],
    ),
    "promote_delayed_jobs": ({"now_ms": NOW, "limit": 9}, ["ix_jobs_status_process_at", "(id=?)"]),
    "find_jobs_by_repeat_key": (
        {"queue_name": "mail", "repeat_job_key": "k"},
        ["ix_jobs_repeat_job_key_created_at (repeat_job_key=?)"],
    ),
    "find_jobs_by_parent_id": ({"parent_id": "p"}, ["ix_jobs_parent_id_created_at (parent_id=?)"]),
    "get_job_counts_by_status": (
        {"queue_name": "mail"},
        ["COVERING INDEX ix_jobs_queue_name_status_process_at_priority (queue_name=?)"],
    ),
    "delete_jobs_by_queue": ({"queue_name": "mail"}, ["(queue_name=?)"]),
    "remove_completed_jobs": ({"queue_name": "mail", "limit": 9}, ["ix_jobs_completed (queue_name=?)", "(id=?)"]),
    "remove_completed_jobs before": (
        {"queue_name": "mail", "limit": 9, "older_than_ms": NOW},
        ["ix_jobs_completed (queue_name=? AND completed_at<?)"],
    ),
    "remove_failed_jobs": ({"queue_name": "mail", "limit": 9}, ["ix_jobs_failed (queue_name=?)", "(id=?)"]),
    "search": ({"limit": 9, "offset": 0}, ["ix_jobs_created_at_id"]),
    "search in a queue": (
        {"limit": 9, "offset": 0, "queue_name": "mail", "statuses": ["FAILED"]},
        ["ix_jobs_queue_name_created_at_id (queue_name=?)"],
    ),
    "find_jobs_ready_to_start": ({"limit": 9}, ["(status=?)", "(job_id=?)", "(id=?)"]),
    "start_dependent_jobs": ({"now_ms": NOW, "done_job_id": "a"}, ["(id=?)", "(depends_on_job_id=?)", "(job_id=?)"]),
}


class Spy(sqlite3.Connection):
    """Remembers the plan of what it is asked to run."""

    plan: list[str]

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        """Explain instead of running."""
        cursor = super().execute(f"EXPLAIN QUERY PLAN {sql}", values)
        self.plan = [str(row[3]) for row in cursor.fetchall()]
        return super().execute("SELECT 0 WHERE 0")


@pytest.fixture(params=["without statistics", "with statistics"])
def spy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Spy]:
    """The queue's tables, once as a new database has them, and once with a large backlog in the statistics."""
    path = tmp_path / "queue.db"
    migrate(f"sqlite:///{path}")
    if request.param == "with statistics":
        _statistics(path)
    connection = sqlite3.connect(path, factory=Spy)
    yield connection
    connection.close()


def _statistics(path: Path) -> None:
    """What ANALYZE finds: a backlog of two million jobs in a handful of queues."""
    with sqlite3.connect(path) as plain:
        plain.executescript("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO jobs (id, queue_name, job_name, status, priority, created_at, updated_at)
            SELECT 'j' || i, 'q' || (i % 3), 'x', iif(i % 10, 'PENDING', 'COMPLETED'), i % 4, i, i FROM n;
            ANALYZE;
        """)
    plain.close()


@pytest.mark.parametrize("name", CALLS)
def test_every_query_has_its_index_and_sorts_nothing(spy: Spy, name: str) -> None:
    """And none reads a whole table."""
    given, wanted = CALLS[name]
    getattr(JobsRepository(spy), name.partition(" ")[0])(**given)
    whole = "\n".join(spy.plan)
    assert all(part in whole for part in wanted), whole
    assert "SCAN jobs" not in whole.replace("SCAN jobs USING INDEX ix_jobs_created_at_id", ""), whole
    assert "USE TEMP B-TREE FOR ORDER BY" not in whole, whole


def test_due_schedules_come_in_the_order_of_an_index(spy: Spy) -> None:
    """Enabled ones only."""
    RepeatableJobSchedulesRepository(spy).find_due_schedules(now_ms=NOW, limit=9)
    whole = "\n".join(spy.plan)
    assert "ix_repeatable_job_schedules_is_enabled_next_run_at (is_enabled=? AND next_run_at<?)" in whole
    assert "TEMP B-TREE" not in whole

"""Many processes on one queue: every job is claimed exactly once for each attempt, and none is lost."""

from __future__ import annotations

import sqlite3

import pytest

from tests.queue.crowd import run
from tests.queue.workers import Settings

pytestmark = pytest.mark.slow


def test_no_job_is_lost_or_claimed_twice_though_workers_are_killed(queue_url: str) -> None:
    """Three work, one adds, one recovers what killed ones held."""
    if queue_url.startswith("sqlite"):
        connection = sqlite3.connect(queue_url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    _, deaths = run(queue_url, 3, Settings(jobs=600, batch=5, deaths=25, lock_ms=700), timeout=200)
    assert deaths

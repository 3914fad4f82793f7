"""The worked example of the documentation does what it says."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.command import ROOT
from tests.patience import run_to_end
from tests.queue.conftest import migrate

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "docs" / "queue" / "worker.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("worker_example", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A file with the queue's tables."""
    migrate(f"sqlite:///{tmp_path}/queue.db")
    return f"{tmp_path}/queue.db"


def _worker(example: ModuleType, path: str) -> Any:
    return example.Worker(path, "default")


def test_jobs_are_done_retried_with_a_backoff_and_failed_for_good(example: ModuleType, path: str) -> None:
    """And those that wait for a job begin when it is done."""
    worker = _worker(example, path)
    jobs = worker._jobs
    good = example.add(jobs, "default", "send", {"to": "a@example.org"})
    bad = example.add(jobs, "default", "send", {"to": "nobody"}, max_attempts=2, job_options={"backoff_ms": 50})
    after = example.add(jobs, "default", "send", {"to": "b@example.org"}, depends_on_job_ids=[good])
    assert worker.run_once() == 2
    assert jobs.find_by_id(good).return_value == {"sent_to": "a@example.org"}
    assert (jobs.find_by_id(bad).status, jobs.find_by_id(after).status) == ("DELAYED", "PENDING")
    time.sleep(0.06)
    assert worker.run_once() == 2
    assert jobs.find_by_id(bad).status == "FAILED"
    assert "is no address" in jobs.find_by_id(bad).failed_reason
    assert jobs.find_by_id(after).status == "COMPLETED"
    worker.close()


def test_locks_are_kept_while_a_job_runs(example: ModuleType, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else gets a job that takes longer than its lock."""
    monkeypatch.setattr(example, "LOCK_MS", 150)
    worker, other = _worker(example, path), _worker(example, path)
    example.add(worker._jobs, "default", "slow", None, max_attempts=3)

    def slow(_: Any) -> str:
        time.sleep(0.5)
        assert other.run_once() == 0
        return "done"

    monkeypatch.setitem(example.HANDLERS, "slow", slow)
    assert worker.run_once() == 1
    (job,) = worker._jobs.page()
    assert (job.status, job.attempts_made) == ("COMPLETED", 1)
    worker.close()
    other.close()


def test_a_schedule_creates_each_job_once(example: ModuleType, path: str) -> None:
    """Though two workers look at it; by an interval, and by a cron pattern in its time zone."""
    from qsys_schema.repositories.rows.repeatable_job_schedules import NewRepeatableJobSchedule

    worker, other = _worker(example, path), _worker(example, path)
    at = example.now_ms()
    plain: dict[str, Any] = {"queue_name": "default", "job_name": "send", "job_data": {"to": "a@example.org"}}
    for name, rule in (
        ("each", {"every": 60_000}),
        ("night", {"cron_pattern": "0 3 * * *", "timezone": "Europe/Berlin"}),
    ):
        worker._schedules.save(
            NewRepeatableJobSchedule(id=name, **plain, **rule, next_run_at=at - 5, created_at=at, updated_at=at)
        )
    due = other._schedules.find_due_schedules(now_ms=at, limit=9)
    assert worker.run_once() == 2
    for one in due:
        other._create(one)
    assert worker._jobs.count() == 2
    each, night = (worker._schedules.find_by_id(name) for name in ("each", "night"))
    assert each.next_run_at == at - 5 + 60_000
    assert night.next_run_at > at
    assert time.strftime("%M:%S", time.gmtime(night.next_run_at / 1000)) == "00:00"
    worker.close()
    other.close()


def test_it_runs_as_a_script(path: str) -> None:
    """As the documentation says."""
    command = [sys.executable, str(SCRIPT), f"sqlite:///{path}", "--once"]
    done = run_to_end(command, cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout == "ran 0 jobs\n"

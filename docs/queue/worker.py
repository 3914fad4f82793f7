"""A small worker on the queue's generated repositories: what an application writes, and nothing more.

    python docs/queue/worker.py sqlite:///qsys.db         work until Ctrl-C, on the database of `make migrate`
    python docs/queue/worker.py sqlite:///qsys.db --once  do what is due, and end

It claims jobs, keeps their locks while they run (heartbeat), completes them, fails them with a backoff, recovers jobs
of workers that died, promotes delayed ones, starts those whose dependencies are done, and creates those of schedules.
"""

from __future__ import annotations

import argparse
import sqlite3
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter

from qsys_schema.repositories.rows.jobs import Job, NewJob
from qsys_schema.repositories.rows.repeatable_job_schedules import RepeatableJobSchedule
from qsys_schema.repositories.sqlite.jobs import JobsRepository
from qsys_schema.repositories.sqlite.repeatable_job_schedules import RepeatableJobSchedulesRepository
from qsys_schema.repositories.sqlite.session import in_transaction

LOCK_MS = 30_000
"""How long a worker holds a job without a sign of life."""

Handler = Callable[[Job], Any]
HANDLERS: dict[str, Handler] = {}


def handles(job_name: str) -> Callable[[Handler], Handler]:
    """Say which function does the jobs of a name."""

    def register(function: Handler) -> Handler:
        HANDLERS[job_name] = function
        return function

    return register


@handles("send")
def send(job: Job) -> dict[str, Any]:
    """An example: it fails for addresses that nobody can have."""
    address = job.payload["to"]
    if "@" not in address:
        raise ValueError(f"{address!r} is no address")
    return {"sent_to": address}


def now_ms() -> int:
    """The present in epoch milliseconds, as the queue counts."""
    return time.time_ns() // 1_000_000


def connect(path: str) -> sqlite3.Connection:
    """A connection as a queue needs it: readers and one writer at a time, and no half-done dependencies."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def add(jobs: JobsRepository, queue_name: str, job_name: str, payload: Any, **more: Any) -> str:
    """Ask for a job: now, later (process_at), or after others (depends_on_job_ids)."""
    status = "WAITING_CHILDREN" if more.get("depends_on_job_ids") else "DELAYED" if "process_at" in more else "PENDING"
    at = now_ms()
    job = NewJob(
        id=str(uuid.uuid4()),
        queue_name=queue_name,
        job_name=job_name,
        payload=payload,
        status=status,
        created_at=at,
        updated_at=at,
        **more,
    )
    jobs.insert(job)
    return job.id


class Worker:
    """One worker on one queue."""

    def __init__(self, path: str, queue_name: str, *, limit: int = 10) -> None:
        self.name = f"worker-{uuid.uuid4()}"
        self._path, self._queue, self._limit = path, queue_name, limit
        self._connection = connect(path)
        self._jobs = JobsRepository(self._connection)
        self._schedules = RepeatableJobSchedulesRepository(self._connection)

    def run_once(self) -> int:
        """Do everything that is due; gives the number of jobs that were run."""
        self._look_after()
        claimed = in_transaction(
            self._connection,
            lambda: self._jobs.find_and_lock_processable_jobs(
                queue_name=self._queue,
                worker_id=self.name,
                limit=self._limit,
                now_ms=now_ms(),
                lock_duration_ms=LOCK_MS,
            ),
        )
        with self._heartbeat([job.id for job in claimed]):
            for job in claimed:
                self._run(job)
        return len(claimed)

    def run(self) -> None:
        """Work until interrupted."""
        while True:
            if not self.run_once():
                time.sleep(0.5)

    def close(self) -> None:
        """Give back what is claimed and not begun, so that nobody has to wait for its lock to end."""
        for job in self._jobs.list_by_locked_by_worker_id(self.name):
            self._jobs.retry_job_now(id=job.id, worker_id=self.name, failed_reason=job.failed_reason, now_ms=now_ms())
        self._connection.close()

    def _look_after(self) -> None:
        """What any worker does for all; two workers that do it at once do not get into each other's way."""
        self._jobs.recover_stalled_jobs(now_ms=now_ms(), limit=100)
        self._jobs.promote_delayed_jobs(now_ms=now_ms(), limit=100)
        for schedule in self._schedules.find_due_schedules(now_ms=now_ms(), limit=100):
            in_transaction(self._connection, lambda due=schedule: self._create(due))

    def _run(self, job: Job) -> None:
        """Run one job; whatever happens to it is written down in one transaction."""
        try:
            result = HANDLERS[job.job_name](job)
        except Exception:
            reason = traceback.format_exc(limit=3)
            in_transaction(self._connection, lambda: self._failed(job, reason))
        else:
            in_transaction(self._connection, lambda: self._completed(job, result))

    def _completed(self, job: Job, result: Any) -> None:
        at = now_ms()
        # 0: the lock had ended, and somebody else has the job now; what was done is done twice, but said once.
        if self._jobs.complete_job(id=job.id, worker_id=self.name, now_ms=at, return_value=result):
            self._jobs.start_dependent_jobs(done_job_id=job.id, now_ms=at)

    def _failed(self, job: Job, reason: str) -> None:
        at = now_ms()
        if job.attempts_made >= job.max_attempts:
            self._jobs.fail_job(id=job.id, worker_id=self.name, now_ms=at, failed_reason=reason)
            return
        options = job.job_options or {}
        backoff = options.get("backoff_ms", 1000) * 2 ** (job.attempts_made - 1)
        self._jobs.retry_job_at(
            id=job.id, worker_id=self.name, now_ms=at, process_at=at + backoff, failed_reason=reason
        )

    def _create(self, schedule: RepeatableJobSchedule) -> None:
        """The job of a schedule, and the time of its next one: both or neither, and never twice."""
        at = now_ms()
        job_id = f"{schedule.id}:{schedule.next_run_at}"
        mine = self._schedules.update_if(
            schedule.id,
            {"next_run_at": schedule.next_run_at},
            next_run_at=next_run(schedule, at),
            last_run_job_id=job_id,
        )
        if mine:
            self._jobs.insert(
                NewJob(
                    id=job_id,
                    queue_name=schedule.queue_name,
                    job_name=schedule.job_name,
                    payload=schedule.job_data,
                    job_options=schedule.job_options,
                    status="PENDING",
                    repeat_job_key=schedule.id,
                    created_at=at,
                    updated_at=at,
                )
            )

    @contextmanager
    def _heartbeat(self, ids: list[str]) -> Iterator[None]:
        """Renew the locks of these jobs while they are run, on a connection of its own: a thread does not share one."""
        done = threading.Event()

        def beat() -> None:
            connection = connect(self._path)
            jobs = JobsRepository(connection)
            while not done.wait(LOCK_MS / 3000):
                for one in ids:
                    jobs.renew_lock(id=one, worker_id=self.name, lock_expires_at=now_ms() + LOCK_MS)
            connection.close()

        thread = threading.Thread(target=beat, daemon=True)
        if ids:
            thread.start()
        try:
            yield
        finally:
            done.set()
            if ids:
                thread.join()


def next_run(schedule: RepeatableJobSchedule, after_ms: int) -> int:
    """When a schedule is due next, in epoch milliseconds; runs that were missed are not made up for."""
    if schedule.every is not None:
        missed = (after_ms - schedule.next_run_at) // schedule.every
        return schedule.next_run_at + (missed + 1) * schedule.every
    zone = ZoneInfo(schedule.timezone or "UTC")
    after = datetime.fromtimestamp(after_ms / 1000, zone)
    found: datetime = croniter(schedule.cron_pattern, after).get_next(datetime)
    return int(found.timestamp() * 1000)


def main() -> None:
    """Work on the queue `default`."""
    parser = argparse.ArgumentParser(description="A small worker on the queue `default`.")
    parser.add_argument("database", help="sqlite:///qsys.db")
    parser.add_argument("--once", action="store_true", help="do what is due, and end")
    options = parser.parse_args()
    worker = Worker(options.database.removeprefix("sqlite:///"), "default")
    try:
        if options.once:
            print(f"ran {worker.run_once()} jobs")
        else:
            worker.run()
    except KeyboardInterrupt:
        pass
    finally:
        worker.close()


if __name__ == "__main__":
    main()

"""Processes that work on one queue: some add jobs, some claim and complete them, one recovers stalled ones.

Run as a script, one process for each role: ``python workers.py URL ROLE NUMBER SETTINGS``; the settings are JSON. A
worker writes down every claim in the transaction that makes it, in a table where a second claim of one attempt fails.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

QUEUE = "mail"


@dataclass(frozen=True, slots=True)
class Settings:
    """``jobs`` in all, claimed ``batch`` by batch; a worker kills itself once in ``deaths`` claims, or never (0)."""

    jobs: int
    batch: int = 10
    deaths: int = 0
    lock_ms: int = 1500
    payload: int = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A connection, the modules for its database, and how a value is marked in SQL."""

    connection: Any
    jobs: Any
    session: ModuleType
    mark: str


@contextmanager
def open_place(url: str) -> Iterator[Place]:
    """A connection to the queue's database."""
    if url.startswith("sqlite:///"):
        from qsys_schema.repositories.sqlite import session
        from qsys_schema.repositories.sqlite.jobs import JobsRepository

        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        try:
            yield Place(connection, JobsRepository(connection), session, "?")
        finally:
            connection.close()
        return
    import psycopg

    from qsys_schema.repositories.postgres import session as waiting
    from qsys_schema.repositories.postgres.jobs import JobsRepository as ServerJobs

    with psycopg.connect(url, autocommit=True) as server:
        yield Place(server, ServerJobs(server), waiting, "%s")


def now_ms() -> int:
    """The present."""
    return time.time_ns() // 1_000_000


def add(place: Place, settings: Settings) -> None:
    """Insert all jobs, a hundred at a time."""
    from qsys_schema.repositories.rows.jobs import NewJob

    text = "x" * settings.payload
    for first in range(0, settings.jobs, 100):
        jobs = [
            NewJob(
                id=f"job-{number:07}",
                queue_name=QUEUE,
                job_name="send",
                payload={"to": text, "number": number},
                status="PENDING",
                priority=number % 3,
                max_attempts=1000,
                created_at=now_ms(),
                updated_at=now_ms(),
            )
            for number in range(first, min(first + 100, settings.jobs))
        ]
        place.session.in_transaction(place.connection, lambda jobs=jobs: place.jobs.insert_many(jobs), attempts=50)


def work(place: Place, settings: Settings, number: int) -> None:
    """Claim and complete until nothing is left; now and then die with jobs in hand."""
    me = f"worker-{number}-{os.getpid()}"
    chance = random.Random(os.getpid())  # noqa: S311 - only who dies
    while True:
        claimed = place.session.in_transaction(place.connection, lambda: _claim(place, settings, me), attempts=50)
        if not claimed:
            if _done(place, settings):
                return
            time.sleep(0.01)
            continue
        if settings.deaths and chance.randrange(settings.deaths) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        place.session.in_transaction(place.connection, lambda held=claimed: _complete(place, held, me), attempts=50)


def _claim(place: Place, settings: Settings, me: str) -> list[Any]:
    claimed = place.jobs.find_and_lock_processable_jobs(
        queue_name=QUEUE, worker_id=me, limit=settings.batch, now_ms=now_ms(), lock_duration_ms=settings.lock_ms
    )
    insert = f"INSERT INTO claims (job_id, attempt) VALUES ({place.mark}, {place.mark})"
    place.connection.cursor().executemany(insert, [(job.id, job.attempts_made) for job in claimed])
    return list(claimed)


def _complete(place: Place, claimed: list[Any], me: str) -> None:
    for job in claimed:
        place.jobs.complete_job(id=job.id, worker_id=me, now_ms=now_ms(), return_value={"ok": True})


def _done(place: Place, settings: Settings) -> bool:
    counts = {one.status: one.jobs for one in place.jobs.get_job_counts_by_status(QUEUE)}
    return counts == {"COMPLETED": settings.jobs}


def recover(place: Place, settings: Settings) -> None:
    """Give stalled jobs back until all are done."""
    while not _done(place, settings):
        present = now_ms()
        place.session.in_transaction(
            place.connection, lambda at=present: place.jobs.recover_stalled_jobs(now_ms=at, limit=1000), attempts=50
        )
        time.sleep(0.2)


ROLES: dict[str, Callable[[Place, Settings, int], None]] = {
    "add": lambda place, settings, _: add(place, settings),
    "work": work,
    "recover": lambda place, settings, _: recover(place, settings),
}

if __name__ == "__main__":
    with open_place(sys.argv[1]) as here:
        ROLES[sys.argv[2]](here, Settings(**json.loads(sys.argv[4])), int(sys.argv[3]))

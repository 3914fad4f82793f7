"""How many jobs a second some processes claim and complete: by the generated repository, by hand, and by huey.

``python -m tests.benchmarks.queue_rate [--processes 4] [--jobs 20000] [--postgres URL]``. The jobs are there before the
clock runs. In tens and one by one; each claim is a transaction, and so is what completes it.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.repository import CLAIM, COMPLETE, NOW, database
from tests.command import ROOT

CLAIM_ON_SERVER = """WITH due AS (SELECT id FROM jobs WHERE queue_name = %s AND status = 'PENDING'
AND (process_at IS NULL OR process_at <= %s) ORDER BY priority, created_at LIMIT %s FOR UPDATE SKIP LOCKED)
UPDATE jobs SET status = 'ACTIVE', locked_by_worker_id = %s, lock_expires_at = %s, started_at = %s, updated_at = %s,
attempts_made = attempts_made + 1 FROM due WHERE jobs.id = due.id RETURNING jobs.*"""
COMPLETE_ON_SERVER = """UPDATE jobs SET status = 'COMPLETED', return_value = %s, completed_at = %s, updated_at = %s,
locked_by_worker_id = NULL, lock_expires_at = NULL WHERE id = %s AND status = 'ACTIVE' AND locked_by_worker_id = %s"""
QUEUE = "mail"


def by_hand(url: str, batch: int, me: str) -> int:
    """SQL written out, tuples, no decoding; on SQLite or on a server."""
    done = 0
    if url.startswith("sqlite"):
        import sqlite3

        connection = _plain(sqlite3, url)
        while True:
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.execute(CLAIM, (me, NOW, NOW, NOW, QUEUE, NOW, batch)).fetchall()
            connection.execute("COMMIT")
            if not rows:
                return done
            connection.execute("BEGIN IMMEDIATE")
            for row in rows:
                connection.execute(COMPLETE, ('{"ok":true}', NOW, NOW, row[0], me))
            connection.execute("COMMIT")
            done += len(rows)
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        while True:
            found = server.execute(CLAIM_ON_SERVER, (QUEUE, NOW, batch, me, NOW, NOW, NOW)).fetchall()
            if not found:
                return done
            with server.transaction():
                for row in found:
                    server.execute(COMPLETE_ON_SERVER, ('{"ok": true}', NOW, NOW, row[0], me))
            done += len(found)


def _plain(driver: Any, url: str) -> Any:
    connection = driver.connect(url.removeprefix("sqlite:///"), timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def generated(url: str, batch: int, me: str) -> int:
    """The same by the repository."""
    from tests.queue.workers import open_place

    done = 0
    with open_place(url) as place:
        jobs, session = place.jobs, place.session

        def claim() -> list[Any]:
            return list(
                jobs.find_and_lock_processable_jobs(
                    queue_name=QUEUE, worker_id=me, limit=batch, now_ms=NOW, lock_duration_ms=0
                )
            )

        while claimed := session.in_transaction(place.connection, claim):
            with session.transaction(place.connection):
                for job in claimed:
                    jobs.complete_job(id=job.id, worker_id=me, now_ms=NOW, return_value={"ok": True})
            done += len(claimed)
    return done


def huey(path: str, _: int, __: str) -> int:
    """Huey on SQLite: take a task, run it, keep its result."""
    consumer, done = _huey(path), 0
    while (task := consumer.dequeue()) is not None:
        consumer.execute(task)
        done += 1
    return done


def _huey(path: str) -> Any:
    from huey import SqliteHuey

    logging.disable(logging.CRITICAL)
    made = SqliteHuey(filename=path)
    made.task(name="send")(lambda to: {"ok": bool(to)})
    return made


WAYS: dict[str, Callable[[str, int, str], int]] = {"by hand": by_hand, "generated": generated, "huey": huey}


def _race(way: str, url: str, batch: int, processes: int) -> float:
    """Jobs a second. The processes say when they are ready, and begin together."""
    command = [sys.executable, "-m", "tests.benchmarks.queue_rate", "--work", way, url, str(batch)]
    crowd = [
        subprocess.Popen([*command, f"w{number}"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(processes)
    ]
    for one in crowd:
        assert one.stdout is not None
        one.stdout.readline()
    began = time.perf_counter()
    for one in crowd:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    done = sum(int(one.communicate()[0]) for one in crowd)
    return done / (time.perf_counter() - began)


def _work(way: str, url: str, batch: int, me: str) -> int:
    import qsys_schema.repositories.sqlite.jobs  # noqa: F401 - not while the clock runs

    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(WAYS[way](url, batch, me)))
    return 0


def _fill_server(url: str, jobs: int) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute("TRUNCATE jobs CASCADE")
        server.execute(
            """INSERT INTO jobs (id, queue_name, job_name, payload, status, priority, created_at, updated_at)
            SELECT 'job-' || i, 'mail', 'send', '{"to": "x"}', 'PENDING', i %% 3, i, i FROM generate_series(1, %s) i""",
            (jobs,),
        )
        server.execute("VACUUM ANALYZE jobs")


def main() -> int:
    """Run the races, and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queue_rate", description=__doc__)
    parser.add_argument("--work", nargs=4)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--postgres", default="")
    options = parser.parse_args()
    if options.work:
        way, url, batch, me = options.work
        return _work(way, url, int(batch), me)
    with tempfile.TemporaryDirectory() as name:
        for batch in (10, 1):
            for way in ("by hand", "generated"):
                file = f"{way[:2]}{batch}.db"
                database(Path(name), file, options.jobs).close()
                rate = _race(way, f"sqlite:///{name}/{file}", batch, options.processes)
                print(f"sqlite, {batch:2} at a time, {way:10} {rate:8.0f} jobs/s")
        try:
            consumer = _huey(f"{name}/huey.db")
        except ImportError:
            print("huey is not installed")
        else:
            (task,) = consumer._registry._registry.values()
            for _ in range(options.jobs):
                consumer.enqueue(task((), {"to": "x"}))
            print(f"huey on SQLite               {_race('huey', f'{name}/huey.db', 1, options.processes):8.0f} jobs/s")
    for batch in (10, 1) if options.postgres else ():
        for way in ("by hand", "generated"):
            _fill_server(options.postgres, options.jobs)
            rate = _race(way, options.postgres, batch, options.processes)
            print(f"postgres, {batch:2} at a time, {way:10} {rate:8.0f} jobs/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

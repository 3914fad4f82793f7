"""The queue's generated repository beside the same by hand and beside SQLAlchemy's ORM, on SQLite, in one run.

``python -m tests.benchmarks.repository [--backlog 1000000]``. By hand means sqlite3, tuples, and SQL written out: what
is read is not even decoded. All take turns, and the fastest turn of each counts.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qsys_schema.config import Settings
from qsys_schema.pipeline.history import apply
from qsys_schema.pipeline.project import open_project
from qsys_schema.repositories.rows.jobs import NewJob
from qsys_schema.repositories.sqlite.jobs import JobsRepository
from tests.command import ROOT

NOW = 1_700_000_000_000
COLUMNS = """id queue_name job_name payload status priority attempts_made max_attempts created_at updated_at process_at
    started_at completed_at failed_at return_value failed_reason progress repeat_job_key depends_on_job_ids parent_id
    locked_by_worker_id lock_expires_at job_options execution_logs""".split()
SELECT = f"SELECT {', '.join(COLUMNS)} FROM jobs"
INSERT = f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
CLAIM = """UPDATE jobs SET status = 'ACTIVE', locked_by_worker_id = ?, lock_expires_at = ?, started_at = ?,
updated_at = ?, attempts_made = attempts_made + 1 WHERE id IN (SELECT id FROM jobs INDEXED BY ix_jobs_claim
WHERE queue_name = ? AND status = 'PENDING' AND (process_at IS NULL OR process_at <= ?)
ORDER BY priority, created_at LIMIT ?) RETURNING """ + ", ".join(COLUMNS)
COMPLETE = """UPDATE jobs SET status = 'COMPLETED', return_value = ?, completed_at = ?, updated_at = ?,
locked_by_worker_id = NULL, lock_expires_at = NULL WHERE id = ? AND status = 'ACTIVE' AND locked_by_worker_id = ?"""

TARGETS = {
    "insert": 1.1,
    "bulk insert 10,000": 1.1,
    "get": 1.5,
    "page of 100": 2.5,
    "update": 1.1,
    "claim 1": 1.1,
    "claim 10": 1.1,
    "claim and complete 10": 1.1,
    "counts": 1.1,
}

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to do it: by operation, a function that does it once."""

    name: str
    does: Mapping[str, Work]


def database(folder: Path, name: str, jobs: int) -> sqlite3.Connection:
    """A database with the queue's tables and a backlog, in WAL mode, in autocommit."""
    path = folder / name
    settings = Settings(database=f"sqlite:///{path}", schema=str(ROOT / "schema"), migrations=str(ROOT / "migrations"))
    apply(open_project(settings, lambda _: None), "", lambda *_: None)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN")
    connection.execute(
        """WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
        INSERT INTO jobs (id, queue_name, job_name, payload, status, priority, created_at, updated_at)
        SELECT printf('job-%07d', i), 'mail', 'send', '{"to":"somebody","number":' || i || '}', 'PENDING', i % 3,
        1700000000000 + i, 1700000000000 + i FROM n""",
        (jobs,),
    )
    connection.execute("COMMIT")
    return connection


def _fresh() -> Callable[[], str]:
    number = iter(range(100_000_000))
    return lambda: f"new-{next(number)}"


def by_hand(connection: sqlite3.Connection) -> Contestant:
    """What one would write without any library."""
    name = _fresh()

    def values() -> tuple[Any, ...]:
        payload = json.dumps({"to": "x", "number": 1})
        head = (name(), "other", "send", payload, "PENDING", 0, 0, 1, NOW, NOW)
        return (*head, *[None] * (len(COLUMNS) - len(head)))

    def bulk() -> None:
        connection.execute("BEGIN")
        connection.executemany(INSERT, [values() for _ in range(10_000)])
        connection.execute("ROLLBACK")

    def claim(limit: int) -> list[Any]:
        return connection.execute(CLAIM, ("w", NOW + 1, NOW, NOW, "mail", NOW, limit)).fetchall()

    def both() -> None:
        connection.execute("BEGIN IMMEDIATE")
        claimed = claim(10)
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        for row in claimed:
            connection.execute(COMPLETE, ('{"ok":true}', NOW, NOW, row[0], "w"))
        connection.execute("COMMIT")

    return Contestant(
        "by hand",
        {
            "insert": lambda: connection.execute(INSERT, values()),
            "bulk insert 10,000": bulk,
            "get": lambda: connection.execute(f"{SELECT} WHERE id = ?", ("job-0000500",)).fetchone(),
            "page of 100": lambda: connection.execute(f"{SELECT} ORDER BY id LIMIT 100").fetchall(),
            "update": lambda: connection.execute("UPDATE jobs SET progress = ? WHERE id = ?", (1, "job-0000500")),
            "claim 1": lambda: claim(1),
            "claim 10": lambda: claim(10),
            "claim and complete 10": both,
            "counts": lambda: connection.execute(
                "SELECT status, count(*) FROM jobs WHERE queue_name = 'mail' GROUP BY status"
            ).fetchall(),
        },
    )


def generated(connection: sqlite3.Connection) -> Contestant:
    """Ours."""
    from qsys_schema.repositories.sqlite.session import in_transaction, transaction

    jobs, name = JobsRepository(connection), _fresh()

    def new() -> NewJob:
        return NewJob(
            id=name(),
            queue_name="other",
            job_name="send",
            payload={"to": "x", "number": 1},
            status="PENDING",
            created_at=NOW,
            updated_at=NOW,
        )

    def bulk() -> None:
        connection.execute("BEGIN")
        jobs.insert_many(new() for _ in range(10_000))
        connection.execute("ROLLBACK")

    def claim(limit: int) -> list[Any]:
        return list(
            jobs.find_and_lock_processable_jobs(
                queue_name="mail", worker_id="w", limit=limit, now_ms=NOW, lock_duration_ms=1
            )
        )

    def both() -> None:
        claimed = in_transaction(connection, lambda: claim(10))
        with transaction(connection):
            for job in claimed:
                jobs.complete_job(id=job.id, worker_id="w", now_ms=NOW, return_value={"ok": True})

    return Contestant(
        "generated",
        {
            "insert": lambda: jobs.insert(new()),
            "bulk insert 10,000": bulk,
            "get": lambda: jobs.find_by_id("job-0000500"),
            "page of 100": lambda: jobs.page(limit=100),
            "update": lambda: jobs.update("job-0000500", progress=1),
            "claim 1": lambda: claim(1),
            "claim 10": lambda: claim(10),
            "claim and complete 10": both,
            "counts": lambda: jobs.get_job_counts_by_status("mail"),
        },
    )


def sqlalchemy(path: Path) -> Contestant | None:
    """SQLAlchemy's ORM over the reflected table; None where it is not installed."""
    try:
        import sqlalchemy as sa
        from sqlalchemy import orm
    except ImportError:
        return None
    engine = sa.create_engine(f"sqlite:///{path}")
    table = sa.Table("jobs", sa.MetaData(), autoload_with=engine)

    class Job:
        id: str
        progress: int

        def __init__(self, **given: Any) -> None:
            for key, value in given.items():
                setattr(self, key, value)

    orm.registry().map_imperatively(Job, table)
    name = _fresh()

    def new() -> Job:
        payload = json.dumps({"to": "x"}).encode()
        return Job(
            id=f"sa-{name()}",
            queue_name="other",
            job_name="send",
            payload=payload,
            status="PENDING",
            created_at=NOW,
            updated_at=NOW,
        )

    def session(work: Callable[[orm.Session], object], *, keep: bool = True) -> object:
        with orm.Session(engine) as opened:
            found = work(opened)
            if keep:
                opened.commit()
            return found

    def bulk(opened: orm.Session) -> None:
        opened.add_all([new() for _ in range(10_000)])
        opened.flush()

    def update(opened: orm.Session) -> None:
        found = opened.get(Job, "job-0000500")
        assert found is not None
        found.progress = 1 if found.progress != 1 else 2

    return Contestant(
        "SQLAlchemy ORM",
        {
            "insert": lambda: session(lambda one: one.add(new())),
            "bulk insert 10,000": lambda: session(bulk, keep=False),
            "get": lambda: session(lambda one: one.get(Job, "job-0000500"), keep=False),
            "page of 100": lambda: session(
                lambda one: one.scalars(sa.select(Job).order_by(table.c.id).limit(100)).all(), keep=False
            ),
            "update": lambda: session(update),
        },
    )


def turns(contestants: Sequence[Contestant], name: str, *, rounds: int, seconds: float = 0.05) -> dict[str, float]:
    """The fastest time of one operation in seconds, by contestant. They take turns: all meet the same weather."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for one in contestants:
            if name not in one.does:
                continue
            work, count = one.does[name], 0
            began = time.perf_counter()
            while count == 0 or time.perf_counter() - began < seconds:
                work()
                count += 1
            took = (time.perf_counter() - began) / count
            best[one.name] = min(best.get(one.name, took), took)
    return best


def compare(folder: Path, rounds: int) -> list[str]:
    """Print the table; gives what was missed."""
    missed = []
    mine, theirs = database(folder, "ours.db", 200_000), database(folder, "hand.db", 200_000)
    contestants = [by_hand(theirs), generated(mine)]
    database(folder, "sa.db", 2_000).close()
    other = sqlalchemy(folder / "sa.db")
    contestants += [other] if other else []
    names = [one.name for one in contestants]
    print(f"{'one operation on SQLite, us':28}" + "".join(f"{name:>16}" for name in names) + "   ratio  target")
    for name, most in TARGETS.items():
        best = turns(contestants, name, rounds=rounds)
        ratio = best["generated"] / best["by hand"]
        shown = "".join(f"{best[one] * 1e6:16.1f}" if one in best else f"{'-':>16}" for one in names)
        print(f"{name:28}{shown}  {ratio:5.2f}x  <= {most}x{'  MISSED' if ratio > most else ''}")
        if ratio > most:
            missed.append(f"{name} takes {ratio:.2f} times as long as by hand, target {most}")
    for connection in (mine, theirs):
        connection.close()
    return missed


def latency(folder: Path, backlog: int, rounds: int) -> list[str]:
    """How long one claim takes with a small backlog and with a large one; gives what was missed."""
    best = {}
    for jobs in (10_000, backlog):
        connection = database(folder, f"backlog-{jobs}.db", jobs)
        claim = Contestant("generated", {"claim 1": generated(connection).does["claim 1"]})
        best[jobs] = turns([claim], "claim 1", rounds=rounds)["generated"]
        connection.close()
        print(f"one claim at a backlog of {jobs:,}: {best[jobs] * 1e6:.1f} us")
    ratio = best[backlog] / best[10_000]
    return [f"a claim takes {ratio:.1f} times as long at {backlog:,} jobs, target 2"] if ratio > 2 else []


def main() -> int:
    """Run it; 1 when a target was missed and ``--strict`` is given."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.repository", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--backlog", type=int, default=1_000_000)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        missed = [*compare(Path(name), options.rounds), *latency(Path(name), options.backlog, options.rounds)]
    print("\n".join(missed) or "every target was met")
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())

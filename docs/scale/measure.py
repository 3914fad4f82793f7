"""What hash partitions by queue_name do to the queue: numbers for docs/scale.md.

Run it against a throwaway PostgreSQL 12 or newer, where it may use two cores for some minutes and 4 GB of disk:

    python docs/scale/measure.py postgresql://postgres@localhost:5432/scratch

It makes three schemas, scale_plain, scale_hash and scale_hash_id, each with the `jobs` of schema/jobs.yaml, fills them
with the same rows, measures them in turns, and drops them. It refuses to run where one of them exists. It needs
psycopg 3, which prepares a statement on the server from its sixth execution on.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from statistics import median, quantiles

import psycopg
from psycopg import Connection, sql

ROWS = 1_000_000
QUEUES = 20
PARTITIONS = 8
CLAIM = 10
"""Jobs taken by one claim."""
REPEATS = 200
SLOW_REPEATS = 40
"""For what scans a million rows each time."""
WORKERS = 4
SECONDS = 1.5
"""How long the workers claim, per table, pattern and round."""
ROUNDS = 3
HOT = 3
"""The queue that every worker takes from, when they all take from one."""
BULK = 20_000
SINGLES = 2_000

COLUMNS = """
    id text NOT NULL,
    queue_name text NOT NULL,
    job_name text NOT NULL,
    payload jsonb,
    status text NOT NULL CONSTRAINT ck_jobs_status
        CHECK (status IN ('PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'DELAYED', 'WAITING_CHILDREN')),
    priority bigint NOT NULL DEFAULT 0,
    attempts_made bigint NOT NULL DEFAULT 0 CONSTRAINT ck_jobs_attempts_made CHECK (attempts_made >= 0),
    max_attempts bigint NOT NULL DEFAULT 1 CONSTRAINT ck_jobs_max_attempts CHECK (max_attempts >= 1),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    process_at bigint,
    started_at bigint,
    completed_at bigint,
    failed_at bigint,
    return_value jsonb,
    failed_reason text,
    progress bigint DEFAULT 0 CONSTRAINT ck_jobs_progress CHECK (progress BETWEEN 0 AND 100),
    repeat_job_key text,
    depends_on_job_ids jsonb,
    parent_id text,
    locked_by_worker_id text,
    lock_expires_at bigint,
    job_options jsonb,
    execution_logs jsonb,
    CONSTRAINT ck_jobs_active_lock
        CHECK (status <> 'ACTIVE' OR (locked_by_worker_id IS NOT NULL AND lock_expires_at IS NOT NULL))
"""

INDEXES = """
    CREATE INDEX ix_jobs_claim ON jobs (queue_name, priority, created_at) WHERE status = 'PENDING';
    CREATE INDEX ON jobs (queue_name, status, process_at, priority);
    CREATE INDEX ON jobs (status, process_at);
    CREATE INDEX ON jobs (status, lock_expires_at);
    CREATE INDEX ON jobs (queue_name, completed_at) WHERE status = 'COMPLETED';
    CREATE INDEX ON jobs (queue_name, failed_at) WHERE status = 'FAILED';
    CREATE INDEX ON jobs (queue_name, created_at, id);
    CREATE INDEX ON jobs (created_at, id);
    CREATE INDEX ON jobs (repeat_job_key, created_at);
    CREATE INDEX ON jobs (parent_id, created_at);
    CREATE INDEX ON jobs (locked_by_worker_id);
"""

FILL = """
    INSERT INTO jobs (id, queue_name, job_name, payload, status, priority, created_at, updated_at)
    SELECT md5(%(salt)s || n)::uuid::text, 'queue-' || n %% %(queues)s, 'send', jsonb_build_object('n', n),
           'PENDING', n / %(queues)s %% 5, 1700000000000 + n, 1700000000000 + n
    FROM generate_series(1, %(rows)s) AS n
"""

SAVE = """
    INSERT INTO jobs (id, queue_name, job_name, payload, status, created_at, updated_at)
    VALUES (%(id)s, %(queue)s, 'send', '{}', 'PENDING', 1800000000000, 1800000000000)
"""

_TAKE = """
    UPDATE jobs
    SET status = 'ACTIVE', locked_by_worker_id = 'w', lock_expires_at = 1800000030000,
        started_at = 1800000000000, updated_at = 1800000000000, attempts_made = attempts_made + 1
    WHERE id IN (
        SELECT id FROM jobs
        WHERE queue_name = %(queue)s AND status = 'PENDING' AND (process_at IS NULL OR process_at <= 1800000000000)
        ORDER BY priority, created_at
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )"""
TAKE_BY_ID = _TAKE + " RETURNING *"
TAKE = _TAKE + " AND queue_name = %(queue)s RETURNING *"
"""The claim with the queue's name in the UPDATE too, so that it looks for the ids in one partition."""

FIND_BY_ID = "SELECT * FROM jobs WHERE id = %(id)s"
FIND = "SELECT * FROM jobs WHERE id = %(id)s AND queue_name = %(queue)s"

REFUSED = {
    "primary key without the partition key": "ALTER TABLE jobs ADD CONSTRAINT pk_refused PRIMARY KEY (id)",
    "unique id over all partitions": "CREATE UNIQUE INDEX ON jobs (id)",
    "foreign key to the id alone": "CREATE TABLE refused (job_id text REFERENCES jobs (id))",
    "index made concurrently on the parent": "CREATE INDEX CONCURRENTLY refused ON jobs (job_name)",
    "constraint using an index of the parent": (
        "CREATE UNIQUE INDEX refused ON jobs (queue_name, id); "
        "ALTER TABLE jobs ADD CONSTRAINT refused_key UNIQUE USING INDEX refused"
    ),
    "foreign key NOT VALID from the parent": (
        "CREATE TABLE queues (name text PRIMARY KEY); "
        "ALTER TABLE jobs ADD CONSTRAINT refused FOREIGN KEY (queue_name) REFERENCES queues NOT VALID"
    ),
    "foreign key NOT VALID to the parent": (
        "CREATE TABLE refused (queue_name text, job_id text); "
        "ALTER TABLE refused ADD FOREIGN KEY (queue_name, job_id) REFERENCES jobs (queue_name, id) NOT VALID"
    ),
    "check NOT VALID, then VALIDATE": (
        "ALTER TABLE jobs ADD CONSTRAINT short CHECK (length(job_name) < 99) NOT VALID; "
        "ALTER TABLE jobs VALIDATE CONSTRAINT short"
    ),
    "exclusion constraint": "ALTER TABLE jobs ADD EXCLUDE USING btree (queue_name WITH =, id WITH =)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to keep the jobs."""

    schema: str
    tail: str
    """What follows the columns."""
    key: str


PLAIN = Kind(schema="scale_plain", tail="", key="id")
HASH = Kind(schema="scale_hash", tail="PARTITION BY HASH (queue_name)", key="queue_name, id")
HASH_ID = Kind(schema="scale_hash_id", tail="PARTITION BY HASH (queue_name)", key="id, queue_name")
KINDS = (PLAIN, HASH, HASH_ID)


def main(url: str) -> None:
    """Make, measure and drop them all."""
    with ExitStack() as stack:
        connections = {kind: stack.enter_context(_open(url, kind)) for kind in KINDS}
        plain = connections[PLAIN]
        _say(f"PostgreSQL {plain.info.server_version}, {ROWS:,} PENDING jobs of {QUEUES} queues")
        found = plain.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'scale\\_%'").fetchall()
        if found:
            raise SystemExit(f"{found} is there already; take an empty database")
        try:
            for kind, connection in connections.items():
                _make(connection, kind)
            _show_spread(connections[HASH])
            for kind in (HASH, HASH_ID):
                _show_plans(connections[kind], kind)
            _measure(url, connections)
            _refusals(connections[HASH])
        finally:
            for kind, connection in connections.items():
                connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(kind.schema)))


def _open(url: str, kind: Kind) -> Connection:
    """A connection in which `jobs` is the table of this kind."""
    return psycopg.connect(url, autocommit=True, options=f"-c search_path={kind.schema} -c client_min_messages=warning")


def _make(connection: Connection, kind: Kind) -> None:
    """The table, its rows, then its indexes."""
    began = time.perf_counter()
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(kind.schema)))
    connection.execute(f"CREATE TABLE jobs ({COLUMNS}) {kind.tail}".encode())
    if kind.tail:
        for number in range(PARTITIONS):
            connection.execute(
                sql.SQL("CREATE TABLE {} PARTITION OF jobs FOR VALUES WITH (MODULUS {}, REMAINDER {})").format(
                    sql.Identifier(f"jobs_{number}"), PARTITIONS, number
                )
            )
    connection.execute(FILL, {"salt": "first", "queues": QUEUES, "rows": ROWS})
    connection.execute(f"ALTER TABLE jobs ADD CONSTRAINT pk_jobs PRIMARY KEY ({kind.key})".encode())
    connection.execute(INDEXES)
    connection.execute("VACUUM (ANALYZE) jobs")
    _say(f"{kind.schema}: made in {time.perf_counter() - began:.0f} s")


def _show_spread(hashed: Connection) -> None:
    """How the queues fell into the partitions."""
    spread = hashed.execute(
        "SELECT tableoid::regclass::text, count(DISTINCT queue_name), count(*) FROM jobs GROUP BY 1 ORDER BY 1"
    ).fetchall()
    _say("queues and rows by partition: " + ", ".join(f"{name} {queues}/{rows}" for name, queues, rows in spread))


def _show_plans(hashed: Connection, kind: Kind) -> None:
    """How many partitions a statement looks at, and by which index."""
    known = {"queue": f"queue-{HOT}", "limit": CLAIM, "id": "none"}
    for name, query in {"claim": TAKE, "claim by id": TAKE_BY_ID, "find": FIND, "find by id": FIND_BY_ID}.items():
        plan = "\n".join(line for (line,) in hashed.execute("EXPLAIN (COSTS OFF) " + query, known))
        touched = {number for number in range(PARTITIONS) if f"on jobs_{number} " in plan + " "}
        _say(f"{kind.schema}: plan of {name}: {len(touched)} of {PARTITIONS} partitions")
        _say(plan)


def _measure(url: str, connections: dict[Kind, Connection]) -> None:
    """Everything that is timed; the tables take turns, so that a busy moment hits all of them."""
    numbers = count()
    ids = {queue: _ids(connections[PLAIN], queue) for queue in (f"queue-{number}" for number in range(QUEUES))}

    def claim(query: str) -> Callable[[Connection, int], None]:
        def run(connection: Connection, turn: int) -> None:
            taken = connection.execute(query, {"queue": f"queue-{turn % QUEUES}", "limit": CLAIM}).fetchall()
            if len(taken) != CLAIM:
                raise SystemExit(f"a claim took {len(taken)} jobs instead of {CLAIM}")

        return run

    def find(query: str) -> Callable[[Connection, int], None]:
        def run(connection: Connection, turn: int) -> None:
            queue = f"queue-{turn % QUEUES}"
            found = connection.execute(query, {"id": ids[queue][turn], "queue": queue}).fetchall()
            if len(found) != 1:
                raise SystemExit(f"{len(found)} jobs of one id")

        return run

    def save(connection: Connection, turn: int) -> None:
        connection.execute(SAVE, {"id": f"single-{next(numbers)}", "queue": f"queue-{turn % QUEUES}"})

    _turns(connections, "claim of 10", claim(TAKE), REPEATS)
    _turns(connections, "claim of 10, UPDATE by id alone", claim(TAKE_BY_ID), SLOW_REPEATS)
    _turns(connections, "find by queue_name and id", find(FIND), REPEATS)
    _turns(connections, "find by id alone", find(FIND_BY_ID), SLOW_REPEATS)
    _turns(connections, "insert of one, committed", save, SINGLES)
    _rates("insert in bulk, rows/s", lambda kind, turn: _bulk(connections[kind], turn))
    for connection in connections.values():
        connection.execute("VACUUM (ANALYZE) jobs")
    _rates(f"{WORKERS} workers on one queue, jobs/s", lambda kind, _: _together(url, kind, [HOT] * WORKERS))
    _rates(f"{WORKERS} workers on a queue each, jobs/s", lambda kind, _: _together(url, kind, range(WORKERS)))


def _rates(name: str, rate: Callable[[Kind, int], float]) -> None:
    """The median of some rounds per table, in turns."""
    found: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    for turn in range(ROUNDS):
        for kind in KINDS:
            found[kind].append(rate(kind, turn))
    for kind, rates in found.items():
        _say(f"{kind.schema}: {name}: median {median(rates):,.0f} of " + ", ".join(f"{each:,.0f}" for each in rates))


def _bulk(connection: Connection, turn: int) -> float:
    """Rows per second of one statement that makes many."""
    began = time.perf_counter()
    connection.execute(FILL, {"salt": f"bulk{turn}", "queues": QUEUES, "rows": BULK})
    return BULK / (time.perf_counter() - began)


def _turns(
    connections: dict[Kind, Connection], name: str, run: Callable[[Connection, int], None], repeats: int
) -> None:
    """Time one statement on all tables in turns."""
    taken: dict[Kind, list[float]] = {kind: [] for kind in connections}
    for turn in range(repeats):
        for kind, connection in connections.items():
            began = time.perf_counter()
            run(connection, turn)
            taken[kind].append((time.perf_counter() - began) * 1000)
    for kind, times in taken.items():
        _say(f"{kind.schema}: {name}: median {median(times):.2f} ms, p95 {quantiles(times, n=20)[-1]:.2f} ms")


def _together(url: str, kind: Kind, queues: Sequence[int]) -> float:
    """Jobs taken per second by a worker per queue named."""
    start = time.time() + 1
    with multiprocessing.get_context("spawn").Pool(len(queues)) as pool:
        return sum(pool.starmap(_work, [(url, kind, f"queue-{queue}", start) for queue in queues]))


def _work(url: str, kind: Kind, queue: str, start: float) -> float:
    """One worker: claims as fast as it can."""
    taken = 0
    with _open(url, kind) as connection:
        time.sleep(max(0.0, start - time.time()))
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            taken += len(connection.execute(TAKE, {"queue": queue, "limit": CLAIM}).fetchall())
        return taken / (time.perf_counter() - began)


def _refusals(hashed: Connection) -> None:
    """What PostgreSQL says of DDL that a plain table accepts; each statement is undone."""
    hashed.execute("ALTER TABLE jobs DROP CONSTRAINT pk_jobs")
    hashed.execute("CREATE UNIQUE INDEX key_jobs ON jobs (queue_name, id)")
    for name, statements in REFUSED.items():
        concurrently = "CONCURRENTLY" in statements
        try:
            if concurrently:
                hashed.execute(statements.encode())
            else:
                with hashed.transaction(force_rollback=True):
                    hashed.execute(statements.encode())
        except psycopg.Error as error:
            said = " ".join(str(error).split("\nLINE ")[0].split())
            _say(f"{name}: {error.sqlstate} {said}")
        else:
            _say(f"{name}: accepted")


def _ids(connection: Connection, queue: str) -> list[str]:
    """Ids of a queue; every kind has the same."""
    found = connection.execute("SELECT id FROM jobs WHERE queue_name = %s LIMIT %s", [queue, REPEATS])
    return [one for (one,) in found]


def _say(line: str) -> None:
    if line:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its one argument
        raise SystemExit("usage: python docs/scale/measure.py postgresql://…")
    main(sys.argv[1])

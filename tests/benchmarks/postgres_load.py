"""How long clients are kept waiting while migrations of a large table are applied that they read and write.

Each change is generated and applied as it comes, and once more planned with ``--offline``, which shows the difference.
What is reported is the longest statement of any client, beside the longest one of a while without migrations.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from tests.benchmarks.measure import RunFailedError, Sample, measure
from tests.benchmarks.rows import Row

CLIENTS = 4
EACH_S = 0.04
"""Every client starts a statement so often: a hundred a second in all."""
QUIET_S = 5.0
AFTER_S = 0.5

_OURS = [sys.executable, "-m", "qsys_schema"]

_OWNERS = """\
table: owners
columns:
  id: {type: integer, primary_key: true}
  name: {type: text}
"""

_JOBS = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner_id: {type: integer}
  name: {type: text}
  amount: {type: integer}
  note: {type: text, nullable: true}
  created_at: {type: timestamp_ms}
"""

_INDEXES = "indexes:\n  - columns: [owner_id, created_at]\n"
_KEYS = "foreign_keys:\n  - columns: [owner_id]\n    references: {table: owners, columns: [id]}\n"
_CHECKS = "checks:\n  - expression: amount >= 0\n"
_UNIQUE = "unique:\n  - columns: [name]\n"

# Each spec holds the change and all before it.
_TRIES = _JOBS + "  tries: {type: integer, default: 0}\n"
_REQUIRED = _TRIES.replace("note: {type: text, nullable: true}", "note: {type: text}")
_CHANGES = {
    "NOT NULL column with a default": _TRIES,
    "index": _TRIES + _INDEXES,
    "foreign key": _TRIES + _INDEXES + _KEYS,
    "check": _TRIES + _INDEXES + _KEYS + _CHECKS,
    "SET NOT NULL": _REQUIRED + _INDEXES + _KEYS + _CHECKS,
    "unique constraint": _REQUIRED + _INDEXES + _KEYS + _CHECKS + _UNIQUE,
}

_FILL = """
    INSERT INTO owners SELECT n, 'owner ' || n FROM generate_series(0, 999) AS n;
    INSERT INTO jobs (id, owner_id, name, amount, note, created_at)
        SELECT n, n % 1000, 'job ' || n, n % 100, 'a note that says something about it', 1700000000000 + n
        FROM generate_series(1, {rows}) AS n;
    ANALYZE
"""


@dataclass(slots=True)
class _Traffic:
    """What the clients have seen: how long each statement took, and what went wrong."""

    rows: int
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def longest(self) -> float:
        return max(self.seconds, default=0.0)


def measured(folder: Path, url: str, *, rows: int) -> list[Row]:
    """A row for each change, as it is planned by itself and ``--offline``."""
    print(f"measuring what clients of {rows:,} rows wait for …", file=sys.stderr)
    (folder / "schema").mkdir(parents=True)
    (folder / "schema" / "owners.yaml").write_text(_OWNERS, encoding="utf-8")
    (folder / "schema" / "jobs.yaml").write_text(_JOBS, encoding="utf-8")
    _run(folder, url, "generate", "create")
    _run(folder, url, "apply")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_FILL.format(rows=rows).encode())
    with _traffic(url, rows) as quiet:
        time.sleep(QUIET_S)
    copy = url.replace("/busy?", "/busy_offline?")
    with psycopg.connect(url.replace("/busy?", "/postgres?"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE busy_offline TEMPLATE busy STRATEGY file_copy")
    kept = {path: path.read_bytes() for path in (folder / "migrations").rglob("*") if path.is_file()}
    online = _changed(folder, url, rows, quiet)
    for path in [one for one in (folder / "migrations").rglob("*") if one.is_file()]:
        path.unlink()
    for path, text in kept.items():
        path.write_bytes(text)
    return [*online, *_changed(folder, copy, rows, quiet, "--offline")]


def _changed(folder: Path, url: str, rows: int, quiet: _Traffic, *options: str) -> list[Row]:
    """Make every change while clients are at work. Raises RunFailedError where one of them errs."""
    found = []
    for number, (what, spec) in enumerate(_CHANGES.items()):
        (folder / "schema" / "jobs.yaml").write_text(spec, encoding="utf-8")
        _run(folder, url, "generate", f"change_{number}", *options)
        with _traffic(url, rows) as traffic:
            took = _run(folder, url, "apply").seconds
            time.sleep(AFTER_S)
        words = " ".join((what, *(option.removeprefix("--") for option in options)))
        print(
            f"  {words}: applied in {took:.1f} s, {len(traffic.seconds):,} statements of clients, the longest "
            f"{traffic.longest * 1000:.0f} ms, {len(traffic.errors)} errors",
            file=sys.stderr,
        )
        if traffic.errors:
            raise RunFailedError(f"while {words} was applied, a client got: {traffic.errors[0]}")
        found.append(
            Row(
                what=f"longest wait: {words}",
                ours=Sample(seconds=traffic.longest, megabytes=0.0),
                floor=Sample(seconds=quiet.longest, megabytes=0.0),
                against="no migration",
            )
        )
    return found


def _run(folder: Path, url: str, *arguments: str) -> Sample:
    places = ["--database", url, "--schema", "schema", "--migrations", "migrations"]
    return measure([*_OURS, *arguments, *places], folder, repeat=1)


_numbers = count(1)


@contextmanager
def _traffic(url: str, rows: int) -> Iterator[_Traffic]:
    """Clients that read and write all the while."""
    traffic, done = _Traffic(rows=rows), threading.Event()
    clients = [threading.Thread(target=_client, args=(url, traffic, done)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        time.sleep(AFTER_S)
        yield traffic
    finally:
        done.set()
        for client in clients:
            client.join()


def _client(url: str, traffic: _Traffic, done: threading.Event) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        while not done.is_set():
            number = next(_numbers)
            sql, parameters = _statement(number, traffic.rows)
            started = time.perf_counter()
            try:
                connection.execute(sql, parameters)
            except psycopg.Error as error:
                traffic.errors.append(str(error))
            took = time.perf_counter() - started
            traffic.seconds.append(took)
            time.sleep(max(0.0, EACH_S - took))


def _statement(number: int, rows: int) -> tuple[bytes, Sequence[int | str]]:
    """A look at a row, a change of one, or a new one; in turn."""
    existing = number * 7919 % rows + 1
    if number % 3 == 0:
        # By name: a prepared "SELECT *" is refused once there is another column, whoever adds it.
        return b"SELECT owner_id, name, amount FROM jobs WHERE id = %s", (existing,)
    if number % 3 == 1:
        return b"UPDATE jobs SET amount = amount + 1 WHERE id = %s", (existing,)
    new = rows + number
    return (
        b"INSERT INTO jobs (id, owner_id, name, amount, note, created_at) VALUES (%s, %s, %s, 1, 'new', 1)",
        (new, number % 1000, f"job {new}"),
    )

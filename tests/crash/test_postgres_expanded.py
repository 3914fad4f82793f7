"""A type changed by way of a second column while others are at work, and killed in the middle of the filling."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.command import Command
from tests.crash.postgres_lab import Site, owned
from tests.patience import PATIENCE_S, until
from tests.postgres import connect, fresh_database

if TYPE_CHECKING:
    from tests.postgres import Connection

ROWS = 100_000

SPEC = """\
table: items
columns:
  id: {{type: integer, primary_key: true}}
  amount: {{type: integer, bits: {bits}, default: 7}}
  name: {{type: text, nullable: true}}
indexes:
  - columns: [amount]
  - columns: [name, amount]
unique:
  - columns: [id, amount]
checks:
  - name: ck_items_amount
    expression: "amount >= 0"
"""


@pytest.fixture
def site(run_cli: Command, postgres_server_url: str, postgres_admin: Connection) -> Generator[Site]:
    """A table with many rows, and the migrations that change a type of it."""
    with fresh_database(postgres_admin) as name:
        site = Site(command=run_cli, url=owned(postgres_server_url, name))
        site.write(items=SPEC.format(bits=32))
        site.must("generate", "create")
        site.must("apply")
        with connect(site.url) as connection:
            connection.execute(
                "INSERT INTO items SELECT n, n %% 1000, 'item ' || n FROM generate_series(1, %s) AS n", (ROWS,)
            )
        site.write(items=SPEC.format(bits=64))
        site.must("generate", "widen", "--expand", "items.amount")
        yield site


@dataclass(slots=True)
class Client:
    """Writes and reads rows of its own among all others, and knows what they should be."""

    url: str
    number: int
    rows: dict[int, int] = field(default_factory=dict)
    longest: float = 0.0
    failures: list[str] = field(default_factory=list)
    done: int = 0

    def run(self, stop: threading.Event) -> None:
        """One transaction after another until ``stop``."""
        chance = random.Random(self.number)  # noqa: S311 - the same rows every time
        self.rows = {one: one % 1000 for one in range(self.number + 1, ROWS + 1, 97)}
        following = ROWS + 1 + self.number
        # A prepared statement cannot outlive the type of what it returns, however that changes.
        with psycopg.connect(self.url, autocommit=True, prepare_threshold=None) as connection:
            while not stop.is_set():
                started = time.monotonic()
                try:
                    following = self._turn(connection, chance, following)
                except psycopg.Error as error:
                    self.failures.append(str(error))
                    return
                self.longest = max(self.longest, time.monotonic() - started)
                self.done += 1

    def _turn(self, connection: psycopg.Connection, chance: random.Random, following: int) -> int:
        some = chance.sample(sorted(self.rows), 3)
        with connection.transaction():
            for one in some:
                connection.execute("UPDATE items SET amount = amount + 1, name = 'new' WHERE id = %s", (one,))
            if chance.random() < 0.5:
                connection.execute("INSERT INTO items (id, amount) VALUES (%s, %s)", (following, 5))
            else:
                connection.execute("INSERT INTO items (id) VALUES (%s)", (following,))
            found = _amounts(connection, some)
        for one in some:
            self.rows[one] += 1
            if found[one] != self.rows[one]:
                self.failures.append(f"{one}: {found[one]} and not {self.rows[one]}")
        self.rows[following] = _amounts(connection, [following])[following]
        if self.rows[following] not in {5, 7}:
            self.failures.append(f"{following}: {self.rows[following]}")
        return following + 97


def _amounts(connection: psycopg.Connection, some: list[int]) -> dict[int, int]:
    rows = connection.execute("SELECT id, amount FROM items WHERE id = ANY (%s)", (some,)).fetchall()
    return {identity: amount for identity, amount in rows}  # noqa: C416 - of tuples that nobody has typed


@pytest.mark.soak
def test_nobody_who_writes_or_reads_meanwhile_fails_or_loses_anything(site: Site) -> None:
    """Two clients change, add and read rows while all of it is applied, and taken back: every value is right."""
    clients = [Client(url=site.url, number=number) for number in range(2)]
    stop = threading.Event()
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        site.must("apply")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    for client in clients:
        assert client.failures == []
        assert client.done > 0
    expected = {one: one % 1000 for one in range(1, ROWS + 1)} | clients[0].rows | clients[1].rows
    with connect(site.url) as connection:
        assert dict(connection.execute("SELECT id, amount FROM items").fetchall()) == expected
    assert site.run("diff", "--exit-code").code == 0
    assert site.run("status", "--exit-code").code == 0
    site.must("rollback", "--to", "0001.create")
    with connect(site.url) as connection:
        assert dict(connection.execute("SELECT id, amount FROM items").fetchall()) == expected


def _filled(url: str) -> tuple[int, int]:
    with connect(url) as connection:
        there = connection.execute(
            "SELECT 1 FROM pg_attribute WHERE attrelid = 'items'::regclass AND attname = '_qsys_new_amount'"
        ).fetchone()
        if there is None:
            return 0, ROWS
        (row,) = connection.execute(
            "SELECT count(*) FILTER (WHERE _qsys_new_amount IS NOT NULL), count(*) FROM items"
        ).fetchall()
        return row


@pytest.mark.soak
@pytest.mark.parametrize("accident", ["killed", "thrown_out"])
def test_who_is_killed_while_it_fills_is_finished_by_the_next_apply(
    site: Site, postgres_admin: Connection, tmp_path: Path, accident: str
) -> None:
    """Some batches are committed, others not: the next run does what is left, and all is as if nothing had been."""
    site.must("apply", "--to", "0002.widen")
    blocker = connect(site.url)
    blocker.execute("BEGIN")
    # The last pages are passed over again and again, so that the filling is under way for certain.
    blocker.execute("SELECT FROM items WHERE id = %s FOR UPDATE", (ROWS,))
    process = site.start("apply", talk=tmp_path / "talk.txt")
    until(lambda: _filled(site.url)[0], "nothing is filled")
    if accident == "killed":
        process.kill()
    else:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND query LIKE %s"
        postgres_admin.execute(query, (site.database, "DO $_qsys_fill$%"))
    code = process.wait(PATIENCE_S)
    assert code == (-signal.SIGKILL if accident == "killed" else 1), (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert "Traceback" not in (tmp_path / "talk.txt").read_text(encoding="utf-8")
    some, everything = _filled(site.url)
    assert 0 < some < everything
    assert site.state().applied == site.state().recorded == ("0001.create", "0002.widen")
    status = site.run("status")
    assert "pending  0003.widen_2" in status.stdout
    assert "pending" in site.run("generate").stderr
    blocker.close()
    site.must("apply")
    with connect(site.url) as connection:
        assert connection.execute("SELECT count(*), sum(amount) FROM items").fetchall() == [
            (ROWS, sum(one % 1000 for one in range(1, ROWS + 1)))
        ]
    assert site.run("diff", "--exit-code").code == 0
    site.must("apply")
    site.must("rollback", "--steps", "1")
    site.must("apply")


@pytest.mark.soak
def test_plain_yoyo_does_it_as_well(site: Site) -> None:
    """There and back by the plain command; each file is safe in any runner."""
    catalog = site.state().catalog
    for command in ("apply", "rollback", "apply"):
        options = ["--revision", "0002.widen"] if command == "rollback" else []
        site.yoyo(command, *options)
        if command == "rollback":
            assert site.state().catalog == catalog
    assert site.run("status", "--exit-code").code == 0
    assert site.run("diff", "--exit-code").code == 0

"""``transaction`` and ``in_transaction``, by every flavour."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.codegen.lab import Door, Fails, drive, refusal, rows_of
from tests.patience import PATIENCE_S


class _OopsError(Exception):
    """Something goes wrong in the caller's code."""


def _new(door: Door, key: str) -> Any:
    return door.rows("items").NewItem(id=key, box="b")


async def _ids(door: Door, connection: Any = None) -> list[str]:
    return rows_of(await door.repository("items", connection).page(), "id")


@pytest.fixture(params=["plain", "autocommit"])
def options(request: pytest.FixtureRequest, flavour: str) -> dict[str, Any]:
    """Connections as they come, and those that commit every statement that stands alone."""
    if request.param == "plain":
        return {}
    return {"isolation_level": None} if flavour.startswith("sqlite") else {"autocommit": True}


async def test_a_transaction_commits(door: Door, options: dict[str, Any]) -> None:
    """Others see it afterwards, and not before."""
    connection, other = await door.open(**options), await door.open(**options)
    items = door.repository("items", connection)
    async with door.transaction(connection):
        await items.insert(_new(door, "1"))
        await items.insert(_new(door, "2"))
        assert await _ids(door, other) == []
        await _end(other)
    assert await _ids(door, other) == ["1", "2"]


async def _end(connection: Any) -> None:
    rolled = connection.rollback()
    if rolled is not None:
        await rolled


async def test_a_transaction_is_undone_by_an_error(door: Door, options: dict[str, Any]) -> None:
    """The caller's or the database's; the connection can be used afterwards."""
    connection = await door.open(**options)
    items = door.repository("items", connection)
    with Fails(_OopsError):
        async with door.transaction(connection):
            await items.insert(_new(door, "1"))
            raise _OopsError
    kinds = await _integrity()
    with Fails(*kinds):
        async with door.transaction(connection):
            await items.insert(_new(door, "1"))
            await items.insert(_new(door, "1"))
    assert await _ids(door, connection) == []
    async with door.transaction(connection):
        await items.insert(_new(door, "3"))
    assert await _ids(door, connection) == ["3"]


async def _integrity() -> tuple[type[Exception], ...]:
    import psycopg

    return (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


async def test_a_transaction_within_another_is_undone_alone(door: Door, options: dict[str, Any]) -> None:
    """A savepoint, three deep."""
    connection = await door.open(**options)
    items = door.repository("items", connection)
    async with door.transaction(connection):
        await items.insert(_new(door, "1"))
        with Fails(_OopsError):
            async with door.transaction(connection):
                await items.insert(_new(door, "2"))
                async with door.transaction(connection):
                    await items.insert(_new(door, "3"))
                raise _OopsError
        with Fails(*await _integrity()):
            async with door.transaction(connection):
                await items.insert(_new(door, "1"))
        async with door.transaction(connection):
            await items.insert(_new(door, "4"))
            with Fails(_OopsError):
                async with door.transaction(connection):
                    await items.insert(_new(door, "5"))
                    raise _OopsError
        assert await _ids(door, connection) == ["1", "4"]
    await _end(connection)
    assert await _ids(door, connection) == ["1", "4"]


async def test_everything_within_is_undone_with_the_outer_one(door: Door, options: dict[str, Any]) -> None:
    """A savepoint that was released is no commit."""
    connection = await door.open(**options)
    items = door.repository("items", connection)
    with Fails(_OopsError):
        async with door.transaction(connection):
            async with door.transaction(connection):
                await items.insert(_new(door, "1"))
            raise _OopsError
    assert await _ids(door, connection) == []


async def test_work_in_a_transaction_gives_its_value(door: Door, options: dict[str, Any]) -> None:
    """And is committed; an error of the caller's is not tried again."""
    connection = await door.open(**options)
    items = door.repository("items", connection)
    tries: list[int] = []

    async def work() -> str:
        tries.append(1)
        await items.insert(_new(door, "1"))
        return "done"

    async def failing() -> None:
        tries.append(1)
        await items.insert(_new(door, "2"))
        raise _OopsError

    assert await door.in_transaction(work, connection=connection) == "done"
    await _end(connection)
    assert await _ids(door, connection) == ["1"]
    await _end(connection)
    await refusal(door.in_transaction(failing, connection=connection), _OopsError)
    assert await _ids(door, connection) == ["1"]
    assert len(tries) == 2


async def _busy_sqlite(door: Door) -> tuple[Any, Any]:
    """A connection of ours, and one that holds the write lock."""
    holder = await door.open(isolation_level=None)
    await door.execute("BEGIN IMMEDIATE", connection=holder)
    return await door.open(), holder


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async"], indirect=True)
async def test_a_locked_file_is_tried_again(door: Door) -> None:
    """Somebody else writes for a moment."""
    connection = await door.open()
    (place,) = [one[2] for one in await door.execute("PRAGMA database_list") if one[1] == "main"]
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(place, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(0.03)
            other.execute("COMMIT")
            done.set()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(PATIENCE_S)
    items = door.repository("items", connection)

    async def work() -> None:
        await items.insert(_new(door, "1"))

    await door.in_transaction(work, connection=connection, attempts=9)
    assert done.is_set()
    thread.join()
    assert await _ids(door) == ["1"]


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async"], indirect=True)
async def test_a_file_that_stays_locked_is_given_up(door: Door) -> None:
    """After as many attempts as were asked for; the work was never begun."""
    connection, holder = await _busy_sqlite(door)
    tries: list[int] = []

    async def work() -> None:
        tries.append(1)

    error = await refusal(door.in_transaction(work, connection=connection, attempts=2), sqlite3.OperationalError)
    assert "locked" in str(error)
    assert not tries
    await door.execute("COMMIT", connection=holder)
    await door.in_transaction(work, connection=connection, attempts=1)
    assert tries == [1]


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async"], indirect=True)
async def test_a_lock_met_within_is_tried_again_only_outermost(door: Door) -> None:
    """Nested, the caller's own transaction would have to be done again: that is the caller's."""
    connection = await door.open()
    tries: list[int] = []

    async def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
            raise error
        return "at last"

    assert await door.in_transaction(work, connection=connection) == "at last"
    tries.clear()
    async with door.transaction(connection):
        await refusal(door.in_transaction(work, connection=connection), sqlite3.OperationalError)
    assert len(tries) == 1
    tries.clear()

    async def broken() -> None:
        tries.append(1)
        raise sqlite3.OperationalError("no such table")

    await refusal(door.in_transaction(broken, connection=connection), sqlite3.OperationalError)
    assert len(tries) == 1


class _Always(sqlite3.Connection):
    """What ``autocommit=False`` makes since Python 3.12."""

    autocommit = False


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async"], indirect=True)
async def test_a_connection_that_is_always_in_a_transaction_is_refused(door: Door) -> None:
    """It would make savepoints for ever, and never commit."""
    connection = await door.open(factory=_Always)

    async def enter() -> None:
        async with door.transaction(connection):
            pass

    assert "autocommit=True" in str(await refusal(enter(), RuntimeError))
    assert "autocommit=True" in str(await refusal(door.in_transaction(enter, connection=connection), RuntimeError))


@pytest.mark.parametrize("flavour", ["postgres", "postgres_async"], indirect=True)
async def test_a_failed_serialization_is_tried_again(door: Door, options: dict[str, Any]) -> None:
    """Two that read what the other writes: one of them has to do it again."""
    import psycopg

    mine, theirs = await door.open(**options), await door.open(**options)
    for one in (mine, theirs):
        setting = one.set_isolation_level(psycopg.IsolationLevel.SERIALIZABLE)
        if setting is not None:
            await setting
    items = door.repository("items", mine)
    tries: list[int] = []

    async def work() -> int:
        tries.append(1)
        count = int(await items.count())
        if len(tries) == 1:
            async with door.transaction(theirs):
                other = door.repository("items", theirs)
                await other.count()
                await other.insert(_new(door, "theirs"))
        await items.insert(_new(door, f"mine {count}"))
        return count

    assert await door.in_transaction(work, connection=mine) == 1
    assert len(tries) == 2
    assert await _ids(door) == ["mine 1", "theirs"]


@pytest.mark.parametrize("flavour", ["postgres", "postgres_async"], indirect=True)
async def test_a_deadlock_is_tried_as_often_as_asked(door: Door) -> None:
    """Then it is the caller's; within another transaction at once."""
    import psycopg

    tries: list[int] = []

    async def work() -> str:
        tries.append(1)
        if len(tries) < 4:
            await door.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")
        return "at last"

    deadlock = psycopg.errors.DeadlockDetected
    await refusal(door.in_transaction(work, attempts=2), deadlock)
    assert len(tries) == 2
    assert await door.in_transaction(work, attempts=3) == "at last"
    assert len(tries) == 4
    tries.clear()
    async with door.transaction():
        await refusal(door.in_transaction(work), deadlock)
        assert len(tries) == 1
        assert await _ids(door) == []


def test_processes_that_count_up_lose_nothing(
    packages: Path, sqlite_templates: dict[str, Path], tmp_path: Path
) -> None:
    """Read, add one, write: within ``in_transaction`` nobody writes in between."""
    shutil.copyfile(sqlite_templates["plain"], tmp_path / "t.db")
    script = tmp_path / "count.py"
    script.write_text(_COUNTING, encoding="utf-8")
    command = [sys.executable, str(script), str(packages), str(tmp_path / "t.db")]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [one.wait(PATIENCE_S) for one in running] == [0, 0, 0]
    with closing(sqlite3.connect(tmp_path / "t.db")) as connection:
        assert connection.execute("SELECT version FROM accounts").fetchall() == [(61,)]


_COUNTING = """
import sqlite3, sys
sys.path.insert(0, sys.argv[1])
from made_plain.rows.accounts import NewAccount
from made_plain.sqlite.accounts import AccountsRepository
from made_plain.sqlite.session import in_transaction
connection = sqlite3.connect(sys.argv[2], timeout=0.01)
accounts = AccountsRepository(connection)
def add():
    found = accounts.get(1)
    if found is None:
        accounts.insert(NewAccount(id=1, owner="x", version=2))
    else:
        accounts.update(1, version=found.version + 1)
for _ in range(20):
    in_transaction(connection, add, attempts=12)
"""


def test_a_scenario_that_waits_is_no_scenario_of_a_door_that_does_not() -> None:
    """The lab itself: a coroutine is driven to its end or the test fails."""

    async def waiting() -> None:
        await asyncio.sleep(0)

    with pytest.raises(AssertionError, match="waited"):
        drive(waiting())

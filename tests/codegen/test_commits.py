"""No method commits by itself, whatever connection the caller has."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from tests.codegen.lab import Door, gathered, rows_of


def _new(door: Door, key: str, **named: Any) -> Any:
    return door.rows("items").NewItem(**{"id": key, "box": "b", **named})


async def _writes(door: Door, connection: Any = None) -> None:
    """Every method that writes."""
    items, accounts = door.repository("items", connection), door.repository("accounts", connection)
    account = door.rows("accounts").NewAccount
    await items.insert(_new(door, "1"))
    await items.insert_returning(_new(door, "2"))
    await items.insert_many([_new(door, "3"), _new(door, "4")])
    await items.upsert(_new(door, "5"))
    await items.update("1", rank=5)
    await items.update_if("1", {"rank": 5}, rank=6)
    await items.delete("2")
    await items.delete_many(["3", "before"])
    await accounts.insert(account(owner="x"))
    await accounts.insert_returning(account(owner="y"))
    await accounts.insert_many([account(owner="z"), account(owner="z", note=None)])
    await accounts.upsert(account(id=99, owner="u"))


async def _seen(door: Door) -> tuple[list[str], int]:
    """What another connection sees."""
    other = await door.open()
    try:
        found = await door.execute("SELECT id FROM items ORDER BY id", connection=other)
        (count,) = await door.execute("SELECT count(*) FROM accounts", connection=other)
        return [one[0] for one in found], count[0]
    finally:
        rolled = other.rollback()
        if rolled is not None:
            await rolled


async def test_what_was_written_is_gone_after_a_rollback(door: Door) -> None:
    """And nobody else saw it."""
    items = door.repository("items")
    await items.insert(_new(door, "before"))
    await door.commit()
    await _writes(door)
    assert rows_of(await items.page(), "id") == ["1", "4", "5"]
    assert await _seen(door) == (["before"], 0)
    await door.rollback()
    assert rows_of(await items.page(), "id") == ["before"]
    assert await door.repository("accounts").count() == 0
    assert await _seen(door) == (["before"], 0)


async def test_what_was_written_stays_after_a_commit(door: Door) -> None:
    """The caller's commit is the one that counts."""
    await _writes(door)
    await door.commit()
    assert await _seen(door) == (["1", "4", "5"], 5)


async def test_every_statement_of_each_method_waits_for_the_caller(door: Door) -> None:
    """One after the other: a commit after any of them would show its row."""
    items, accounts = door.repository("items"), door.repository("accounts")
    await items.insert(_new(door, "before"))
    await door.commit()
    account = door.rows("accounts").NewAccount
    steps: list[Callable[[], Any]] = [
        lambda: items.insert(_new(door, "1")),
        lambda: items.insert_returning(_new(door, "1")),
        lambda: items.insert_many([_new(door, "1")]),
        lambda: items.upsert(_new(door, "1")),
        lambda: items.update("before", rank=7),
        lambda: items.update_if("before", {}, rank=7),
        lambda: items.delete("before"),
        lambda: items.delete_many(["before"]),
        lambda: accounts.insert(account(owner="x")),
        lambda: accounts.insert_returning(account(owner="x")),
        lambda: accounts.insert_many([account(owner="x")]),
        lambda: accounts.upsert(account(id=1, owner="x")),
    ]
    for number, step in enumerate(steps):
        await step()
        await door.rollback()
        assert [(one.id, one.rank) for one in await items.page()] == [("before", 0)], number
        assert await accounts.count() == 0, number


async def test_reading_leaves_a_transaction_as_it_was(door: Door) -> None:
    """Reads within a transaction neither end it nor hide what it wrote."""
    items = door.repository("items")
    await items.insert(_new(door, "1"))
    assert (await items.get("1")).id == "1"
    assert await items.count() == 1
    assert len(await gathered(items.iterate())) == 1
    assert len(await items.list_by_box("b")) == 1
    await door.rollback()
    assert await items.count() == 0


async def test_a_connection_that_commits_every_statement_itself(door: Door) -> None:
    """That is what the caller chose: each statement stands for itself."""
    options = {"isolation_level": None} if door.sqlite else {"autocommit": True}
    connection = await door.open(**options)
    await _writes(door, connection)
    assert await _seen(door) == (["1", "4", "5"], 5)


async def test_rows_of_every_kind_of_connection_are_the_same(door: Door) -> None:
    """The connection's row factory is for the caller's own statements."""
    factory: Any = sqlite3.Row
    if not door.sqlite:
        from psycopg.rows import dict_row

        factory = dict_row
    connection = await door.open()
    connection.row_factory = factory
    await _writes(door, connection)
    items = door.repository("items", connection)
    assert await items.get("5") == door.rows("items").Item("5", "b", 0, 0, None, None)
    assert await items.count() == 3
    assert await items.exists("1")
    assert await items.update("1")
    assert rows_of(await gathered(items.iterate(batch=1)), "id") == ["1", "4", "5"]
    assert (await door.repository("accounts", connection).insert_returning(
        door.rows("accounts").NewAccount(owner="o")
    )).owner == "o"  # fmt: skip
    assert connection.row_factory is factory


@pytest.mark.parametrize("kind", ["tuples", "texts"])
async def test_a_connection_with_a_factory_of_the_callers(door: Door, kind: str) -> None:
    """SQLite's text factory and factories that are functions."""
    connection = await door.open()
    if kind == "tuples" or not door.sqlite:
        connection.row_factory = (lambda _, row: {"row": row}) if door.sqlite else _listing
    items = door.repository("items", connection)
    await items.insert(_new(door, "1"))
    assert rows_of(await items.page(), "id") == ["1"]


def _listing(cursor: Any) -> Callable[[Any], list[Any]]:
    del cursor
    return list


async def test_a_statement_that_begins_with_with_is_a_write_too(door: Door) -> None:
    """The driver of SQLite takes it for a read: it would be committed at once, and counted as -1."""
    session = door.module(f"{door.flavour}.session")
    items = door.repository("items")
    await items.insert_many([_new(door, "1"), _new(door, "2")])
    await door.commit()
    with_them = "\n  with picked AS (SELECT '1' AS id)\nUPDATE items SET rank = 5 WHERE id IN (SELECT id FROM picked)"
    counted = session.change(door.connection, with_them, ())
    assert (counted if isinstance(counted, int) else await counted) == 1
    await door.rollback()
    assert rows_of(await items.page(), "rank") == [0, 0]
    await door.rollback()
    found = session.fetch(door.connection, f"{with_them} RETURNING id, rank", ())
    assert (found if isinstance(found, list) else await found) == [("1", 5)]
    await door.rollback()
    assert rows_of(await items.page(), "rank") == [0, 0]
    await door.rollback()
    read = session.fetch(door.connection, "WITH picked AS (SELECT 1) SELECT * FROM picked", ())
    assert (read if isinstance(read, list) else await read) == [(1,)]
    if door.sqlite:
        assert not door.connection.in_transaction

"""Inserting, upserting, updating and deleting, by every flavour."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from tests.codegen.lab import Door, gathered, refusal, rows_of


def _item(door: Door, key: str, **named: Any) -> Any:
    return door.rows("items").NewItem(**{"id": key, "box": "b", **named})


async def test_a_row_that_was_inserted_is_there_with_the_defaults(door: Door) -> None:
    """What is left out is as the specs say."""
    items = door.repository("items")
    await items.insert(_item(door, "a"))
    assert await items.get("a") == door.rows("items").Item("a", "b", 0, 0, None, None)


async def test_an_insert_gives_the_row_as_the_database_has_it(door: Door) -> None:
    """The number that it handed out, and its own defaults."""
    accounts, rows = door.repository("accounts"), door.rows("accounts")
    first = await accounts.insert_returning(rows.NewAccount(owner="x"))
    second = await accounts.insert_returning(rows.NewAccount(owner="y", note=None, data={"tags": ["t"]}))
    assert first == rows.Account(first.id, "x", "open", 1, "new", None, None)
    assert (second.note, second.data, second.id) == (None, {"tags": ["t"]}, first.id + 1)
    assert await accounts.get(second.id) == second


async def test_thousands_of_rows_go_in_with_many_in_one_statement(door: Door) -> None:
    """More than one batch, each row once."""
    items = door.repository("items")
    wanted = [f"{number:05}" for number in range(3001)]
    assert await items.insert_many(_item(door, key, rank=int(key)) for key in wanted) == 3001
    assert await items.count() == 3001
    assert rows_of(await items.page(limit=4000), "id") == wanted


async def test_no_rows_are_inserted_without_a_statement(door: Door) -> None:
    """Nothing in, nothing done."""
    assert await door.repository("items").insert_many([]) == 0
    assert await door.repository("accounts").insert_many([]) == 0
    assert await door.repository("items").count() == 0


async def test_rows_that_give_different_columns_go_in_together(door: Door) -> None:
    """Each gets what it gave, and the database's default for the rest."""
    accounts, new = door.repository("accounts"), door.rows("accounts").NewAccount
    many = [new(owner="0"), new(owner="1", note="n"), new(owner="2", id=77), new(owner="3"), new(owner="4", note=None)]
    assert await accounts.insert_many(many) == 5
    found = sorted(await accounts.page(), key=lambda one: one.owner)
    assert rows_of(found, "note") == ["new", "n", "new", "new", None]
    assert found[2].id == 77


async def test_many_rows_without_any_column_given(odd_door: Door) -> None:
    """There is no statement for several rows of nothing but defaults."""
    bare, new = odd_door.repository("bare"), odd_door.rows("bare").NewBare
    assert await bare.insert_many([new(), new(), new(id=50), new()]) == 4
    assert len({row.id for row in await bare.page()}) == 4
    assert (await bare.insert_returning(new())).id > 0


async def test_an_upsert_changes_the_row_that_is_there(door: Door) -> None:
    """All values of a table whose defaults are known in Python."""
    items = door.repository("items")
    await items.insert(_item(door, "a", rank=1, label="old", code="c"))
    await items.upsert(_item(door, "a", rank=2, box="z"))
    await items.upsert(_item(door, "n"))
    assert await items.get("a") == door.rows("items").Item("a", "z", 2, 0, None, None)
    assert await items.count() == 2


async def test_an_upsert_leaves_what_is_not_given(door: Door) -> None:
    """A column that is UNSET keeps its value; one that is None loses it."""
    accounts, rows = door.repository("accounts"), door.rows("accounts")
    await accounts.insert(rows.NewAccount(id=5, owner="x", note="kept", data={"tags": []}))
    await accounts.upsert(rows.NewAccount(id=5, owner="y"))
    assert await accounts.get(5) == rows.Account(5, "y", "open", 1, "kept", None, None)
    await accounts.upsert(rows.NewAccount(id=5, owner="y", note=None))
    await accounts.upsert(rows.NewAccount(id=6, owner="z"))
    assert (await accounts.get(5)).note is None
    assert (await accounts.get(6)).note == "new"


async def test_an_upsert_of_nothing_but_a_key_changes_nothing(door: Door) -> None:
    """The row is there, once."""
    links, new = door.repository("links"), door.rows("links").NewLinks
    one = new(a=uuid.UUID(int=1), b=dt.date(2024, 2, 29))
    await links.upsert(one)
    await links.upsert(one)
    assert await links.count() == 1


async def test_an_update_writes_the_columns_that_are_named(door: Door) -> None:
    """The others stay; whether the row was there is said."""
    items = door.repository("items")
    await items.insert(_item(door, "a", rank=1, label="l"))
    await items.insert(_item(door, "b", label="other"))
    assert await items.update("a", rank=9, label=None)
    assert await items.get("a") == door.rows("items").Item("a", "b", 9, 0, None, None)
    assert (await items.get("b")).label == "other"
    assert not await items.update("nobody", rank=1)


async def test_an_update_of_nothing_says_whether_the_row_is_there(door: Door) -> None:
    """No statement changes it."""
    items = door.repository("items")
    await items.insert(_item(door, "a"))
    assert await items.update("a")
    assert not await items.update("b")


async def test_an_update_encodes_its_values(door: Door) -> None:
    """Documents and times, and None for them."""
    accounts, rows = door.repository("accounts"), door.rows("accounts")
    seen = dt.datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=dt.UTC)
    await accounts.insert(rows.NewAccount(id=1, owner="x"))
    assert await accounts.update(1, data={"tags": ["ä"], "count": 3}, seen=seen)
    assert await accounts.get(1) == rows.Account(1, "x", "open", 1, "new", {"tags": ["ä"], "count": 3}, seen)
    assert await accounts.update(1, data=None, seen=None)
    assert (await accounts.get(1)).data is None


async def test_an_update_of_an_unknown_column_is_refused(door: Door) -> None:
    """Also of the key: a row keeps its key."""
    items = door.repository("items")
    await items.insert(_item(door, "a"))
    for name in ("colour", "id", "rank = 5 --"):
        assert repr(name) in str(await refusal(items.update("a", **{name: 5}), TypeError))


async def test_the_second_of_two_updates_by_version_changes_nothing(door: Door) -> None:
    """Both read version 1; one of them wins."""
    accounts, rows = door.repository("accounts"), door.rows("accounts")
    await accounts.insert(rows.NewAccount(id=1, owner="x"))
    assert await accounts.update_if(1, {"version": 1}, version=2, owner="first")
    assert not await accounts.update_if(1, {"version": 1}, version=2, owner="second")
    assert (await accounts.get(1)).owner == "first"


async def test_an_update_by_state_and_by_nothing(door: Door) -> None:
    """NULL is expected by None; several columns at once; nothing expected holds always."""
    accounts, rows = door.repository("accounts"), door.rows("accounts")
    await accounts.insert(rows.NewAccount(id=1, owner="x"))
    assert not await accounts.update_if(1, {"state": "closed"}, owner="no")
    assert not await accounts.update_if(1, {"seen": None, "state": "closed"}, owner="no")
    assert await accounts.update_if(1, {"seen": None, "state": "open"}, state="closed")
    assert not await accounts.update_if(1, {"note": None}, owner="no")
    assert await accounts.update_if(1, {}, owner="yes")
    assert not await accounts.update_if(2, {}, owner="yes")
    found = await accounts.get(1)
    assert (found.owner, found.state) == ("yes", "closed")
    assert "nothing to change" in str(await refusal(accounts.update_if(1, {"version": 1}), TypeError))


async def test_a_delete_takes_one_row(door: Door) -> None:
    """And says whether there was one."""
    pairs, new = door.repository("pairs"), door.rows("pairs").NewPairs
    await pairs.insert_many([new(left=1, right="a", value=[]), new(left=1, right="b", value=[])])
    assert await pairs.delete(1, "a")
    assert not await pairs.delete(1, "a")
    assert rows_of(await pairs.page(), "right") == ["b"]


async def test_many_are_deleted_by_their_keys(door: Door) -> None:
    """More than a batch, keys that are not there, and none at all."""
    items, pairs = door.repository("items"), door.repository("pairs")
    await items.insert_many(_item(door, f"{number:04}") for number in range(1200))
    assert await items.delete_many([]) == 0
    assert await items.delete_many(["x", *(f"{number:04}" for number in range(1100))]) == 1100
    assert await items.count() == 100
    new = door.rows("pairs").NewPairs
    await pairs.insert_many(new(left=number, right="r", value=None) for number in range(250))
    assert await pairs.delete_many((number, "r") for number in range(1, 300)) == 249
    assert rows_of(await gathered(pairs.iterate()), "left") == [0]


async def test_names_that_methods_use_themselves_are_columns_too(odd_door: Door) -> None:
    """Keys called rows, values, expected: each value goes to its own column."""
    when = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    table, rows = odd_door.repository("locals"), odd_door.rows("locals")
    new = rows.NewLocals(
        rows="r", values=when, columns="c", changes="ch", expected="e", fetch=1, change=2, sql="s", limit="l",
        limit_rows="lr", after=3, after_rows=4, len=5, isinstance=6, find="f",
    )  # fmt: skip
    key = ("r", when, "c", "ch", "e", 1, 2, "s")
    await table.insert(new)
    assert await table.exists(*key)
    assert await table.update(*key, count=7, changed={"a": 1})
    assert await table.update_if(*key, {"count": 7, "assigned": None}, assigned="x")
    assert not await table.update_if(*key, {"count": 8}, assigned="y")
    found = await table.get(*key)
    assert (found.count, found.changed, found.assigned, found.limit_rows) == (7, {"a": 1}, "x", "lr")
    assert await table.get_many([key]) == [found]
    assert await table.list_by_limit_and_limit_rows_and_after("l", "lr", 3, limit=1) == [found]
    assert await table.list_by_limit_and_limit_rows_and_after("l", "lr", 3, limit=0) == []
    assert await table.find_by_len_and_find_and_isinstance(5, "f", 6) == found
    assert await table.list_by_rows("r", after=found) == []
    assert await table.update(*key)
    assert await table.delete(*key)
    assert not await table.update(*key)


async def test_a_key_that_is_called_values_is_the_key(odd_door: Door) -> None:
    """Two finders of one name are two methods."""
    table, rows = odd_door.repository("one_key"), odd_door.rows("one_key")
    await table.insert(rows.NewOneKey(values=Decimal("1.50"), a=1, b=2, a_and_b=3))
    await table.insert(rows.NewOneKey(values=Decimal(2), a=3, b=4, a_and_b=2, given="g"))
    assert await table.update(Decimal("1.5"), given="changed", e="two")
    assert rows_of(await table.page(), "given") == ["changed", "g"]
    assert rows_of(await table.list_by_a_and_b(1, 2), "a_and_b") == [3]
    assert rows_of(await table.list_by_a_and_b_2(2), "a") == [3]
    assert await table.delete(Decimal(2))

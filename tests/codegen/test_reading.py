"""Getting, counting and listing page by page, by every flavour."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from tests.codegen.lab import Door, gathered, refusal, rows_of

KEYS = ["", " ", "%", "A", "Z", "a", "aa", "b", "z", "\x7f", "ä", "é", "e\u0301", "ß", "日本", "\uffff", "😀", "🏳️‍🌈"]
"""Texts that sort otherwise in a dictionary than by their bytes."""


async def _filled(door: Door, count: int = 60) -> list[Any]:
    """Items with many ties in every column but the key, inserted in no order."""
    new = door.rows("items").NewItem
    many = [
        new(
            id=(KEYS[number] if number < len(KEYS) else f"k{number:03}"),
            box="xyz"[number % 3],
            rank=number % 4 - 1,
            weight=number % 2,
            label=None if number % 5 else "l",
            code=f"c{number}" if number % 2 else None,
        )
        for number in range(count)
    ]
    many.sort(key=lambda one: hash((one.box, len(one.id), one.id.encode()[::-1])))
    await door.repository("items").insert_many(many)
    return await gathered(door.repository("items").iterate(batch=7))


async def _paged(method: Callable[..., Any], *given: Any, limit: int) -> list[Any]:
    """All rows, page by page."""
    found: list[Any] = []
    page = await method(*given, limit=limit)
    while page:
        assert len(page) <= limit
        found += page
        assert len(found) < 1000, "it goes round in circles"
        page = await method(*given, after=page[-1], limit=limit)
    return found


def _by_bytes(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda one: one.id.encode())


async def test_a_row_is_found_by_its_key_or_not(door: Door) -> None:
    """Texts are what they are: no pattern, no case, no normal form."""
    await _filled(door)
    items = door.repository("items")
    for key in KEYS:
        assert (await items.get(key)).id == key
        assert await items.exists(key)
    for key in ("B", "\u00e9\u00e9", "a%", "a ", "'; --"):
        assert await items.get(key) is None
        assert not await items.exists(key)


async def test_an_empty_table(door: Door) -> None:
    """Everything is nothing."""
    items = door.repository("items")
    assert await items.count() == 0
    assert await items.page() == []
    assert await gathered(items.iterate()) == []
    assert await items.list_by_box("x") == []
    assert await items.find_by_code("c") is None
    assert await items.get_many(["a"]) == []


async def test_many_are_got_by_their_keys(door: Door) -> None:
    """More than a batch; none; some missing; a key that is named twice gives its row once."""
    new = door.rows("items").NewItem
    items = door.repository("items")
    await items.insert_many(new(id=f"{number:04}", box="b") for number in range(1300))
    wanted = [f"{number:04}" for number in range(100, 1400)]
    assert sorted(rows_of(await items.get_many(iter(wanted)), "id")) == wanted[:1200]
    assert await items.get_many([]) == []
    assert len(await items.get_many(["0001"] * 1201)) == 1


async def test_many_are_got_by_keys_of_two_columns(door: Door) -> None:
    """A pair is a pair: not every left with every right."""
    pairs, new = door.repository("pairs"), door.rows("pairs").NewPairs
    await pairs.insert_many(new(left=left, right=right, value=left) for left in range(150) for right in ("a", "b"))
    keys = [(left, "ab"[left % 2]) for left in range(150)]
    assert sorted((one.left, one.right) for one in await pairs.get_many(keys)) == keys
    assert await pairs.get_many([(1, "c"), (151, "a")]) == []
    assert (await pairs.get(3, "b")).value == 3


async def test_keys_that_have_to_be_encoded(door: Door) -> None:
    """UUIDs and days, alone and in lists and behind a page."""
    links, new = door.repository("links"), door.rows("links").NewLinks
    keys = [(uuid.UUID(int=number), dt.date(2024, 1, number)) for number in range(1, 20)]
    await links.insert_many(new(a=a, b=b) for a, b in reversed(keys))
    assert await links.exists(*keys[0])
    assert len(await links.get_many(keys)) == 19
    assert [(one.a, one.b) for one in await _paged(links.page, limit=4)] == keys
    assert rows_of(await links.list_by_a(keys[4][0]), "b") == [keys[4][1]]


async def test_pages_give_every_row_once_in_the_order_of_the_key(door: Door) -> None:
    """Whatever the size of a page."""
    await _filled(door)
    items = door.repository("items")
    everything = await items.page(limit=1000)
    assert rows_of(everything, "id") == rows_of(_by_bytes(everything), "id")
    assert len(everything) == 60
    for limit in (1, 7, 59, 60, 61):
        assert await _paged(items.page, limit=limit) == everything
        assert await gathered(items.iterate(batch=limit)) == everything


async def test_a_page_goes_on_behind_a_row_that_is_gone(door: Door) -> None:
    """Rows that came and went between two pages disturb neither."""
    await _filled(door)
    items = door.repository("items")
    first = await items.page(limit=10)
    rest = (await items.page(limit=100))[10:]
    await items.delete_many([first[-1].id, first[0].id])
    assert await items.page(after=first[-1], limit=100) == rest


async def test_rows_of_two_key_columns_in_pages(door: Door) -> None:
    """Behind (1, b) comes (2, a)."""
    pairs, new = door.repository("pairs"), door.rows("pairs").NewPairs
    await pairs.insert_many(new(left=left, right=right, value=0) for left in (2, 1, 3) for right in "cab")
    wanted = [(left, right) for left in (1, 2, 3) for right in "abc"]
    assert [(one.left, one.right) for one in await _paged(pairs.page, limit=2)] == wanted
    assert rows_of(await _paged(pairs.list_by_left, 2, limit=2), "right") == ["a", "b", "c"]


async def test_finders_with_pages(door: Door) -> None:
    """Every row with the value once, in the order that the index has, forwards and backwards."""
    everything = await _filled(door)
    items = door.repository("items")

    async def same(name: str, *values: Any, order: Callable[[Any], Any], backwards: bool = False) -> None:
        columns = name.removeprefix("list_by_").split("_and_")
        wanted = [row for row in everything if tuple(getattr(row, one) for one in columns) == values]
        wanted.sort(key=order, reverse=backwards)
        assert wanted
        for limit in (1, 3, 100):
            assert await _paged(getattr(items, name), *values, limit=limit) == wanted, (name, limit)

    await same("list_by_box", "x", order=lambda one: (one.rank, one.id.encode()))
    await same("list_by_box_and_rank", "y", -1, order=lambda one: one.id.encode())
    await same("list_by_weight", 0, order=lambda one: (one.rank, one.id.encode()), backwards=True)
    await same("list_by_weight_and_rank", 1, 2, order=lambda one: one.id.encode(), backwards=True)
    await same("list_by_rank", 1, order=lambda one: (one.weight, one.id.encode()))
    await same("list_by_rank_and_weight", 1, 0, order=lambda one: one.id.encode())
    assert await items.list_by_box("X") == []


async def test_a_finder_without_a_total_order_has_a_limit_only(door: Door) -> None:
    """Pages would lose rows: there are none."""
    everything = await _filled(door)
    items = door.repository("items")
    found = await items.list_by_label("l", limit=100)
    assert sorted(rows_of(found, "id")) == sorted(one.id for one in everything if one.label == "l")
    assert rows_of(found, "rank") == sorted(rows_of(found, "rank"), reverse=True)
    assert len(await items.list_by_label("l", limit=2)) == 2
    await refusal(_called(items.list_by_label, "l", after=found[0]), TypeError)
    rank = found[0].rank
    assert {one.rank for one in await items.list_by_label_and_rank("l", rank)} == {rank}


async def test_there_are_no_pages_in_an_order_with_gaps(door: Door) -> None:
    """Behind a row whose column is NULL nothing could be found: a list, but no page."""
    accounts, new = door.repository("accounts"), door.rows("accounts").NewAccount
    when = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    await accounts.insert_many(new(owner="o", seen=None if number % 2 else when) for number in range(9))
    found = await accounts.list_by_owner("o")
    assert len(found) == 9
    await refusal(_called(accounts.list_by_owner, "o", after=found[0]), TypeError)
    assert len(await _paged(accounts.list_by_owner_and_seen, "o", when, limit=2)) == 5


async def _called(method: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return await method(*given, **named)


async def test_a_unique_index_finds_one_row(door: Door) -> None:
    """Or none."""
    await _filled(door)
    items = door.repository("items")
    assert (await items.find_by_code("c3")).id == KEYS[3]
    assert await items.find_by_code("c2") is None


async def test_a_table_without_a_key_is_written_and_listed(door: Door) -> None:
    """There is nothing to get, update, delete or page by."""
    events, new = door.repository("events"), door.rows("events").NewEvents
    await events.insert_many([new(at=3, what="w"), new(at=1, what="w"), new(at=1, what="w"), new(at=2, what="v")])
    assert rows_of(await events.list_by_what("w"), "at") == [1, 1, 3]
    assert await events.count() == 4
    for name in ("get", "update", "update_if", "delete", "page", "iterate", "upsert", "exists"):
        assert not hasattr(events.inner, name), name


async def test_names_that_need_quotes(odd_door: Door) -> None:
    """A table and columns that SQL, Python and percent signs all trip over: everything still means what it says."""
    table, rows = odd_door.repository("we_ird_drop_table_x_"), odd_door.rows("we_ird_drop_table_x_")
    when = dt.datetime(2024, 1, 2, 3, 4, 5, 6000, tzinfo=dt.UTC)
    new = rows.NewWeIrdDROPTABLEX(
        a_b_c='k"',
        limit="l",
        after=1,
        x__private=uuid.UUID(int=7),
        column=dt.date(2024, 1, 1),
        ts=when.replace(tzinfo=None),
        ms=when,
        b=b"\x00",
        j={"a": [1.5, None]},
        e="b\\",
        a_b="one",
        a_b_2="two",
    )
    await table.insert(new)
    (found,) = await table.get_many(['k"'])
    assert (found.str_, found.int_, found.e, found.j) == ('it\'s "x" \\ \n', 3, "b\\", {"a": [1.5, None]})
    assert (found.gen, found.datetime_, found.uni) == (3, 2, Decimal("0.10"))
    assert await table.update('k"', j2={"a b": "x", "x": {"y": 1}}, class_=5, self_=True)
    assert await table.find_by_a_b_and_a_b_2_and_after("one", "two", 1) == await table.get('k"')
    assert await table.how_many() == 1
    assert not hasattr(table.inner, "page")
    assert await table.delete('k"')


async def test_names_with_marks_of_the_driver(odd_door: Door) -> None:
    """``%s``, ``:name``, ``?`` and braces in names are no parameters."""
    table, new = odd_door.repository("session_2"), odd_door.rows("session_2").NewSession
    await table.insert(new(shared="s", x_name="n", x_="q", x_0_="z"))
    found = await table.get("s")
    assert (found.x_s, found.x_x_s, found.x_name, found.x_, found.x_0_) == (5, "100%", "n", "q", "z")
    assert await table.update("s", x_x_s="1", x_name=":n", x_="?", x_0_="{}")
    assert await table.update_if("s", {"x_0_": "{}", "x_": "?"}, x_s=6)
    assert await table.list_by_x_s_and_x_(6, "?") == await table.list_by_x_0_("{}") == await table.page()

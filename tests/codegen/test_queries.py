"""The queries of a shop on rows of a shop: each gives what its annotation says, and the same by every flavour."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import types
import typing
import uuid
from decimal import Decimal
from typing import Any

from tests.codegen.lab import Door, refusal

ANN, BOB, CYD = (uuid.UUID(int=number) for number in (1, 2, 3))
SINCE = dt.datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=dt.UTC)
BORN = dt.date(2000, 2, 29)

# What the queries are given, in the order in which they are asked; the others are given nothing.
GIVEN: dict[str, dict[str, Any]] = {
    "orders_with_customer": {"since": 0},
    "overall_zero": {"sku": "none"},
    "money_by_customer": {"least": 1},
    "product_tree": {"root": "a", "deepest": 5},
    "counting": {"last": 3},
    "by_ids": {"ids": [1, 3], "statuses": []},
    "search": {"limit": 5, "offset": 0, "name": "%n%", "level": "basic", "since": SINCE, "skus": ["a"]},
    "page_after": {"placed_at": 1000, "id": 0, "limit": 2},
    "has_orders": {"customer_id": CYD},
    "waiting_time": {"now": 9000},
    "like_percent": {"like": "100"},
    "modulo": {"m": 1},
    "customer_of": {"order_id": 1},
    "two_rows": {"id": 1},
    "weird_parameters": {"self_": 0, "sql_": 5, "values_": 99, "list_": 98, "str_": "hi", "type_": 0},
    "words_of_the_code": {
        "exactly_one_": 0,
        "decode_json_": "hi",
        "found_": "",
        "row_": [2],
        "limit": 9,
        "change_": 8,
        "datetime_": 0,
        "int_": "",
    },
    "a_list_and_its_like": {"ids": [1, 2], "ids__0": 2},
    "odd_texts": {"id": ANN},
    "a_rather_long_name_of_a_query_that_goes_past": {"id": ANN},
    "one_credit": {"id": ANN},
    "one_setting": {"id": ANN},
    "one_birthday": {"id": BOB},
    "add_order": {"customer_id": ANN, "placed_at": 5, "note": "x"},
    "add_order_row": {"customer_id": CYD, "placed_at": 6, "meta": None},
    "put_stock": {"sku": "a", "warehouse": "w", "quantity": 3},
    "ensure_stock": {"sku": "a", "warehouse": "w"},
    "copy_stock": {"source": "w", "target": "v"},
    "reserve": {"order_id": 1, "warehouse": "w"},
    "remove_lines": {"order_id": 2},
    "purge": {},
}


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type exactly, as a type checker understands it, with all that is inside."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or origin is typing.Literal:
        return hint is Any or value in arguments
    if origin in {typing.Union, types.UnionType}:
        return any(_fits(value, one) for one in arguments)
    if origin is list:
        return type(value) is list and all(_fits(one, arguments[0]) for one in value)
    if typing.is_typeddict(hint):
        return type(value) is dict
    if type(value) is not (type(None) if hint is None else hint):
        return False
    hints = typing.get_type_hints(hint) if dataclasses.is_dataclass(hint) else {}
    wrong = [name for name, one in hints.items() if not _fits(getattr(value, name), one)]
    assert not wrong, (value, wrong)
    return True


async def _fill(door: Door) -> None:
    rows = {name: door.rows(name) for name in ("customers", "products", "stock", "orders", "order_lines")}
    tables = {name: door.repository(name) for name in rows}
    new = rows["customers"].NewCustomer
    for key, name, level in ((ANN, "Ann", "basic"), (BOB, "Bob", "gold"), (CYD, "Cyd%", "pla-tin um")):
        born = BORN if key == BOB else None
        settings = {"theme": "dark", "tags": ["a"]} if key != BOB else None
        row = new(id=key, email=name, name=name, level=level, born=born, settings=settings, created_at=SINCE)
        await tables["customers"].insert(row)
    new = rows["products"].NewProducts
    apple = new(sku="a", title="apple", price=Decimal("10.00"), labels=["x", "y"], weight=1.0)
    bread = new(sku="b", title="bread", price=Decimal("9.50"), labels=[], parent_sku="a", picture=b"\0")
    other = new(sku="c", title="100%", price=Decimal("0.30"), labels=["z"], parent_sku="b", opens=dt.time(1, 2))
    await tables["products"].insert_many([apple, bread, other])
    new = rows["stock"].NewStock
    await tables["stock"].insert_many([new(sku="a", warehouse="w", quantity=5), new(sku="b", warehouse="w")])
    new = rows["orders"].NewOrder
    for key, placed_at, note, meta in (
        (ANN, 1000, None, None),
        (ANN, 2000, "hi", None),
        (BOB, 3000, "", {"a": [None]}),
    ):
        await tables["orders"].insert(new(customer_id=key, placed_at=placed_at, note=note, meta=meta))
    new = rows["order_lines"].NewOrderLines
    price = Decimal("10.00")
    first = new(order_id=1, line=1, sku="a", quantity=2, price=price)
    cheap = new(order_id=1, line=2, sku="b", quantity=1, price=Decimal("9.50"), discount=Decimal("0.1000"))
    await tables["order_lines"].insert_many([first, cheap, new(order_id=2, line=1, sku="a", quantity=3, price=price)])


def _queries(door: Door) -> Any:
    return door.module(f"{door.flavour}.reports").ReportsQueries(door.connection)


async def _asked(queries: Any, name: str) -> Any:
    method = getattr(queries, name)
    result = method(**GIVEN.get(name, {}))
    found = await result if inspect.isawaitable(result) else result
    module = inspect.getmodule(type(queries))
    hint = typing.get_type_hints(method, vars(module))["return"]
    assert _fits(found, hint), (name, found, hint)
    return found


async def test_every_query_gives_what_its_annotation_says(shop_door: Door) -> None:
    """In the types of every column, NULLs included; those that read come first, in the order of their names."""
    await _fill(shop_door)
    queries = _queries(shop_door)
    methods = [name for name, _ in inspect.getmembers(queries, inspect.ismethod) if not name.startswith("_")]
    assert set(GIVEN) <= set(methods)
    order = list(GIVEN)
    many = 40
    assert len(methods) > many
    for name in sorted(methods, key=lambda one: order.index(one) if one in order else -1):
        await _asked(queries, name)


async def test_aggregates_and_windows_give_numbers_in_their_order(shop_door: Door) -> None:
    """10.00 is more than 9.50, whatever a decimal is kept as."""
    await _fill(shop_door)
    queries = _queries(shop_door)
    overall = await _asked(queries, "overall")
    assert (overall.lines, overall.pieces, overall.money, overall.dearest) == (3, 6, Decimal("29.50"), 10.0)
    ranked = await _asked(queries, "ranked_lines")
    assert [(one.place, one.ranked, one.running) for one in ranked] == [(1, 2, 2), (2, 1, 3), (1, 2, 3)]
    zero = await _asked(queries, "overall_zero")
    assert (zero.pieces, zero.dearest) == (0, 0.0)


async def test_texts_in_a_query_are_what_they_are(shop_door: Door) -> None:
    """Colons, percent signs, braces, backslashes and quotes are the database's, and no driver's or Python's."""
    await _fill(shop_door)
    row = await _asked(_queries(shop_door), "odd_texts")
    assert dataclasses.astuple(row) == (
        "a:b",
        "%s %(x)s 5%",
        "{x}",
        "back\\slash",
        'three """ quotes',
        "x -- no comment",
        "it's :no /* parameter */",
        "two\n  \nlines  ",
    )


async def test_single_values_are_as_python_has_them(shop_door: Door) -> None:
    """A moment, a number, a document, a day, a truth: each by the codec of its column."""
    await _fill(shop_door)
    queries = _queries(shop_door)
    assert await _asked(queries, "a_rather_long_name_of_a_query_that_goes_past") == SINCE
    assert await _asked(queries, "one_credit") == Decimal("0.00")
    assert await _asked(queries, "one_setting") == {"theme": "dark", "tags": ["a"]}
    assert await _asked(queries, "one_birthday") == BORN
    assert await _asked(queries, "has_orders") is False


async def test_one_row_is_one_row(shop_door: Door) -> None:
    """None at all is an error that names the query; where one is optional it is None."""
    await _fill(shop_door)
    queries = _queries(shop_door)
    unknown = uuid.UUID(int=9)

    async def birthday() -> Any:
        result = queries.one_birthday(id=unknown)
        return await result if inspect.isawaitable(result) else result

    error = await refusal(birthday(), LookupError)
    assert "reports.one_birthday gave no row" in str(error)
    credit = queries.one_credit(id=unknown)
    assert (await credit if inspect.isawaitable(credit) else credit) is None


async def test_a_search_takes_what_it_is_given(shop_door: Door) -> None:
    """Filters that are None vanish, an empty list finds nothing, and orders are chosen by name."""
    await _fill(shop_door)
    queries = _queries(shop_door)

    async def names(**given: Any) -> list[str]:
        result = queries.search(limit=9, offset=0, **given)
        return [one.name for one in (await result if inspect.isawaitable(result) else result)]

    # Of a query inside the query only its own condition vanishes: who has no order is not found.
    assert await names(order_by="name") == ["Ann"]
    assert await names(skus=["a"], level="basic") == ["Ann"]
    assert await names(skus=["a"], level="gold") == []
    assert await names(skus=[]) == []
    assert await names(name="B%") == []


async def test_the_members_of_a_list_are_no_other_parameters(shop_door: Door) -> None:
    """Whatever those are called."""
    await _fill(shop_door)
    assert await _asked(_queries(shop_door), "a_list_and_its_like") == [1]

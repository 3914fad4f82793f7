"""Every value that a column takes comes back as it was, by every flavour."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Coroutine
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codegen.lab import Door, refusal
from tests.codegen.values import DOCUMENTS, STRATEGIES, same

SIMPLE: dict[str, Any] = {
    "a_text": "t",
    "an_integer": 1,
    "a_short": 1,
    "a_float": 0.5,
    "a_boolean": True,
    "a_blob": b"b",
    "a_decimal": Decimal("1.5"),
    "a_whole": Decimal(7),
    "a_kept": Decimal("0.10"),
    "a_date": dt.date(2024, 2, 29),
    "a_time": dt.time(1, 2, 3, 4),
    "a_naive": dt.datetime(2024, 2, 29, 1, 2, 3, 4),  # noqa: DTZ001 - the column is naive
    "an_aware": dt.datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=dt.UTC),
    "an_int_time": 1,
    "a_datetime": dt.datetime(2024, 2, 29, 1, 2, 3, 4000, tzinfo=dt.UTC),
    "a_uuid": uuid.UUID(int=5),
    "an_enum": "it's",
    "a_json": {"a": [1, None]},
}


def _assert_same(found: Any, wanted: dict[str, Any]) -> None:
    values = asdict(found)
    different = {name: (values[name], one) for name, one in wanted.items() if not same(values[name], one)}
    assert not different


async def _there_and_back(door: Door, table: str, values: dict[str, Any], others: dict[str, Any]) -> None:
    """By insert, by update, by upsert and by the list of many."""
    repository, rows = door.repository(table), door.rows(table)
    new = getattr(rows, f"New{table.capitalize()}")
    _assert_same(await repository.insert_returning(new(id=1, **values)), values)
    _assert_same(await repository.get(1), values)
    assert await repository.update(1, **others)
    _assert_same(await repository.get(1), others)
    assert await repository.update_if(1, {"an_integer": others["an_integer"], "an_enum": others["an_enum"]}, **values)
    _assert_same((await repository.get_many([1]))[0], values)
    await repository.upsert(new(id=1, **others))
    await repository.insert_many([new(id=2, **values), new(id=3, **others)])
    for row, wanted in zip(await repository.page(), (others, values, others), strict=True):
        _assert_same(row, wanted)


async def _undone(door: Door, scenario: Coroutine[Any, Any, None]) -> None:
    """Each example has empty tables, also after one that failed."""
    try:
        await scenario
    finally:
        await door.rollback()


@pytest.mark.slow
@given(values=st.fixed_dictionaries(STRATEGIES), others=st.fixed_dictionaries(STRATEGIES))
def test_every_type_comes_back(door: Door, values: dict[str, Any], others: dict[str, Any]) -> None:
    """Where NULL is not allowed; a JSON document may still be null."""
    door.run(_undone(door, _there_and_back(door, "samples", values, others)))


@pytest.mark.slow
@given(data=st.data())
def test_every_type_comes_back_or_is_missing(door: Door, data: st.DataObject) -> None:
    """Where NULL is allowed, None is NULL; also of a JSON document."""
    maybe = st.fixed_dictionaries({name: st.none() | one for name, one in STRATEGIES.items()})
    door.run(_undone(door, _there_and_back(door, "gaps", data.draw(maybe), data.draw(maybe))))


async def test_nothing_is_null(door: Door) -> None:
    """None is kept as NULL, not as the document null or an empty text."""
    await door.repository("gaps").insert(door.rows("gaps").NewGaps(id=1))
    (found,) = await door.execute("SELECT * FROM gaps WHERE id = 1")
    assert list(found[1:]) == [None] * len(STRATEGIES)


@given(document=DOCUMENTS, indent=st.sampled_from([None, 2, "\t"]), ascii_only=st.booleans())
def test_documents_that_others_wrote_are_read(
    door: Door, document: Any, indent: int | str | None, ascii_only: bool
) -> None:
    """With white space, with escapes, with both."""
    text = f" \n{json.dumps(document, indent=indent, ensure_ascii=ascii_only)}\r\n\t"

    async def scenario() -> None:
        rows = door.rows("pairs")
        await door.repository("pairs").upsert(rows.NewPairs(left=1, right="r", value=0))
        mark = "?" if door.sqlite else "%s"
        await door.execute(f"UPDATE pairs SET value = {mark}", (text,))
        (found,) = await door.repository("pairs").page()
        # Another tool's 1e22 is a whole number for a database that has numbers of its own.
        assert found.value == document or "e+" in text

    door.run(_undone(door, scenario()))


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async"], indirect=True)
@pytest.mark.parametrize("text", ["[1] 2", '{"a": 1', "", "\u00e9"])
async def test_a_document_that_is_none_is_no_value(door: Door, text: str) -> None:
    """A database that takes any text may have it: half a document is not taken for a whole one."""
    await door.repository("pairs").insert(door.rows("pairs").NewPairs(left=1, right="r", value=0))
    await door.execute("UPDATE pairs SET value = ?", (text,))
    await refusal(door.repository("pairs").get(1, "r"), ValueError)


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(1, 1, 1, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=dt.UTC),
        dt.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=dt.UTC),
        dt.datetime(2024, 3, 31, 2, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=45))),
    ],
)
async def test_times_to_the_ends_of_the_calendar(door: Door, moment: dt.datetime) -> None:
    """The years 1 and 9999, before 1970, and odd offsets; always in UTC when they come back."""
    samples, new = door.repository("samples"), door.rows("samples").NewSamples
    values = SIMPLE | {"an_aware": moment, "a_datetime": moment, "a_naive": moment.replace(tzinfo=None)}
    await samples.insert(new(id=1, **values))
    _assert_same(await samples.get(1), values)


@pytest.mark.parametrize("flavour", ["postgres", "postgres_async"], indirect=True)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
async def test_the_time_zone_of_the_session_does_not_matter(door: Door, zone: str) -> None:
    """Times come back in UTC."""
    samples, new = door.repository("samples"), door.rows("samples").NewSamples
    await door.execute(f"SET TIME ZONE '{zone}'")
    await samples.insert(new(id=1, **SIMPLE))
    _assert_same(await samples.get(1), SIMPLE)
    await door.execute("SET TIME ZONE 'UTC'")
    _assert_same(await samples.get(1), SIMPLE)


async def test_a_decimal_has_the_digits_of_its_column(door: Door) -> None:
    """Texts sort and compare alike only when each number has one text."""
    samples, new = door.repository("samples"), door.rows("samples").NewSamples
    given_values = SIMPLE | {"a_decimal": Decimal("1E+2"), "a_whole": Decimal("1e29")}
    await samples.insert(new(id=1, **given_values))
    found = await samples.get(1)
    assert str(found.a_decimal) == "100.0000"
    assert str(found.a_whole) == "1" + "0" * 29


REFUSED: list[tuple[str, Any, str]] = [
    ("a_naive", dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "time zone"),
    ("an_aware", dt.datetime(2024, 1, 1), "no time zone"),  # noqa: DTZ001 - that is what is refused
    ("a_datetime", dt.datetime(2024, 1, 1), "no time zone"),  # noqa: DTZ001 - likewise
    ("a_datetime", dt.datetime(2024, 1, 1, 0, 0, 0, 1, tzinfo=dt.UTC), "between two milliseconds"),
    ("a_datetime", dt.datetime(2024, 1, 1, 0, 0, 0, 999999, tzinfo=dt.UTC), "between two milliseconds"),
    ("a_date", dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "not a date"),
    ("a_time", dt.time(1, tzinfo=dt.UTC), "time zone"),
    ("a_decimal", Decimal("0.00001"), "does not fit"),
    ("a_decimal", Decimal(123456789), "does not fit"),
    ("a_decimal", Decimal("99999999.99995"), "does not fit"),
    ("a_decimal", Decimal("NaN"), "no finite number"),
    ("a_decimal", Decimal("-Infinity"), "no finite number"),
    ("a_whole", Decimal("1e30"), "does not fit"),
    ("a_whole", Decimal("1e999"), "does not fit"),
    ("a_kept", Decimal("0.001"), "does not fit"),
    ("a_json", math.nan, ""),
    ("a_json", {"a": [math.inf]}, ""),
    ("a_json", {1, 2}, ""),
    ("a_json", {"when": dt.date(2024, 1, 1)}, ""),
]


@pytest.mark.parametrize(("column", "value", "words"), REFUSED, ids=lambda one: str(one).replace(" ", "_")[:24])
async def test_what_could_not_come_back_is_refused(door: Door, column: str, value: Any, words: str) -> None:
    """Before a statement is sent: by insert, update and in a condition; nothing is written."""
    samples, new = door.repository("samples"), door.rows("samples").NewSamples
    await samples.insert(new(id=1, **SIMPLE))
    for attempt in (
        samples.insert(new(id=2, **(SIMPLE | {column: value}))),
        samples.insert_many([new(id=3, **SIMPLE), new(id=2, **(SIMPLE | {column: value}))]),
        samples.upsert(new(id=1, **(SIMPLE | {column: value}))),
        samples.update(1, **{column: value}),
        samples.update_if(1, {column: value}, an_integer=2),
    ):
        error = await refusal(attempt, ValueError, TypeError)
        assert words in str(error)
        assert not words or type(error).__name__ == "ValueRefusedError"
    assert await samples.count() == 1
    _assert_same(await samples.get(1), SIMPLE)


async def test_what_is_no_number(door: Door) -> None:
    """SQLite would keep NaN as NULL, and it is refused; PostgreSQL has it."""
    samples, new = door.repository("samples"), door.rows("samples").NewSamples
    values = SIMPLE | {"a_float": math.nan}
    if door.sqlite:
        assert "NaN" in str(await refusal(samples.insert(new(id=1, **values)), ValueError))
        assert await samples.count() == 0
    else:
        await samples.insert(new(id=1, **values))
        _assert_same(await samples.get(1), values)


def test_now_can_be_kept(door: Door) -> None:
    """The present at a whole millisecond."""
    shared = door.module("shared")
    moment = shared.now()
    assert moment.utcoffset() == dt.timedelta(0)
    assert shared.from_milliseconds(shared.to_milliseconds(moment)) == moment

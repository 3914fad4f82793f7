"""Values of every type of column, and whether two of them are the same."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

LARGEST = 2**63 - 1
EARLIEST, LATEST = dt.datetime(1, 1, 3), dt.datetime(9999, 12, 29, 23, 59, 59, 999999)  # noqa: DTZ001 - both are naive
"""Two days from the ends of time, so that every offset has room."""

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
"""What both databases can hold: no NUL, no half of a character."""

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(EARLIEST, LATEST, timezones=OFFSETS)
MILLISECONDS = MOMENTS.map(lambda one: one.replace(microsecond=one.microsecond // 1000 * 1000))
DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1e16, 1e22, -1e300, 1.7976931348623157e308, 5e-324, 1e-7, "1e+22", 'a"1e+22', "\\", 0.1])
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def decimals(precision: int, scale: int) -> st.SearchStrategy[Decimal]:
    """Numbers that fit, up to the largest; with as many digits after the point as they need."""
    edge = 10**precision - 1
    whole = st.integers(-edge, edge) | st.sampled_from([edge, -edge, 0, 1])
    return whole.map(lambda number: Decimal(number).scaleb(-scale, None if precision < 28 else _wide(precision)))


def _wide(precision: int) -> Any:
    import decimal

    return decimal.Context(prec=precision + 2)


STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "a_text": TEXTS,
    "an_integer": st.integers(-LARGEST - 1, LARGEST),
    "a_short": st.integers(-(2**15), 2**15 - 1),
    "a_float": st.floats(allow_nan=False),
    "a_boolean": st.booleans(),
    "a_blob": st.binary(max_size=40),
    "a_decimal": decimals(12, 4),
    "a_whole": decimals(30, 0),
    "a_kept": decimals(9, 2),
    "a_date": st.dates(),
    "a_time": st.times(),
    "a_naive": st.datetimes(),
    "an_aware": MOMENTS,
    "an_int_time": st.integers(-LARGEST - 1, LARGEST),
    "a_datetime": MILLISECONDS,
    "a_uuid": st.uuids(),
    "an_enum": st.sampled_from(["red", "it's", ""]),
    "a_json": DOCUMENTS,
}
"""By the columns of the table ``samples``, its key aside."""


def same(found: Any, given: Any) -> bool:
    """Whether a value came back as it was: of its own type, all the way down."""
    if type(found) is not type(given):
        return False
    if isinstance(given, dict):
        return found.keys() == given.keys() and all(same(found[key], one) for key, one in given.items())
    if isinstance(given, list):
        return len(found) == len(given) and all(same(*pair) for pair in zip(found, given, strict=True))
    if isinstance(given, float) and math.isnan(given):
        return math.isnan(found)
    if isinstance(given, dt.datetime) and given.tzinfo is not None:
        return bool(found == given and found.tzinfo is dt.UTC)
    return bool(found == given)

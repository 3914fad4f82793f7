"""What is known of a value in a query: its type, whether it can be NULL, and the column it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qsys_schema.model.query import Origin
from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Enum,
    Float,
    Integer,
    Json,
    Native,
    Text,
    Time,
    Timestamp,
    TimestampMs,
    Uuid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of one value. ``type`` is None where it cannot be told.

    ``parameter`` is the name of a parameter that is all of the value; ``literal`` a constant's text, with ``quoted``
    for one in quotes. ``exact``: the number comes as an exact decimal, whatever its type. ``bad``: something is wrong
    with it, and was said.
    """

    type: ColumnType | None = None
    nullable: bool = False
    origin: Origin | None = None
    parameter: str = ""
    literal: str | None = None
    quoted: bool = False
    exact: bool = False
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a relation or of a result. ``name`` is as the database compares names, ``shown`` as written.

    ``named``: its name was given by the query, and is not that of a column of a table. ``place`` is its offset.
    """

    name: str
    shown: str
    value: Value
    named: bool = False
    place: int | None = None


BAD = Value(nullable=True, bad=True)
NULL = Value(nullable=True)


def kind_of(kind: ColumnType) -> str:
    """The kind of a type: values of one kind can be compared everywhere."""
    match kind:
        case Integer() | TimestampMs() | Decimal() | Float():
            return "number"
        case Text() | Enum():
            return "text"
        case Boolean():
            return "boolean"
        case Date():
            return "date"
        case Time():
            return "time"
        case Timestamp():
            return "timestamp"
        case Json():
            return "json"
        case Uuid():
            return "uuid"
        case Blob():
            return "blob"
        case Native(text=text):
            return f"native {text}"


_EVERYWHERE = frozenset({frozenset({"date", "timestamp"})})
_FROM_TEXT = frozenset({"date", "time", "timestamp", "uuid", "json", "text", "blob"})


def comparable(one: Value, other: Value, alike: Collection[frozenset[str]]) -> bool:
    """Whether two values may be compared or put into each other; yes where that cannot be told."""
    if one.type is None or other.type is None or one.bad or other.bad:
        return True
    first, second = kind_of(one.type), kind_of(other.type)
    if first == second or first.startswith("native") or second.startswith("native"):
        return True
    for constant, kind, column in ((one, second, other), (other, first, one)):
        if constant.literal is not None and constant.quoted:
            return kind in _FROM_TEXT or isinstance(column.type, Decimal)
    pair = frozenset({first, second})
    return pair in _EVERYWHERE or pair in alike


def words_of(kind: ColumnType) -> str:
    """A type in the words of specs."""
    match kind:
        case TimestampMs():
            return "timestamp_ms"
        case Native(text=text):
            return text or "no type"
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision}, {scale})"
        case Enum():
            return "enum" if kind.name else "text (enum)"
        case _:
            return type(kind).__name__.lower()


def exact(values: Iterable[Value]) -> bool:
    """Whether what is made of these numbers comes as an exact decimal: one does, and no plain float is among them."""
    values = tuple(values)
    return any(one.exact for one in values) and all(one.exact for one in values if isinstance(one.type, Float))


def joined(values: Iterable[Value]) -> Value | None:
    """What a value is that may be any of these; None where their types do not go together."""
    known = [value for value in values if not value.bad]
    typed = [value for value in known if value.type is not None]
    firm = [value for value in typed if not (value.literal is not None and value.quoted)]
    if firm and all(kind_of(value.type) in _FROM_TEXT for value in firm if value.type is not None):
        # A constant in quotes is read as whatever the others are.
        typed = firm
    nullable = any(value.nullable for value in known)
    if not typed:
        return Value(nullable=nullable)
    first = typed[0].type
    for value in typed[1:]:
        first = _wider(first, value.type) if first is not None else None
    if first is None:
        return None
    origins = {value.origin for value in typed if value.literal is None}
    origin = origins.pop() if len(origins) == 1 else None
    return Value(type=first, nullable=nullable, origin=origin, exact=exact(typed))


def _wider(one: ColumnType, other: ColumnType | None) -> ColumnType | None:
    """The type that holds the values of both, or None."""
    if one == other or other is None:
        return one
    numbers = (Integer, TimestampMs, Decimal, Float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        return _wider_number(one, other)
    if kind_of(one) == kind_of(other) == "text":
        return Text()
    if kind_of(one) == kind_of(other):
        return one
    return None


def _wider_number(
    one: Integer | TimestampMs | Decimal | Float, other: Integer | TimestampMs | Decimal | Float
) -> ColumnType:
    order: tuple[type, ...] = (Integer, TimestampMs, Decimal, Float)
    low, high = sorted((one, other), key=lambda kind: order.index(type(kind)))
    if isinstance(low, Integer) and isinstance(high, Integer):
        return Integer(bits=max(low.bits, high.bits))
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        scale = max(low.scale, high.scale)
        return Decimal(precision=max(low.precision - low.scale, high.precision - high.scale) + scale, scale=scale)
    return high

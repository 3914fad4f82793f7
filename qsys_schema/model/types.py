"""Column types: a small closed union, the same for every database.

A dialect turns each into its own word (``Native``) when it normalizes a schema; ``Native`` is also
what only one database has, and what a database's catalog says.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    """A type that has nothing to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Unicode text; ``length`` is the most characters allowed, or None for no limit."""

    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer:
    """A signed integer of 16, 32 or 64 bits."""

    bits: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Decimal:
    """An exact number of ``precision`` digits, ``scale`` of them after the point."""

    precision: int
    scale: int


class Float(_Plain):
    """An IEEE 754 double."""

    __slots__ = ()


class Boolean(_Plain):
    """True or false."""

    __slots__ = ()


class Date(_Plain):
    """A calendar day."""

    __slots__ = ()


class Time(_Plain):
    """A time of day without a zone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A date and time, with or without a time zone."""

    timezone: bool = False


class TimestampMs(_Plain):
    """Milliseconds since 1970-01-01T00:00:00Z in a 64-bit integer."""

    __slots__ = ()


class Json(_Plain):
    """A JSON document."""

    __slots__ = ()


class Uuid(_Plain):
    """A UUID."""

    __slots__ = ()


class Blob(_Plain):
    """Bytes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """One of a fixed list of texts, in their order.

    ``name`` is that of a type of its own, where the database has such and the wish is for one; ``renamed`` are the
    values that were called otherwise before: (before, after) pairs.
    """

    values: tuple[str, ...]
    name: str = ""
    renamed: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """A type in one database's own words; ``text`` is canonical after normalizing, empty for no type at all."""

    text: str


ColumnType = (
    Text
    | Integer
    | Decimal
    | Float
    | Boolean
    | Date
    | Time
    | Timestamp
    | TimestampMs
    | Json
    | Uuid
    | Blob
    | Enum
    | Native
)

"""Logical types in PostgreSQL's words, as ``format_type`` prints them, and the other way round."""

from __future__ import annotations

import re

from qsys_schema.dialects.postgres.tokens import quote
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

BUILT_IN = frozenset(
    "text character varchar bpchar name smallint integer bigint numeric real double boolean date time timestamp "
    "interval json jsonb uuid bytea bit inet cidr macaddr money xml".split()
)
"""The first words of the types among which PostgreSQL has casts."""

_INTEGERS = {16: "smallint", 32: "integer", 64: "bigint"}
_SIZED = re.compile(r"(character varying|numeric)\((\d+)(?:,(\d+))?\)")

_LOGICAL: dict[str, ColumnType] = {
    "text": Text(),
    "character varying": Text(),
    "smallint": Integer(bits=16),
    "integer": Integer(bits=32),
    "bigint": Integer(),
    "double precision": Float(),
    "boolean": Boolean(),
    "date": Date(),
    "time without time zone": Time(),
    "timestamp without time zone": Timestamp(),
    "timestamp with time zone": Timestamp(timezone=True),
    "jsonb": Json(),
    "uuid": Uuid(),
    "bytea": Blob(),
}


def declared_type(kind: ColumnType) -> str:
    """The type as it is written in DDL."""
    match kind:
        case Native(text=text):
            return text
        case Text(length=int(length)):
            return f"character varying({length})"
        case Integer(bits=bits):
            return _INTEGERS[bits]
        case Decimal(precision=precision, scale=scale):
            return f"numeric({precision},{scale})"
        case Timestamp(timezone=True):
            return "timestamp with time zone"
        case Timestamp():
            return "timestamp without time zone"
        case TimestampMs():
            return "bigint"
        case Enum(name=name):
            return quote(name) if name else "text"
        case Json():
            return "jsonb"
        case Float():
            return "double precision"
        case Boolean():
            return "boolean"
        case Date():
            return "date"
        case Time():
            return "time without time zone"
        case Uuid():
            return "uuid"
        case Blob():
            return "bytea"
        case Text():
            return "text"


def logical_type(text: str) -> ColumnType | None:
    """The logical type that is declared in exactly these words; None where there is none."""
    if text == "character varying":
        # Without a length it is text by another name, and stays what it is.
        return None
    if text in _LOGICAL:
        return _LOGICAL[text]
    return sized(text)


def nearest_type(text: str) -> ColumnType | None:
    """The logical type that one of PostgreSQL's own stands nearest to, for databases that have no such type."""
    near: dict[str, ColumnType] = {
        "character varying": Text(),
        "json": Json(),
        "real": Float(),
        "citext": Text(),
        "inet": Text(),
        "time with time zone": Time(),
    }
    return near.get(text) or logical_type(text)


def sized(text: str) -> ColumnType | None:
    """A text or a decimal number with its length; None for any other type."""
    match = _SIZED.fullmatch(text)
    if match is None:
        return None
    word, first, second = match.groups()
    if word == "numeric":
        return Decimal(precision=int(first), scale=int(second or 0))
    return Text(length=int(first))

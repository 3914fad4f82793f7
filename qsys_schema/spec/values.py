"""Whether a plain value fits a column's type: what a default may be."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

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
from qsys_schema.spec.finding import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | int | float | bool
Unfit = tuple[str, str] | None
"""Why a value does not fit, as the end of a sentence, and a hint; None where it fits."""

_DECIMAL = re.compile(r"[-+]?([0-9]+)(?:\.([0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[-+][0-9]{2}:?[0-9]{2})?"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SQL_HINT = "an SQL expression is written {expression: ...}"


def unfit(wanted: ColumnType, value: Value) -> Unfit:
    """Why ``value`` cannot be a value of the type, or None. A native type takes anything."""
    match wanted:
        case Integer(bits=bits):
            return _integer(value, bits)
        case TimestampMs():
            return _integer(value, 64)
        case Decimal(precision=precision, scale=scale):
            return _decimal(value, precision, scale)
        case Float():
            return ("is not a number", _SQL_HINT) if isinstance(value, (str, bool)) else None
        case Boolean():
            return None if isinstance(value, bool) else ("is not a boolean", "write true or false, without quotes")
        case Native():
            return None
        case Blob():
            return "is not bytes", "write the bytes as SQL: {expression: \"x'00ff'\"}"
        case _:
            pass
    if not isinstance(value, str):
        return "is not a text", "put it in quotes if it is meant as text"
    return _text(wanted, value)


def _integer(value: Value, bits: int) -> Unfit:
    if isinstance(value, bool) or not isinstance(value, int):
        hint = "write the number without quotes" if isinstance(value, str) and _is_number(value) else _SQL_HINT
        return "is not a whole number", hint
    limit = 1 << (bits - 1)
    if not -limit <= value < limit:
        return f"does not fit in {bits} bits", f"from {-limit} to {limit - 1}"
    return None


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]+", value) is not None


def _decimal(value: Value, precision: int, scale: int) -> Unfit:
    if isinstance(value, float):
        return "is read as a binary fraction", 'write it in quotes, digit by digit: "0.10"'
    match = None if isinstance(value, bool) else _DECIMAL.fullmatch(str(value))
    if match is None:
        return "is not a decimal number", 'write digits in quotes: "0.10"'
    before, after = match[1].lstrip("0"), match[2] or ""
    if len(after) > scale:
        return f"has more than {scale} digits after the point", ""
    if len(before) > precision - scale:
        return f"has more than {precision - scale} digits before the point", ""
    return None


def _text(wanted: ColumnType, value: str) -> Unfit:
    match wanted:
        case Enum(values=values) if value not in values:
            return "is not one of its enum", suggestion(value, values)
        case Text(length=int(length)) if len(value) > length:
            return f"is longer than {length} characters", ""
        case Date() if not _parses(_DATE, value, date.fromisoformat):
            return "is not a date", 'write it as "2024-12-31"'
        case Time() if not _parses(_TIME, value, time.fromisoformat):
            return "is not a time of day", 'write it as "23:59:00"'
        case Timestamp() if not _parses(_TIMESTAMP, value, datetime.fromisoformat):
            return "is not a date and time", 'write it as "2024-12-31 23:59:00"; now is {expression: CURRENT_TIMESTAMP}'
        case Uuid() if _UUID.fullmatch(value) is None:
            return "is not a UUID", 'write it as "123e4567-e89b-12d3-a456-426614174000"'
        case Json():
            return _json(value)
        case _:
            return None


def _parses(pattern: re.Pattern[str], value: str, parse: Callable[[str], object]) -> bool:
    if pattern.fullmatch(value) is None:
        return False
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _json(value: str) -> Unfit:
    try:
        json.loads(value, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return "is not JSON", "a JSON text is '\"text\"', with quotes inside the quotes; an empty list is '[]'"
    return None


def _refuse(constant: str) -> None:
    message = f"{constant} is not JSON"
    raise ValueError(message)

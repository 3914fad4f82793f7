"""What functions give, by the parser's name for them (or their own, where it has none), in a small notation.

``type`` or ``type?`` (may be NULL although no argument is), then what the arguments are: ``text(text, integer)``. The
last one stands for all that follow. A result is NULL if an argument is, but for ``type!``, which never is. ``same`` is
the type of the first argument, and stands for it among the arguments too; ``any`` is anything; ``unknown`` cannot be
told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Float,
    Integer,
    Json,
    Text,
    Time,
    Timestamp,
    Uuid,
)

WORDS: Mapping[str, ColumnType] = MappingProxyType(
    {
        "text": Text(),
        "integer": Integer(),
        "int": Integer(bits=32),
        "float": Float(),
        "boolean": Boolean(),
        "date": Date(),
        "time": Time(),
        "timestamp": Timestamp(),
        "timestamptz": Timestamp(timezone=True),
        "json": Json(),
        "uuid": Uuid(),
        "blob": Blob(),
    }
)

SCALAR: Mapping[str, str] = MappingProxyType(
    {
        "Abs": "same(same)",
        "Ceil": "same(same)",
        "Chr": "text(integer)",
        "Concat": "text!(any)",
        "ConcatWs": "text(text, any)",
        "CurrentDate": "date",
        "CurrentTime": "time",
        "CurrentTimestamp": "timestamptz",
        "DateTrunc": "same(same)",
        "Extract": "float(any)",
        "Floor": "same(same)",
        "Hex": "text(any)",
        "JSONBExtract": "json?(json, text)",
        "JSONBExtractScalar": "text?(json, text)",
        "JSONExtract": "json?(json, any)",
        "JSONBContainsTopKey": "boolean(json, text)",
        "JSONObject": "json!(any)",
        "JSONRemove": "json?(json, text)",
        "JSONSet": "json?(json, any)",
        "JSONType": "text?(json, text)",
        "Left": "text(text, integer)",
        "Length": "int(any)",
        "Lower": "text(text)",
        "MD5": "text(text)",
        "Pad": "text(text, integer, text)",
        "Pow": "float(any)",
        "Rand": "float",
        "RegexpLike": "boolean(text, text)",
        "Repeat": "text(text, integer)",
        "Replace": "text(text, text, text)",
        "Reverse": "text(text)",
        "Right": "text(text, integer)",
        "Round": "float(any, integer)",
        "Sign": "int(any)",
        "Sqrt": "float(any)",
        "StrPosition": "int(text, text)",
        "Substring": "text(text, integer)",
        "TimestampTrunc": "same(same)",
        "Trim": "text(text, text)",
        "Typeof": "text!(any)",
        "Unicode": "int(text)",
        "UnixToTime": "timestamptz(any)",
        "Upper": "text(text)",
        "Uuid": "uuid",
        "json": "json(json)",
        "json_array": "json!(any)",
        "json_array_length": "int?(json, text)",
        "json_build_array": "json!(any)",
        "json_build_object": "json!(any)",
        "json_insert": "json?(json, any)",
        "json_patch": "json(json, json)",
        "json_replace": "json?(json, any)",
        "json_valid": "boolean(any)",
        "jsonb_array_length": "int(json)",
        "jsonb_build_array": "json!(any)",
        "jsonb_build_object": "json!(any)",
        "jsonb_insert": "json(json, any)",
        "jsonb_set": "json(json, any)",
        "jsonb_strip_nulls": "json(json)",
        "jsonb_typeof": "text(json)",
        "octet_length": "int(any)",
        "to_json": "json(any)",
        "to_jsonb": "json(any)",
        "unaccent": "text(text)",
    }
)
"""Functions of one row."""

AGGREGATE: Mapping[str, str] = MappingProxyType(
    {
        "Avg": "float?(any)",
        "GroupConcat": "text?(any, text)",
        "JSONArrayAgg": "json?(any)",
        "JSONObjectAgg": "json?(any)",
        "LogicalAnd": "boolean?(boolean)",
        "LogicalOr": "boolean?(boolean)",
        "Max": "same?(same)",
        "Min": "same?(same)",
        "StddevSamp": "float?(any)",
        "Sum": "same?(same)",
        "every": "boolean?(boolean)",
        "json_object_agg": "json?(any)",
        "jsonb_agg": "json?(any)",
        "jsonb_object_agg": "json?(any)",
        "total": "float!(any)",
    }
)
"""Functions of many rows, but for ``Count``: what they give for no rows at all is NULL."""

WINDOW: Mapping[str, str] = MappingProxyType(
    {
        "CumeDist": "float",
        "DenseRank": "integer",
        "Ntile": "integer(integer)",
        "PercentRank": "float",
        "Rank": "integer",
        "RowNumber": "integer",
    }
)
"""Functions that a window only has, and that never give NULL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry, read: ``nullable`` is None where it depends on the arguments."""

    result: str
    nullable: bool | None
    arguments: tuple[str, ...]


@lru_cache(maxsize=512)
def rule(text: str) -> Rule:
    """An entry of these tables as a value."""
    match = re.fullmatch(r"(\w+)([?!]?)(?:\(([\w, ]+)\))?", text)
    if match is None:  # pragma: no cover - a mistake in a table, which a test reads through
        raise ValueError(text)
    arguments = tuple(part.strip() for part in (match[3] or "").split(",") if part.strip())
    return Rule(result=match[1], nullable={"?": True, "!": False}.get(match[2]), arguments=arguments)

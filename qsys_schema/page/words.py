"""Parts of a schema in words."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import ForeignKey, Part
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

WIDEST = 64
"""The bits of an integer that says nothing of them."""


def type_in_words(kind: ColumnType) -> str:
    """A type as a spec would have it, with its length in brackets."""
    match kind:
        case Native(text=text):
            return text or "any"
        case Text(length=int(length)):
            return f"text({length})"
        case Integer(bits=bits) if bits != WIDEST:
            return f"integer({bits})"
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision}, {scale})" if precision else "decimal"
        case Timestamp(timezone=True):
            return "timestamp with zone"
        case TimestampMs():
            return "timestamp_ms"
        case Enum(name=name):
            return f"enum {name}" if name else "enum"
        case Text() | Integer() | Float() | Boolean() | Date() | Time() | Timestamp() | Json() | Uuid() | Blob():
            return type(kind).__name__.lower()


def value_in_words(value: Expr | Literal) -> str:
    """A default as a spec has it: a plain text in quotes."""
    if isinstance(value, Expr):
        return value.text
    return repr(value.value) if isinstance(value.value, str) else str(value.value).lower()


def part_in_words(part: Part) -> str:
    """A member of an index or a key."""
    name = part.expression.text if part.expression is not None else part.column
    words = [name, *([f"collate {part.collation}"] if part.collation else []), *(["desc"] if part.descending else [])]
    return " ".join((*words, *(f"{key} {text}" for key, text in part.attributes)))


def parts_in_words(parts: Sequence[Part]) -> str:
    """All members of an index or a key."""
    return ", ".join(map(part_in_words, parts))


def rules_in_words(key: ForeignKey) -> str:
    """What a foreign key does beyond referring; empty for what goes without saying."""
    actions = (("delete", key.on_delete), ("update", key.on_update))
    words = [f"on {event} {action}" for event, action in actions if action != "no action"]
    words += [f"deferrable {key.deferrable}"] if key.deferrable else []
    return ", ".join((*words, *(f"{name} {text}" for name, text in key.attributes)))

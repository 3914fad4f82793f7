"""Our types as SQLite declares them.

SQLite has five affinities ("Datatypes In SQLite"). What it has no type for is kept as text in the ISO form, and a
decimal as text too, since NUMERIC would pass it through a double; ``storage`` chooses otherwise.
"""

from __future__ import annotations

from qsys_schema.model.schema import Column
from qsys_schema.model.types import (
    Blob,
    Boolean,
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

_STORAGE = {"text": "TEXT", "blob": "BLOB", "numeric": "NUMERIC"}


def declared_type(column: Column) -> str:
    """The type name that SQLite is given for the column."""
    match column.type:
        case Native(text=text):
            return text
        case Integer() | Boolean() | TimestampMs():
            return "INTEGER"
        case Float():
            return "REAL"
        case Blob():
            return "BLOB"
        case Text() | Enum() | Date() | Time() | Timestamp() | Json() | Uuid() | Decimal():
            return _STORAGE.get(column.storage, "TEXT")


def affinity(declared: str) -> str:
    """The affinity of a declared type, by the five rules of "Determination Of Column Affinity", in their order."""
    name = declared.upper()
    if "INT" in name:
        return "INTEGER"
    if "CHAR" in name or "CLOB" in name or "TEXT" in name:
        return "TEXT"
    if "BLOB" in name or not name:
        return "BLOB"
    if "REAL" in name or "FLOA" in name or "DOUB" in name:
        return "REAL"
    return "NUMERIC"

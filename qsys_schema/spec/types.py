"""The type of a column: as a spec says it, and as the model has it."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from qsys_schema.spec.read import Document

_TYPES: dict[str, ColumnType] = {
    "text": Text(),
    "integer": Integer(),
    "float": Float(),
    "boolean": Boolean(),
    "date": Date(),
    "time": Time(),
    "timestamp": Timestamp(),
    "timestamp_ms": TimestampMs(),
    "json": Json(),
    "uuid": Uuid(),
    "blob": Blob(),
}
_REFINED = frozenset({"native", "enum", "length", "bits", "timezone"})


def column_type(column: Document, dialect: str, *, enum_name: str) -> ColumnType:
    """The type of a column; a native type without a word where it has none for this database.

    ``enum_name`` is what an enumerated type is called that has no name of its own.
    """
    if _REFINED.isdisjoint(column) and column.get("type") in _TYPES:
        return _TYPES[column["type"]]
    native = column.get("native")
    if native is not None and dialect in native:
        return Native(text=native[dialect])
    name = column.get("type", "")
    if "enum" in column:
        values = tuple(column["enum"])
        if name != "enum":
            return Enum(values=values)
        renamed = tuple((before, after) for after, before in column.get("enum_renamed", {}).items())
        return Enum(values=values, name=column.get("enum_name", {}).get(dialect, enum_name), renamed=renamed)
    match name:
        case "text" if "length" in column:
            return Text(length=int(column["length"]))
        case "integer" if "bits" in column:
            return Integer(bits=int(column["bits"]))
        case "decimal":
            return Decimal(precision=int(column.get("precision", 0)), scale=int(column.get("scale", 0)))
        case "timestamp" if column.get("timezone"):
            return Timestamp(timezone=True)
        case _:
            return _TYPES.get(name, Native(text=""))


def conventional_enum_name(table: str, column: str) -> str:
    """What the enumerated type of a column is called when nobody named it."""
    return f"{table}_{column}"


def type_document(kind: ColumnType, dialect: str, near: ColumnType | None, *, enum_name: str) -> Document:
    """The keys that say a type; ``near`` is the logical type nearest to a native one, or None."""
    match kind:
        case Native(text=text):
            # One database's own word; the logical type is for the others.
            logical = type_document(near, dialect, None, enum_name=enum_name) if near is not None else {}
            return {**logical, "native": {dialect: text}}
        case Text(length=int(length)):
            return {"type": "text", "length": length}
        case Integer(bits=bits) if bits != Integer().bits:
            return {"type": "integer", "bits": bits}
        case Decimal(precision=precision, scale=scale):
            return {"type": "decimal", "precision": precision, "scale": scale}
        case Timestamp(timezone=True):
            return {"type": "timestamp", "timezone": True}
        case Enum(values=values, name=""):
            return {"type": "text", "enum": list(values)}
        case Enum(values=values, name=name, renamed=renamed):
            named = {"enum_name": {dialect: name}} if name != enum_name else {}
            former = {"enum_renamed": {after: before for before, after in renamed}} if renamed else {}
            return {"type": "enum", "enum": list(values), **named, **former}
        case TimestampMs():
            return {"type": "timestamp_ms"}
        case _:
            return {"type": type(kind).__name__.lower()}

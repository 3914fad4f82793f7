"""The parser's types as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Float,
    Integer,
    Json,
    Text,
    Time,
    Timestamp,
    Uuid,
)

if TYPE_CHECKING:
    from sqlglot import exp

_TYPES: dict[str, ColumnType] = {
    "BIGINT": Integer(),
    "BLOB": Blob(),
    "BOOLEAN": Boolean(),
    "CHAR": Text(),
    "DATE": Date(),
    "DATETIME": Timestamp(),
    "DOUBLE": Float(),
    "FLOAT": Float(),
    "INT": Integer(bits=32),
    "JSON": Json(),
    "JSONB": Json(),
    "SMALLINT": Integer(bits=16),
    "TEXT": Text(),
    "TIME": Time(),
    "TIMESTAMP": Timestamp(),
    "TIMESTAMPTZ": Timestamp(timezone=True),
    "TINYINT": Integer(bits=16),
    "UUID": Uuid(),
    "VARBINARY": Blob(),
    "VARCHAR": Text(),
}


def type_of(node: exp.Expression) -> ColumnType | None:
    """The type that a cast names; None for one that we have no word for."""
    name = getattr(node.this, "name", "")
    parts = [int(one.name) for one in node.expressions if one.name.isdecimal()]
    if name == "DECIMAL" and parts:
        return Decimal(precision=parts[0], scale=parts[1] if len(parts) > 1 else 0)
    return _TYPES.get(str(name))

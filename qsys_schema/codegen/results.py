"""The rows of queries that are no table's: their columns as fields, and their classes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.codegen import names
from qsys_schema.codegen.rows import result_class
from qsys_schema.codegen.shapes import Entity, Field
from qsys_schema.codegen.types import plain_type
from qsys_schema.model.python import Codec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qsys_schema.codegen.speller import Speller
    from qsys_schema.model.query import CheckedQuery, ResultColumn
    from qsys_schema.model.types import ColumnType


def value_field(
    name: str, kind: ColumnType, origin: Field | None, *, nullable: bool, speller: Speller, taken: set[str]
) -> Field:
    """A parameter or a result as a field: of the column it comes from, or of its type alone."""
    return Field(
        column=name,
        name=names.distinct(name, taken),
        type=kind,
        annotation=origin.annotation if origin else plain_type(kind),
        nullable=nullable,
        codec=origin.codec if origin else speller.codec(kind, ""),
        default="",
        writable=True,
        doc="",
    )


def result_fields(query: CheckedQuery, entities: Mapping[str, Entity], speller: Speller) -> tuple[Field, ...]:
    """The columns of the result as fields."""
    taken: set[str] = set()
    return tuple(_result(one, entities, speller, taken) for one in query.columns)


def _result(one: ResultColumn, entities: Mapping[str, Entity], speller: Speller, taken: set[str]) -> Field:
    origin = entities[one.origin.table].field(one.origin.column) if one.origin else None
    field = value_field(one.name, one.type, origin, nullable=one.nullable, speller=speller, taken=taken)
    if one.comes_as is None or field.annotation not in {"int", "float"}:
        return field
    # An exact decimal, where a plain number is meant.
    return replace(field, codec=Codec(decode=f"{field.annotation}({{}})"))


def result_name(query: CheckedQuery) -> str:
    """What the class of the query's rows is called."""
    return f"{names.camel(query.query.name)}Row"


def has_own_class(query: CheckedQuery) -> bool:
    """Whether the rows are neither a table's nor single values."""
    return not query.whole and len(query.columns) > 1


def result_block(query: CheckedQuery, fields: Sequence[Field]) -> list[str]:
    """The class of the query's rows."""
    return result_class(result_name(query), query.query.label, [(one.name, one.hint) for one in fields])

"""Schemas to documents, and documents to YAML that a person would have written; the way back of ``build``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import Attributes
from qsys_schema.model.types import (
    ColumnType,
    Decimal,
    Enum,
    Integer,
    Native,
    Text,
    Timestamp,
    TimestampMs,
)

if TYPE_CHECKING:
    from qsys_schema.model.schema import (
        Check,
        Column,
        ForeignKey,
        Index,
        Part,
        PrimaryKey,
        Table,
        Trigger,
        Unique,
        View,
    )
    from qsys_schema.spec.read import Document, Plain

Nearest = Callable[["Column"], ColumnType | None]
"""The logical type nearest to a native one, or None."""


def table_document(table: Table, dialect: str, nearest: Nearest) -> Document:
    """The document of a table as one database has it."""
    key = table.primary_key
    marked = _marked(key)
    document: Document = {"table": table.name}
    if table.comment:
        document["description"] = table.comment
    document["columns"] = {
        column.name: _column(column, dialect, nearest, key=key, is_marked=marked == column.name)
        for column in table.columns
    }
    if key is not None and not marked:
        document["primary_key"] = _primary_key(key, dialect)
    lists: dict[str, Iterable[Document]] = {
        "unique": (_unique(one, dialect) for one in table.uniques),
        "indexes": (_index(one, dialect) for one in table.indexes),
        "foreign_keys": map(_foreign_key, table.foreign_keys),
        "checks": (_check(one, dialect) for one in table.checks),
        "triggers": (_trigger(one, dialect) for one in table.triggers or ()),
    }
    document |= {name: found for name, items in lists.items() if (found := list(items))}
    if table.options:
        document["options"] = {dialect: {name: _option(value) for name, value in table.options}}
    return document


def view_document(view: View, dialect: str) -> Document:
    """The document of a view as one database has it."""
    document: Document = {"view": view.name, "sql": {dialect: view.sql}}
    if view.triggers:
        document["triggers"] = [_trigger(one, dialect) for one in view.triggers]
    return document


def _marked(key: PrimaryKey | None) -> str:
    """The one column that can say by itself that it is the key; empty where there is more to say."""
    if key is None or key.name or key.attributes or len(key.parts) != 1:
        return ""
    (part,) = key.parts
    return "" if part.descending or part.collation else part.column


def _option(value: str) -> Plain:
    return value == "true" if value in {"true", "false"} else value


def _column(column: Column, dialect: str, nearest: Nearest, *, key: PrimaryKey | None, is_marked: bool) -> Document:
    document = _type(column.type, dialect, nearest(column))
    if column.nullable:
        in_key = key is not None and column.name in key.columns
        document["nullable"] = {dialect: True} if in_key else True
    if is_marked:
        document["primary_key"] = True
    if column.identity:
        document["autoincrement"] = True
    if column.default is not None:
        document["default"] = _value(column.default)
    if column.generated is not None:
        document["generated"] = column.generated.expression.text
        document |= {"stored": True} if column.generated.stored else {}
    if column.collation:
        document["collate"] = {dialect: column.collation}
    document |= _on_conflict(column.attributes, dialect, "not null on conflict", "not_null_on_conflict")
    if column.comment:
        document["description"] = column.comment
    return document


def _type(kind: ColumnType, dialect: str, near: ColumnType | None) -> Document:
    match kind:
        case Native(text=text):
            # One database's own word; the logical type is for the others.
            logical = _type(near, dialect, None) if near is not None else {}
            return {**logical, "native": {dialect: text}}
        case Text(length=int(length)):
            return {"type": "text", "length": length}
        case Integer(bits=bits) if bits != Integer().bits:
            return {"type": "integer", "bits": bits}
        case Decimal(precision=precision, scale=scale):
            return {"type": "decimal", "precision": precision, "scale": scale}
        case Timestamp(timezone=True):
            return {"type": "timestamp", "timezone": True}
        case Enum(values=values):
            return {"type": "text", "enum": list(values)}
        case TimestampMs():
            return {"type": "timestamp_ms"}
        case _:
            return {"type": type(kind).__name__.lower()}


def _value(value: Expr | Literal) -> Plain:
    return value.value if isinstance(value, Literal) else {"expression": value.text}


def _on_conflict(attributes: Attributes, dialect: str, name: str = "on conflict", key: str = "on_conflict") -> Document:
    choice = dict(attributes).get(name)
    return {key: {dialect: choice}} if choice is not None else {}


def _part(part: Part, dialect: str) -> Plain:
    said: Document = {}
    if part.expression is not None:
        said["expression"] = part.expression.text
    else:
        said["column"] = part.column
    if part.descending:
        said["order"] = "desc"
    if part.collation:
        said["collate"] = {dialect: part.collation}
    return part.column if list(said) == ["column"] else said


def _parts(parts: Iterable[Part], dialect: str) -> list[Plain]:
    return [_part(part, dialect) for part in parts]


def _primary_key(key: PrimaryKey, dialect: str) -> Plain:
    parts = _parts(key.parts, dialect)
    more = {**_named(key.name), **_on_conflict(key.attributes, dialect)}
    return {"columns": parts, **more} if more else parts


def _named(name: str) -> Document:
    return {"name": name} if name else {}


def _unique(unique: Unique, dialect: str) -> Document:
    conflict = _on_conflict(unique.attributes, dialect)
    return {**_named(unique.name), "columns": _parts(unique.parts, dialect), **conflict}


def _index(index: Index, dialect: str) -> Document:
    document = {**_named(index.name), "columns": _parts(index.parts, dialect)}
    if index.unique:
        document["unique"] = True
    if index.where is not None:
        document["where"] = index.where.text
    return document


def _foreign_key(key: ForeignKey) -> Document:
    target: Document = {"table": key.target}
    if key.target_columns and "implicit target" not in key.spelling:
        target["columns"] = list(key.target_columns)
    document: Document = {**_named(key.name), "columns": list(key.columns), "references": target}
    document |= dict(_actions(key))
    if key.deferrable:
        document["deferrable"] = key.deferrable
    match = dict(key.attributes).get("match")
    return {**document, "match": match} if match else document


def _actions(key: ForeignKey) -> Iterator[tuple[str, str]]:
    for name, action in (("on_delete", key.on_delete), ("on_update", key.on_update)):
        if action != "no action":
            yield name, action


def _check(check: Check, dialect: str) -> Document:
    return {**_named(check.name), "expression": check.expression.text, **_on_conflict(check.attributes, dialect)}


def _trigger(trigger: Trigger, dialect: str) -> Document:
    return {"name": trigger.name, "sql": {dialect: trigger.sql}}

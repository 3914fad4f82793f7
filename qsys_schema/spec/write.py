"""Schemas to documents, and documents to YAML that a person would have written; the way back of ``build``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.types import ColumnType
from qsys_schema.spec import clauses
from qsys_schema.spec.clauses import clauses_of, is_exclusion
from qsys_schema.spec.options import options_document
from qsys_schema.spec.types import conventional_enum_name, type_document

if TYPE_CHECKING:
    from qsys_schema.model.schema import (
        Check,
        Column,
        Definition,
        ForeignKey,
        Index,
        Part,
        PrimaryKey,
        Table,
        Trigger,
        Unique,
        View,
        ViewIndex,
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
        column.name: _column(column, table, dialect, nearest(column), is_marked=marked == column.name)
        for column in table.columns
    }
    if key is not None and not marked:
        document["primary_key"] = _primary_key(key, dialect)
    lists: dict[str, Iterable[Document]] = {
        "unique": (_unique(one, dialect) for one in table.uniques if not is_exclusion(one)),
        "exclusions": (_exclusion(one, dialect) for one in table.uniques if is_exclusion(one)),
        "indexes": (_index(one, dialect) for one in table.indexes),
        "foreign_keys": (_foreign_key(one, dialect) for one in table.foreign_keys),
        "checks": (_check(one, dialect) for one in table.checks),
        "triggers": (_verbatim(one, dialect) for one in table.triggers or ()),
    }
    document |= {name: found for name, items in lists.items() if (found := list(items))}
    if table.options:
        document["options"] = {dialect: options_document(table.options)}
    return document


def external_document(table: Table, dialect: str, nearest: Nearest) -> Document:
    """The document of a table of others: what ours may refer to."""
    document = table_document(table, dialect, nearest)
    return {"table": document.pop("table"), "external": True, **document}


def view_document(view: View, dialect: str) -> Document:
    """The document of a view as one database has it."""
    document: Document = {"view": view.name, "sql": {dialect: view.sql}}
    if view.triggers:
        document["triggers"] = [_verbatim(one, dialect) for one in view.triggers]
    if view.indexes:
        document["indexes"] = [_verbatim(one, dialect) for one in view.indexes]
    return document


def definition_document(definition: Definition, dialect: str) -> Document:
    """The document of a function or a type as one database has it."""
    return {definition.kind: definition.name, "sql": {dialect: definition.sql}}


def _marked(key: PrimaryKey | None) -> str:
    """The one column that can say by itself that it is the key; empty where there is more to say."""
    if key is None or key.name or key.attributes or len(key.parts) != 1:
        return ""
    (part,) = key.parts
    return "" if part.descending or part.collation else part.column


def _column(column: Column, table: Table, dialect: str, near: ColumnType | None, *, is_marked: bool) -> Document:
    key = table.primary_key
    document = type_document(column.type, dialect, near, enum_name=conventional_enum_name(table.name, column.name))
    if column.nullable:
        in_key = key is not None and column.name in key.columns
        document["nullable"] = {dialect: True} if in_key else True
    if is_marked:
        document["primary_key"] = True
    if column.identity == "autoincrement":
        document["autoincrement"] = True
    elif column.identity:
        document["identity"] = {dialect: column.identity}
    if column.default is not None:
        document["default"] = _value(column.default)
    if column.generated is not None:
        document["generated"] = column.generated.expression.text
        document |= {"stored": True} if column.generated.stored else {}
    if column.collation:
        document["collate"] = {dialect: column.collation}
    document |= clauses_of(column.attributes, clauses.COLUMN, dialect)
    if column.comment:
        document["description"] = column.comment
    return document


def _value(value: Expr | Literal) -> Plain:
    return value.value if isinstance(value, Literal) else {"expression": value.text}


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
    said |= clauses_of(part.attributes, clauses.PART, dialect)
    return part.column if list(said) == ["column"] else said


def _parts(parts: Iterable[Part], dialect: str) -> list[Plain]:
    return [_part(part, dialect) for part in parts]


def _primary_key(key: PrimaryKey, dialect: str) -> Plain:
    parts = _parts(key.parts, dialect)
    more = {**_named(key.name), **clauses_of(key.attributes, clauses.PRIMARY_KEY, dialect)}
    return {"columns": parts, **more} if more else parts


def _named(name: str) -> Document:
    return {"name": name} if name else {}


def _unique(unique: Unique, dialect: str) -> Document:
    more = clauses_of(unique.attributes, clauses.UNIQUE, dialect)
    return {**_named(unique.name), "columns": _parts(unique.parts, dialect), **more}


def _exclusion(unique: Unique, dialect: str) -> Document:
    return {**_named(unique.name), **clauses_of(unique.attributes, clauses.EXCLUSION, dialect)}


def _index(index: Index, dialect: str) -> Document:
    parts = _parts(index.parts, dialect)
    texts = [part["expression"] for part in parts if isinstance(part, dict) and list(part) == ["expression"]]
    listed: Document = {"expressions": texts} if texts and len(texts) == len(parts) else {"columns": parts}
    document = {**_named(index.name), **listed}
    if index.unique:
        document["unique"] = True
    if index.where is not None:
        document["where"] = index.where.text
    return document | clauses_of(index.attributes, clauses.INDEX, dialect)


def _foreign_key(key: ForeignKey, dialect: str) -> Document:
    target: Document = {"table": key.target}
    if key.target_columns and "implicit target" not in key.spelling:
        target["columns"] = list(key.target_columns)
    target |= clauses_of(key.attributes, clauses.TARGET, dialect)
    document: Document = {**_named(key.name), "columns": list(key.columns), "references": target}
    document |= dict(_actions(key))
    if key.deferrable:
        document["deferrable"] = key.deferrable
    match = dict(key.attributes).get("match")
    document |= {"match": match} if match else {}
    return document | clauses_of(key.attributes, clauses.FOREIGN_KEY, dialect)


def _actions(key: ForeignKey) -> Iterator[tuple[str, str]]:
    for name, action in (("on_delete", key.on_delete), ("on_update", key.on_update)):
        if action != "no action":
            yield name, action


def _check(check: Check, dialect: str) -> Document:
    more = clauses_of(check.attributes, clauses.CHECK, dialect)
    return {**_named(check.name), "expression": check.expression.text, **more}


def _verbatim(item: Trigger | ViewIndex, dialect: str) -> Document:
    return {"name": item.name, "sql": {dialect: item.sql}}

"""What ``inspect`` and ``normalize`` share: one spelling for everything that means the same in SQLite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from qsys_schema.dialects.sqlite.qualified import plain_check
from qsys_schema.dialects.sqlite.tokens import fold
from qsys_schema.model.naming import name_all
from qsys_schema.model.schema import Column, ForeignKey, Index, Part, PrimaryKey, Schema, Table, Unique
from qsys_schema.model.types import Native

INTEGER = Native(text="INTEGER")

NO_ALIAS = ("rowid alias", "no")
"""The attribute of a key that looks like an alias of the rowid and is none."""

_Keyed = TypeVar("_Keyed", PrimaryKey, Unique, Index)


def canonical_schema(schema: Schema) -> Schema:
    """The schema with references spelled as declared, implied things said, and everything named."""
    by_name = {fold(table.name): table for table in schema.tables}
    tables = tuple(_canonical(table, by_name) for table in schema.tables)
    return replace(schema, tables=tables)


def rowid_alias(table: Table) -> str:
    """The column that is the table's rowid (SQLite manual, "ROWIDs and the INTEGER PRIMARY KEY"), or nothing."""
    key = table.primary_key
    if key is None or len(key.parts) != 1 or ("without_rowid", "true") in table.options:
        return ""
    if NO_ALIAS in key.attributes:
        return ""
    name = fold(key.parts[0].column)
    column = next((column for column in table.columns if fold(column.name) == name), None)
    return column.name if column is not None and column.type == INTEGER else ""


def _canonical(table: Table, by_name: Mapping[str, Table]) -> Table:
    declared = {fold(column.name): column.name for column in table.columns}
    collations = {column.name: column.collation for column in table.columns}

    def part(item: Part) -> Part:
        column = declared.get(fold(item.column), item.column)
        # A part in its column's own collation says nothing new.
        collation = "" if item.collation == (collations.get(column, "") or "binary") else item.collation
        if (column, collation) == (item.column, item.collation):
            return item
        return replace(item, column=column, collation=collation)

    def parts(item: _Keyed) -> _Keyed:
        spelled = tuple(map(part, item.parts))
        return item if spelled == item.parts else replace(item, parts=spelled)

    return name_all(
        replace(
            table,
            columns=_columns(table),
            checks=tuple(plain_check(check, table.name) for check in table.checks),
            primary_key=_primary_key(parts(table.primary_key), table) if table.primary_key is not None else None,
            uniques=tuple(map(parts, table.uniques)),
            indexes=tuple(map(parts, table.indexes)),
            foreign_keys=tuple(_foreign_key(item, declared, by_name) for item in table.foreign_keys),
        ),
    )


def _primary_key(key: PrimaryKey, table: Table) -> PrimaryKey:
    """The key; where there are no rowids, it goes without saying that it is no alias of one."""
    if ("without_rowid", "true") not in table.options or not key.attributes:
        return key
    return replace(key, attributes=tuple(one for one in key.attributes if one != NO_ALIAS))


def _columns(table: Table) -> tuple[Column, ...]:
    """Key columns that can never be NULL are not nullable, whether or not NOT NULL was written."""
    key = table.primary_key
    implied: set[str] = set()
    if key is not None and ({"without_rowid", "strict"} & {name for name, _ in table.options}):
        implied = {fold(name) for name in key.columns}
    implied.add(fold(rowid_alias(table)))
    if not any((one.nullable and fold(one.name) in implied) or one.collation == "binary" for one in table.columns):
        return table.columns
    columns = []
    for column in table.columns:
        fixed = column
        if column.nullable and fold(column.name) in implied:
            fixed = replace(fixed, nullable=False)
        if fixed.collation == "binary":
            fixed = replace(fixed, collation="")
        columns.append(fixed)
    return tuple(columns)


def _foreign_key(key: ForeignKey, declared: Mapping[str, str], by_name: Mapping[str, Table]) -> ForeignKey:
    columns = tuple(declared.get(fold(name), name) for name in key.columns)
    target = by_name.get(fold(key.target))
    if target is None:
        return replace(key, columns=columns)
    spelling = key.spelling
    target_columns = key.target_columns
    if not target_columns and target.primary_key is not None:
        target_columns = target.primary_key.columns
        spelling = (*spelling, "implicit target")
    if not {column.name for column in target.columns}.issuperset(target_columns):
        there = {fold(column.name): column.name for column in target.columns}
        target_columns = tuple(there.get(fold(name), name) for name in target_columns)
    if (columns, target.name, target_columns) == (key.columns, key.target, key.target_columns):
        return key
    return replace(key, columns=columns, target=target.name, target_columns=target_columns, spelling=spelling)

"""A wish as SQLite would give it back: its types, its keys, and the checks that stand in for types it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from qsys_schema.dialects.sqlite.canonical import NO_ALIAS, canonical_schema
from qsys_schema.dialects.sqlite.ddl import canonical_type, mentioned
from qsys_schema.dialects.sqlite.inspect import statement_key
from qsys_schema.dialects.sqlite.tokens import (
    Token,
    UnreadableSqlError,
    as_a_string,
    fold,
    key_of_text,
    literal,
    quote,
    tokenize,
)
from qsys_schema.dialects.sqlite.types import declared_type
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.naming import name_indexes
from qsys_schema.model.schema import (
    Check,
    Column,
    ForeignKey,
    Index,
    Part,
    Schema,
    Table,
    Unique,
)
from qsys_schema.model.types import Boolean, Decimal, Enum, Native, Text


def normalize(wanted: Schema) -> Schema:
    """The schema that ``inspect`` finds after ``wanted`` was created. SQLite keeps no comments."""
    tables = name_indexes(tuple(map(_table, wanted.tables)), _words)
    views = wanted.views
    if views is not None:
        views = tuple(
            replace(
                view,
                key=statement_key(view.sql),
                triggers=tuple(replace(item, key=statement_key(item.sql)) for item in view.triggers),
            )
            for view in views
        )
    return canonical_schema(replace(wanted, tables=tables, views=views))


def _table(table: Table) -> Table:
    declared = {fold(column.name): column.name for column in table.columns}
    derived = [check for column in table.columns if (check := _derived_check(column)) is not None]
    checks = [*derived, *table.checks]
    table = _without_alias(table)
    triggers, key = table.triggers, table.primary_key
    if triggers is not None:
        triggers = tuple(replace(item, key=statement_key(item.sql)) for item in triggers)
    return replace(
        table,
        comment="",
        columns=tuple(_column(column) for column in table.columns),
        primary_key=replace(key, parts=_parts(key.parts)) if key is not None else None,
        uniques=tuple(_unnamed(replace(item, parts=_parts(item.parts))) for item in table.uniques),
        checks=tuple(_unnamed(_check(check, declared)) for check in checks),
        foreign_keys=tuple(_unnamed(key) for key in table.foreign_keys),
        indexes=tuple(map(_index, table.indexes)),
        triggers=triggers,
    )


def _without_alias(table: Table) -> Table:
    """The table whose key says itself that it is no alias of the rowid, as ``inspect`` finds it."""
    if _NO_ALIAS not in table.options:
        return table
    options = tuple(option for option in table.options if option != _NO_ALIAS)
    key = table.primary_key
    if key is not None and NO_ALIAS not in key.attributes:
        parts = tuple(replace(part, descending=True) for part in key.parts)
        key = replace(key, parts=parts, attributes=(*key.attributes, NO_ALIAS))
    return replace(table, options=options, primary_key=key)


_NO_ALIAS = ("no_rowid_alias", "true")
"""The option of a spec."""

_Constraint = TypeVar("_Constraint", Unique, Check, ForeignKey)


def _unnamed(item: _Constraint) -> _Constraint:
    return item if item.name else replace(item, spelling=(*item.spelling, "unnamed"))


def _column(column: Column) -> Column:
    generated = column.generated
    if generated is not None:
        generated = replace(generated, expression=_expression(generated.expression))
    return Column(
        name=column.name,
        type=_native(declared_type(column)),
        nullable=column.nullable,
        default=_default(column, column.default),
        generated=generated,
        identity=column.identity,
        collation=fold(column.collation),
        attributes=column.attributes,
        backfill=_default(column, column.backfill),
        renamed_from=column.renamed_from,
        spelling=column.spelling,
        source=column.source,
    )


@lru_cache(maxsize=256)
def _native(declared: str) -> Native:
    return Native(text=canonical_type(declared))


def _expression(expression: Expr) -> Expr:
    return replace(expression, key=key_of_text(expression.text))


def _default(column: Column, value: Expr | Literal | None) -> Expr | None:
    if value is None:
        return None
    if isinstance(value, Literal):
        text = literal(value.value)
        if isinstance(column.type, Decimal) and isinstance(value.value, str) and column.storage == "numeric":
            text = value.value
        return Expr(text=text, key=key_of_text(text))
    text = as_a_string(value.text.strip())
    if not _stands_alone(text):
        text = f"({text})"
    key = key_of_text(text)
    # NULL is what a column without a default gets.
    return Expr(text=text, key=key) if key != ("null",) else None


def _stands_alone(text: str) -> bool:
    """Whether a default needs no parentheses: one literal, a constant word, or in parentheses already."""
    try:
        tokens = tokenize(text)
    except UnreadableSqlError:
        return False
    if _is_one_group(tokens):
        return True
    if len(tokens) == 1 and tokens[0].kind == "word":
        return fold(text) in {"null", "true", "false", "current_date", "current_time", "current_timestamp"}
    if len(tokens) == 2 and tokens[0].value in {"+", "-"}:  # noqa: PLR2004 - a sign and its number
        return tokens[1].kind == "number"
    return len(tokens) == 1 and tokens[0].kind in {"string", "number", "blob"}


def _is_one_group(tokens: list[Token]) -> bool:
    """Whether one pair of parentheses is around all of it: as the catalog has a default that is an expression."""
    depth = 0
    for position, token in enumerate(tokens):
        if token.kind == "mark":
            depth += {"(": 1, ")": -1}.get(token.value, 0)
        if depth == 0:
            return position > 0 and position == len(tokens) - 1
    return False


def _derived_check(column: Column) -> Check | None:
    """The check that keeps a column to what its type means, where SQLite would take anything."""
    name = quote(column.name)
    match column.type:
        case Boolean():
            text = f"{name} IN (0, 1)"
        case Enum(values=values):
            text = f"{name} IN ({', '.join(literal(value) for value in values)})"
        case Text(length=int(length)):
            text = f"length({name}) <= {length}"
        case _:
            return None
    return Check(name="", expression=Expr(text=text), source=column.source)


def _check(check: Check, declared: dict[str, str]) -> Check:
    columns = _mentioned(check.expression.text, declared)
    return replace(check, expression=_expression(check.expression), columns=columns)


def _parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(map(_part, parts))


def _part(part: Part) -> Part:
    if part.expression is None and not part.collation:
        return part
    expression = _expression(part.expression) if part.expression is not None else None
    return replace(part, collation=fold(part.collation), expression=expression)


def _index(index: Index) -> Index:
    where = _expression(index.where) if index.where is not None else None
    return replace(index, parts=_parts(index.parts), where=where)


def _mentioned(text: str, declared: dict[str, str]) -> tuple[str, ...]:
    try:
        return mentioned(tokenize(text), declared)
    except UnreadableSqlError:
        return ()


def _words(index: Index, table: Table) -> Iterator[str]:
    """What an index's parts put into its conventional name."""
    declared = {fold(column.name): column.name for column in table.columns}
    for part in index.parts:
        if part.expression is None:
            yield part.column
        else:
            yield from _mentioned(part.expression.text, declared) or ("expression",)

"""A schema that was inspected, as a person would have wished it: ``normalize`` of what comes out is what went in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.dialects.postgres.enums import create_enum
from qsys_schema.dialects.postgres.join import index_words
from qsys_schema.dialects.postgres.types import logical_type, nearest_type
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.naming import name_all, name_indexes
from qsys_schema.model.schema import Check, Column, Definition, EnumType, ForeignKey, Index, Schema, Table, Unique
from qsys_schema.model.types import ColumnType, Decimal, Enum, Integer, Native, Text

_Item = TypeVar("_Item", Unique, Check, ForeignKey, Index)

_LIST = re.compile(r"\(?\(?(\"(?:[^\"]|\"\")+\"|\w+)\)?(?:::text)? = ANY \(ARRAY\[(.+)\]\)\)?")
_MEMBER = re.compile(r"\(?'((?:[^']|'')*)'::(?:text|character varying)\)?(?:::text)?")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_ENUM_DEFAULT = re.compile(r"'((?:[^']|'')*)'::(\"(?:[^\"]|\"\")+\"|\w+)")
_NUMBER_DEFAULT = re.compile(r"'(\d+(?:\.\d+)?)'::numeric")
_TEXT_DEFAULT = re.compile(r"'((?:[^']|'')*)'::(?:text|character varying(?:\(\d+\))?)")


def as_wished(live: Schema) -> Schema:
    """The schema in logical types, without the names and checks that go without saying."""
    enums = {enum.name: enum for enum in live.enums}
    tables = _without_usual_names(live.tables)
    used = {name for table in live.tables for column in table.columns if (name := _enum_name(column)) in enums}
    others = [one for one in live.enums if one.name not in used]
    return replace(
        live,
        tables=_with_loose_keys(tuple(_table(table, enums) for table in tables), live),
        # A type that no column has is declared by itself.
        enums=(),
        definitions=(*map(_enum_type, others), *(live.definitions or ())) or None,
    )


def nearest(column: Column) -> ColumnType | None:
    """The logical type that a native one stands nearest to elsewhere."""
    return nearest_type(column.type.text) if isinstance(column.type, Native) else None


def _enum_type(enum: EnumType) -> Definition:
    return Definition(kind="type", name=enum.name, sql=create_enum(enum))


def _enum_name(column: Column) -> str:
    if not isinstance(column.type, Native):
        return ""
    text = column.type.text
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _without_usual_names(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables without the names that the convention would give."""
    blank = tuple(
        replace(
            table,
            uniques=tuple(replace(one, spelling=("unnamed",)) if one.columns else one for one in table.uniques),
            checks=tuple(replace(one, spelling=("unnamed",)) for one in table.checks),
            foreign_keys=tuple(replace(one, spelling=("unnamed",)) for one in table.foreign_keys),
            indexes=tuple(replace(one, name="") for one in table.indexes),
        )
        for table in tables
    )
    return tuple(
        replace(
            table,
            uniques=_named_if_unusual(table.uniques, usual.uniques),
            checks=_named_if_unusual(table.checks, usual.checks),
            foreign_keys=_named_if_unusual(table.foreign_keys, usual.foreign_keys),
            indexes=_named_if_unusual(table.indexes, usual.indexes),
        )
        for table, usual in zip(tables, map(name_all, name_indexes(blank, index_words)), strict=True)
    )


def _named_if_unusual(there: Sequence[_Item], usual: Sequence[_Item]) -> tuple[_Item, ...]:
    names = {one.name for one in usual if not _must_be_named(one)}
    return tuple(replace(one, name="") if one.name in names else one for one in there)


def _table(table: Table, enums: Mapping[str, EnumType]) -> Table:
    columns, said = [], []
    for column in table.columns:
        kind, check = _kind(column, table, enums)
        columns.append(_column(column, kind, table))
        said.append(check)
    return replace(
        table,
        columns=tuple(columns),
        checks=tuple(_plain_check(one) for one in table.checks if not any(one is check for check in said)),
        triggers=table.triggers or None,
    )


def _plain_check(check: Check) -> Check:
    """The check without the parentheses that the server puts around all of it."""
    text = check.expression.text
    return replace(check, expression=replace(check.expression, text=text[1:-1])) if _is_enclosed(text) else check


def _is_enclosed(text: str) -> bool:
    """Whether the parenthesis that begins the text is closed by the one that ends it."""
    if not text.startswith("(") or not text.endswith(")"):
        return False
    depth = 0
    # What stands in quotes is as good as gone.
    plain = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    for place, character in enumerate(plain):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place == len(plain) - 1
    return False


def _must_be_named(one: object) -> bool:
    """Whether it is an exclusion constraint, which has no columns to be called after."""
    return isinstance(one, Unique) and not one.columns


def _with_loose_keys(tables: Sequence[Table], live: Schema) -> tuple[Table, ...]:
    """The tables, in the server's own words for columns that refer to such of another type: logical ones may not."""
    there = {table.name: table for table in tables}
    loose: set[tuple[str, str]] = set()
    for table in tables:
        for key in table.foreign_keys:
            target = there.get(key.target)
            for name, other in zip(key.columns, key.target_columns, strict=True) if target is not None else ():
                one, two = table.column(name), target.column(other) if target is not None else None
                if one is not None and two is not None and not _alike(one.type, two.type):
                    loose.add((table.name, name))
    natives = {(table.name, column.name): column.type for table in live.tables for column in table.columns}
    return tuple(
        replace(
            table,
            columns=tuple(
                replace(column, type=natives[table.name, column.name]) if (table.name, column.name) in loose else column
                for column in table.columns
            ),
        )
        for table in tables
    )


def _alike(one: ColumnType, other: ColumnType) -> bool:
    texts = (Text, Enum)
    return one == other or Native in {type(one), type(other)} or (isinstance(one, texts) and isinstance(other, texts))


def _kind(column: Column, table: Table, enums: Mapping[str, EnumType]) -> tuple[ColumnType, Check | None]:
    declared = column.type.text if isinstance(column.type, Native) else ""
    if _enum_name(column) in enums:
        enum = enums[_enum_name(column)]
        return Enum(values=enum.values, name=enum.name), None
    if declared == "text":
        for check in table.checks:
            if not check.name and check.columns == (column.name,) and not check.attributes:
                values = _listed(check.expression.text, column.name)
                if values:
                    return Enum(values=values), check
    return logical_type(declared) or column.type, None


def _listed(text: str, column: str) -> tuple[str, ...]:
    """The texts that a column is compared with, where that is all that the expression does."""
    match = _LIST.fullmatch(text)
    if match is None or match[1].strip('"').replace('""', '"') != column:
        return ()
    members = [found.replace("''", "'") for found in _MEMBER.findall(match[2])]
    again = ", ".join("'" + one.replace("'", "''") + "'::text" for one in members)
    return tuple(members) if again == match[2] and len(set(members)) == len(members) else ()


def _column(column: Column, kind: ColumnType, table: Table) -> Column:
    identity = column.identity
    key = table.primary_key
    if identity == "by default" and key is not None and key.columns == (column.name,) and isinstance(kind, Integer):
        identity = "autoincrement"
    default = column.default
    if isinstance(default, Expr):
        default = _plain(default.text, kind) or default
    return replace(column, type=kind, identity=identity, default=default)


def _plain(text: str, kind: ColumnType) -> Literal | None:
    """The plain value that a default is, as the type would have it."""
    found = _TEXT_DEFAULT.fullmatch(text)
    if found and isinstance(kind, (Text, Enum)):
        value = found[1].replace("''", "'")
        fits = not isinstance(kind, Enum) or value in kind.values
        fits = fits and (not isinstance(kind, Text) or kind.length is None or len(value) <= kind.length)
        return Literal(value=value) if fits and "\\" not in value else None
    typed = _ENUM_DEFAULT.fullmatch(text)
    if typed and isinstance(kind, Enum) and kind.name == typed[2].strip('"').replace('""', '"'):
        value = typed[1].replace("''", "'")
        return Literal(value=value) if value in kind.values and "\\" not in value else None
    if text in {"true", "false"}:
        return Literal(value=text == "true")
    if isinstance(kind, Integer) and re.fullmatch(r"-?\d{1,9}", text):
        return Literal(value=int(text))
    number = _NUMBER_DEFAULT.fullmatch(text)
    if isinstance(kind, Decimal) and number:
        # One without quotes is another text to the server, and stays an expression.
        return Literal(value=number[1]) if len(number[1].partition(".")[2]) <= kind.scale else None
    return None

"""A schema that was inspected, as a person would have wished it: ``normalize`` of what comes out is what went in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qsys_schema.dialects.sqlite.canonical import NO_ALIAS
from qsys_schema.dialects.sqlite.comments import comments_of
from qsys_schema.dialects.sqlite.ddl import canonical_type
from qsys_schema.dialects.sqlite.normalize import normalize
from qsys_schema.dialects.sqlite.tokens import fold, quote, unquoted
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import Check, Column, Schema, Table
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
    Uuid,
)

_EXACT: dict[str, ColumnType] = {"TEXT": Text(), "INTEGER": Integer(), "REAL": Float(), "BLOB": Blob()}
"""What a logical type is declared as, read backwards."""

_SIZED = re.compile(r"(?P<word>[A-Z ]+?)\s*(?:\((?P<first>\d+)(?:,(?P<second>\d+))?\))?$")
_NEAREST: dict[str, ColumnType] = {
    **dict.fromkeys("INT BIGINT INT8".split(), Integer()),
    **dict.fromkeys(("MEDIUMINT", "INT4"), Integer(bits=32)),
    **dict.fromkeys("SMALLINT TINYINT INT2".split(), Integer(bits=16)),
    **dict.fromkeys(("BOOL", "BOOLEAN"), Boolean()),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DOUBLE PRECISION"), Float()),
    **dict.fromkeys(("DATETIME", "TIMESTAMP"), Timestamp()),
    "CLOB": Text(),
    "DATE": Date(),
    "TIME": Time(),
    "JSON": Json(),
    "UUID": Uuid(),
}


def as_wished(live: Schema) -> Schema:
    """The schema in logical types, without the names and checks that go without saying."""
    blank = replace(live, tables=tuple(_without_index_names(table) for table in live.tables))
    given = {table.name: {one.name for one in table.indexes} for table in normalize(blank).tables}
    return replace(live, tables=tuple(_table(table, given[table.name]) for table in live.tables))


def nearest(column: Column) -> ColumnType | None:
    """The logical type that a column's own word for its type stands nearest to, for databases without that word."""
    match = _SIZED.match(canonical_type(column.type.text)) if isinstance(column.type, Native) else None
    if match is None:
        return None
    word, first, second = match["word"].strip(), match["first"], match["second"]
    if word in _NEAREST and first is None:
        return _NEAREST[word]
    if word.endswith("CHAR") and first is not None and int(first):
        return Text(length=int(first))
    if word in {"DECIMAL", "NUMERIC"} and first is not None and 0 < int(first) >= int(second or 0):
        return Decimal(precision=int(first), scale=int(second or 0))
    return None


def _without_index_names(table: Table) -> Table:
    return replace(table, indexes=tuple(replace(index, name="") for index in table.indexes))


def _table(table: Table, given: set[str]) -> Table:
    comment, comments = comments_of(table.sql, [column.name for column in table.columns])
    said = {column.name: _said_by_type(column, table) for column in table.columns}
    unsaid = [check for check in table.checks if not any(check == one for _, one in said.values())]
    columns = tuple(_column(column, said[column.name][0], comments.get(column.name, "")) for column in table.columns)
    options, key = table.options, table.primary_key
    if key is not None and NO_ALIAS in key.attributes:
        options = tuple(sorted((*options, ("no_rowid_alias", "true"))))
        plain = tuple(one for one in key.attributes if one != NO_ALIAS)
        key = replace(key, attributes=plain, parts=tuple(replace(part, descending=False) for part in key.parts))
    return replace(
        table,
        columns=columns,
        primary_key=key,
        checks=tuple(_unnamed(check) for check in unsaid),
        uniques=tuple(replace(one, name="") if "unnamed" in one.spelling else one for one in table.uniques),
        foreign_keys=tuple(replace(one, name="") if "unnamed" in one.spelling else one for one in table.foreign_keys),
        indexes=tuple(replace(one, name="") if one.name in given else one for one in table.indexes),
        triggers=table.triggers or None,
        options=options,
        comment=comment,
    )


def _unnamed(check: Check) -> Check:
    return replace(check, name="") if "unnamed" in check.spelling else check


def _said_by_type(column: Column, table: Table) -> tuple[ColumnType, Check | None]:
    """The column's logical type, and the check that this type says by itself."""
    declared = column.type.text if isinstance(column.type, Native) else ""
    for check in table.checks:
        if check.columns == (column.name,) and "unnamed" in check.spelling and not check.attributes:
            kind = _by_check(declared, quote(fold(column.name)), check.expression)
            if kind is not None:
                return kind, check
    written = next((word[5:] for word in column.spelling if word.startswith("type:")), declared)
    return _EXACT.get(declared, Native(text=written)), None


def _by_check(declared: str, name: str, expression: Expr) -> ColumnType | None:
    key = expression.key
    if declared == "INTEGER" and key == (name, "in", "(", "0", ",", "1", ")"):
        return Boolean()
    if declared != "TEXT":
        return None
    if key[:3] == (name, "in", "(") and all(word.startswith("'") for word in key[3:-1:2]) and len(key) % 2 == 1:
        values = tuple(map(unquoted, key[3:-1:2]))
        return Enum(values=values) if values and len(set(values)) == len(values) and key[-1] == ")" else None
    if key[:5] == ('"length"', "(", name, ")", "<=") and key[5:6] and key[5].isdecimal() and int(key[5]):
        return Text(length=int(key[5])) if key[6:] == () else None
    return None


def _column(column: Column, kind: ColumnType, comment: str) -> Column:
    default = column.default
    if isinstance(default, Expr):
        if len(default.key) == 1 and default.key[0].startswith("'"):
            # A string in double quotes is one only where SQLite finds no better meaning.
            default = replace(default, text=default.key[0])
        meant = nearest(replace(column, type=kind)) or kind
        default = next((one for one in _values(default, meant) if _means(one, default, column)), default)
    return replace(column, type=kind, default=default, comment=comment)


def _means(value: Literal, default: Expr, column: Column) -> bool:
    """Whether the plain value comes out as this very default."""
    alone = Table(name="t", columns=(replace(column, default=value),))
    return normalize(Schema(tables=(alone,))).tables[0].columns[0].default == default


def _values(default: Expr, kind: ColumnType) -> Iterator[Literal]:
    """Plain values that the default may be, as the type would have them."""
    text = "".join(default.key)
    is_text = len(default.key) == 1 and text.startswith("'")
    match kind:
        case Boolean():
            yield from (Literal(value=value) for value in (True, False) if text == str(int(value)))
        case Enum(values=values):
            yield from (Literal(value=value) for value in values if is_text and value == unquoted(text))
        case Text(length=length):
            if is_text and (length is None or len(unquoted(text)) <= length):
                yield Literal(value=unquoted(text))
        case Integer() | Float() | Native():
            if is_text and isinstance(kind, Native):
                yield Literal(value=unquoted(text))
            yield from _numbers(text, whole=isinstance(kind, Integer))
        case _:
            return


def _numbers(text: str, *, whole: bool) -> Iterator[Literal]:
    if re.fullmatch(r"-?\d{1,18}", text):
        yield Literal(value=int(text))
    elif not whole and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text):
        yield Literal(value=float(text))

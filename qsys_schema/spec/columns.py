"""Columns one by one: their types, what belongs to which type, and their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qsys_schema.model.expr import Literal
from qsys_schema.model.source import Source
from qsys_schema.model.types import Enum, Integer, Native
from qsys_schema.spec.finding import Finding, suggestion
from qsys_schema.spec.values import unfit
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.schema import Column, Table
    from qsys_schema.spec.read import Document

_BELONGS_TO = {
    "length": ("text",),
    "bits": ("integer",),
    "precision": ("decimal",),
    "scale": ("decimal",),
    "timezone": ("timestamp",),
    "enum": ("text", "enum"),
    "enum_name": ("enum",),
    "enum_renamed": ("enum",),
    "python": ("timestamp_ms",),
    "shape": ("json",),
}
_NOT_ON_GENERATED = ("default", "backfill", "autoincrement", "identity")
_NOTABLE = frozenset(
    {*_BELONGS_TO, "native", "generated", "stored", "default", "backfill", "autoincrement", "identity"}
)
# What is not closed goes to the end of the text: tried again from every opening, it would take quadratic time.
_SQL_TOKEN = re.compile(
    r"""::\s*\w+|'(?:[^']|'')*'?|--[^\n]*|/\*.*?(?:\*/|\Z)|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|\w+""", re.DOTALL
)

Said = tuple[str, str, str]
"""The key of the column that is wrong (empty for the column itself), the text and the hint."""


def column_findings(document: Document, table: Table, dialect: str) -> Iterator[Finding]:
    """What is wrong with the columns of a table, taken alone."""
    for column in table.columns:
        raw: Document = document["columns"][column.name]
        notable = _NOTABLE & raw.keys()
        if not notable and raw.get("type") not in {"decimal", "enum"}:
            continue
        source = column.source or Source(file="")
        where = f"column {shorten(table.name)}.{shorten(column.name)}"
        for key, text, hint in _said(raw, column, table, dialect):
            place = Source(file=source.file, path=(*source.path, key)) if key else source
            yield Finding(source=place, text=f"{where} {text}", hint=hint, at_key=not key)


def _said(raw: Document, column: Column, table: Table, dialect: str) -> Iterator[Said]:
    yield from _type(raw, dialect)
    yield from _enum(raw, column)
    if raw.get("type") == "enum":
        yield from _enum_renamed(raw)
    yield from _generated(raw, column, table)
    if column.generated is None:
        yield from _identity(raw, column, table)
        yield from _value(column, "default")
        yield from _value(column, "backfill")


def _type(raw: Document, dialect: str) -> Iterator[Said]:
    name = raw.get("type")
    if name is None and dialect not in raw.get("native", {}):
        yield "native", f"has no type for {dialect}", f"add `type:`, or `{dialect}:` to its native types"
    for key, owners in _BELONGS_TO.items():
        if key in raw and name not in owners:
            has = f"but its type is {name}" if name else "but it has no logical type"
            yield key, f"has the key {key!r}, which belongs to type {' or '.join(owners)}, {has}", ""
    if "length" in raw and "enum" in raw:
        yield "length", "has a length beside an enum, whose texts have theirs", "remove one of them"
    if name == "enum" and "enum" not in raw:
        yield "type", "has the type enum but no texts to choose from", "add `enum: [...]`"
    if name == "decimal":
        if "precision" not in raw:
            yield "type", "has the type decimal but no precision", "add `precision:` (all digits) and `scale:`"
        elif raw.get("scale", 0) > raw["precision"]:
            text = f"has more digits after the point ({raw['scale']}) than digits ({raw['precision']})"
            yield "scale", text, "precision counts all digits"


def _enum(raw: Document, column: Column) -> Iterator[Said]:
    values = raw.get("enum", ())
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    for value in twice:
        yield "enum", f"has the text {shorten(value)!r} twice in its enum", ""
    if isinstance(column.type, Enum) and any("\0" in value for value in values):
        yield "enum", "has a NUL character in its enum", "remove it"


def _enum_renamed(raw: Document) -> Iterator[Said]:
    values, taken = raw.get("enum", ()), dict[str, str]()
    for after, before in raw.get("enum_renamed", {}).items():
        if after not in values:
            text = f"renames a text of its enum to {shorten(after)!r}, which is not in its enum"
            yield "enum_renamed", text, suggestion(after, values)
        if before in values:
            text = f"renames {shorten(before)!r} of its enum, which still is in its enum"
            yield "enum_renamed", text, "remove one of them"
        first = taken.setdefault(before, after)
        if first != after:
            text = f"renames {shorten(before)!r} of its enum to {shorten(first)!r} and to {shorten(after)!r}"
            yield "enum_renamed", text, "what was one can only become one of them"


def _generated(raw: Document, column: Column, table: Table) -> Iterator[Said]:
    if "generated" not in raw:
        if "stored" in raw:
            yield "stored", "has the key 'stored' but is not generated", "remove it, or add `generated:`"
        return
    for key in _NOT_ON_GENERATED:
        if key in raw and raw[key] is not False:
            yield key, f"is generated, so it cannot have the key {key!r}", "remove one of them"
    if table.primary_key is not None and column.name in table.primary_key.columns:
        yield "generated", "is generated, so it cannot be in the primary key", ""
    if column.generated is not None and _mentions(column.generated.expression.text, column.name):
        yield "generated", "is computed from itself", "name only other columns in the expression"


def _mentions(expression: str, name: str) -> bool:
    """Whether the expression holds the name as an identifier: not in a string, in a comment, or as a type."""
    for token in _SQL_TOKEN.findall(expression):
        if token.startswith(("--", "/*", "'", "::")):
            continue
        bare = token
        if token[0] in '"`[':
            closing = "]" if token[0] == "[" else token[0]
            bare = token[1:-1].replace(closing * 2, closing)
        if bare.casefold() == name.casefold():
            return True
    return False


def _identity(raw: Document, column: Column, table: Table) -> Iterator[Said]:
    if "identity" in raw and raw.get("autoincrement"):
        text = "has autoincrement beside identity: both say that the database hands out its number"
        yield "identity", text, "remove one of them"
    elif column.identity == "autoincrement":
        yield from _autoincrement(column, table)
    elif column.identity:
        if not isinstance(column.type, (Integer, Native)):
            yield "identity", "has an identity, which only an integer can have", "make it `type: integer`"
        if column.default is not None:
            yield "default", "has an identity, so it cannot have a default", "remove one of them"
        if column.nullable and column.identity != "serial":
            yield "nullable", "has an identity, so it cannot be nullable", "remove `nullable: true`"


def _autoincrement(column: Column, table: Table) -> Iterator[Said]:
    if not isinstance(column.type, (Integer, Native)):
        yield "autoincrement", "has autoincrement, which only an integer can have", "make it `type: integer`"
    elif table.primary_key is None or table.primary_key.columns != (column.name,):
        text = "has autoincrement, which only the one column of a primary key can have"
        yield "autoincrement", text, "add `primary_key: true`"


def _value(column: Column, key: str) -> Iterator[Said]:
    value = column.default if key == "default" else column.backfill
    if not isinstance(value, Literal):
        return
    wrong = unfit(column.type, value.value)
    if wrong is not None:
        text, hint = wrong
        noun = "the default" if key == "default" else "the backfill"
        shown = shorten(value.value) if isinstance(value.value, str) else value.value
        if isinstance(shown, bool):
            shown = "true" if shown else "false"
        written = repr(shown) if isinstance(value.value, str) else shown
        yield key, f"has {noun} {written}, which {text}", hint

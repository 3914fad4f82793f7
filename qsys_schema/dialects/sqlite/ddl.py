"""Reads the CREATE TABLE and CREATE INDEX texts that SQLite keeps, every token of them.

The grammar is closed ("CREATE TABLE" and "CREATE INDEX" in SQLite's manual; ``parse.y``): a token that no rule
takes raises UnreadableSqlError, so nothing in a table is ever overlooked; the table is then opaque.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from qsys_schema.dialects.sqlite.constraints import (
    COLUMN_CONSTRAINTS,
    TABLE_CONSTRAINTS,
    ColumnDraft,
    Draft,
    read_column_constraint,
    read_table_constraint,
)
from qsys_schema.dialects.sqlite.parts import read_parts
from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import Token, fold, key_of
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Attributes, Index, Table
from qsys_schema.model.types import Native

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
"""In the brackets of a type, which hold nothing but numbers."""

_REMEMBERED = 4096
"""Texts remembered: a proof reads the same catalog several times over."""


@lru_cache(maxsize=_REMEMBERED)
def read_table(sql: str) -> Table:
    """The table that a CREATE TABLE statement makes. Raises UnreadableSqlError."""
    reader = Reader(sql)
    reader.expect("create")
    reader.accept("temp") or reader.accept("temporary")
    reader.expect("table")
    reader.accept("if", "not", "exists")
    name = reader.name()
    if reader.accept("."):
        name = reader.name()
    draft = Draft(reader)
    reader.expect("(")
    _read_body(draft)
    options = _read_options(reader)
    return _finish(name, draft, options)


def _read_body(draft: Draft) -> None:
    reader = draft.reader
    while True:
        if draft.columns and reader.word() in TABLE_CONSTRAINTS:
            read_table_constraint(draft)
        else:
            _read_column(draft)
        if reader.accept(")"):
            return
        # SQLite lets the comma between table constraints be left out.
        if not reader.accept(",") and reader.word() not in TABLE_CONSTRAINTS:
            raise reader.unexpected("',' or ')'")


def _read_options(reader: Reader) -> Attributes:
    options: list[tuple[str, str]] = []
    while not reader.done:
        if reader.accept("without"):
            reader.expect("rowid")
            options.append(("without_rowid", "true"))
        else:
            reader.expect("strict")
            options.append(("strict", "true"))
        if not reader.accept(",") and not reader.done:
            raise reader.unexpected("',' or the end")
    return tuple(sorted(set(options)))


def _read_column(draft: Draft) -> None:
    reader = draft.reader
    name = reader.name()
    written = _read_type(reader)
    canonical = canonical_type(written)
    spelling = () if written == canonical else (f"type:{written}",)
    draft.columns.append(ColumnDraft(name=name, type=Native(text=canonical), spelling=spelling))
    while (word := reader.word()) in COLUMN_CONSTRAINTS:
        label = ""
        if word == "constraint":
            reader.take()
            label = reader.name()
        read_column_constraint(draft, label)


def canonical_type(written: str) -> str:
    """A declared type as it is compared: upper case, one space between words, none inside the brackets."""
    words, bracket, size = written.partition("(")
    name = " ".join(words.upper().split())
    return name + (bracket + "".join(size.split()) if bracket else "")


def _read_type(reader: Reader) -> str:
    words: list[str] = []
    first = reader.peek()
    while True:
        token = reader.peek()
        word = reader.word()
        ends = word in COLUMN_CONSTRAINTS and not (word == "generated" and reader.word(1) != "always")
        if ends or token.kind not in {"word", "quoted", "string"}:
            break
        words.append(reader.name() if not words else reader.text_of([reader.take()]))
    text = " ".join(words)
    if words and reader.peek().value == "(":
        text += f"({_COMMENT.sub('', reader.text_of(reader.group()))})"
    # SQLite takes the quotes off a type that begins with them, and with them all that stands behind the second one.
    return words[0] if words and first.kind != "word" else text


def mentioned(tokens: list[Token], declared: dict[str, str]) -> tuple[str, ...]:
    """The columns that the tokens name, as they were declared, in the order in which they first appear."""
    found: dict[str, None] = {}
    for token in tokens:
        if token.is_name and fold(token.value) in declared:
            found[declared[fold(token.value)]] = None
    return tuple(found)


def _finish(name: str, draft: Draft, options: Attributes) -> Table:
    declared = {fold(column.name): column.name for column in draft.columns}
    reader = draft.reader
    checks = tuple(
        replace(
            check,
            expression=replace(check.expression, key=key_of(tokens)),
            columns=mentioned(tokens, declared),
        )
        for check, tokens in draft.checks
    )
    return Table(
        name=name,
        columns=tuple(column.finished(reader) for column in draft.columns),
        primary_key=draft.primary_key,
        uniques=tuple(draft.uniques),
        checks=checks,
        foreign_keys=tuple(draft.foreign_keys),
        options=options,
        sql=reader.text,
    )


@lru_cache(maxsize=_REMEMBERED)
def read_index(sql: str) -> Index:
    """The index that a CREATE INDEX statement makes. Raises UnreadableSqlError."""
    reader = Reader(sql)
    reader.expect("create")
    unique = reader.accept("unique")
    reader.expect("index")
    reader.accept("if", "not", "exists")
    name = reader.name()
    if reader.accept("."):
        name = reader.name()
    reader.expect("on")
    reader.name()
    reader.expect("(")
    parts = read_parts(reader)
    reader.expect(")")
    where = None
    if reader.accept("where"):
        tokens: list[Token] = []
        while not reader.done:
            tokens.append(reader.take())
        where = Expr(text=reader.text_of(tokens), key=key_of(tokens))
    if not reader.done:
        raise reader.unexpected("the end")
    return Index(name=name, parts=parts, unique=unique, where=where)

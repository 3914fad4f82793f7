"""Reads constraints, in a column or on the table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qsys_schema.dialects.sqlite.canonical import NO_ALIAS
from qsys_schema.dialects.sqlite.parts import read_parts
from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import Token, fold, key_of
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import (
    Attributes,
    Check,
    Column,
    ForeignKey,
    Generated,
    Part,
    PrimaryKey,
    Unique,
)
from qsys_schema.model.types import Native

COLUMN_CONSTRAINTS = frozenset(
    "constraint primary not null unique check default collate references generated as".split(),
)
TABLE_CONSTRAINTS = frozenset("constraint primary unique check foreign".split())
_CONFLICTS = frozenset("rollback abort fail ignore replace".split())


@dataclass(slots=True)
class ColumnDraft:
    """A column in the making; a computed one keeps the tokens of its expression."""

    name: str
    type: Native
    spelling: tuple[str, ...]
    nullable: bool = True
    default: Expr | None = None
    computed: list[Token] | None = None
    stored: bool = False
    identity: str = ""
    collation: str = ""
    attributes: Attributes = ()

    def finished(self, reader: Reader) -> Column:
        """The column."""
        generated = None
        if self.computed is not None:
            expression = Expr(text=reader.text_of(self.computed), key=key_of(self.computed))
            generated = Generated(expression=expression, stored=self.stored)
        return Column(
            name=self.name,
            type=self.type,
            nullable=self.nullable,
            default=self.default,
            generated=generated,
            identity=self.identity,
            collation=self.collation,
            attributes=self.attributes,
            spelling=self.spelling,
        )


@dataclass(slots=True)
class Draft:
    """A table in the making. The checks' expressions wait as tokens until all columns are known."""

    reader: Reader
    columns: list[ColumnDraft] = field(default_factory=list)
    primary_key: PrimaryKey | None = None
    uniques: list[Unique] = field(default_factory=list)
    checks: list[tuple[Check, list[Token]]] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)


def read_column_constraint(draft: Draft, label: str) -> None:
    """Read one constraint of the column that was read last; ``label`` is its name, if it has one."""
    reader, column = draft.reader, draft.columns[-1]
    if reader.accept("primary", "key"):
        _read_column_key(draft, label)
    elif reader.accept("not", "null"):
        column.nullable = False
        column.attributes = _conflict(reader, "not null on conflict") or column.attributes
        column.spelling = (*column.spelling, f"not null:{label}")
    elif reader.accept("null"):
        _conflict(reader, "")
    elif reader.accept("unique"):
        parts = (Part(column=column.name),)
        attributes = _conflict(reader, "on conflict")
        draft.uniques.append(Unique(name=label, parts=parts, attributes=attributes, spelling=_how(label, "column")))
    elif reader.accept("check"):
        _read_check(draft, label, "column")
    elif reader.accept("default"):
        _read_default(draft)
    elif reader.accept("collate"):
        column.collation = fold(reader.name())
    elif reader.accept("references"):
        _read_references(draft, label, (column.name,), "column")
    elif reader.accept("generated", "always", "as") or reader.accept("as"):
        column.computed = reader.group()
        column.stored = not reader.accept("virtual") and reader.accept("stored")
    elif not label:
        raise reader.unexpected("a column constraint")


def _read_column_key(draft: Draft, label: str) -> None:
    reader, column = draft.reader, draft.columns[-1]
    descending = not reader.accept("asc") and reader.accept("desc")
    attributes = _conflict(reader, "on conflict")
    if descending and column.type == Native(text="INTEGER"):
        # "INTEGER PRIMARY KEY DESC" in the column itself is not the rowid: a quirk kept for old files.
        attributes = (*attributes, NO_ALIAS)
    if reader.accept("autoincrement"):
        column.identity = "autoincrement"
    parts = (Part(column=column.name, descending=descending),)
    draft.primary_key = PrimaryKey(name=label, parts=parts, attributes=attributes, spelling=_how(label, "column"))


def _read_default(draft: Draft) -> None:
    reader, column = draft.reader, draft.columns[-1]
    if reader.peek().value == "(" and reader.peek().kind == "mark":
        tokens = reader.group()
        text = f"({reader.text_of(tokens)})"
    else:
        tokens = [reader.take()]
        if tokens[0].value in {"+", "-"} and tokens[0].kind == "mark":
            tokens.append(reader.take())
        if tokens[-1].kind not in {"word", "quoted", "string", "number", "blob"}:
            raise reader.unexpected("a default")
        text = reader.text_of(tokens)
    if [token.value.lower() for token in tokens] == ["null"]:
        column.spelling = (*column.spelling, "default null")
        return
    column.default = Expr(text=text, key=_default_key(tokens))


def _default_key(tokens: list[Token]) -> tuple[str, ...]:
    """The key of a default, where a lone name means a string of that text."""
    key = key_of(tokens)
    if len(key) == 1 and key[0].startswith('"'):
        value = next(token.value for token in tokens if token.kind in {"word", "quoted"})
        return ("'" + value.replace("'", "''") + "'",)
    return key


def _read_check(draft: Draft, label: str, position: str) -> None:
    reader = draft.reader
    tokens = reader.group()
    attributes = _conflict(reader, "on conflict") if position == "table" else ()
    check = Check(
        name=label,
        expression=Expr(text=reader.text_of(tokens)),
        attributes=attributes,
        spelling=_how(label, position),
    )
    draft.checks.append((check, tokens))


def _read_references(draft: Draft, label: str, columns: tuple[str, ...], position: str) -> None:
    reader = draft.reader
    key = ForeignKey(name=label, columns=columns, target=reader.name(), spelling=_how(label, position))
    if reader.peek().value == "(":
        key = replace(key, target_columns=_names(reader))
    while True:
        if reader.accept("on"):
            event = reader.one_of({"delete", "update", "insert"})
            action = _action(reader)
            if event == "delete":
                key = replace(key, on_delete=action)
            elif event == "update":
                key = replace(key, on_update=action)
        elif reader.accept("match"):
            key = replace(key, attributes=(("match", fold(reader.name())),))
        elif reader.accept("not", "deferrable"):
            _initially(reader)
        elif reader.accept("deferrable"):
            key = replace(key, deferrable=_initially(reader) or "initially immediate")
        else:
            break
    draft.foreign_keys.append(key)


def _action(reader: Reader) -> str:
    if reader.accept("set"):
        return "set " + reader.one_of({"null", "default"})
    if reader.accept("no"):
        reader.expect("action")
        return "no action"
    return reader.one_of({"cascade", "restrict"})


def _initially(reader: Reader) -> str:
    return "initially " + reader.one_of({"deferred", "immediate"}) if reader.accept("initially") else ""


def read_table_constraint(draft: Draft) -> None:
    """Read one constraint that stands behind the columns."""
    reader = draft.reader
    label = ""
    if reader.accept("constraint"):
        label = reader.name()
    if reader.accept("primary", "key"):
        reader.expect("(")
        parts = read_parts(reader, stop="autoincrement")
        if reader.accept("autoincrement"):
            _mark_autoincrement(draft, parts)
        reader.expect(")")
        attributes = _conflict(reader, "on conflict")
        draft.primary_key = PrimaryKey(name=label, parts=parts, attributes=attributes, spelling=_how(label, "table"))
    elif reader.accept("unique"):
        reader.expect("(")
        parts = read_parts(reader)
        reader.expect(")")
        attributes = _conflict(reader, "on conflict")
        draft.uniques.append(Unique(name=label, parts=parts, attributes=attributes, spelling=_how(label, "table")))
    elif reader.accept("check"):
        _read_check(draft, label, "table")
    elif reader.accept("foreign", "key"):
        columns = _names(reader)
        reader.expect("references")
        _read_references(draft, label, columns, "table")
    elif not label:
        raise reader.unexpected("a table constraint")


def _mark_autoincrement(draft: Draft, parts: tuple[Part, ...]) -> None:
    for column in draft.columns:
        if fold(column.name) == fold(parts[0].column):
            column.identity = "autoincrement"


def _names(reader: Reader) -> tuple[str, ...]:
    reader.expect("(")
    names = [reader.name()]
    while reader.accept(","):
        names.append(reader.name())
    reader.expect(")")
    return tuple(names)


def _how(label: str, position: str) -> tuple[str, ...]:
    return (position,) if label else ("unnamed", position)


def _conflict(reader: Reader, key: str) -> Attributes:
    if not reader.accept("on", "conflict"):
        return ()
    choice = reader.one_of(_CONFLICTS)
    # ABORT is what happens anyway.
    return ((key, choice),) if choice != "abort" else ()

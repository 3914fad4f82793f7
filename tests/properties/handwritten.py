"""DDL as a person might have typed it: constraints in columns, any quoting, any case, comments, no names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column, ForeignKey, Index, Part, Schema, Table
from qsys_schema.model.types import Native
from tests.properties.choice import Choice, quoted

_TOKEN = re.compile(
    r"""(?P<string>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")|(?P<space>(?:\s|--[^\n]*)+)|(?P<word>[A-Za-z_]\w*)
      |(?P<other>0[xX][0-9a-fA-F]+|\d*\.?\d+(?:[eE][+-]?\d+)?|<>|<=|>=|!=|==|\|\||.)""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = frozenset(("id", "name", "value", "kind", "total", "mixedcase", "snake_case", "x", "y", "z"))
_SPACES = (" ", " ", "  ", "\n", "\t", " /* a comment; */ ", " -- it's one\n")
_GENERATED = re.compile(r"\b(generated)\b(?:\s|/\*[^*]*\*/|--[^\n]*\n)+(always)\b", re.IGNORECASE)
_DEFINED = "\x01"
_TWINS = {"=": "==", "==": "=", "<>": "!=", "!=": "<>"}


def spelled(choice: Choice, text: str) -> str:
    """The same SQL, otherwise spelled: case of words, quoting of names, white space, twin operators."""
    pieces: list[str] = []
    for match in _TOKEN.finditer(text):
        token, kind = match[0], match.lastgroup
        if kind == "quoted":
            pieces.append(name(choice, token[1:-1].replace('""', '"')))
        elif kind == "space":
            continue
        elif kind == "word" and token.lower() != "x":
            pieces.append(choice.pick((token, token.upper(), token.lower())))
        else:
            pieces.append(_TWINS.get(token, token) if choice.happens(50) else token)
    return "".join(_joined(choice, _with_blobs_whole(pieces)))


def _with_blobs_whole(pieces: list[str]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        if piece in {"x", "X"} and pieces[place + 1 : place + 2] and pieces[place + 1][0] == "'":
            continue
        blob = piece[0] == "'" and place and pieces[place - 1] in {"x", "X"}
        yield pieces[place - 1] + piece if blob else piece


def _joined(choice: Choice, pieces: Iterator[str]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        if number:
            yield choice.pick(_SPACES) if choice.happens(20) else " "
        yield piece


def name(choice: Choice, text: str) -> str:
    """A name in any of SQLite's ways to write one."""
    defines = text.startswith(_DEFINED)
    text = text.removeprefix(_DEFINED)
    ways = [quoted(text), "`" + text.replace("`", "``") + "`"]
    if "]" not in text:
        ways.append(f"[{text}]")
    if text.lower() in _PLAIN:
        ways += [text] if defines else [text, text.lower(), text.upper()]
    return choice.pick(ways)


def _defined(text: str) -> str:
    """A name where it is given: its case is part of it there, and nowhere else."""
    return quoted(_DEFINED + text)


def statements(choice: Choice, schema: Schema) -> Iterator[str]:
    """CREATE statements for a normalized schema."""
    for table in schema.tables:
        yield _create(choice, table)
        for index in table.indexes:
            yield spelled(choice, _index(index, table.name))


def _create(choice: Choice, table: Table) -> str:
    placed: set[int] = set()
    lines = [_column(choice, column, table, placed) for column in table.columns]
    constraints = []
    key = table.primary_key
    if key is not None and id(key) not in placed:
        automatic = " AUTOINCREMENT" if _identity(table) else ""
        constraints.append(f"{_named(key.name)}PRIMARY KEY ({_parts(key.parts)}{automatic})")
    constraints += [f"{_given(one)}UNIQUE ({_parts(one.parts)})" for one in table.uniques if id(one) not in placed]
    constraints += [f"{_given(one)}CHECK ({one.expression.text}\n)" for one in table.checks if id(one) not in placed]
    for reference in table.foreign_keys:
        if id(reference) not in placed:
            columns = ", ".join(map(quoted, reference.columns))
            constraints.append(f"{_given(reference)}FOREIGN KEY ({columns}) {_reference(choice, reference)}")
    body = ", ".join([*lines, *choice.shuffled(constraints)])
    words = {"strict": "STRICT", "without_rowid": "WITHOUT ROWID"}
    options = ", ".join(words[option] for option, _ in table.options)
    text = spelled(choice, f"CREATE TABLE {_defined(table.name)} ({body}) {options}")
    # SQLite looks for the end of a type's text here, and takes nothing but spaces between the words.
    return _GENERATED.sub(r"\1 \2", text)


def _identity(table: Table) -> bool:
    return any(column.identity for column in table.columns)


def _named(text: str) -> str:
    return f"CONSTRAINT {_defined(text)} " if text else ""


def _given(item: object) -> str:
    return "" if "unnamed" in getattr(item, "spelling", ()) else _named(getattr(item, "name", ""))


def _column(choice: Choice, column: Column, table: Table, placed: set[int]) -> str:
    """A column with any of its constraints in any order, those of one column in it as often as not."""
    clauses = []
    if not column.nullable:
        clauses.append("NOT NULL")
    if isinstance(column.default, Expr):
        clauses.append(f"DEFAULT {column.default.text}")
    if column.collation:
        clauses.append(f"COLLATE {column.collation}")
    if column.generated is not None:
        always = "GENERATED ALWAYS " if choice.happens(60) else ""
        kind = "STORED" if column.generated.stored else choice.pick(("VIRTUAL", ""))
        clauses.append(f"{always}AS ({column.generated.expression.text}\n) {kind}")
    clauses += _constraints(choice, column, table, placed)
    kind = column.type.text if isinstance(column.type, Native) else ""
    return " ".join((_defined(column.name), kind, *choice.shuffled(clauses)))


def _constraints(choice: Choice, column: Column, table: Table, placed: set[int]) -> Iterator[str]:
    key = table.primary_key
    here = (Part(column=column.name),)
    if key is not None and key.parts == here and choice.happens(60):
        placed.add(id(key))
        yield f"{_named(key.name)}PRIMARY KEY{' AUTOINCREMENT' if _identity(table) else ''}"
    for unique in table.uniques:
        if unique.parts == here and choice.happens(50):
            placed.add(id(unique))
            yield f"{_given(unique)}UNIQUE"
    for check in table.checks:
        if check.columns == (column.name,) and choice.happens(50):
            placed.add(id(check))
            yield f"{_given(check)}CHECK ({check.expression.text}\n)"
    for reference in table.foreign_keys:
        if reference.columns == (column.name,) and choice.happens(50):
            placed.add(id(reference))
            yield f"{_given(reference)}{_reference(choice, reference)}"


def _reference(choice: Choice, key: ForeignKey) -> str:
    there = f"({', '.join(map(quoted, key.target_columns))})"
    words = [f"REFERENCES {quoted(key.target)}", "" if "implicit target" in key.spelling else there]
    words += [
        f"ON {event} {action}"
        for event, action in choice.shuffled((("DELETE", key.on_delete), ("UPDATE", key.on_update)))
        if action != "no action" or choice.happens(20)
    ]
    if key.deferrable:
        words.append("DEFERRABLE " + key.deferrable)
    elif choice.happens(10):
        words.append("NOT DEFERRABLE")
    return " ".join(words)


def _parts(parts: tuple[Part, ...]) -> str:
    return ", ".join(
        " ".join(
            (
                part.expression.text if part.expression is not None else quoted(part.column),
                f"COLLATE {part.collation}" if part.collation else "",
                "DESC" if part.descending else "",
            )
        )
        for part in parts
    )


def _index(index: Index, table: str) -> str:
    where = f" WHERE {index.where.text}" if index.where is not None else ""
    unique = "UNIQUE " if index.unique else ""
    return f"CREATE {unique}INDEX {_defined(index.name)} ON {quoted(table)} ({_parts(index.parts)}){where}"

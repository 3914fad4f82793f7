"""Reads the members of keys and indexes: columns and expressions, each with its collation and order."""

from __future__ import annotations

from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import Token, fold, key_of, unquoted
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Part


def read_parts(reader: Reader, stop: str = "") -> tuple[Part, ...]:
    """The members of a key or an index, up to the closing parenthesis, which is left to the caller."""
    parts = [_part_of(reader, _member(reader, stop))]
    while reader.accept(","):
        parts.append(_part_of(reader, _member(reader, stop)))
    return tuple(parts)


def _member(reader: Reader, stop: str) -> list[Token]:
    tokens: list[Token] = []
    depth = 0
    while True:
        token = reader.peek()
        mark = token.value if token.kind == "mark" else ""
        if token.kind == "end" or (depth == 0 and (mark in {",", ")"} or (stop and reader.word() == stop))):
            break
        depth += {"(": 1, ")": -1}.get(mark, 0)
        tokens.append(reader.take())
    return tokens


def _part_of(reader: Reader, tokens: list[Token]) -> Part:
    attributes: list[tuple[str, str]] = []
    descending = False
    collation = ""
    if [_word(token) for token in tokens[-2:]] in (["nulls", "first"], ["nulls", "last"]):
        attributes.append(("nulls", _word(tokens[-1])))
        tokens = tokens[:-2]
    if len(tokens) > 1 and _word(tokens[-1]) in {"asc", "desc"}:
        descending = _word(tokens[-1]) == "desc"
        tokens = tokens[:-1]
    tokens = _without_parentheses(tokens)
    if [_word(token) for token in tokens[-2:-1]] == ["collate"]:
        collation = fold(tokens[-1].value)
        tokens = _without_parentheses(tokens[:-2])
    if not tokens:
        raise reader.unexpected("a column or an expression")
    if len(tokens) == 1 and tokens[0].kind in {"word", "quoted", "string"}:
        name = tokens[0].value
        column = unquoted(name) if tokens[0].kind == "string" else name
        return Part(column=column, descending=descending, collation=collation, attributes=tuple(attributes))
    expression = Expr(text=reader.text_of(tokens), key=key_of(tokens))
    return Part(expression=expression, descending=descending, collation=collation, attributes=tuple(attributes))


def _without_parentheses(tokens: list[Token]) -> list[Token]:
    """A column in parentheses is a column all the same: they are gone before SQLite looks at it."""
    inside = tokens[1:-1]
    is_column = len(inside) == 1 or [_word(token) for token in inside[1:-1]] == ["collate"]
    return inside if is_column and tokens[0].value == "(" and tokens[-1].value == ")" else tokens


def _word(token: Token) -> str:
    return token.value.lower() if token.kind == "word" else ""

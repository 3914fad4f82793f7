"""Columns that a table's own checks call by the table's name: the same columns, and in the way of a rebuild.

``CHECK (users.age > 0)`` cannot be made under another name than ``users``, and says nothing that ``age > 0`` does not:
a check sees no other table ("CREATE TABLE" in SQLite's manual: no subqueries in it). Generated columns take no dot.
"""

from __future__ import annotations

from dataclasses import replace

from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, key_of_text, quote, tokenize
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check


def plain_check(check: Check, table: str) -> Check:
    """The check without the table's name in front of its columns."""
    plain = _plain(check.expression, table)
    return check if plain is check.expression else replace(check, expression=plain)


def _plain(expression: Expr, table: str) -> Expr:
    if "." not in expression.key or quote(fold(table)) not in expression.key:
        return expression
    try:
        tokens = tokenize(expression.text)
    except UnreadableSqlError:
        return expression
    text, position = "", 0
    for name, dot, column in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if dot.value == "." and name.is_name and fold(name.value) == fold(table):
            text += expression.text[position : name.start]
            position = column.start
    text += expression.text[position:]
    return Expr(text=text, key=key_of_text(text)) if text != expression.text else expression

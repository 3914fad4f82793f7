"""Whether two values may stand on both sides of an operator, and what to say where they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.types import Enum
from qsys_schema.queries.context import Context
from qsys_schema.queries.trouble import nearest, shown
from qsys_schema.queries.values import Value, comparable, words_of

if TYPE_CHECKING:
    from sqlglot import exp

    from qsys_schema.model.schema import Column


def check_pair(node: exp.Expression, one: Value, other: Value, context: Context) -> None:
    """Note a trouble where the two cannot be compared, or where a constant is no value of an enumeration."""
    if not comparable(one, other, context.tongue.alike):
        left, right = _said(one), _said(other)
        context.wrong(f"{left} and {right} do not go together: {shown(node.sql())}", node, "cast one of them")
        return
    for kind, constant in ((one, other), (other, one)):
        if isinstance(kind.type, Enum) and constant.quoted and constant.literal not in kind.type.values:
            where = f"{kind.origin.table}.{kind.origin.column}" if kind.origin is not None else "the enumeration"
            text = f"{constant.literal!r} is no value of {where}"
            context.wrong(text, node, nearest(str(constant.literal), kind.type.values))
        if constant.literal is not None and not constant.quoted:
            require_order(node, kind, context)


def column_of(value: Value, context: Context) -> Column | None:
    """The column of a table that a value comes from."""
    table = context.schema.table(value.origin.table) if value.origin is not None else None
    return table.column(value.origin.column) if table is not None and value.origin is not None else None


def require_order(node: exp.Expression, value: Value, context: Context) -> None:
    """Note a trouble where values of a column are compared that this database does not keep as what they are."""
    origin, column = value.origin, column_of(value, context)
    if origin is None or column is None or value.parameter or context.tongue.keeps_order(column):
        return
    text = f"{origin.table}.{origin.column} is kept as text by {context.tongue.name}, where it is no number"
    hint = f"CAST({origin.column} AS double precision), a constant in quotes, or another `storage:` of the column"
    context.wrong(text, node, hint)


def _said(value: Value) -> str:
    kind = words_of(value.type) if value.type is not None else "NULL"
    if value.literal is not None:
        return f"the constant {shown(repr(value.literal) if value.quoted else value.literal)}"
    if value.parameter:
        return f":{value.parameter} ({kind})"
    if value.origin is not None:
        return f"{value.origin.table}.{value.origin.column} ({kind})"
    return f"a value of type {kind}"


def described(node: exp.Expression, value: Value) -> str:
    """An expression with its type."""
    kind = words_of(value.type) if value.type is not None else "no type"
    return f"{shown(node.sql())} ({kind})"

"""What numbers and moments give when they are added, multiplied and so on."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from qsys_schema.model.query import Origin
from qsys_schema.model.types import (
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Float,
    Integer,
    Native,
    Text,
    Time,
    Timestamp,
    TimestampMs,
)
from qsys_schema.queries.compare import described
from qsys_schema.queries.context import Context
from qsys_schema.queries.operands import NUMBER, bare
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.values import BAD, Value, exact, joined


def arithmetic(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    """The value of two numbers, or moments, with an operator between them."""
    left, right = node.this, node.expression
    one, other = _operands(node, scope, context, wanted)
    nullable = one.nullable or other.nullable
    if isinstance(node, (exp.Div, exp.Mod)):
        # By zero it is NULL in one database and an error in another: code is the same for both.
        nullable = nullable or not (other.literal is not None and other.literal.isdecimal() and int(other.literal))
    if one.bad or other.bad:
        return replace(BAD, nullable=nullable)
    for side, value in ((left, one), (right, other)):
        if value.type is not None and isinstance(value.type, Text | Boolean) and value.literal is None:
            if frozenset({"number", "boolean"}) in context.tongue.alike and isinstance(value.type, Boolean):
                continue
            context.wrong(f"{described(side, value)} is no number", side, "cast it, if it holds one")
            return BAD
    kind, origin = _sum(node, one, other, context)
    return Value(type=kind, nullable=nullable, origin=origin, exact=exact((one, other)))


def _operands(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> tuple[Value, Value]:
    """Both operands; a parameter beside a moment is a span of time, unless a moment is what comes out."""
    left, right = node.this, node.expression
    moves = isinstance(node, (exp.Add, exp.Sub))
    moment = wanted is not None and isinstance(wanted.type, TimestampMs)
    if bare(left) and bare(right):
        first = context.infer(left, scope, context, wanted)
        return first, context.infer(right, scope, context, NUMBER if moves and moment else wanted)
    if not bare(left) and not bare(right):
        return context.infer(left, scope, context, wanted), context.infer(right, scope, context, wanted)
    known, parameter = (right, left) if bare(left) else (left, right)
    value = context.infer(known, scope, context, None)
    like: Value | None = value
    if moves and isinstance(value.type, TimestampMs):
        like = replace(value, nullable=False) if isinstance(node, exp.Sub) and bare(left) else NUMBER
    elif moves and moment and isinstance(value.type, Integer):
        like = wanted if bare(left) or isinstance(node, exp.Add) else NUMBER
    elif value.type is None and not value.bad:
        like = wanted
    asked = context.infer(parameter, scope, context, like)
    return (asked, value) if bare(left) else (value, asked)


def _sum(node: exp.Expression, one: Value, other: Value, context: Context) -> tuple[ColumnType | None, Origin | None]:
    kinds = (one.type, other.type)
    if None in kinds:
        return None, None
    if isinstance(one.type, Native) or isinstance(other.type, Native):
        return (one.type if isinstance(other.type, Native) else other.type), None
    if any(isinstance(kind, TimestampMs) for kind in kinds):
        if isinstance(node, exp.Sub) and all(isinstance(kind, TimestampMs) for kind in kinds):
            return Integer(), None
        if isinstance(node, (exp.Add, exp.Sub)) and any(isinstance(kind, Integer) for kind in kinds):
            moment = one if isinstance(one.type, TimestampMs) else other
            return TimestampMs(), moment.origin
        return (Float() if any(isinstance(kind, Float) for kind in kinds) else Integer()), None
    if any(isinstance(kind, Decimal) for kind in kinds):
        sure = context.tongue.exact_decimals and not any(isinstance(kind, Float) for kind in kinds)
        widest = joined((one, other))
        return (widest.type if sure and widest is not None and not isinstance(node, exp.Div) else None), None
    if any(isinstance(kind, Date | Time | Timestamp) for kind in kinds):
        # A day less a day is a number or a span or nonsense, as the database likes.
        return None, None
    if any(isinstance(kind, Boolean) for kind in kinds):
        return Integer(), None
    widest = joined((one, other))
    return (widest.type if widest is not None else None), None

"""What functions give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from qsys_schema.model.types import Boolean, ColumnType, Decimal, Float, Integer, Json, TimestampMs
from qsys_schema.queries.compare import require_order
from qsys_schema.queries.context import Context
from qsys_schema.queries.functions import AGGREGATE, SCALAR, WINDOW, WORDS, Rule, rule
from qsys_schema.queries.operands import TRUTH, arms, bare
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.values import BAD, Value, exact, joined

_MOVING = (exp.Lag, exp.Lead)
_FROM_FRAME = (exp.FirstValue, exp.LastValue, exp.NthValue)


def call(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    """The result of a function, or of whatever else has no rule of its own."""
    if isinstance(node, exp.Window):
        return _window(node, scope, context)
    if isinstance(node, exp.Filter):
        context.infer(node.expression.this, scope, context, TRUTH)
        value = context.infer(node.this, scope, context, wanted)
        return value if isinstance(node.this, exp.Count) else replace(value, nullable=True)
    if isinstance(node, (exp.IgnoreNulls, exp.RespectNulls, exp.Distinct)):
        values = [context.infer(one, scope, context, wanted) for one in _nodes(node)]
        return values[0] if values else BAD
    if isinstance(node, exp.Order):
        for one in node.expressions:
            require_order(one, context.infer(one.this, scope, context, None), context)
        return context.infer(node.this, scope, context, wanted) if node.this is not None else BAD
    if isinstance(node, exp.Count):
        _arguments(node, scope, context, None)
        return Value(type=Integer())
    if isinstance(node, _MOVING):
        return _moved(node, scope, context)
    if isinstance(node, exp.JSONExtractScalar) and not node.args.get("json_subtype"):
        return _typed(node, "JSONExtractScalar", "text?(json, any)", scope, context)
    name = name_of(node)
    text = context.tongue.functions.get(name) or AGGREGATE.get(name) or SCALAR.get(name) or WINDOW.get(name)
    if isinstance(node, (exp.Min, exp.Max)) and node.expressions:
        text = "same(same)"
    if isinstance(node, (exp.Least, exp.Greatest)):
        text = "same(same)"
    if isinstance(node, (exp.Paren, exp.Subquery)) or text is None:
        _arguments(node, scope, context, None)
        return Value(nullable=True)
    return _typed(node, name, text, scope, context)


def name_of(node: exp.Expression) -> str:
    """The function's name as the tables have it: the parser's own, or as it is written in lower case."""
    return str(node.this).lower() if isinstance(node, exp.Anonymous) else type(node).__name__


def _typed(node: exp.Expression, name: str, text: str, scope: Scope, context: Context) -> Value:
    """The result of a function of the tables."""
    text = context.tongue.functions.get(name, text)
    entry = rule(text)
    values = _arguments(node, scope, context, entry)
    kind = _result(name, entry, values, context)
    nullable = any(value.nullable for value in values) if entry.nullable is None else entry.nullable
    if name in AGGREGATE and entry.nullable:
        nullable = _is_whole(node) or any(value.nullable for value in values)
    keeps = name in {"Min", "Max", "Least", "Greatest"}
    origin = values[0].origin if keeps and values else None
    if keeps and values:
        require_order(node, values[0], context)
    if any(value.bad for value in values[:1]):
        return replace(BAD, nullable=nullable)
    kinds = tuple(value.type for value in values)
    is_exact = context.tongue.arrives_exact(name, kinds) or (keeps and exact(values))
    return Value(type=kind, nullable=nullable, origin=origin, exact=is_exact and isinstance(kind, Integer | Float))


def _is_whole(node: exp.Expression) -> bool:
    """Whether an aggregate may have no rows at all: without GROUP BY the group of nothing is still one.

    Over a window there is always the row itself, unless a frame leaves it out.
    """
    parent = node.parent
    while isinstance(parent, (exp.Filter, exp.WithinGroup)):
        parent = parent.parent
    if isinstance(parent, exp.Window):
        return parent.args.get("spec") is not None
    select = node.find_ancestor(exp.Select)
    return select is None or select.args.get("group") is None


def _result(name: str, entry: Rule, values: list[Value], context: Context) -> ColumnType | None:
    if entry.result == "unknown":
        return None
    if entry.result != "same":
        return WORDS[entry.result]
    found = joined(values[: 1 if len(entry.arguments) != 1 else None])
    kind = found.type if found is not None else None
    if name == "Sum":
        if isinstance(kind, Integer | TimestampMs | Boolean):
            return Integer()
        return kind if not isinstance(kind, Decimal) or context.tongue.exact_decimals else None
    return kind


def _arguments(node: exp.Expression, scope: Scope, context: Context, entry: Rule | None) -> list[Value]:
    nodes = [one for one in _nodes(node) if not isinstance(one, (exp.Star, exp.Var, exp.DataType))]
    if entry is None or not entry.arguments:
        return [context.infer(one, scope, context, None) for one in nodes]
    if set(entry.arguments) == {"same"}:
        return arms(nodes, scope, context, None)
    values: list[Value] = []
    for place, one in enumerate(nodes):
        word = entry.arguments[min(place, len(entry.arguments) - 1)]
        like = values[0] if word == "same" and values else Value(type=WORDS[word]) if word in WORDS else None
        values.append(context.infer(one, scope, context, like))
    return values


def _nodes(node: exp.Expression) -> Iterator[exp.Expression]:
    """The arguments in the order of the function's own signature, as far as the parser keeps it."""
    for key in ("this", "start", "length", "substr", "expression", "replacement", "expressions"):
        value = node.args.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, exp.Paren | exp.Expression) and not isinstance(one, exp.JSONPath):
                yield from _opened(one)
    for key, value in node.args.items():
        if key in {"this", "start", "length", "substr", "expression", "replacement", "expressions", "over", "alias"}:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, exp.Expression):
                yield from _opened(one)


def _opened(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, (exp.JSONKeyValue,)):
        yield node.this
        yield node.expression
    elif isinstance(node, exp.Tuple):
        yield from node.expressions
    else:
        yield node


def _moved(node: exp.Expression, scope: Scope, context: Context) -> Value:
    value = context.infer(node.this, scope, context, None)
    if node.args.get("offset") is not None:
        context.infer(node.args["offset"], scope, context, Value(type=Integer()))
    default = node.args.get("default")
    if default is None:
        return replace(value, nullable=True, literal=None, parameter="")
    other = context.infer(default, scope, context, value)
    return replace(value, nullable=value.nullable or other.nullable, literal=None, parameter="")


def _window(node: exp.Expression, scope: Scope, context: Context) -> Value:
    for one in node.args.get("partition_by") or ():
        context.infer(one, scope, context, None)
    order = node.args.get("order")
    for one in order.expressions if order is not None else ():
        require_order(one, context.infer(one.this, scope, context, None), context)
    inner = node.this
    while isinstance(inner, (exp.IgnoreNulls, exp.RespectNulls)):
        inner = inner.this
    if isinstance(inner, _FROM_FRAME):
        value = context.infer(inner.this, scope, context, None)
        if inner.args.get("offset") is not None:
            context.infer(inner.args["offset"], scope, context, Value(type=Integer()))
        missing = isinstance(inner, exp.NthValue) or node.args.get("spec") is not None
        return replace(value, nullable=value.nullable or missing, literal=None, parameter="")
    return context.infer(node.this, scope, context, None)


__all__ = ["Json", "bare", "call", "name_of"]

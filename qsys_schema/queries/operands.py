"""The values on both sides of an operator: a parameter takes after what it stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from qsys_schema.model.types import Boolean, Integer, Text
from qsys_schema.queries.compare import check_pair, described
from qsys_schema.queries.context import Context
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.values import BAD, Value, joined

TRUTH = Value(type=Boolean())
TEXT = Value(type=Text())
NUMBER = Value(type=Integer())


def bare(node: exp.Expression | None) -> str:
    """The name of the parameter that is the whole of an expression, else empty."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node.name if isinstance(node, exp.Placeholder) else ""


def cast_of(node: exp.Expression | None) -> str:
    """The same, also behind a cast."""
    while isinstance(node, (exp.Paren, exp.Cast)):
        node = node.this
    return bare(node)


def pair(
    one: exp.Expression, other: exp.Expression, scope: Scope, context: Context, wanted: Value | None = None
) -> tuple[Value, Value]:
    """Both sides of an operator: a parameter takes after the other side."""
    if bare(one) and not bare(other):
        second = context.infer(other, scope, context, wanted)
        return context.infer(one, scope, context, _typed(second, wanted)), second
    first = context.infer(one, scope, context, wanted)
    return first, context.infer(other, scope, context, _typed(first, wanted))


def _typed(value: Value, otherwise: Value | None) -> Value | None:
    return value if value.type is not None or value.bad else otherwise


def arms(nodes: Sequence[exp.Expression], scope: Scope, context: Context, wanted: Value | None) -> list[Value]:
    """Values of which one is taken: parameters take after the others."""
    found = {place: context.infer(node, scope, context, wanted) for place, node in enumerate(nodes) if not bare(node)}
    known = joined(found.values())
    like = wanted if known is None or known.type is None else known
    for place, node in enumerate(nodes):
        if place not in found:
            found[place] = context.infer(node, scope, context, like)
    return [found[place] for place in range(len(nodes))]


def one_of(nodes: Sequence[exp.Expression], scope: Scope, context: Context, wanted: Value | None) -> Value:
    """The value that is any of these."""
    values = arms(nodes, scope, context, wanted)
    for node, value in zip(nodes, values, strict=True):
        if value.literal is not None and wanted is not None:
            check_pair(node, wanted, value, context)
    found = joined(values)
    if found is None:
        listed = " and ".join(dict.fromkeys(described(node, value) for node, value in zip(nodes, values, strict=True)))
        context.wrong(f"these cannot be one value: {listed}", nodes[0], "cast one of them")
        return BAD
    return found

"""What is known of one value in a query, from the values that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlglot import exp

from qsys_schema.model.types import Blob, Float, Integer, Native, Text
from qsys_schema.queries import conditions
from qsys_schema.queries.arithmetic import arithmetic
from qsys_schema.queries.calls import call
from qsys_schema.queries.casts import type_of
from qsys_schema.queries.compare import check_pair
from qsys_schema.queries.context import Context
from qsys_schema.queries.names import column
from qsys_schema.queries.operands import TEXT, TRUTH, arms, cast_of, one_of
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.values import BAD, NULL, Value, joined

_Rule = Callable[[exp.Expression, Scope, Context, Value | None], Value]


def infer(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    """What is known of the value. ``wanted`` is what it is compared with or put into: a parameter takes after it."""
    if isinstance(node, exp.Placeholder):
        return context.demand(node.name, "compared", wanted)
    for kind in type(node).__mro__:
        found = _RULES.get(kind)
        if found is not None:
            return found(node, scope, context, wanted)
    return call(node, scope, context, wanted)


def _literal(node: exp.Expression, _scope: Scope, context: Context, _wanted: Value | None) -> Value:
    text = str(node.this)
    if getattr(node, "is_string", False):
        return Value(type=Text(), literal=text, quoted=True)
    if text.isdecimal():
        return Value(type=Integer(bits=64 if int(text) >> 31 else 32), literal=text)
    exact = context.tongue.arrives_exact("literal", ())
    return Value(type=Float(), literal=text, exact=exact)


def _negated(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    value = infer(node.this, scope, context, wanted)
    return replace(value, origin=None, parameter="", literal=f"-{value.literal}" if value.literal else None)


def _joined_text(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    values = [infer(one, scope, context, TEXT) for one in (node.this, node.expression)]
    return replace(TEXT, nullable=any(value.nullable for value in values))


def _case(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    ifs, default = node.args.get("ifs") or [], node.args.get("default")
    subject = infer(node.this, scope, context, None) if node.this is not None else None
    for one in ifs:
        value = infer(one.this, scope, context, TRUTH if subject is None else subject)
        if subject is not None:
            check_pair(one.this, subject, value, context)
    results = [one.args["true"] for one in ifs] + ([default] if default is not None else [])
    found = one_of(results, scope, context, wanted)
    return found if default is not None else replace(found, nullable=True)


def _if(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    infer(node.this, scope, context, TRUTH)
    results = [node.args[key] for key in ("true", "false") if node.args.get(key) is not None]
    found = one_of(results, scope, context, wanted)
    return found if node.args.get("false") is not None else replace(found, nullable=True)


def _coalesce(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    nodes = [node.this, *node.expressions]
    values = arms(nodes, scope, context, wanted)
    for one in nodes[:-1]:
        if cast_of(one):
            # A parameter that something stands in for is meant to be NULL sometimes.
            context.demand(cast_of(one), "may be null")
    found = joined(values)
    if found is None:
        context.wrong("the arguments of COALESCE are of different types", node, "cast one of them")
        return BAD
    nullable = all(value.nullable or bool(cast_of(one)) for one, value in zip(nodes[:-1], values, strict=False))
    nullable = nullable and values[-1].nullable
    return replace(found, nullable=nullable)


def _nullif(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    one, other = arms([node.this, node.expression], scope, context, wanted)
    check_pair(node, one, other, context)
    return replace(one, nullable=True, parameter="", literal=None)


def _cast(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    kind = type_of(node.args["to"])
    like = Value(type=kind)
    value = context.infer(node.this, scope, context, like if kind is not None else None)
    return replace(like, nullable=value.nullable)


def _subquery(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    fields = context.read(node, scope.inner(), context)
    if len(fields) != 1:
        context.wrong(f"a query that stands for a value gives one column, not {len(fields)}", node)
        return BAD
    value = fields[0].value
    return value if _gives_one_row(node.this) else replace(value, nullable=True)


def _gives_one_row(query: exp.Expression) -> bool:
    """Whether a query always gives one row: it counts or sums over all of them."""
    if not isinstance(query, exp.Select) or any(query.args.get(key) for key in ("group", "having", "limit", "offset")):
        return False
    return bool(query.expressions) and all(
        isinstance(one.unalias(), (exp.AggFunc, exp.Coalesce)) and one.find(exp.AggFunc) and not one.find(exp.Window)
        for one in query.expressions
    )


def _exists(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    context.read(node.this, scope.inner(), context)
    return TRUTH


def _inside(node: exp.Expression, scope: Scope, context: Context, wanted: Value | None) -> Value:
    return context.infer(node.this, scope, context, wanted)


def _tuple(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    for one in node.expressions:
        context.infer(one, scope, context, None)
    context.wrong("a row of values stands where one value is meant", node)
    return BAD


def _constant(value: Value) -> _Rule:
    return lambda _node, _scope, _context, _wanted: value


_RULES: dict[type, _Rule] = {
    exp.Add: arithmetic,
    exp.ArrayContainsAll: conditions.compared,
    exp.Alias: _inside,
    exp.And: conditions.logical,
    exp.Between: conditions.between,
    exp.BitwiseAnd: arithmetic,
    exp.BitwiseLeftShift: arithmetic,
    exp.BitwiseOr: arithmetic,
    exp.BitwiseRightShift: arithmetic,
    exp.Boolean: _constant(TRUTH),
    exp.ByteString: _constant(TEXT),
    exp.Case: _case,
    exp.Cast: _cast,
    exp.Coalesce: _coalesce,
    exp.Collate: _inside,
    exp.Column: column,
    exp.DPipe: _joined_text,
    exp.Div: arithmetic,
    exp.EQ: conditions.compared,
    exp.Escape: _inside,
    exp.Exists: _exists,
    exp.GT: conditions.compared,
    exp.GTE: conditions.compared,
    exp.Glob: conditions.like,
    exp.HexString: _constant(Value(type=Blob())),
    exp.ILike: conditions.like,
    exp.If: _if,
    exp.In: conditions.is_in,
    exp.Interval: _constant(Value(type=Native(text="interval"))),
    exp.Is: conditions.null_safe,
    exp.JSONExtract: call,
    exp.JSONExtractScalar: call,
    exp.LT: conditions.compared,
    exp.LTE: conditions.compared,
    exp.Like: conditions.like,
    exp.Literal: _literal,
    exp.Mod: arithmetic,
    exp.Mul: arithmetic,
    exp.NEQ: conditions.compared,
    exp.Neg: _negated,
    exp.Not: conditions.logical,
    exp.Null: _constant(NULL),
    exp.NullSafeEQ: conditions.null_safe,
    exp.NullSafeNEQ: conditions.null_safe,
    exp.Nullif: _nullif,
    exp.National: _constant(TEXT),
    exp.Or: conditions.logical,
    exp.Paren: _inside,
    exp.RawString: _constant(TEXT),
    exp.Sub: arithmetic,
    exp.Subquery: _subquery,
    exp.Tuple: _tuple,
    exp.UnicodeString: _constant(TEXT),
}

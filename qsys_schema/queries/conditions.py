"""What is known of a condition, and what it asks of the parameters in it."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from qsys_schema.queries.compare import check_pair, require_order
from qsys_schema.queries.context import Context
from qsys_schema.queries.operands import TEXT, TRUTH, arms, bare, cast_of, pair
from qsys_schema.queries.scope import Scope
from qsys_schema.queries.values import BAD, Value


def compared(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of ``a < b`` and its like."""
    left, right = node.this, node.expression
    if isinstance(left, exp.Tuple) or isinstance(right, exp.Tuple):
        return rows(node, scope, context)
    if isinstance(right, (exp.Any, exp.All)):
        inner = right.this
        if bare(inner):
            hint = f"write {left.sql()} IN :{bare(inner)}; it takes an empty list too"
            context.wrong("a parameter inside ANY or ALL is not supported", right, hint)
            context.demand(bare(inner), "may be null")
            return BAD
        context.infer(left, scope, context, None)
        return replace(TRUTH, nullable=True)
    one, other = pair(left, right, scope, context)
    check_pair(node, one, other, context)
    _ordered(node, (one, other), context)
    return replace(TRUTH, nullable=one.nullable or other.nullable)


def _ordered(node: exp.Expression, values: tuple[Value, Value], context: Context) -> None:
    """Where one of two is to be the greater, both have to be kept in their order; one trouble is enough."""
    before = len(context.troubles)
    for value in values if isinstance(node, (exp.LT, exp.LTE, exp.GT, exp.GTE)) else ():
        if len(context.troubles) == before:
            require_order(node, value, context)


def rows(node: exp.Expression, scope: Scope, context: Context) -> Value:
    """The value of ``(a, b) < (c, d)``: member by member."""
    left, right = node.this, node.expression
    if not (isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple)):
        context.wrong("a row can only be compared with a row", node)
        return BAD
    if len(left.expressions) != len(right.expressions):
        text = f"a row of {len(left.expressions)} is compared with a row of {len(right.expressions)}"
        context.wrong(text, node)
        return BAD
    nullable = False
    for one, other in zip(left.expressions, right.expressions, strict=True):
        values = pair(one, other, scope, context)
        check_pair(one, *values, context)
        _ordered(node, values, context)
        nullable = nullable or any(value.nullable for value in values)
    return replace(TRUTH, nullable=nullable)


def null_safe(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """IS, IS NOT, IS DISTINCT FROM: never NULL, and NULL is a value like others."""
    left, right = node.this, node.expression
    if isinstance(right, exp.Null):
        if cast_of(left):
            context.demand(cast_of(left), "may be null")
        if not bare(left):
            context.infer(left, scope, context, None)
        return TRUTH
    name = bare(right) or bare(left)
    if name:
        other = context.infer(left if bare(right) else right, scope, context, None)
        context.demand(name, "may be null" if other.nullable else "compared", other)
        return TRUTH
    check_pair(node, *pair(left, right, scope, context), context)
    return TRUTH


def is_in(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of ``a IN (...)``: a list, a query, or a parameter that is a list."""
    left, query, field = node.this, node.args.get("query"), node.args.get("field")
    if isinstance(left, exp.Tuple):
        return rows_in(node, scope, context)
    value = context.infer(left, scope, context, None)
    nullable = value.nullable
    if isinstance(field, exp.Placeholder):
        context.demand(field.name, "list", value)
    elif field is not None:
        context.infer(field, scope, context, None)
    elif query is not None:
        fields = context.read(query, scope.inner(), context)
        if len(fields) != 1:
            context.wrong(f"IN compares with one column, and this query gives {len(fields)}", query)
        else:
            check_pair(query, value, fields[0].value, context)
            nullable = nullable or fields[0].value.nullable
    for one in node.expressions:
        other = context.infer(one, scope, context, value)
        check_pair(one, value, other, context)
        nullable = nullable or other.nullable
    return replace(TRUTH, nullable=nullable)


def rows_in(node: exp.Expression, scope: Scope, context: Context) -> Value:
    """The value of ``(a, b) IN (...)``."""
    left, query = node.this, node.args.get("query")
    values = [context.infer(one, scope, context, None) for one in left.expressions]
    if isinstance(node.args.get("field"), exp.Placeholder):
        context.wrong("a list of rows cannot be a parameter", node, "compare the columns one by one")
        context.demand(node.args["field"].name, "may be null")
        return BAD
    rows = [tuple(one.expressions) for one in node.expressions if isinstance(one, exp.Tuple)]
    if query is not None:
        fields = context.read(query, scope.inner(), context)
        if len(fields) != len(values):
            context.wrong(f"a row of {len(values)} is compared with a query of {len(fields)} columns", node)
    for row in rows:
        if len(row) != len(values):
            context.wrong(f"a row of {len(values)} is compared with a row of {len(row)}", node)
            continue
        for value, one in zip(values, row, strict=True):
            check_pair(one, value, context.infer(one, scope, context, value), context)
    return replace(TRUTH, nullable=any(value.nullable for value in values))


def between(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of ``a BETWEEN b AND c``."""
    nodes = [node.this, node.args["low"], node.args["high"]]
    values = arms(nodes, scope, context, None)
    require_order(node, values[0], context)
    for one, value in zip(nodes[1:], values[1:], strict=True):
        check_pair(one, values[0], value, context)
    return replace(TRUTH, nullable=any(value.nullable for value in values))


def logical(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of AND, OR and NOT."""
    values = [context.infer(one, scope, context, TRUTH) for one in node.iter_expressions()]
    return replace(TRUTH, nullable=any(value.nullable for value in values))


def like(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of LIKE and its like."""
    one, other = pair(node.this, node.expression, scope, context, TEXT)
    return replace(TRUTH, nullable=one.nullable or other.nullable)

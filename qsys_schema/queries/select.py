"""What a SELECT gives, and everything inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from qsys_schema.model.types import Integer
from qsys_schema.queries.calls import name_of
from qsys_schema.queries.change import change
from qsys_schema.queries.compare import require_order
from qsys_schema.queries.context import Context
from qsys_schema.queries.functions import AGGREGATE
from qsys_schema.queries.narrow import narrow
from qsys_schema.queries.operands import TRUTH
from qsys_schema.queries.pieces import ORDER_BY
from qsys_schema.queries.relations import add_from, with_names
from qsys_schema.queries.scope import Fields, Scope
from qsys_schema.queries.stars import expand
from qsys_schema.queries.values import Field, Value, joined

NUMBER = Value(type=Integer())


def read(node: exp.Expression, scope: Scope, context: Context) -> Fields:
    """The columns that a statement, or a query inside one, gives."""
    add_ctes(node, scope, context)
    if isinstance(node, exp.Subquery):
        fields = read(node.this, Scope(parent=scope.parent, ctes=scope.ctes), context)
        _end(node, Scope(parent=scope, ctes=scope.ctes), fields, context)
        return fields
    if isinstance(node, exp.Select):
        return _select(node, scope, context)
    if isinstance(node, exp.SetOperation):
        return _set(node, scope, context)
    if isinstance(node, exp.Values):
        return _values(node, scope, context)
    if isinstance(node, (exp.Insert, exp.Update, exp.Delete)):
        return change(node, scope, context)
    context.wrong("this cannot be read as a query", node)
    return ()


def add_ctes(node: exp.Expression, scope: Scope, context: Context) -> None:
    """Put what WITH names into the scope."""
    given = node.args.get("with_")
    if given is None:
        return
    ctes = dict(scope.ctes)
    for one in given.expressions:
        name = context.key(one.args["alias"].this)
        columns = one.args["alias"].args.get("columns") or []
        body = one.this
        inner = Scope(parent=scope.parent, ctes=ctes)
        if isinstance(body, exp.SetOperation) and _mentions(body.expression, name, context):
            first = with_names(read(body.this, replace(inner), context), columns, context)
            ctes[name] = first
            inner = Scope(parent=scope.parent, ctes=dict(ctes))
            # Once more with what the first time has shown of NULLs.
            ctes[name] = with_names(read(body, inner, context), columns, context)
            inner = Scope(parent=scope.parent, ctes=dict(ctes))
        fields = with_names(read(body, inner, context), columns, context)
        if isinstance(body, (exp.Insert, exp.Update, exp.Delete)) and not body.args.get("returning"):
            ctes[name] = None
        else:
            ctes[name] = fields
    scope.ctes = ctes


def _mentions(node: exp.Expression, name: str, context: Context) -> bool:
    return any(
        isinstance(one.this, exp.Identifier) and context.key(one.this) == name for one in node.find_all(exp.Table)
    )


def _select(node: exp.Select, scope: Scope, context: Context) -> Fields:
    add_from(node, scope, context)
    where = node.args.get("where")
    if where is not None:
        context.infer(where.this, scope, context, TRUTH)
        narrow(where.this, scope, context)
    group = node.args.get("group")
    scope.bare_is_null = group is None and _aggregates(node)
    if (
        isinstance(node.args.get("from_"), exp.From)
        and isinstance(node.args["from_"].this, exp.Values)
        and not _written(node, context)
    ):
        # VALUES on its own, which the parser reads as SELECT * FROM (VALUES ...).
        return tuple(scope.relations[0].fields)
    fields = tuple(_list(node, scope, context))
    named = {one.name: one.value for one in fields if one.name}
    for one in group.expressions if group is not None else ():
        _grouped(one, scope, named, context)
    having = node.args.get("having")
    if having is not None:
        _with_fallback(having.this, scope, named, context, TRUTH)
    for one in node.args.get("windows") or ():
        context.infer(replace_named(one), scope, context, None)
    distinct = node.args.get("distinct")
    on = distinct.args.get("on") if distinct is not None else None
    for one in on.expressions if isinstance(on, exp.Tuple) else [on]:
        if isinstance(one, exp.Expression):
            _grouped(one, scope, named, context)
    _end(node, scope, fields, context)
    return fields


def replace_named(window: exp.Expression) -> exp.Expression:
    """A named window's parts as those of a window over nothing."""
    copy = window.copy()
    copy.set("this", exp.RowNumber())
    return copy


def _written(node: exp.Select, context: Context) -> bool:
    """Whether the star of this SELECT stands in the text."""
    star = node.expressions[0] if node.expressions else None
    place = star.meta.get("start") if isinstance(star, exp.Star) else None
    return not isinstance(star, exp.Star) or (place is not None and context.sql[place : place + 1] == "*")


def _list(node: exp.Select, scope: Scope, context: Context) -> Iterator[Field]:
    quiet = isinstance(node.parent, exp.Exists)
    for one in node.expressions:
        yield from item(one, scope, context, keeps_star=quiet)


def item(one: exp.Expression, scope: Scope, context: Context, *, keeps_star: bool = False) -> Iterator[Field]:
    """What one member of a list of results gives: a star gives many."""
    inner = one.this if isinstance(one, exp.Alias) else one
    if isinstance(inner, exp.Star) or (isinstance(inner, exp.Column) and isinstance(inner.this, exp.Star)):
        yield from expand(inner, scope, context, keeps_star=keeps_star)
        return
    value = context.infer(inner, scope, context, None)
    place = context.offset(one)
    if isinstance(one, exp.Alias):
        alias = one.args["alias"]
        yield Field(name=context.key(alias), shown=alias.name, value=value, named=True, place=place)
    elif isinstance(inner, exp.Column):
        name = context.key(inner.this)
        declared = value.origin.column if value.origin is not None else inner.name
        shown = declared if context.tongue.fold(declared) == name else inner.name
        yield Field(name=name, shown=shown, value=value, named=value.origin is None, place=place)
    else:
        yield Field(name="", shown="", value=value, place=place)


def _aggregates(node: exp.Select) -> bool:
    """Whether the list or HAVING sums over all rows."""
    roots = [*node.expressions, *([node.args["having"]] if node.args.get("having") else [])]
    stops = (exp.Subquery, exp.Select)
    for root in roots:
        for one in root.walk(prune=lambda found: isinstance(found, stops)):
            if isinstance(one, exp.AggFunc) or (isinstance(one, exp.Anonymous) and name_of(one) in AGGREGATE):
                parent = one.parent
                while isinstance(parent, (exp.Filter, exp.IgnoreNulls, exp.RespectNulls, exp.WithinGroup)):
                    parent = parent.parent
                if not isinstance(parent, exp.Window):
                    return True
    return False


def _grouped(one: exp.Expression, scope: Scope, named: dict[str, Value], context: Context) -> None:
    if not (isinstance(one, exp.Literal) and not one.is_string):
        _with_fallback(one, scope, named, context, None)


def _with_fallback(
    node: exp.Expression, scope: Scope, named: dict[str, Value], context: Context, wanted: Value | None
) -> None:
    """Infer where a column of FROM goes before a name of the list."""
    there = {field.name for relation in scope.relations for field in relation.fields}
    scope.aliases = {name: value for name, value in named.items() if name not in there}
    context.infer(node, scope, context, wanted)
    scope.aliases = {}


def _end(node: exp.Expression, scope: Scope, fields: Fields, context: Context) -> None:
    """ORDER BY, LIMIT and OFFSET."""
    order = node.args.get("order")
    if order is not None:
        scope.aliases = {one.name: one.value for one in fields if one.name}
        for one in order.expressions:
            inner = one.this if isinstance(one, exp.Ordered) else one
            if isinstance(inner, exp.Placeholder) and inner.name == ORDER_BY:
                context.orders.append((scope, fields))
            elif not (isinstance(inner, exp.Literal) and not inner.is_string):
                require_order(inner, context.infer(inner, scope, context, None), context)
    place = Scope(parent=scope.parent, ctes=scope.ctes)
    for key in ("limit", "offset"):
        found = node.args.get(key)
        if found is None:
            continue
        amount = found.args.get("expression") or found.args.get("count")
        if isinstance(amount, exp.Expression):
            context.infer(amount, place, context, NUMBER)


def _set(node: exp.SetOperation, scope: Scope, context: Context) -> Fields:
    left = read(node.this, Scope(parent=scope.parent, ctes=scope.ctes), context)
    right = read(node.expression, Scope(parent=scope.parent, ctes=scope.ctes), context)
    if len(left) != len(right):
        word = type(node).__name__.upper()
        context.wrong(f"{word} joins a query of {len(left)} columns with one of {len(right)}", node.expression)
        return left
    fields: list[Field] = []
    for number, (one, other) in enumerate(zip(left, right, strict=True), start=1):
        value = joined((one.value, other.value))
        if value is None:
            text = f"column {number} is of another type on the other side of {type(node).__name__.upper()}"
            context.wrong(text, node.expression, "cast one of them")
            value = Value(nullable=True, bad=True)
        if isinstance(node, exp.Except):
            value = replace(value, nullable=one.value.nullable)
        fields.append(replace(one, value=value))
    result = tuple(fields)
    _end(node, Scope(parent=scope.parent, ctes=scope.ctes), result, context)
    return result


def _values(node: exp.Values, scope: Scope, context: Context) -> Fields:
    rows = [tuple(one.expressions) if isinstance(one, exp.Tuple) else (one,) for one in node.expressions]
    if len({len(row) for row in rows}) > 1:
        context.wrong("the rows of VALUES are not all of one length", node)
        return ()
    fields: list[Field] = []
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        values = [context.infer(one, scope, context, None) for one in column]
        name = f"column{number}"
        fields.append(Field(name=name, shown=name, value=joined(values) or Value(nullable=True)))
    return tuple(fields)

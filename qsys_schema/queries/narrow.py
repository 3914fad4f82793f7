"""What a condition that holds says of columns: that they are not NULL."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from qsys_schema.queries.context import Context
from qsys_schema.queries.names import resolve
from qsys_schema.queries.scope import Scope

_STRICT = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.Glob)


def narrow(condition: exp.Expression, scope: Scope, context: Context) -> None:
    """Note the columns that are not NULL in rows for which the condition holds."""
    for one in _parts(condition):
        if any(name.name in context.optional for name in one.find_all(exp.Placeholder)):
            # It may not be there.
            continue
        for column in _not_null(one):
            before, context.troubles = context.troubles, []
            found = resolve(column, scope, context)
            context.troubles = before
            if found is not None and found[0] is not None and found[0] in scope.relations:
                found[0].not_null(found[1].name)


def _parts(condition: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(condition, exp.And):
        yield from _parts(condition.this)
        yield from _parts(condition.expression)
    elif isinstance(condition, exp.Paren):
        yield from _parts(condition.this)
    else:
        yield condition


def _not_null(node: exp.Expression, *, negated: bool = False) -> Iterator[exp.Expression]:
    """The columns without which the condition does not hold."""
    match node:
        case exp.Paren():
            yield from _not_null(node.this, negated=negated)
        case exp.Not():
            yield from _not_null(node.this, negated=not negated)
        case exp.Is() if isinstance(node.expression, exp.Null):
            if negated != bool(node.args.get("negate")):
                yield from _columns(node.this)
        case exp.In():
            # Nothing is in an empty list, and so NOT IN holds for NULL too.
            if not (negated and (node.args.get("field") is not None or node.args.get("query") is not None)):
                yield from _columns(node.this)
        case exp.Between():
            yield from _columns(node.this)
        case exp.Column():
            yield node
        case _ if isinstance(node, _STRICT):
            for side in (node.this, node.expression):
                yield from _columns(side)
        case _:
            return


def _columns(node: exp.Expression) -> Iterator[exp.Expression]:
    while isinstance(node, (exp.Paren, exp.Neg, exp.Collate)):
        node = node.this
    if isinstance(node, exp.Column):
        yield node
    elif isinstance(node, (exp.Add, exp.Sub, exp.Mul)):
        yield from _columns(node.this)
        yield from _columns(node.expression)

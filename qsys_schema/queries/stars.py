"""The columns that ``*`` stands for: written out, so that a column added later changes nothing for running code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from qsys_schema.queries.context import Context
from qsys_schema.queries.scope import Relation, Scope
from qsys_schema.queries.values import Field

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def expand(node: exp.Expression, scope: Scope, context: Context, *, keeps_star: bool) -> Iterator[Field]:
    """The fields of a star, whose text is noted unless it is to stay."""
    table = node.args.get("table")
    relations = [one for one in scope.relations if table is None or one.name == context.key(table)]
    if not relations:
        said = f"unknown table or alias {table.name}" if table is not None else "there is no FROM for the *"
        context.wrong(said, node)
        return
    if any(one.lost for one in relations):
        lost = next(one for one in relations if one.lost)
        if not context.troubles:
            context.wrong(f"it cannot be told which columns {lost.shown} has", node, "name the columns")
        return
    star = node if isinstance(node, exp.Star) else node.this
    place = star.meta.get("start")
    pairs = [
        (one, field) for one in relations for field in one.fields if table is not None or field.name not in one.merged
    ]
    if place is not None and not keeps_star:
        context.stars[int(place)] = _text(pairs, scope, context, table)
    for relation, field in pairs:
        value = relation.value(field)
        if value.origin is not None:
            context.used[value.origin.table, value.origin.column] = None
        yield replace(field, value=value, named=False)


def _text(pairs: list[tuple[Relation, Field]], scope: Scope, context: Context, table: exp.Expression | None) -> str:
    merged = {name for one in scope.relations for name in one.merged}
    written: list[str] = []
    for number, (relation, field) in enumerate(pairs):
        name = spelled(field.shown, context)
        qualified = table is not None or (len(scope.relations) > 1 and field.name not in merged)
        if qualified and relation.shown and not (table is not None and number == 0):
            name = f"{spelled(relation.shown, context)}.{name}"
        written.append(name)
    return ", ".join(written)


def spelled(name: str, context: Context) -> str:
    """The name, in quotes where it needs them."""
    plain = _PLAIN.fullmatch(name) and name not in context.tongue.reserved_words
    return name if plain else context.tongue.quote(name)

"""From a column's name in a query to the column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.queries.context import Context
from qsys_schema.queries.scope import Relation, Scope
from qsys_schema.queries.trouble import nearest, shown
from qsys_schema.queries.values import BAD, Field, Value

if TYPE_CHECKING:
    from sqlglot import exp

UNKNOWN = Value(nullable=True)
"""A column of something that could not be looked into."""


def column(node: exp.Expression, scope: Scope, context: Context, _wanted: Value | None) -> Value:
    """The value of a column, or a trouble that names the nearest one."""
    found = resolve(node, scope, context)
    if found is None:
        return UNKNOWN if scope.is_lost else BAD
    value = found[0].value(found[1]) if found[0] is not None else found[1].value
    if value.origin is not None:
        context.used[value.origin.table, value.origin.column] = None
    return replace(value, nullable=True) if scope.bare_is_null and not value.bad else value


def resolve(node: exp.Expression, scope: Scope, context: Context) -> tuple[Relation | None, Field] | None:
    """The relation and the field that a column's name means; no relation for a name that the list gave."""
    name = context.key(node.this)
    table = node.args.get("table")
    if node.args.get("db") is not None:
        context.wrong(f"{shown(node.sql())} names a schema", node, "name the table, or its alias, and the column")
        return None
    if table is not None:
        return _qualified(node, context.key(table), scope, context)
    for one in scope.outwards():
        if name in one.aliases:
            return None, Field(name=name, shown=node.name, value=one.aliases[name])
        found = list(_fields(one, name))
        if len(found) > 1:
            owners = " and ".join(f"{relation.shown}.{field.shown}" for relation, field in found)
            hint = f"write {found[0][0].shown}.{found[0][1].shown}, say"
            context.wrong(f"the column {node.name} is ambiguous: {owners}", node, hint)
            return None
        if found:
            return found[0]
    if not scope.is_lost:
        _unknown(node, scope, context)
    return None


def _fields(scope: Scope, name: str) -> Iterator[tuple[Relation, Field]]:
    for relation in scope.relations:
        field = relation.find(name)
        if field is not None and name not in relation.merged:
            yield relation, field


def _qualified(
    node: exp.Expression, table: str, scope: Scope, context: Context
) -> tuple[Relation | None, Field] | None:
    relation = next((one for place in scope.outwards() for one in place.relations if one.name == table), None)
    if relation is None:
        known = [one.shown for place in scope.outwards() for one in place.relations]
        shown_table = node.args["table"].name
        if context.schema.table(shown_table) is not None and known:
            text = f"the table {shown_table} is not in the FROM of this query"
            context.wrong(text, node, f"known here: {', '.join(dict.fromkeys(known))}")
        else:
            context.wrong(f"unknown table or alias {shown_table}", node, nearest(shown_table, known))
        return None
    field = relation.find(context.key(node.this))
    if field is None:
        if not relation.lost:
            whole = relation.table or relation.shown
            known = [one.shown for one in relation.fields]
            context.wrong(f"unknown column {whole}.{node.name}", node.this, nearest(node.name, known))
        return None
    return relation, field


def _unknown(node: exp.Expression, scope: Scope, context: Context) -> None:
    relations = [one for place in scope.outwards() for one in place.relations]
    known = [field.shown for one in relations for field in one.fields]
    inside = sorted({one.table or one.shown for one in relations})
    where = f" in {' or '.join(inside)}" if inside else ""
    hint = nearest(node.name, known)
    if node.this.quoted and not hint.startswith("did you"):
        hint = "a text stands in single quotes; double quotes are for names"
    elif not inside:
        hint = "there is no FROM; a parameter is written :name"
    context.wrong(f"unknown column {node.name}{where}", node, hint)

"""INSERT, UPDATE and DELETE: what they put where, and what they give back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from qsys_schema.model.schema import Column, Table
from qsys_schema.model.types import Integer, Text
from qsys_schema.queries.compare import check_pair, column_of
from qsys_schema.queries.context import Context
from qsys_schema.queries.narrow import narrow
from qsys_schema.queries.operands import TRUTH, bare
from qsys_schema.queries.relations import add_from, relation_of, table_named
from qsys_schema.queries.scope import Fields, Relation, Scope
from qsys_schema.queries.trouble import nearest
from qsys_schema.queries.values import Field, Value


def change(node: exp.Expression, scope: Scope, context: Context) -> Fields:
    """The columns that RETURNING gives; none without it."""
    target = node.this.this if isinstance(node.this, exp.Schema) else node.this
    if not isinstance(target, exp.Expression):
        context.wrong("no table is named that is changed", node)
        return ()
    relation = relation_of(target, scope, context)
    table = table_named(context.tongue.fold(relation.table), context) if relation.table else None
    if table is None and not relation.lost:
        context.wrong(f"{relation.shown} is no table that rows can be put into", target)
        relation.lost = True
    match node:
        case exp.Insert():
            _insert(node, relation, table, scope, context)
            scope.relations.append(relation)
        case exp.Update():
            scope.relations.append(relation)
            add_from(node, scope, context)
            for one in node.expressions:
                _set(one, relation, table, scope, context)
        case _:
            scope.relations.append(relation)
            add_from(node, scope, context)
    where = node.args.get("where")
    if where is not None:
        context.infer(where.this, scope, context, TRUTH)
        narrow(where.this, scope, context)
        if isinstance(node, exp.Update):
            # What is returned is the row as it is afterwards.
            _forget(node, relation, table, context)
    return _returning(node, relation, scope, context)


def _forget(node: exp.Update, relation: Relation, table: Table | None, context: Context) -> None:
    """What the conditions say of columns that change: those of SET, what is computed, and whatever a trigger does."""
    if table is None or table.triggers:
        relation.known.clear()
        return
    relation.known -= {context.tongue.fold(one.name) for one in table.columns if one.generated is not None}
    for one in node.expressions:
        for column in one.this.expressions if isinstance(one.this, exp.Tuple) else [one.this]:
            if isinstance(column, exp.Column):
                relation.known.discard(context.key(column.this))


def _returning(node: exp.Expression, relation: Relation, scope: Scope, context: Context) -> Fields:
    returning = node.args.get("returning")
    if returning is None:
        return ()
    from qsys_schema.queries.select import item

    fields: list[Field] = []
    for one in returning.expressions:
        if isinstance(one, exp.Star) and len(scope.relations) > 1:
            hint = f"write {relation.shown}.*"
            context.wrong("RETURNING * beside FROM is not the same in every database", one, hint)
            continue
        fields.extend(item(one, scope, context))
    return tuple(fields)


def _insert(node: exp.Insert, relation: Relation, table: Table | None, scope: Scope, context: Context) -> None:
    named = node.this.expressions if isinstance(node.this, exp.Schema) else None
    columns = _targets(named, table, context)
    expression = node.expression
    if isinstance(expression, exp.Select) and isinstance((expression.args.get("from_") or expression).this, exp.Values):
        inner = expression.args["from_"].this
        if context.sql[int(expression.expressions[0].meta.get("start") or 0) :][:1] != "*":
            expression = inner
    if isinstance(expression, exp.Values):
        for row in expression.expressions:
            given = list(row.expressions) if isinstance(row, exp.Tuple) else [row]
            _require_count(len(given), columns, relation, row, context)
            for column, one in zip(columns or (), given, strict=False):
                _put(one, column, relation, scope, context)
    elif isinstance(expression, exp.Expression):
        fields = context.read(expression, Scope(parent=scope.parent, ctes=scope.ctes), context)
        _require_count(len(fields), columns, relation, expression, context)
        for column, field in zip(columns or (), fields, strict=False):
            if column is not None and field.value.parameter:
                context.demand(field.value.parameter, "assigned", _value(column, relation))
            elif column is not None:
                _fits(expression, column, field.value, relation, context)
    if table is not None and columns is not None:
        given_columns = [] if node.args.get("default") else [one for one in columns if one is not None]
        _require_all(node, table, given_columns, context)
    conflict = node.args.get("conflict")
    if conflict is not None:
        _conflict(conflict, relation, table, scope, context)


def _targets(
    named: Sequence[exp.Expression] | None, table: Table | None, context: Context
) -> list[Column | None] | None:
    """The columns that values go to; None for one that there is none of, or where the table is unknown."""
    if table is None:
        return None
    if named is None:
        return [one for one in table.columns if one.generated is None]
    found: list[Column | None] = []
    for one in named:
        column = _column(one, table, context)
        if column is not None and column in found:
            context.wrong(f"{table.name}.{column.name} gets two values", one)
        found.append(column)
    return found


def _column(identifier: exp.Expression, table: Table, context: Context) -> Column | None:
    name = context.key(identifier)
    column = next((one for one in table.columns if context.tongue.fold(one.name) == name), None)
    if column is None:
        known = [one.name for one in table.columns]
        context.wrong(f"unknown column {table.name}.{identifier.name}", identifier, nearest(identifier.name, known))
        return None
    context.used[table.name, column.name] = None
    if column.generated is not None:
        context.wrong(f"{table.name}.{column.name} is generated, so nothing can be put into it", identifier)
        return None
    return column


def _require_count(
    count: int, columns: Sequence[Column | None] | None, relation: Relation, node: exp.Expression, context: Context
) -> None:
    if columns is not None and count != len(columns):
        context.wrong(f"{count} values for {len(columns)} columns of {relation.table}", node)


def _require_all(node: exp.Insert, table: Table, given: Sequence[Column], context: Context) -> None:
    """Whatever must have a value gets one; a trigger may see to that, and then nobody knows."""
    names = {one.name for one in given}
    key = table.primary_key.columns if table.primary_key is not None else ()
    missing = [
        one.name
        for one in table.columns
        if one.name not in names
        and not (one.nullable or one.default is not None or one.generated is not None or one.identity)
        and not (key == (one.name,) and isinstance(one.type, Integer))
    ]
    if missing and not table.triggers:
        verb, gets = ("is", "gets") if len(missing) == 1 else ("are", "get")
        listed = ", ".join(f"{table.name}.{name}" for name in missing)
        context.wrong(f"{listed} {verb} NOT NULL without a default, and {gets} no value", node.this)


def _value(column: Column, relation: Relation) -> Value:
    found = next((one for one in relation.fields if one.shown == column.name), None)
    return found.value if found is not None else Value(type=column.type, nullable=column.nullable)


def _put(node: exp.Expression, column: Column | None, relation: Relation, scope: Scope, context: Context) -> None:
    """One value into one column."""
    wanted = _value(column, relation) if column is not None else None
    if isinstance(node, exp.Column) and node.name.upper() == "DEFAULT" and not node.this.quoted:
        return
    if bare(node):
        context.demand(bare(node), "assigned", wanted)
        return
    value = context.infer(node, scope, context, wanted)
    if wanted is None or column is None:
        return
    if isinstance(node, exp.Null) and not column.nullable:
        context.wrong(f"{relation.table}.{column.name} is NOT NULL, and NULL is put into it", _around(node))
    if isinstance(node, exp.Null):
        return
    _fits(node, column, value, relation, context)


def _fits(node: exp.Expression, column: Column, value: Value, relation: Relation, context: Context) -> None:
    """Note a trouble where a value cannot be put into a column, or would get other digits there."""
    wanted = _value(column, relation)
    if context.tongue.keeps_order(column) or value.bad or value.literal is not None:
        check_pair(node, wanted, value, context)
        return
    source = column_of(value, context)
    same = value.type == wanted.type and source is not None and not context.tongue.keeps_order(source)
    if same or isinstance(value.type, Text):
        return
    text = f"{relation.table}.{column.name} is kept as text by {context.tongue.name}, and this gives it a plain number"
    hint = "give it as a parameter, or make a text of it that has all the digits of the column"
    context.wrong(text, node, hint)


def _around(node: exp.Expression) -> exp.Expression:
    return node.parent if isinstance(node.parent, exp.Expression) else node


def _set(node: exp.Expression, relation: Relation, table: Table | None, scope: Scope, context: Context) -> None:
    """One ``column = value`` of SET, or ``(a, b) = (...)``."""
    left, right = node.this, node.expression
    targets = left.expressions if isinstance(left, exp.Tuple) else [left]
    if not isinstance(node, exp.EQ) or not all(isinstance(one, exp.Column) for one in targets):
        context.wrong("SET takes column = value", node)
        return
    columns = [_column(one.this, table, context) if table is not None else None for one in targets]
    if not isinstance(left, exp.Tuple):
        _put(right, columns[0], relation, scope, context)
        return
    if isinstance(right, exp.Subquery):
        fields = context.read(right, scope.inner(), context)
        _require_count(len(fields), columns, relation, right, context)
        for column, field in zip(columns, fields, strict=False):
            if column is not None:
                _fits(right, column, field.value, relation, context)
        return
    given = right.expressions if isinstance(right, exp.Tuple) else [right]
    _require_count(len(given), columns, relation, right, context)
    for column, one in zip(columns, given, strict=False):
        _put(one, column, relation, scope, context)


def _conflict(node: exp.Expression, relation: Relation, table: Table | None, scope: Scope, context: Context) -> None:
    """ON CONFLICT: the row that is there, and the one that was to be put in (``excluded``)."""
    name = context.tongue.unquoted("excluded")
    both = scope.inner()
    both.relations = [relation]
    for one in node.args.get("conflict_keys") or ():
        context.infer(one.this if isinstance(one, exp.Ordered) else one, both, context, None)
    excluded = replace(relation, name=name, shown="excluded", known=set(), merged={one.name for one in relation.fields})
    both.relations = [relation, excluded]
    for one in node.expressions:
        _set(one, relation, table, both, context)
    where = node.args.get("where")
    if where is not None:
        context.infer(where.this, both, context, TRUTH)

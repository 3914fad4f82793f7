"""What stands in FROM, and what joins do to it."""

from __future__ import annotations

from sqlglot import exp

from qsys_schema.model.query import Origin
from qsys_schema.model.schema import Table, View
from qsys_schema.queries.context import Context
from qsys_schema.queries.narrow import narrow
from qsys_schema.queries.operands import TRUTH
from qsys_schema.queries.scope import Fields, Relation, Scope
from qsys_schema.queries.trouble import nearest, shown
from qsys_schema.queries.values import Field, Value, joined


def add_from(node: exp.Expression, scope: Scope, context: Context) -> None:
    """Put what FROM, USING and JOIN name into the scope."""
    for key in ("from_", "using"):
        found = node.args.get(key)
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, exp.Expression):
                _add(one.this if isinstance(one, exp.From) else one, scope, context)
    for join in node.args.get("joins") or ():
        _join(join, scope, context)


def _add(node: exp.Expression, scope: Scope, context: Context) -> Relation:
    relation = relation_of(node, scope, context)
    if relation.name and any(one.name == relation.name for one in scope.relations):
        context.wrong(f"{relation.shown} stands in FROM twice", node, "give one of them an alias")
    scope.relations.append(relation)
    for join in node.args.get("joins") or ():
        _join(join, scope, context)
    return relation


def _join(join: exp.Expression, scope: Scope, context: Context) -> None:
    before = list(scope.relations)
    relation = _add(join.this, scope, context)
    side = str(join.args.get("side") or "").upper()
    if str(join.args.get("method") or "").upper() == "NATURAL":
        hint = "say which columns join: ON, or USING (...)"
        context.wrong("a NATURAL JOIN changes its meaning when a column is added", join, hint)
    if side in {"RIGHT", "FULL"}:
        for one in before:
            one.outer = True
    if side in {"LEFT", "FULL"}:
        relation.outer = True
    for identifier in join.args.get("using") or ():
        _using(identifier, before, relation, side, context)
    on = join.args.get("on")
    if on is not None:
        context.infer(on, scope, context, TRUTH)
        if not side:
            narrow(on, scope, context)


def _using(identifier: exp.Expression, before: list[Relation], relation: Relation, side: str, context: Context) -> None:
    """A column that both sides have is there once: from the side whose rows are sure to be there."""
    name = context.key(identifier)
    left = next((one for one in before if one.find(name) is not None and name not in one.merged), None)
    for one, where in ((left, before), (relation if relation.find(name) else None, [relation])):
        if one is None and not any(other.lost for other in where):
            known = [field.shown for other in where for field in other.fields]
            said = " or ".join(other.table or other.shown for other in where)
            context.wrong(f"unknown column {identifier.name} in {said}", identifier, nearest(identifier.name, known))
    if left is None or relation.find(name) is None:
        return
    if side == "RIGHT":
        left.merged.add(name)
        return
    relation.merged.add(name)
    if side == "FULL":
        both = [one.find(name) for one in (left, relation)]
        value = joined(field.value for field in both if field is not None)
        found = left.find(name)
        if value is not None and found is not None:
            left.full[name] = value


def relation_of(node: exp.Expression, scope: Scope, context: Context) -> Relation:
    """One thing in FROM, by the name that it goes by."""
    alias = node.args.get("alias")
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        return _table(node, alias, scope, context)
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Placeholder):
        hint = "a parameter is a value; write a query for each table"
        context.wrong(f"the parameter :{node.this.name} stands for a table", node, hint)
        return Relation(name="", shown="", fields=(), lost=True)
    if isinstance(node, exp.Lateral):
        inner = node.this
        if isinstance(inner, exp.Subquery):
            return _renamed(context.read(inner, scope.inner(), context), alias or inner.args.get("alias"), context)
        return _function(inner, alias, scope, context)
    if isinstance(node, (exp.Subquery, exp.Values)):
        place = Scope(parent=scope.parent, ctes=scope.ctes)
        return _renamed(context.read(node, place, context), alias, context)
    return _function(node.this if isinstance(node, exp.Table) else node, alias, scope, context)


def _renamed(fields: Fields, alias: exp.Expression | None, context: Context) -> Relation:
    """A relation under its alias, with the names that stand behind it."""
    identifier = alias.this if isinstance(alias, exp.TableAlias) else None
    columns = alias.args.get("columns") or [] if isinstance(alias, exp.TableAlias) else []
    fields = with_names(fields, columns, context)
    shown_name = identifier.name if identifier is not None else ""
    if shown_name == "_values":
        identifier, shown_name = None, ""
    return Relation(name=context.key(identifier), shown=shown_name, fields=fields)


def with_names(fields: Fields, columns: list[exp.Expression], context: Context) -> Fields:
    """The fields under the names of a list, where there is one."""
    if not columns:
        return fields
    if len(columns) != len(fields):
        context.wrong(f"{len(columns)} names are given to {len(fields)} columns", columns[0])
    return tuple(
        Field(name=context.key(one), shown=one.name, value=field.value)
        for one, field in zip(columns, fields, strict=False)
    )


def _table(node: exp.Table, alias: exp.Expression | None, scope: Scope, context: Context) -> Relation:
    identifier = node.this
    name = context.key(identifier)
    called = alias.this if isinstance(alias, exp.TableAlias) and alias.this is not None else identifier
    relation = Relation(name=context.key(called), shown=called.name, fields=())
    if node.args.get("db") is not None:
        context.wrong(f"{shown(node.sql())} names a schema", node, "name the table alone")
        relation.lost = True
        return relation
    if name in scope.ctes:
        fields = scope.ctes[name]
        relation.fields, relation.lost = fields or (), fields is None
    elif (table := table_named(name, context)) is not None:
        relation.fields, relation.table = fields_of(table, context), table.name
        context.used[table.name, ""] = None
        hidden = context.tongue.hidden_columns
        relation.hidden = tuple(Field(name=key, shown=key, value=Value(type=kind)) for key, kind in hidden.items())
    elif (view := _view_named(name, context)) is not None:
        fields = _columns_of(view, context)
        relation.fields, relation.lost = fields or (), fields is None
    else:
        relation.lost = True
        known = [one.name for one in context.schema.tables] + [one.name for one in context.schema.views or ()]
        context.wrong(f"unknown table {identifier.name}", identifier, nearest(identifier.name, [*known, *scope.ctes]))
    columns = alias.args.get("columns") or [] if isinstance(alias, exp.TableAlias) else []
    relation.fields = with_names(relation.fields, columns, context)
    return relation


def table_named(name: str, context: Context) -> Table | None:
    """The table of that folded name."""
    return next((one for one in context.schema.tables if context.tongue.fold(one.name) == name), None)


def _view_named(name: str, context: Context) -> View | None:
    return next((one for one in context.schema.views or () if context.tongue.fold(one.name) == name), None)


def fields_of(table: Table, context: Context) -> Fields:
    """The columns of a table as a query sees them."""
    return tuple(
        Field(
            name=context.tongue.fold(one.name),
            shown=one.name,
            value=Value(type=one.type, nullable=one.nullable, origin=Origin(table=table.name, column=one.name)),
        )
        for one in table.columns
    )


def _columns_of(view: View, context: Context) -> Fields | None:
    """The columns of a view; None where its text says more than we read."""
    if view.name in context.views:
        return context.views[view.name]
    context.views[view.name] = None
    parsed = parse_quietly(view.sql, context)
    if not isinstance(parsed, exp.Create) or parsed.expression is None:
        return None
    inner = context.silent(view.sql)
    fields = inner.read(parsed.expression, Scope(), inner)
    target = parsed.this
    if isinstance(target, exp.Schema):
        fields = with_names(
            fields, [one.this if not isinstance(one, exp.Identifier) else one for one in target.expressions], inner
        )
    if inner.troubles:
        return None
    context.views[view.name] = fields
    return fields


def parse_quietly(sql: str, context: Context) -> exp.Expr | None:
    """The tree of a text that is somebody else's."""
    import sqlglot

    try:
        return sqlglot.parse_one(sql, read=context.tongue.name)
    except sqlglot.errors.SqlglotError:
        return None


def _function(node: exp.Expression, alias: exp.Expression | None, scope: Scope, context: Context) -> Relation:
    """A function that gives rows."""
    for one in node.args.values():
        for part in one if isinstance(one, list) else [one]:
            if isinstance(part, exp.Expression) and not isinstance(part, (exp.TableAlias, exp.Identifier)):
                context.infer(part, scope, context, None)
    name = str(node.this).lower() if isinstance(node, exp.Anonymous) else type(node).__name__
    kinds = context.tongue.table_functions.get(name)
    fields = tuple(
        Field(name=key, shown=key, value=Value(type=kind, nullable=True)) for key, kind in (kinds or {}).items()
    )
    columns = alias.args.get("columns") if isinstance(alias, exp.TableAlias) else None
    if kinds is None and columns:
        fields = tuple(Field(name=context.key(one), shown=one.name, value=Value(nullable=True)) for one in columns)
    relation = _renamed(fields, alias, context)
    relation.lost = kinds is None and not columns
    relation.name, relation.shown = relation.name or name, relation.shown or name
    return relation

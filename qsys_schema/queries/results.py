"""What a query's result is, column by column."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from dataclasses import replace

from qsys_schema.model.query import Query, ResultColumn
from qsys_schema.model.schema import Schema
from qsys_schema.model.types import Decimal, Native
from qsys_schema.queries.context import Context
from qsys_schema.queries.scope import Fields
from qsys_schema.queries.trouble import Trouble, nearest
from qsys_schema.queries.values import Field, Value, comparable, words_of

EXACT = Decimal(precision=0, scale=0)
"""How a number comes that is an exact decimal of any length."""


def columns_of(query: Query, fields: Fields, context: Context) -> tuple[ResultColumn, ...]:
    """The columns of the result; what cannot be told, or has no name, is a trouble."""
    names = [one.shown for one in fields]
    stated = {one.name: one for one in query.columns}
    for name in stated:
        if name not in names:
            text = f"the result has no column {name}"
            context.troubles.append(Trouble(text=text, hint=nearest(name, names), part=("columns", name)))
    seen: set[str] = set()
    found: list[ResultColumn] = []
    for number, field in enumerate(fields, start=1):
        trouble = _name(field, number, seen)
        seen.add(field.name)
        if trouble is not None:
            context.troubles.append(trouble)
            continue
        said = stated.get(field.shown)
        value = field.value
        kind = said.type if said is not None and said.type is not None else value.type
        if kind is None and value.parameter and len(context.troubles) > 0:
            # The parameter is asked about already.
            continue
        if kind is None or kind == Native(text=""):
            text = f"the type of the result column {field.shown} cannot be told"
            hint = f"say it: columns: {{{field.shown}: integer}}, or cast it"
            context.troubles.append(Trouble(text=text, hint=hint, offset=field.place, asks=True))
            continue
        if value.type is not None and not comparable(Value(type=kind), Value(type=value.type), context.tongue.alike):
            text = f"the result column {field.shown} is said to be {words_of(kind)}, and is {words_of(value.type)}"
            context.troubles.append(Trouble(text=text, hint="cast it", part=("columns", field.shown)))
        nullable = said.nullable if said is not None and said.nullable is not None else _nullable(value, context)
        origin = value.origin if value.type == kind else None
        comes_as = EXACT if value.exact else None
        found.append(ResultColumn(name=field.shown, type=kind, nullable=nullable, origin=origin, comes_as=comes_as))
    context.troubles.extend(_sorted(query, found))
    return tuple(found)


def _nullable(value: Value, context: Context) -> bool:
    """Whether it may be NULL; a parameter that is a result of its own is what all its uses say."""
    if value.parameter and any(one.mode == "may be null" for one in context.demands.get(value.parameter, ())):
        return True
    return value.nullable


def _name(field: Field, number: int, seen: set[str]) -> Trouble | None:
    if not field.shown:
        text = f"column {number} of the result has no name"
        return Trouble(text=text, hint="give it one with AS", offset=field.place)
    if field.name in seen:
        text = f"the result has two columns {field.shown}"
        return Trouble(text=text, hint="give one of them another name with AS", offset=field.place)
    if field.named and (not field.shown.isidentifier() or keyword.iskeyword(field.shown)):
        text = f"the result column {field.shown!r} cannot be a name in Python"
        return Trouble(text=text, hint="give it another name with AS", offset=field.place)
    return None


def _sorted(query: Query, columns: Sequence[ResultColumn]) -> list[Trouble]:
    found: list[Trouble] = []
    known = {one.name: one for one in columns}
    part = ("sorted_by",)
    if query.sorted_by and query.returns != "many":
        found.append(Trouble(text=f"sorted_by sorts nothing where returns is {query.returns}", part=part))
    for name in query.sorted_by:
        if name not in known:
            text = f"sorted_by names {name}, which is not in the result"
            found.append(Trouble(text=text, hint=nearest(name, known), part=part))
        elif known[name].nullable:
            text = f"sorted_by names {name}, which may be NULL, and NULL has no place in an order"
            found.append(Trouble(text=text, hint="sort in SQL, or by columns that are NOT NULL", part=part))
    return found


def whole_of(columns: tuple[ResultColumn, ...], fields: Fields, schema: Schema) -> tuple[str, tuple[ResultColumn, ...]]:
    """The table whose row the result is, column for column, and the columns as they are in it; empty where it is none.

    A column that the conditions keep from being NULL is as nullable as the table's: rows are of one type everywhere.
    """
    if not columns or any(one.named for one in fields):
        return "", columns
    tables = {one.origin.table if one.origin is not None else "" for one in columns}
    table = schema.table(tables.pop()) if len(tables) == 1 else None
    if table is None or len(table.columns) != len(columns):
        return "", columns
    same = all(
        one.name == column.name
        and one.origin is not None
        and one.origin.column == column.name
        and one.type == column.type
        and (column.nullable or not one.nullable)
        for one, column in zip(columns, table.columns, strict=True)
    )
    if not same:
        return "", columns
    pairs = zip(columns, table.columns, strict=True)
    return table.name, tuple(replace(one, nullable=column.nullable) for one, column in pairs)

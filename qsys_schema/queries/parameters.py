"""What a query's parameters are, from all that is asked of them."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.query import Parameter, Query
from qsys_schema.model.types import Enum
from qsys_schema.queries.context import Context, Demand
from qsys_schema.queries.pieces import ORDER_BY
from qsys_schema.queries.text import Token
from qsys_schema.queries.trouble import Trouble, nearest
from qsys_schema.queries.values import Value, comparable, kind_of, words_of


def parameters_of(query: Query, tokens: Sequence[Token], context: Context) -> tuple[Parameter, ...]:
    """The parameters in the order of their first use; what cannot be told is a trouble."""
    names = dict.fromkeys(token.text[1:] for token in tokens if token.kind == "parameter")
    names.pop(ORDER_BY, None)
    context.troubles.extend(_unused(query, list(names)))
    found = [_parameter(name, query, context) for name in names]
    return tuple(one for one in found if one is not None)


def _unused(query: Query, names: Sequence[str]) -> list[Trouble]:
    said: list[tuple[tuple[str, ...], str]] = [(("optional",), name) for name in query.optional]
    said += [(("parameters", one.name), one.name) for one in query.parameters]
    return [
        Trouble(text=f"there is no parameter :{name} in the SQL", hint=nearest(name, names), part=part)
        for part, name in said
        if name not in names
    ]


def _parameter(name: str, query: Query, context: Context) -> Parameter | None:
    demands = context.demands.get(name, [])
    stated = context.stated.get(name)
    typed = [one for one in demands if one.type is not None]
    best = _best(typed)
    kind = stated.type if stated is not None and stated.type is not None else best.type if best is not None else None
    place = context.places.get(name)
    if kind is None:
        text = f"the type of the parameter :{name} cannot be told"
        hint = f"say it: parameters: {{{name}: integer}}"
        context.troubles.append(Trouble(text=text, hint=hint, offset=place, asks=True))
        return None
    for one in typed:
        if not comparable(Value(type=kind), Value(type=one.type), context.tongue.alike):
            other = best.words if best is not None and best is not one else words_of(kind)
            text = f"the parameter :{name} is used as {other} and as {one.words}"
            hint = "use two parameters, or cast one"
            if stated is not None and stated.type is not None:
                text = f"the parameter :{name} is said to be {words_of(kind)}, and is used as {one.words}"
                hint = "correct what is said, or cast it"
            context.troubles.append(Trouble(text=text, hint=hint, offset=place))
            break
    lists = {one.mode == "list" for one in demands}
    if lists == {True, False}:
        text = f"the parameter :{name} is used as a list and as one value"
        context.troubles.append(Trouble(text=text, hint="use two parameters", offset=place))
    nullable = stated.nullable if stated is not None and stated.nullable is not None else _nullable(demands)
    origin = best.origin if best is not None and (stated is None or stated.type is None or best.type == kind) else None
    return Parameter(
        name=name,
        type=kind,
        nullable=nullable and True not in lists,
        repeated=True in lists,
        optional=name in query.optional,
        origin=origin,
    )


def _best(typed: Sequence[Demand]) -> Demand | None:
    """The use that says most: one of a column before others, an enumeration before any text."""
    order = sorted(typed, key=lambda one: (one.origin is None, not isinstance(one.type, Enum)))
    if not order:
        return None
    kinds = [one for one in order if one.type is not None and kind_of(one.type) == kind_of(order[0].type or one.type)]
    return kinds[0] if kinds else order[0]


def _nullable(demands: Sequence[Demand]) -> bool:
    if any(one.mode == "may be null" for one in demands):
        return True
    return all(one.mode == "assigned" and one.nullable for one in demands)

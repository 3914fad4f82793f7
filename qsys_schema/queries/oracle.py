"""Two opinions on one query: ours and the database's. Where they differ, nobody knows what code would get."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.model.oracle import Described
from qsys_schema.model.query import CheckedQuery
from qsys_schema.model.tongue import Tongue
from qsys_schema.model.types import ColumnType, Decimal, Float, Integer, Native, TimestampMs
from qsys_schema.queries.trouble import Trouble
from qsys_schema.queries.values import Value, comparable, words_of


def disagreements(query: CheckedQuery, described: Described, tongue: Tongue) -> Iterator[Trouble]:
    """What the database says otherwise: number, names and types of columns, types of parameters."""
    if query.columns and described.count is not None and described.count != len(query.columns):
        yield Trouble(
            text=f"it gives {len(query.columns)} columns by the specs, and {described.count} by {tongue.name}"
        )
        return
    for column, (name, kind) in zip(query.columns, described.columns or (), strict=False):
        if tongue.fold(column.name).lower() != tongue.fold(name).lower():
            text = f"a result column is called {column.name} by the specs, and {name} by {tongue.name}"
            yield Trouble(text=text, hint="give it a name with AS", offset=_place(query.query.sql, column.name))
            continue
        expected = column.comes_as or column.type
        if kind is not None and not _agree(expected, kind):
            text = (
                f"the result column {column.name} is {_said(expected)} by the specs, and {_said(kind)} by {tongue.name}"
            )
            place = _place(query.query.sql, column.name)
            yield Trouble(text=text, hint=f"cast it: CAST(... AS {_cast(column.type)})", offset=place)
    for parameter in query.parameters:
        kind = described.parameters.get(parameter.name)
        if kind is None:
            continue
        ours, theirs = Value(type=parameter.type), Value(type=kind)
        if not comparable(ours, theirs, tongue.alike):
            said = f"{_said(parameter.type)} by the specs, and {_said(kind)} by {tongue.name}"
            text = f"the parameter :{parameter.name} is {said}"
            place = query.query.sql.find(f":{parameter.name}")
            yield Trouble(text=text, hint="cast it, or say its type under `parameters:`", offset=max(place, 0))


def _place(sql: str, name: str) -> int | None:
    """Where a result column gets its name, as far as a look at the text tells."""
    match = re.search(rf"\bAS\s+{re.escape(name)}\b", sql, re.IGNORECASE) or re.search(rf"\b{re.escape(name)}\b", sql)
    return match.end() - len(name) if match is not None else None


def _agree(ours: ColumnType, theirs: ColumnType) -> bool:
    """Whether values of the database's type are what ours promises."""
    if isinstance(ours, Native) or isinstance(theirs, Native):
        return True
    numbers: tuple[tuple[type, ...], ...] = ((Integer, TimestampMs), (Decimal,), (Float,))
    for kinds in numbers:
        if isinstance(ours, kinds) or isinstance(theirs, kinds):
            return isinstance(ours, kinds) and isinstance(theirs, kinds)
    return comparable(Value(type=ours), Value(type=theirs), ())


def _said(kind: ColumnType) -> str:
    return "an exact number of any length" if kind == Decimal(precision=0, scale=0) else words_of(kind)


def _cast(kind: ColumnType) -> str:
    match kind:
        case Integer() | TimestampMs():
            return "bigint"
        case Float():
            return "double precision"
        case Decimal(precision=precision, scale=scale):
            return f"numeric({precision}, {scale})"
        case _:
            return words_of(kind)

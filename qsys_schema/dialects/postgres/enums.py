"""Enumerated types: changed in place where PostgreSQL can, else made anew under the columns that have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from qsys_schema.dialects.postgres.ddl import declared, default_text
from qsys_schema.dialects.postgres.programs import belonging
from qsys_schema.dialects.postgres.strategy import is_additive
from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.model.change import AddEnum, AlterColumn, AlterEnum, Change, DropColumn, DropEnum, DropTable
from qsys_schema.model.expr import Expr
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.schema import Column, EnumType, Schema
from qsys_schema.model.step import Statement
from qsys_schema.model.types import Native


def render(change: AddEnum | DropEnum | AlterEnum, because: Sequence[Change]) -> Iterator[Statement]:
    """The statements of one change of an enumerated type."""
    reasons = tuple(because)
    match change:
        case AddEnum(item=enum):
            yield Statement(sql=create_enum(enum), comment=f"Create enum {enum.name}.", because=reasons)
            yield from belonging(enum.belongings, enum.name, reasons)
        case DropEnum(item=enum):
            yield Statement(sql=f"DROP TYPE {quote(enum.name)}", comment=f"Drop enum {enum.name}.", because=reasons)
        case AlterEnum():
            yield from _renamed(change, reasons)
            if is_additive(change):
                yield from _added(change, reasons)
            else:
                yield from _made_anew(change, reasons)


def leaves(change: Change, cause: AlterEnum) -> bool:
    """Whether the change is the last of a column that has the old type when a type is made anew."""
    columns: Sequence[Column] = ()
    match change:
        case DropColumn(item=column):
            columns = (column,)
        case AlterColumn(before=column, after=after) if column.type != after.type:
            columns = (column,)
        case DropTable(item=table):
            columns = table.columns
        case _:
            pass
    if not columns or is_additive(cause):
        return False
    return any(_is_of(cause.before, column) for column in columns)


def users_of(enum: EnumType, schema: Schema) -> Iterator[tuple[str, Column]]:
    """The columns that have the type, or arrays of it, each with its table."""
    for table in schema.tables:
        yield from ((table.name, column) for column in table.columns if _is_of(enum, column))


def _is_of(enum: EnumType, column: Column) -> bool:
    types = {f"{name}{ending}" for name in (enum.name, quote(enum.name)) for ending in ("", "[]")}
    return isinstance(column.type, Native) and column.type.text in types


def uses_what_goes(change: AlterEnum, changes: Sequence[Change]) -> bool:
    """Whether other changes name a value that goes: on the way back they would use it as soon as it comes."""
    renamed = dict(change.after.renamed)
    gone = [value for value in change.before.values if renamed.get(value, value) not in change.after.values]
    others = [one for one in changes if not isinstance(one, AlterEnum)]
    return any(literal(value) in text for value in gone for one in others for text in _texts(one))


def _texts(thing: object) -> Iterator[str]:
    """Every text in a change."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _texts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))


def create_enum(enum: EnumType) -> str:
    """CREATE TYPE ... AS ENUM."""
    return f"CREATE TYPE {quote(enum.name)} AS ENUM ({', '.join(map(literal, enum.values))})"


def _renamed(change: AlterEnum, because: tuple[Change, ...]) -> Iterator[Statement]:
    for before, after in change.after.renamed:
        if before in change.before.values and after in change.after.values:
            sql = f"ALTER TYPE {quote(change.after.name)} RENAME VALUE {literal(before)} TO {literal(after)}"
            yield Statement(sql=sql, comment=f"{before} is called {after}.", because=because)


def _added(change: AlterEnum, because: tuple[Change, ...]) -> Iterator[Statement]:
    renamed = dict(change.after.renamed)
    there = [renamed.get(value, value) for value in change.before.values]
    for place, value in enumerate(change.after.values):
        if value in there:
            continue
        if place:
            where = f" AFTER {literal(change.after.values[place - 1])}"
        else:
            where = f" BEFORE {literal(there[0])}" if there else ""
        if there and place == len(there) and change.after.values[place - 1] == there[-1]:
            where = ""
        sql = f"ALTER TYPE {quote(change.after.name)} ADD VALUE {literal(value)}{where}"
        yield Statement(sql=sql, comment=f"{value} is a new value of {change.after.name}.", because=because)
        there.insert(place, value)


def _made_anew(change: AlterEnum, because: tuple[Change, ...]) -> Iterator[Statement]:
    """A type whose values go or change places: no statement does that to a type that is in use."""
    name = change.after.name
    old = shortened(f"{RESERVED_PREFIX}was_{name}")
    sql = f"ALTER TYPE {quote(name)} RENAME TO {quote(old)}"
    yield Statement(
        sql=sql, comment=f"{name} is made anew, with the values in another order or without some.", because=because
    )
    yield Statement(sql=create_enum(change.after), comment=f"{name} as it is wished for.", because=because)
    yield from belonging(change.before.belongings, name, because)
    for table, column in change.users:
        where, shown = f"ALTER TABLE {quote(table)} ALTER COLUMN {quote(column.name)}", f"{table}.{column.name}"
        kind = declared(column)
        between = "text[]" if kind.endswith("[]") else "text"
        yield Statement(
            sql=f"{where} DROP DEFAULT", comment=f"The default of {shown} is of the old type.", because=because
        )
        sql = f"{where} TYPE {kind} USING {quote(column.name)}::{between}::{kind}"
        yield Statement(sql=sql, comment=f"{shown} keeps its values, in the new type.", because=because)
        if isinstance(column.default, Expr):
            sql = f"{where} SET DEFAULT {default_text(column.default)}"
            yield Statement(sql=sql, comment=f"The default of {shown} again.", because=because)
    yield Statement(sql=f"DROP TYPE {quote(old)}", comment="Nothing uses the old type any more.", because=because)

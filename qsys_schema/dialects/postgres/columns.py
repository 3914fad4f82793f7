"""Changes of columns as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qsys_schema.dialects.postgres.constraints import alter_table
from qsys_schema.dialects.postgres.ddl import add_column, comment_on, declared, default_text
from qsys_schema.dialects.postgres.keys import is_made_anew
from qsys_schema.dialects.postgres.strategy import is_fill
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.dialects.postgres.types import BUILT_IN, sized
from qsys_schema.model.change import AddColumn, AlterColumn, Change, DropCheck, DropColumn, RenameColumn
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column
from qsys_schema.model.step import Statement
from qsys_schema.model.types import Decimal, Text

ColumnChange = AddColumn | DropColumn | AlterColumn | RenameColumn

_FAMILIES = (
    frozenset({"text", "character varying", "citext"}),
    frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"}),
    frozenset({"date", "timestamp without time zone", "timestamp with time zone"}),
)
"""Types among which PostgreSQL casts by itself when it assigns, and complains of what does not fit."""


def render(change: ColumnChange, riders: Sequence[Change], because: Sequence[Change]) -> Iterator[Statement]:
    """The statements of one change of a column."""
    match change:
        case RenameColumn(table=table, before=before, after=after):
            action = f"RENAME COLUMN {quote(before)} TO {quote(after)}"
            yield alter_table(table, action, f"Rename {table}.{before} to {after}.", because)
        case DropColumn(table=table, item=column):
            yield alter_table(
                table, f"DROP COLUMN {quote(column.name)}", f"Drop column {table}.{column.name}.", because
            )
        case AddColumn(table=table, item=column):
            yield from _add(table, column, because)
        case AlterColumn(table=table, before=was, after=becomes):
            # One that is computed otherwise stands aside for itself: it is dropped, and added again.
            if not is_made_anew(change):
                yield from _altered(table, was, becomes, riders, because)


def commented(table: str, column: Column, because: Sequence[Change]) -> Statement:
    """The statement that sets a column's comment."""
    sql = comment_on(f"COLUMN {quote(table)}.{quote(column.name)}", column.comment)
    return Statement(sql=sql, comment=f"What {table}.{column.name} is.", because=tuple(because))


def _column(table: str, column: str, action: str, comment: str, because: Sequence[Change]) -> Statement:
    return alter_table(table, f"ALTER COLUMN {quote(column)} {action}", comment, because)


def _add(table: str, column: Column, because: Sequence[Change]) -> Iterator[Statement]:
    name, label = column.name, f"{table}.{column.name}"
    fill = column.backfill
    if not isinstance(fill, Expr):
        yield Statement(sql=add_column(table, column), comment=f"Add column {label}.", because=tuple(because))
    elif is_constant(fill):
        # A constant default is kept in the catalog for the rows that are there: none is written.
        yield Statement(
            sql=add_column(table, replace(column, default=fill)),
            comment=f"Add column {label}; the rows that are there get what backfill says, without being written.",
            because=tuple(because),
        )
        action = f"SET DEFAULT {default_text(column.default)}" if isinstance(column.default, Expr) else "DROP DEFAULT"
        yield _column(table, name, action, f"New rows of {table} get another default, or none.", because)
    else:
        yield Statement(
            sql=add_column(table, replace(column, nullable=True)),
            comment=f"Add column {label}.",
            because=tuple(because),
        )
        yield Statement(
            sql=f"UPDATE {quote(table)} SET {quote(name)} = ({fill.text})",
            comment="The rows that are there get what backfill says.",
            because=tuple(because),
        )
        if not column.nullable:
            yield _column(table, name, "SET NOT NULL", f"{label} has a value everywhere now.", because)
    if column.comment:
        yield commented(table, column, because)


def is_constant(value: Expr) -> bool:
    """Whether it is one value, perhaps with its type: nothing that is looked up, called or computed."""
    return bool(re.fullmatch(r"(?:[-+]?[\d.]+|[eE]?'(?:[^']|'')*'|true|false)(?:::[\w\s.\[\]\"(),]+)?", value.text))


def _altered(
    table: str, was: Column, becomes: Column, riders: Sequence[Change], because: Sequence[Change]
) -> Iterator[Statement]:
    name, label = becomes.name, f"{table}.{becomes.name}"
    if is_fill(was, becomes):
        yield from _filled(table, becomes, because)
        return
    if was.generated is not None and becomes.generated is None:
        yield _column(table, name, "DROP EXPRESSION", f"{label} keeps its values, and is computed no more.", because)
    changed = was.identity != becomes.identity
    # A number of its own is in the way of a default and of another type, and is given only where NULL is not allowed.
    goes_first = changed and bool(was.identity) and (was.identity != "serial" or not becomes.identity)
    if goes_first:
        yield from _identity(table, was, becomes, because)
    yield from _default_and_type(table, was, becomes, because)
    if was.nullable and not becomes.nullable:
        yield from _required(table, becomes, riders, because)
    if changed and not goes_first:
        yield from _identity(table, was, becomes, because)
    if becomes.nullable and not was.nullable:
        yield _column(table, name, "DROP NOT NULL", f"{label} may be NULL.", because)
    if was.comment != becomes.comment:
        yield commented(table, becomes, because)


def _default_and_type(table: str, was: Column, becomes: Column, because: Sequence[Change]) -> Iterator[Statement]:
    name, label = becomes.name, f"{table}.{becomes.name}"
    retyped = declared(was) != declared(becomes) or was.collation != becomes.collation
    if retyped:
        if was.default is not None:
            yield _column(table, name, "DROP DEFAULT", f"The default of {label} is of the old type.", because)
        collation = f" COLLATE {becomes.collation}" if becomes.collation else ""
        value = f"{quote(name)}{by_text(was, becomes)}::{declared(becomes)}"
        using = "" if casts_itself(was, becomes) else f" USING {value}"
        action = f"TYPE {declared(becomes)}{collation}{using}"
        yield _column(table, name, action, f"{label} from {declared(was)} to {declared(becomes)}.", because)
    if isinstance(becomes.default, Expr) and (retyped or was.default != becomes.default):
        yield _column(table, name, f"SET DEFAULT {default_text(becomes.default)}", f"The default of {label}.", because)
    elif was.default is not None and becomes.default is None and not retyped:
        yield _column(table, name, "DROP DEFAULT", f"{label} has no default.", because)


def is_built_in(column: Column) -> bool:
    """Whether the type is PostgreSQL's own, of those that are cast to and from at all."""
    return (re.findall(r"^\w+", declared(column)) or [""])[0] in BUILT_IN


def by_text(was: Column, becomes: Column) -> str:
    """The way of values where a type is not the server's own: what is read as one of the new type, is one."""
    if is_built_in(was) and is_built_in(becomes):
        return ""
    one, other = declared(was).endswith("[]"), declared(becomes).endswith("[]")
    return "::text[]" if one and other else "::text"


def casts_itself(was: Column, becomes: Column) -> bool:
    """Whether PostgreSQL assigns values of the one type to the other, and says where one does not fit.

    An explicit cast would cut a text that is too long without a word.
    """
    one, other = (declared(column).partition("(")[0] for column in (was, becomes))
    return one == other or any(one in family and other in family for family in _FAMILIES)


def keeps_file(was: Column, becomes: Column) -> bool:
    """Whether the new type can take the old values as they lie on the disk ("ALTER TABLE", "Notes")."""
    if was.collation != becomes.collation:
        return False
    one, other = declared(was), declared(becomes)
    before, after = sized(one), sized(other)
    match before, after:
        case Text(length=int(shorter)), Text(length=int(longer)):
            return longer >= shorter
        case Text(), None:
            return other in {"text", "character varying"}
        case Decimal(precision=narrow, scale=scale), Decimal(precision=wide, scale=same):
            return wide >= narrow and scale == same
        case Decimal(), None:
            return other == "numeric"
        case _:
            return one == other or {one, other} <= {"text", "character varying"}


def keeps_values(was: Column, becomes: Column) -> bool:
    """Whether every value that comes through comes through as it was; others make the migration fail."""
    one, other = declared(was), declared(becomes)
    if keeps_file(was, becomes) or other in {"text", "character varying"}:
        return True
    whole = ("smallint", "integer", "bigint")
    if one in whole and (other in whole or other.startswith("numeric")):
        return True
    before, after = sized(one), sized(other)
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return after.scale >= before.scale
    texts = ("text", "character varying")
    if one.startswith(texts):
        # Either it reads as a value of the new type, or the migration fails.
        return isinstance(after, Text) or not other.startswith("character")
    return one == "date" and other.startswith("timestamp")


def _identity(table: str, was: Column, becomes: Column, because: Sequence[Change]) -> Iterator[Statement]:
    name, label = becomes.name, f"{table}.{becomes.name}"
    if was.identity == "serial":
        yield _column(table, name, "DROP DEFAULT", f"{label} takes no numbers from its sequence any more.", because)
        yield _drop_sequence(table, name, because)
    if not becomes.identity or becomes.identity == "serial":
        if was.identity and was.identity != "serial":
            yield _column(table, name, "DROP IDENTITY", f"{label} gets no number by itself.", because)
        if becomes.identity == "serial":
            sequence = quote(f"{table}_{name}_seq")
            sql = f"CREATE SEQUENCE {sequence} AS {declared(becomes)} OWNED BY {quote(table)}.{quote(name)}"
            yield Statement(sql=sql, comment=f"The numbers of {label}.", because=tuple(because))
            text = sequence.replace("'", "''")
            yield _column(table, name, f"SET DEFAULT nextval('{text}')", f"{label} counts on.", because)
            yield _set_counter(table, name, because)
        return
    if was.identity in {"always", "by default"}:
        action = f"SET GENERATED {becomes.identity.upper()}"
        yield _column(table, name, action, f"Whether {label} may be given a number.", because)
        return
    action = f"ADD GENERATED {becomes.identity.upper()} AS IDENTITY"
    yield _column(table, name, action, f"{label} gets its numbers by itself.", because)
    yield _set_counter(table, name, because)


def _drop_sequence(table: str, name: str, because: Sequence[Change]) -> Statement:
    """Whatever it is called: it keeps its name where the table or the column gets another."""
    shown, column = quote(table).replace("'", "''"), name.replace("'", "''")
    action = f"EXECUTE 'DROP SEQUENCE ' || pg_get_serial_sequence('{shown}', '{column}')"
    sql = f"DO $sequence$ BEGIN {action}; END $sequence$"
    return Statement(sql=sql, comment=f"Nothing counts with the sequence of {table}.{name}.", because=tuple(because))


def _set_counter(table: str, name: str, because: Sequence[Change]) -> Statement:
    shown = quote(table).replace("'", "''")
    column = name.replace("'", "''")
    sql = (
        f"SELECT setval(pg_get_serial_sequence('{shown}', '{column}'), "
        f"(SELECT COALESCE(MAX({quote(name)}), 0) + 1 FROM {quote(table)}), false)"
    )
    return Statement(sql=sql, comment="It goes on behind the highest number that is there.", because=tuple(because))


def _filled(table: str, column: Column, because: Sequence[Change]) -> Iterator[Statement]:
    fill = column.backfill or column.default
    if isinstance(fill, Expr):
        name = quote(column.name)
        sql = f"UPDATE {quote(table)} SET {name} = {default_text(fill)} WHERE {name} IS NULL"
        comment = f"NULL in {table}.{column.name} becomes its backfill or default."
        yield Statement(sql=sql, comment=comment, because=tuple(because))


def _required(table: str, column: Column, riders: Sequence[Change], because: Sequence[Change]) -> Iterator[Statement]:
    name, label = column.name, f"{table}.{column.name}"
    yield from _filled(table, column, because)
    checks = [rider.item.name for rider in riders if isinstance(rider, DropCheck)]
    for check in checks:
        yield alter_table(
            table, f"VALIDATE CONSTRAINT {quote(check)}", f"Look for NULL in {label} while others write.", because
        )
    yield _column(table, name, "SET NOT NULL", f"{label} is never NULL.", because)
    for check in checks:
        yield alter_table(table, f"DROP CONSTRAINT {quote(check)}", "It has shown what it was made for.", because)

"""The value of a column as one of another type, in the words of each place where it is asked for."""

from __future__ import annotations

import re

from qsys_schema.dialects.postgres.columns import by_text, casts_itself
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.schema import Column

_TEXTS = frozenset({"text", "character varying", "character", "name", "citext"})
_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_MOMENTS = frozenset({"date", "time without time zone", "timestamp without time zone", "interval"})
_ZONED = frozenset({"timestamp with time zone", "time with time zone"})
_PRINTED_BY_SETTINGS = _MOMENTS | {"real", "double precision", "bytea"}
_WITHOUT_EQUALITY = frozenset({"json", "xml"})


def conversion(was: Column, becomes: Column) -> str:
    """The value as it is assigned to a column of the new type."""
    name = quote(was.name)
    return name if casts_itself(was, becomes) else f"{name}{by_text(was, becomes)}::{declared(becomes)}"


def cast(was: Column, becomes: Column) -> str:
    """The value as one of the new type wherever it stands."""
    return f"{quote(was.name)}{'' if casts_itself(was, becomes) else by_text(was, becomes)}::{declared(becomes)}"


def in_trigger(was: Column, becomes: Column) -> str:
    """The value as a trigger assigns it, whatever the search path of whoever writes: it names the server's types only.

    What is no type of the server's is read from its text when it is assigned ("Assignment" in PL/pgSQL's manual).
    """
    between = by_text(was, becomes)
    name = f"NEW.{quote(was.name)}"
    if casts_itself(was, becomes):
        return name
    return f"{name}{between}" if between else f"{name}::{declared(becomes)}"


def same(was: Column, becomes: Column, new: str) -> str:
    """The condition that the new column holds what the old one does."""
    value, name = cast(was, becomes), quote(new)
    kind = base(becomes)
    if kind in _WITHOUT_EQUALITY:
        value, name = f"{value}::text", f"{name}::text"
    if kind in _TEXTS:
        # Whatever their collations: it is asked whether they are the same, not whether they sort alike.
        value, name = (f'{one} COLLATE "C"' for one in (f"({value})", name))
    return f"{name} IS NOT DISTINCT FROM {value}"


def base(column: Column) -> str:
    """The type without its size, and without being a list."""
    return re.sub(r"\s*\([^)]*\)", "", declared(column)).removesuffix("[]").strip()


def depends_on_session(was: Column, becomes: Column) -> bool:
    """Whether a value becomes another one under other settings: the time zone, how dates are written, and the like.

    A client's write would then be converted otherwise than the rows that are there.
    """
    one, other = base(was), base(becomes)
    if one == other:
        return False
    if {one, other} & (_ZONED | {"money", "xml"}):
        return True
    if one in _PRINTED_BY_SETTINGS:
        return other not in _NUMBERS | _MOMENTS
    return one in _TEXTS and other in _MOMENTS

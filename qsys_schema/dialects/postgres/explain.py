"""What PostgreSQL says of a query: its parameters and columns ("Extended Query"), and how it would be run (EXPLAIN)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from psycopg import Error as PsycopgError
from psycopg.pq import DiagnosticField, ExecStatus

from qsys_schema.dialects.postgres.inspect import own
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.oracle import Described
from qsys_schema.model.query import Use, Words
from qsys_schema.model.session import Session
from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Float,
    Integer,
    Json,
    Native,
    Text,
    Time,
    Timestamp,
    Uuid,
)

_TYPES: Mapping[int, ColumnType] = {
    16: Boolean(),
    17: Blob(),
    18: Text(),
    19: Text(),
    20: Integer(),
    21: Integer(bits=16),
    23: Integer(bits=32),
    25: Text(),
    114: Json(),
    700: Float(),
    701: Float(),
    1042: Text(),
    1043: Text(),
    1082: Date(),
    1083: Time(),
    1114: Timestamp(),
    1184: Timestamp(timezone=True),
    1700: Decimal(precision=0, scale=0),
    2950: Uuid(),
    3802: Json(),
}
"""The types with numbers of their own ("pg_type.dat")."""

_CODING = "utf-8"
_CONFLICT = re.compile(r"\bON\s+CONFLICT\b", re.IGNORECASE)

_UNTYPED = {"42P08", "42P18"}
"""The server cannot tell the type of a parameter ("PostgreSQL Error Codes")."""


def numbered(parts: Sequence[Words | Use]) -> tuple[str, tuple[str, ...]]:
    """The text with parameters as ``$1``, and their names in that order."""
    names = tuple(dict.fromkeys(part.name for part in parts if isinstance(part, Use)))
    numbers = {name: f"${place}" for place, name in enumerate(names, start=1)}
    return "".join(part.text if isinstance(part, Words) else numbers[part.name] for part in parts), names


def describe(session: Session, parts: Sequence[Words | Use]) -> Described:
    """What the server makes of the query when it prepares it; nothing is run."""
    server = own(session)
    sql, names = numbered(parts)
    raw = server.connection.pgconn
    made = raw.prepare(b"", sql.encode(_CODING), None)
    if made.status != ExecStatus.COMMAND_OK:
        said = _field(made.error_field(DiagnosticField.MESSAGE_PRIMARY))
        hint = _field(made.error_field(DiagnosticField.MESSAGE_HINT))
        state = _field(made.error_field(DiagnosticField.SQLSTATE))
        place = _field(made.error_field(DiagnosticField.STATEMENT_POSITION))
        word = _word(sql, place, names)
        if state in _UNTYPED and word.startswith(":"):
            hint = f"cast it where it is used first: CAST({word} AS text)"
        return Described(refused=said, hint=hint, word=word)
    found = raw.describe_prepared(b"")
    # Another query takes the place of the statement that has no name.
    refused = _unplanned(session, parts) if _CONFLICT.search(sql) else ""
    if refused:
        return Described(refused=refused, word="CONFLICT")
    fields = [(_field(found.fname(number)), found.ftype(number)) for number in range(found.nfields)]
    kinds = [found.param_type(number) for number in range(found.nparams)]
    known = _known(server, {*kinds, *(kind for _, kind in fields)})
    return Described(
        columns=tuple((name, known[kind]) for name, kind in fields),
        count=len(fields),
        parameters={name: known[kind] for name, kind in zip(names, kinds, strict=False)},
    )


def _unplanned(session: Session, parts: Sequence[Words | Use]) -> str:
    """Why a plan cannot be made; that a conflict has no constraint is found no sooner. Empty where it can."""
    from qsys_schema.dialects.postgres.plans import plans

    try:
        plans(session, (), [parts])
    except DatabaseDisagrees as error:
        cause = error.__cause__
        return (cause.diag.message_primary or error.what) if isinstance(cause, PsycopgError) else error.what
    return ""


def _field(raw: bytes | None) -> str:
    return raw.decode(_CODING, "replace") if raw is not None else ""


def _word(sql: str, place: str, names: Sequence[str]) -> str:
    """The word at a place that the server counts from 1; a parameter by its name."""
    if not place.isdecimal():
        return ""
    rest = sql[int(place) - 1 :]
    if rest.startswith("$"):
        number = ""
        for character in rest[1:]:
            if not character.isdecimal():
                break
            number += character
        return f":{names[int(number) - 1]}" if number and int(number) <= len(names) else ""
    end = next((at for at, one in enumerate(rest) if not (one.isalnum() or one == "_")), len(rest))
    return rest[:end] or rest[:1]


def _known(session: PostgresSession, numbers: set[int]) -> dict[int, ColumnType | None]:
    """The types of these numbers: enumerations are texts, domains what they are made of."""
    found: dict[int, ColumnType | None] = {number: _TYPES.get(number) for number in numbers}
    missing = sorted(number for number, kind in found.items() if kind is None and number)
    if missing:
        rows = session.fetch(
            "SELECT oid::bigint, typtype::text, format_type(oid, NULL), typbasetype::bigint FROM pg_type "
            "WHERE oid = ANY(%s::oid[])",
            ("{" + ",".join(map(str, missing)) + "}",),
        )
        for number, kind, name, base in rows:
            plain = _TYPES.get(int(str(base))) if kind == "d" else Text() if kind == "e" else None
            found[int(str(number))] = plain if plain is not None else Native(text=str(name))
    return found

"""What the driver and the server complain of, in words that say what to do ("PostgreSQL Error Codes")."""

from __future__ import annotations

import psycopg

from qsys_schema.errors import AccessDenied, DatabaseBusy, DatabaseDisagrees, DatabaseUnavailable, QsysSchemaError

_BUSY = {
    "55P03": "another session holds a lock on what it needs for longer than lock_timeout",
    "40P01": "another session and this one waited for each other",
    "40001": "another session changed the same at the same time",
}

_LOST = "what was not committed is undone; when the server is there again, run this again"

_UNAVAILABLE = {
    "25006": "the server takes no writes: it is a standby, or it is set to read only; connect to the primary",
    "53100": "the server's disk is full; make room and run this again",
    "53200": "the server has no memory left, or none for so many locks in one transaction: raise "
    "max_locks_per_transaction, which counts for all sessions together",
    "53300": "the server has no connection left; close some, or raise max_connections",
    "57P01": "the server was told to end this session, or to shut down; when it is there again, run this again",
    "57P02": "the server crashed; when it is there again, run this again",
    "57P03": "the server is starting up or shutting down; wait for it",
    "57P04": "the database was dropped",
    "57P05": "the session was idle for longer than the server allows",
    "25P03": "the transaction was idle for longer than the server allows",
    "25P04": "the transaction took longer than transaction_timeout allows",
    "3D000": "the database is not there: createdb makes it",
    "28P01": "the password is wrong, or none was given: put it into ~/.pgpass, PGPASSWORD or the URL",
    "28000": "the server does not let this role in: see pg_hba.conf",
    "42501": "the role lacks a right that it needs",
}


def in_words(error: Exception, label: str) -> QsysSchemaError:
    """The error that a person sees. A lost connection undoes its transaction on the server."""
    if not isinstance(error, psycopg.Error):
        return DatabaseDisagrees(str(error))
    state = error.sqlstate or ""
    said = _said(error)
    if state in _BUSY:
        return DatabaseBusy(f"{said} ({_BUSY[state]})", hint=f"{label} is busy; run this again when it is calmer")
    if state == "42601" and "multiple commands" in said:
        hint = "write one statement there; what stands behind a semicolon belongs somewhere else"
        return DatabaseDisagrees("it holds more than one statement", hint=hint)
    if state == "57014" and "statement timeout" in said:
        hint = "it took longer than statement_timeout, which the migration or the role sets; nothing of it was kept"
        return DatabaseDisagrees(said, hint=hint)
    if state in _UNAVAILABLE:
        kind = AccessDenied if state == "42501" else DatabaseUnavailable
        return kind(f"{label}: {said}" if kind is DatabaseUnavailable else said, hint=_UNAVAILABLE[state])
    if state.startswith(("08", "58", "XX")) or (not state and isinstance(error, psycopg.OperationalError)):
        return DatabaseUnavailable(f"{label}: {said}", hint=_advice(said))
    return DatabaseDisagrees(said, hint=error.diag.message_hint or "")


def lost(error: psycopg.Error, label: str) -> DatabaseUnavailable:
    """The connection went while the commit was under way: the server knows whether it came through, and we do not."""
    return DatabaseUnavailable(
        f"{label}: the connection was lost while the transaction was being committed: {_said(error)}",
        hint="it is wholly there or not at all, with its record: `qsys-schema status` tells; then run this again",
    )


def _said(error: psycopg.Error) -> str:
    """The server's message with its detail, or the driver's first line; neither has a password."""
    primary = error.diag.message_primary
    if primary is None:
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    detail = error.diag.message_detail
    context = error.diag.context if error.sqlstate == "P0001" else None
    return ". ".join(part.rstrip(".") for part in (primary, detail, context) if part)


def _advice(said: str) -> str:
    if "password" in said or "no pg_hba.conf entry" in said:
        return "see the user, the password (~/.pgpass, PGPASSWORD or the URL) and the server's pg_hba.conf"
    if "does not exist" in said:
        return "check the names in the URL; createdb makes a database"
    unreachable = ("connection is bad", "connection failed", "could not", "refused", "timeout expired")
    if any(words in said for words in unreachable):
        return "check that the server runs, and the host and port of the URL"
    return _LOST

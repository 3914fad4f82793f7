"""The advisory lock of a schema: how it is asked for, and how long others are waited for who have it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from qsys_schema.errors import DatabaseUnavailable, UsageError

if TYPE_CHECKING:
    import psycopg

    from qsys_schema.model.session import Row

PATIENCE_S = 60.0
"""Seconds to wait for another applier, unless QSYS_LOCK_TIMEOUT says otherwise."""

_POLL_S = 0.1

_LOCK = 0x71737973
"""The first half of the advisory lock's key: "qsys"; the second is the schema's own."""


def patience() -> float:
    """Seconds to wait for others. Raises UsageError where QSYS_LOCK_TIMEOUT is no number."""
    text = os.environ.get("QSYS_LOCK_TIMEOUT", "")
    try:
        return float(text) if text else PATIENCE_S
    except ValueError:
        raise UsageError(
            f"QSYS_LOCK_TIMEOUT={text!r} is not a number", hint="give the seconds to wait for another applier"
        ) from None


def lock(connection: psycopg.Connection[Row]) -> bool:
    """Take the lock for the open transaction, if nobody has it. Raises psycopg.Error."""
    # Without parameters: a portal of the extended protocol would stay open, and keep its snapshot with it.
    question = f"SELECT pg_try_advisory_xact_lock({_LOCK:d}, hashtext('qsys-schema ' || current_schema()))"
    row = connection.execute(question).fetchone()
    return row is not None and bool(row[0])


def patiently(attempt: Callable[[], bool], label: str, talk: Callable[[str], None] | None) -> None:
    """Try for the lock again and again, as long as another has it. Raises DatabaseUnavailable.

    Between two tries no transaction may be open: whoever has the lock may be building an index, and that waits for
    the transactions of everybody who happened to look at anything while it was asked for.
    """
    started, told = time.monotonic(), False
    while not attempt():
        waited = time.monotonic() - started
        if waited > patience():
            raise DatabaseUnavailable(
                f"{label} is locked: another qsys-schema has been at work on it for {waited:.0f} seconds",
                hint="wait for it or stop it, then run this again; QSYS_LOCK_TIMEOUT sets the seconds to wait",
            )
        if waited > 1 and not told and talk is not None:
            told = True
            talk(f"waiting for another qsys-schema that is at work on {label} ...")
        time.sleep(_POLL_S)

"""Opens PostgreSQL databases and runs statements on them, with every failure in words that say what to do.

Nothing is left in the session's state that a pooler would lose: what a migration needs is set inside its transaction.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql as psycopg_sql
from psycopg.pq import TransactionStatus

from qsys_schema.dialects.postgres.failures import in_words, lost
from qsys_schema.dialects.postgres.url import Address, address_of
from qsys_schema.errors import DatabaseUnavailable, UsageError
from qsys_schema.model.session import Row, Value

if TYPE_CHECKING:
    from qsys_schema.model.schema import Schema

PATIENCE_S = 60.0
"""Seconds to wait for another applier, unless QSYS_LOCK_TIMEOUT says otherwise."""

_POLL_S = 0.1
_TICK_S = 0.1

_LOCK = 0x71737973
"""The first half of the advisory lock's key: "qsys"; the second is the schema's own."""

_DEFAULTS = """
    SET LOCAL lock_timeout = '3s'; SET LOCAL idle_in_transaction_session_timeout = 0;
    SET LOCAL client_min_messages = warning
"""
"""What holds in every transaction of ours where the migration does not say otherwise."""

_STEADY = """
    SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex';
    SET quote_all_identifiers = off; SET standard_conforming_strings = on; SET client_min_messages = warning
"""
"""What the server prints depends on these; a pooler that forgets them gives them back as its role has them."""

Talk = Callable[[str], None]


def connect(address: Address) -> psycopg.Connection[Row]:
    """A connection in autocommit mode, without prepared statements, which poolers lose.

    Raises DatabaseUnavailable; the message never shows a password.
    """
    try:
        connection = psycopg.connect(
            address.conninfo, autocommit=True, prepare_threshold=None, application_name="qsys-schema"
        )
        connection.execute(_STEADY)
    except psycopg.Error as error:
        raise in_words(error, address.label) from error
    return connection


def open_session(url: str, *, talk: Talk | None = None) -> PostgresSession:
    """Open the database of a URL, in the schema that it names, else in the first of the role's search path.

    Raises DatabaseUnavailable, and UsageError for a URL that is none.
    """
    address = address_of(url)
    connection = connect(address)
    session = PostgresSession(connection, address, talk)
    try:
        if address.schema:
            session.require_direct(f"the schema {address.schema!r} of the URL")
            session.use_schema(address.schema)
        session.require_schema()
    except BaseException:
        session.close()
        raise
    return session


def patience() -> float:
    """Seconds to wait for others. Raises UsageError where QSYS_LOCK_TIMEOUT is no number."""
    text = os.environ.get("QSYS_LOCK_TIMEOUT", "")
    try:
        return float(text) if text else PATIENCE_S
    except ValueError:
        raise UsageError(
            f"QSYS_LOCK_TIMEOUT={text!r} is not a number", hint="give the seconds to wait for another applier"
        ) from None


class PostgresSession:
    """A connection in autocommit mode; ``begin`` takes an advisory lock, which ends with the transaction."""

    def __init__(self, connection: psycopg.Connection[Row], address: Address, talk: Talk | None) -> None:
        self._connection = connection
        self._address = address
        self._talk = talk
        self._callback: Callable[[], None] | None = None
        self._keeper: psycopg.Connection[Row] | None = None
        self.seen: tuple[str, Schema] | None = None
        """What ``inspect`` found last, and at which moment; never of a transaction that is still going on."""

    @property
    def connection(self) -> psycopg.Connection[Row]:
        """The driver's own connection."""
        return self._connection

    @property
    def address(self) -> Address:
        """Where the database is."""
        return self._address

    @property
    def label(self) -> str:
        """The database in words, without user and password."""
        return self._address.label

    @property
    def is_pooled(self) -> bool:
        """Whether a pooler stands in between: the server process is not the one that answered at the beginning."""
        (pid,) = self.fetch("SELECT pg_backend_pid()")[0]
        return pid != self._connection.info.backend_pid

    def require_direct(self, what: str) -> None:
        """Raise DatabaseUnavailable where a pooler would lose what belongs to the session."""
        if self.is_pooled:
            raise DatabaseUnavailable(
                f"{self.label}: {what} needs a session of its own, and a pooler stands in between",
                hint="connect to the server itself, not through a pooler such as pgbouncer",
            )

    def use_schema(self, schema: str) -> None:
        """Put the schema first in the search path, before what the role has there."""
        quoted = psycopg_sql.Identifier(schema).as_string(None)
        (there,) = self.fetch("SELECT current_setting('search_path')")[0]
        self.execute(f"SET search_path = {quoted}, {there or 'pg_catalog'}")

    def require_schema(self) -> None:
        """Raise DatabaseUnavailable where there is no schema to work in."""
        (schema,) = self.fetch("SELECT current_schema()")[0]
        if schema is None:
            wanted = self._address.schema or "of its search path"
            raise DatabaseUnavailable(
                f"{self.label} has no schema {wanted}, or this role may not use it",
                hint="CREATE SCHEMA makes one; ?schema=NAME in the URL names another",
            )

    def on_progress(self, callback: Callable[[], None] | None) -> None:
        """Call this ten times a second while a long statement runs; None ends it."""
        self._callback = callback

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement."""
        with self._watched():
            self._connection.execute(sql, parameters or None)

    def fetch(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return its rows."""
        with self._watched():
            return self._connection.execute(sql, parameters or None).fetchall()

    def begin(self) -> None:
        """Start a transaction that holds the advisory lock of this schema, waiting for whoever has it.

        Through a pooler in transaction mode it holds too, since it is the transaction's.
        """
        self.execute("BEGIN")
        try:
            self.execute(_DEFAULTS)
            if self._keeper is None:
                self._lock(self._connection)
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        """Make the transaction permanent. Raises DatabaseUnavailable where nobody can tell whether it did."""
        try:
            self._connection.execute("COMMIT")
        except psycopg.Error as error:
            if self._connection.closed or self._connection.broken:
                raise lost(error, self.label) from error
            raise in_words(error, self.label) from error

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if not self._connection.closed and self._connection.info.transaction_status != TransactionStatus.IDLE:
            with self._watched():
                self._connection.execute("ROLLBACK")

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Hold the lock while statements run that no transaction may hold.

        Another connection keeps it, in a transaction without a snapshot: CREATE INDEX CONCURRENTLY waits for
        transactions that have one ("Building Indexes Concurrently" in the manual).
        """
        self._keeper = connect(self._address)
        try:
            self._keeper.execute("BEGIN")
            self._keeper.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            self._set_path(self._keeper)
            self._lock(self._keeper)
            with suppress(psycopg.Error):
                self._connection.execute("SET statement_timeout = 0")
            yield
        finally:
            keeper, self._keeper = self._keeper, None
            keeper.close()

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._connection.close()

    def _set_path(self, connection: psycopg.Connection[Row]) -> None:
        (path,) = self.fetch("SELECT current_setting('search_path')")[0]
        connection.execute("SELECT set_config('search_path', %s, true)", (path,))

    def _lock(self, connection: psycopg.Connection[Row]) -> None:
        started, told = time.monotonic(), False
        # Without parameters: a portal of the extended protocol would stay open, and keep its snapshot with it.
        question = f"SELECT pg_try_advisory_xact_lock({_LOCK:d}, hashtext('qsys-schema ' || current_schema()))"
        while True:
            with self._watched():
                row = connection.execute(question).fetchone()
            if row is not None and row[0]:
                return
            waited = time.monotonic() - started
            if waited > patience():
                raise DatabaseUnavailable(
                    f"{self.label} is locked: another qsys-schema has been at work on it for {waited:.0f} seconds",
                    hint="wait for it or stop it, then run this again; QSYS_LOCK_TIMEOUT sets the seconds to wait",
                )
            if waited > 1 and not told and self._talk is not None:
                told = True
                self._talk(f"waiting for another qsys-schema that is at work on {self.label} ...")
            time.sleep(_POLL_S)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """What the driver raises, in our words; the callback is called while it waits."""
        try:
            if self._callback is None:
                yield
            else:
                with _ticking(self._callback):
                    yield
        except psycopg.Error as error:
            raise in_words(error, self.label) from error


@contextmanager
def _ticking(callback: Callable[[], None]) -> Iterator[None]:
    done = threading.Event()

    def tick() -> None:
        while not done.wait(_TICK_S):
            callback()

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()

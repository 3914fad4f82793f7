"""Opens PostgreSQL databases and runs statements on them, with every failure in words that say what to do.

Nothing is left in the session's state that a pooler would lose: what a migration needs is set inside its transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql as psycopg_sql
from psycopg.pq import TransactionStatus

from qsys_schema.dialects.postgres import pipelined
from qsys_schema.dialects.postgres.failures import in_words, lost
from qsys_schema.dialects.postgres.ticking import ticking
from qsys_schema.dialects.postgres.url import Address, address_of
from qsys_schema.dialects.postgres.waiting import lock, patience, patiently
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, QsysSchemaError
from qsys_schema.model.session import Row, Value

if TYPE_CHECKING:
    from qsys_schema.model.schema import Schema

_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
"""Whatever the role's default is: a snapshot that is kept would make others wait who build an index."""

_ENDLESS = "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"

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
        # Not every server can; one that cannot works on for a killed client until it has something to say to it.
        with suppress(psycopg.Error):
            connection.execute("SET client_connection_check_interval = '1s'")
    except psycopg.Error as error:
        raise in_words(error, address.label) from error
    return connection


def open_session(url: str, *, talk: Talk | None = None) -> PostgresSession:
    """Open the database of a URL, in the schema that it names, else in the first of the role's search path.

    Raises DatabaseUnavailable, and UsageError for a URL that is none, or where QSYS_LOCK_TIMEOUT is no number.
    """
    address = address_of(url)
    patience()
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
        # The server passes over what is not there, and would go on in the next schema of the path.
        if schema is None or (self._address.schema and schema != self._address.schema):
            wanted = self._address.schema or "of its search path"
            raise DatabaseUnavailable(
                f"{self.label} has no schema {wanted}, or this role may not use it",
                hint="CREATE SCHEMA makes one; ?schema=NAME in the URL names another",
            )

    def in_words(self, error: Exception) -> QsysSchemaError:
        """What the driver raised, in words that say what to do."""
        return in_words(error, self.label)

    def on_progress(self, callback: Callable[[], None] | None) -> None:
        """Call this ten times a second while a long statement runs; None ends it."""
        self._callback = callback

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement; the server refuses a text that holds several.

        So nothing that a spec brings along can end the transaction that it is tried in, and go on outside of it.
        """
        with self._watched():
            # Results in binary are asked for by a message of the protocol that takes one statement only.
            self._connection.execute(sql, parameters or None, binary=";" in sql)

    def execute_all(self, statements: Sequence[str]) -> None:
        """Run statements without waiting for each, in the transaction that there is; each is one, or is refused."""
        with self._watched():
            pipelined.execute_all(self._connection, statements)

    def execute_ours(self, sql: str) -> None:
        """Run several statements in one message. They are this package's own: no text from elsewhere is in them."""
        with self._watched():
            self._connection.execute(sql)

    def fetch(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return its rows; the server refuses a text that holds several."""
        with self._watched():
            if ";" in sql:
                return pipelined.fetch(self._connection, sql, parameters)
            return self._connection.execute(sql, parameters or None).fetchall()

    def fetch_again(self, sql: str) -> list[Row]:
        """``fetch`` for a query that is asked again and again, which may be planned once where nobody is in between."""
        return self.fetch(sql)

    def begin(self) -> None:
        """Start a transaction that holds the advisory lock of this schema, waiting for whoever has it.

        Through a pooler in transaction mode it holds too, since it is the transaction's.
        """
        if self._keeper is not None:
            self._require_kept(self._keeper)
            self._begin()
            return
        patiently(self._begin_locked, self.label, self._talk)

    def _begin(self) -> None:
        self.execute(_BEGIN)
        try:
            self.execute_ours(_DEFAULTS)
        except BaseException:
            self.rollback()
            raise

    def _begin_locked(self) -> bool:
        """One try. Whoever waits has no transaction open meanwhile: an index that is built waits for its end."""
        self._begin()
        try:
            with self._watched():
                locked = lock(self._connection)
        except BaseException:
            self.rollback()
            raise
        if not locked:
            self.rollback()
        return locked

    def commit(self) -> None:
        """Make the transaction permanent. Raises DatabaseUnavailable where nobody can tell whether it did."""
        try:
            done = self._connection.execute("COMMIT").statusmessage
        except psycopg.Error as error:
            if self._connection.closed or self._connection.broken:
                raise lost(error, self.label) from error
            raise in_words(error, self.label) from error
        if done != "COMMIT":
            # The server does not complain: it rolls back what has failed before.
            raise DatabaseDisagrees(
                f"{self.label}: the transaction had failed before its end", hint="nothing of it was kept"
            )

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
        (path,) = self.fetch("SELECT current_setting('search_path')")[0]
        keeper = connect(self._address)
        try:
            patiently(lambda: self._keep(keeper, str(path)), self.label, self._talk)
            self._keeper = keeper
            # It may take its time, and whoever reads or writes does not wait for it.
            self.execute_ours("SET statement_timeout = 0; SET lock_timeout = 0")
            yield
        finally:
            self._keeper = None
            keeper.close()

    def _keep(self, keeper: psycopg.Connection[Row], path: str) -> bool:
        """One try to begin the keeper's transaction."""
        with self._watched():
            keeper.execute(_BEGIN)
            keeper.execute(_ENDLESS)
            literal = psycopg_sql.Literal(path)
            keeper.execute(psycopg_sql.SQL("SELECT set_config('search_path', {}, true)").format(literal))
            locked = lock(keeper)
            if not locked:
                keeper.execute("ROLLBACK")
        return locked

    def _require_kept(self, keeper: psycopg.Connection[Row]) -> None:
        """Raise DatabaseUnavailable where the lock was lost meanwhile: somebody else may be at work by now."""
        with self._watched():
            keeper.execute("SELECT")

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._connection.close()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """What the driver raises, in our words; the callback is called while it waits."""
        try:
            if self._callback is None:
                yield
            else:
                with ticking(self._callback):
                    yield
        except psycopg.Error as error:
            raise in_words(error, self.label) from error

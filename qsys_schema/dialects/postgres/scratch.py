"""A throwaway schema to prove in: on the server of the database itself, or on one of our own where there is none.

What is run in it may be anything, so nothing is committed that has touched what lies outside: the locks that the
transaction holds tell ("pg_locks" in the manual). A schema of a killed run is known by its advisory lock, which died
with the run, and is dropped by the next.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress

from psycopg.pq import TransactionStatus

from qsys_schema.dialects.postgres.session import PostgresSession, connect
from qsys_schema.dialects.postgres.swap import filled_table
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.dialects.postgres.url import address_of
from qsys_schema.errors import DatabaseBusy, DatabaseDisagrees, QsysSchemaError
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.session import Row, Value

PREFIX = f"{RESERVED_PREFIX}scratch_"

VARIABLE = "QSYS_SCRATCH_POSTGRES_URL"
"""The URL of a server where scratch schemas are made, instead of the database's own."""

_LOCK = 0x71737974
"""The first half of the advisory lock by which a scratch schema is known to be in use."""

_OTHERS = """outside AS (
        SELECT oid FROM pg_namespace WHERE nspname NOT IN (current_schema(), 'pg_catalog', 'information_schema')
            AND nspname !~ '^pg_(temp|toast)'
    )"""
"""The schemas where nothing may be tried out."""

_OUTSIDE = f"""
    WITH {_OTHERS}
    SELECT 'pg_namespace', oid, NULL FROM outside
    UNION ALL SELECT 'pg_class', c.oid, c.relname FROM pg_class AS c JOIN outside AS o ON o.oid = c.relnamespace
    UNION ALL SELECT 'pg_type', t.oid, t.typname FROM pg_type AS t JOIN outside AS o ON o.oid = t.typnamespace
    UNION ALL SELECT 'pg_proc', p.oid, p.proname FROM pg_proc AS p JOIN outside AS o ON o.oid = p.pronamespace
"""
"""Everything in other schemas, by catalog and identifier: what is dropped is in no catalog afterwards."""

_LOCKED = """
    SELECT CASE locktype WHEN 'relation' THEN 'pg_class' ELSE classid::regclass::text END, COALESCE(relation, objid)
    FROM pg_locks
    WHERE pid = pg_backend_pid() AND locktype IN ('relation', 'object')
        AND mode NOT IN ('AccessShareLock', 'RowShareLock')
"""
"""What the transaction holds a lock on with which more can be done than to read."""

_WRITTEN = f"""
    WITH {_OTHERS}, written AS (
        SELECT nspname AS name, xmin AS version FROM pg_namespace WHERE oid IN (SELECT oid FROM outside)
        UNION ALL SELECT relname, xmin FROM pg_class WHERE relnamespace IN (SELECT oid FROM outside)
        UNION ALL SELECT typname, xmin FROM pg_type WHERE typnamespace IN (SELECT oid FROM outside)
        UNION ALL SELECT proname, xmin FROM pg_proc WHERE pronamespace IN (SELECT oid FROM outside)
        UNION ALL SELECT a.attname, a.xmin FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
            WHERE c.relnamespace IN (SELECT oid FROM outside) AND a.attacl IS NOT NULL
    )
    SELECT name FROM written
    WHERE age(version) <= age((txid_current() % 4294967296)::text::xid)
        AND txid_status(txid_current() / 4294967296 * 4294967296 + version::text::bigint) = 'in progress'
"""
"""Rows of the catalog that the transaction has written: others' are not to be seen before they are committed.

Its own number is the lowest that it writes with: its parts get theirs afterwards.
"""

_ELSEWHERE = """
    SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname <> current_schema() AND n.nspname = ANY (current_schemas(false))
        AND NOT EXISTS (SELECT FROM pg_class AS o WHERE o.relname = c.relname
            AND o.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))
"""

_IS_HERE = """
    SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)
        AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
"""

_COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"

_OTHER_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname NOT IN (current_schema(), 'pg_catalog')"

_PATIENCE_S = 60
"""Seconds in which a statement waits for older transactions."""


class ScratchSession(PostgresSession):
    """A session in a schema of its own that is dropped when it is closed; other schemas can only be read."""

    _schema = ""
    _closed = False
    _others: Sequence[Row] = ()
    _plans = 0

    def make_schema(self) -> None:
        """Make the schema and put it first in the search path; sweep up those of killed runs."""
        self.require_direct("a scratch schema")
        self._planned: dict[str, str] = {}
        self._sweep()
        self._schema = f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
        self.fetch("SELECT pg_advisory_lock(%s, hashtext(%s))", (_LOCK, self._schema))
        try:
            super().execute(f"CREATE SCHEMA {quote(self._schema)}")
        except DatabaseDisagrees as error:
            raise DatabaseDisagrees(
                f"{self.label}: no scratch schema can be made: {error.what}",
                hint=f"GRANT CREATE ON DATABASE to this role, or set {VARIABLE} to a server where it may make schemas",
            ) from error
        self.use_schema(self._schema)

    def begin(self) -> None:
        """Start a transaction; nobody else is here, so there is no lock to wait for."""
        self.execute_ours("BEGIN; SET LOCAL lock_timeout = '3s'")
        self._others = self.fetch_again(_OUTSIDE)

    def commit(self) -> None:
        """Commit what has stayed inside. Raises DatabaseDisagrees where anything outside was touched."""
        self._require_inside()
        super().commit()

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement. Outside a transaction it gets one, so that what it touches can be looked at.

        An index may come or go concurrently, for which there is none, if nothing that it names is elsewhere.
        """
        if _FORGETTING.search(sql):
            self._planned.clear()
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if not idle or not self._schema or sql.startswith("BEGIN"):
            super().execute(sql, parameters)
        elif (alone := _ALONE.match(sql)) is not None:
            # An index that is made lies where its table lies: its own name is no matter.
            self._require_own_names(sql[alone.end() :])
            self._concurrently(sql)
        elif (table := filled_table(sql)) and self.fetch(_IS_HERE, (table,)):
            # It commits as it goes, and it is known what it writes: this table, which is in here.
            self._concurrently(sql)
        else:
            self.begin()
            super().execute(sql, parameters)
            self.commit()

    def fetch_again(self, sql: str) -> list[Row]:
        """Run a query that is planned when it is asked first: a proof reads the catalog a dozen times.

        The server plans it anew by itself where what it names has changed, or the search path.
        """
        if sql not in self._planned:
            self._plans += 1
            name = f"{RESERVED_PREFIX}{self._plans}"
            super().execute(f"PREPARE {name} AS {sql}")
            self._planned[sql] = name
        return self.fetch(f"EXECUTE {self._planned[sql]}")

    def _concurrently(self, sql: str) -> None:
        """Run what waits for all older transactions of the database, and not for ever."""
        super().execute(f"SET statement_timeout = '{_PATIENCE_S}s'")
        try:
            super().execute(sql)
        except DatabaseDisagrees as error:
            if "statement timeout" not in error.what:
                raise
            raise DatabaseBusy(
                f"{self.label}: other transactions have been open for {_PATIENCE_S} seconds, and an index that is "
                "built concurrently waits for all that are older than it, in a scratch copy too",
                hint=f"see pg_stat_activity for them; or set {VARIABLE} to a quieter server; --offline plans without",
            ) from error
        finally:
            super().execute("RESET statement_timeout")

    def close(self) -> None:
        """Drop the schema and close the connection."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._schema:
                with suppress(QsysSchemaError):
                    self.rollback()
                    super().execute(f"DROP SCHEMA IF EXISTS {quote(self._schema)} CASCADE")
        finally:
            super().close()

    def _require_inside(self) -> None:
        locked = {(str(catalog), identifier) for catalog, identifier in self.fetch_again(_LOCKED)}
        others = ((str(name or "a schema"), catalog, identifier) for catalog, identifier, name in self._others)
        outside = {name for name, catalog, identifier in others if (catalog, identifier) in locked}
        outside |= {str(name) for (name,) in self.fetch_again(_WRITTEN)}
        if outside:
            self.rollback()
            raise DatabaseDisagrees(
                f"it changes what is not in the scratch copy: {', '.join(sorted(outside))}",
                hint="name tables without their schema, so that a migration can be proven in another one",
            )

    def _require_own_names(self, sql: str) -> None:
        words = {word.strip('"').lower() for word in _WORD.findall(sql)}
        schemas = {str(name) for (name,) in self.fetch(_OTHER_SCHEMAS)}
        if any(word.strip('"') in schemas for word in _QUALIFIER.findall(sql)):
            raise DatabaseDisagrees(
                "outside a transaction it names another schema, where nothing may be tried out",
                hint="name tables without their schema",
            )
        if (over := _OVER.match(sql)) is not None and self.fetch(_IS_HERE, (over[1],)):
            # The table is in here, and so is what is called like a column of it.
            words -= {str(name).lower() for (name,) in self.fetch(_COLUMNS, (over[1],))}
        outside = sorted(str(name) for (name,) in self.fetch(_ELSEWHERE) if str(name).lower() in words)
        if outside:
            raise DatabaseDisagrees(
                f"outside a transaction it names what is not in the scratch copy: {', '.join(outside)}",
                hint="name only what migrations have made",
            )

    def _sweep(self) -> None:
        """Drop the schemas of runs that were killed: nobody holds their locks any more."""
        pattern = PREFIX.replace("_", r"\_") + "%"
        for (name,) in self.fetch("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", (pattern,)):
            question = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
            if self.fetch(question, (_LOCK, str(name)))[0][0]:
                # Another may sweep at the same time, or it may belong to another role.
                with suppress(QsysSchemaError):
                    super().execute(f"DROP SCHEMA IF EXISTS {quote(str(name))} CASCADE")
                self.fetch("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_LOCK, str(name)))


_ALONE = re.compile(
    r'\s*(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"(?:[^"]|"")*"|[\w$]+)'
    r"|DROP\s+INDEX\s+CONCURRENTLY\b)",
    re.IGNORECASE,
)
_OVER = re.compile(r'\s*ON\s+(?:ONLY\s+)?("(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)', re.IGNORECASE)
"""The table of an index that is made, behind the name of the index."""

_FORGETTING = re.compile(r"\b(?:DEALLOCATE|DISCARD)\b", re.IGNORECASE)
"""What makes a session forget its plans."""

_QUALIFIER = re.compile(r'("(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)\s*\.')
_WORD = re.compile(r'"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*')


def open_scratch(near: str) -> ScratchSession:
    """A scratch schema near that database; on a server of our own where ``near`` is empty.

    Raises DatabaseUnavailable, and DatabaseDisagrees where the role may not make one.
    """
    url = os.environ.get(VARIABLE) or near or own_server()
    address = address_of(url)
    session = ScratchSession(connect(address), address, None)
    try:
        if address.schema:
            session.use_schema(address.schema)
        session.make_schema()
    except BaseException:
        session.close()
        raise
    return session


_servers: list[str] = []
_starting = threading.Lock()


def own_server() -> str:
    """The URL of a server that runs as long as this process. Raises DatabaseUnavailable."""
    with _starting:
        if not _servers:
            from qsys_schema.dialects.postgres.folder import roomy_memory
            from qsys_schema.dialects.postgres.server import start

            _servers.append(start(parent=roomy_memory()).url())
        return _servers[0]

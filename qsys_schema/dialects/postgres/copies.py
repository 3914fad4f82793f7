"""A database that copies are made of, for tests: ``CREATE DATABASE … TEMPLATE``, and what a killed run leaves of them.

A run is known by its advisory lock, which dies with it: the databases of a run without one are dropped by the next.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg

from qsys_schema.dialects.postgres.failures import in_words
from qsys_schema.dialects.postgres.scratch import own_server
from qsys_schema.dialects.postgres.session import PostgresSession, open_session
from qsys_schema.dialects.postgres.tokens import quote as quoted
from qsys_schema.dialects.postgres.url import address_of
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, QsysSchemaError

PREFIX = "qsys_copy_"
"""Of every database that is made here; the run's own twelve digits follow, then a number: 0 is what copies are of."""

VARIABLE = "QSYS_TEST_POSTGRES_URL"
"""The URL of a server where tests may make databases, instead of one that is started for them."""

_LOCK = 0x71737963
"""The first half of the advisory lock by which a run is known to be alive."""

_LEFT_OVER = f"""
    SELECT d.datname FROM pg_database AS d
    WHERE d.datname ~ '^{PREFIX}[0-9a-f]{{12}}_[0-9]+$' AND pg_has_role(d.datdba, 'USAGE') AND NOT EXISTS (
        SELECT FROM pg_locks AS l
        WHERE l.locktype = 'advisory' AND l.classid::bigint = {_LOCK}
            AND l.objid::bigint = (hashtext(substr(d.datname, 1, {len(PREFIX) + 12}))::bigint & 4294967295)
    )
"""
"""``pg_locks`` knows of those who hold a lock in any database of the server."""

_FORCE_SINCE, _STRATEGY_SINCE = 130000, 150000


class DatabaseMaster:
    """A database on a server, and a session there that says that this run is alive."""

    def __init__(self, near: str) -> None:
        self._server = near or os.environ.get(VARIABLE) or own_server()
        self._run = f"{PREFIX}{secrets.token_hex(6)}"
        self._made = 0
        self._session = open_session(self._server)
        try:
            self._session.require_direct("a run of tests")
            self._version = self._session.connection.info.server_version
            self._session.fetch("SELECT pg_advisory_lock(%s, hashtext(%s))", (_LOCK, self._run))
            self._sweep()
            self._create(self._name(0), "")
        except BaseException:
            self._session.close()
            raise
        self._how = f"TEMPLATE {self._name(0)}{_strategy(self._session, self._version)}"
        self.url = _with_name(self._server, self._name(0))

    def seal(self) -> None:
        """Let nobody in any more: a database in use cannot be copied. Raises DatabaseUnavailable."""
        self._session.execute(f"ALTER DATABASE {self._name(0)} ALLOW_CONNECTIONS false")
        # What the preparation of somebody has left open.
        self._session.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (self._name(0),)
        )

    def copy(self, folder: Path) -> str:  # noqa: ARG002 - a server has folders of its own
        """A copy; its URL. Raises DatabaseUnavailable."""
        self._made += 1
        self._create(self._name(self._made), self._how)
        return _with_name(self._server, self._name(self._made))

    def address(self, url: str) -> str:
        """What libpq takes: yoyo's own parameters are left out."""
        return address_of(url).conninfo

    def connected(self, url: str) -> psycopg.Connection:
        """As ``psycopg.connect`` gives it, in the schema of the URL. Raises DatabaseUnavailable."""
        address = address_of(url)
        try:
            connection = psycopg.connect(address.conninfo)
            if address.schema:
                connection.execute("SELECT set_config('search_path', quote_ident(%s), false)", (address.schema,))
                connection.commit()
        except psycopg.Error as error:
            raise in_words(error, address.label) from error
        return connection

    def drop(self, url: str, *, keep: bool) -> None:  # noqa: ARG002 - a run of tests would fill the server
        """Drop a copy, and end who is still connected to it."""
        self._drop(_name_of(url))

    def close(self) -> None:
        """Drop the database that copies were made of, and the copies that are left."""
        with suppress(QsysSchemaError):
            for (name,) in self._session.fetch(
                "SELECT datname FROM pg_database WHERE starts_with(datname::text, %s)", (self._run,)
            ):
                self._drop(str(name))
        self._session.close()

    def _name(self, number: int) -> str:
        return f"{self._run}_{number}"

    def _create(self, name: str, how: str) -> None:
        try:
            self._session.execute(f"CREATE DATABASE {name} {how}")
        except DatabaseDisagrees as error:
            raise DatabaseUnavailable(
                f"{self._session.label}: no database can be made for the tests: {error.what}",
                hint="the role has to be one that may create databases: ALTER ROLE … CREATEDB",
            ) from error

    def _drop(self, name: str) -> None:
        if self._version >= _FORCE_SINCE:
            self._session.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
            return
        self._session.fetch("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        self._session.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")

    def _sweep(self) -> None:
        """Drop the databases of runs that were killed. Another may sweep at the same time."""
        for (name,) in self._session.fetch(_LEFT_OVER):
            with suppress(QsysSchemaError):
                self._drop(str(name))


def _strategy(session: PostgresSession, version: int) -> str:
    """The faster way to copy: files where nothing waits for the disk, else through the log, which saves checkpoints."""
    if version < _STRATEGY_SINCE:
        return ""
    ((syncs,),) = session.fetch("SELECT current_setting('fsync')")
    return " STRATEGY file_copy" if syncs == "off" else " STRATEGY wal_log"


def _with_name(url: str, name: str) -> str:
    """The URL with another database."""
    parts = urlsplit(url)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "dbname"]
    query = urlencode(pairs, quote_via=quote, safe="/")
    return urlunsplit(parts._replace(scheme="postgresql", path=f"/{quote(name, safe='')}", query=query))


def _name_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")

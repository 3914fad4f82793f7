"""A PostgreSQL for the tests: one server for each process of pytest, and a new, empty database for each test.

``QSYS_TEST_POSTGRES_URL`` names another server; its role has to be one that may create databases and roles.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

import pytest

from qsys_schema.dialects.postgres import server
from qsys_schema.dialects.postgres.folder import roomy_memory
from qsys_schema.errors import DatabaseUnavailable

if TYPE_CHECKING:
    # The suite without PostgreSQL does not wait for the driver.
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

TESTER = "qsys_tester"
"""The role that owns the tests' databases and may do nothing else; its password is its name."""

_FILE_COPY_SINCE = 150000


def connect(url: str) -> Connection:
    """A connection in autocommit mode."""
    import psycopg

    return psycopg.connect(url, autocommit=True)


def url_for(url: str, database: str, role: str | None = None, password: str | None = None) -> str:
    """The URL with another database, and with another role if one is named."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    login = parts.netloc.rpartition("@")[0]
    if role is not None:
        login = quote(role, safe="") + ("" if password is None else ":" + quote(password, safe=""))
    return urlunsplit(
        parts._replace(netloc=f"{login}@{place}" if login else place, path="/" + quote(database, safe=""))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """One session in a database of the test's own, and more of them where a fact is about two."""

    url: str
    connection: Connection
    _others: ExitStack = field(default_factory=ExitStack)

    @property
    def version(self) -> int:
        """The server's: 150004 is 15.4."""
        return self.connection.info.server_version

    def other(self) -> Postgres:
        """A second session, closed at the end of the test."""
        return Postgres(url=self.url, connection=self._others.enter_context(connect(self.url)), _others=self._others)

    def run(self, *statements: str) -> None:
        """Run statements one by one. Raises psycopg.Error."""
        for statement in statements:
            self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(query)
        return value

    def complaint(self, statement: str) -> str:
        """The words with which PostgreSQL refuses the statement; empty where it does not."""
        import psycopg

        try:
            self.connection.execute(statement)
        except psycopg.Error as error:
            return error.diag.message_primary or str(error)
        return ""

    def close(self) -> None:
        """Close this session and the others."""
        self._others.close()
        self.connection.close()


@pytest.fixture(scope="session")
def postgres_server_url() -> Generator[str]:
    """The URL of a server, for the role that makes databases. Skips where there is no server to be had."""
    given = os.environ.get("QSYS_TEST_POSTGRES_URL", "")
    if given:
        yield given
        return
    try:
        own = server.start(parent=roomy_memory())
    except DatabaseUnavailable as error:
        pytest.skip(f"PostgreSQL: {error}; or set QSYS_TEST_POSTGRES_URL")
    try:
        yield own.url()
    finally:
        own.stop()


@pytest.fixture(scope="session")
def postgres_admin(postgres_server_url: str) -> Generator[Connection]:
    """A session of the role that makes databases; the role that owns them is there."""
    import psycopg

    with connect(postgres_server_url) as admin:
        # Another process of pytest may make the role at the same moment.
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            admin.execute(f"CREATE ROLE {TESTER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{TESTER}'")
        # Who is no superuser gives a database only to a role that it is a member of.
        if admin.execute("SELECT NOT pg_has_role(%s, 'MEMBER')", (TESTER,)).fetchone() == (True,):
            admin.execute(f"GRANT {TESTER} TO CURRENT_USER")
        yield admin


@contextmanager
def fresh_database(admin: Connection) -> Iterator[str]:
    """Make an empty database that the tester owns, and drop it afterwards; its name."""
    name = f"qsys_test_{uuid.uuid4().hex[:12]}"
    # Copying files is the faster way where nothing is synced; before version 15 it was the only one.
    strategy = " STRATEGY file_copy" if admin.info.server_version >= _FILE_COPY_SINCE else ""
    create = f"CREATE DATABASE {name} OWNER {TESTER} TEMPLATE template0 ENCODING 'UTF8'{strategy}"
    admin.execute(create)
    try:
        yield name
    finally:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def postgres_admin_url(postgres_server_url: str, postgres_admin: Connection) -> Generator[str]:
    """The URL of the test's own database, for the role that made it."""
    with fresh_database(postgres_admin) as name:
        yield url_for(postgres_server_url, name)


@pytest.fixture
def postgres_url(postgres_admin_url: str) -> str:
    """The URL of the test's own database, for its owner, who is no superuser."""
    return url_for(postgres_admin_url, urlsplit(postgres_admin_url).path.removeprefix("/"), TESTER, TESTER)


@pytest.fixture
def postgres(postgres_url: str) -> Generator[Postgres]:
    """A session of the owner in the test's own database."""
    session = Postgres(url=postgres_url, connection=connect(postgres_url))
    yield session
    session.close()

"""The ladder's workshop on PostgreSQL: a database of the test's own on a server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

import sqlparse

from qsys_schema.dialects.postgres.binaries import find_binaries
from qsys_schema.pipeline.history import whole
from tests.ladder import postgres_reading as reading
from tests.ladder.workshop import Seen, Workshop
from tests.patience import run_to_end
from tests.postgres import TESTER, connect, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

_COMMON = ("SET ", "SELECT pg_catalog.set_config", "--", "\\restrict", "\\unrestrict")


class PostgresWorkshop(Workshop):
    """One database, which belongs to a role that may do nothing else."""

    database: ClassVar[str] = "postgres"

    def __init__(self, url: str, server_url: str, admin: Connection) -> None:
        self._url = url
        self._server_url = server_url
        self._admin = admin
        self._connection: Connection | None = None

    @property
    def _open(self) -> Connection:
        """A connection that only looks, and stays open from one look to the next."""
        if self._connection is None:
            self._connection = connect(self._url)
        return self._connection

    def close(self) -> None:
        """Close what is open."""
        if self._connection is not None:
            self._connection.close()

    @property
    def url(self) -> str:
        """The URL of the database."""
        return self._url

    def run(self, sql: str) -> None:
        """Run statements one by one."""
        with closing(connect(self._url)) as connection:
            for statement in sqlparse.split(sql):
                connection.execute(statement)

    def look(self) -> Seen:
        """Everything in the database; asserts that nothing in it is broken or left over."""
        return _look(self._open)

    def violations(self) -> Sequence[tuple[object, ...]]:
        """None: PostgreSQL keeps its foreign keys whoever writes, and ``look`` reads whether they are valid."""
        return []

    def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of these tables."""
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in tables)
        self.run(f"TRUNCATE {names}")

    def made_straight(self) -> Seen:
        """A database made from the specs alone."""
        with fresh_database(self._admin) as name, closing(connect(self._url_of(name))) as connection:
            self._make_whole(connection)
            return _look(connection)

    def pg_dump(self) -> Path | None:
        """The program, if there is one that is not older than the server."""
        folder = find_binaries()
        program = folder / "pg_dump" if folder is not None else None
        if program is None or not program.exists():
            return None
        told = run_to_end([str(program), "--version"], check=True).stdout
        version = int(re.findall(r"\d+", told)[0])
        return program if version >= self._admin.info.server_version // 10000 else None

    def dumps(self, pg_dump: Path) -> tuple[list[str], list[str]]:
        """What ``pg_dump`` says of the database, and of one made from the specs alone: lines in no order."""
        with fresh_database(self._admin) as name:
            with closing(connect(self._url_of(name))) as connection:
                self._make_whole(connection)
            return _dump(pg_dump, self._url), _dump(pg_dump, self._url_of(name))

    def _url_of(self, name: str) -> str:
        return url_for(self._server_url, name, TESTER, TESTER)

    def _make_whole(self, connection: Connection) -> None:
        for statement in whole(self.open_here()):
            connection.execute(statement.sql.encode())


def workshop_on(admin_url: str, server_url: str, admin: Connection) -> PostgresWorkshop:
    """The workshop in the database of that URL."""
    name = urlsplit(admin_url).path.removeprefix("/")
    return PostgresWorkshop(url_for(server_url, name, TESTER, TESTER), server_url, admin)


def _look(connection: Connection) -> Seen:
    assert not reading.invalid_indexes(connection)
    assert not reading.leftovers(connection)
    return Seen(
        catalog=reading.read(connection), rows=reading.rows(connection), sequences=reading.sequences(connection)
    )


def _dump(pg_dump: Path, url: str) -> list[str]:
    """The lines of a dump without what every dump has; a comma at the end tells the order of columns."""
    command = [str(pg_dump), "--schema-only", "--no-owner", "--exclude-table=*yoyo*", "--exclude-table=_qsys*", url]
    text = run_to_end(command, check=True).stdout
    return sorted(
        line.strip().removesuffix(",") for line in text.splitlines() if line.strip() and not line.startswith(_COMMON)
    )

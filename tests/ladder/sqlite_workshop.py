"""The ladder's workshop on SQLite: a file in the working directory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlparse

from qsys_schema.pipeline.history import whole
from tests.ladder.reading import counters, read, rows
from tests.ladder.workshop import Seen, Workshop

DATABASE = Path("live.db")
STRAIGHT = Path("straight.db")


class SQLiteWorkshop(Workshop):
    """One file; a copy of the folder is a copy of the database."""

    database = "sqlite"

    @property
    def url(self) -> str:
        """The URL of the file."""
        return f"sqlite:///{DATABASE}"

    def run(self, sql: str) -> None:
        """Run statements without foreign keys being looked at."""
        with closing(sqlite3.connect(DATABASE, isolation_level=None)) as connection:
            for statement in sqlparse.split(sql):
                connection.execute(statement)

    def look(self) -> Seen:
        """Everything in the file; asserts that it is whole."""
        return _look(DATABASE)

    def violations(self) -> Sequence[tuple[object, ...]]:
        """The rows that violate a foreign key."""
        with closing(sqlite3.connect(DATABASE)) as connection:
            return connection.execute("PRAGMA foreign_key_check").fetchall()

    def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of these tables."""
        self.run("".join(f'DELETE FROM "{name}";\n' for name in tables))

    def made_straight(self) -> Seen:
        """A file made from the specs alone."""
        with closing(sqlite3.connect(STRAIGHT, isolation_level=None)) as connection:
            for statement in whole(self.open_here()):
                connection.execute(statement.sql)
        return _look(STRAIGHT)


def _look(path: Path) -> Seen:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return Seen(catalog=read(connection), rows=rows(connection), counters=counters(connection))

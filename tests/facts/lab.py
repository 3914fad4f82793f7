"""A real SQLite connection for each fact, and the two questions that most facts end with."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

VERSION = sqlite3.sqlite_version_info
"""The version at hand: where a fact changed with a version, both sides of it are stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """One database in memory, without the driver's own transactions."""

    connection: sqlite3.Connection
    version: tuple[int, ...] = VERSION

    def run(self, *statements: str) -> None:
        """Run statements one by one. Raises sqlite3.Error."""
        for statement in statements:
            self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(query)
        return value

    def text(self, name: str) -> str:
        """What sqlite_schema holds as the text of that object."""
        ((text,),) = self.connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchall()
        assert isinstance(text, str)
        return text

    def complaint(self, statement: str) -> str:
        """The words with which SQLite refuses the statement; empty where it does not."""
        try:
            self.connection.execute(statement)
        except sqlite3.Error as error:
            return str(error)
        return ""

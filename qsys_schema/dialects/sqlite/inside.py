"""Keeps a statement inside the database that it runs on: what is tried in a scratch database may be anybody's."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_REACHING_OUT = re.compile("attach|vacuum", re.IGNORECASE)
"""Words of statements that open a file: a text without them is none."""


@contextmanager
def inside(connection: sqlite3.Connection, sql: str) -> Iterator[None]:
    """While the statement runs, no other file is opened; SQLite says that it is not authorized."""
    if _REACHING_OUT.search(sql) is None:
        yield
        return
    connection.set_authorizer(_no_other_file)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def _no_other_file(action: int, file: str | None, *_: str | None) -> int:
    # One without a name is SQLite's own, and gone at once.
    is_other = action == sqlite3.SQLITE_ATTACH and file not in {"", ":memory:"}
    return sqlite3.SQLITE_DENY if is_other else sqlite3.SQLITE_OK

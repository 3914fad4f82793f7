"""psycopg's pipeline: several statements on their way at once, each of which the server takes as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from qsys_schema.model.session import Row, Value


def execute_all(connection: psycopg.Connection[Row], statements: Sequence[str]) -> None:
    """Run statements without waiting for each, in the transaction that there is; each is one, or is refused."""
    with _pipelined(connection):
        for sql in statements:
            connection.execute(sql)


def fetch(connection: psycopg.Connection[Row], sql: str, parameters: Sequence[Value]) -> list[Row]:
    """The rows of one query; a text that holds several is refused."""
    with _pipelined(connection):
        return connection.execute(sql, parameters or None).fetchall()


@contextmanager
def _pipelined(connection: psycopg.Connection[Row]) -> Iterator[None]:
    """A pipeline that raises what failed in it first, and nothing else: psycopg would log what followed from that."""
    failed: psycopg.Error | None = None
    try:
        with connection.pipeline():
            try:
                yield
            except psycopg.Error as error:
                failed = error
    except psycopg.Error as error:
        failed = failed or error
    if failed is not None:
        raise failed

"""About how large a table is, as the server knows it: counting takes too long where it matters."""

from __future__ import annotations

from collections.abc import Collection

from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.model.session import Session
from qsys_schema.model.size import Size

_SMALL = 16 * 1024 * 1024
"""Bytes of a table that is counted at once."""

_USUAL_ROW = 100
"""Bytes that a row takes, where nothing is known."""


def size_of(table: str) -> str:
    """A query for about how many rows the table has, its bytes with all indexes, and whether the rows are counted.

    Rows are as ANALYZE knew. Where nobody has looked yet, a large table is taken to have rows of usual size.
    """
    where = f"{literal(quote(table))}::regclass"
    parts = f"(SELECT oid FROM pg_class WHERE oid = {where} UNION SELECT relid FROM pg_partition_tree({where}))"
    return (
        f"SELECT CASE WHEN bytes < {_SMALL} THEN "
        f"(SELECT COUNT(*) FROM {quote(table)}) ELSE known + (unknown / {_USUAL_ROW})::bigint END AS rows, room, "
        f"bytes < {_SMALL} AS counted FROM ("
        "SELECT SUM(pg_relation_size(c.oid)) AS bytes, SUM(GREATEST(c.reltuples, 0))::bigint AS known, "
        "SUM(CASE WHEN c.reltuples > 0 THEN 0 ELSE pg_relation_size(c.oid) END) AS unknown, "
        f"SUM(pg_total_relation_size(c.oid)) AS room FROM {parts} AS p JOIN pg_class AS c ON c.oid = p.oid "
        "WHERE c.relkind <> 'p') AS summed"
    )


def sizes(session: Session, tables: Collection[str]) -> dict[str, Size]:
    """The sizes of those of these tables that are there."""
    names = ", ".join(map(literal, tables))
    there = session.fetch(
        "SELECT relname FROM pg_class "
        "WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) "
        f"AND relkind IN ('r', 'p') AND relname::text IN ({names or 'NULL'})"
    )
    found: dict[str, Size] = {}
    for (name,) in there:
        ((rows, room, counted),) = session.fetch(size_of(str(name)))
        found[str(name)] = Size(rows=int(str(rows or 0)), bytes=int(str(room or 0)), exact=bool(counted))
    return found

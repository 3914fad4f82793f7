"""What a plan of EXPLAIN reads, and by which indexes. A partition's index counts as that of its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qsys_schema.model.oracle import Read
from qsys_schema.model.session import Session

Indexes = Mapping[str, Read]
"""What reading by an index of that name means; a table's partitions are there by name, too, for a whole read."""

_INDEXES = """
    SELECT i.relname, root.relname, rooted.relname,
           (SELECT array_agg(a.attname::text ORDER BY k.place)
            FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_class root ON root.oid = coalesce(pg_partition_root(t.oid), t.oid)
    JOIN pg_class rooted ON rooted.oid = coalesce(pg_partition_root(i.oid), i.oid)
    LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.conrelid = t.oid AND c.contype IN ('p', 'u', 'x')
    WHERE t.relnamespace = current_schema()::regnamespace
"""
_PARTITIONS = """
    SELECT t.relname, root.relname FROM pg_class t JOIN pg_class root ON root.oid = pg_partition_root(t.oid)
    WHERE t.relispartition AND t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
"""
_WHOLE = "Seq Scan"


def indexes_in(session: Session) -> Indexes:
    """The indexes of the current schema."""
    found: dict[str, Read] = {}
    for name, root in session.fetch(_PARTITIONS):
        found[str(name)] = Read(table=str(root))
    for name, table, index, key in session.fetch(_INDEXES):
        columns = tuple(map(str, key)) if isinstance(key, list) else ()
        found[str(name)] = Read(table=str(table), index="" if columns else str(index), key=columns)
    return found


def reads_in(node: Mapping[str, Any], indexes: Indexes) -> Iterator[Read]:
    """What a node of a plan and those below it read."""
    used = [node["Index Name"]] if "Index Name" in node else node.get("Conflict Arbiter Indexes", ())
    for name in used:
        if str(name) in indexes:
            yield indexes[str(name)]
    if node["Node Type"] == _WHOLE:
        table = str(node["Relation Name"])
        yield indexes.get(table, Read(table=table))
    for one in node.get("Plans", ()):
        yield from reads_in(one, indexes)

"""How PostgreSQL would run a query on large tables ("EXPLAIN", "Planner Method Configuration" in its manual).

Statistics cannot be made up by an ordinary role, and a million rows take too long. So tables are made to look large,
and what a large table forbids is forbidden: a table that is read as a whole all the same has no index that serves, and
rows that are sorted all the same come in no order that does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qsys_schema.dialects.postgres.explain import numbered
from qsys_schema.dialects.postgres.inspect import own
from qsys_schema.dialects.postgres.large import look_large
from qsys_schema.dialects.postgres.reads import Indexes, indexes_in, reads_in
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.oracle import Plan, Way
from qsys_schema.model.query import Use, Words
from qsys_schema.model.session import Session

_NAME = "_qsys_plan"
_SETTINGS = """
    SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off;
    SET LOCAL enable_incremental_sort = on; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
    SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0
"""
_SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}

_Node = Mapping[str, Any]


def plans(
    session: Session,
    tables: Sequence[str],
    queries: Sequence[Sequence[Words | Use]],
) -> Sequence[Sequence[Plan]]:
    """One plan for each query."""
    indexes = indexes_in(session)
    texts = "\n".join(part.text for parts in queries for part in parts if isinstance(part, Words)).casefold()
    look_large(session, [table for table in tables if quote(table)[1:-1].casefold() in texts])
    return [[_plan(session, parts, indexes)] for parts in queries]


def _plan(session: Session, parts: Sequence[Words | Use], indexes: Indexes) -> Plan:
    sql, names = numbered(parts)
    given = f"({', '.join('NULL' for _ in names)})" if names else ""
    session.execute("BEGIN")
    try:
        own(session).execute_ours(_SETTINGS)
        session.execute(f"PREPARE {_NAME} AS {sql}")
        rows = session.fetch(f"EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE {_NAME}{given}")
        session.execute(f"DEALLOCATE {_NAME}")
    finally:
        session.rollback()
    found: Any = rows[0][0]
    document = json.loads(found) if isinstance(found, str) else found
    root: _Node = document[0]["Plan"]
    reads = tuple(dict.fromkeys(reads_in(root, indexes)))
    return Plan(lines=tuple(_lines(root, 0)), ways=tuple(_ways(root, limited=False)), reads=reads)


def _line(node: _Node) -> str:
    words = [str(node["Node Type"])]
    if "Index Name" in node:
        words.append(f"using {node['Index Name']}")
    if "Relation Name" in node:
        words.append(f"on {node['Relation Name']}")
    words += [f"{key}: {node[key]}" for key in ("Index Cond", "Filter") if key in node]
    if "Sort Key" in node:
        words.append(f"by {', '.join(map(str, node['Sort Key']))}")
    return " ".join(words)


def _lines(node: _Node, depth: int) -> Iterator[str]:
    yield "  " * depth + _line(node)
    for one in node.get("Plans", ()):
        yield from _lines(one, depth + 1)


def _ways(node: _Node, *, limited: bool) -> Iterator[Way]:
    kind = node["Node Type"]
    if kind == "Sort" and limited:
        yield Way(kind="sort", table="", line=_line(node))
    if kind in _SCANS and _is_whole(node, limited=limited):
        yield Way(kind="scan", table=str(node["Relation Name"]), line=_line(node))
    # What is sorted or summed is read to its end, whatever limit stands above.
    inner = (limited or kind == "Limit") and kind not in {"Aggregate", "Hash"}
    for one in node.get("Plans", ()):
        yield from _ways(one, limited=inner and kind != "Sort")


def _is_whole(node: _Node, *, limited: bool) -> bool:
    """Whether it reads all rows: by no index, or by all of one; in its order up to a limit is something else."""
    if node["Node Type"] == "Seq Scan":
        return True
    if node["Node Type"] == "Bitmap Heap Scan":
        return not any("Index Cond" in one for one in _inside(node))
    return "Index Cond" not in node and not limited


def _inside(node: _Node) -> Iterator[_Node]:
    for one in node.get("Plans", ()):
        yield one
        yield from _inside(one)

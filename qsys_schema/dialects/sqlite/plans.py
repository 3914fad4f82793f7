"""How SQLite would run a query on large tables ("EXPLAIN QUERY PLAN", "ANALYZE" in its manual)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence

from qsys_schema.dialects.sqlite.explain import text_of
from qsys_schema.dialects.sqlite.reads import Indexes, indexes_in, read_in
from qsys_schema.dialects.sqlite.tokens import fold, tokenize
from qsys_schema.model.oracle import Plan, Way
from qsys_schema.model.query import Use, Words
from qsys_schema.model.session import Session

LARGE = 1_000_000
"""Rows of a table that is made out to be large."""

_SCAN = re.compile(r"SCAN (?:TABLE )?(?P<table>\S+)(?: AS \S+)?(?P<rest>.*)")
_SORT = re.compile(r"USE TEMP B-TREE FOR (?P<what>.*)")
_LIMIT = re.compile(r"\bLIMIT\b", re.IGNORECASE)


def plans(
    session: Session, tables: Sequence[str], queries: Sequence[Sequence[Words | Use]]
) -> Sequence[Sequence[Plan]]:
    """Two plans for each query: as after ANALYZE of large tables, and as where nobody ran ANALYZE."""
    found: list[list[Plan]] = [[] for _ in queries]
    indexes = indexes_in(session)
    for rows in (LARGE, 0):
        _pretend(session, tables, rows=rows)
        for place, parts in enumerate(queries):
            found[place].append(_plan(session, parts, tables, indexes))
    return found


def _plan(session: Session, parts: Sequence[Words | Use], tables: Sequence[str], indexes: Indexes) -> Plan:
    """The lines of EXPLAIN QUERY PLAN, the scans and sorts among them, and the indexes."""
    connection = session.connection
    if not isinstance(connection, sqlite3.Connection):  # pragma: no cover - a session of another database
        raise TypeError(connection)
    values = {part.name: 0 for part in parts if isinstance(part, Use)}
    try:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {text_of(parts)}", values).fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise session.in_words(error) from error
    limited = _LIMIT.search(text_of(parts)) is not None
    depths: dict[int, int] = {0: -1}
    lines: list[str] = []
    ways: list[Way] = []
    names = _names(text_of(parts), tables)
    for view in _views_in(session, text_of(parts)):
        names = _names(view, tables) | names
    for number, parent, _, detail in rows:
        depths[number] = depths.get(parent, -1) + 1
        lines.append("  " * depths[number] + str(detail))
        way = _way(str(detail), names, limited=limited)
        if way is not None:
            ways.append(way)
    reads = (read_in(line.strip(), names, indexes) for line in lines)
    return Plan(lines=tuple(lines), ways=tuple(ways), reads=tuple(dict.fromkeys(one for one in reads if one)))


def _views_in(session: Session, sql: str) -> Sequence[str]:
    """The texts of the views that a query speaks of: a plan has their tables, by their aliases there."""
    said = {fold(token.value) for token in tokenize(sql) if token.is_name}
    views = session.fetch("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
    return [str(text) for name, text in views if fold(str(name)) in said]


def _names(sql: str, tables: Sequence[str]) -> dict[str, str]:
    """The tables by what a plan calls them: their aliases, where they have any."""
    known = {fold(table): table for table in tables}
    tokens = tokenize(sql)
    names = dict(known)
    for place, token in enumerate(tokens):
        if not token.is_name or fold(token.value) not in known:
            continue
        following = tokens[place + 1 : place + 3]
        if following and following[0].value.upper() == "AS":
            following = following[1:]
        if following and following[0].is_name:
            names[fold(following[0].value)] = known[fold(token.value)]
    return names


def _way(detail: str, names: Mapping[str, str], *, limited: bool) -> Way | None:
    """What is slow on a large table. Up to a limit, an index may be read in its order."""
    scan = _SCAN.match(detail)
    if scan is not None:
        table = names.get(fold(scan["table"]))
        in_order = limited and " USING " in scan["rest"]
        # Whatever else is scanned was made by the query itself.
        return None if table is None or in_order else Way(kind="scan", table=table, line=detail)
    sort = _SORT.match(detail)
    # Without a limit, no more is sorted than is given.
    if sort is not None and limited and sort["what"] == "ORDER BY":
        return Way(kind="sort", table="", line=detail)
    return None


def _pretend(session: Session, tables: Sequence[str], *, rows: int) -> None:
    """Make the planner believe that the tables have so many rows, by statistics that nobody counted.

    Without rows it knows nothing again, as in a database that was never analyzed.
    """
    session.execute("ANALYZE sqlite_schema")
    session.execute("DELETE FROM sqlite_stat1")
    for table in tables if rows else ():
        for (index,) in session.fetch("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", (table,)):
            parts = session.fetch("SELECT COUNT(*) FROM pragma_index_info(?)", (index,))  # type: ignore[arg-type]
            (unique,) = session.fetch("SELECT [unique] FROM pragma_index_list(?) WHERE name = ?", (table, index))[0]  # type: ignore[arg-type]
            count = int(str(parts[0][0]))
            session.execute(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)",
                (table, str(index), _selectivity(rows, count, unique=bool(unique))),
            )
        session.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, NULL, ?)", (table, str(rows)))
    # The planner reads the numbers when the schema is read.
    session.execute("ANALYZE sqlite_schema")


def _selectivity(rows: int, parts: int, *, unique: bool) -> str:
    """How many rows agree in the first one, two, ... parts: a hundredth for each, and one where the whole is unique."""
    agree = [max(rows // 100**number, 10 if number < 4 else 1) for number in range(1, parts + 1)]  # noqa: PLR2004
    if unique and agree:
        agree[-1] = 1
    return " ".join(map(str, (rows, *agree)))

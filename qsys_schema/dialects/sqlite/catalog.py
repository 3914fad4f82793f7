"""The catalog by SQLite's own functions, without our reading of any text: the second opinion of a proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.base import Row, Session
from qsys_schema.dialects.sqlite.inspect import is_internal
from qsys_schema.dialects.sqlite.tokens import as_a_string, fold, key_of_text, quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.violation import Violation

_COLUMNS = """
    SELECT m.name, 'column', x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
    FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x WHERE m.type = 'table'
"""
_INDEXES = """
    SELECT m.name, 'index', CASE l.origin WHEN 'c' THEN l.name ELSE '' END, l."unique", l.origin, l.partial,
        group_concat(COALESCE(c.name, '(expression)') || ' ' || c."desc" || ' ' || UPPER(c.coll), ', ')
    FROM sqlite_master AS m, pragma_index_list(m.name) AS l, pragma_index_xinfo(l.name) AS c
    WHERE m.type = 'table' AND c."key" GROUP BY m.name, l.name
"""
_FOREIGN_KEYS = """
    SELECT m.name, 'foreign key', LOWER(f."table"), f."from",
        LOWER(COALESCE(f."to", (SELECT t.name FROM pragma_table_info(f."table") AS t WHERE t.pk = f.seq + 1))),
        f.seq, f.on_update, f.on_delete, f."match"
    FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
"""
_OTHERS = "SELECT tbl_name, type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"


def catalog(session: Session) -> str:
    """One line per column, index, foreign key, trigger and view, sorted; equal for equal catalogs."""
    rows: list[Row] = [
        (table, what, name, _spelled(str(declared)), required, _spelled(as_a_string(str(default))), key, hidden)
        for table, what, name, declared, required, default, key, hidden in session.fetch(_COLUMNS)
    ]
    for sql in (_INDEXES, _FOREIGN_KEYS, _OTHERS):
        rows += session.fetch(sql)
    return "\n".join(sorted(" | ".join(map(str, row)) for row in rows if not is_internal(str(row[0]))))


def _spelled(text: str) -> str:
    """A type or a default without what does not count in it: white space, comments, the case of words."""
    return " ".join(key_of_text(text))


def violations(session: Session, tables: Sequence[str]) -> tuple[Violation, ...]:
    """The rows of these tables that break a foreign key, counted by the table they refer to."""
    # The reference may spell the name in another case than the table.
    sql = """
        SELECT COALESCE(m.name, v.parent) AS target, COUNT(*)
        FROM pragma_foreign_key_check(?) AS v
        LEFT JOIN sqlite_master AS m ON m.type = 'table' AND LOWER(m.name) = LOWER(v.parent)
        GROUP BY target ORDER BY target
    """
    return tuple(
        Violation(table=name, target=str(parent), rows=int(str(count)))
        for name in sorted(tables)
        for parent, count in session.fetch(sql, (name,))
    )


def uncompilable(session: Session) -> tuple[str, ...]:
    """The views and triggers that do not work as the tables are now, each with SQLite's reason."""
    return tuple(f"{kind} {name}: {reason}" for kind, name, reason in _broken(session))


def uncompilable_by_name(session: Session) -> dict[str, str]:
    """SQLite's reasons for the views and triggers that do not work, by folded name."""
    return {fold(name): reason for _, name, reason in _broken(session)}


def _broken(session: Session) -> Iterator[tuple[str, str, str]]:
    rows = session.fetch(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name"
    )
    for kind, name, table, sql in rows:
        reason = _reason(session, str(kind), str(name), str(table), str(sql))
        # Functions belong to connections: a program that has the view gives them to its own.
        if reason and not reason.startswith("no such function"):
            yield str(kind), str(name), reason


def _reason(session: Session, kind: str, name: str, table: str, sql: str) -> str:
    try:
        if kind == "view":
            session.fetch(f"EXPLAIN SELECT * FROM {quote(name)}")
            return ""
        words = fold(sql).split()
        columns = [str(row[0]) for row in session.fetch("SELECT name FROM pragma_table_info(?)", (table,))]
        target = quote(table)
        if "delete" in words:
            session.fetch(f"EXPLAIN DELETE FROM {target}")
        if "insert" in words:
            session.fetch(f"EXPLAIN INSERT INTO {target} DEFAULT VALUES")
        if "update" in words:
            assignments = ", ".join(f"{quote(column)} = {quote(column)}" for column in columns)
            session.fetch(f"EXPLAIN UPDATE {target} SET {assignments}")
    except DatabaseDisagrees as error:
        return error.what
    return ""

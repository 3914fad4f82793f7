"""A second reading of PostgreSQL's catalog, by the server's own functions: it shares no line with the package."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from tests.properties.choice import quoted

if TYPE_CHECKING:
    from tests.postgres import Connection

Catalog = dict[str, list[tuple[Any, ...]]]
"""Facts by the name of the table, the view or the type that they are about, in no order."""

_HERE = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
_OURS = f"c.relnamespace = {_HERE} AND c.relname !~ '^(_yoyo|yoyo_|_qsys_)'"
_SEQUENCE = re.compile(r"nextval\('.*'::regclass\)")

_QUERIES = (
    f"""
    SELECT c.relname, 'relation', c.relkind, c.relpersistence, c.reloptions::text, c.relrowsecurity,
        pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), obj_description(c.oid, 'pg_class')
    FROM pg_class AS c WHERE {_OURS} AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
    """,
    f"""
    SELECT c.relname, 'column', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum), a.attstorage
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
    WHERE {_OURS} AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
    """,
    f"""
    SELECT c.relname, 'constraint', CASE WHEN n.conparentid = 0 THEN n.conname END, n.contype,
        pg_get_constraintdef(n.oid, true), n.convalidated, n.connoinherit, obj_description(n.oid, 'pg_constraint')
    FROM pg_class AS c JOIN pg_constraint AS n ON n.conrelid = c.oid AND n.contype IN ('p', 'u', 'c', 'f', 'x', 't')
        AND (n.conparentid = 0 OR c.relispartition)
    WHERE {_OURS}
    """,
    f"""
    SELECT t.relname, 'index', CASE WHEN NOT c.relispartition THEN c.relname END,
        substring(pg_get_indexdef(c.oid, 0, true) FROM ' USING .*$'), i.indisvalid, i.indisready, i.indisunique,
        i.indisprimary, i.indimmediate, c.relkind, i.indisclustered, i.indisreplident
    FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid JOIN pg_class AS t ON t.oid = i.indrelid
    WHERE {_OURS} AND t.relname !~ '^(_yoyo|yoyo_|_qsys_)'
    """,
    f"""
    SELECT c.relname, 'view', pg_get_viewdef(c.oid, true) FROM pg_class AS c
    WHERE {_OURS} AND c.relkind IN ('v', 'm')
    """,
    f"""
    SELECT t.relname, 'sequence', a.attname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmax,
        s.seqmin, s.seqcycle, d.deptype
    FROM pg_class AS c JOIN pg_sequence AS s ON s.seqrelid = c.oid
    LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_class'::regclass
    LEFT JOIN pg_class AS t ON t.oid = d.refobjid
    LEFT JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE {_OURS}
    """,
    f"""
    SELECT c.relname, 'trigger', t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled
    FROM pg_class AS c JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal WHERE {_OURS}
    """,
    f"""
    SELECT t.typname, 'enum', array_agg(e.enumlabel::text ORDER BY e.enumsortorder)::text, NULL
    FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid
    WHERE t.typnamespace = {_HERE} GROUP BY t.oid, t.typname
    """,
    f"""
    SELECT p.proname, 'function', pg_get_functiondef(p.oid) FROM pg_proc AS p
    WHERE p.pronamespace = {_HERE}
    """,
    "SELECT nspname, 'schema' FROM pg_namespace WHERE nspname ~ '^_qsys_'",
)


def read(connection: Connection) -> Catalog:
    """Everything in the current schema but yoyo's own, and any schema that was forgotten; columns in no order.

    The server itself names what a partition has from its table, by what happens to be free.
    """
    found: Catalog = {}
    for query in _QUERIES:
        for name, *fact in connection.execute(query).fetchall():
            # A sequence keeps its name when its table gets another.
            plain = tuple(_plain(_SEQUENCE.sub("nextval(...)", one)) if isinstance(one, str) else one for one in fact)
            found.setdefault(str(name), []).append(plain)
    return {name: sorted(facts, key=repr) for name, facts in found.items()}


def _plain(text: str) -> str:
    """The text without the casts that PostgreSQL moves about in a list each time it reads what it has printed."""
    if "ARRAY[" not in text or "character varying" not in text:
        return text
    return re.sub(r"::character varying(\(\d+\))?|::text(\[\])?|[()]", "", text)


def without_views(catalog: Catalog) -> Catalog:
    """The catalog of what is no view."""
    return {
        name: facts
        for name, facts in catalog.items()
        if not any(one[:2] in {("relation", "v"), ("relation", "m")} for one in facts)
    }


def without_key_names(catalog: Catalog, tables: Collection[str]) -> Catalog:
    """The catalog without what the primary keys of these tables are called."""
    return {
        name: [(one[0], None, *one[2:]) if _is_of_a_primary_key(one) else one for one in facts]
        if name in tables
        else facts
        for name, facts in catalog.items()
    }


def _is_of_a_primary_key(fact: tuple[Any, ...]) -> bool:
    return (fact[0] == "constraint" and fact[2] == "p") or (fact[0] == "index" and bool(fact[6]))


def differences(wanted: Catalog, found: Catalog) -> list[str]:
    """What is in one catalog and not in the other, a line each."""
    lines = []
    for name in sorted(wanted.keys() | found.keys()):
        here, there = wanted.get(name, []), found.get(name, [])
        lines += [f"missing of {name}: {one}" for one in here if one not in there]
        lines += [f"too much of {name}: {one}" for one in there if one not in here]
    return lines


Row = dict[str, str | None]


def rows(connection: Connection) -> dict[str, list[Row]]:
    """All rows of all tables as text, generated columns left out."""
    found: dict[str, list[Row]] = {}
    tables = connection.execute(
        f"SELECT c.oid, c.relname FROM pg_class AS c WHERE {_OURS} AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
    ).fetchall()
    for oid, name in tables:
        columns = [
            str(column)
            for (column,) in connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped "
                "AND attgenerated = ''",
                (oid,),
            ).fetchall()
        ]
        chosen = ", ".join(f"{quoted(one)}::text" for one in columns) or "NULL"
        cursor = connection.execute(f"SELECT {chosen} FROM {quoted(name)}")
        found[str(name)] = [dict(zip(columns, row, strict=False)) for row in cursor.fetchall()]
    return found

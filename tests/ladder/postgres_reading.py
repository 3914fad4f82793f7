"""A second reading of a PostgreSQL database's catalog, by the server's own functions and ``information_schema``.

It shares no line with the package: what both overlook, they overlook for different reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.ladder.reading import Fact, Reading

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_NOT_OURS = "relname !~ '^(_?yoyo_|_qsys_)'"
_TABLES = f"""
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND {_NOT_OURS}
    ORDER BY relname
"""

# Each row: the table's oid, then a fact. A column's seventh member says whether it is computed.
_FACTS = (
    """
    SELECT a.attrelid, 'column', a.attname, format_type(a.atttypid, a.atttypmod), i.is_nullable,
        i.column_default, concat_ws(' ', i.identity_generation, i.collation_name),
        CASE i.is_generated WHEN 'NEVER' THEN 0 ELSE 1 END, i.generation_expression,
        col_description(a.attrelid, a.attnum)
    FROM pg_attribute AS a JOIN pg_class AS r ON r.oid = a.attrelid
    JOIN information_schema.columns AS i
        ON i.table_schema = 'public' AND i.table_name = r.relname AND i.column_name = a.attname
    WHERE a.attnum > 0 AND NOT a.attisdropped
    """,
    """
    SELECT conrelid, 'constraint', conname, contype::text, pg_get_constraintdef(oid, true), convalidated,
        condeferrable, condeferred
    FROM pg_constraint WHERE contype <> 'n' AND connamespace = 'public'::regnamespace AND conrelid <> 0
    """,
    """
    SELECT i.indrelid, 'index', pg_get_indexdef(i.indexrelid, 0, true), i.indisvalid, i.indisreplident, r.reloptions
    FROM pg_index AS i JOIN pg_class AS r ON r.oid = i.indexrelid
    """,
    """
    SELECT oid, 'table', relkind::text, relpersistence::text, reloptions, pg_get_partkeydef(oid),
        obj_description(oid, 'pg_class')
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    """,
    """
    SELECT h.inhparent, 'partition', r.relname, pg_get_expr(r.relpartbound, r.oid)
    FROM pg_inherits AS h JOIN pg_class AS r ON r.oid = h.inhrelid WHERE r.relkind IN ('r', 'p')
    """,
)

_OTHERS = (
    """
    SELECT concat('trigger ', r.relname, '.', t.tgname), pg_get_triggerdef(t.oid, true), t.tgenabled::text
    FROM pg_trigger AS t JOIN pg_class AS r ON r.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND NOT r.relispartition AND r.relnamespace = 'public'::regnamespace
    """,
    """
    SELECT concat('view ', relname), relkind::text, pg_get_viewdef(oid, true), reloptions::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
    """,
    """
    SELECT concat('comment on view ', relname), obj_description(oid, 'pg_class')
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        AND obj_description(oid, 'pg_class') IS NOT NULL
    """,
    """
    SELECT concat('view index ', c.relname), pg_get_indexdef(i.indexrelid, 0, true)
    FROM pg_index AS i JOIN pg_class AS r ON r.oid = i.indrelid JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE r.relkind = 'm' AND r.relnamespace = 'public'::regnamespace
    """,
    """
    SELECT concat('enum ', t.typname),
        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e
         WHERE e.enumtypid = t.oid), obj_description(t.oid, 'pg_type')
    FROM pg_type AS t WHERE t.typtype = 'e' AND t.typnamespace = 'public'::regnamespace
    """,
    """
    SELECT concat('type ', t.typname), t.typtype::text, format_type(t.typbasetype, t.typtypmod), t.typnotnull::text,
        t.typdefault, (SELECT string_agg(concat(k.conname, ' ', pg_get_constraintdef(k.oid, true)), '; '
            ORDER BY k.conname) FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'),
        (SELECT string_agg(concat(a.attname, ' ', format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
         FROM pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
    FROM pg_type AS t LEFT JOIN pg_class AS r ON r.oid = t.typrelid
    WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND r.relkind = 'c')
    """,
    """
    SELECT concat('routine ', oid::regprocedure), CASE prokind WHEN 'a' THEN prokind::text
        ELSE pg_get_functiondef(oid) END, obj_description(oid, 'pg_proc')
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    """,
    """
    SELECT concat('policy ', tablename, '.', policyname), permissive, roles::text, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public'
    """,
    f"""
    SELECT concat('grants ', relname),
        (SELECT string_agg(one::text, ', ' ORDER BY one::text) FROM unnest(relacl) AS one)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relacl IS NOT NULL AND relkind NOT IN ('S')
        AND {_NOT_OURS}
    """,
    f"""
    SELECT concat('row security ', relname), relrowsecurity::text, relforcerowsecurity::text, relreplident::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND {_NOT_OURS}
        AND (relrowsecurity OR relforcerowsecurity OR relreplident <> 'd')
    """,
    """
    SELECT concat('sequence ', CASE WHEN d.refobjid IS NULL THEN s.sequencename
            ELSE (SELECT concat('of ', d.refobjid::regclass, '.', a.attname) FROM pg_attribute AS a
                  WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid) END),
        s.data_type::text, s.start_value::text, s.increment_by::text, s.max_value::text, s.cycle::text
    FROM pg_sequences AS s
    LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.deptype IN ('a', 'i') AND d.objid = concat('public.', quote_ident(s.sequencename))::regclass
    WHERE s.schemaname = 'public'
    """,
)

_OWNED = """
    SELECT concat(t.relname, '.', a.attname), s.last_value
    FROM pg_sequences AS s JOIN pg_class AS c ON c.relname = s.sequencename AND c.relkind = 'S'
        AND c.relnamespace = 'public'::regnamespace
    JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class AS t ON t.oid = d.refobjid
    JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE s.schemaname = 'public' AND s.last_value IS NOT NULL AND t.relname !~ '^(_?yoyo_|_qsys_)'
"""


def read(connection: Connection) -> Reading:
    """Everything that the catalog says, but for yoyo's own tables and the order of columns."""
    tables: dict[int, list[Fact]] = {}
    names = {int(oid): str(name) for oid, name in connection.execute(_TABLES)}
    for oid in names:
        tables[oid] = []
    for query in _FACTS:
        for oid, *fact in connection.execute(query):
            if int(oid) in tables:
                tables[int(oid)].append(tuple(map(_plain, fact)))
    return Reading(
        tables={name: sorted(tables[oid], key=repr) for oid, name in names.items()},
        others=dict(_others(connection)),
    )


def _others(connection: Connection) -> Iterator[tuple[str, tuple[str, ...]]]:
    for query in _OTHERS:
        for name, *texts in connection.execute(query):
            yield str(name), tuple(str(text) for text in texts)


def _plain(value: object) -> object:
    return tuple(sorted(map(str, value))) if isinstance(value, list) else value


def rows(connection: Connection) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables; PostgreSQL keeps them in no order."""
    found: dict[str, list[dict[str, object]]] = {}
    for _, name in connection.execute(_TABLES).fetchall():
        cursor = connection.execute(f"SELECT * FROM {_quoted(name)}")
        columns = [item.name for item in cursor.description or ()]
        found[name] = sorted((dict(zip(columns, row, strict=True)) for row in cursor), key=repr)
    return found


def sequences(connection: Connection) -> dict[str, int]:
    """The last number that each column's own sequence has handed out, by "table.column"."""
    return {str(name): int(value) for name, value in connection.execute(_OWNED)}


def invalid_indexes(connection: Connection) -> list[str]:
    """What a killed CREATE INDEX CONCURRENTLY leaves behind, and a failed constraint."""
    query = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    return [str(name) for (name,) in connection.execute(query)]


def leftovers(connection: Connection) -> list[str]:
    """What the tool makes for a moment and has to take away again."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE '\\_qsys\\_%'"
    made = "SELECT conname FROM pg_constraint WHERE conname LIKE '\\_qsys\\_%' AND conrelid::regclass::text !~ '_qsys_'"
    also = "SELECT relname FROM pg_class WHERE relkind IN ('i', 'r', 'v') AND relname ~ '^_qsys_(was|for|not_null)_'"
    return [str(name) for one in (query, made, also) for (name,) in connection.execute(one)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

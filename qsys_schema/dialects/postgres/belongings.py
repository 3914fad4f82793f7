"""What belongs to tables and views and no spec speaks of, as the statements that bring it back.

Most databases have next to nothing of it, and to plan a query for all of it takes longer than all the rest of a
reading: so one short query asks which kinds there may be, and the next is about these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from qsys_schema.model.session import Row

_HERE = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"

_RELATION, _COLUMN, _ITSELF = "relation", "column", "itself"


class _Kind(NamedTuple):
    """One kind of belongings: ``sql`` finds nothing where ``may_be`` holds of nothing.

    That is asked about every relation of the schema (``c``) or every column of these (``a``, of the type ``t``);
    or it is a query of its own, which finds something or not.
    """

    of: str
    may_be: str
    sql: str


_KINDS = (
    _Kind(
        _RELATION,
        "c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm')",
        f"""
    SELECT c.oid, 1, format('GRANT %s ON %I TO %s%s', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type),
            c.relname, COALESCE(quote_ident(r.rolname), 'PUBLIC'),
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), r.rolname
        FROM pg_class AS c, aclexplode(c.relacl) AS g LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p', 'v', 'm') AND g.grantee <> c.relowner
        GROUP BY c.oid, c.relname, r.rolname, g.is_grantable
        """,
    ),
    _Kind(
        _COLUMN,
        "a.attacl IS NOT NULL",
        f"""
    SELECT c.oid, 2, format('GRANT %s (%I) ON %I TO %s', g.privilege_type, a.attname, c.relname,
            COALESCE(quote_ident(r.rolname), 'PUBLIC')), r.rolname
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid, aclexplode(a.attacl) AS g
        LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        WHERE c.relnamespace = {_HERE} AND a.attacl IS NOT NULL AND NOT a.attisdropped AND g.grantee <> c.relowner
        """,
    ),
    _Kind(
        _RELATION,
        "c.relrowsecurity",
        f"""
    SELECT c.oid, 3, format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', c.relname), NULL
        FROM pg_class AS c WHERE c.relnamespace = {_HERE} AND c.relrowsecurity
        """,
    ),
    _Kind(
        _RELATION,
        "c.relforcerowsecurity",
        f"""
    SELECT c.oid, 4, format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', c.relname), NULL
        FROM pg_class AS c WHERE c.relnamespace = {_HERE} AND c.relforcerowsecurity
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_policy",
        f"""
    SELECT c.oid, 5, format('CREATE POLICY %I ON %I AS %s FOR %s TO %s%s%s', p.polname, c.relname,
            CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                ELSE 'ALL' END,
            CASE WHEN p.polroles = '{{0}}' THEN 'PUBLIC' ELSE
                (SELECT string_agg(quote_ident(r.rolname), ', ') FROM pg_roles AS r WHERE r.oid = ANY (p.polroles)) END,
            COALESCE(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ''),
            COALESCE(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')),
            (SELECT min(r.rolname) FROM pg_roles AS r WHERE r.oid = ANY (p.polroles))
        FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relnamespace = {_HERE}
        """,
    ),
    _Kind(
        _ITSELF,
        f"SELECT FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class WHERE c.relnamespace = {_HERE} "
        "AND r.rulename <> '_RETURN'",
        f"""
    SELECT c.oid, 6, rtrim(pg_get_ruledef(r.oid, true), ';'), NULL
        FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
        WHERE c.relnamespace = {_HERE} AND r.rulename <> '_RETURN'
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_statistic_ext",
        f"""
    SELECT c.oid, 7, format('CREATE STATISTICS %I', s.stxname) || substr(pg_get_statisticsobjdef(s.oid),
            length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)) + 1), NULL
        FROM pg_statistic_ext AS s JOIN pg_class AS c ON c.oid = s.stxrelid
        JOIN pg_namespace AS n ON n.oid = s.stxnamespace WHERE c.relnamespace = {_HERE} AND s.stxnamespace = {_HERE}
        """,
    ),
    _Kind(
        _COLUMN,
        "a.attnum > 0 AND a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 8, format('ALTER TABLE %I ALTER COLUMN %I SET STORAGE %s', c.relname, a.attname,
            CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN' WHEN 'e' THEN 'EXTERNAL' ELSE 'EXTENDED' END),
            NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
            AND NOT a.attisdropped AND a.attstorage <> t.typstorage
        """,
    ),
    _Kind(
        _COLUMN,
        "a.attnum > 0 AND a.attstattarget >= 0 AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 9, format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS %s', c.relname, a.attname,
            a.attstattarget), NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attstattarget >= 0
        """,
    ),
    _Kind(
        _RELATION,
        "c.relreplident <> 'd' AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 10, format('ALTER TABLE %I REPLICA IDENTITY %s', c.relname, CASE c.relreplident WHEN 'f' THEN 'FULL'
            WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_index AS i
                JOIN pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END), NULL
        FROM pg_class AS c WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_index AS i WHERE i.indisclustered",
        f"""
    SELECT c.oid, 11, format('ALTER TABLE %I CLUSTER ON %I', c.relname, x.relname), NULL
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE c.relnamespace = {_HERE} AND i.indisclustered AND c.relkind = 'r'
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_sequence AS q WHERE "
        "(q.seqincrement, q.seqmin, q.seqstart, q.seqcache, q.seqcycle) IS DISTINCT FROM (1, 1, 1, 1, false)",
        f"""
    SELECT c.oid, 13, CASE WHEN x.deptype = 'i' THEN format('ALTER TABLE %I ALTER COLUMN %I SET INCREMENT BY %s '
                'SET MINVALUE %s SET MAXVALUE %s SET START WITH %s SET CACHE %s SET %s RESTART', c.relname, a.attname,
                q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
                CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
            ELSE format('ALTER SEQUENCE %I INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s RESTART',
                s.relname, q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
                CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) END, NULL
        FROM pg_depend AS x JOIN pg_class AS s ON s.oid = x.objid AND s.relkind = 'S'
        JOIN pg_sequence AS q ON q.seqrelid = s.oid JOIN pg_class AS c ON c.oid = x.refobjid
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = x.refobjsubid
        WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i')
            AND c.relnamespace = {_HERE} AND s.relnamespace = {_HERE} AND c.relkind IN ('r', 'p')
            AND (q.seqincrement, q.seqmin, q.seqstart, q.seqcache, q.seqcycle) IS DISTINCT FROM (1, 1, 1, 1, false)
        """,
    ),
    _Kind(
        _RELATION,
        "c.relkind = 'S'",
        f"""
    SELECT c.oid, 12, format('DO $rename$ BEGIN IF (SELECT relname FROM pg_class WHERE oid = '
            'pg_get_serial_sequence(%L, %L)::regclass) <> %L THEN EXECUTE format(''ALTER SEQUENCE %%s RENAME TO %%I'', '
            'pg_get_serial_sequence(%L, %L), %L); END IF; END $rename$', quote_ident(c.relname), a.attname, s.relname,
            quote_ident(c.relname), a.attname, s.relname), NULL
        FROM pg_depend AS x JOIN pg_class AS s ON s.oid = x.objid AND s.relkind = 'S'
        JOIN pg_class AS c ON c.oid = x.refobjid
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = x.refobjsubid
        WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i')
            AND c.relnamespace = {_HERE} AND s.relnamespace = {_HERE} AND c.relkind IN ('r', 'p')
            AND s.relname <> c.relname || '_' || a.attname || '_seq'
            AND octet_length(c.relname || '_' || a.attname || '_seq') <= 63
        """,
    ),
    _Kind(
        _COLUMN,
        "a.attoptions IS NOT NULL AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 14, format('ALTER TABLE %I ALTER COLUMN %I SET (%s)', c.relname, a.attname,
            array_to_string(a.attoptions, ', ')), NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attoptions IS NOT NULL
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_description AS d JOIN pg_class AS x ON x.oid = d.objoid "
        f"WHERE d.classoid = 'pg_class'::regclass AND x.relkind IN ('i', 'I') AND x.relnamespace = {_HERE}",
        f"""
    SELECT c.oid, 15, format('COMMENT ON INDEX %I IS %L', x.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_class AS x ON x.oid = d.objoid AND d.classoid = 'pg_class'::regclass
        JOIN pg_index AS i ON i.indexrelid = x.oid JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        """,
    ),
    # Foreign keys may come after their table, and their comments with it would be too early.
    _Kind(
        _ITSELF,
        "SELECT FROM pg_description AS d JOIN pg_constraint AS o ON o.oid = d.objoid "
        f"WHERE d.classoid = 'pg_constraint'::regclass AND o.connamespace = {_HERE}",
        f"""
    SELECT c.oid, 16, format('COMMENT ON CONSTRAINT %I ON %I IS %L', o.conname, c.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_constraint AS o ON o.oid = d.objoid
            AND d.classoid = 'pg_constraint'::regclass
        JOIN pg_class AS c ON c.oid = o.conrelid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND o.contype IN ('p', 'u', 'c', 'x')
        """,
    ),
    _Kind(
        _ITSELF,
        "SELECT FROM pg_description WHERE classoid = 'pg_trigger'::regclass",
        f"""
    SELECT c.oid, 17, format('COMMENT ON TRIGGER %I ON %I IS %L', g.tgname, c.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_trigger AS g ON g.oid = d.objoid AND d.classoid = 'pg_trigger'::regclass
        JOIN pg_class AS c ON c.oid = g.tgrelid
        WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT g.tgisinternal
        """,
    ),
)
"""Each gives the table or view, a number by which they are sorted, the statement, and the role that it needs."""


def _asked(kind: _Kind) -> str:
    return f"EXISTS ({kind.may_be})" if kind.of == _ITSELF else f"bool_or({kind.may_be})"


def _all_asked(of: str) -> str:
    return ", ".join(f"{_asked(kind)} AS k{number}" for number, kind in enumerate(_KINDS) if kind.of == of)


WHICH = f"""
    SELECT {", ".join(f"k{number}" for number in range(len(_KINDS)))} FROM
        (SELECT {_all_asked(_RELATION)} FROM pg_class AS c WHERE c.relnamespace = {_HERE}) AS r,
        (SELECT {_all_asked(_COLUMN)} FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            JOIN pg_type AS t ON t.oid = a.atttypid WHERE c.relnamespace = {_HERE}) AS a,
        (SELECT {_all_asked(_ITSELF)}) AS o
"""
"""Whether there may be any of each kind, in the order of the kinds."""


def belongings(rows: Callable[[str], list[Row]]) -> list[Row]:
    """What there is of all kinds; ``rows`` runs a query."""
    ((*there,),) = rows(WHICH)
    kinds = [kind.sql for kind, may_be in zip(_KINDS, there, strict=True) if may_be]
    return rows(together(kinds)) if kinds else []


def together(kinds: Sequence[str]) -> str:
    """One query for several kinds."""
    return f"{'UNION ALL'.join(kinds)} ORDER BY 1, 2, 3"

"""What belongs to tables and views and no spec speaks of, as the statements that bring it back.

Most databases have next to nothing of it, and to plan a query for all of it takes longer than all the rest of a
reading: so one short query asks which kinds there may be, and the next is about these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qsys_schema.dialects.postgres.remarks import REMARKS
from qsys_schema.dialects.postgres.sought import COLUMN, HERE, ITSELF, RELATION, Sought, grant
from qsys_schema.model.session import Row

_KINDS = (
    Sought(
        RELATION,
        "c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm')",
        f"""
    SELECT c.oid, 1, {grant("%I", "c.relname")}, r.rolname
        FROM pg_class AS c, aclexplode(c.relacl) AS g LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm') AND g.grantee <> c.relowner
        GROUP BY c.oid, c.relname, r.rolname, g.is_grantable
        """,
    ),
    Sought(
        COLUMN,
        "a.attacl IS NOT NULL",
        f"""
    SELECT c.oid, 2, format('GRANT %s (%I) ON %I TO %s', g.privilege_type, a.attname, c.relname,
            COALESCE(quote_ident(r.rolname), 'PUBLIC')), r.rolname
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid, aclexplode(a.attacl) AS g
        LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        WHERE c.relnamespace = {HERE} AND a.attacl IS NOT NULL AND NOT a.attisdropped AND g.grantee <> c.relowner
        """,
    ),
    Sought(
        RELATION,
        "c.relrowsecurity",
        f"""
    SELECT c.oid, 3, format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', c.relname), NULL
        FROM pg_class AS c WHERE c.relnamespace = {HERE} AND c.relrowsecurity
        """,
    ),
    Sought(
        RELATION,
        "c.relforcerowsecurity",
        f"""
    SELECT c.oid, 4, format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', c.relname), NULL
        FROM pg_class AS c WHERE c.relnamespace = {HERE} AND c.relforcerowsecurity
        """,
    ),
    Sought(
        ITSELF,
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
        FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relnamespace = {HERE}
        """,
    ),
    Sought(
        ITSELF,
        f"SELECT FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class WHERE c.relnamespace = {HERE} "
        "AND r.rulename <> '_RETURN'",
        f"""
    SELECT c.oid, 6, rtrim(pg_get_ruledef(r.oid, true), ';'), NULL
        FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
        WHERE c.relnamespace = {HERE} AND r.rulename <> '_RETURN'
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_statistic_ext",
        f"""
    SELECT c.oid, 7, format('CREATE STATISTICS %I', s.stxname) || substr(pg_get_statisticsobjdef(s.oid),
            length(format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)) + 1), NULL
        FROM pg_statistic_ext AS s JOIN pg_class AS c ON c.oid = s.stxrelid
        JOIN pg_namespace AS n ON n.oid = s.stxnamespace WHERE c.relnamespace = {HERE} AND s.stxnamespace = {HERE}
        """,
    ),
    Sought(
        COLUMN,
        "a.attnum > 0 AND a.attstorage <> t.typstorage AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 8, format('ALTER TABLE %I ALTER COLUMN %I SET STORAGE %s', c.relname, a.attname,
            CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN' WHEN 'e' THEN 'EXTERNAL' ELSE 'EXTENDED' END),
            NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
            AND NOT a.attisdropped AND a.attstorage <> t.typstorage
        """,
    ),
    Sought(
        COLUMN,
        "a.attnum > 0 AND a.attstattarget >= 0 AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 9, format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS %s', c.relname, a.attname,
            a.attstattarget), NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attstattarget >= 0
        """,
    ),
    Sought(
        RELATION,
        "c.relreplident <> 'd' AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 10, format('ALTER TABLE %I REPLICA IDENTITY %s', c.relname, CASE c.relreplident WHEN 'f' THEN 'FULL'
            WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_index AS i
                JOIN pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END), NULL
        FROM pg_class AS c WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_index AS i WHERE i.indisclustered",
        f"""
    SELECT c.oid, 11, format('ALTER TABLE %I CLUSTER ON %I', c.relname, x.relname), NULL
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid
        WHERE c.relnamespace = {HERE} AND i.indisclustered AND c.relkind = 'r'
        """,
    ),
    Sought(
        ITSELF,
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
            AND c.relnamespace = {HERE} AND s.relnamespace = {HERE} AND c.relkind IN ('r', 'p')
            AND (q.seqincrement, q.seqmin, q.seqstart, q.seqcache, q.seqcycle) IS DISTINCT FROM (1, 1, 1, 1, false)
        """,
    ),
    Sought(
        RELATION,
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
            AND c.relnamespace = {HERE} AND s.relnamespace = {HERE} AND c.relkind IN ('r', 'p')
            AND s.relname <> c.relname || '_' || a.attname || '_seq'
            AND octet_length(c.relname || '_' || a.attname || '_seq') <= 63
        """,
    ),
    Sought(
        COLUMN,
        "a.attoptions IS NOT NULL AND c.relkind IN ('r', 'p')",
        f"""
    SELECT c.oid, 14, format('ALTER TABLE %I ALTER COLUMN %I SET (%s)', c.relname, a.attname,
            array_to_string(a.attoptions, ', ')), NULL
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attoptions IS NOT NULL
        """,
    ),
    *REMARKS,
)


def _asked(kind: Sought) -> str:
    return f"EXISTS ({kind.may_be})" if kind.of == ITSELF else f"bool_or({kind.may_be})"


def _all_asked(of: str) -> str:
    return ", ".join(f"{_asked(kind)} AS k{number}" for number, kind in enumerate(_KINDS) if kind.of == of)


WHICH = f"""
    SELECT {", ".join(f"k{number}" for number in range(len(_KINDS)))} FROM
        (SELECT {_all_asked(RELATION)} FROM pg_class AS c WHERE c.relnamespace = {HERE}) AS r,
        (SELECT {_all_asked(COLUMN)} FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            JOIN pg_type AS t ON t.oid = a.atttypid WHERE c.relnamespace = {HERE}) AS a,
        (SELECT {_all_asked(ITSELF)}) AS o
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

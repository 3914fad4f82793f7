"""The catalog by the server's own functions, a line per object: the second opinion of a proof."""

from __future__ import annotations

from psycopg.pq import TransactionStatus

from qsys_schema.dialects.postgres.inspect import is_internal, own, snapshot
from qsys_schema.dialects.postgres.sought import HERE
from qsys_schema.dialects.postgres.tokens import settled
from qsys_schema.model.session import Session

# What a partition has of its table's is called by the server, after columns that may be called otherwise by then.
_LINES = f"""
    SELECT c.relname, 'column', a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' '
        || COALESCE(pg_get_expr(d.adbin, d.adrelid), '') || ' ' || a.attidentity::text || a.attgenerated::text || ' '
        || a.attcollation::regcollation::text || ' ' || COALESCE(col_description(c.oid, a.attnum), '')
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'c') AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT c.relname, 'table', c.relkind::text, c.relpersistence::text || ' ' || COALESCE(c.reloptions::text, '') || ' '
        || COALESCE(pg_get_partkeydef(c.oid), '') || ' ' || COALESCE(pg_get_expr(c.relpartbound, c.oid), '') || ' '
        || COALESCE(obj_description(c.oid, 'pg_class'), '') || ' ' || c.relrowsecurity || ' ' || COALESCE(
            (SELECT string_agg(g::text, ',' ORDER BY g::text) FROM unnest(c.relacl) AS g
            WHERE g::text NOT LIKE pg_get_userbyid(c.relowner) || '=%'), '')
    FROM pg_class AS c WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT c.relname, 'constraint', CASE WHEN k.conparentid = 0 THEN k.conname ELSE '' END,
        pg_get_constraintdef(k.oid, true)
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
    WHERE c.relnamespace = {HERE} AND k.contype <> 't' AND k.contype <> 'n'
    UNION ALL
    SELECT c.relname, 'index', CASE WHEN n.relispartition THEN '' ELSE n.relname END, CASE WHEN n.relispartition
        THEN i.indisunique || substring(pg_get_indexdef(i.indexrelid, 0, true) FROM ' USING .*$')
        ELSE pg_get_indexdef(i.indexrelid, 0, true) END || ' ' || i.indisvalid
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS n ON n.oid = i.indexrelid
    WHERE c.relnamespace = {HERE} AND c.relkind <> 't'
    UNION ALL
    SELECT c.relname, 'trigger', t.tgname, pg_get_triggerdef(t.oid, true) || ' ' || t.tgenabled::text
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE c.relnamespace = {HERE} AND NOT t.tgisinternal
    UNION ALL
    SELECT c.relname, 'policy', p.polname, COALESCE(pg_get_expr(p.polqual, p.polrelid), '') || ' '
        || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '')
    FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relnamespace = {HERE}
    UNION ALL
    SELECT t.typname, 'enum', '', (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
        FROM pg_enum AS e WHERE e.enumtypid = t.oid)
    FROM pg_type AS t WHERE t.typnamespace = {HERE} AND t.typtype = 'e'
    UNION ALL
    SELECT t.typname, 'domain', format_type(t.typbasetype, t.typtypmod), COALESCE(t.typdefault, '') || t.typnotnull
        || COALESCE((SELECT string_agg(pg_get_constraintdef(k.oid), ',' ORDER BY k.conname)
            FROM pg_constraint AS k WHERE k.contypid = t.oid), '')
    FROM pg_type AS t WHERE t.typnamespace = {HERE} AND t.typtype = 'd'
    UNION ALL
    SELECT p.proname, 'routine', pg_get_function_identity_arguments(p.oid),
        pg_get_function_result(p.oid) || ' ' || p.prosrc || ' ' || p.provolatile::text || p.proisstrict || p.prosecdef
    FROM pg_proc AS p WHERE p.pronamespace = {HERE}
    UNION ALL
    SELECT c.relname, 'sequence', '', format_type(q.seqtypid, NULL) || ' ' || q.seqincrement || ' ' || q.seqmax
    FROM pg_sequence AS q JOIN pg_class AS c ON c.oid = q.seqrelid WHERE c.relnamespace = {HERE}
        AND NOT EXISTS (SELECT FROM pg_depend AS x WHERE x.objid = c.oid AND x.deptype IN ('a', 'i'))
"""


_OURS = 16384
"""The first number that anything gets which is not the server's own (``FirstNormalObjectId``)."""

_KINDS = "('r', 'p', 'v', 'm', 'f', 'c')"

# A row of the catalog is never changed, only replaced, by a row with the number of the transaction that wrote it:
# "xmin" ("System Columns" in the manual). What ANALYZE and VACUUM write they write in place, which leaves it alone, and
# so does the one thing in here that is looked at by its value. Things of other schemas count by their names, as far as
# what lies in this one can mention them.
_STATE = f"""
    SELECT md5(string_agg(x.line, ' ' ORDER BY x.line COLLATE "C")) FROM (
        SELECT 'c' || c.oid || ':' || c.xmin::text AS line FROM pg_class AS c
            WHERE c.relnamespace = {HERE} OR c.oid >= {_OURS} AND c.relkind IN {_KINDS} AND c.relpersistence <> 't'
        UNION ALL SELECT 'a' || a.attrelid || ':' || a.attnum || ':' || a.xmin::text FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid WHERE a.attnum > 0 AND c.relkind IN {_KINDS}
            AND (c.relnamespace = {HERE} OR c.oid IN (
                SELECT d.refobjid FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid
                WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
                UNION ALL SELECT k.confrelid FROM pg_constraint AS k WHERE k.connamespace = {HERE}))
        UNION ALL SELECT 'd' || d.oid || ':' || d.xmin::text FROM pg_attrdef AS d
            JOIN pg_class AS c ON c.oid = d.adrelid WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 'k' || oid || ':' || xmin::text FROM pg_constraint WHERE connamespace = {HERE}
        UNION ALL SELECT 'i' || i.indexrelid || ':' || i.xmin::text || i.indisvalid || i.indisready FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indrelid WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 't' || t.oid || ':' || t.xmin::text FROM pg_trigger AS t
            JOIN pg_class AS c ON c.oid = t.tgrelid WHERE c.relnamespace = {HERE} AND NOT t.tgisinternal
        UNION ALL SELECT 'y' || y.oid || ':' || y.xmin::text FROM pg_type AS y LEFT JOIN pg_class AS c
            ON c.oid = y.typrelid WHERE y.oid >= {_OURS} AND y.typcategory <> 'A' AND COALESCE(c.relkind, 'c') = 'c'
        UNION ALL SELECT 'e' || oid || ':' || xmin::text FROM pg_enum
        UNION ALL SELECT 'f' || oid || ':' || xmin::text FROM pg_proc WHERE oid >= {_OURS}
        UNION ALL SELECT 'o' || oid || ':' || xmin::text FROM pg_operator WHERE oid >= {_OURS}
        UNION ALL SELECT 'q' || oid || ':' || xmin::text FROM pg_opclass WHERE oid >= {_OURS}
        UNION ALL SELECT 'b' || oid || ':' || xmin::text FROM pg_collation WHERE oid >= {_OURS}
        UNION ALL SELECT 'v' || oid || ':' || xmin::text FROM pg_cast WHERE oid >= {_OURS}
        UNION ALL SELECT 'r' || r.oid || ':' || r.xmin::text FROM pg_rewrite AS r
            JOIN pg_class AS c ON c.oid = r.ev_class WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 's' || objoid || ':' || objsubid || ':' || xmin::text FROM pg_description
            WHERE objoid >= {_OURS}
        UNION ALL SELECT 'h' || inhrelid || ':' || i.xmin::text FROM pg_inherits AS i
            JOIN pg_class AS c ON c.oid = i.inhrelid WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 'p' || p.oid || ':' || p.xmin::text FROM pg_policy AS p
            JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 'm' || objid || ':' || refobjid || ':' || refobjsubid FROM pg_depend WHERE deptype = 'e'
        UNION ALL SELECT 'w' || q.seqrelid || ':' || q.xmin::text || COALESCE(':' || d.refobjid || ':' || d.refobjsubid
                || d.deptype::text, '') FROM pg_sequence AS q JOIN pg_class AS c ON c.oid = q.seqrelid
            LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid
                AND d.refclassid = 'pg_class'::regclass WHERE c.relnamespace = {HERE}
        UNION ALL SELECT 'x' || oid || ':' || xmin::text FROM pg_extension
        UNION ALL SELECT 'z' || oid || ':' || xmin::text FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_temp%' AND nspname NOT LIKE 'pg\\_toast%'
        UNION ALL SELECT 'l' || oid || ':' || xmin::text FROM pg_tablespace
        UNION ALL SELECT 'u' || oid || ':' || rolname FROM pg_roles
        UNION ALL SELECT 'n' || current_database() || current_setting('search_path') || current_user || version()
            || current_setting('TimeZone')
    ) AS x
"""


def catalog(session: Session) -> str:
    """One line per object, sorted; equal for equal catalogs. Views are compared as the model has them."""
    server = own(session)
    with snapshot(server):
        rows = server.fetch_again(_LINES)
    lines = (" | ".join(settled(str(value)) for value in row) for row in rows if not is_internal(str(row[0])))
    return "\n".join(sorted(lines))


def state(session: Session) -> str:
    """A digest of the rows of the catalog by their versions: any change of the schema is another one.

    Within one transaction a row may be replaced twice under one number, so none is told of a transaction that goes on.
    """
    if own(session).connection.info.transaction_status != TransactionStatus.IDLE:
        return ""
    return str(session.fetch(_STATE)[0][0] or "")

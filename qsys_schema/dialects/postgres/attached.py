"""What is attached to functions, types and sequences of nobody, and no spec speaks of: comments and privileges.

A function is open to everybody until that is taken back ("Privileges" in the manual): a copy of the database without
the REVOKE would let strangers run what its owner may do.
"""

from __future__ import annotations

from collections.abc import Callable

from qsys_schema.dialects.postgres.sought import HERE, ROUTINE, UNOWNED, grant
from qsys_schema.model.session import Row

_CALLED = "format('%I(%s)', p.proname, oidvectortypes(p.proargtypes))"
"""The name that every command takes; that of an aggregate over ordered rows is another one."""

_THINGS = f"""
    SELECT 'pg_proc'::regclass AS class, p.oid, 'function' AS kind, {ROUTINE} AS name, 'ROUTINE' AS word,
        {_CALLED} AS called, p.proowner AS owner, p.proacl AS acl, true AS is_open
        FROM pg_proc AS p WHERE p.pronamespace = {HERE}
    UNION ALL SELECT 'pg_type'::regclass, t.oid, 'type', t.typname, 'TYPE', quote_ident(t.typname), t.typowner,
        t.typacl, true FROM pg_type AS t WHERE t.typnamespace = {HERE} AND t.typtype IN ('c', 'd', 'e', 'r')
            AND (t.typtype <> 'c' OR EXISTS (SELECT FROM pg_class AS c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    UNION ALL SELECT 'pg_class'::regclass, c.oid, 'sequence', c.relname, 'SEQUENCE', quote_ident(c.relname), c.relowner,
        c.relacl, false FROM pg_class AS c WHERE c.relnamespace = {HERE} AND c.relkind = 'S' AND {UNOWNED}
"""

_MAY_BE = f"""
    SELECT EXISTS (SELECT FROM ({_THINGS}) AS o WHERE o.acl IS NOT NULL
            OR EXISTS (SELECT FROM pg_description AS d WHERE d.classoid = o.class AND d.objoid = o.oid))
        OR EXISTS (SELECT FROM pg_description AS d JOIN pg_constraint AS k ON k.oid = d.objoid
            WHERE d.classoid = 'pg_constraint'::regclass AND k.connamespace = {HERE} AND k.contypid <> 0)
        OR EXISTS (SELECT FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid
            WHERE d.classoid = 'pg_class'::regclass AND c.relnamespace = {HERE} AND c.relkind = 'c')
"""
"""Most databases have none of it, and this is quick to find."""

_ATTACHED = f"""
    WITH o AS ({_THINGS})
    SELECT o.kind, o.name, 1, format('COMMENT ON %s %s IS %L', o.word, o.called, d.description), NULL
        FROM o JOIN pg_description AS d ON d.classoid = o.class AND d.objoid = o.oid AND d.objsubid = 0
    UNION ALL SELECT 'type', t.typname, 2, format('COMMENT ON COLUMN %I.%I IS %L', t.typname, a.attname, d.description),
        NULL FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
        JOIN pg_attribute AS a ON a.attrelid = c.oid
        JOIN pg_description AS d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum
        WHERE t.typnamespace = {HERE} AND a.attnum > 0
    UNION ALL SELECT 'type', t.typname, 3, format('COMMENT ON CONSTRAINT %I ON DOMAIN %I IS %L', k.conname, t.typname,
        d.description), NULL FROM pg_type AS t JOIN pg_constraint AS k ON k.contypid = t.oid
        JOIN pg_description AS d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
        WHERE t.typnamespace = {HERE}
    UNION ALL SELECT o.kind, o.name, 4, format('REVOKE ALL ON %s %s FROM PUBLIC', o.word, o.called), NULL
        FROM o WHERE o.is_open AND o.acl IS NOT NULL
            AND NOT EXISTS (SELECT FROM aclexplode(o.acl) AS g WHERE g.grantee = 0)
    UNION ALL SELECT o.kind, o.name, 5, {grant("%s %s", "o.word", "o.called")}, r.rolname
        FROM o, aclexplode(o.acl) AS g LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        WHERE g.grantee <> o.owner AND NOT (o.is_open AND g.grantee = 0)
        GROUP BY o.kind, o.name, o.word, o.called, r.rolname, g.is_grantable
    ORDER BY 1, 2, 3, 4
"""


def attached(rows: Callable[[str], list[Row]]) -> list[Row]:
    """Kind and name of the thing, a number by which they are sorted, the statement, and the role that it needs."""
    return rows(_ATTACHED) if rows(_MAY_BE) == [(True,)] else []

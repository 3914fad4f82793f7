"""Comments on what tables and views have, and no spec speaks of: their indexes, constraints, triggers, sequences."""

from __future__ import annotations

from qsys_schema.dialects.postgres.sought import HERE, ITSELF, RELATION, Sought, grant

REMARKS = (
    Sought(
        ITSELF,
        "SELECT FROM pg_description AS d JOIN pg_class AS x ON x.oid = d.objoid "
        f"WHERE d.classoid = 'pg_class'::regclass AND x.relkind IN ('i', 'I') AND x.relnamespace = {HERE}",
        f"""
    SELECT c.oid, 15, format('COMMENT ON INDEX %I IS %L', x.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_class AS x ON x.oid = d.objoid AND d.classoid = 'pg_class'::regclass
        JOIN pg_index AS i ON i.indexrelid = x.oid JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_description AS d JOIN pg_constraint AS o ON o.oid = d.objoid "
        f"WHERE d.classoid = 'pg_constraint'::regclass AND o.connamespace = {HERE}",
        f"""
    SELECT c.oid, 16, format('COMMENT ON CONSTRAINT %I ON %I IS %L', o.conname, c.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_constraint AS o ON o.oid = d.objoid
            AND d.classoid = 'pg_constraint'::regclass
        JOIN pg_class AS c ON c.oid = o.conrelid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_description WHERE classoid = 'pg_trigger'::regclass",
        f"""
    SELECT c.oid, 17, format('COMMENT ON TRIGGER %I ON %I IS %L', g.tgname, c.relname, d.description), NULL
        FROM pg_description AS d JOIN pg_trigger AS g ON g.oid = d.objoid AND d.classoid = 'pg_trigger'::regclass
        JOIN pg_class AS c ON c.oid = g.tgrelid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition AND NOT g.tgisinternal
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid WHERE d.objsubid > 0 "
        f"AND d.classoid = 'pg_class'::regclass AND c.relkind IN ('v', 'm') AND c.relnamespace = {HERE}",
        f"""
    SELECT c.oid, 18, format('COMMENT ON COLUMN %I.%I IS %L', c.relname, a.attname, d.description), NULL
        FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid
        WHERE c.relnamespace = {HERE} AND c.relkind IN ('v', 'm')
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_description WHERE classoid IN ('pg_policy'::regclass, 'pg_rewrite'::regclass)",
        f"""
    SELECT c.oid, 19, format('COMMENT ON %s %I ON %I IS %L', o.word, o.name, c.relname, d.description), NULL
        FROM (SELECT 'pg_policy'::regclass AS class, oid, polrelid AS relation, polname AS name, 'POLICY' AS word
                FROM pg_policy
            UNION ALL SELECT 'pg_rewrite'::regclass, oid, ev_class, rulename, 'RULE' FROM pg_rewrite
                WHERE rulename <> '_RETURN') AS o
        JOIN pg_description AS d ON d.classoid = o.class AND d.objoid = o.oid JOIN pg_class AS c ON c.oid = o.relation
        WHERE c.relnamespace = {HERE}
        """,
    ),
    Sought(
        ITSELF,
        "SELECT FROM pg_description WHERE classoid = 'pg_statistic_ext'::regclass",
        f"""
    SELECT c.oid, 20, format('COMMENT ON STATISTICS %I IS %L', s.stxname, d.description), NULL
        FROM pg_description AS d JOIN pg_statistic_ext AS s ON s.oid = d.objoid
            AND d.classoid = 'pg_statistic_ext'::regclass
        JOIN pg_class AS c ON c.oid = s.stxrelid WHERE c.relnamespace = {HERE} AND s.stxnamespace = {HERE}
        """,
    ),
    Sought(
        RELATION,
        "c.relkind = 'S' AND (c.relacl IS NOT NULL OR obj_description(c.oid, 'pg_class') IS NOT NULL)",
        f"""
    SELECT c.oid, 21, t.sql, t.role
        FROM pg_depend AS x JOIN pg_class AS s ON s.oid = x.objid AND s.relkind = 'S'
        JOIN pg_class AS c ON c.oid = x.refobjid, LATERAL (
            SELECT format('COMMENT ON SEQUENCE %I IS %L', s.relname, d.description) AS sql, NULL::name AS role
                FROM pg_description AS d WHERE d.classoid = 'pg_class'::regclass AND d.objoid = s.oid
            UNION ALL SELECT {grant("SEQUENCE %I", "s.relname")}, r.rolname
                FROM aclexplode(s.relacl) AS g LEFT JOIN pg_roles AS r ON r.oid = g.grantee
                WHERE g.grantee <> s.relowner GROUP BY r.rolname, g.is_grantable) AS t
        WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i')
            AND c.relnamespace = {HERE} AND s.relnamespace = {HERE} AND c.relkind IN ('r', 'p')
        """,
    ),
)

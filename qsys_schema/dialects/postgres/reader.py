"""The catalog in a handful of queries, each about everything in the first schema of the search path.

Expressions and definitions come as the server prints them, with names unqualified where the search path finds them
("System Catalogs" and "System Catalog Information Functions" in the manual). Objects of extensions are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from qsys_schema.dialects.postgres.attached import attached
from qsys_schema.dialects.postgres.belongings import belongings
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.sought import HERE, ROUTINE, UNOWNED
from qsys_schema.model.session import Row


def _not_of_extension(catalog: str, oid: str, kinds: str = "'e'") -> str:
    return (
        f"NOT EXISTS (SELECT FROM pg_depend AS x WHERE x.classid = '{catalog}'::regclass AND x.objid = {oid} "
        f"AND x.deptype IN ({kinds}))"
    )


_AND_MADE = "'e', 'i'"
"""What comes with an extension, or with something else: a range type has functions that make its ranges."""

_RELATIONS = f"""
    SELECT c.oid, c.relname, c.relkind::text, c.relpersistence = 'u', c.reloptions, s.spcname,
        obj_description(c.oid, 'pg_class'), c.relispartition, pg_get_expr(c.relpartbound, c.oid), c.reloftype <> 0,
        ARRAY(SELECT i.inhparent FROM pg_inherits AS i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
        CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END
    FROM pg_class AS c LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND {_not_of_extension("pg_class", "c.oid")}
    ORDER BY c.relname COLLATE "C"
"""

_PARTITIONED = f"""
    SELECT p.partrelid, p.partstrat::text, pg_get_partkeydef(p.partrelid),
        ARRAY(SELECT a.attname::text FROM unnest(p.partattrs) WITH ORDINALITY AS k(number, place)
            LEFT JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = k.number AND k.number > 0
            ORDER BY k.place)
    FROM pg_partitioned_table AS p JOIN pg_class AS c ON c.oid = p.partrelid WHERE c.relnamespace = {HERE}
"""

_COLUMNS = f"""
    SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text,
        CASE WHEN a.attcollation <> t.typcollation THEN
            (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE quote_ident(n.nspname) || '.' END
                || '"' || replace(o.collname, '"', '""') || '"'
            FROM pg_collation AS o JOIN pg_namespace AS n ON n.oid = o.collnamespace WHERE o.oid = a.attcollation) END,
        col_description(a.attrelid, a.attnum),
        d.adbin IS NOT NULL AND a.attgenerated = '' AND EXISTS (
            SELECT FROM pg_depend AS x JOIN pg_class AS q ON q.oid = x.objid AND q.relkind = 'S'
            WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass
                AND x.refobjid = a.attrelid AND x.refobjsubid = a.attnum AND x.deptype = 'a'),
        CASE WHEN t.typtype = 'd' THEN (
            WITH RECURSIVE d AS (
                SELECT t.oid, t.typbasetype, t.typnotnull
                UNION ALL SELECT b.oid, b.typbasetype, b.typnotnull FROM d JOIN pg_type AS b ON b.oid = d.typbasetype
                    AND b.typtype = 'd')
            SELECT bool_or(d.typnotnull OR EXISTS (SELECT FROM pg_constraint AS k WHERE k.contypid = d.oid)) FROM d) END
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
"""

_CONSTRAINTS = f"""
    SELECT k.conrelid, k.conname, k.contype::text, k.conkey, k.conindid, k.convalidated, k.condeferrable,
        k.condeferred, k.connoinherit AND c.relkind <> 'p' AND k.contype = 'c', k.conparentid <> 0,
        CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
            WHEN 'x' THEN pg_get_constraintdef(k.oid, true) END,
        f.relname, CASE WHEN f.relnamespace <> c.relnamespace THEN f.relnamespace::regnamespace::text END,
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.place),
        k.confupdtype::text, k.confdeltype::text, k.confmatchtype::text, %(delete_columns)s
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid LEFT JOIN pg_class AS f ON f.oid = k.confrelid
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p') AND k.contype IN ('c', 'f', 'p', 'u', 'x')
    ORDER BY k.conrelid, k.conname COLLATE "C"
"""

_INDEXES = f"""
    SELECT i.indexrelid, i.indrelid, n.relname, i.indisunique, i.indisvalid AND i.indisready, m.amname,
        m.amname = 'btree', i.indnkeyatts, i.indkey::int2[], i.indoption::int2[], pg_get_expr(i.indpred, i.indrelid),
        n.reloptions, s.spcname, %(nulls_not_distinct)s,
        EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = i.indexrelid),
        CASE WHEN i.indexprs IS NULL THEN array_fill(NULL::text, ARRAY[i.indnkeyatts::int4]) ELSE
            ARRAY(SELECT CASE WHEN i.indkey[k - 1] = 0 THEN pg_get_indexdef(i.indexrelid, k, true) END
            FROM generate_series(1, i.indnkeyatts) AS k) END,
        ARRAY(SELECT CASE WHEN o.opcdefault AND x.attoptions IS NULL THEN '' ELSE
                CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(p.nspname) || '.' END
                || quote_ident(o.opcname)
                || COALESCE('(' || array_to_string(x.attoptions, ', ') || ')', '') END
            FROM generate_series(1, i.indnkeyatts) AS k JOIN pg_opclass AS o ON o.oid = i.indclass[k - 1]
            JOIN pg_namespace AS p ON p.oid = o.opcnamespace
            JOIN pg_attribute AS x ON x.attrelid = i.indexrelid AND x.attnum = k ORDER BY k),
        ARRAY(SELECT CASE WHEN o.oid IS NULL OR o.oid = COALESCE(b.attcollation, 100) THEN ''
                ELSE CASE WHEN p.nspname = 'pg_catalog' THEN '' ELSE quote_ident(p.nspname) || '.' END
                || '"' || replace(o.collname, '"', '""') || '"' END
            FROM generate_series(1, i.indnkeyatts) AS k
            LEFT JOIN pg_collation AS o ON o.oid = i.indcollation[k - 1]
            LEFT JOIN pg_namespace AS p ON p.oid = o.collnamespace
            LEFT JOIN pg_attribute AS b ON b.attrelid = i.indrelid AND b.attnum = i.indkey[k - 1] AND b.attnum > 0
            ORDER BY k),
        CASE WHEN c.relkind = 'm' THEN pg_get_indexdef(i.indexrelid, 0, true) END
    FROM pg_index AS i JOIN pg_class AS n ON n.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_am AS m ON m.oid = n.relam LEFT JOIN pg_tablespace AS s ON s.oid = n.reltablespace
    WHERE c.relnamespace = {HERE} AND c.relkind IN ('r', 'p', 'm')
    ORDER BY n.relname COLLATE "C"
"""

_TRIGGERS = f"""
    SELECT t.tgrelid, t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled::text
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE c.relnamespace = {HERE} AND NOT t.tgisinternal AND %(own_trigger)s
        AND {_not_of_extension("pg_trigger", "t.oid")}
    ORDER BY t.tgname COLLATE "C"
"""

_ENUMS = f"""
    SELECT t.typname,
        ARRAY(SELECT e.enumlabel::text FROM pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
    FROM pg_type AS t WHERE t.typnamespace = {HERE} AND t.typtype = 'e' AND {_not_of_extension("pg_type", "t.oid")}
    ORDER BY t.typname COLLATE "C"
"""

_ROUTINES = f"""
    SELECT {ROUTINE},
        CASE WHEN p.prokind IN ('f', 'p', 'w') THEN pg_get_functiondef(p.oid) ELSE (%(aggregate)s) END, p.prokind::text,
        COALESCE(pg_get_function_result(p.oid), ''), p.proname, quote_ident(current_schema())
    FROM pg_proc AS p WHERE p.pronamespace = {HERE} AND {_not_of_extension("pg_proc", "p.oid", _AND_MADE)}
    ORDER BY p.proname COLLATE "C", p.oid
"""

_TYPES = f"""
    SELECT t.typname, t.typtype::text, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
        CASE WHEN t.typcollation <> b.typcollation THEN
            (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.collname) FROM pg_collation AS o
            JOIN pg_namespace AS n ON n.oid = o.collnamespace WHERE o.oid = t.typcollation) END,
        ARRAY(SELECT 'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid, true)
            FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname),
        ARRAY(SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) FROM pg_attribute AS a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'c'
            ORDER BY a.attnum),
        CASE WHEN t.typtype = 'r' THEN (SELECT array_remove(ARRAY['SUBTYPE = ' || format_type(g.rngsubtype, NULL),
            CASE WHEN NOT o.opcdefault THEN
                'SUBTYPE_OPCLASS = ' || quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END,
            CASE WHEN g.rngcollation <> b.typcollation THEN 'COLLATION = ' || g.rngcollation::regcollation::text END,
            CASE WHEN g.rngsubdiff::oid <> 0 THEN 'SUBTYPE_DIFF = ' || g.rngsubdiff::text END,
            %(multirange)s], NULL)
            FROM pg_range AS g JOIN pg_opclass AS o ON o.oid = g.rngsubopc
            JOIN pg_namespace AS n ON n.oid = o.opcnamespace
            JOIN pg_type AS b ON b.oid = g.rngsubtype WHERE g.rngtypid = t.oid AND g.rngcanonical::oid = 0) END
    FROM pg_type AS t LEFT JOIN pg_type AS b ON b.oid = t.typbasetype LEFT JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE t.typnamespace = {HERE} AND (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
        AND {_not_of_extension("pg_type", "t.oid")}
    ORDER BY t.oid
"""

_MULTIRANGE = """
    'MULTIRANGE_TYPE_NAME = ' || (SELECT quote_ident(m.typname) FROM pg_type AS m WHERE m.oid = g.rngmultitypid)
"""

# The clauses that CREATE AGGREGATE has ("pg_aggregate" and "CREATE AGGREGATE" in the manual).
_AGGREGATE = """
    SELECT format('CREATE AGGREGATE %s(%s) (%s)', quote_ident(p.proname),
        COALESCE(NULLIF(pg_get_function_arguments(p.oid), ''), '*'), array_to_string(ARRAY[
            'SFUNC = ' || g.aggtransfn::text, 'STYPE = ' || format_type(g.aggtranstype, NULL),
            CASE WHEN g.aggtransspace <> 0 THEN 'SSPACE = ' || g.aggtransspace END,
            CASE WHEN g.aggfinalfn::oid <> 0 THEN 'FINALFUNC = ' || g.aggfinalfn::text END,
            CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
            CASE WHEN g.aggfinalfn::oid <> 0 THEN 'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify
                WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
            CASE WHEN g.aggcombinefn::oid <> 0 THEN 'COMBINEFUNC = ' || g.aggcombinefn::text END,
            CASE WHEN g.aggserialfn::oid <> 0 THEN 'SERIALFUNC = ' || g.aggserialfn::text END,
            CASE WHEN g.aggdeserialfn::oid <> 0 THEN 'DESERIALFUNC = ' || g.aggdeserialfn::text END,
            'INITCOND = ' || quote_literal(g.agginitval),
            CASE WHEN g.aggmtransfn::oid <> 0 THEN 'MSFUNC = ' || g.aggmtransfn::text END,
            CASE WHEN g.aggminvtransfn::oid <> 0 THEN 'MINVFUNC = ' || g.aggminvtransfn::text END,
            CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(g.aggmtranstype, NULL) END,
            CASE WHEN g.aggmtransspace <> 0 THEN 'MSSPACE = ' || g.aggmtransspace END,
            CASE WHEN g.aggmfinalfn::oid <> 0 THEN 'MFINALFUNC = ' || g.aggmfinalfn::text END,
            CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
            'MINITCOND = ' || quote_literal(g.aggminitval),
            CASE WHEN g.aggsortop <> 0 THEN 'SORTOP = ' || (SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
                FROM pg_operator AS o JOIN pg_namespace AS n ON n.oid = o.oprnamespace WHERE o.oid = g.aggsortop) END,
            CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
            CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END], ', '))
    FROM pg_aggregate AS g WHERE g.aggfnoid = p.oid
"""

_SEQUENCES = f"""
    SELECT c.relname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
        q.seqcycle
    FROM pg_sequence AS q JOIN pg_class AS c ON c.oid = q.seqrelid
    WHERE c.relnamespace = {HERE} AND {_not_of_extension("pg_class", "c.oid")}
        AND {UNOWNED}
    ORDER BY c.relname COLLATE "C"
"""

SERIALS = f"""
    SELECT c.relname, a.attname
    FROM pg_depend AS x JOIN pg_class AS q ON q.oid = x.objid AND q.relkind = 'S'
    JOIN pg_class AS c ON c.oid = x.refobjid JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = x.refobjsubid
    WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.deptype = 'a'
        AND x.refobjsubid > 0 AND c.relnamespace = {HERE}
"""
"""The columns that own a sequence, with their tables."""

_SINCE_15 = {
    "nulls_not_distinct": ("i.indnullsnotdistinct", "false"),
    "delete_columns": (
        """ARRAY(SELECT a.attname::text FROM unnest(k.confdelsetcols) WITH ORDINALITY AS u(number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY u.place)""",
        "ARRAY[]::text[]",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The rows of each query."""

    relations: list[Row]
    partitioned: list[Row]
    columns: list[Row]
    constraints: list[Row]
    indexes: list[Row]
    triggers: list[Row]
    enums: list[Row]
    routines: list[Row]
    types: list[Row]
    sequences: list[Row]
    belongings: list[Row]
    attached: list[Row]


def read(session: PostgresSession, version: int) -> Catalog:
    """The catalog of the first schema of the search path; ``version`` is ``server_version_num``.

    The caller holds the snapshot: all queries see one state.
    """
    newer = {name: pair[0] if version >= 150000 else pair[1] for name, pair in _SINCE_15.items()}  # noqa: PLR2004
    newer["aggregate"] = _AGGREGATE
    newer["multirange"] = _MULTIRANGE if version >= 140000 else "NULL"  # noqa: PLR2004
    newer["own_trigger"] = "t.tgparentid = 0" if version >= 130000 else "true"  # noqa: PLR2004

    def rows(query: str) -> list[Row]:
        for name, text in newer.items():
            query = query.replace(f"%({name})s", text)
        return session.fetch_again(query)

    return Catalog(
        relations=rows(_RELATIONS),
        partitioned=rows(_PARTITIONED),
        columns=rows(_COLUMNS),
        constraints=rows(_CONSTRAINTS),
        indexes=rows(_INDEXES),
        triggers=rows(_TRIGGERS),
        enums=rows(_ENUMS),
        routines=rows(_ROUTINES),
        types=rows(_TYPES),
        sequences=rows(_SEQUENCES),
        belongings=belongings(session.fetch_again),
        attached=attached(session.fetch_again),
    )

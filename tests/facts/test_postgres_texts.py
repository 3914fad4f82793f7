"""What PostgreSQL makes of the text of an expression: the catalog's text is the one to compare."""

from __future__ import annotations

from collections.abc import Callable

from tests.postgres import Postgres

DEFINITIONS = """
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE FUNCTION half(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 2';
    CREATE TABLE p (id int PRIMARY KEY);
    CREATE TABLE t (
        id int PRIMARY KEY REFERENCES p ON DELETE CASCADE,
        m mood NOT NULL DEFAULT 'good' CHECK (m IN ('good', 'bad')),
        h int GENERATED ALWAYS AS (half(id)) STORED,
        s bigserial,
        UNIQUE (h, m)
    );
    CREATE INDEX i ON t (half(id), m DESC) INCLUDE (s) WHERE m = 'bad';
    CREATE VIEW v AS SELECT t.id, half(t.h) AS q FROM t JOIN p USING (id) WHERE t.m = 'good'
"""

TEXTS = """
    SELECT 'default', pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_class c ON c.oid = adrelid
    WHERE relnamespace = '{0}'::regnamespace
    UNION ALL SELECT 'constraint', pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = '{0}'::regnamespace
    UNION ALL SELECT 'index', pg_get_indexdef(oid, 0, true) FROM pg_class
    WHERE relnamespace = '{0}'::regnamespace AND relkind = 'i'
    UNION ALL SELECT 'view', pg_get_viewdef(oid) FROM pg_class
    WHERE relnamespace = '{0}'::regnamespace AND relkind = 'v'
    ORDER BY 1, 2
"""

TABLE = """
    CREATE TABLE t (
        i int, n numeric(10, 2), big bigint, s text, v varchar(20), c char(3), b boolean, d date, ts timestamp,
        tz timestamptz, span interval, j jsonb, a int[], x text[], u uuid, r double precision
    )
"""

CHECKS = [
    "i IN (1, 2, 3)",
    "i NOT IN (1, -2)",
    "s IN ('a', 'b')",
    "s = ANY (ARRAY['a', 'b'])",
    "s LIKE 'a%' AND s NOT LIKE '%b'",
    "s ILIKE '_a'",
    "s ~ '^[a-z]+$'",
    "s !~* 'x'",
    "s SIMILAR TO '(a|b)%'",
    "i BETWEEN 1 AND 10",
    "i NOT BETWEEN -1 AND +10",
    "d BETWEEN '2020-01-01' AND date '2030-01-01'",
    "i > -5",
    "n >= -1.50 AND n < 1e3",
    "big < 9223372036854775807 AND big > -9223372036854775808",
    "i::bigint > 0",
    "cast(s AS int) > 0",
    "ts::date = d",
    "v::varchar(3) = 'x'",
    "v = ANY ('{a,b}')",
    "v <> 'x' AND c != 'y'",
    "length(trim(both from s)) > 0",
    "char_length(s) <= 10",
    "CASE WHEN b THEN i > 0 ELSE s IS NOT NULL END",
    "CASE i WHEN 1 THEN 'one' WHEN 2 THEN 'two' END = s",
    "coalesce(s, v, 'none') <> ''",
    "nullif(i, 0) IS DISTINCT FROM 1",
    "date_part('year', ts) > 2000",
    "extract(epoch FROM span) > 0",
    "span < interval '1 day 2 hours'",
    "ts + interval '1' year > '2020-01-01 00:00'",
    "date_trunc('month', ts) = ts",
    "ts AT TIME ZONE 'UTC' < tz",
    "j @> '{\"a\":  [1,2]}'::jsonb",
    "j ? 'a' AND j -> 'a' ->> 'b' = 'c' AND jsonb_typeof(j) = 'object'",
    "a[1] > 0 AND a @> ARRAY[1, 2] AND cardinality(a) < 3",
    "x && '{a,b}'::text[]",
    "(i, s) = (1, 'a')",
    "NOT b OR b IS TRUE",
    "b = 't'",
    "s = E'it''s\\n' || 'a'",
    "i % 2 = 0 AND (i + 1) * 2 - i / 3 <> 2 ^ 3 AND i & 1 = 1",
    "u = '00000000-0000-0000-0000-000000000000'",
    "s COLLATE \"C\" < 'm'",
]

CHECKS_THAT_TAKE_TWO = ["v IN ('a', 'b')", "v NOT IN ('a', 'b')"]

DEFAULTS = [
    ("i", "1"),
    ("i", "-1"),
    ("i", "'-1'"),
    ("i", "(1 + 2)"),
    ("big", "-9223372036854775808"),
    ("n", "0"),
    ("n", "'1.5'"),
    ("r", "1e3"),
    ("s", "'it''s'"),
    ("s", "E'a\\tb'"),
    ("s", "NULL"),
    ("v", "'x'"),
    ("c", "'x'"),
    ("b", "false"),
    ("b", "'t'"),
    ("d", "CURRENT_DATE"),
    ("d", "now()"),
    ("ts", "CURRENT_TIMESTAMP"),
    ("ts", "LOCALTIMESTAMP(3)"),
    ("ts", "(now() AT TIME ZONE 'utc')"),
    ("tz", "now()"),
    ("tz", "now() + interval '1 hour'"),
    ("tz", "'epoch'"),
    ("tz", "'2020-01-01 00:00:00+02'"),
    ("span", "'1 day'"),
    ("span", "interval '1' year"),
    ("j", "'{}'"),
    ("j", "'{\"a\" :  1}'::jsonb"),
    ("j", "jsonb_build_object('a', 1)"),
    ("a", "'{}'"),
    ("a", "ARRAY[1, 2]"),
    ("a", "ARRAY[]::int[]"),
    ("x", "'{}'::text[]"),
    ("u", "gen_random_uuid()"),
    ("s", "CURRENT_USER"),
    ("s", "substring('abc' from 2 for 1)"),
]


def test_nothing_is_qualified_that_the_search_path_finds_first(postgres: Postgres) -> None:
    """One definition has one text in every schema, if that is first in the path ("System Information Functions")."""
    found = []
    for schema in ("one", "two"):
        postgres.run(f"CREATE SCHEMA {schema}", f"SET search_path = {schema}, public", DEFINITIONS)
        found.append(postgres.rows(TEXTS.format(schema)))
    one, two = found
    assert one == two
    assert {kind for kind, _ in one} == {"default", "constraint", "index", "view"}
    assert not [text for _, text in one if "one." in text]
    # The path of the one who asks decides, not that of the one who made it.
    assert [text for _, text in postgres.rows(TEXTS.format("one")) if "one." in text]


def test_an_index_is_qualified_unless_it_is_asked_for_prettily(postgres: Postgres) -> None:
    """pg_get_indexdef names the schema of the table without the third argument, and leaves it out with it."""
    postgres.run("CREATE TABLE t (a int)", "CREATE INDEX i ON t (a)")
    assert postgres.value("SELECT pg_get_indexdef('i'::regclass)") == "CREATE INDEX i ON public.t USING btree (a)"
    assert postgres.value("SELECT pg_get_indexdef('i'::regclass, 0, true)") == "CREATE INDEX i ON t USING btree (a)"


def test_the_text_of_a_check_is_stable_after_one_round(postgres: Postgres) -> None:
    """What the catalog says of a text of its own is that text: it can be compared."""
    postgres.run(TABLE)
    assert {text: rounds for text in CHECKS if (rounds := _rounds(text, _check(postgres))) != 1} == {}


def test_the_text_of_a_list_of_varchars_is_stable_after_two(postgres: Postgres) -> None:
    """The cast of the whole list becomes a cast of each item: canonical is what went through twice."""
    postgres.run(TABLE)
    assert {text: rounds for text in CHECKS_THAT_TAKE_TWO if (rounds := _rounds(text, _check(postgres))) != 2} == {}


def test_the_text_of_a_default_is_stable_after_one_round(postgres: Postgres) -> None:
    """NULL is no default at all; every other text comes back as itself."""
    postgres.run(TABLE)
    different = {
        (column, text): rounds
        for column, text in DEFAULTS
        if (rounds := _rounds(text, _default(postgres, column))) != 1
    }
    assert different == {}


def _rounds(text: str, canonical: Callable[[str], str]) -> int:
    """How often a text has to go through the catalog until it does not change any more; never more than four."""
    seen = [canonical(text)]
    while (following := canonical(seen[-1])) != seen[-1]:
        seen.append(following)
        assert len(seen) < 4, seen
    return len(seen)


def _check(postgres: Postgres) -> Callable[[str], str]:
    def canonical(text: str) -> str:
        postgres.run("ALTER TABLE t DROP CONSTRAINT IF EXISTS c", f"ALTER TABLE t ADD CONSTRAINT c CHECK ({text})")
        return str(postgres.value("SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'c'"))

    return canonical


def _default(postgres: Postgres, column: str) -> Callable[[str], str]:
    query = (
        "SELECT coalesce(pg_get_expr(adbin, adrelid), 'NULL') FROM pg_attribute"
        " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        f" WHERE attrelid = 't'::regclass AND attname = '{column}'"
    )

    def canonical(text: str) -> str:
        postgres.run(f"ALTER TABLE t ALTER COLUMN {column} SET DEFAULT {text}")
        return str(postgres.value(query))

    return canonical

"""Comments and privileges, of which no spec speaks: a copy of the database has them, what is made anew keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import generate
from qsys_schema.pipeline.history import apply, roll_back
from tests.pipeline.test_postgres_pull import adopted, project_of
from tests.postgres import TESTER, Postgres, connect, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

THINGS = r"""
    CREATE TYPE mood AS ENUM ('low', 'high');
    CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0);
    CREATE TYPE pair AS (a integer, b text);
    CREATE TYPE span AS RANGE (SUBTYPE = float8);
    CREATE SEQUENCE counter;
    CREATE TABLE p (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood, n positive, x pair, UNIQUE (m, n));
    CREATE TABLE k (id serial PRIMARY KEY, pid bigint CONSTRAINT early REFERENCES p,
        sid integer CONSTRAINT own REFERENCES k);
    CREATE TABLE a (id integer PRIMARY KEY, z bigint CONSTRAINT late REFERENCES p);
    CREATE TABLE "Odd T" ("A b" serial PRIMARY KEY, "O" integer CONSTRAINT "Fk O" REFERENCES "Odd T");
    CREATE STATISTICS told (dependencies) ON m, n FROM p;
    CREATE POLICY seen ON p USING (true);
    CREATE VIEW v AS SELECT id, m FROM p;
    CREATE MATERIALIZED VIEW w AS SELECT id FROM p;
    CREATE INDEX wi ON w (id);
    CREATE VIEW one AS SELECT 1 AS n;
    CREATE FUNCTION of_view() RETURNS SETOF one LANGUAGE sql AS 'SELECT * FROM one';
    CREATE RULE quiet AS ON INSERT TO v DO INSTEAD NOTHING;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER never AFTER INSERT ON k FOR EACH ROW EXECUTE FUNCTION f();
    CREATE TRIGGER instead INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f();
    CREATE FUNCTION secret(integer, VARIADIC text[]) RETURNS integer SECURITY DEFINER LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE out_of(IN a integer, INOUT b integer) LANGUAGE plpgsql AS 'BEGIN b := a; END';
    CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
    CREATE AGGREGATE ordered(ORDER BY integer) (SFUNC = int4pl, STYPE = integer);
"""

ATTACHED = r"""
    COMMENT ON TYPE mood IS 'moods'; COMMENT ON DOMAIN positive IS 'above nothing'; COMMENT ON TYPE pair IS 'two';
    COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'really'; COMMENT ON COLUMN pair.a IS 'the first';
    COMMENT ON TYPE span IS 'from, to'; COMMENT ON SEQUENCE counter IS 'counts';
    COMMENT ON SEQUENCE p_id_seq IS 'of an identity'; COMMENT ON SEQUENCE k_id_seq IS 'of a serial';
    COMMENT ON CONSTRAINT early ON k IS 'the parent'; COMMENT ON CONSTRAINT own ON k IS 'itself';
    COMMENT ON CONSTRAINT late ON a IS 'it comes later'; COMMENT ON CONSTRAINT "Fk O" ON "Odd T" IS 'it''s \ odd';
    COMMENT ON STATISTICS told IS 'they hang together'; COMMENT ON POLICY seen ON p IS 'all of it';
    COMMENT ON COLUMN v.m IS 'seen from outside'; COMMENT ON INDEX wi IS 'of what is kept';
    COMMENT ON RULE quiet ON v IS 'nothing'; COMMENT ON TRIGGER instead ON v IS 'nothing either';
    COMMENT ON TRIGGER never ON k IS 'never mind';
    COMMENT ON FUNCTION of_view() IS 'a row of the view'; REVOKE ALL ON FUNCTION of_view() FROM PUBLIC;
    COMMENT ON FUNCTION f() IS 'nothing at all'; COMMENT ON PROCEDURE out_of(integer, integer) IS 'through';
    COMMENT ON AGGREGATE total(integer) IS 'a sum'; COMMENT ON AGGREGATE ordered(ORDER BY integer) IS 'a middle';
    GRANT USAGE ON SEQUENCE counter, p_id_seq TO pg_monitor; GRANT ALL ON SEQUENCE k_id_seq TO PUBLIC;
    REVOKE ALL ON FUNCTION secret FROM PUBLIC; GRANT EXECUTE ON FUNCTION secret TO pg_monitor WITH GRANT OPTION;
    REVOKE ALL ON FUNCTION total(integer), ordered(integer) FROM PUBLIC; REVOKE ALL ON PROCEDURE out_of FROM PUBLIC;
    REVOKE ALL ON TYPE mood FROM PUBLIC; GRANT USAGE ON TYPE mood, pair TO pg_monitor
"""

QUESTION = """
    SELECT pg_describe_object(classoid, objoid, objsubid), description FROM pg_description WHERE objoid >= 16384
    UNION ALL SELECT o.name, array_to_string(ARRAY(SELECT one::text FROM unnest(o.acl) AS one ORDER BY 1), ' ') FROM (
        SELECT p.oid::regprocedure::text AS name, proacl AS acl, pronamespace AS home FROM pg_proc AS p
        UNION ALL SELECT t.oid::regtype::text, typacl, typnamespace FROM pg_type AS t
        UNION ALL SELECT c.oid::regclass::text, relacl, relnamespace FROM pg_class AS c) AS o
        WHERE o.home = 'public'::regnamespace AND o.acl IS NOT NULL
    ORDER BY 1, 2
"""


def test_a_new_database_has_them_too(
    postgres: Postgres, postgres_admin: Connection, postgres_server_url: str, tmp_path: Path
) -> None:
    """All that can have a comment or privileges, in the words of the server itself."""
    adopted(postgres, tmp_path, THINGS + ATTACHED)
    there = postgres.rows(QUESTION)
    assert len(there) == 35
    with fresh_database(postgres_admin) as name:
        other = connect(url_for(postgres_server_url, name, TESTER, TESTER))
        for path in sorted((tmp_path / "migrations" / "postgres").glob("*.baseline.sql")):
            other.execute(path.read_text(encoding="utf-8"))
        assert other.execute(QUESTION).fetchall() == there
        other.close()


def test_what_is_made_anew_keeps_them_forward_and_back(postgres: Postgres, tmp_path: Path) -> None:
    """A type whose values change places, a function with another result, a view with other columns."""
    adopted(postgres, tmp_path, THINGS + ATTACHED)
    there = postgres.rows(QUESTION)
    for name, before, after in (
        ("p", "[low, high]", "[high, low]"),
        ("secret_integer_VARIADIC_text", "RETURNS integer", "RETURNS bigint"),
        ("total_integer", "int4pl", "int4larger"),
        ("v", "SELECT p.id,", "SELECT p.id + 1 AS id,"),
        ("span", "SUBTYPE = double precision", "SUBTYPE = numeric"),
    ):
        path = tmp_path / "schema" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text, text
        path.write_text(text.replace(before, after), encoding="utf-8")
    project = project_of(postgres.url, tmp_path)
    generate(project, "anew", Answers())
    apply(project, "", lambda _: None)
    assert postgres.value("SELECT pg_get_function_result('secret'::regproc)") == "bigint"
    assert postgres.rows(QUESTION) == there
    roll_back(project, "0001.baseline", 0, lambda _: None)
    assert postgres.value("SELECT pg_get_function_result('secret'::regproc)") == "integer"
    assert postgres.rows(QUESTION) == there


def test_what_is_dropped_has_them_again_when_that_is_rolled_back(postgres: Postgres, tmp_path: Path) -> None:
    """A table with its sequence, a function, an aggregate."""
    adopted(postgres, tmp_path, THINGS + ATTACHED)
    there = postgres.rows(QUESTION)
    for name in ("k", "secret_integer_VARIADIC_text", "ordered_ORDER_BY_integer"):
        (tmp_path / "schema" / f"{name}.yaml").unlink()
    project = project_of(postgres.url, tmp_path)
    meant = [
        "drop-table:k",
        "drop-function:ordered(ORDER BY integer)",
        "drop-function:secret(integer, VARIADIC text[])",
    ]
    generate(project, "fewer", Answers(allow=meant))
    apply(project, "", lambda _: None)
    assert len(postgres.rows(QUESTION)) == len(there) - 8
    roll_back(project, "0001.baseline", 0, lambda _: None)
    assert postgres.rows(QUESTION) == there


ENDS_A_BLOCK = r"""
    CREATE TABLE "x$rename$; CREATE TABLE canary(id int); --" (id serial PRIMARY KEY);
    ALTER SEQUENCE "x$rename$; CREATE TABLE canary(id int); --_id_seq" RENAME TO "$rename_$";
    GRANT SELECT ON "x$rename$; CREATE TABLE canary(id int); --" TO pg_monitor;
    CREATE TABLE "y$grant$; CREATE TABLE canary(id int); --" (id integer PRIMARY KEY);
    GRANT SELECT ON "y$grant$; CREATE TABLE canary(id int); --" TO pg_monitor;
    COMMENT ON CONSTRAINT "y$grant$; CREATE TABLE canary(id int); --_pkey"
        ON "y$grant$; CREATE TABLE canary(id int); --" IS 'it is $grant$ to $rename$';
"""


def test_a_name_that_ends_the_tools_own_block_stays_a_name(
    postgres: Postgres, postgres_admin: Connection, postgres_server_url: str, tmp_path: Path
) -> None:
    """Its blocks are marked by what nothing in them has."""
    adopted(postgres, tmp_path, ENDS_A_BLOCK)
    there = postgres.rows(QUESTION)
    with fresh_database(postgres_admin) as name:
        url = url_for(postgres_server_url, name, TESTER, TESTER)
        assert apply(project_of(url, tmp_path), "", lambda _: None) == ("0001.baseline",)
        with connect(url) as other:
            assert other.execute("SELECT to_regclass('canary')").fetchone() == (None,)
            assert set(there) <= set(other.execute(QUESTION).fetchall())

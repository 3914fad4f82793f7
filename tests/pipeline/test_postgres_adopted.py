"""What an adopted database has that no spec speaks of, and what the next migration makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import generate
from tests.pipeline.test_postgres_pull import adopted, project_of
from tests.postgres import TESTER, Postgres, connect, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

BELONGINGS = """
    CREATE TABLE old_name (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 2),
        t text, u int);
    ALTER TABLE old_name RENAME TO a;
    ALTER TABLE a ALTER COLUMN t SET STORAGE EXTERNAL, ALTER COLUMN u SET STATISTICS 500, REPLICA IDENTITY FULL;
    ALTER TABLE a CLUSTER ON old_name_pkey;
    CREATE STATISTICS a_tu ON t, u FROM a;
    CREATE STATISTICS "a,b" (dependencies) ON t, n FROM a;
    ALTER TABLE a ADD CONSTRAINT small CHECK (u < 9);
    CREATE INDEX a_u ON a (u);
    CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER never AFTER INSERT ON a EXECUTE FUNCTION nothing();
    COMMENT ON INDEX a_u IS 'for the report; it''s slow without';
    COMMENT ON CONSTRAINT small ON a IS 'a digit';
    COMMENT ON TRIGGER never ON a IS E'nothing\\\nat all';
    CREATE RULE kept AS ON DELETE TO a DO INSTEAD NOTHING;
    CREATE VIEW v AS SELECT id FROM a;
    CREATE RULE into_v AS ON INSERT TO v DO INSTEAD INSERT INTO a (u) VALUES (1);
    COMMENT ON VIEW v IS 'What it''s for'
"""

QUESTIONS = (
    "SELECT rulename, definition FROM pg_rules WHERE schemaname = 'public'",
    "SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext ORDER BY 1",
    "SELECT attname, attstorage, attstattarget FROM pg_attribute WHERE attrelid = 'a'::regclass ORDER BY 1",
    "SELECT sequencename, start_value, increment_by FROM pg_sequences ORDER BY 1",
    "SELECT relreplident FROM pg_class WHERE oid = 'a'::regclass",
    "SELECT indexrelid::regclass::text, indisclustered FROM pg_index WHERE indrelid = 'a'::regclass ORDER BY 1",
    "SELECT obj_description('v'::regclass)",
    "SELECT description FROM pg_description WHERE objoid >= 16384 ORDER BY 1",
)


def test_what_no_spec_speaks_of_is_in_the_first_migration(
    postgres: Postgres, postgres_admin: Connection, postgres_server_url: str, tmp_path: Path
) -> None:
    """Rules, statistics, storage, names and options of sequences: a new database has them too."""
    adopted(postgres, tmp_path, BELONGINGS)
    with fresh_database(postgres_admin) as name:
        other = connect(url_for(postgres_server_url, name, TESTER, TESTER))
        for path in sorted((tmp_path / "migrations" / "postgres").glob("*.baseline.sql")):
            other.execute(path.read_text(encoding="utf-8"))
        for question in QUESTIONS:
            assert postgres.rows(question) == other.execute(question).fetchall(), question
        other.close()


def test_a_key_beside_the_one_that_others_refer_to_comes_and_goes_alone(postgres: Postgres, tmp_path: Path) -> None:
    """A foreign key stands on one index: another over the same columns is no matter of its."""
    adopted(postgres, tmp_path, "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)")
    spec = tmp_path / "schema" / "a.yaml"
    spec.write_text(spec.read_text(encoding="utf-8") + "unique:\n  - columns: [id]\n", encoding="utf-8")
    project = project_of(postgres.url, tmp_path)
    made = generate(project, "beside", Answers()).difference
    said = [one.sql for one in (*made.statements, *made.rollback)]
    assert any("CREATE UNIQUE INDEX CONCURRENTLY" in one for one in said)
    assert not [one for one in said if "b_a_fkey" in one]


def test_what_stands_at_the_edge_of_a_proof_keeps_all_its_keys(postgres: Postgres, tmp_path: Path) -> None:
    """The schema after a migration is the whole one, also of tables that were only there to be referred to."""
    adopted(
        postgres,
        tmp_path,
        "CREATE TABLE far (id int PRIMARY KEY); CREATE TABLE edge (id int PRIMARY KEY, far int REFERENCES far);"
        "CREATE TABLE near (id int PRIMARY KEY, edge int REFERENCES edge);"
        "CREATE TABLE changed (id int PRIMARY KEY, near int REFERENCES near)",
    )
    spec = tmp_path / "schema" / "changed.yaml"
    text = spec.read_text(encoding="utf-8").replace("  near:", "  more: {type: text, nullable: true}\n  near:")
    spec.write_text(text, encoding="utf-8")
    project = project_of(postgres.url, tmp_path)
    made = generate(project, "more", Answers())
    for statement in made.difference.statements:
        postgres.run(statement.sql)
    with project.reading() as session:
        assert made.migrations[-1].after == fingerprint(project.dialect.inspect(session))

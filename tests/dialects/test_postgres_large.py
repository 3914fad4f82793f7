"""An empty table of PostgreSQL that looks large: by its file, and by nothing else."""

from __future__ import annotations

from qsys_schema.dialects.postgres.dialect import PostgreSQL
from qsys_schema.dialects.postgres.large import PAGES, look_large
from qsys_schema.model.oracle import Read
from qsys_schema.model.query import Use, Words
from tests.postgres import Postgres

TABLE = """
    CREATE TABLE "of ""all" (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        other bigint NOT NULL UNIQUE REFERENCES "of ""all" (id),
        kind text NOT NULL DEFAULT 'x' CHECK (kind <> ''),
        at bigint NOT NULL,
        twice bigint GENERATED ALWAYS AS (at * 2) STORED
    )
"""
NAME = 'of "all'


def test_nothing_but_its_file_is_larger(postgres: Postgres) -> None:
    """No row, no other column, every constraint and index; a table that has no file of its own is left alone."""
    postgres.run(
        TABLE,
        'CREATE UNIQUE INDEX one ON "of ""all" (kind)',
        "CREATE TABLE parted (id bigint PRIMARY KEY) PARTITION BY HASH (id)",
    )
    dialect = PostgreSQL()
    session = dialect.open_to_write(postgres.url, lambda _: None)
    before = dialect.inspect(session), dialect.catalog(session)
    look_large(session, [NAME, "parted", "nowhere"])
    assert (dialect.inspect(session), dialect.catalog(session)) == before
    assert session.fetch('SELECT * FROM "of ""all"') == []
    session.close()
    assert postgres.value("""SELECT pg_relation_size('"of ""all"') / current_setting('block_size')::int""") == PAGES


def test_the_better_index_is_the_one_of_the_plan(postgres: Postgres) -> None:
    """With few pages either would do, and the planner takes the one that was made last."""
    postgres.run(
        "CREATE TABLE work (id text PRIMARY KEY, queue text, state text, due bigint, worker text, more text)",
        "CREATE INDEX of_queue ON work (queue, state, due)",
        "CREATE INDEX of_state ON work (state, due)",
        "CREATE INDEX of_worker ON work (worker)",
    )
    dialect = PostgreSQL()
    session = dialect.open_to_write(postgres.url, lambda _: None)
    queries: list[list[Words | Use]] = [
        [Words(text="UPDATE work SET more = 'x' WHERE id = "), Use(name="id"), Words(text=" AND worker = 'me'")],
        [
            Words(text="SELECT more FROM work WHERE queue = "),
            Use(name="queue"),
            Words(text=" AND state = 'A' AND due < 5"),
        ],
        [Words(text="SELECT count(more) FROM work")],
    ]
    plans = dialect.plans(session, ["work"], queries)
    session.close()
    assert [plan.reads for (plan,) in plans] == [
        (Read(table="work", key=("id",)),),
        (Read(table="work", index="of_queue"),),
        (Read(table="work"),),
    ]

"""What is tried out in a scratch schema stays in it, whatever somebody has written into a migration."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qsys_schema.dialects.postgres.scratch import ScratchSession, open_scratch
from qsys_schema.errors import DatabaseDisagrees
from tests.postgres import Postgres

TOUCHES_OUTSIDE = [
    "DROP TABLE public.jobs",
    "DROP TABLE jobs",
    "ALTER TABLE jobs ADD COLUMN x integer",
    "INSERT INTO public.jobs VALUES (2)",
    "DELETE FROM jobs",
    "TRUNCATE jobs",
    "CREATE TABLE public.other (id integer)",
    "CREATE INDEX ON public.jobs (id)",
    "CREATE VIEW public.v AS SELECT 1 AS one",
    "DROP TYPE public.mood",
    "ALTER TYPE mood ADD VALUE 'fine'",
    "DROP FUNCTION public.answer()",
    "CREATE OR REPLACE FUNCTION public.answer() RETURNS integer LANGUAGE sql AS 'SELECT 43'",
    "DROP SCHEMA public CASCADE",
    "ALTER SCHEMA public RENAME TO private",
    "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'public' || '.' || 'jobs'; END $$",
    "COMMENT ON TABLE public.jobs IS 'mine'",
    "GRANT ALL ON public.jobs TO PUBLIC",
    "CREATE TRIGGER t BEFORE INSERT ON public.jobs FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
]

ALONE = [
    "CREATE INDEX CONCURRENTLY i ON public.jobs (id)",
    'CREATE INDEX CONCURRENTLY i ON "public"."jobs" (id)',
    "CREATE INDEX CONCURRENTLY i ON jobs (id)",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON jobs (id)",
    "DROP INDEX CONCURRENTLY jobs_pkey",
    "DROP INDEX CONCURRENTLY public.jobs_pkey",
    "VACUUM public.jobs",
    "REINDEX TABLE public.jobs",
]


@pytest.fixture
def scratch(postgres: Postgres) -> Iterator[ScratchSession]:
    """A scratch schema beside a table, a type, a function and a sequence that are somebody's."""
    postgres.run(
        "CREATE TABLE jobs (id integer PRIMARY KEY); INSERT INTO jobs VALUES (1); CREATE TYPE mood AS ENUM ('good');"
        "CREATE SEQUENCE counter; CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42'"
    )
    session = open_scratch(postgres.url)
    yield session
    session.close()


def _outside(postgres: Postgres) -> list[tuple[object, ...]]:
    return postgres.rows(
        "SELECT relname, relacl::text, obj_description(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT attname, '', '' FROM pg_attribute WHERE attrelid = 'public.jobs'::regclass AND attnum > 0 "
        "UNION ALL SELECT enumlabel, '', '' FROM pg_enum UNION ALL SELECT tgname, '', '' FROM pg_trigger "
        "UNION ALL SELECT id::text, '', '' FROM public.jobs "
        "UNION ALL SELECT prosrc, '', '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2, 3"
    )


@pytest.mark.parametrize("sql", TOUCHES_OUTSIDE)
def test_a_transaction_that_touches_what_lies_outside_is_undone(
    scratch: ScratchSession, postgres: Postgres, sql: str
) -> None:
    """The locks of the transaction tell, however the statement hides it ("pg_locks" in the manual)."""
    before = _outside(postgres)
    with pytest.raises(DatabaseDisagrees):
        _in_transaction(scratch, sql)
    scratch.rollback()
    assert _outside(postgres) == before


def _in_transaction(scratch: ScratchSession, sql: str) -> None:
    scratch.begin()
    scratch.execute(sql)
    scratch.commit()


@pytest.mark.parametrize("sql", [*ALONE, *TOUCHES_OUTSIDE])
def test_nothing_touches_what_lies_outside_without_a_transaction(
    scratch: ScratchSession, postgres: Postgres, sql: str
) -> None:
    """What needs no transaction gets one; what cannot have one names nothing that is elsewhere."""
    before = _outside(postgres)
    with pytest.raises(DatabaseDisagrees):
        scratch.execute(sql)
    scratch.rollback()
    assert _outside(postgres) == before


def test_a_sequence_of_others_stops_it(scratch: ScratchSession) -> None:
    """Its number cannot be taken back ("Sequence Manipulation Functions"), but nobody is told that all is well."""
    with pytest.raises(DatabaseDisagrees, match="counter"):
        _in_transaction(scratch, "SELECT setval('public.counter', 99)")


def test_what_is_inside_is_made_and_gone_afterwards(scratch: ScratchSession, postgres: Postgres) -> None:
    """A table of the scratch schema may be made, indexed concurrently, filled and read; then nothing of it is left."""
    _in_transaction(scratch, "CREATE TABLE jobs (id integer, mood mood)")
    scratch.execute("CREATE INDEX CONCURRENTLY i ON jobs (id)")
    scratch.execute("INSERT INTO jobs VALUES (7, 'good')")
    assert scratch.fetch("SELECT id FROM jobs") == [(7,)]
    scratch.execute("DROP INDEX CONCURRENTLY i")
    assert postgres.rows("SELECT id FROM public.jobs") == [(1,)]
    scratch.close()
    assert postgres.rows(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE '\_qsys%'") == []


def test_a_column_may_be_called_like_what_is_elsewhere_but_a_table_is_no_column(scratch: ScratchSession) -> None:
    """An index over a column called ``jobs`` touches no table ``jobs``; one on that table, or dropped, does."""
    _in_transaction(scratch, "CREATE TABLE work (id integer, jobs integer, jobs_pkey integer)")
    scratch.execute("CREATE INDEX CONCURRENTLY i ON work (jobs, id)")
    for sql in ("CREATE INDEX CONCURRENTLY o ON jobs (id)", "DROP INDEX CONCURRENTLY jobs_pkey"):
        with pytest.raises(DatabaseDisagrees, match="not in the scratch copy"):
            scratch.execute(sql)

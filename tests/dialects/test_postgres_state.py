"""The digest of PostgreSQL's catalog changes with everything that a comparison looks at, and with nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from qsys_schema.dialects.postgres.catalog import state
from qsys_schema.dialects.postgres.session import PostgresSession, open_session

if TYPE_CHECKING:
    from tests.postgres import Postgres

BEFORE = (
    "CREATE TYPE mood AS ENUM ('sad', 'happy')",
    "CREATE TYPE pair AS (a integer, b integer)",
    "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
    "CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'",
    "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TABLE owners (id integer PRIMARY KEY, name text)",
    "CREATE TABLE jobs (id integer PRIMARY KEY, owner integer, name text DEFAULT 'x', size varchar(9), n serial)",
    "ALTER TABLE jobs ADD CONSTRAINT ck CHECK (id > 0)",
    "ALTER TABLE jobs ADD CONSTRAINT fk FOREIGN KEY (owner) REFERENCES owners NOT VALID",
    "CREATE INDEX ix ON jobs (owner)",
    "CREATE TRIGGER stamped BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION stamp()",
    "CREATE VIEW shown AS SELECT id, name FROM jobs",
    "CREATE MATERIALIZED VIEW kept AS SELECT id FROM jobs",
    "CREATE SEQUENCE numbers",
    "CREATE POLICY own ON jobs USING (true)",
    "CREATE TABLE parts (id integer) PARTITION BY HASH (id)",
    "CREATE TABLE parts_p0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    "CREATE SCHEMA elsewhere",
    "CREATE TABLE elsewhere.far (id integer PRIMARY KEY, word text)",
    "CREATE TYPE elsewhere.kind AS ENUM ('a')",
    "CREATE FUNCTION elsewhere.f() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
    "CREATE VIEW seen AS SELECT word FROM elsewhere.far",
    "CREATE COLLATION elsewhere.plain (locale = 'C')",
)

CHANGES = (
    "CREATE TABLE more (id integer)",
    "DROP TABLE parts_p0",
    "ALTER TABLE parts DETACH PARTITION parts_p0",
    "ALTER TABLE jobs RENAME TO tasks",
    "ALTER TABLE jobs RENAME COLUMN name TO label",
    "ALTER TABLE jobs ADD COLUMN extra text",
    "ALTER TABLE jobs DROP COLUMN name CASCADE",
    "ALTER TABLE jobs ALTER COLUMN size TYPE varchar(20)",
    'ALTER TABLE jobs ALTER COLUMN size TYPE varchar(9) COLLATE "C"',
    "ALTER TABLE jobs ALTER COLUMN size SET NOT NULL",
    "ALTER TABLE jobs ALTER COLUMN name SET DEFAULT 'y'",
    "ALTER TABLE jobs ALTER COLUMN name DROP DEFAULT",
    "ALTER TABLE owners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE jobs DROP CONSTRAINT ck",
    "ALTER TABLE jobs RENAME CONSTRAINT ck TO checked",
    "ALTER TABLE jobs VALIDATE CONSTRAINT fk",
    "ALTER TABLE jobs ALTER CONSTRAINT fk DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE jobs ADD CONSTRAINT uq UNIQUE (name)",
    "ALTER TABLE jobs SET (fillfactor = 70)",
    "ALTER TABLE parts_p0 SET UNLOGGED",
    "ALTER TABLE jobs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE jobs DISABLE TRIGGER stamped",
    "ALTER TABLE owners INHERIT owners_like",
    "COMMENT ON TABLE jobs IS 'work'",
    "COMMENT ON COLUMN jobs.name IS 'what it is called'",
    "GRANT SELECT ON jobs TO PUBLIC",
    "GRANT SELECT (name) ON jobs TO PUBLIC",
    "CREATE INDEX CONCURRENTLY more ON jobs (name)",
    "DROP INDEX ix",
    "ALTER INDEX ix RENAME TO index_of_owner",
    "ALTER INDEX ix SET (fillfactor = 70)",
    "CREATE OR REPLACE VIEW shown AS SELECT id, upper(name) AS name FROM jobs",
    "ALTER VIEW shown RENAME COLUMN name TO label",
    "ALTER VIEW shown SET (security_barrier = true)",
    "DROP VIEW shown",
    "CREATE UNIQUE INDEX of_kept ON kept (id)",
    "DROP TRIGGER stamped ON jobs",
    "CREATE TRIGGER again AFTER DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION stamp()",
    "CREATE OR REPLACE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $1'",
    "ALTER FUNCTION twice(integer) VOLATILE",
    "DROP FUNCTION twice(integer)",
    "CREATE FUNCTION twice(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'",
    "ALTER TYPE mood ADD VALUE 'calm'",
    "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
    "ALTER TYPE pair ADD ATTRIBUTE c integer",
    "ALTER DOMAIN positive SET NOT NULL",
    "ALTER DOMAIN positive DROP CONSTRAINT positive_check",
    "CREATE TYPE spread AS RANGE (SUBTYPE = integer)",
    "ALTER SEQUENCE numbers INCREMENT 2",
    "ALTER SEQUENCE numbers OWNED BY jobs.id",
    "ALTER SEQUENCE jobs_n_seq OWNED BY NONE",
    "ALTER POLICY own ON jobs USING (id > 0)",
    "DROP POLICY own ON jobs",
    "ALTER SCHEMA elsewhere RENAME TO nowhere",
    "ALTER TABLE elsewhere.far RENAME TO further",
    "ALTER TABLE elsewhere.far RENAME COLUMN word TO term",
    "ALTER TYPE elsewhere.kind RENAME TO sort",
    "ALTER FUNCTION elsewhere.f() RENAME TO g",
    "ALTER COLLATION elsewhere.plain RENAME TO bare",
)

NO_CHANGES = (
    "ANALYZE",
    "VACUUM",
    "VACUUM (FREEZE)",
    "INSERT INTO owners SELECT n, 'n' FROM generate_series(1, 500) AS n; ANALYZE owners",
    "INSERT INTO jobs (id) VALUES (1); UPDATE jobs SET name = 'z'; DELETE FROM jobs",
    "SELECT nextval('numbers')",
    "CREATE TEMP TABLE t (id integer PRIMARY KEY, word text)",
    "BEGIN; ALTER TABLE jobs ADD COLUMN extra text; ROLLBACK",
)


@pytest.fixture
def reader(postgres: Postgres, postgres_url: str) -> Iterator[PostgresSession]:
    """A session that reads; everything is there, made by another."""
    postgres.run(*BEFORE, "CREATE TABLE owners_like (id integer, name text)")
    session = open_session(postgres_url)
    yield session
    session.close()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_another_state(reader: PostgresSession, postgres: Postgres, change: str) -> None:
    """Whatever is looked at."""
    start = state(reader)
    postgres.run(change)
    assert state(reader) != start


@pytest.mark.parametrize("work", NO_CHANGES)
def test_work_is_the_same_state(reader: PostgresSession, postgres: Postgres, work: str) -> None:
    """Rows come and go, statistics are taken, and nothing else."""
    start = state(reader)
    postgres.run(*work.split("; "))
    assert state(reader) == start


def test_within_a_transaction_there_is_none(reader: PostgresSession) -> None:
    """A row may be replaced twice by one transaction."""
    reader.begin()
    assert not state(reader)
    reader.rollback()
    assert state(reader)


def test_it_is_quick(reader: PostgresSession, postgres: Postgres) -> None:
    """A digest of hundreds of tables takes a moment."""
    postgres.run(
        "DO $$ BEGIN FOR n IN 1..300 LOOP EXECUTE format('CREATE TABLE t%s (id integer PRIMARY KEY, a text)', n); "
        "END LOOP; END $$"
    )
    state(reader)
    started = time.perf_counter()
    state(reader)
    assert time.perf_counter() - started < 1

"""What PostgreSQL keeps together in a transaction, whom it makes wait, and what the driver and yoyo pass on to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import psycopg
import pytest
from psycopg.errors import QueryCanceled
from yoyo import internalmigrations

from qsys_schema.apply.door import _backend_over
from qsys_schema.model.session import Session
from tests.postgres import Postgres

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"

LOCKS = """
    SELECT relation::regclass::text, mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relnamespace = 'public'::regnamespace
    ORDER BY relation::regclass::text, mode
"""


def test_a_schema_and_all_in_it_goes_with_its_transaction(postgres: Postgres) -> None:
    """The wish can be built on the live server and taken back (Tutorial, "Transactions"; DDL is no exception)."""
    catalogs = "pg_namespace pg_class pg_type pg_constraint pg_attrdef pg_index pg_enum pg_depend".split()
    count = "SELECT " + ", ".join(f"(SELECT count(*) FROM {one})" for one in catalogs)
    before = postgres.rows(count)
    postgres.run("BEGIN", "CREATE SCHEMA wish", "CREATE TYPE wish.mood AS ENUM ('good')")
    postgres.run("CREATE TABLE wish.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m wish.mood DEFAULT 'good')")
    postgres.run("CREATE INDEX i ON wish.t (m)", "ALTER TABLE wish.t ADD CHECK (id > 0)")
    assert postgres.rows(count) != before
    postgres.run("ROLLBACK")
    assert postgres.rows(count) == before


def test_an_index_that_failed_concurrently_stays_and_is_invalid(postgres: Postgres) -> None:
    """IF NOT EXISTS then keeps it, without a look at the rows (CREATE INDEX, "Building Indexes Concurrently")."""
    postgres.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (1)")
    assert "could not create unique index" in postgres.complaint("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"
    assert postgres.value(valid) is False
    postgres.run("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)")
    assert postgres.value(valid) is False
    postgres.run("TRUNCATE t", "DROP INDEX CONCURRENTLY IF EXISTS i", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
    assert postgres.value(valid) is True


def test_an_index_cannot_be_built_concurrently_in_a_transaction(postgres: Postgres) -> None:
    """Nor beside another statement in one message (CREATE INDEX, "Building Indexes Concurrently")."""
    postgres.run("CREATE TABLE t (a int)")
    create = "CREATE INDEX CONCURRENTLY i ON t (a)"
    assert "cannot run inside a transaction block" in postgres.complaint(f"SELECT 1; {create}")
    postgres.run("BEGIN")
    assert "cannot run inside a transaction block" in postgres.complaint(create)


def test_an_advisory_lock_does_not_hold_back_a_concurrent_index(postgres: Postgres) -> None:
    """Only a snapshot does, and READ COMMITTED keeps none between its statements ("Transaction Isolation")."""
    other = postgres.other()
    postgres.run("CREATE TABLE t (a int)", "SET statement_timeout = '5s'")
    other.run("BEGIN ISOLATION LEVEL READ COMMITTED", "SELECT pg_advisory_xact_lock(1)", "SELECT count(*) FROM t")
    postgres.run("CREATE INDEX CONCURRENTLY i ON t (a)")
    assert postgres.rows(f"SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = {_pid(other)}") == [(1,)]


@pytest.mark.parametrize(
    ("begin", "statement"),
    [("BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1"), ("BEGIN", "INSERT INTO t VALUES (1)")],
    ids=["a snapshot", "a row of the table"],
)
def test_what_holds_back_a_concurrent_index(postgres: Postgres, begin: str, statement: str) -> None:
    """A transaction that keeps a snapshot, whatever it reads, and one that has written to the table."""
    other = postgres.other()
    postgres.run("CREATE TABLE t (a int)", "SET statement_timeout = '0.3s'")
    other.run(begin, statement)
    with pytest.raises(QueryCanceled):
        postgres.run("CREATE INDEX CONCURRENTLY i ON t (a)")


def _pid(session: Postgres) -> int:
    return session.connection.info.backend_pid


def test_a_new_value_of_an_enum_cannot_be_used_in_its_transaction(postgres: Postgres) -> None:
    """It can be added in one since version 12, and is used from the next on (ALTER TYPE, Notes)."""
    postgres.run("CREATE TYPE mood AS ENUM ('good')", "BEGIN", "ALTER TYPE mood ADD VALUE 'bad'")
    assert postgres.complaint("SELECT 'bad'::mood") == 'unsafe use of new value "bad" of enum type mood'
    postgres.run("ROLLBACK", "BEGIN", "ALTER TYPE mood ADD VALUE 'bad'", "COMMIT")
    assert postgres.value("SELECT 'bad'::mood") == "bad"


def test_the_values_of_a_new_enum_can_be_used_at_once(postgres: Postgres) -> None:
    """Those that it was made with: nobody else can have seen the type (ALTER TYPE, Notes)."""
    postgres.run("BEGIN", "CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE TABLE t (m mood DEFAULT 'bad')")
    assert postgres.value("SELECT 'bad'::mood") == "bad"


def test_a_transaction_can_see_what_it_has_locked(postgres: Postgres) -> None:
    """Every relation that it touched, with the mode, until it ends ("pg_locks"; "Explicit Locking")."""
    for name in ("altered", "child", "parent", "read", "untouched", "written"):
        postgres.run(f"CREATE TABLE {name} (a int UNIQUE)")
    postgres.run(
        "BEGIN",
        "SELECT FROM read",
        "INSERT INTO written VALUES (1)",
        "ALTER TABLE altered ADD COLUMN b int",
        "ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES parent (a) NOT VALID",
    )
    tables = [(name, mode) for name, mode in postgres.rows(LOCKS) if not name.endswith("_key")]
    assert tables == [
        ("altered", "AccessExclusiveLock"),
        ("child", "AccessShareLock"),
        ("child", "ShareRowExclusiveLock"),
        ("parent", "AccessShareLock"),
        ("parent", "ShareRowExclusiveLock"),
        ("read", "AccessShareLock"),
        ("written", "RowExclusiveLock"),
    ]
    postgres.run("COMMIT")
    assert postgres.rows(LOCKS) == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("ALTER TABLE t DROP COLUMN a", "cannot drop column a of table t because other objects depend on it"),
        ("ALTER TABLE t ALTER COLUMN a TYPE bigint", "cannot alter type of a column used by a view or rule"),
        ("DROP TABLE t", "cannot drop table t because other objects depend on it"),
        ("ALTER TABLE t DROP COLUMN b", ""),
        ("ALTER TABLE t RENAME COLUMN a TO c", ""),
    ],
)
def test_a_view_holds_on_to_the_columns_it_reads(postgres: Postgres, statement: str, words: str) -> None:
    """They cannot go or change their type; a new name is followed ("Dependency Tracking")."""
    postgres.run("CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT a FROM t")
    assert postgres.complaint(statement) == words


def test_several_statements_go_in_one_execute_as_they_are(postgres: Postgres) -> None:
    """Without parameters psycopg leaves the text alone, percent signs included (psycopg, "Passing parameters")."""
    postgres.run("CREATE TABLE a (x text CHECK (x LIKE '%s%%')); CREATE TABLE b (y int DEFAULT 7 % 4)")
    assert postgres.rows(TABLES) == [("a",), ("b",)]
    (check,) = postgres.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'a'::regclass")
    assert "'%s%%'" in check[0]


@pytest.mark.parametrize("text", ["SELECT 'a%' WHERE %s", "SELECT 1 WHERE %s; SELECT 2"])
def test_with_parameters_neither_holds(postgres: Postgres, text: str) -> None:
    """A percent sign has to be doubled, and there may be one statement only (psycopg, "Passing parameters")."""
    with pytest.raises(psycopg.Error, match=r"placeholder|multiple commands"):
        postgres.connection.execute(text, (True,))


def test_several_statements_in_one_execute_are_one_transaction(postgres: Postgres) -> None:
    """So the first goes with the second ("Multiple Statements in a Simple Query")."""
    assert postgres.complaint("CREATE TABLE a (x int); CREATE TABLE a (x int)") == 'relation "a" already exists'
    assert postgres.rows(TABLES) == []


def test_yoyo_writes_its_records_in_our_transaction(postgres: Postgres) -> None:
    """Its backend for psycopg takes our connection; until we commit, nobody else sees a record."""
    other = postgres.other()
    session = cast("Session", SimpleNamespace(connection=postgres.connection))
    backend = _backend_over(session, "postgresql+psycopg")
    mark = {"migration_hash": "hash", "migration_id": "0001", "when": "2026-01-31T09:30:00.123456"}
    for end, expected in (("ROLLBACK", []), ("COMMIT", [("0001", "2026-01-31 09:30:00.123456")])):
        postgres.run("BEGIN")
        backend._in_transaction = True
        internalmigrations.upgrade(backend)
        backend.execute(backend.format_sql(backend.mark_migration_sql), mark)
        assert set(backend.list_tables()) == {"_yoyo_log", "_yoyo_migration", "_yoyo_version"}
        assert other.rows(TABLES) == []
        postgres.run(end)
        seen = other.rows(TABLES)
        assert bool(seen) == bool(expected)
        if seen:
            assert other.rows("SELECT migration_id, applied_at_utc::text FROM _yoyo_migration") == expected

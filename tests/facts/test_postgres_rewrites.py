"""What ALTER TABLE rewrites or reads through in PostgreSQL, and what it takes as it is."""

from __future__ import annotations

import pytest

from tests.postgres import Postgres


def _file(postgres: Postgres, name: str) -> int:
    """The number of the file that holds the rows: another one after a rewrite."""
    return int(postgres.value(f"SELECT pg_relation_filenode('{name}')"))


def _debugged(postgres: Postgres, *statements: str) -> list[str]:
    """What the server says to itself while it runs the statements."""
    said: list[str] = []
    postgres.run("SET client_min_messages = debug1")
    postgres.connection.add_notice_handler(lambda diagnostic: said.append(diagnostic.message_primary or ""))
    postgres.run(*statements)
    return said


@pytest.mark.parametrize(
    ("before", "after", "rewritten"),
    [
        ("varchar(20)", "varchar(40)", False),
        ("varchar(20)", "varchar", False),
        ("varchar(20)", "text", False),
        ("text", "varchar", False),
        ("numeric(10,2)", "numeric(12,2)", False),
        ("numeric(10,2)", "numeric", False),
        ("timestamp(3)", "timestamp(6)", False),
        ("varchar(40)", "varchar(20)", True),
        ("text", "varchar(20)", True),
        ("numeric(10,2)", "numeric(12,3)", True),
        ("numeric(12,2)", "numeric(10,2)", True),
        ("int", "bigint", True),
        ("int", "text", True),
        ("char(5)", "char(9)", True),
        ("json", "jsonb", True),
        ("timestamp", "timestamptz", True),
    ],
)
def test_which_types_a_column_takes_without_a_rewrite(
    postgres: Postgres, before: str, after: str, rewritten: bool
) -> None:
    """Those whose values are stored the same and need no look (ALTER TABLE, Notes)."""
    postgres.run(f"CREATE TABLE t (a {before})", "INSERT INTO t VALUES (NULL)", "SET TimeZone = 'Europe/Paris'")
    file = _file(postgres, "t")
    postgres.run(f"ALTER TABLE t ALTER COLUMN a TYPE {after}")
    assert (_file(postgres, "t") != file) == rewritten


def test_a_moment_gets_a_zone_without_a_rewrite_in_utc_only(postgres: Postgres) -> None:
    """Since version 12: the setting of the session decides (release notes of 12, "ALTER TABLE")."""
    postgres.run("CREATE TABLE t (a timestamp)", "INSERT INTO t VALUES (now())", "SET TimeZone = 'UTC'")
    file = _file(postgres, "t")
    postgres.run("ALTER TABLE t ALTER COLUMN a TYPE timestamptz")
    assert _file(postgres, "t") == file


@pytest.mark.parametrize(("after", "rebuilt"), [("varchar(40)", False), ("text", False), ("varchar(10)", True)])
def test_an_index_is_kept_where_the_column_is(postgres: Postgres, after: str, rebuilt: bool) -> None:
    """Without a rewrite and with the same collation nothing is sorted again (ALTER TABLE, Notes)."""
    postgres.run("CREATE TABLE t (a varchar(20))", "CREATE INDEX i ON t (a)")
    file = _file(postgres, "i")
    postgres.run(f"ALTER TABLE t ALTER COLUMN a TYPE {after}")
    assert (_file(postgres, "i") != file) == rebuilt


@pytest.mark.parametrize(
    ("column", "rewritten"),
    [
        ("b int", False),
        ("b int NOT NULL DEFAULT 7", False),
        ("b text DEFAULT 'a' || 'b'", False),
        ("b timestamptz NOT NULL DEFAULT now()", False),
        ("b int DEFAULT 7 CHECK (b > 0)", False),
        ("b timestamptz DEFAULT clock_timestamp()", True),
        ("b uuid DEFAULT gen_random_uuid()", True),
        ("b double precision DEFAULT random()", True),
        ("b bigint GENERATED ALWAYS AS IDENTITY", True),
        ("b int GENERATED ALWAYS AS (a + 1) STORED", True),
    ],
)
def test_which_columns_are_added_without_a_rewrite(postgres: Postgres, column: str, rewritten: bool) -> None:
    """Those whose value is the same for every row there is (ALTER TABLE, Notes)."""
    postgres.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)")
    file = _file(postgres, "t")
    postgres.run(f"ALTER TABLE t ADD COLUMN {column}")
    assert (_file(postgres, "t") != file) == rewritten


PROVEN = 'existing constraints on column "t.a" are sufficient to prove that it does not contain nulls'


@pytest.mark.parametrize(
    ("constraint", "proven"),
    [
        ("CHECK (a IS NOT NULL)", True),
        ("CHECK (a IS NOT NULL AND b > 0)", True),
        ("CHECK (a IS NOT NULL) NOT VALID", False),
        ("CHECK (a > 0)", False),
    ],
)
def test_not_null_is_not_looked_for_where_a_check_proves_it(postgres: Postgres, constraint: str, proven: bool) -> None:
    """Since version 12, by a valid CHECK only; one that NULL passes proves nothing (ALTER TABLE, SET NOT NULL)."""
    postgres.run("CREATE TABLE t (a int, b int)", f"ALTER TABLE t ADD CONSTRAINT c {constraint}")
    said = _debugged(postgres, "ALTER TABLE t ALTER COLUMN a SET NOT NULL")
    assert (PROVEN in said) == proven
    assert ('verifying table "t"' in said) != proven


def test_a_check_is_not_validated_twice(postgres: Postgres) -> None:
    """NOT VALID reads nothing, VALIDATE reads all, and only once (ALTER TABLE, VALIDATE CONSTRAINT)."""
    postgres.run("CREATE TABLE t (a int)")
    add = "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"
    validate = "ALTER TABLE t VALIDATE CONSTRAINT c"
    said = _debugged(postgres, add)
    assert 'verifying table "t"' not in said
    postgres.run(validate)
    assert said.count('verifying table "t"') == 1
    postgres.run(validate)
    assert said.count('verifying table "t"') == 1


def test_a_constraint_is_replaced_in_one_statement(postgres: Postgres) -> None:
    """Under the same name, and rows that break the new one may stay (ALTER TABLE, Description, NOT VALID)."""
    postgres.run("CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))", "INSERT INTO t VALUES (1)")
    postgres.run("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (a > 1) NOT VALID")
    query = "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass"
    assert postgres.rows(query) == [("c", False, "CHECK ((a > 1)) NOT VALID")]
    assert "violates check constraint" in postgres.complaint("INSERT INTO t VALUES (1)")


@pytest.mark.parametrize("kind", ["UNIQUE", "PRIMARY KEY"])
@pytest.mark.parametrize("name", ["i", "c"])
def test_a_constraint_takes_an_index_that_is_there(postgres: Postgres, kind: str, name: str) -> None:
    """It is not built again, and takes the constraint's name (ALTER TABLE, USING INDEX)."""
    postgres.run("CREATE TABLE t (a int NOT NULL)", "INSERT INTO t VALUES (1)", "CREATE UNIQUE INDEX i ON t (a)")
    file = _file(postgres, "i")
    postgres.run(f"ALTER TABLE t ADD CONSTRAINT {name} {kind} USING INDEX i")
    query = "SELECT conname, conindid::regclass::text FROM pg_constraint WHERE contype IN ('u', 'p')"
    assert postgres.rows(f"{query} AND conrelid = 't'::regclass") == [(name, name)]
    assert _file(postgres, name) == file

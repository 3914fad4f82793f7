"""What a squash plans anew, and what it keeps word for word."""

from __future__ import annotations

import pytest

from qsys_schema.dialects.registry import dialect_named
from qsys_schema.history.read import read
from tests.command import ROOT

EVERYWHERE = (
    "INSERT INTO jobs VALUES (1)",
    "UPDATE jobs SET a = 1",
    "DELETE FROM jobs",
    "WITH a AS (SELECT 1) DELETE FROM jobs",
    "SELECT 1",
)
OWN = {
    "sqlite": ("PRAGMA user_version = 3", "REPLACE INTO jobs VALUES (1)", "ATTACH 'x' AS y", "ANALYZE"),
    "postgres": (
        "GRANT SELECT ON jobs TO PUBLIC",
        "CREATE EXTENSION pg_trgm",
        "CREATE POLICY p ON jobs",
        "ALTER TABLE jobs ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE jobs OWNER TO somebody",
        "alter function f() owner to somebody",
        "CREATE UNLOGGED TABLE a (b int)",
        "ALTER TABLE jobs SET UNLOGGED",
        "CREATE SEQUENCE s",
        "COMMENT ON INDEX i IS 'x'",
        "DO $$ BEGIN DELETE FROM jobs; END $$",
        "SET LOCAL search_path = x",
        "MERGE INTO jobs USING a ON true WHEN MATCHED THEN DELETE",
        "COPY jobs FROM PROGRAM 'x'",
        "TRUNCATE jobs",
    ),
}


@pytest.mark.parametrize(("name", "statement"), [(name, one) for name in OWN for one in (*EVERYWHERE, *OWN[name])])
def test_what_no_schema_tells_of_is_not_plain(name: str, statement: str) -> None:
    """It would be lost if the schema were planned anew."""
    assert not dialect_named(name, {}).is_plain(statement)


@pytest.mark.parametrize("name", OWN)
def test_what_the_tool_writes_for_the_queue_is_plain(name: str) -> None:
    """Every statement of the shipped migrations, both ways."""
    for one in read(ROOT / "migrations" / name):
        for statement in (*one.forward, *one.rollback):
            assert dialect_named(name, {}).is_plain(statement), statement

"""Databases that were made with the line ends of Windows: they are adopted as they are, to the last character."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.command import Command
from tests.hostile.stage import Stage
from tests.pipeline.desk import Desk
from tests.postgres import Postgres

_SQLITE = (
    "CREATE TABLE t (\r\n a INTEGER PRIMARY KEY, -- a key\r\n b TEXT CHECK (b <>\r\n 'y'),\r\n c AS (b ||\r\n 'z'))",
    "CREATE INDEX i ON t (b)\r\n WHERE b\r\n > 'a'",
    "CREATE VIEW v AS\r\n SELECT a,\r\n b FROM t",
    "CREATE TRIGGER g AFTER INSERT ON t\r\n BEGIN\r\n SELECT 1;\r\nEND",
)
_POSTGRES = (
    "CREATE TABLE t (\r\n a bigint PRIMARY KEY,\r\n b text DEFAULT 'x\r\ny' CHECK (b <>\r\n 'y\rz'))",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN\r\n NEW.b := 'q\\';\r\n RETURN NEW;\r\nEND$$",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW\r\n EXECUTE FUNCTION f()",
    "CREATE VIEW v AS SELECT a,\r\n b FROM t",
    "COMMENT ON TABLE t IS 'one\r\ntwo'",
)


def test_sqlite_with_the_line_ends_of_windows(stage: Stage) -> None:
    """A baseline is written, and makes the same again."""
    with closing(sqlite3.connect(stage.root / "other.db")) as connection:
        for statement in _SQLITE:
            connection.execute(statement)
    there = ("--schema", "pulled", "--migrations", "others", "--database", "sqlite:///other.db")
    stage.run("pull", "--baseline", *there, only=(0,))
    assert "nothing to do" in stage.run("diff", *there, only=(0,)).stdout
    found = stage.run("check", *there[:4], "--format", "json").stdout
    assert "code/" in found
    assert "migrations" not in found.replace('"migrations"', "")


def test_postgres_with_the_line_ends_of_windows(postgres: Postgres, run_cli: Command) -> None:
    """A function's body keeps every one of its carriage returns."""
    postgres.run(*_POSTGRES)
    desk = Desk(command=run_cli, dialect="postgres", url=postgres.url)
    desk.write("qsys-schema.toml", 'dialects = ["postgres"]\n')
    desk.ok("pull", "--baseline", *desk.database)
    assert "nothing to do" in desk.ok("diff", *desk.database).stdout
    desk.check()
    body = postgres.value("SELECT prosrc FROM pg_proc WHERE proname = 'f'")
    assert body.count("\r\n") == 3
    assert b"\r" not in (desk.folder / "0001.baseline.sql").read_bytes()


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "\r"])
def test_a_carriage_return_in_a_text_of_a_spec(run_cli: Command, postgres_url: str, text: str) -> None:
    """PostgreSQL gets it as an escape; for SQLite it is refused where it stands."""
    quoted = text.replace("\r", "\\r").replace("\n", "\\n")
    for dialect, url in (("postgres", postgres_url), ("sqlite", "sqlite:///desk.db")):
        desk = Desk(command=run_cli, dialect=dialect, url=url)
        desk.write("qsys-schema.toml", f'dialects = ["{dialect}"]\n')
        desk.spec(f'said: {{type: text, default: "{quoted}"}}')
        if dialect == "sqlite":
            assert "schema/jobs.yaml:5:" in desk.refused("generate")
            continue
        desk.generate("first")
        desk.ok("apply", *desk.database)
        desk.check()
        assert desk.sql("INSERT INTO jobs (id) VALUES (1)", "SELECT said FROM jobs") == [(text,)]

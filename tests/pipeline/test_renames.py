"""Renames from the specs to a live database and back, with rows, by the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import Command

SPEC = """
table: jobs
columns:
  id: {type: integer, primary_key: true}
  first: {type: text}
  last: {type: text}
indexes:
  - {columns: [first], name: by_first}
"""
SWAP = ("--rename", "jobs.first=jobs.last", "--rename", "jobs.last=jobs.first")


class Place:
    """A project with one applied migration, a view, a trigger and a row."""

    def __init__(self, run: Command, folder: Path) -> None:
        self.run = run
        self.folder = folder

    def ok(self, *arguments: str) -> str:
        """Run a command that must succeed."""
        done = self.run(*arguments)
        assert done.code == 0, (arguments, done)
        return done.stdout

    def wish(self, text: str) -> None:
        """Write the spec of jobs."""
        (self.folder / "schema" / "jobs.yaml").write_text(text, encoding="utf-8")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement on the live database."""
        with closing(sqlite3.connect(self.folder / "live.db")) as connection, connection:
            return connection.execute(statement).fetchall()

    def texts(self) -> list[tuple[object, ...]]:
        """The catalog as SQLite keeps it, without the quotes that a rename leaves behind."""
        return self.sql(
            "SELECT name, replace(sql, '\"', '') FROM sqlite_master WHERE sql <> '' AND name NOT LIKE '%yoyo%' "
            "AND tbl_name NOT LIKE '%yoyo%' ORDER BY name"
        )


@pytest.fixture
def place(run_cli: Command, tmp_path: Path) -> Place:
    """The project."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "qsys-schema.toml").write_text('database = "sqlite:///live.db"\n', encoding="utf-8")
    made = Place(run_cli, tmp_path)
    made.wish(SPEC)
    made.ok("generate", "first")
    made.ok("apply")
    made.sql("CREATE VIEW shown AS SELECT id, first || ' ' || jobs.last AS name FROM jobs")
    made.sql(
        "CREATE TRIGGER kept AFTER UPDATE OF first ON jobs WHEN new.last = '' "
        "BEGIN UPDATE jobs SET last = old.first WHERE id = new.id; END"
    )
    made.ok("generate", "by_hand", "--from-drift", "adopt")
    made.sql("INSERT INTO jobs VALUES (1, 'Lovelace', 'Ada')")
    return made


def test_a_swap_by_options_carries_rows_views_and_triggers_and_comes_back(place: Place) -> None:
    """Asked for once and proven; verified from its file alone, applied, and rolled back to the same catalog."""
    place.wish(SPEC.replace("columns: [first]", "columns: [last]"))
    place.ok("generate", "swap", *SWAP)
    place.ok("verify", "0003.swap")
    before = place.texts()
    place.ok("apply")
    assert place.sql("SELECT first, last FROM jobs") == [("Ada", "Lovelace")]
    assert place.sql("SELECT name FROM shown") == [("Lovelace Ada",)]
    assert place.run("diff", "--exit-code").code == 0
    place.ok("check")
    place.ok("rollback", "--steps", "1")
    assert place.texts() == before
    assert place.sql("SELECT first, last FROM jobs") == [("Lovelace", "Ada")]


def test_a_chain_over_two_migrations_follows_its_hints(place: Place) -> None:
    """The first becomes middle, and in the next migration last, whose old bearer becomes final."""
    place.wish(SPEC.replace("first: {", "middle: {renamed_from: first, ").replace("[first]", "[middle]"))
    place.ok("generate", "one")
    place.ok("apply")
    wanted = SPEC.replace("last: {", "final: {renamed_from: last, ").replace("[first]", "[last]")
    place.wish(wanted.replace("first: {", "last: {renamed_from: middle, "))
    place.ok("generate", "two")
    place.ok("verify", "0004.two")
    place.ok("apply")
    assert place.sql("SELECT last, final FROM jobs") == [("Lovelace", "Ada")]
    assert place.run("diff", "--exit-code").code == 0

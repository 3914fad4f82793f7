from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.house import Project
from tests.command import Command

ODD = """
    CREATE TABLE "no" (                         -- every answer
        "null" INTEGER PRIMARY KEY AUTOINCREMENT,  -- its number
        -- 'yes' or what one likes
        "yes" VARCHAR(20) NOT NULL DEFAULT 'y' COLLATE NOCASE,
        "1e3" NUMERIC(10, 2) DEFAULT -1.50,
        "a: b #c" DATETIME DEFAULT CURRENT_TIMESTAMP,
        "😀" BOOL NOT NULL ON CONFLICT REPLACE DEFAULT 1,
        twice INTEGER GENERATED ALWAYS AS ("null" * 2) STORED,
        kind TEXT NOT NULL CHECK (kind IN ('a', 'it''s')),
        flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (0, 1)),
        UNIQUE ("yes", kind) ON CONFLICT IGNORE,
        CONSTRAINT "named check" CHECK (length("yes") < 30)
    );
    CREATE TABLE key_of_text (id TEXT PRIMARY KEY, parent REFERENCES "no" ON DELETE SET NULL MATCH FULL
        DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
    CREATE TABLE nullable_key (a TEXT, b, PRIMARY KEY (a DESC, b COLLATE RTRIM));
    CREATE TABLE quirk (id INTEGER PRIMARY KEY DESC);
    CREATE TABLE strict_one (id INT NOT NULL PRIMARY KEY, anything ANY) STRICT;
    CREATE TABLE "../../escape" (a);
    CREATE TABLE "ESCAPE" (a);
    CREATE UNIQUE INDEX part ON "no" (lower("yes"), "1e3" DESC) WHERE kind = 'a';
    CREATE INDEX ix_no_kind ON "no" (kind);
    CREATE VIEW some_of_it AS SELECT "null" AS n FROM "no"; -- why
    CREATE TRIGGER touched AFTER UPDATE ON "no" BEGIN
        UPDATE "no" SET kind = 'a' WHERE "null" = new."null";
    END;
    CREATE VIRTUAL TABLE words USING fts5(word);
    CREATE TRIGGER spread AFTER INSERT ON quirk BEGIN INSERT INTO words (word) VALUES (new.id); END;
"""


@pytest.fixture
def odd(project: Project) -> Project:
    """A folder without specs, and a database that somebody else made."""
    for path in (project.folder / "schema").glob("*"):
        path.unlink()
    with closing(sqlite3.connect(project.folder / "test.db")) as connection:
        connection.executescript(ODD)
    return project


def specs(project: Project) -> dict[str, str]:
    """The text of every spec by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((project.folder / "schema").iterdir())}


def test_what_is_pulled_describes_the_database_exactly(odd: Project) -> None:
    """Every clause of it, and nothing is left to do; the second time every file is right already."""
    done = odd.ok("pull", *odd.database)
    assert "words cannot be described" in done.stderr
    assert odd.ok("diff", *odd.database, "--exit-code").stdout.startswith("nothing to do")
    before = specs(odd)
    again = odd.ok("pull", *odd.database)
    assert "wrote" not in again.stdout
    assert specs(odd) == before


def test_specs_are_as_a_person_would_have_written_them(odd: Project) -> None:
    """Logical types, no names that go without saying, comments as descriptions, YAML's traps in quotes."""
    odd.ok("pull", *odd.database)
    text = specs(odd)["no.yaml"]
    assert 'table: "no"\ndescription: every answer\n' in text
    assert '  "null": {type: integer, primary_key: true, autoincrement: true, description: its number}\n' in text
    assert "  kind: {type: text, enum: [a, it's]}\n" in text
    assert "  flag: {type: boolean, default: false}\n" in text
    assert '  "yes":\n    type: text\n    length: 20\n    native: {sqlite: VARCHAR(20)}\n    default: "y"\n' in text
    assert "    collate: {sqlite: nocase}\n" in text
    assert "  - {columns: [kind]}\n" in text
    assert "name: named check" in text


def test_names_never_leave_the_folder_and_never_meet(odd: Project) -> None:
    """A table may be called anything; its file is in the folder, and another table's file is another."""
    odd.ok("pull", *odd.database)
    assert {"escape.yaml", "ESCAPE_2.yaml"} <= specs(odd).keys()
    assert not (odd.folder.parent / "escape.yaml").exists()


def test_comments_and_order_of_a_spec_are_kept(project: Project) -> None:
    """Only what is wrong in it is changed."""
    project.write(
        "schema/jobs.yaml",
        "# all about jobs\ntable: jobs\ncolumns:\n"
        "  name: {type: text}  # a name\n  id: {type: integer, primary_key: true}\n"
        "  # to be dropped one day\n  old: {type: text, nullable: true}\n"
        "indexes:\n  # finds by name\n  - columns: [name]\n",
    )
    with closing(sqlite3.connect(project.folder / "test.db")) as connection:
        connection.executescript(
            "CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, old INTEGER, extra TEXT);"
            "CREATE INDEX ix_jobs_name ON jobs (name);"
        )
    project.ok("pull", *project.database)
    assert specs(project)["jobs.yaml"] == (
        "# all about jobs\ntable: jobs\ncolumns:\n"
        "  name: {type: text}  # a name\n  id: {type: integer, primary_key: true}\n"
        "  # to be dropped one day\n  old: {type: integer, nullable: true}\n"
        "  extra: {type: text, nullable: true}\n"
        "indexes:\n  # finds by name\n  - columns: [name]\n"
    )
    project.ok("diff", *project.database, "--exit-code")


def test_nothing_is_written_where_a_spec_cannot_say_it(odd: Project) -> None:
    """A reference to a table that is not there, say: the message names it."""
    odd.sql("CREATE TABLE loose (a REFERENCES nowhere (id))")
    done = odd.run("pull", *odd.database)
    assert done.code == 1
    assert "nowhere" in done.stderr
    assert specs(odd) == {}


def test_a_spec_of_what_is_not_there_is_named(odd: Project) -> None:
    """It is left as it is: it may be a wish."""
    odd.write("schema/wish.yaml", "table: wish\ncolumns:\n  id: {type: integer}\n")
    done = odd.ok("pull", *odd.database)
    assert "schema/wish.yaml declares what the database does not have" in done.stderr


def test_a_baseline_is_applied_here_and_makes_a_new_database_elsewhere(odd: Project) -> None:
    """What the migration makes on an empty database is what is there, virtual tables too."""
    odd.sql('INSERT INTO "ESCAPE" VALUES (1)')
    found = json.loads(odd.ok("pull", *odd.database, "--baseline", "--format", "json").stdout)
    assert Path(found["migration"]).name == "0001.baseline.sql"
    assert odd.ok("apply", *odd.database).stdout.startswith("nothing to do")
    odd.ok("status", *odd.database, "--exit-code")
    odd.ok("check")
    odd.ok("apply", "--database", "sqlite:///new.db")
    odd.ok("diff", "--database", "sqlite:///new.db", "--exit-code")
    # What was there before the baseline is not its to take back, unless somebody says so by its name.
    refused = odd.run("rollback", *odd.database)
    assert (refused.code, "--allow rollback:0001.baseline" in refused.stderr) == (4, True)
    assert odd.rows('SELECT COUNT(*) FROM "ESCAPE"') == [(1,)]
    odd.ok("rollback", "--database", "sqlite:///new.db")
    again = odd.run("pull", *odd.database, "--baseline")
    assert again.code == 1
    assert "has migrations already" in again.stderr


def test_an_empty_database_gives_no_specs(project: Project, run_cli: Command) -> None:
    """And is not made by looking."""
    del run_cli
    assert project.ok("pull", *project.database).stderr.count("declares what the database does not have") == 1
    assert not (project.folder / "test.db").exists()

"""Spellings that a linter of texts gets wrong, one way or the other."""

from __future__ import annotations

import pytest

from tests.lint.house import OTHER, SETUP, Shelf, codes

JOBS = 'CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20), "Odd. Name" integer, n integer);'
COPY = "INSERT INTO new (id, owner, n) SELECT id, owner, n FROM jobs;"
NEW = "CREATE TABLE new (id integer PRIMARY KEY, owner varchar(20), n integer);"

SQLITE = {
    "comment_between_words": ("ALTER/**/TABLE jobs DROP/* x */COLUMN n;", "DS103"),
    "line_comment_between_words": ("DROP -- DROP COLUMN\n TABLE -- ;\n jobs;", "DS102"),
    "brackets_around_names": ("ALTER TABLE [jobs] DROP COLUMN [Odd. Name];", "DS103"),
    "backticks_and_schema": ("ALTER TABLE main.`jobs` RENAME COLUMN `n` TO m;", "BC102"),
    "drop_in_a_string": ("INSERT INTO jobs (owner) VALUES ('DROP TABLE jobs;');", ""),
    "drop_in_a_comment": ("/* DROP TABLE jobs; */ ALTER TABLE jobs ADD COLUMN m integer; -- DROP TABLE jobs", ""),
    "if_exists_of_nothing": ("DROP TABLE IF EXISTS nobody;", ""),
    "dropped_and_made_empty": (f"DROP TABLE jobs;\n{JOBS}", "DS102"),
    "made_and_dropped_again": (f"{NEW}\nDROP TABLE new;", ""),
    "rebuild_by_a_rename_first": (
        f"ALTER TABLE jobs RENAME TO old;\n{JOBS}\nINSERT INTO jobs SELECT * FROM old;\nDROP TABLE old;",
        "",
    ),
    "rebuild_that_loses_a_column": (f"{NEW}\n{COPY}\nDROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;", "DS103"),
    "rebuild_that_copies_nothing": (f"{NEW}\nDROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;", "DS102"),
    "rebuild_by_a_cte": (
        (
            f"{JOBS.replace('jobs', 'new')}\nWITH j AS (SELECT * FROM jobs) INSERT INTO new SELECT * FROM j;\n"
            "DROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;"
        ),
        "",
    ),
    "rebuild_over_a_temporary_table": (
        (
            f"CREATE TEMP TABLE kept AS SELECT * FROM jobs;\nDROP TABLE jobs;\n{JOBS}\n"
            "INSERT INTO jobs SELECT * FROM kept;\nDROP TABLE temp.kept;"
        ),
        "",
    ),
    "swap_of_two_columns_by_a_copy": (
        (
            f"{JOBS.replace('jobs', 'new').replace('owner', 'keeper')}\nINSERT INTO new SELECT * FROM jobs;\n"
            "DROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;"
        ),
        "BC102",
    ),
    "column_moved_by_update": (
        "ALTER TABLE jobs ADD COLUMN m integer;\nUPDATE jobs SET m = n;\nALTER TABLE jobs DROP COLUMN n;",
        "BC102",
    ),
    "column_made_anew": ("ALTER TABLE jobs DROP COLUMN n;\nALTER TABLE jobs ADD COLUMN n integer;", "DS103"),
    "index_dropped_and_made_again": ("CREATE INDEX i ON jobs (n);\nDROP INDEX i;\nCREATE INDEX i ON jobs (n);", ""),
}

POSTGRES = {
    "do_block_that_drops": ("DO $x$ BEGIN EXECUTE format('DROP TABLE %I', 'jobs'); END $x$;", "DS102"),
    "alter_if_exists_only": ("ALTER TABLE IF EXISTS ONLY jobs DROP COLUMN IF EXISTS n CASCADE;", "DS103"),
    "drop_column_without_the_word": ("alter table jobs drop n;", "DS103"),
    "several_actions": ("ALTER TABLE jobs ADD m int DEFAULT 1, DROP n, ALTER owner SET DEFAULT 'x';", "DS103"),
    "unicode_name": ('ALTER TABLE U&"\\006aobs" DROP COLUMN n;', "DS103"),
    "rename_in_a_block": ("DO $$ BEGIN ALTER TABLE jobs RENAME n TO m; END $$;", "BC102"),
    "function_that_only_mentions_a_drop": (
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE jobs; END $$;",
        "",
    ),
    "function_that_is_called": (
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE jobs; END $$;\nSELECT f();",
        "DS102",
    ),
    "varchar_made_longer_is_no_rewrite": ("ALTER TABLE jobs ALTER owner TYPE varchar(40);", ""),
    "default_that_is_no_rewrite": ("ALTER TABLE jobs ADD m timestamptz DEFAULT now();", ""),
    "serial_is_a_rewrite": ("ALTER TABLE jobs ADD m serial;", "PG310"),
    "index_on_a_new_table": ("CREATE TABLE t (a int);\nCREATE INDEX ON t (a);", ""),
    "index_in_another_spelling": ("create\nunique  index concurrently_i on only jobs using btree (n);", "MF101 PG101"),
    "check_in_add_column": ("ALTER TABLE jobs ADD COLUMN m int CHECK (m > 0);", "PG305"),
    "not_null_of_a_new_column": ("ALTER TABLE jobs ADD m int;\nALTER TABLE jobs ALTER m SET NOT NULL;", "MF103 PG303"),
    "expand_in_one_file": (
        (
            "ALTER TABLE jobs ADD m bigint;\nUPDATE jobs SET m = n;\nALTER TABLE jobs DROP n;\n"
            "ALTER TABLE jobs RENAME m TO n;"
        ),
        "",
    ),
    "select_into": ("SELECT * INTO kept FROM jobs;\nDROP TABLE jobs;\nALTER TABLE kept RENAME TO jobs;", "CD103"),
}


@pytest.mark.parametrize("name", SQLITE)
def test_what_it_does_on_sqlite(name: str, sqlite_shelf: Shelf) -> None:
    """Whatever it looks like."""
    text, expected = SQLITE[name]
    assert codes(sqlite_shelf.found(JOBS, text)) == expected.split()


@pytest.mark.parametrize("name", POSTGRES)
def test_what_it_does_on_postgresql(name: str, postgres_shelf: Shelf) -> None:
    """Whatever it looks like."""
    text, expected = POSTGRES[name]
    assert codes(postgres_shelf.found(JOBS, text)) == expected.split()


def test_the_line_is_that_of_the_statement_to_blame(sqlite_shelf: Shelf) -> None:
    """Also where a table is rebuilt: there it is the one that drops it."""
    text = f"-- A comment.\n\n{NEW}\n{COPY}\nDROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;"
    (lost,) = [one for one in sqlite_shelf.found(JOBS, text) if one.code == "DS103"]
    assert (lost.line, lost.ref) == (5, "jobs.Odd. Name")


def test_own_transaction_statements_are_named_and_stop_the_replay(sqlite_shelf: Shelf) -> None:
    """Nobody can tell what a file does that ends its transaction."""
    sqlite_shelf.put(SETUP, JOBS)
    sqlite_shelf.put(OTHER, "COMMIT;\nDROP TABLE jobs;")
    sqlite_shelf.put("0003.third", "ALTER TABLE jobs ADD COLUMN m integer;", "ALTER TABLE jobs DROP COLUMN m;")
    found = sqlite_shelf.lint()
    assert [one.code for one in found.findings if one.migration == OTHER] == ["YO106"]
    assert found.unseen == (OTHER, "0003.third")


def test_what_cannot_be_parsed_is_told_by_the_database(sqlite_shelf: Shelf) -> None:
    """With the line, and what comes after it is said to be unseen."""
    sqlite_shelf.put(SETUP, JOBS)
    sqlite_shelf.put(OTHER, "ALTER TABLE jobs ADD COLUMN m integer;\nALTER TABEL jobs;")
    sqlite_shelf.put("0003.third", "SELECT 1;")
    found = sqlite_shelf.lint()
    (failed,) = [one for one in found.findings if one.code == "YO107"]
    assert failed.where.endswith("0002.other.sql:2")
    assert 'near "TABEL": syntax error' in failed.text
    assert found.unseen == ("0003.third",)


def test_a_huge_file_is_linted_in_a_moment(sqlite_shelf: Shelf) -> None:
    """Rows are no statements to ponder."""
    rows = ",\n".join(f"({number}, 'DROP TABLE jobs', 1)" for number in range(20_000))
    text = f"INSERT INTO jobs (id, owner, n) VALUES\n{rows};\nALTER TABLE jobs DROP COLUMN n;"
    assert codes(sqlite_shelf.found(JOBS, text)) == ["DS103"]


def test_files_that_are_no_migrations_are_named(sqlite_shelf: Shelf) -> None:
    """The rest is looked at all the same."""
    sqlite_shelf.put(SETUP, JOBS)
    sqlite_shelf.put(OTHER, "-- nothing")
    (found,) = sqlite_shelf.lint().findings[:1]
    assert (found.code, found.migration) == ("YO108", OTHER)

"""What takes rows, values, rights or parts away by ways that no change of the schema tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lint.house import OTHER, SETUP, Shelf, codes

JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20), n integer);\n"
RUNS = "CREATE TABLE runs (id integer PRIMARY KEY, job integer);\n"
BUSY = f"{JOBS}{RUNS}CREATE VIEW busy AS SELECT id, owner FROM jobs WHERE n > 0;\n"
NEW = "CREATE TABLE new (id integer PRIMARY KEY, owner varchar(20), n integer);\n"
SWAP = "\nDROP TABLE jobs;\nALTER TABLE new RENAME TO jobs;"
KEPT = "\nALTER TABLE jobs ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);"

BOTH = {
    "delete": ("DELETE FROM jobs;", "DS110"),
    "delete_of_what_is_always_true": ('delete from "jobs" where (1 = 1);', "DS110"),
    "delete_of_some": ("DELETE FROM jobs WHERE n = 1;", ""),
    "delete_of_a_new_table": (f"{NEW}DELETE FROM new;", ""),
    "delete_that_the_header_names": ("-- rows: jobs\nDELETE FROM jobs;", ""),
    "delete_of_another_than_the_header_names": ("-- rows: runs\nDELETE FROM jobs;", "DS110"),
    "delete_behind_a_with": ("WITH x AS (SELECT 1 WHERE 2 > 1) DELETE FROM jobs;", "DS110"),
    "update": ("UPDATE jobs SET owner = 'x';", "DS111"),
    "update_of_some": ("UPDATE jobs SET owner = 'x' WHERE owner IS NULL;", ""),
    "update_whose_condition_is_of_something_else": ("UPDATE jobs SET n = (SELECT 1 WHERE 2 > 1);", "DS111"),
    "update_of_a_new_column": ("ALTER TABLE jobs ADD COLUMN m integer;\nUPDATE jobs SET m = n;", ""),
    "update_of_a_new_column_and_an_old_one": (
        "ALTER TABLE jobs ADD COLUMN m integer;\nUPDATE jobs SET m = n, n = 0;",
        "DS111",
    ),
    "copy_of_some_rows": (f"{NEW}INSERT INTO new SELECT * FROM jobs WHERE n > 1;{SWAP}", "DS112"),
    "copy_of_no_row": (f"{NEW}INSERT INTO new SELECT * FROM jobs LIMIT 0;{SWAP}", "DS112"),
    "copy_of_rows_that_others_have": (
        f"{NEW}INSERT INTO new SELECT j.id, j.owner, j.n FROM jobs AS j JOIN runs ON runs.job = j.id;{SWAP}",
        "DS112",
    ),
    "copy_of_all_beside_others": (
        f"{NEW}INSERT INTO new SELECT j.id, j.owner, j.n FROM jobs AS j LEFT JOIN runs ON runs.job = j.id;{SWAP}",
        "",
    ),
    "copy_that_is_counted": (
        f"{NEW}INSERT INTO new (id, n, owner) SELECT count(id), max(n), max(owner) FROM jobs;{SWAP}",
        "DS112",
    ),
    "copy_that_is_thrown_away": (f"{NEW}INSERT INTO new SELECT * FROM jobs;\nDELETE FROM new;{SWAP}", "DS102"),
    "copy_some_of_which_is_thrown_away": (
        f"{NEW}INSERT INTO new SELECT * FROM jobs;\nDELETE FROM new WHERE n = 1;{SWAP}",
        "DS112",
    ),
    "copy_of_what_was_emptied": (f"DELETE FROM jobs;\n{NEW}INSERT INTO new SELECT * FROM jobs;{SWAP}", "DS102 DS110"),
    "rebuild_over_two_steps": (f"{NEW}INSERT INTO new SELECT * FROM (SELECT * FROM jobs) AS j;{SWAP}", ""),
    "view_of_the_old_name": (
        "ALTER TABLE jobs RENAME TO all_jobs;\nCREATE VIEW jobs AS SELECT id, owner, n FROM all_jobs;",
        "BC101",
    ),
    "new_table_of_the_old_name": (f"ALTER TABLE jobs RENAME TO old_jobs;\n{JOBS}", "BC101"),
}

SQLITE = {
    "copy_in_a_subquery": (f"{NEW}INSERT INTO new (id) SELECT (SELECT max(id) FROM jobs);{SWAP}", "DS103 DS103 DS112"),
    "replace": ("REPLACE INTO jobs (id, owner) SELECT id, 'x' FROM jobs;", "DS111"),
    "trigger_of_a_moment": (
        (
            "CREATE TRIGGER z AFTER INSERT ON runs BEGIN DELETE FROM jobs; END;\nINSERT INTO runs (id) VALUES (1);\n"
            "DROP TRIGGER z;"
        ),
        "DS110",
    ),
    "trigger_that_is_made_only": ("CREATE TRIGGER z AFTER INSERT ON runs BEGIN DELETE FROM jobs; END;", ""),
    "catalog_by_hand": (
        "PRAGMA writable_schema = ON;\nDELETE FROM main.sqlite_schema WHERE name = 'runs';",
        "LT112 LT112",
    ),
    "attached_file": ("ATTACH ':memory:' AS other;\nCREATE TABLE other.jobs (id integer);", "LT113"),
    "temporary_table_of_the_name": ("CREATE TEMP TABLE jobs (id integer);\nDROP TABLE jobs;", ""),
    "table_behind_a_temporary_one": ("CREATE TEMP TABLE jobs (id integer);\nDROP TABLE main.jobs;", "DS102 LT104"),
    "page_that_is_given_again": (f"CREATE TABLE a (x integer);\nDROP TABLE a;\nDROP TABLE runs;\n{RUNS}", "DS102"),
    "rows_that_are_passed_over": (f"{NEW}INSERT OR IGNORE INTO new SELECT * FROM jobs;{SWAP}", "DS112"),
    "legacy_mode_for_the_second_rename_only": (
        "ALTER TABLE jobs RENAME TO j;\nPRAGMA legacy_alter_table = ON;\nALTER TABLE j RENAME TO k;",
        "BC101 LT104",
    ),
}

POSTGRES = {
    "delete_by_a_view": ("DELETE FROM busy;", "DS110"),
    "truncate": ("TRUNCATE jobs, ONLY runs CASCADE;", "DS110 DS110"),
    "truncate_in_a_block": ("DO $$ BEGIN EXECUTE 'trun' || 'cate runs'; END $$;", "DS110"),
    "delete_in_a_block": ("DO $x$ BEGIN IF true THEN DELETE FROM runs; END IF; END $x$;", "DS110"),
    "delete_of_some_in_a_block": ("DO 'BEGIN DELETE FROM runs WHERE id < 0; END';", ""),
    "delete_that_a_block_puts_together": ("DO $$ BEGIN EXECUTE 'dele' || 'te from runs'; END $$;", "DS113"),
    "delete_by_a_function": (
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM runs';\nSELECT f();\nDROP FUNCTION f();",
        "DS113",
    ),
    "delete_by_a_trigger": (
        (
            "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM jobs; RETURN NULL; END $$;\n"
            "CREATE TRIGGER z AFTER INSERT ON runs FOR EACH STATEMENT EXECUTE FUNCTION t();\n"
            "INSERT INTO runs VALUES (1, 1);"
        ),
        "DS113",
    ),
    "delete_by_a_rule": (
        "CREATE RULE r AS ON INSERT TO runs DO ALSO DELETE FROM jobs;\nINSERT INTO runs VALUES (1, 1);",
        "DS113",
    ),
    "delete_in_a_with": ("WITH d AS (DELETE FROM jobs RETURNING *) SELECT count(*) FROM d;", "DS110"),
    "delete_of_a_prepared_statement": ("PREPARE p AS DELETE FROM jobs;\nEXECUTE p;", "DS110 DS113"),
    "merge_of_what_matches": ("MERGE INTO jobs USING runs ON job = jobs.id WHEN MATCHED THEN DELETE;", ""),
    "rows_that_are_added": ("INSERT INTO runs VALUES (1, 1);", ""),
    "table_without_its_data": (f"CREATE TABLE new AS SELECT * FROM jobs WITH NO DATA;{SWAP}{KEPT}", "DS102"),
    "row_security_on": ("ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;", "PG330"),
    "search_path": ("SET search_path = pg_temp;\nCREATE TABLE x (a int);", "PG332"),
    "search_path_by_reset": ("RESET ALL;\nDROP TABLE IF EXISTS jobs;", "PG332"),
    "search_path_for_a_moment": (
        (
            "CREATE TEMP TABLE path AS SELECT current_setting('search_path') AS it;\nSET search_path = pg_temp;\n"
            "CREATE TABLE x (a int);\nSELECT set_config('search_path', it, false) FROM path;"
        ),
        "PG332",
    ),
    "cluster": ("CLUSTER jobs USING jobs_pkey;", "PG301"),
    "sequence_dropped": ("CREATE SEQUENCE s;\nDROP SEQUENCE s;\nDROP TABLE runs;", "DS102"),
    "all_that_is_owned": ("DROP OWNED BY CURRENT_USER;", "BC104 DS102 DS102"),
    "cascade": ("DROP TABLE jobs CASCADE;", "BC104 DS102"),
    "cascade_of_a_column": ("ALTER TABLE jobs DROP COLUMN owner CASCADE;", "BC104 DS103"),
}


@pytest.mark.parametrize("name", [*BOTH, *SQLITE])
def test_what_goes_on_sqlite(name: str, sqlite_shelf: Shelf) -> None:
    """By whichever way."""
    text, expected = (BOTH | SQLITE)[name]
    without_view = "DROP VIEW busy;\n" if SWAP in text else ""
    found = codes(
        sqlite_shelf.found(BUSY, without_view + text), without=("YO101", *(["BC104"] if without_view else []))
    )
    assert found == expected.split()


@pytest.mark.parametrize("name", [*BOTH, *POSTGRES])
def test_what_goes_on_postgresql(name: str, postgres_shelf: Shelf) -> None:
    """By whichever way."""
    text, expected = (BOTH | POSTGRES)[name]
    without_view = "DROP VIEW busy;\n" if SWAP in text else ""
    found = codes(
        postgres_shelf.found(BUSY, without_view + text), without=("YO101", *(["BC104"] if without_view else []))
    )
    assert found == expected.split()


CLOSED = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';\nREVOKE ALL ON FUNCTION f() FROM PUBLIC;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DROP SEQUENCE s;", "BC105"),
        ("DROP TYPE mood CASCADE;", "DS103"),
        ("ALTER TABLE parted DETACH PARTITION one;", "BC107"),
        ("ALTER TABLE parted DETACH PARTITION one;\nDROP TABLE one;", "DS102"),
        ("DROP TABLE one;", "DS102"),
        ("DROP TABLE parted;", "DS102"),
        ("DELETE FROM one;", "DS110"),
        ("UPDATE parted SET k = 1 WHERE k = 1;", ""),
        ("DELETE FROM parted WHERE id = 3;", ""),
        ("DELETE FROM parted;", "DS110"),
        ("DO $$ BEGIN EXECUTE 'trun' || 'cate two'; END $$;", "DS110"),
        ("ALTER TABLE one RENAME TO first;", "BC101"),
        ("ALTER TABLE parted ATTACH PARTITION two FOR VALUES IN (2);", ""),
        ("DROP POLICY seen ON jobs;", "PG330"),
        ("ALTER TABLE jobs DISABLE ROW LEVEL SECURITY;", "PG330"),
        ("REVOKE SELECT ON jobs FROM PUBLIC;", "PG330"),
        ("GRANT INSERT ON jobs TO PUBLIC;", ""),
        ("REVOKE USAGE ON SEQUENCE s FROM pg_monitor;", "PG330"),
        ("GRANT UPDATE ON SEQUENCE s TO pg_monitor;", ""),
        ("DROP VIEW few;\nCREATE VIEW few AS SELECT n FROM jobs;", "PG330"),
        ("CREATE OR REPLACE VIEW few AS SELECT n FROM jobs;", ""),
        ("DROP FUNCTION f();\nCREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1';", "PG330"),
        (
            f"DROP FUNCTION f();\n{CLOSED}",
            "",
        ),
        ("ALTER TABLE jobs ALTER owner TYPE varchar(20) USING 'x';", "PG301 PG320"),
        ("ALTER TABLE jobs ALTER owner TYPE varchar(5) USING left(owner, 5);", "PG301 PG320"),
        ("ALTER TABLE jobs ALTER m TYPE text USING m::text, ALTER owner TYPE text USING (owner);", "PG301 PG301"),
        ("DO $$ BEGIN UPDATE jobs SET n = n + 1; END $$;", "DS111"),
    ],
)
def test_what_only_postgresql_has(text: str, expected: str, postgres_shelf: Shelf) -> None:
    """Parts, policies, rights, sequences and types."""
    setup = (
        f"{JOBS}CREATE SEQUENCE s;\nCREATE TYPE mood AS ENUM ('a');\nALTER TABLE jobs ADD m mood;\n"
        "CREATE TABLE parted (id int, k int) PARTITION BY LIST (k);\n"
        "CREATE TABLE one PARTITION OF parted FOR VALUES IN (1);\nCREATE TABLE two (id int, k int);\n"
        "ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;\nCREATE POLICY seen ON jobs USING (n > 0);\n"
        "GRANT SELECT ON jobs TO PUBLIC;\nGRANT USAGE ON SEQUENCE s TO pg_monitor;\n"
        "CREATE VIEW few AS SELECT n FROM jobs;\nGRANT SELECT ON few TO PUBLIC;\n"
        f"{CLOSED}"
    )
    assert codes(postgres_shelf.found(setup, text)) == expected.split()


def test_a_rebuild_in_two_migrations(sqlite_shelf: Shelf) -> None:
    """The second one drops a table, and cannot know that the first one has copied all of it."""
    sqlite_shelf.put(SETUP, JOBS)
    sqlite_shelf.put(OTHER, f"{NEW}INSERT INTO new SELECT * FROM jobs;")
    sqlite_shelf.put("0003.swap", SWAP)
    assert codes(sqlite_shelf.lint("0003.swap").findings) == ["BC101", "DS102"]


def test_rows_of_others_go_with_a_rebuild_too(sqlite_shelf: Shelf) -> None:
    """They are not compared, and are deleted all the same."""
    others = "CREATE TABLE theirs (job integer REFERENCES Jobs (id) ON DELETE CASCADE);\n"
    rebuilt = f"{NEW}INSERT INTO new SELECT * FROM jobs;{SWAP}"
    (found,) = [
        one for one in replace(sqlite_shelf, exclude=("theirs",)).found(JOBS + others, rebuilt) if one.code == "LT102"
    ]
    assert (found.ref, found.line) == ("jobs", 3)
    assert "theirs" in found.text


def test_a_code_without_a_rule_is_nothing_that_a_watch_says(postgres_shelf: Shelf) -> None:
    """Or a failure that it explains would be told by nobody."""
    found = postgres_shelf.found(JOBS, "SET search_path = pg_temp;")
    assert [one.code for one in found if one.level == "error"] == ["PG332"]

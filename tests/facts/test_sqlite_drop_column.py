"""When SQLite drops a column in place, when it refuses, and when it should have refused."""

from __future__ import annotations

import pytest

from tests.facts.lab import Lab

DROP = "ALTER TABLE t DROP COLUMN b"
PARENT = "CREATE TABLE p(id PRIMARY KEY)"
LOG = "CREATE TABLE log(x)"


@pytest.mark.parametrize(
    ("created", "left"),
    [
        ("CREATE TABLE t(a,b,c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b CHECK (b>0),c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b CONSTRAINT named CHECK (b>a),c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b REFERENCES p(id),c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b AS (a+1),c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b AS (a+1) STORED,c)", "CREATE TABLE t(a,c)"),
        ("CREATE TABLE t(a,b,CHECK (a>0))", "CREATE TABLE t(a,CHECK (a>0))"),
        ("CREATE TABLE t(a INT,b INT) STRICT", "CREATE TABLE t(a INT) STRICT"),
        ("CREATE TABLE t(a PRIMARY KEY,b) WITHOUT ROWID", "CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID"),
    ],
)
@pytest.mark.parametrize("enforced", [0, 1])
def test_what_stands_inside_the_column_goes_with_it(lab: Lab, created: str, left: str, enforced: int) -> None:
    """Its own CHECK, even one that names other columns, its own REFERENCES and its expression do not hinder."""
    lab.run(PARENT, f"PRAGMA foreign_keys = {enforced}", created, DROP)
    assert lab.text("t") == left


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["CREATE TABLE t(a,b PRIMARY KEY)"], "PRIMARY KEY"),
        (["CREATE TABLE t(a,b,PRIMARY KEY(a,b))"], "PRIMARY KEY"),
        (["CREATE TABLE t(a,b UNIQUE)"], "UNIQUE"),
        (["CREATE TABLE t(a,b,UNIQUE(a,b))"], "error in table t after drop column: no such column: b"),
        (["CREATE TABLE t(a,b,CHECK (b>0))"], "error in table t after drop column: no such column: b"),
        (["CREATE TABLE t(a CHECK (a>b),b)"], "error in table t after drop column: no such column: b"),
        (["CREATE TABLE t(a,b,c AS (b+1))"], "error in table t after drop column: no such column: b"),
        (["CREATE TABLE t(a,b,FOREIGN KEY(b) REFERENCES p(id))"], 'unknown column "b" in foreign key definition'),
        (["CREATE TABLE t(a,b)", "CREATE INDEX i ON t(b)"], "error in index i after drop column"),
        (["CREATE TABLE t(a,b)", "CREATE INDEX i ON t(a+b)"], "error in index i after drop column"),
        (["CREATE TABLE t(a,b)", "CREATE INDEX i ON t(a) WHERE b>0"], "error in index i after drop column"),
        (["CREATE TABLE t(a,b)", "CREATE VIEW v AS SELECT b FROM t"], "error in view v after drop column"),
        (
            ["CREATE TABLE t(a,b)", "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END"],
            "error in trigger g after drop column: no such column: new.b",
        ),
        (
            ["CREATE TABLE t(a,b)", "CREATE TRIGGER g AFTER UPDATE ON t WHEN new.b BEGIN SELECT 1; END"],
            "error in trigger g after drop column: no such column: new.b",
        ),
        (["CREATE TABLE t(b)"], "no other columns exist"),
        (["CREATE TABLE t(b,c AS (1))"], "must have at least one non-generated column"),
        (["CREATE TABLE t(a,b)", "CREATE VIEW v AS SELECT * FROM nowhere"], "error in view v: no such table"),
        (
            ["CREATE TABLE t(a,b)", "CREATE TRIGGER g AFTER INSERT ON log BEGIN DELETE FROM nowhere; END"],
            "error in trigger g: no such table",
        ),
    ],
)
def test_whoever_else_names_the_column_stops_it(lab: Lab, statements: list[str], words: str) -> None:
    """A key, a table constraint, another column, an index, a view, the table's trigger; anything broken as well."""
    lab.run(PARENT, LOG, *statements)
    assert words in lab.complaint(DROP)


def test_a_view_that_takes_all_columns_does_not_stop_it(lab: Lab) -> None:
    """It then has one column less."""
    lab.run("CREATE TABLE t(a,b)", "CREATE VIEW v AS SELECT * FROM t", DROP)
    assert lab.rows("SELECT name FROM pragma_table_xinfo('v')") == [("a",)]


@pytest.mark.parametrize("table", ["t", "log"])
@pytest.mark.parametrize("body", ["UPDATE t SET a = b", "DELETE FROM t WHERE b = 1", "SELECT (SELECT b FROM t)"])
def test_a_trigger_of_any_table_that_reads_the_column_stops_it(lab: Lab, body: str, table: str) -> None:
    """Expressions and conditions are looked at."""
    lab.run("CREATE TABLE t(a,b)", LOG, f"CREATE TRIGGER g AFTER DELETE ON {table} BEGIN {body}; END")
    assert lab.complaint(DROP) == "error in trigger g after drop column: no such column: b"


@pytest.mark.parametrize("table", ["t", "log"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("UPDATE t SET b = 1", "no such column: b"),
        ("INSERT INTO t(a, b) VALUES (1, 2)", "table t has no column named b"),
        ("INSERT INTO t VALUES (1, 2)", "table t has 1 columns but 2 values were supplied"),
    ],
)
def test_a_trigger_of_any_table_that_writes_the_column_is_broken_without_a_word(
    lab: Lab, body: str, words: str, table: str
) -> None:
    """Targets are not looked at: the trigger fails when it fires. The tool has to refuse instead."""
    lab.run("CREATE TABLE t(a,b)", LOG, f"CREATE TRIGGER g AFTER DELETE ON {table} BEGIN {body}; END", DROP)
    lab.run("INSERT INTO t VALUES (1)", "INSERT INTO log VALUES (1)")
    assert lab.complaint(f"DELETE FROM {table}") == words


def test_a_trigger_on_updates_of_the_column_falls_silent(lab: Lab) -> None:
    """UPDATE OF is not looked at either: the trigger stays and never fires again."""
    lab.run("CREATE TABLE t(a,b)", LOG)
    lab.run("CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN INSERT INTO log VALUES (1); END", DROP)
    lab.run("INSERT INTO t VALUES (1)", "UPDATE t SET a = 2")
    assert "UPDATE OF b" in lab.text("g")
    assert lab.value("SELECT count(*) FROM log") == 0


def test_a_reference_from_another_table_is_left_dangling(lab: Lab) -> None:
    """The child's text still names the column, and its next check fails as a whole."""
    lab.run("CREATE TABLE t(a,b)", "CREATE TABLE child(x REFERENCES t(b))", "INSERT INTO child VALUES (1)", DROP)
    assert lab.text("child") == "CREATE TABLE child(x REFERENCES t(b))"
    assert "foreign key mismatch" in lab.complaint("PRAGMA foreign_key_check")


def test_the_legacy_setting_lets_a_view_break(lab: Lab) -> None:
    """legacy_alter_table must be off while a column is dropped."""
    lab.run("CREATE TABLE t(a,b)", "CREATE VIEW v AS SELECT b FROM t", "PRAGMA legacy_alter_table = ON", DROP)
    assert "no such column: b" in lab.complaint("SELECT * FROM v")


@pytest.mark.parametrize(
    ("created", "left"),
    [
        ("CREATE TABLE t(a, -- 1\n b, -- 2\n c -- 3\n)", "CREATE TABLE t(a, -- 1\n c -- 3\n)"),
        ("CREATE TABLE t(a, -- 1\n b -- 2\n)", "CREATE TABLE t(a)"),
        ("CREATE TABLE t(a, b /* 2 */ )", "CREATE TABLE t(a)"),
        ("CREATE TABLE t(a, b, CHECK (a>0))", "CREATE TABLE t(a, CHECK (a>0))"),
    ],
)
def test_comments_beside_the_column_go_too(lab: Lab, created: str, left: str) -> None:
    """From the column's name up to the next column; a last column takes the comma before it and what follows that."""
    lab.run(created, DROP)
    assert lab.text("t") == left


def test_a_counter_survives(lab: Lab) -> None:
    """AUTOINCREMENT goes on where it was."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, b)", "INSERT INTO t VALUES (9, 1)", DROP)
    assert lab.rows("SELECT name, seq FROM sqlite_sequence") == [("t", 9)]

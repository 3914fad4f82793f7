"""New table, copy, drop, rename: what it loses, what it keeps, and the guards that notice."""

from __future__ import annotations

import pytest

from tests.facts.lab import Lab

PARENT = "CREATE TABLE t(id INTEGER PRIMARY KEY)"
REBUILD = ("CREATE TABLE _new(id INTEGER PRIMARY KEY)", "INSERT INTO _new SELECT id FROM t", "DROP TABLE t")
RENAME = "ALTER TABLE _new RENAME TO t"


@pytest.mark.parametrize(
    ("enforced", "transaction", "pragma", "children"),
    [(0, 1, 0, 1), (1, 1, 0, 0), (1, 1, 1, 0), (1, 0, 1, 1), (1, 0, 0, 0)],
)
def test_a_rebuild_under_foreign_keys_deletes_children_in_silence(
    lab: Lab, enforced: int, transaction: int, pragma: int, children: int
) -> None:
    """DROP TABLE fires ON DELETE CASCADE; switching it off helps only outside a transaction; the check sees nothing."""
    lab.run(PARENT, "CREATE TABLE child(x REFERENCES t(id) ON DELETE CASCADE)")
    lab.run("INSERT INTO t VALUES (1)", "INSERT INTO child VALUES (1)", f"PRAGMA foreign_keys = {enforced}")
    if transaction:
        lab.run("BEGIN")
    if pragma:
        lab.run("PRAGMA foreign_keys = OFF")
    lab.run(*REBUILD, RENAME)
    if transaction:
        lab.run("COMMIT")
    assert lab.value("SELECT count(*) FROM child") == children
    assert lab.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("state", [0, 1])
def test_the_foreign_keys_setting_cannot_change_in_a_transaction(lab: Lab, state: int) -> None:
    """The pragma is accepted and does nothing; a migration that relies on it is theatre."""
    lab.run(f"PRAGMA foreign_keys = {state}", "BEGIN", f"PRAGMA foreign_keys = {1 - state}")
    assert lab.value("PRAGMA foreign_keys") == state


def test_deferring_foreign_keys_does_not_stop_a_cascade(lab: Lab) -> None:
    """It delays the complaints, not the actions."""
    lab.run(PARENT, "CREATE TABLE child(x REFERENCES t(id) ON DELETE CASCADE)", "INSERT INTO t VALUES (1)")
    lab.run("INSERT INTO child VALUES (1)", "PRAGMA foreign_keys = ON", "BEGIN", "PRAGMA defer_foreign_keys = ON")
    lab.run(*REBUILD, RENAME, "COMMIT")
    assert lab.value("SELECT count(*) FROM child") == 0


def test_a_check_in_a_temporary_table_stops_a_migration_with_its_own_words(lab: Lab) -> None:
    """The name of the constraint is the message, and a rollback takes the table away again."""
    lab.run("PRAGMA foreign_keys = ON", "BEGIN")
    lab.run('CREATE TEMP TABLE guard(state INTEGER CONSTRAINT "foreign keys must be off" CHECK (state = 0))')
    complaint = lab.complaint("INSERT INTO guard SELECT foreign_keys FROM pragma_foreign_keys")
    assert complaint == "CHECK constraint failed: foreign keys must be off"
    lab.run("ROLLBACK")
    assert lab.rows("SELECT name FROM sqlite_temp_schema") == []


def test_a_check_lets_null_pass(lab: Lab) -> None:
    """A guard whose question may answer NULL has to say IS, or NOT NULL."""
    lab.run("CREATE TEMP TABLE guard(state CHECK (state = 0))", "INSERT INTO guard VALUES (NULL)")
    assert lab.complaint("CREATE TEMP TABLE other(state NOT NULL CHECK (state = 0))") == ""
    assert "NOT NULL" in lab.complaint("INSERT INTO other VALUES (NULL)")


@pytest.mark.parametrize(
    ("dependent", "words"),
    [
        ("CREATE VIEW v AS SELECT id FROM t", "error in view v: no such table: main.t"),
        (
            "CREATE TRIGGER g AFTER INSERT ON log BEGIN DELETE FROM t; END",
            "error in trigger g: no such table: main.t",
        ),
    ],
)
def test_a_view_or_another_tables_trigger_stops_the_rename(lab: Lab, dependent: str, words: str) -> None:
    """They name a table that is gone for a moment; the legacy setting, changed in the transaction, lets it pass."""
    lab.run(PARENT, "CREATE TABLE log(x)", dependent, "BEGIN", *REBUILD)
    assert lab.complaint(RENAME) == words
    lab.run("PRAGMA legacy_alter_table = ON", RENAME, "PRAGMA legacy_alter_table = OFF", "COMMIT")
    assert lab.text("t") == 'CREATE TABLE "t"(id INTEGER PRIMARY KEY)'
    lab.run("INSERT INTO log VALUES (1)")


def test_the_legacy_setting_outlives_a_rollback(lab: Lab) -> None:
    """It belongs to the connection: a migration that fails in between leaves it on."""
    lab.run("BEGIN", "PRAGMA legacy_alter_table = ON", "ROLLBACK")
    assert lab.value("PRAGMA legacy_alter_table") == 1


def test_the_legacy_setting_lets_a_view_of_a_lost_column_pass(lab: Lab) -> None:
    """Nobody looks at the view then, and the next ordinary ALTER fails on it."""
    lab.run("CREATE TABLE t(id, a)", "CREATE VIEW v AS SELECT a FROM t", "CREATE TABLE _new(id)", "DROP TABLE t")
    lab.run("PRAGMA legacy_alter_table = ON", RENAME, "PRAGMA legacy_alter_table = OFF")
    assert "no such column: a" in lab.complaint("SELECT * FROM v")
    assert "error in view v" in lab.complaint("ALTER TABLE t RENAME TO other")


@pytest.mark.parametrize("enforced", [0, 1])
@pytest.mark.parametrize("legacy", [0, 1])
def test_references_to_the_table_stay_as_they_are(lab: Lab, enforced: int, legacy: int) -> None:
    """Children, and the new table's own reference spelled with the final name, are not touched by the rename."""
    lab.run(f"PRAGMA foreign_keys = {enforced}", f"PRAGMA legacy_alter_table = {legacy}")
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY)", "CREATE TABLE child(x REFERENCES t(id))")
    lab.run("CREATE TABLE _new(id INTEGER PRIMARY KEY, s REFERENCES t(id))", "DROP TABLE t", RENAME)
    assert lab.text("child") == "CREATE TABLE child(x REFERENCES t(id))"
    assert lab.text("t") == 'CREATE TABLE "t"(id INTEGER PRIMARY KEY, s REFERENCES t(id))'


@pytest.mark.parametrize(
    ("enforced", "legacy", "target"), [(0, 0, '"t"'), (1, 0, '"t"'), (1, 1, '"t"'), (0, 1, "_new")]
)
def test_a_self_reference_by_the_passing_name_may_be_left_behind(
    lab: Lab, enforced: int, legacy: int, target: str
) -> None:
    """With foreign keys off and the legacy setting on it keeps the passing name: spell it with the final one."""
    lab.run(f"PRAGMA foreign_keys = {enforced}", f"PRAGMA legacy_alter_table = {legacy}", PARENT)
    lab.run("CREATE TABLE _new(id INTEGER PRIMARY KEY, s REFERENCES _new(id))", "DROP TABLE t", RENAME)
    assert lab.text("t") == f'CREATE TABLE "t"(id INTEGER PRIMARY KEY, s REFERENCES {target}(id))'


def test_renaming_the_old_table_away_takes_the_children_along(lab: Lab) -> None:
    """The other order of the same steps leaves every child referring to the table that is dropped."""
    lab.run(PARENT, "CREATE TABLE child(x REFERENCES t(id))", "ALTER TABLE t RENAME TO _old", PARENT)
    assert lab.text("child") == 'CREATE TABLE child(x REFERENCES "_old"(id))'


def test_indexes_and_triggers_of_the_table_go_with_it(lab: Lab) -> None:
    """They have to be made again."""
    lab.run(PARENT, "CREATE INDEX i ON t(id)", "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END")
    lab.run(*REBUILD, RENAME)
    assert lab.rows("SELECT name FROM sqlite_schema") == [("t",)]


def test_a_counter_falls_back_to_the_highest_row(lab: Lab) -> None:
    """The new table counts what was copied, dropping the old one forgets its counter, the rename carries the new."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO t VALUES (1), (100)")
    lab.run("DELETE FROM t WHERE id = 100", "CREATE TABLE _new(id INTEGER PRIMARY KEY AUTOINCREMENT)")
    lab.run("INSERT INTO _new SELECT id FROM t")
    assert lab.rows("SELECT name, seq FROM sqlite_sequence ORDER BY seq") == [("_new", 1), ("t", 100)]
    lab.run("DROP TABLE t", RENAME)
    assert lab.rows("SELECT name, seq FROM sqlite_sequence") == [("t", 1)]


@pytest.mark.parametrize("rows", ["(1), (100)", ""])
def test_a_counter_is_carried_by_replacing_its_row(lab: Lab, rows: str) -> None:
    """The row exists after any INSERT .. SELECT, even of nothing: delete it before inserting, or there are two."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO t VALUES (100)", "DELETE FROM t")
    if rows:
        lab.run(f"INSERT INTO t VALUES {rows}")
    lab.run("CREATE TABLE _new(id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO _new SELECT id FROM t")
    assert lab.value("SELECT count(*) FROM sqlite_sequence WHERE name = '_new'") == 1
    lab.run("DELETE FROM sqlite_sequence WHERE name = '_new'")
    lab.run("INSERT INTO sqlite_sequence(name, seq) SELECT '_new', seq FROM sqlite_sequence WHERE name = 't'")
    lab.run("DROP TABLE t", RENAME, "INSERT INTO t DEFAULT VALUES")
    assert lab.value("SELECT max(id) FROM t") == 101


def test_a_counter_that_never_counted_has_no_row(lab: Lab) -> None:
    """An UPDATE would find nothing to change."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)")
    assert lab.rows("SELECT * FROM sqlite_sequence") == []


def test_of_two_counters_the_first_counts(lab: Lab) -> None:
    """A second row for a table is silently ignored."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO t VALUES (5)")
    lab.run("INSERT INTO sqlite_sequence(name, seq) VALUES ('t', 100)", "INSERT INTO t DEFAULT VALUES")
    assert lab.value("SELECT max(id) FROM t") == 6


def test_rowids_are_kept_only_when_they_are_copied(lab: Lab) -> None:
    """A plain copy numbers the rows anew."""
    lab.run("CREATE TABLE t(a)", "INSERT INTO t(rowid, a) VALUES (5, 'x'), (9, 'y')")
    lab.run("CREATE TABLE plain(a)", "INSERT INTO plain(a) SELECT a FROM t")
    lab.run("CREATE TABLE kept(a)", "INSERT INTO kept(rowid, a) SELECT rowid, a FROM t")
    assert lab.rows("SELECT rowid, a FROM plain") == [(1, "x"), (2, "y")]
    assert lab.rows("SELECT rowid, a FROM kept") == [(5, "x"), (9, "y")]


@pytest.mark.parametrize(("taken", "free"), [("rowid", "_rowid_"), ("_rowid_", "oid"), ("oid", "rowid")])
def test_a_column_hides_the_rowid_of_its_name_only(lab: Lab, taken: str, free: str) -> None:
    """The other two words still reach it."""
    lab.run(f"CREATE TABLE t({taken} TEXT)", f"INSERT INTO t({free}, {taken}) VALUES (5, 'x')")
    assert lab.rows(f"SELECT {free}, {taken} FROM t") == [(5, "x")]


def test_a_computed_column_is_not_copied(lab: Lab) -> None:
    """It may not stand among the columns of an INSERT."""
    lab.run("CREATE TABLE t(a, g AS (a+1))")
    assert lab.complaint("INSERT INTO t(a, g) VALUES (1, 2)") == 'cannot INSERT into generated column "g"'


def test_violations_can_be_asked_of_one_table(lab: Lab) -> None:
    """As a table-valued function, by the child's name; the parent's name finds nothing, and NULL refers to nothing."""
    lab.run(PARENT, "CREATE TABLE child(x REFERENCES t(id))", "INSERT INTO child VALUES (1), (NULL)")
    assert lab.rows("SELECT * FROM pragma_foreign_key_check('child')") == [("child", 1, "t", 0)]
    assert lab.rows("SELECT * FROM pragma_foreign_key_check('t')") == []
    assert lab.rows("SELECT rowid FROM pragma_foreign_key_check WHERE parent = 't'") == [(1,)]
    assert lab.complaint("SELECT * FROM pragma_foreign_key_check('nowhere')") == "no such table: nowhere"


def test_a_reference_to_columns_that_are_not_unique_breaks_the_whole_check(lab: Lab) -> None:
    """One such child in the database and nothing can be learned without naming tables; a missing parent is reported."""
    lab.run("CREATE TABLE p(a)", "CREATE TABLE bad(x REFERENCES p(a))", "INSERT INTO bad VALUES (1)")
    lab.run("CREATE TABLE orphan(x REFERENCES nowhere(id))", "INSERT INTO orphan VALUES (1)")
    assert lab.complaint("PRAGMA foreign_key_check") == 'foreign key mismatch - "bad" referencing "p"'
    assert lab.rows("SELECT * FROM pragma_foreign_key_check('orphan')") == [("orphan", 1, "nowhere", 0)]


def test_the_planners_statistics_go_with_the_old_table(lab: Lab) -> None:
    """And nothing brings them back but ANALYZE; in a file for any database, sqlite_stat1 cannot even be named."""
    lab.run("CREATE TABLE t (a)", "CREATE INDEX i ON t (a)", "INSERT INTO t VALUES (1), (2)", "ANALYZE")
    lab.run("CREATE TABLE u (a)", "INSERT INTO u SELECT a FROM t", "DROP TABLE t", "ALTER TABLE u RENAME TO t")
    assert lab.rows("SELECT * FROM sqlite_stat1") == []

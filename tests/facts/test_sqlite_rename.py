"""What SQLite rewrites when a column or a table is renamed, and how it quotes."""

from __future__ import annotations

import pytest

from tests.facts.lab import Lab

BROKEN = ["CREATE VIEW broken AS SELECT * FROM nowhere"]
COLUMN = "ALTER TABLE t RENAME COLUMN b TO n"
TABLE = "ALTER TABLE t RENAME TO n"


@pytest.mark.parametrize("legacy", [0, 1])
@pytest.mark.parametrize("enforced", [0, 1])
def test_a_renamed_column_is_renamed_everywhere(lab: Lab, enforced: int, legacy: int) -> None:
    """Checks, computed columns, keys, indexes, references, views and triggers follow, whatever the settings."""
    lab.run(f"PRAGMA foreign_keys = {enforced}", f"PRAGMA legacy_alter_table = {legacy}")
    lab.run(
        "CREATE TABLE t(a, b CHECK (b>0), c AS (b+1), CHECK (t.b<9), UNIQUE(b))",
        "CREATE INDEX i ON t(abs(b), b DESC) WHERE b>1",
        "CREATE TABLE child(x REFERENCES t(b))",
        "CREATE VIEW v AS SELECT t.b AS q FROM t WHERE b>0",
        "CREATE TRIGGER g AFTER UPDATE OF b ON t WHEN new.b BEGIN UPDATE t SET b=1 WHERE t.b=2; END",
        COLUMN,
    )
    assert lab.text("t") == "CREATE TABLE t(a, n CHECK (n>0), c AS (n+1), CHECK (t.n<9), UNIQUE(n))"
    assert lab.text("i") == "CREATE INDEX i ON t(abs(n), n DESC) WHERE n>1"
    assert lab.text("child") == "CREATE TABLE child(x REFERENCES t(n))"
    assert lab.text("v") == "CREATE VIEW v AS SELECT t.n AS q FROM t WHERE n>0"
    assert lab.text("g") == "CREATE TRIGGER g AFTER UPDATE OF n ON t WHEN new.n BEGIN UPDATE t SET n=1 WHERE t.n=2; END"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("n", 'CREATE TABLE t("n", CHECK ("n">0), CHECK ("n">1), CHECK (n>2))'),
        ('"n"', 'CREATE TABLE t("n", CHECK ("n">0), CHECK ("n">1), CHECK ("n">2))'),
        ('"n x"', 'CREATE TABLE t("n x", CHECK ("n x">0), CHECK ("n x">1), CHECK ("n x">2))'),
    ],
)
def test_an_occurrence_that_was_quoted_stays_quoted(lab: Lab, name: str, left: str) -> None:
    """One that was not takes the new name as it was typed in the statement."""
    lab.run(
        'CREATE TABLE t("b", CHECK ([b]>0), CHECK (`b`>1), CHECK (B>2))', f"ALTER TABLE t RENAME COLUMN b TO {name}"
    )
    assert lab.text("t") == left


def test_strings_and_comments_are_left_alone(lab: Lab) -> None:
    """Only names are renamed."""
    lab.run("CREATE TABLE t(a /* b */, b DEFAULT 'b' CHECK (b <> 'b') -- b\n)", COLUMN)
    assert lab.text("t") == "CREATE TABLE t(a /* b */, n DEFAULT 'b' CHECK (n <> 'b') -- b\n)"


def test_a_column_may_change_its_case_alone(lab: Lab) -> None:
    """The name is compared without case and is taken by the column itself."""
    lab.run("CREATE TABLE t(b)", "ALTER TABLE t RENAME COLUMN b TO B")
    assert lab.text("t") == "CREATE TABLE t(B)"


def test_a_name_that_is_taken_is_refused(lab: Lab) -> None:
    """A swap needs a third name."""
    lab.run("CREATE TABLE t(a, b)")
    assert "duplicate column name" in lab.complaint("ALTER TABLE t RENAME COLUMN b TO a")


def test_a_view_over_a_view_stops_the_rename_of_a_column(lab: Lab) -> None:
    """The inner view's column changes its name with the table's, unless the view lists its columns."""
    lab.run("CREATE TABLE t(b)", "CREATE VIEW v AS SELECT b FROM t", "CREATE VIEW w AS SELECT b FROM v")
    assert lab.complaint(COLUMN) == "error in view w after rename: no such column: b"
    lab.run("DROP VIEW v", "CREATE VIEW v(b) AS SELECT b FROM t", COLUMN)
    assert lab.text("v") == "CREATE VIEW v(b) AS SELECT n FROM t"


def test_a_view_that_takes_all_columns_shows_the_new_name(lab: Lab) -> None:
    """Its text stays, its columns do not: who reads the view sees the rename."""
    lab.run("CREATE TABLE t(b)", "CREATE VIEW v AS SELECT * FROM t", COLUMN)
    assert lab.rows("SELECT name FROM pragma_table_xinfo('v')") == [("n",)]


@pytest.mark.parametrize("statement", [COLUMN, TABLE])
def test_something_broken_anywhere_stops_a_rename(lab: Lab, statement: str) -> None:
    """Views and triggers are all read again."""
    lab.run("CREATE TABLE t(b)", *BROKEN)
    assert lab.complaint(statement) == "error in view broken: no such table: main.nowhere"


def test_the_legacy_setting_helps_a_table_but_not_a_column(lab: Lab) -> None:
    """For a column the refusal only loses its words."""
    lab.run("CREATE TABLE t(b)", *BROKEN, "PRAGMA legacy_alter_table = ON")
    assert lab.complaint(COLUMN) == "SQL logic error"
    assert lab.complaint(TABLE) == ""


@pytest.mark.parametrize("enforced", [0, 1])
def test_a_renamed_table_is_renamed_everywhere_in_double_quotes(lab: Lab, enforced: int) -> None:
    """However it was spelled: checks, references of any table, indexes, views and triggers follow."""
    lab.run(f"PRAGMA foreign_keys = {enforced}")
    lab.run(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, p REFERENCES t(id), CHECK (t.p>0))",
        "CREATE INDEX i ON t(p) WHERE t.p>1",
        'CREATE TABLE child(x REFERENCES "t"(id), y REFERENCES T)',
        "CREATE VIEW v AS SELECT t.p FROM t",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t WHERE t.p=1; END",
        "CREATE TRIGGER h AFTER INSERT ON child BEGIN DELETE FROM t; END",
        TABLE,
    )
    assert lab.text("n") == 'CREATE TABLE "n"(id INTEGER PRIMARY KEY, p REFERENCES "n"(id), CHECK ("n".p>0))'
    assert lab.text("i") == 'CREATE INDEX i ON "n"(p) WHERE "n".p>1'
    assert lab.text("child") == 'CREATE TABLE child(x REFERENCES "n"(id), y REFERENCES "n")'
    assert lab.text("v") == 'CREATE VIEW v AS SELECT "n".p FROM "n"'
    assert lab.text("g") == 'CREATE TRIGGER g AFTER INSERT ON "n" BEGIN DELETE FROM "n" WHERE "n".p=1; END'
    assert lab.text("h") == 'CREATE TRIGGER h AFTER INSERT ON child BEGIN DELETE FROM "n"; END'


@pytest.mark.parametrize(("enforced", "target"), [(0, "t"), (1, '"n"')])
def test_under_the_legacy_setting_references_follow_only_where_they_are_enforced(
    lab: Lab, enforced: int, target: str
) -> None:
    """Views and bodies of triggers do not follow at all."""
    lab.run(f"PRAGMA foreign_keys = {enforced}", "PRAGMA legacy_alter_table = ON")
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY)", "CREATE TABLE child(x REFERENCES t(id))")
    lab.run("CREATE VIEW v AS SELECT id FROM t", TABLE)
    assert lab.text("child") == f"CREATE TABLE child(x REFERENCES {target}(id))"
    assert lab.text("v") == "CREATE VIEW v AS SELECT id FROM t"


def test_under_the_legacy_setting_a_check_that_names_its_table_stops_the_rename(lab: Lab) -> None:
    """The check is not rewritten, and then does not compile."""
    lab.run("CREATE TABLE t(a CHECK (t.a>0))", "PRAGMA legacy_alter_table = ON")
    assert lab.complaint(TABLE) == "error in table n after rename: no such column: t.a"


@pytest.mark.parametrize("taken", ["CREATE TABLE n(a)", "CREATE INDEX n ON t(a)", "CREATE VIEW n AS SELECT 1"])
def test_a_table_takes_no_name_of_a_table_an_index_or_a_view(lab: Lab, taken: str) -> None:
    """They share one space of names."""
    lab.run("CREATE TABLE t(a)", taken)
    assert "there is already another table or index with this name: n" in lab.complaint(TABLE)


def test_a_table_cannot_change_its_case_alone(lab: Lab) -> None:
    """Other than a column, it stands in its own way; it needs a third name."""
    lab.run("CREATE TABLE t(a)")
    assert "there is already another table" in lab.complaint('ALTER TABLE t RENAME TO "T"')
    lab.run("ALTER TABLE t RENAME TO third", 'ALTER TABLE third RENAME TO "T"')
    assert lab.text("T") == 'CREATE TABLE "T"(a)'


def test_counters_and_automatic_indexes_follow_the_table(lab: Lab) -> None:
    """Nothing else has to be carried over by a rename."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE)", "INSERT INTO t VALUES (7, 1)", TABLE)
    assert lab.rows("SELECT name, seq FROM sqlite_sequence") == [("n", 7)]
    assert lab.rows("SELECT name FROM pragma_index_list('n')") == [("sqlite_autoindex_n_1",)]

"""What SQLite asks of ADD COLUMN, and what it leaves in sqlite_schema."""

from __future__ import annotations

import pytest

from tests.facts.lab import Lab

TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT)"


@pytest.mark.parametrize(
    "column",
    [
        "b INT",
        "b INT NOT NULL DEFAULT 0",
        "b INT DEFAULT -5",
        "b INT DEFAULT (1)",
        "b TEXT DEFAULT ('x')",
        "b INT DEFAULT (-5)",
        "b INT DEFAULT (NULL)",
        "b INT DEFAULT (CAST('1' AS INT))",
        "b BLOB DEFAULT x'00ff'",
        "b INT DEFAULT TRUE",
        "b TEXT COLLATE NOCASE",
        "b INT CONSTRAINT positive CHECK (b > 0)",
        "b INT REFERENCES p(id)",
        "b INT AS (a + 1) VIRTUAL",
        "b INT NOT NULL AS (a + 1)",
    ],
)
@pytest.mark.parametrize("enforced", [0, 1])
def test_a_column_that_a_row_can_have_at_once_is_added(lab: Lab, column: str, enforced: int) -> None:
    """A constant default may stand in parentheses, and a check that NULL passes holds for the rows there are."""
    lab.run("CREATE TABLE p(id INTEGER PRIMARY KEY)", TABLE, "INSERT INTO t(a) VALUES (1)")
    lab.run(f"PRAGMA foreign_keys = {enforced}")
    lab.run(f"ALTER TABLE t ADD COLUMN {column}")
    assert lab.text("t") == f"CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, {column})"


REFUSED_WITH_ROWS = {
    "b INT NOT NULL": "Cannot add a NOT NULL column with default value NULL",
    "b INT NOT NULL DEFAULT NULL": "Cannot add a NOT NULL column with default value NULL",
    "b INT DEFAULT CURRENT_TIMESTAMP": "Cannot add a column with non-constant default",
    "b INT DEFAULT (CURRENT_DATE)": "Cannot add a column with non-constant default",
    "b INT DEFAULT (1 + 1)": "Cannot add a column with non-constant default",
    "b INT DEFAULT (datetime('now'))": "Cannot add a column with non-constant default",
    "b INT AS (a + 1) STORED": "cannot add a STORED column",
}


@pytest.mark.parametrize("column", REFUSED_WITH_ROWS)
def test_a_column_that_rows_cannot_have_at_once_is_refused(lab: Lab, column: str) -> None:
    """NOT NULL needs a default that is not NULL, a default must be constant, and STORED would have to be computed."""
    lab.run(TABLE, "INSERT INTO t(a) VALUES (1)")
    assert lab.complaint(f"ALTER TABLE t ADD COLUMN {column}") == REFUSED_WITH_ROWS[column]


@pytest.mark.parametrize("column", REFUSED_WITH_ROWS)
def test_a_table_without_rows_takes_what_a_table_with_rows_refuses(lab: Lab, column: str) -> None:
    """A scratch database must have rows, or it proves nothing about ADD COLUMN."""
    lab.run(TABLE)
    assert lab.complaint(f"ALTER TABLE t ADD COLUMN {column}") == ""


@pytest.mark.parametrize(("column", "words"), [("b PRIMARY KEY", "PRIMARY KEY"), ("b UNIQUE", "UNIQUE")])
def test_a_key_column_is_refused_even_in_an_empty_table(lab: Lab, column: str, words: str) -> None:
    """PRIMARY KEY and UNIQUE would need an index that ADD COLUMN does not build."""
    lab.run(TABLE)
    assert lab.complaint(f"ALTER TABLE t ADD COLUMN {column}") == f"Cannot add a {words} column"


@pytest.mark.parametrize("default", ["1", "(1)", "'x'"])
def test_a_reference_with_a_default_is_refused_only_while_foreign_keys_are_enforced(lab: Lab, default: str) -> None:
    """With foreign keys off it is taken, and rows may then refer to nothing without a word."""
    lab.run("CREATE TABLE p(id INTEGER PRIMARY KEY)", TABLE, "INSERT INTO t(a) VALUES (1)", "PRAGMA foreign_keys = ON")
    statement = f"ALTER TABLE t ADD COLUMN b INT DEFAULT {default} REFERENCES p(id)"
    assert lab.complaint(statement) == "Cannot add a REFERENCES column with non-NULL default value"
    lab.run("PRAGMA foreign_keys = OFF", statement)
    assert lab.value("SELECT count(*) FROM pragma_foreign_key_check('t')") == 1


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("b INT DEFAULT 0 CHECK (b > 0)", "CHECK constraint failed"),
        ("b INT CHECK (b IS NOT NULL)", "CHECK constraint failed"),
        ("b INT AS (a + 1) CHECK (b > 5)", "CHECK constraint failed"),
        ("b INT NOT NULL AS (NULL)", "NOT NULL constraint failed"),
    ],
)
def test_a_check_is_tried_on_the_rows_there_are(lab: Lab, column: str, words: str) -> None:
    """From 3.37 on, the new column's CHECK and a computed column's NOT NULL are tried on every row."""
    lab.run(TABLE, "INSERT INTO t(a) VALUES (1)")
    assert lab.complaint(f"ALTER TABLE t ADD COLUMN {column}") == (words if lab.version >= (3, 37) else "")


@pytest.mark.parametrize("column", ["b INT, CHECK (b > 0)", "CONSTRAINT positive CHECK (a > 0)"])
def test_a_table_constraint_cannot_come_along_with_a_column(lab: Lab, column: str) -> None:
    """What rides with a new column has to stand inside its definition."""
    lab.run(TABLE)
    assert "syntax error" in lab.complaint(f"ALTER TABLE t ADD COLUMN {column}")


def test_a_strict_table_takes_a_default_of_the_wrong_type_in_older_versions(lab: Lab) -> None:
    """Before 3.44 or 3.45 it is accepted and the table fails its integrity check; later it is refused."""
    lab.run("CREATE TABLE t(a INT) STRICT", "INSERT INTO t VALUES (1)")
    complaint = lab.complaint("ALTER TABLE t ADD COLUMN b INT DEFAULT 'abc'")
    if lab.version >= (3, 45):
        assert complaint == "type mismatch on DEFAULT"
    elif lab.version < (3, 44):
        assert complaint == ""
        assert lab.value("PRAGMA integrity_check") == "non-INT value in t.b"


@pytest.mark.parametrize(
    ("created", "column", "left"),
    [
        ("CREATE TABLE t(a INT, CHECK (a>0))", "b TEXT", "CREATE TABLE t(a INT, b TEXT, CHECK (a>0))"),
        (
            "CREATE TABLE t(a INT, -- first\n z TEXT -- last\n)",
            "b",
            "CREATE TABLE t(a INT, -- first\n z TEXT -- last\n, b)",
        ),
        ("CREATE TABLE t(a INT) STRICT", "b TEXT", "CREATE TABLE t(a INT, b TEXT) STRICT"),
        ("CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID", "b", "CREATE TABLE t(a PRIMARY KEY, b) WITHOUT ROWID"),
        ("CREATE TABLE t(a)", "  b   TEXT\n DEFAULT  'q' ;  ", "CREATE TABLE t(a, b   TEXT\n DEFAULT  'q')"),
        ("CREATE TABLE t(a)", "b TEXT /* why */", "CREATE TABLE t(a, b TEXT /* why */)"),
    ],
)
def test_the_new_column_stands_verbatim_after_the_last_column(lab: Lab, created: str, column: str, left: str) -> None:
    """Its text goes before the table's constraints, as it was typed, without blanks around it."""
    lab.run(created, f"ALTER TABLE t ADD COLUMN {column}")
    assert lab.text("t") == left


def test_a_line_comment_at_the_end_of_the_statement_is_an_error(lab: Lab) -> None:
    """It would comment out the rest of the table's text; a statement ends in a token."""
    lab.run("CREATE TABLE t(a)")
    assert "incomplete input" in lab.complaint("ALTER TABLE t ADD COLUMN b TEXT -- why")


@pytest.mark.parametrize("broken", ["CREATE VIEW v AS SELECT * FROM nowhere", "CREATE VIEW v AS SELECT missing FROM t"])
def test_a_broken_view_does_not_stop_it(lab: Lab, broken: str) -> None:
    """ADD COLUMN is the only ALTER that does not read views and triggers again."""
    lab.run("CREATE TABLE t(a)", broken, "ALTER TABLE t ADD COLUMN b")
    assert lab.text("t") == "CREATE TABLE t(a, b)"

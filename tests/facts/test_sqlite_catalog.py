"""What SQLite's catalog says, and in which words."""

from __future__ import annotations

import pytest

from tests.facts.lab import Lab


@pytest.mark.parametrize(
    ("created", "name", "kept"),
    [
        ('create table   if not exists main."x" ( a )', "x", 'CREATE TABLE "x" ( a )'),
        ("CREATE TABLE/*1*/x/*2*/(a/*3*/) ; -- 4", "x", "CREATE TABLE x/*2*/(a/*3*/)"),
        (
            "CREATE TABLE x(a INT PRIMARY KEY)  strict, without rowid;",
            "x",
            "CREATE TABLE x(a INT PRIMARY KEY)  strict, without rowid",
        ),
        ("create  unique index if not exists main.i on t(a)", "i", "CREATE UNIQUE INDEX i on t(a)"),
        ("create view if not exists main.v as select  1 ;", "v", "CREATE VIEW v as select  1"),
        (
            "create trigger if not exists main.g after insert on t begin select 1; end;",
            "g",
            "CREATE TRIGGER g after insert on t begin select 1; end",
        ),
        ("CREATE TABLE x AS SELECT 1 AS a, 'x' AS b", "x", "CREATE TABLE x(a,b)"),
    ],
)
def test_the_text_is_kept_from_the_name_on(lab: Lab, created: str, name: str, kept: str) -> None:
    """The words before the name are written anew, the rest is verbatim up to the semicolon."""
    lab.run("CREATE TABLE t(a)", created)
    assert lab.text(name) == kept


@pytest.mark.parametrize(
    ("default", "kept"),
    [
        ("5", "5"),
        ("(5)", "5"),
        ("( 1 + 1 )", "1 + 1"),
        ("- 5", "- 5"),
        ("/* why */ 5", "5"),
        ("(5 /* why */)", "5 /* why */"),
        ('"word"', '"word"'),
        ("word", "word"),
        ("TRUE", "TRUE"),
        ("'it''s'", "'it''s'"),
        ("current_timestamp", "current_timestamp"),
        ("NULL", "NULL"),
    ],
)
def test_a_default_loses_its_parentheses_and_nothing_else(lab: Lab, default: str, kept: str) -> None:
    """DEFAULT (5) and DEFAULT 5 look the same in the catalog; DEFAULT NULL is not the same as none."""
    lab.run(f"CREATE TABLE t(a DEFAULT {default}, b)")
    assert lab.rows("SELECT dflt_value FROM pragma_table_xinfo('t')") == [(kept,), (None,)]


@pytest.mark.parametrize("word", ["word", '"word"'])
def test_a_bare_word_as_default_is_a_text(lab: Lab, word: str) -> None:
    """It is no name of anything."""
    lab.run(f"CREATE TABLE t(a, b DEFAULT {word})", "INSERT INTO t(a) VALUES (1)")
    assert lab.value("SELECT b FROM t") == "word"


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("DOUBLE   PRECISION", "DOUBLE   PRECISION"),
        ("VARCHAR ( 20 )", "VARCHAR ( 20 )"),
        ('"my type"', "my type"),
        ("", ""),
        ("TEXT GENERATED ALWAYS AS (1)", "TEXT"),
    ],
)
def test_a_type_is_kept_as_it_was_typed(lab: Lab, declared: str, kept: str) -> None:
    """Blanks inside stay, quotes go."""
    lab.run(f"CREATE TABLE t(z, a {declared})")
    assert lab.value("SELECT type FROM pragma_table_xinfo('t') WHERE name = 'a'") == kept


@pytest.mark.parametrize(
    ("table", "reported"),
    [
        ("CREATE TABLE t(a TEXT PRIMARY KEY)", 0),
        ("CREATE TABLE t(a TEXT PRIMARY KEY) STRICT", 1),
        ("CREATE TABLE t(a TEXT PRIMARY KEY) WITHOUT ROWID", 1),
    ],
)
def test_a_primary_key_takes_null_unless_the_table_is_strict_or_without_rowid(
    lab: Lab, table: str, reported: int
) -> None:
    """An old mistake that SQLite keeps; NOT NULL has to be said."""
    lab.run(table)
    assert lab.value("SELECT \"notnull\" FROM pragma_table_xinfo('t')") == reported
    assert bool(lab.complaint("INSERT INTO t VALUES (NULL)")) == bool(reported)


@pytest.mark.parametrize(
    ("table", "alias"),
    [
        ("CREATE TABLE t(a INTEGER PRIMARY KEY)", True),
        ("CREATE TABLE t(a INTEGER, PRIMARY KEY(a DESC))", True),
        ("CREATE TABLE t(a INTEGER PRIMARY KEY DESC)", False),
        ("CREATE TABLE t(a INT PRIMARY KEY)", False),
        ("CREATE TABLE t(a BIGINT PRIMARY KEY)", False),
    ],
)
def test_only_integer_spelled_out_is_the_rowid(lab: Lab, table: str, alias: bool) -> None:
    """INTEGER PRIMARY KEY fills itself; INT does not, nor INTEGER PRIMARY KEY DESC in the column."""
    lab.run(table, "INSERT INTO t DEFAULT VALUES")
    assert lab.value("SELECT a FROM t") == (1 if alias else None)


def test_one_query_reads_the_columns_of_all_tables(lab: Lab) -> None:
    """Pragmas join as table-valued functions; hidden tells virtual (2) from stored (3) computed columns."""
    lab.run("CREATE TABLE t(id INTEGER PRIMARY KEY, v AS (id), s AS (id) STORED)", "CREATE TABLE u(a NOT NULL)")
    assert lab.rows(
        'SELECT m.name, x.name, x.type, x."notnull", x.pk, x.hidden FROM sqlite_schema AS m '
        "JOIN pragma_table_xinfo(m.name) AS x WHERE m.type = 'table' ORDER BY m.name, x.cid"
    ) == [
        ("t", "id", "INTEGER", 0, 1, 0),
        ("t", "v", "", 0, 0, 2),
        ("t", "s", "", 0, 0, 3),
        ("u", "a", "", 1, 0, 0),
    ]


def test_one_query_reads_the_indexes_of_all_tables(lab: Lab) -> None:
    """An expression has no name and number -2; key 0 marks the rowid that every index ends in."""
    lab.run("CREATE TABLE t(a UNIQUE, b)", "CREATE INDEX i ON t(a COLLATE NOCASE DESC, b+1) WHERE a>0")
    assert lab.rows(
        'SELECT i.name, i."unique", i.origin, i.partial, c.cid, c.name, c."desc", c.coll, c.key '
        "FROM sqlite_schema AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_xinfo(i.name) AS c "
        "WHERE m.type = 'table' ORDER BY i.name, c.seqno"
    ) == [
        ("i", 0, "c", 1, 0, "a", 1, "NOCASE", 1),
        ("i", 0, "c", 1, -2, None, 0, "BINARY", 1),
        ("i", 0, "c", 1, -1, None, 0, "BINARY", 0),
        ("sqlite_autoindex_t_1", 1, "u", 0, 0, "a", 0, "BINARY", 1),
        ("sqlite_autoindex_t_1", 1, "u", 0, -1, None, 0, "BINARY", 0),
    ]


def test_foreign_keys_come_last_first_without_match_and_deferral(lab: Lab) -> None:
    """What pragma_foreign_key_list leaves out has to be read from the text; an unnamed target column is NULL."""
    lab.run("CREATE TABLE p(x, y, PRIMARY KEY(x, y))")
    lab.run(
        "CREATE TABLE t(a REFERENCES p, b, c, FOREIGN KEY(b, c) REFERENCES p(x, y) ON DELETE SET NULL "
        "ON UPDATE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED)"
    )
    assert lab.rows("SELECT * FROM pragma_foreign_key_list('t')") == [
        (0, 0, "p", "b", "x", "CASCADE", "SET NULL", "NONE"),
        (0, 1, "p", "c", "y", "CASCADE", "SET NULL", "NONE"),
        (1, 0, "p", "a", None, "NO ACTION", "NO ACTION", "NONE"),
    ]


def test_a_constraints_own_index_cannot_be_dropped(lab: Lab) -> None:
    """UNIQUE in a table is no index that could be dropped; a unique index is."""
    lab.run("CREATE TABLE t(a UNIQUE, b)", "CREATE UNIQUE INDEX i ON t(b)", "DROP INDEX i")
    assert "cannot be dropped" in lab.complaint("DROP INDEX sqlite_autoindex_t_1")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE t ADD CONSTRAINT named CHECK (a > 0)",
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE t DROP CONSTRAINT kept",
    ],
)
def test_constraints_can_be_altered_from_3_53_on_only(lab: Lab, statement: str) -> None:
    """CHECK and NOT NULL; a migration that is written for older versions has to rebuild."""
    lab.run("CREATE TABLE t(a INT, CONSTRAINT kept CHECK (a < 9))")
    assert ("syntax error" in lab.complaint(statement)) == (lab.version < (3, 53))

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlparse
from hypothesis import example, given
from hypothesis import strategies as st
from yoyo.migrations import read_sql_migration

from qsys_schema.history.split import bare, read_script, split

_FRAGMENTS = st.sampled_from(
    [
        *("SELECT 1", "INSERT INTO t VALUES (1)", '"a b"', "'it''s'", "'a;b'", '"a;b"', "'a\\'", "'\\\\'", "x'00ff'"),
        *("(", ")", ",", ";", ";", ";", ";;", "\n", "\n", " ", "\t", "\r\n", "\f", ";\n", ";\n\n", "; ", ";\t\n"),
        *("BEGIN", "END", "CASE", "WHEN", "DECLARE", "LOOP", "FOR", "WHILE", "DO", "IF", "END IF", "END CASE"),
        *(
            "GO",
            "go",
            "GO 2",
            "CREATE",
            "CREATE OR REPLACE",
            "TRIGGER",
            "FUNCTION",
            "COMMIT",
            "TRANSACTION",
            "begin_at",
        ),
        *("--", "-- a; b\n", "--+ hint\n", "-- it's\n", "# x;\n", "/*", "*/", "/* a; b */", "$$", "$tag$", "`a;b`"),
        *(
            "+",
            "-",
            "*",
            "/",
            "%",
            "||",
            "&",
            "|",
            "<=",
            "->",
            "->>",
            "::",
            ":name",
            "?",
            "@",
            "#",
            "!",
            "~",
            "^",
            "\\",
        ),
        *("[a;b]", "é", "café", "1.5", "0x1F", "1e-3", "-1", ".5", "with'", "'", '"', "\u00b4", "{", "}", "_x", "a$b"),
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\n",
        "CREATE TABLE t (a INT CHECK (CASE WHEN a > 1 THEN 1 ELSE 0 END));\n",
        'CREATE INDEX "i" ON "t" ("a") WHERE "a" > 0;\n',
    ]
)
_TEXTS = st.lists(_FRAGMENTS, max_size=25).map("".join)


def _expected(text: str) -> tuple[str, ...]:
    return tuple(statement for statement in sqlparse.split(text) if statement)


@given(_TEXTS)
@example("SELECT 1 +-- a;\n2;\nSELECT 3;")
@example("SELECT 1 %-- a;\n2;\nSELECT 3;")
@example("SELECT with' TIME ZONE ';\n'; SELECT 2;")
@example("CREATE TABLE t (a;\nb);\nSELECT 1;")
@example("CREATE TABLE t (a ')';\nb);\nSELECT 1;")
@example("CREATE TABLE t (begin INT);\nCREATE TABLE u (b INT);\n")
@example("-- a\rSELECT 1;\nSELECT 2;\n")
def test_it_splits_as_sqlparse_does(text: str) -> None:
    """Fast or not, the statements are those that yoyo will run, to the last character."""
    assert split(text) == _expected(text)


@given(st.lists(_FRAGMENTS, max_size=12).map(" ".join))
def test_it_splits_words_as_sqlparse_does(text: str) -> None:
    """The same with the words apart, so that more of them are keywords."""
    assert split(text) == _expected(text)


@given(text=_TEXTS)
def test_a_script_has_the_statements_that_yoyo_reads(text: str, tmp_path: Path) -> None:
    """Our reading of a file, comments and semicolons aside, is yoyo's."""
    path = tmp_path / "0001.any.sql"
    path.write_bytes(text.encode())
    _, _, statements = read_sql_migration(str(path))
    expected = [bare(statement) for statement in statements]
    assert list(read_script(text).statements) == [statement for statement in expected if statement]


@pytest.mark.parametrize(
    "header",
    [
        "-- depends: a b\n-- depends: c\n\n-- transactional: false\nSELECT 1;",
        "--depends:a\nSELECT 1;",
        "  --  depends :  a\nSELECT 1;",
        "-- DEPENDS: a\nSELECT 1;",
        "/* x */\n-- depends: a\nSELECT 1;",
        "SELECT 1;\n-- depends: a\nSELECT 2;",
        "\n\n-- words\n\n-- depends: a\n",
        "-- depends: a\r\n-- words\r\nSELECT 1;\r\n",
    ],
)
def test_directives_are_those_that_yoyo_obeys(header: str, tmp_path: Path) -> None:
    """A directive counts in the comment lines that begin a file, and nowhere else."""
    path = tmp_path / "0001.any.sql"
    path.write_bytes(header.encode())
    directives, _, _ = read_sql_migration(str(path))
    assert read_script(header).directives == directives


def test_a_statement_knows_its_line() -> None:
    """The line is that of the statement itself, not of the comment in front of it."""
    script = read_script("-- head\n\n-- one\nSELECT 1;\n\n-- two\n-- more\nSELECT\n  2;\nSELECT 1;\n")
    assert [(piece.sql, piece.line) for piece in script.pieces] == [
        ("SELECT 1", 4),
        ("SELECT\n  2", 8),
        ("SELECT 1", 10),
    ]


def test_a_comment_behind_the_last_semicolon_is_no_statement() -> None:
    """Nothing is run for it, though yoyo's splitter hands it out."""
    assert read_script("SELECT 1;\n-- the end\n").statements == ("SELECT 1",)


def test_a_large_file_is_split_in_a_moment() -> None:
    """4,000 statements of 600 KB take sqlparse seconds; the bound is a quarter of what it needs on the same text."""
    block = (
        "-- Create jobs: it's wanted.\n"
        'CREATE TABLE "jobs" (\n  "id" INTEGER PRIMARY KEY,\n  "name" TEXT NOT NULL DEFAULT \'x\',\n'
        '  "status" TEXT CONSTRAINT "ck" CHECK ("status" IN (\'PENDING\', \'ACTIVE\')),\n'
        '  "p" INTEGER CHECK (CASE WHEN "p" > 0 THEN 1 ELSE 0 END = 1)\n);\n\n'
        + 'CREATE INDEX "ix" ON "jobs" ("name", "status" DESC) WHERE "status" = \'PENDING\';\n\n'
        * 3
    )
    started = time.process_time()
    assert len(split(block * 1000)) == 4000
    ours = time.process_time() - started
    started = time.process_time()
    sqlparse.split(block * 100)
    assert ours < (time.process_time() - started) * 10 / 4

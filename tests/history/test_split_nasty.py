from __future__ import annotations

import time

import pytest
import sqlparse
from hypothesis import example, given
from hypothesis import strategies as st

from qsys_schema.history.split import _plain_end, bare, read_script, split

FRAGMENTS = (
    "CREATE TABLE \"a\" (\n  \"x\" INTEGER DEFAULT 'it''s'\n);\n",
    "CREATE TABLE a(x);",
    "CREATE INDEX i ON a(x) WHERE x % 2 = 1 AND y LIKE '100%';\n",
    "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; UPDATE b SET x = 2; END;\n",
    "CREATE TEMP TRIGGER IF NOT EXISTS g AFTER UPDATE OF x ON a WHEN NEW.x > 1 BEGIN SELECT RAISE(ABORT, '; no'); END;",
    "CREATE TABLE c(x CHECK (CASE WHEN x > 0 THEN 1 ELSE 0 END));\n",
    "CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;\n",
    "DECLARE x; IF 1 THEN 2; END IF;\n",
    "FOR x IN y LOOP z; END LOOP;\nWHILE 1 DO 2; END WHILE;\n",
    "INSERT INTO a VALUES ('a\\');\n",
    "INSERT INTO a VALUES ('\\'; DROP');\n",
    "SELECT $$ ; $$ , $tag$ ; $tag$;\n",
    "SELECT `a;b`, [c;d], \"e;f\", 'g;h';\n",
    "SELECT 1 -- ; '\n;\n",
    "SELECT 1 --; x",
    "-- a comment; with a semicolon\n",
    "--\n",
    "--+ hint\n",
    "# not a comment in all\n",
    "/* block ; ' */",
    "/* open",
    "*/",
    ";;\n",
    ";",
    " ; \n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "begin",
    "BEGIN;\n",
    "END;\n",
    "COMMIT;",
    "GO\n",
    "go",
    "CASE",
    "end",
    "(",
    ")",
    "((;",
    "))",
    "'",
    '"',
    "`",
    "[",
    "]",
    "$$",
    "\\",
    "||--x\n",
    "%-- x\n",
    "->>'$.a'",
    "@>",
    "x'00ff'",
    "E'\\n'",
    "N'x'",
    "with'",
    "WITH x AS (SELECT 1) SELECT * FROM x;\n",
    "1.5e-3",
    ":name",
    "?1",
    "ß",
    "\u2028",
    "\u00a0",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\ufeff",
    "create",
    "CREATE",
    "trigger",
    " declare ",
)


def expected(text: str) -> list[str]:
    """What yoyo works on: sqlparse's statements, without the empty ones."""
    return [one for one in sqlparse.split(text) if one]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@example("SELECT 1;\u2028SELECT 2;")
@example("CREATE TABLE a(begin INT);\nCREATE TABLE b(x);\n")
@example("SELECT 1 %-- ;\n;\nSELECT 2;\n")
def test_split_is_exactly_sqlparse(text: str) -> None:
    """Whatever stands in a file, our statements are those that yoyo runs."""
    assert list(split(text)) == expected(text)


@given(st.text(alphabet="ab'\"\\-/*;()$ \n\r%|#@`[]eE&+:", max_size=40))
def test_split_is_exactly_sqlparse_for_any_punctuation(text: str) -> None:
    """The fast way never takes what it does not understand."""
    assert list(split(text)) == expected(text)


@pytest.mark.soak
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=25).map("".join))
def test_split_is_exactly_sqlparse_at_length(text: str) -> None:
    """The same with longer files and any character between the fragments."""
    assert list(split(text)) == expected(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_each_statement_is_found_on_the_line_that_is_said(text: str) -> None:
    """An error names the line of the file that an editor shows."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for piece in read_script(text).pieces:
        assert piece.sql.split("\n")[0].rstrip() in lines[piece.line - 1]


@pytest.mark.parametrize(
    ("statement", "left"),
    [
        ("-- why\nSELECT 1;", "SELECT 1"),
        ("-- why\n\n  -- and why\n  SELECT 1 ;", "SELECT 1"),
        ("SELECT 1 -- why\n;", "SELECT 1 -- why"),
        ("/* why */ SELECT 1;", "/* why */ SELECT 1"),
        ("-- nothing else", ""),
        (";", ""),
        ("SELECT ';'", "SELECT ';'"),
    ],
)
def test_a_bare_statement_has_no_leading_comment_and_no_semicolon(statement: str, left: str) -> None:
    """Only line comments in front go: the rest belongs to the statement."""
    assert bare(statement) == left


LENGTH = 200_000
ADVERSARIES = {
    "a string never closed": "SELECT '" + "a" * LENGTH,
    "words and no semicolon": "a " * (LENGTH // 2),
    "one word": "x" * LENGTH,
    "open parentheses": "(" * LENGTH,
    "operators": "|" * LENGTH,
    "minus signs": "- " * (LENGTH // 2),
    "comments": "--\n" * (LENGTH // 3),
    "blank lines": "\n" * LENGTH,
    "blanks and comments": " \n--x\n" * (LENGTH // 6),
    "strings": "'a' " * (LENGTH // 4),
    "quotes never closed": '"a ' * (LENGTH // 3),
    "semicolons inside parentheses": "(" + "a;\n" * (LENGTH // 3),
    "semicolons": ";\n" * (LENGTH // 2),
    "begin and many statements": "begin\n" + "SELECT 1;\n" * (LENGTH // 10),
}


@pytest.mark.parametrize("text", ADVERSARIES.values(), ids=ADVERSARIES)
def test_the_fast_way_gives_up_at_once(text: str) -> None:
    """A pattern that goes back and forth would take for ever on 200 KB; every comment in them is looked at once too."""
    started = time.process_time()
    _plain_end(text, 0)
    bare(text)
    assert time.process_time() - started < 0.2


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1;\n" * (LENGTH // 10),
        "SELECT 1;\nINSERT INTO a VALUES ('a\\b');\n" * (LENGTH // 40),
        "begin;\nSELECT 1;\n" * (LENGTH // 20),
        "CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END;\nSELECT 1;\n" * (LENGTH // 65),
    ],
    ids=["plain", "strange and plain in turn", "begin", "triggers"],
)
def test_two_hundred_kilobytes_of_statements_are_split_in_two_seconds(text: str) -> None:
    """Also where the fast way and sqlparse take turns; sqlparse's own time is granted where it has to do it all."""
    started = time.process_time()
    split(text)
    ours = time.process_time() - started
    if ours > 2:
        started = time.process_time()
        sqlparse.split(text)
        assert ours < 1.5 * (time.process_time() - started)

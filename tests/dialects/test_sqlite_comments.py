"""Comments of a CREATE TABLE text, which a case cannot show: they become descriptions only when somebody pulls."""

from __future__ import annotations

import pytest

from qsys_schema.dialects.sqlite.comments import comments_of

TABLE = """CREATE TABLE t ( -- jobs, one each
    -- its number
    -- and no other
    id INTEGER PRIMARY KEY, -- never given twice
    /* who asked
       for it */
    owner TEXT CHECK (owner <> ',') /* not nobody */,
    ------------
    plain INTEGER, other TEXT, -- the last one on its line
    price DECIMAL(10, 2) -- no comma behind it
)"""


def test_a_comment_is_its_columns() -> None:
    """On lines of its own it belongs to what follows, behind a column to that column; a rule of dashes says nothing."""
    head, comments = comments_of(TABLE, ["id", "owner", "plain", "other", "price"])
    assert head == "jobs, one each"
    assert comments == {
        "id": "its number and no other never given twice",
        "owner": "who asked for it not nobody",
        "other": "the last one on its line",
        "price": "no comma behind it",
    }


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE t /* jobs */ (a)", ("jobs", {})),
        ("CREATE TABLE t (a TEXT DEFAULT '-- no comment', b)", ("", {})),
        ("CREATE TABLE t (a, -- of a\n CHECK (a > 0) -- of the check\n)", ("", {"a": "of a"})),
        ("CREATE TABLE t (a -- never closed", ("", {})),
        ("CREATE TABLE t", ("", {})),
    ],
)
def test_what_is_no_comment_of_a_column_is_left_out(sql: str, expected: tuple[str, dict[str, str]]) -> None:
    """Strings, constraints, and texts that are not whole."""
    assert comments_of(sql, ["a", "b"]) == expected

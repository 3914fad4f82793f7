"""What sqlglot spells and what it does not: why types and possibilities are ours, and only the spelling is its own."""

from __future__ import annotations

import logging

import pytest
from sqlglot import ErrorLevel, exp, parse_one
from sqlglot.errors import ParseError, UnsupportedError


def respelled(text: str, *, read: str = "sqlite", write: str = "sqlite") -> str:
    """The text, parsed and written again at sqlglot's own level of strictness."""
    return parse_one(text, read=read).sql(dialect=write)


def strict(tree: exp.Expr, dialect: str = "sqlite") -> str:
    """The tree as text; what the dialect cannot say is an error."""
    return tree.sql(dialect=dialect, unsupported_level=ErrorLevel.RAISE)


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        ("DECIMAL(10, 2)", "REAL(10, 2)"),
        ("NUMERIC", "REAL"),
        ("BOOLEAN", "INTEGER"),
        ("BIGINT", "INTEGER"),
        ("VARCHAR(20)", "TEXT(20)"),
        ("UUID", "UUID"),
    ],
)
def test_types_are_turned_into_others(declared: str, spelled: str) -> None:
    """With another affinity in places: the map of types has to be ours."""
    assert respelled(f"CREATE TABLE t (a {declared})") == f"CREATE TABLE t (a {spelled})"


def test_a_key_that_is_no_rowid_becomes_one() -> None:
    """BIGINT PRIMARY KEY and INTEGER PRIMARY KEY are different tables to SQLite."""
    assert respelled("CREATE TABLE t (id BIGINT PRIMARY KEY)") == "CREATE TABLE t (id INTEGER PRIMARY KEY)"


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "mysql"])
@pytest.mark.parametrize("word", ["NUMERIC(10, 2)", "BOOLEAN", "my type", "VARCHAR ( 20 )"])
def test_a_user_defined_type_is_spelled_verbatim(dialect: str, word: str) -> None:
    """The way to say exactly the type that is meant."""
    assert strict(exp.DataType(this=exp.DType.USERDEFINED, kind=word), dialect) == word


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "mysql"])
@pytest.mark.parametrize(
    "text", ["a > 0 AND  b", "length( x )!=3", "CURRENT_TIMESTAMP", "'it''s' || \"q\"", "x /* c */"]
)
def test_a_var_is_spelled_verbatim(dialect: str, text: str) -> None:
    """The way to embed a user's expression without rewriting it."""
    assert strict(exp.Check(this=exp.Var(this=text)), dialect) == f"CHECK ({text})"


def test_strict_is_lost_unless_the_strictest_level_is_asked_for() -> None:
    """SQLite's STRICT goes without a word to the caller; at the strictest level it is an error."""
    tree = parse_one("CREATE TABLE t (a INT) STRICT", read="sqlite")
    assert "STRICT" not in tree.sql(dialect="sqlite", unsupported_level=ErrorLevel.IGNORE)
    with pytest.raises(UnsupportedError):
        strict(tree)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
        "VACUUM",
    ],
)
def test_what_it_does_not_know_becomes_a_command(text: str, caplog: pytest.LogCaptureFixture) -> None:
    """An opaque text and a line in the log: a Command where a statement was expected is an error."""
    with caplog.at_level(logging.WARNING, logger="sqlglot"):
        tree = parse_one(text.partition(";")[0], read="sqlite")
    assert isinstance(tree, exp.Command)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT IGNORE)",
        "CREATE TABLE t (a INT, PRIMARY KEY (a DESC) ON CONFLICT FAIL)",
        "CREATE TABLE t (a UNSIGNED BIG INT)",
    ],
)
def test_not_every_table_of_sqlite_can_be_parsed(text: str) -> None:
    """A live table is read by pragmas and a tokenizer of our own."""
    with pytest.raises(ParseError):
        parse_one(text, read="sqlite")


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE t ALTER COLUMN a SET DATA TYPE TEXT",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
        "ALTER TABLE t DROP CONSTRAINT c",
        "CREATE INDEX CONCURRENTLY i ON t(a)",
    ],
)
def test_it_spells_what_the_database_cannot_do(text: str) -> None:
    """Without complaint, even at the strictest level: what is possible is our knowledge."""
    assert strict(parse_one(text, read="postgres"))


@pytest.mark.parametrize(("part", "spelled"), [("a", "a NULLS LAST"), ("a DESC", "a DESC NULLS FIRST")])
def test_an_index_part_gains_an_order_of_nulls_between_dialects(part: str, spelled: str) -> None:
    """SQLite refuses it in an index: an index is built for its target, never translated."""
    text = f"CREATE INDEX i ON t({part})"
    assert respelled(text, read="postgres", write="sqlite") == f"CREATE INDEX i ON t({spelled})"
    assert respelled(text) == text


@pytest.mark.parametrize(
    ("dialect", "first"), [("sqlite", True), ("postgres", False), ("mysql", True)], ids=["sqlite", "postgres", "mysql"]
)
def test_an_ordered_part_is_bare_only_when_nulls_go_where_the_dialect_puts_them(dialect: str, first: bool) -> None:
    """NULL is the smallest value in SQLite and MySQL and the largest in PostgreSQL; a plain column needs no word."""
    column = exp.column("a")
    assert strict(column, dialect) == "a"
    assert strict(exp.Ordered(this=column.copy(), nulls_first=first), dialect) == "a"
    assert strict(exp.Ordered(this=column.copy(), desc=True, nulls_first=not first), dialect) == "a DESC"
    assert strict(exp.Ordered(this=column.copy(), desc=True, nulls_first=first), dialect) != "a DESC"


@pytest.mark.parametrize("name", ["order", "a b", 'say "hi"', "ünï", "Mixed"])
def test_a_quoted_identifier_is_spelled_safely(name: str) -> None:
    """Quotes inside are doubled."""
    doubled = name.replace('"', '""')
    assert strict(exp.to_identifier(name, quoted=True)) == f'"{doubled}"'


def test_equal_expressions_may_differ_as_trees() -> None:
    """Parentheses are nodes: comparing takes more than parsing."""
    assert parse_one("(a >= 0)") != parse_one("a >= 0")

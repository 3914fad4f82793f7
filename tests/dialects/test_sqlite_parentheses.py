from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given

from qsys_schema.dialects.sqlite.parentheses import with_needed_ones
from qsys_schema.dialects.sqlite.tokens import _canonical, key_of_text, tokenize
from tests.properties.choice import Choice, choices

_VERSION = sqlite3.sqlite_version_info


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("((a = 1) AND (b = 2))", "a = 1 AND b = 2"),
        ("(a + b) + c", "a + b + c"),
        ("a + (b * c)", "a + b * c"),
        ("a OR (b AND c)", "a OR b AND c"),
        ("NOT (a = 1)", "NOT a = 1"),
        ("NOT (NOT (a))", "NOT NOT a"),
        ("(NOT a) AND (b)", "NOT a AND b"),
        ("a AND (NOT b)", "a AND NOT b"),
        ("a = (NOT b)", "a = NOT b"),
        ("a = (NOT b ISNULL)", "a = NOT b ISNULL"),
        ("a = (NOT b) = c", "(a = NOT b) = c"),
        ("- (NOT (a))", "- NOT a"),
        ("- (5)", "-5"),
        ("a - (5)", "a - 5"),
        ("- ((-a))", "- -a"),
        ("(-a) COLLATE nocase", "-a COLLATE nocase"),
        ("a || (b COLLATE nocase)", "a || b COLLATE nocase"),
        ("(a -> '$.x') ->> 'y'", "a -> '$.x' ->> 'y'"),
        ("(a < b) = c", "a < b = c"),
        ("(a & b) < (c | 2)", "a & b < c | 2"),
        ("(a = b) IS NULL", "a = b IS NULL"),
        ("(a = b) ISNULL", "a = b ISNULL"),
        ("(a ISNULL) + b", "a ISNULL + b"),
        ("((x = a) IN (1)) COLLATE nocase", "x = a IN (1) COLLATE nocase"),
        ("x = (a ISNULL + b)", "x = ((a ISNULL) + b)"),
        ("(a) NOT NULL", "a NOT NULL"),
        ("a IS NOT (NOT b)", "a IS NOT NOT b"),
        ("a IS NOT DISTINCT FROM (NOT b)", "a IS NOT DISTINCT FROM NOT b"),
        ("a IS (NULL)", "a IS NULL"),
        ("x BETWEEN (a) AND (b)", "x BETWEEN a AND b"),
        ("x BETWEEN (a = b) AND (c < d)", "x BETWEEN a = b AND c < d"),
        ("(x BETWEEN a AND b) = c", "x BETWEEN a AND b = c"),
        ("x LIKE (y) ESCAPE (z)", "x LIKE y ESCAPE z"),
        ("x LIKE (y || '%') ESCAPE (z < 1)", "x LIKE y || '%' ESCAPE z < 1"),
        ("x LIKE (NOT y) ESCAPE z", "x LIKE NOT y ESCAPE z"),
        ("(x LIKE y) NOT GLOB (z)", "x LIKE y NOT GLOB z"),
        ("(x) MATCH (y)", "x MATCH y"),
        ("x IN ((1), (a + 2))", "x IN (1, a + 2)"),
        ("(x) IN ((1))", "x IN (1)"),
        ("(x = y) IN (z)", "x = y IN (z)"),
        ("((a), b) = ((1), 2)", "(a, b) = (1, 2)"),
        ("((a, b)) = (1, 2)", "(a, b) = (1, 2)"),
        ("((SELECT 1)) + 1", "(SELECT 1) + 1"),
        ("(EXISTS (SELECT 1)) AND (NOT (EXISTS (SELECT 2)))", "EXISTS (SELECT 1) AND NOT EXISTS (SELECT 2)"),
        ("(CASE (a OR b) WHEN (1) THEN (2) ELSE (c) END)", "CASE a OR b WHEN 1 THEN 2 ELSE c END"),
        ("CASE WHEN (end) THEN (end) END", "CASE WHEN end THEN end END"),
        ("CAST((a + b) AS VARCHAR(20))", "CAST(a + b AS VARCHAR(20))"),
        ("coalesce((a), (b OR c), ((d)))", "coalesce(a, b OR c, d)"),
        ("like((a), (b)) = (1)", "like(a, b) = 1"),
        ("(count(*)) > (random())", "count(*) > random()"),
        ("(count(DISTINCT (a)) FILTER (WHERE b) OVER (w)) = 1", "count(DISTINCT a) FILTER (WHERE b) OVER (w) = 1"),
        ("((((a))))", "a"),
        ("(main.t.a) = (t.b)", "main.t.a = t.b"),
    ],
)
def test_parentheses_that_change_nothing_do_not_count(one: str, other: str) -> None:
    """SQLite keeps no node for parentheses; they only say what the operators' levels say anyway."""
    assert key_of_text(one) == key_of_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a + (b + c)", "a + b + c"),
        ("a - (b - c)", "a - b - c"),
        ("a AND (b AND c)", "a AND b AND c"),
        ("(a OR b) AND c", "a OR b AND c"),
        ("(NOT a) = 1", "NOT a = 1"),
        ("(a = NOT b) = c", "a = NOT b = c"),
        ("(- NOT a) * b", "- NOT a * b"),
        ("NOT (a AND b)", "NOT a AND b"),
        ("- (a + b)", "- a + b"),
        ("- (a COLLATE nocase)", "- a COLLATE nocase"),
        ("(a || b) COLLATE nocase", "a || b COLLATE nocase"),
        ("a -> (b ->> c)", "a -> b ->> c"),
        ("a = (b < c) = d", "a = b = c < d"),
        ("a < (b = c)", "a < b = c"),
        ("a = (b = c)", "a = b = c"),
        ("a = (b ISNULL)", "a = b ISNULL"),
        ("x + (a ISNULL)", "x + a ISNULL"),
        ("x = (a ISNULL + b)", "x = a ISNULL + b"),
        ("a IS (NOT b)", "a IS NOT b"),
        ("a IS (NOT NULL)", "a IS NOT NULL"),
        ("a AND (b NOT NULL)", "(a AND b) NOT NULL"),
        ("x BETWEEN (a) AND (b AND c)", "x BETWEEN a AND b AND c"),
        ("x BETWEEN a AND (b = c)", "x BETWEEN a AND b = c"),
        ("x LIKE (y LIKE z)", "x LIKE y LIKE z"),
        ("x LIKE (NOT y LIKE z) ESCAPE w", "x LIKE NOT y LIKE z ESCAPE w"),
        ("x LIKE (y = z)", "x LIKE y = z"),
        ("x IN (t)", "x IN t"),
        ("x IN ((SELECT 1))", "x IN (SELECT 1)"),
        ("(x, 1) IN (t)", "x IN (t)"),
        ("f((a, b))", "f(a, b)"),
        ("(a, b)", "a"),
        ("(SELECT 1)", "1"),
        ("a = (b IN (c))", "a = b IN (c)"),
        ("CASE (CASE a WHEN b THEN c END) WHEN 1 THEN 2 END", "CASE a WHEN b THEN c END"),
        ("- (9223372036854775808)", "-9223372036854775808"),
        ("- ((9223372036854775808))", "-9223372036854775808"),
    ],
)
def test_parentheses_that_say_what_belongs_together_stay(one: str, other: str) -> None:
    """Two expressions that SQLite reads differently never get the same key."""
    assert key_of_text(one) != key_of_text(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CREATE VIEW v AS SELECT (a + b) FROM t", 'create "view" "v" as select ( "a" + "b" ) from "t"'),
        ("NUMERIC(10, 2)", '"numeric" ( 10 , 2 )'),
        ("VARYING CHARACTER (20)", '"varying" "character" ( 20 )'),
        ("(RAISE(IGNORE))", '"raise" ( "ignore" )'),
        ("group_concat(a ORDER BY (b + c))", '"group_concat" ( "a" order "by" ( "b" + "c" ) )'),
        ("a = (:b + (c))", '"a" = ( :b + "c" )'),
        ("RAISE(ABORT, (a || b))", '"raise" ( "abort" , ( "a" || "b" ) )'),
        ("a b ((c + d))", '"a" "b" ( ( "c" + "d" ) )'),
        ("((a", '( ( "a"'),
        ("a)", '"a" )'),
        ("()", ""),
    ],
)
def test_what_is_no_plain_expression_keeps_its_parentheses(text: str, key: str) -> None:
    """Statements, types and parameters are not read; only what surrounds the whole or one value goes."""
    assert " ".join(key_of_text(text)) == key


def test_an_expression_nested_too_deeply_is_left_alone() -> None:
    """It overflows nothing, and is compared as it is; a long one without depth is read like any other."""
    fine, deep = (f"a + {'(b * ' * times}((c + d)){')' * times}" for times in (20, 2000))
    assert key_of_text(fine) == key_of_text(fine.replace("((c + d))", "(c + d)"))
    assert key_of_text(deep).count("(") == 2002
    calls = f"{'(1 + f(' * 2000}(a){'))' * 2000}"
    assert key_of_text(calls).count("(") > 2000
    flat = "(a)" + " OR (a AND b)" * 2000
    assert key_of_text(flat) == key_of_text("a" + " OR a AND b" * 2000)


# Made-up expressions. A form is its level and its parts: text, or the lowest level that may stand there bare.

_Form = tuple[int, tuple[str | int, ...]]

_BINARY = {
    4: ("=", "==", "<>", "!=", "IS", "IS NOT", "LIKE", "NOT LIKE", "GLOB"),
    5: ("<", "<=", ">", ">="),
    6: ("&", "|", "<<", ">>"),
    7: ("+", "-"),
    8: ("*", "/", "%"),
    9: ("||",),
}
_NEWER: tuple[_Form, ...] = (
    (9, (9, "->", 10)),
    (9, (9, "->>", 10)),
    (4, (4, "IS DISTINCT FROM", 5)),
    (4, (4, "IS NOT DISTINCT FROM", 5)),
)
"""SQLite reads -> since 3.38, and IS DISTINCT FROM since 3.39."""

_TELLING: tuple[_Form, ...] = (
    (1, (1, "OR", 2)),
    (2, (2, "AND", 3)),
    (3, ("NOT", 3)),
    *((level, (level, operator, level + 1)) for level, operators in _BINARY.items() for operator in operators),
    (4, (4, "BETWEEN", 3, "AND", 5)),
    (4, (4, "NOT BETWEEN", 3, "AND", 5)),
    (4, (4, "LIKE", 5, "ESCAPE", 5)),
    (4, (4, "NOT GLOB", 5)),
    (4, (4, "ISNULL")),
    (4, (4, "NOTNULL")),
    (11, ("~", 11)),
    (11, ("-", 11)),
    (12, ("CASE", 0, "WHEN", 0, "THEN", 0, "ELSE", 0, "END")),
    (12, ("CASE WHEN", 0, "THEN", 0, "END")),
    *(_NEWER if _VERSION >= (3, 39) else ()),
)
"""Forms of which SQLite makes a program that shows how they were nested."""

_SILENT: tuple[_Form, ...] = (
    (4, (4, "NOT NULL")),
    (4, (4, "IS NULL")),
    (4, (4, "IN (", 0, ",", 0, ")")),
    (4, (4, "NOT IN (", 0, ")")),
    (4, (4, "IN ()")),
    (4, (4, "IN u")),
    (4, (4, "IN (SELECT g FROM u)")),
    (4, ("(", 0, ",", 0, ") = (", 0, ",", 0, ")")),
    (4, ("(", 0, ",", 0, ") IN (SELECT g, g FROM u)")),
    (10, (10, "COLLATE nocase")),
    (11, ("+", 11)),
    (12, ("abs(", 0, ")")),
    (12, ("coalesce(", 0, ",", 0, ")")),
    (12, ("CAST(", 0, "AS VARCHAR(9))")),
)
"""The others: some leave no trace in the program."""

_COLUMNS = ("a", "b", "c", "d", "e", "f")
_VALUES = (
    *("1", "0", "2.5", "'x'", "NULL", "true", "x'61'", "t.a", "CURRENT_DATE", "match", '"end"'),
    *("(SELECT min(g) FROM u)", "EXISTS (SELECT 1 FROM u)", "(SELECT (a), (b) LIMIT 1)"),
)
_TABLES = """
    CREATE TABLE t(a INTEGER, b TEXT COLLATE NOCASE, c REAL, d BLOB, e, f NUMERIC, match, "end");
    CREATE TABLE u(g);
    INSERT INTO u VALUES (1), ('x'), (NULL);
    INSERT INTO t VALUES (1, 'x', 2.5, x'61', NULL, 0, 'X', 0), (0, 'X', -1, 'a', 1, '2', 5, 'x'),
        (NULL, '1', 1.0, NULL, 'x', 1, NULL, 1), (-3, '%', 0.0, '1', 2, 7, 0, NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """An expression: text, and other expressions with the lowest level that may stand there bare."""

    level: int
    parts: tuple[str | tuple[int, Tree], ...]


def _made_up(choice: Choice, forms: tuple[_Form, ...], values: tuple[str, ...], depth: int) -> Tree:
    if depth == 0 or choice.happens(15):
        return Tree(level=12, parts=(choice.pick(values),))
    level, parts = choice.pick(forms)
    return Tree(
        level=level,
        parts=tuple(
            part if isinstance(part, str) else (part, _made_up(choice, forms, values, depth - 1)) for part in parts
        ),
    )


def _tree(choice: Choice) -> Tree:
    return _made_up(choice, _TELLING + _SILENT, _COLUMNS + _VALUES, choice.number(1, 4))


def _telling_tree(choice: Choice) -> Tree:
    return _made_up(choice, _TELLING, _COLUMNS, choice.number(1, 4))


def _plainly(tree: Tree) -> str:
    """With parentheses where the levels ask for them."""
    return " ".join(
        part if isinstance(part, str) else _around(int(part[1].level < part[0]), _plainly(part[1]))
        for part in tree.parts
    )


def _lavishly(choice: Choice, tree: Tree) -> str:
    """With more parentheses than needed."""
    return " ".join(
        part
        if isinstance(part, str)
        else _around(int(part[1].level < part[0]) + choice.number(0, 2), _lavishly(choice, part[1]))
        for part in tree.parts
    )


def _carelessly(choice: Choice, tree: Tree, percent: int) -> str:
    """With parentheses here and there, so that it may mean something else or nothing."""
    return " ".join(
        part if isinstance(part, str) else _around(int(choice.happens(percent)), _carelessly(choice, part[1], percent))
        for part in tree.parts
    )


def _around(times: int, text: str) -> str:
    return "(" * times + text + ")" * times


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """A few rows of every kind of value."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_TABLES)
        yield connection


def _program(database: sqlite3.Connection, expression: str) -> list[tuple[Any, ...]]:
    """What SQLite compiles an expression to, without the comments; nothing where it refuses to."""
    try:
        return [row[:7] for row in database.execute(f"EXPLAIN SELECT {expression} FROM t")]
    except sqlite3.Error:
        return []


def _results(database: sqlite3.Connection, expression: str) -> object:
    """What an expression is in each row, or what is wrong with it there."""
    try:
        return database.execute(f"SELECT {expression} FROM t").fetchall()
    except sqlite3.Error as error:
        return str(error)


@given(choices())
def test_any_number_of_redundant_parentheses_gives_the_same_key(choice: Choice) -> None:
    """Written with as few as the levels allow, or lavishly: one key."""
    tree = _tree(choice)
    assert key_of_text(_plainly(tree)) == key_of_text(_lavishly(choice, tree))


@given(choices())
def test_expressions_of_one_key_are_one_program(database: sqlite3.Connection, choice: Choice) -> None:
    """The same words with other parentheses: where the keys are equal, SQLite does the same, step by step."""
    tree = _tree(choice)
    percent = choice.pick((10, 50, 90))
    one, other = (_carelessly(choice, tree, percent) for _ in range(2))
    assume(key_of_text(one) == key_of_text(other))
    assert _program(database, one) == _program(database, other)
    assert not _program(database, one) or _results(database, one) == _results(database, other)


@given(choices())
def test_trees_of_one_key_are_one_program(database: sqlite3.Connection, choice: Choice) -> None:
    """Small expressions that were made up independently; if their keys meet, they are the same."""
    one, other = (_plainly(_made_up(choice, _TELLING + _SILENT, ("a", "b"), choice.number(1, 2))) for _ in range(2))
    if key_of_text(one) == key_of_text(other):
        assert _program(database, one) == _program(database, other)
        assert _results(database, one) == _results(database, other)


@given(choices())
def test_a_key_read_as_sql_is_the_same_program(database: sqlite3.Connection, choice: Choice) -> None:
    """What a key keeps is enough for SQLite to do the same as with all parentheses."""
    text = _carelessly(choice, _tree(choice), choice.pick((10, 50, 90)))
    assume(program := _program(database, text))
    written = " ".join(key_of_text(text))
    for word in ("like", "glob", "cast", "end"):
        written = written.replace(f'"{word}"', word)
    assert _program(database, written) == program
    assert _results(database, written) == _results(database, text)


@given(choices())
def test_expressions_of_one_program_have_one_key(database: sqlite3.Connection, choice: Choice) -> None:
    """Where the program shows how an expression was nested, no needless parenthesis is left in its key."""
    tree = _telling_tree(choice)
    percent = choice.pick((10, 50, 90))
    one, other = (_carelessly(choice, tree, percent) for _ in range(2))
    assume(program := _program(database, one))
    assert (key_of_text(one) == key_of_text(other)) == (_program(database, other) == program)


@given(choices())
def test_a_key_is_its_own_key_and_the_short_way_agrees(database: sqlite3.Connection, choice: Choice) -> None:
    """Nothing is left to take away, and an expression that is not read at all would come out as it went in."""
    text = _carelessly(choice, _tree(choice), choice.pick((0, 5, 50, 90)))
    assume(_program(database, text))
    key = key_of_text(text)
    assert with_needed_ones(list(key)) == key
    assert with_needed_ones([_canonical(token) for token in tokenize(text)]) == key

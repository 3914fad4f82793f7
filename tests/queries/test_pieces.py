"""Pieces put together again: whatever conditions vanish, what is left is sound SQL and means what it should."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from qsys_schema.dialects.postgres.tongue import PostgresTongue
from qsys_schema.dialects.sqlite.tongue import SQLiteTongue
from qsys_schema.model.query import Among, CheckedQuery, Query, Use, When, Words
from qsys_schema.model.schema import Column, PrimaryKey, Schema, Table
from qsys_schema.model.types import Integer
from qsys_schema.queries.check import check
from qsys_schema.queries.text import tokenize
from qsys_schema.queries.variants import chosen

SCHEMA = Schema(
    tables=(
        Table(
            name="t",
            columns=tuple(Column(name=name, type=Integer(), nullable=name != "id") for name in ("id", "a", "b", "c")),
            primary_key=PrimaryKey(parts=()),
        ),
    )
)
Row = tuple[int, int, int | None, int]

ROWS: list[Row] = [(number, number % 3, number % 4 or None, number % 5) for number in range(40)]

CONDITIONS: dict[str, Callable[[Row, int], bool]] = {
    "a = :{}": lambda row, value: row[1] == value,
    "b > :{}": lambda row, value: row[2] is not None and row[2] > value,
    "c BETWEEN :{} AND 3": lambda row, value: value <= row[3] <= 3,
    "(a = :{0} OR c = :{0})": lambda row, value: value in {row[1], row[3]},
    "CASE WHEN a = 1 AND c = 2 THEN 1 ELSE c END >= :{}": lambda row, value: (
        (1 if row[1] == 1 and row[3] == 2 else row[3]) >= value
    ),
    "id IN (SELECT id FROM t AS u WHERE u.a = 2 AND u.c <> :{})": lambda row, value: row[1] == 2 and row[3] != value,
    "EXISTS (SELECT 1 FROM t AS u WHERE u.id = t.id AND u.c = :{})": lambda row, value: row[3] == value,
    "NOT (c = :{} AND 'x AND y :z' <> '')": lambda row, value: row[3] != value,
}
# Without its parameter, what is left of this one still holds for some rows only: the innermost condition vanishes.
_INNER = "id IN (SELECT id FROM t AS u WHERE u.a = 2 AND u.c <> :{})"
SURE = {"id >= 0": True, "a IS NOT NULL": True, "c BETWEEN 1 AND 3": False}


@given(
    picked=st.lists(st.sampled_from(sorted(CONDITIONS)), min_size=1, max_size=4),
    sure=st.lists(st.sampled_from(sorted(SURE)), max_size=2),
    order=st.randoms(use_true_random=False),
    values=st.lists(st.integers(0, 4), min_size=4, max_size=4),
    present=st.sets(st.integers(0, 3)),
)
def test_what_vanishes_does_not_count_and_nothing_else(
    picked: Sequence[str], sure: Sequence[str], order: object, values: Sequence[int], present: set[int]
) -> None:
    """The rows are those for which all conditions hold that are there, by a count of our own."""
    names = [f"p{number}" for number in range(len(picked))]
    conditions = [text.format(name) for text, name in zip(picked, names, strict=True)] + list(sure)
    order.shuffle(conditions)  # type: ignore[attr-defined]
    sql = f"SELECT id FROM t WHERE {' AND '.join(conditions)} ORDER BY id"
    query = Query(name="q", table="t", returns="many", sql=sql, optional=tuple(names))
    found = check(query, SCHEMA, SQLiteTongue())
    kept = [name for number, name in enumerate(names) if number in present]
    given_values = {name: values[number] for number, name in enumerate(names)}
    assert _ids(found, kept, given_values) == [row[0] for row in ROWS if _holds(row, picked, sure, kept, given_values)]


def _holds(row: Row, picked: Sequence[str], sure: Sequence[str], kept: Sequence[str], values: dict[str, int]) -> bool:
    for number, text in enumerate(picked):
        name = f"p{number}"
        if name in kept and not CONDITIONS[text](row, values[name]):
            return False
        if name not in kept and text == _INNER and row[1] != 2:
            return False
    return all(SURE[text] or 1 <= row[3] <= 3 for text in sure)


def _ids(query: CheckedQuery, present: Sequence[str], values: dict[str, int]) -> list[int]:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE TABLE t (id INTEGER NOT NULL, a INTEGER, b INTEGER, c INTEGER)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", ROWS)
        parts = chosen(query.pieces, present, "")
        sql = "".join(part.text if isinstance(part, Words) else f":{part.name}" for part in parts)
        used = {part.name: values[part.name] for part in parts if isinstance(part, Use)}
        return [row[0] for row in connection.execute(sql, used)]
    finally:
        connection.close()


_PARTS: dict[str, list[str]] = {
    ":one": ["one"],
    ":two": ["two"],
    "':no'": [],
    "'it''s :no'": [],
    '":no"': [],
    "-- :no\n": [],
    "/* :no */": [],
    "/* ' */": [],
    "x": [],
    "'/* ' || :one || ' */'": ["one"],
    "'--'": [],
    "+ 1.5e3": [],
}
_POSTGRES: dict[str, list[str]] = {
    "a::int": [],
    ":one::int": ["one"],
    "$$ :no $$": [],
    "$t$ ' :no $$ $t$": [],
    r"E'\' :no'": [],
    "a[1:2]": [],
    "a[x:y]": [],
    "ARRAY[:two, :one]": ["two", "one"],
    "/* /* :no */ :no */": [],
    "a @> b": [],
}
_SQLITE: dict[str, list[str]] = {"[:no]": [], "`:no`": [], "/* /* :no */": []}


def _parameters(parts: Sequence[str], known: dict[str, list[str]], tongue: SQLiteTongue | PostgresTongue) -> None:
    tokens, _ = tokenize(" ".join(parts), tongue.lexicon)
    found = [token.text[1:] for token in tokens if token.kind == "parameter"]
    assert found == [name for part in parts for name in known[part]]


@given(st.lists(st.sampled_from(sorted(_PARTS | _SQLITE))))
def test_parameters_of_sqlite_are_found_and_nothing_else(parts: Sequence[str]) -> None:
    """Not in texts, names and comments, in whatever order they come."""
    _parameters(parts, _PARTS | _SQLITE, SQLiteTongue())


@given(st.lists(st.sampled_from(sorted(_PARTS | _POSTGRES))))
def test_parameters_of_postgresql_are_found_and_nothing_else(parts: Sequence[str]) -> None:
    """Nor in casts, slices and texts between dollars."""
    _parameters(parts, _PARTS | _POSTGRES, PostgresTongue())


def test_a_list_stands_with_its_operator() -> None:
    """So that code can write what an empty list means."""
    query = Query(name="q", returns="many", sql="SELECT id FROM t WHERE a IN :x AND b NOT  IN :y", optional=("y",))
    pieces = check(query, SCHEMA, SQLiteTongue()).pieces
    assert pieces == (
        Words(text="SELECT id FROM t WHERE a "),
        Among(name="x"),
        Words(text=" "),
        When(names=("y",), pieces=(Words(text="AND b "), Among(name="y", negated=True))),
    )

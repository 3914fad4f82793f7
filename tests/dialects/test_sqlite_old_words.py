"""How old databases word it: read as SQLite itself reads it, and not worded anew each time."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from qsys_schema.dialects.sqlite.ddl import canonical_type, read_table
from qsys_schema.dialects.sqlite.normalize import normalize
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column, Schema, Table
from qsys_schema.model.types import Integer


@pytest.mark.parametrize(
    "written",
    ['"MY TYPE"(3)', '"MY" INT', 'MY "TYPE"(3)', 'MY "A""B"', "'A' B", "`INT`", "VARCHAR ( 3 )", "UNSIGNED BIG INT"],
)
def test_a_type_is_what_the_catalog_says(written: str) -> None:
    """Quotes at its beginning go, with what stands behind them; quotes in it stay."""
    sql = f"CREATE TABLE t (x {written}, y)"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(sql)
        ((said,),) = connection.execute("SELECT type FROM pragma_table_info('t') WHERE name = 'x'")
    (kind, _) = (column.type for column in read_table(sql).columns)
    assert getattr(kind, "text", None) == canonical_type(said)


@pytest.mark.parametrize(
    ("wished", "made"),
    [
        ("unixepoch()", "(unixepoch())"),
        ("(unixepoch())", "(unixepoch())"),
        ("(1) + (2)", "((1) + (2))"),
        ("'('", "'('"),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
    ],
)
def test_a_default_gets_the_parentheses_that_it_needs(wished: str, made: str) -> None:
    """One pair around an expression: those that a pulled spec has already do not become two, then three."""
    column = Column(name="at", type=Integer(), default=Expr(text=wished))
    (table,) = normalize(Schema(tables=(Table(name="t", columns=(column,)),))).tables
    default = table.columns[0].default
    assert isinstance(default, Expr)
    assert default.text == made

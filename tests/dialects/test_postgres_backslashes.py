"""What no case shows: how texts are spelled that a splitter of statements, or an indenter, would take for others."""

from __future__ import annotations

import pytest
import sqlparse
from sqlglot import exp

from qsys_schema.dialects.postgres.tokens import literal, splittable
from qsys_schema.dialects.spell import spell
from qsys_schema.model.naming import LONGEST, distinct
from tests.postgres import Postgres

_TEXTS = ("back\\", "a\\'b", "\\", "\\\\", "\\\\'", "it's\\", "a\\b\\'", "\\'\\'", "x'\\")


@pytest.mark.parametrize("text", _TEXTS)
def test_a_backslash_before_a_quote_splits_no_statement_in_the_wrong_place(text: str) -> None:
    """Sqlparse, by which yoyo splits files, takes a backslash and a quote for a pair."""
    doubled = text.replace("'", "''")
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    for sql in (f"SELECT {literal(text)}", splittable(f"SELECT '{doubled}'"), splittable(f"SELECT E'{escaped}'")):
        assert len(sqlparse.split(f"{sql}; SELECT 1;")) == 2, sql


def test_a_statement_without_such_texts_stays_as_it_is() -> None:
    """Nobody finds their own words respelled for nothing."""
    sql = "SELECT E'a\\\\b', 'c\\d', $$it\\'s$$ -- don\\'t"
    assert splittable(sql) == sql


@pytest.mark.parametrize(
    "text", ["'a\rb''c\\\r'", "E'a\\\rb\r\\\\\r'", "$x$it's\r\n\\$x$", "'a'\r\n /* b\r */ || 'c\r' -- d\r\n"]
)
def test_a_carriage_return_is_spelled_as_an_escape(postgres: Postgres, text: str) -> None:
    """The server reads the same text; whoever reads the file as lines finds none of it changed."""
    spelled = splittable(f"SELECT {text}")
    assert "\r" not in spelled
    assert postgres.rows(spelled) == postgres.rows(f"SELECT {text}")


@pytest.mark.parametrize("dialect", ["postgres", "sqlite"])
def test_a_line_break_in_a_text_is_not_indented(dialect: str) -> None:
    """It is a part of the value."""
    column = exp.ColumnDef(
        this=exp.to_identifier("a", quoted=True),
        kind=exp.DataType(this=exp.DType.USERDEFINED, kind="text"),
        constraints=[exp.ColumnConstraint(kind=exp.Var(this="DEFAULT 'x\ny'"))],
    )
    table = exp.Schema(this=exp.to_table("t"), expressions=[column])
    assert "DEFAULT 'x\ny'" in spell(exp.Create(kind="TABLE", this=table), dialect)


def test_a_second_name_is_no_longer_than_a_name_may_be() -> None:
    """PostgreSQL would cut the number off, and have the same name twice."""
    name = "n" * LONGEST
    taken: set[str] = set()
    found = [distinct(name, taken) for _ in range(3)]
    assert len({one[:LONGEST] for one in found}) == 3
    assert all(len(one.encode()) <= LONGEST for one in found)

"""What a spec may say of views and triggers: cases show those that work, and here are those that do not."""

from __future__ import annotations

import pytest

from qsys_schema.dialects.sqlite.programs import programs
from qsys_schema.model.schema import Column, Index, Part, PrimaryKey, Schema, Table, Trigger, View
from qsys_schema.model.types import Integer, Text

COLUMNS = (Column(name="id", type=Integer()), Column(name="name", type=Text(), nullable=True))


def said(*, view: str = "", trigger: str = "", indexes: tuple[Index, ...] = ()) -> list[str]:
    """What is said against a view ``v``, or a trigger ``tr`` on the table ``t``."""
    table = Table(
        name="t",
        columns=COLUMNS,
        primary_key=PrimaryKey(parts=(Part(column="id"),)),
        indexes=indexes,
        triggers=(Trigger(name="tr", table="t", sql=trigger),) if trigger else None,
    )
    views = (View(name="v", sql=view),) if view else None
    return [text for _, text in programs(Schema(tables=(table,), views=views))]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("CREATE VIEW v AS SELECT missing FROM t", "does not compile: no such column: missing"),
        ("CREATE VIEW w AS SELECT id FROM t", "makes a view 'w', and it is called 'v'"),
        ("SELECT id FROM t", "must begin with CREATE VIEW"),
        ("CREATE TEMP VIEW v AS SELECT id FROM t", "is temporary"),
        ("CREATE VIEW v AS SELEC id FROM t", "cannot be made"),
        ("CREATE VIEW v AS SELECT 'never closed FROM t", "cannot be read"),
        ("CREATE VIEW", "must begin with CREATE VIEW"),
    ],
)
def test_a_view_that_does_not_work_is_explained(sql: str, words: str) -> None:
    """By SQLite itself where it can be."""
    (text,) = said(view=sql)
    assert words in text


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET nam = 1; END", "no such column: nam"),
        ("CREATE TRIGGER tr AFTER INSERT ON other BEGIN SELECT 1; END", "is not on t"),
        ("CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1;", "cannot be made"),
        ("CREATE TRIGGER", "must begin with CREATE TRIGGER"),
    ],
)
def test_a_trigger_that_does_not_work_is_explained(sql: str, words: str) -> None:
    """It is made on the tables of the specs, and looked into."""
    (text,) = said(trigger=sql)
    assert words in text


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW IF NOT EXISTS 'v' AS SELECT id FROM t -- fine",
        "create view [v] as select id, name from T",
        "CREATE VIEW v AS SELECT * FROM a_virtual_table",
        "CREATE VIEW v AS SELECT a_function_of_the_program(id) FROM t",
    ],
)
def test_what_cannot_be_known_is_not_held_against_a_view(sql: str) -> None:
    """Any quoting; what no spec declares may be there all the same, and a proof on the database will see."""
    assert said(view=sql) == []


def test_an_upsert_in_a_trigger_finds_its_unique_index() -> None:
    """Unique indexes are made too."""
    index = Index(name="u", parts=(Part(column="name"),), unique=True)
    upsert = "INSERT INTO t (id, name) VALUES (1, 'a') ON CONFLICT (name) DO NOTHING"
    assert said(trigger=f"CREATE TRIGGER tr AFTER DELETE ON t BEGIN {upsert}; END", indexes=(index,)) == []
    assert said(trigger=f"CREATE TRIGGER tr AFTER DELETE ON t BEGIN {upsert}; END") != []

"""The diagram of what a change touches, in the words that Mermaid reads."""

from __future__ import annotations

import re

import pytest

from qsys_schema.model import change as c
from qsys_schema.model.schema import Schema
from qsys_schema.report.mermaid import diagram
from qsys_schema.report.neighbourhood import neighbourhood
from tests.report.reading import HOSTILE
from tests.report.schemas import column, queue, reference, table

# What Mermaid 10.9 takes, copied from its grammar (erDiagram.jison): whatever fits, the parser of 11 takes as well.
_WORD = r"(?!(?i:PK|FK|UK)\b)[A-Za-z_][A-Za-z0-9\-_\[\]()]*"
_TEXT = r'"[^"%\r\n\v\b\\]+"'
_KEYS = r"(?:PK|FK|UK)(?:, (?:PK|FK|UK))*"
_LINES = re.compile(
    rf"erDiagram|    t\d+\[{_TEXT}\] \{{|    \}}|        {_WORD} {_WORD}(?: {_KEYS})?(?: \"[^\"\n]*\")?"
    rf"|    t\d+ (?:\}}o|\|o)(?:--|\.\.)(?:\|\||o\|) t\d+ : {_TEXT}"
)


def test_a_change_is_seen_among_its_neighbours() -> None:
    """What came, what went and what is another; neighbours with their keys alone, and nothing that is far away."""
    assert diagram(neighbourhood(*queue())) == (
        """\
erDiagram
    t1["jobs"] {
        text id PK
        character_varying(20) tenant FK "added"
        integer progress "dropped"
        text status "other check"
        other columns "5 more"
    }
    t2["tenants (new)"] {
        text id PK
        text name
    }
    t3["logs"] {
        text id PK
        text job FK
    }
    t1 }o--|| t2 : "tenant (added)"
    t3 }o--o| t1 : "job\""""
    )


def test_what_goes_is_drawn_too() -> None:
    """A table that is dropped, and the foreign key to it."""
    before, after, _ = queue()
    jobs = after.tables[1]
    changes = (
        c.DropForeignKey(table="jobs", item=jobs.foreign_keys[0]),
        c.DropColumn(table="jobs", item=jobs.columns[1]),
        c.DropTable(item=after.tables[3]),
    )
    drawn = diagram(neighbourhood(after, before, changes))
    assert '["tenants (dropped)"]' in drawn
    assert 't1 }o..|| t2 : "tenant (dropped)"' in drawn
    assert 'character_varying(20) tenant FK "dropped"' in drawn


def test_there_is_no_picture_of_what_cannot_be_drawn() -> None:
    """A comment or an option changes nothing in it."""
    before, after, _ = queue()
    assert neighbourhood(before, after, (c.SetTableComment(table="jobs", before="", after="x"),)) == ()
    assert diagram(()) == ""


def test_a_reference_to_one_row_at_most_is_drawn_so() -> None:
    """The key of a table that is a reference too: one row here for each there."""
    owner, detail = table("owners", column("id")), table("details", column("id"), keys=(reference("id", "owners"),))
    both = Schema(tables=(owner, detail))
    drawn = diagram(neighbourhood(Schema(tables=(owner,)), both, (c.AddTable(item=detail),)))
    assert 't1 |o--|| t2 : "id"' in drawn


@pytest.mark.parametrize(
    "name",
    [
        *HOSTILE,
        "naïve",
        "日本語",
        "%%{init: {}}%%",
        "a" * 200,
        "9lives",
        "x-y",
        "t1",
        "end",
        "pk",
        "FK",
        "Uk-1",
        "a~b~c",
    ],
)
def test_no_name_leaves_its_place(name: str) -> None:
    """Every line is one that Mermaid reads, and there are as many as there would be with plain names."""
    name = name or "_"
    odd = table(name, column("id"), column(name, name), keys=(reference(name, name),))
    drawn = diagram(neighbourhood(Schema(), Schema(tables=(odd,)), (c.AddTable(item=odd),)))
    lines = drawn.split("\n")
    assert len(lines) == 6
    assert [line for line in lines if not _LINES.fullmatch(line)] == []
    assert not re.search(r"[<>&#%`~]", drawn)

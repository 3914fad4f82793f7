"""The comment under a pull request: what it says first, what it leaves out, and what never leaves its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.size import Size
from qsys_schema.report.comment import MARK, MOST, comment
from qsys_schema.report.neighbourhood import neighbourhood
from qsys_schema.report.review import Line, Part, Question, Remark, Review, Script, size_in_words
from tests.report.reading import ACTED_ON, HOSTILE, own_html, plain_text, tokens
from tests.report.schemas import queue

LOSS = Risk(
    code="DS103",
    kind=RiskKind.LOSES_DATA,
    ref=Ref(table="jobs", kind="column", name="progress"),
    reason="the values of jobs.progress are lost",
    consent="drop-column:jobs.progress",
)
SLOW = Risk(
    code="LT111", kind=RiskKind.REWRITES_TABLE, ref=Ref(table="jobs", kind="table"), reason="every row is copied"
)
BROKEN = Risk(
    code="BC103",
    kind=RiskKind.BREAKS_CLIENTS,
    ref=Ref(table="jobs", kind="column", name="progress"),
    reason="schema/jobs.yaml:100: query jobs.update_progress no longer works: unknown column jobs.progress",
    consent="break-query:jobs.update_progress",
)
ADDED = Line(sign="+", table="jobs", words="add column tenant", detail="TEXT, not null", where="schema/jobs.yaml:11")
DROPPED = Line(sign="-", table="jobs", words="drop column progress", detail="INTEGER")
SCRIPT = Script(
    name="0003.add_tenants",
    path="migrations/sqlite/0003.add_tenants.sql",
    locks=("one transaction; other writers wait",),
    forward="ALTER TABLE jobs ADD COLUMN tenant;\n",
    rollback="ALTER TABLE jobs DROP COLUMN tenant;\n",
    proof="run forward, back and forward again",
)


def _review(*parts: Part) -> Review:
    return Review(subject="from main to HEAD", parts=parts, made_by="qsys-schema 1.0")


def _headings(markdown: str) -> list[str]:
    found = list(tokens(markdown))
    return [found[at + 1].content for at, token in enumerate(found) if token.type == "heading_open"]


def test_it_begins_with_the_mark_and_the_verdict() -> None:
    """A workflow finds it by the one, a reviewer needs no more than the other to know whether to worry."""
    part = Part(database="sqlite", lines=(DROPPED, ADDED), risks=(SLOW, LOSS), rollback_risks=(LOSS,))
    text = comment(replace(_review(part), status="Proven: `0003.add_tenants` on sqlite."))
    assert text.startswith(
        f"{MARK}\n### Schema review\n\n> [!CAUTION]\n"
        "> **2 changes of `jobs`: 1 loses data, 1 rewrites a table.**<br>\n"
        "> Proven: `0003.add_tenants` on sqlite.\n\n#### Risks\n"
    )
    rows = text.partition("| --- |")[2]
    assert rows.index("DS103") < rows.index("LT111"), "the worst comes first"


@pytest.mark.parametrize(
    ("risks", "alert"),
    [((), "NOTE"), ((SLOW,), "WARNING"), ((LOSS,), "CAUTION"), ((BROKEN,), "CAUTION")],
    ids=["nothing", "slow", "loss", "query"],
)
def test_how_loud_it_is_depends_on_what_is_lost(risks: tuple[Risk, ...], alert: str) -> None:
    """What loses data or breaks a query is said in red; what only takes long in yellow."""
    text = comment(_review(Part(database="sqlite", lines=(ADDED,), risks=risks)))
    assert f"> [!{alert}]\n" in text
    assert ("nothing is lost, nothing breaks, nobody has to wait" in text) == (not risks)


def test_what_does_not_hold_is_loud_without_any_change() -> None:
    """An edited migration is a danger although the schema stays as it is."""
    text = comment(replace(_review(), findings=(Remark(where="migrations/a.sql", text="it was edited"),)))
    assert "> [!CAUTION]\n> **No change of the schema.**<br>\n> 1 thing does not hold, see below.\n" in text
    assert "- `migrations/a.sql`: it was edited" in text


def test_databases_are_told_apart_only_where_they_differ() -> None:
    """What is the same on both is said once; a risk of one of them, and types of their own, say whose they are."""
    other = replace(ADDED, detail="character varying(20), not null")
    index = Line(sign="+", table="jobs", words="add index ix")
    sqlite = Part(database="sqlite", lines=(ADDED,), risks=(LOSS, SLOW))
    postgres = Part(database="postgres", lines=(other, index), risks=(LOSS,))
    text = comment(_review(sqlite, postgres))
    assert text.count("the values of jobs.progress are lost |") == 1
    assert "every row is copied (sqlite only) |" in text
    assert "(sqlite: TEXT, not null; postgres: character varying(20), not null)" in text
    assert "+ add index ix (postgres only)" in text
    same = comment(
        _review(sqlite, replace(sqlite, database="postgres", lines=(replace(ADDED, detail="text, not null"),)))
    )
    assert "+ add column tenant (TEXT, not null)  [schema/jobs.yaml:11]" in same


def test_a_query_that_breaks_has_its_line() -> None:
    """In the words of the check; one that only the older code has says so."""
    part = Part(database="sqlite", lines=(DROPPED,), risks=(BROKEN,))
    told = "- `jobs.update_progress` in `schema/jobs.yaml:100` no longer works: unknown column jobs.progress"
    text = comment(_review(part))
    assert f"#### Queries that break\n\n{told}\n" in text
    assert "1 query breaks" in text
    old = comment(replace(_review(replace(part, risks=())), old_code=(BROKEN,), before="main"))
    assert f"{told}, which the code of `main` still asks while this is applied\n" in old


def test_what_a_rollback_does_not_bring_back_is_said() -> None:
    """And what it loses itself, and that it is as slow."""
    back = replace(
        LOSS, ref=Ref(table="jobs", kind="column", name="tenant"), reason="the values of jobs.tenant are lost"
    )
    text = comment(_review(Part(database="sqlite", lines=(DROPPED,), risks=(LOSS,), rollback_risks=(back, SLOW))))
    assert (
        "#### Rolling back\n\n"
        "- does not bring back `column jobs.progress`: the values of jobs.progress are lost\n"
        "- loses what was written since to `column jobs.tenant`: the values of jobs.tenant are lost\n"
        "- rewrites a table (`LT111`) in its turn\n"
    ) in text
    harmless = comment(_review(Part(database="sqlite", lines=(ADDED,))))
    assert "- brings back everything that is there now" in harmless


def test_tables_have_their_size() -> None:
    """Where a database was asked: what is counted is exact, what is estimated says so."""
    part = Part(database="postgres", lines=(ADDED,), sizes={"jobs": Size(rows=1_204_331, bytes=512 * 1024 * 1024)})
    assert "**`jobs`** \u00b7 about 1,204,331 rows, 512 MB\n" in comment(_review(part))
    assert size_in_words(Size(rows=1, exact=True)) == "1 row"
    assert size_in_words(Size(rows=5, bytes=8192)) == "about 5 rows, 8.0 kB"


def test_sql_is_folded_with_its_locks_on_top() -> None:
    """Nobody scrolls past it who does not want to, and what it locks is seen without a click."""
    text = comment(_review(Part(database="sqlite", lines=(ADDED,), scripts=(SCRIPT,))))
    found = [token for token in tokens(text) if token.type in {"html_block", "fence"}]
    assert "one transaction</summary>" in found[-4].content
    assert [token.content for token in found[-3:-1]] == [SCRIPT.forward, SCRIPT.rollback]
    assert "</details>" in found[-1].content


def test_a_long_line_goes_on_below_in_its_colour() -> None:
    """A list of values is long; nobody has to scroll sideways to see what is new at its end."""
    values = ", ".join(f"'STATUS_{number}'" for number in range(20))
    text = comment(_review(Part(database="sqlite", lines=(replace(ADDED, detail=values),))))
    (block,) = (token.content for token in tokens(text) if token.type == "fence")
    assert all(line.startswith("+ ") and len(line) <= 102 for line in block.splitlines())
    assert block.endswith("'STATUS_19')\n+     [schema/jobs.yaml:11]\n")


_LONG_SCRIPT = replace(SCRIPT, forward="SELECT 1;\n" * 9_000, rollback="SELECT 2;\n" * 9_000)


def test_what_is_too_long_loses_its_sql_first() -> None:
    """A site refuses a comment that is too long: then there would be none. What was left out is said."""
    part = Part(database="sqlite", lines=(ADDED,), risks=(LOSS,), scripts=(_LONG_SCRIPT,))
    text = comment(replace(_review(part), tables=neighbourhood(*queue())))
    assert len(text) <= MOST
    assert "_SQL is cut off" in text
    assert "more" in text
    assert "the values of jobs.progress are lost" in text
    assert "```mermaid" in text
    assert text.count("<details>") == text.count("</details>") == 1
    several = comment(replace(_review(replace(part, scripts=(_LONG_SCRIPT,) * 90)), tables=neighbourhood(*queue())))
    assert len(several) <= MOST
    assert "_SQL is left out" in several
    assert "SELECT 1" not in several


def test_even_a_thousand_changes_fit() -> None:
    """The verdict counts all of them, the lists are cut, and every fold and fence is closed."""
    lines = tuple(replace(ADDED, table=f"t{number}", words=f"add column {'c' * 60}{number}") for number in range(700))
    risks = tuple(replace(LOSS, ref=Ref(table=f"t{number}", kind="table"), reason="r" * 90) for number in range(700))
    remarks = tuple(Remark(where=f"f{number}", text="x" * 200) for number in range(700))
    part = Part(database="sqlite", lines=lines, risks=risks, rollback_risks=risks, scripts=(SCRIPT,) * 200)
    text = comment(replace(_review(part), findings=remarks, remarks=remarks))
    assert len(text) <= MOST
    assert "700 changes of `t0`, `t1`, `t2` and 697 more" in text
    assert "more_" in text
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0
    tiny = comment(replace(_review(part), findings=remarks), most=2000)
    assert len(tiny) <= 2000
    assert tiny.startswith(MARK)
    assert tiny.count("```") % 2 == 0


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.strip()])
def test_nothing_that_people_wrote_leaves_its_place(text: str) -> None:
    """A name or a comment in SQL brings no element, heading, link or mention into the comment."""
    risk = replace(LOSS, ref=Ref(table=text, kind="column", name=text), reason=text)
    broken = replace(BROKEN, reason=f"{text}: query {text} no longer works: {text}", consent=f"break-query:{text}")
    line = Line(sign="+", table=text, words=f"add column {text}", detail=text, where=text)
    script = Script(name=text, path=text, locks=(text,), forward=text, rollback=text, proof=text)
    part = Part(
        database="sqlite", lines=(line,), risks=(risk, broken), rollback_risks=(risk,), scripts=(script,), sizes={}
    )
    remark = Remark(where=text, text=text)
    question = Question(text=text, options=(text,))
    hostile = replace(
        _review(part),
        subject=text,
        status=text,
        findings=(remark,),
        remarks=(remark,),
        questions=(question,),
        old_code=(broken,),
        before=text,
    )
    found = comment(hostile)
    assert _headings(found) == [
        "Schema review",
        "What does not hold",
        "Risks",
        "Queries that break",
        "To be decided",
        "What changes",
        "Rolling back",
        "Migrations",
        "To be known",
    ]
    ours = {MARK, "<br>", "<sub>", "</sub>", "<span>", "</span>", "<code>", "</code>"}
    assert own_html(found) <= ours | {"<details>", "</details>", "<summary>", "</summary>"}
    assert found.count("<details>") == 1
    assert not {"link_open", "image", "strong_open_x", "em_open", "hr", "code_block", "s_open"} & {
        token.type for token in tokens(found)
    }
    assert not [one for one in plain_text(found) if ACTED_ON.search(one)]

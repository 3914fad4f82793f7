"""Whatever a text holds, it stays a text in the place that it was put into."""

from __future__ import annotations

import re
from html import unescape

import pytest

from qsys_schema.report.markdown import code, escaped, fenced, folded, in_html, prose, table
from tests.report.reading import ACTED_ON, HOSTILE, kinds, own_html, plain_text, shown, tokens

_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
_TEXT = {"text", "text_special", "html_inline"}


def _visible(text: str) -> str:
    """The text as it ought to be shown: on one line, what nobody sees spelled out."""
    line = " ".join(text.split())
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode().replace("\\x", "\\u00") for one in line
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_one_paragraph_of_text(text: str) -> None:
    """Nothing of it becomes a link, a list, a heading, an element or code; and it is shown as it is."""
    found = escaped(text)
    if found:
        blocks = [kind for kind in kinds(found) if kind not in _TEXT]
        assert blocks == _PARAGRAPH
    assert own_html(found) <= {"<span>", "</span>"}
    assert shown(found) == _visible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_site_makes_nothing_of_a_text(text: str) -> None:
    """Nobody gets a mail, no issue is linked, no picture comes of a colon, no mathematics of a dollar."""
    assert not [part for part in plain_text(escaped(text)) if ACTED_ON.search(part)]
    assert not [part for part in plain_text(prose(text)) if ACTED_ON.search(part)]
    assert not ACTED_ON.search(_text_of_html(in_html(text)))


def _text_of_html(html: str) -> str:
    parts = re.split("</?span>", html)
    assert "<" not in "".join(parts)
    return "\n".join(map(unescape, parts))


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_code_to_its_end(text: str) -> None:
    """One span, with everything in it."""
    found = kinds(code(text))
    if "code_inline" in found:
        assert found == ["paragraph_open", "inline", "code_inline", "paragraph_close"]
    else:
        assert own_html(code(text)) == {"<code>", "</code>"}
        assert set(found) <= {*_PARAGRAPH, *_TEXT}
    spelled = text.replace("\n", "\\n")
    wanted = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in spelled)
    assert shown(code(text)).strip() == (wanted.replace("\\x", "\\u00").strip() or '""')


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_stays_one_cell(text: str) -> None:
    """Two columns are two columns, whatever stands in them, and they show what they would show elsewhere."""
    rows = [(escaped(text), code(text)), (code(text), prose(text))]
    found = list(tokens(table(("a", "b"), rows)))
    assert [token.type for token in found].count("tr_open") == 3
    assert found[-1].type == "table_close"
    cells = [found[at + 1].content for at, token in enumerate(found) if token.type == "td_open"]
    assert [shown(one).strip() for one in cells] == [shown(one).strip() for row in rows for one in row]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_block_of_code_ends_where_it_should(text: str) -> None:
    """A fence in the SQL does not end it, nor does an element that folds."""
    found = list(tokens(folded(text, fenced(text, "sql")) + "\n\nbehind"))
    assert [token.type for token in found if token.type != "text"] == [
        "html_block",
        "fence",
        "html_block",
        *_PARAGRAPH,
    ]
    (block,) = (token for token in found if token.type == "fence")
    wanted = "".join(
        one if one.isprintable() or one in "\n\t" else one.encode("unicode_escape").decode() for one in text
    )
    assert block.content.rstrip("\n") == wanted.replace("\\x", "\\u00").rstrip("\n")
    assert own_html(folded(text, "x")) - {"<span>", "</span>"} == {"<details>", "</details>", "<summary>", "</summary>"}


def test_a_message_has_its_commands_as_code() -> None:
    """As all messages here have them."""
    assert prose("run `qsys-schema seal`; then *go*") == "run `qsys-schema seal`; then \\*go\\*"
    assert prose("one ` tick") == "one \\` tick"


def test_what_is_harmless_is_left_readable() -> None:
    """The source is read too, in mails and terminals."""
    text = "the values of jobs.queue_name are lost (12 of 300 rows): 'a-b', x = 1!"
    assert escaped(text) == text
    assert code("jobs.queue_name") == "`jobs.queue_name`"

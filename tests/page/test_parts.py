"""The rules that hold for any name and any text: escapes, anchors, and what a history follows."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from qsys_schema.model.schema import Schema
from qsys_schema.page import anchors
from qsys_schema.page.edition import Change, Edition
from qsys_schema.page.html import element, escaped, visible
from qsys_schema.page.past import past
from qsys_schema.page.sql import coloured

_ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "</script>",
        "--><!--",
        "]]>",
        "&lt;",
        "'\"`",
        "\u202e",
        "\ud800",
        "\r\n",
        "a.b",
        "a~2eb",
        "A",
        "a",
        "é",
        "e\u0301",
    ]
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(_ANY)
def test_text_stays_text_and_an_attribute_one_attribute(text: str) -> None:
    """Whatever stands in it."""
    reader = _read(element("p", text, title=text))
    assert reader.tags == [("p", [("title", visible(text))])]
    assert reader.text == visible(text)
    escaped(text).encode("utf-8")


@given(_ANY)
def test_coloured_sql_is_the_same_sql(text: str) -> None:
    """Colours take nothing away, and add nothing that is read."""
    reader = _read(coloured(text))
    assert reader.text == visible(text.strip())
    assert {tag for tag, _ in reader.tags} <= {"pre", "code", "span"}


@given(st.lists(_ANY, min_size=2, max_size=2, unique=True), _ANY)
def test_two_names_have_two_places(names: list[str], third: str) -> None:
    """And no kind of thing has one of another kind; a browser finds it by the address as it stands."""
    one, other = names
    places = [
        *(anchors.table(name) for name in names),
        anchors.column(one, third),
        anchors.column(other, third),
        anchors.member(one, "index", third),
        anchors.member(one, "check", third),
        anchors.query(one, third),
        anchors.thing("view", one),
        anchors.section("tables"),
    ]
    assert len(set(places)) == len(places)
    for place in places:
        assert not any(letter.isspace() for letter in place)
        assert unquote(place) == place


def _edition(*changes: Change) -> Edition:
    return Edition(
        name="X",
        target="X >= 1",
        wish=Schema(),
        schema=Schema(),
        queries=(),
        reads=(),
        migrations=tuple(dict.fromkeys(change.migration for change in changes)),
        changes=changes,
    )


def _made(migration: str, name: str) -> Change:
    return Change(migration=migration, subject=name, text="made", detail="", begins=True)


def _named(migration: str, before: str, after: str) -> Change:
    return Change(migration=migration, subject=after, text="named", detail="", was=before)


def _changed(migration: str, name: str) -> Change:
    return Change(migration=migration, subject=name, text="changed", detail="")


def _ended(migration: str, name: str) -> Change:
    return Change(migration=migration, subject=name, text="ended", detail="", ends=True)


def _told(*changes: Change) -> tuple[dict[str, list[str]], list[tuple[str, list[str]]]]:
    found = past([_edition(*changes)])
    there = {name: [f"{one.migration} {one.text}" for one in events] for name, events in found.of_table.items()}
    return there, [(name, [f"{one.migration} {one.text}" for one in events]) for name, events in found.gone]


def test_a_history_follows_names() -> None:
    """A table is the same under each of its names; another one of an older name is another one."""
    changes = (_made("1", "a"), _changed("2", "a"), _named("3", "a", "b"), _made("4", "a"), _changed("5", "b"))
    there, gone = _told(*changes)
    assert there == {"b": ["1 made", "2 changed", "3 named", "5 changed"], "a": ["4 made"]}
    assert gone == []


def test_names_may_be_exchanged_at_once() -> None:
    """Two renames of one migration happen together."""
    there, _ = _told(_made("1", "a"), _made("2", "b"), _named("3", "a", "b"), _named("3", "b", "a"), _changed("4", "a"))
    assert there == {"b": ["1 made", "3 named"], "a": ["2 made", "3 named", "4 changed"]}


def test_what_is_gone_keeps_its_own_history() -> None:
    """Also where a table of that name is there again."""
    there, gone = _told(_made("1", "a"), _ended("2", "a"), _made("3", "a"), _named("4", "a", "c"))
    assert there == {"c": ["3 made", "4 named"]}
    assert gone == [("a", ["1 made", "2 ended"])]

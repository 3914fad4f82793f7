"""The small things that every part of the page is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qsys_schema.page import anchors
from qsys_schema.page.book import By, Fact, Said, Service, Verbatim
from qsys_schema.page.html import Child, Html, element, joined, one_line, separated
from qsys_schema.page.sql import coloured

NOTHING = "\N{EN DASH}"
"""Stands where there is nothing to say."""

LONG = 36
"""Letters of a word that may have to be broken; it then is where its parts begin."""

_BREAK = re.compile(r"(?<=[_./])(?=\w)")


def code(text: str) -> Html:
    """A name or a piece of SQL in a line."""
    return element("code", breaking(text))


def breaking(text: str) -> Child:
    """A name in a line that may be narrow."""
    shown = one_line(text)
    if len(shown) <= LONG or " " in shown:
        return shown
    first, *rest = _BREAK.split(shown)
    return joined((first, ((element("wbr"), part) for part in rest)))


def link(text: str, anchor: str) -> Html:
    """A name that leads to what bears it."""
    return element("a", code(text), href=f"#{anchor}")


def columns_of(table: str, names: Sequence[str]) -> Html:
    """Columns, each leading to itself."""
    return separated((link(name, anchors.column(table, name)) for name in names), ", ")


def only(by: By) -> Html | None:
    """The databases that something is for, where it is not for all."""
    return joined(element("span", one_line(name), class_="only") for name in by) if by else None


def badge(word: str, kind: str) -> Html:
    """A word that catches the eye."""
    return element("b", word, class_=kind)


def says(several: Sequence[Said], *, as_code: bool = True) -> Html:
    """What databases say, with their names where they differ."""
    return separated(
        ((code(one.text) if as_code else one_line(one.text), " " if one.by else None, only(one.by)) for one in several),
        " · ",
    )


def facts(several: Iterable[Fact]) -> Html | None:
    """Facts under their words."""
    shown = [element("div", one.label, " ", says(one.said), class_="aside") for one in several]
    return joined(shown) if shown else None


def table(caption: str, heads: Sequence[str], rows: Iterable[Child], *, kind: str, named: str = "") -> Html:
    """A table: a hidden caption, heads, and rows that come as they are. ``named`` tells it from others of its kind."""
    return element(
        "table",
        element("caption", f"{caption} of {named}" if named else caption),
        element("thead", element("tr", (element("th", head, scope="col") for head in heads))),
        element("tbody", rows),
        class_=kind,
    )


def heading(level: int, text: Child, anchor: str = "", *more: Child) -> Html:
    """A heading; with an anchor, it leads to itself, so that its address can be had."""
    inner = element("a", text, href=f"#{anchor}", class_="self") if anchor else text
    return element(f"h{level}", inner, more)


def named_row(anchor: str, name: str, *more: Child) -> Html:
    """The first cell of a row: a name that leads to itself."""
    return element("th", element("a", breaking(name), href=f"#{anchor}"), more, scope="row")


def services(several: Sequence[Service], here: str = "") -> Html:
    """Queries, each leading to itself; those of ``here`` by their names alone."""
    return element(
        "ul",
        (
            element(
                "li",
                link(one.name if one.home == here else f"{one.home}.{one.name}", anchors.query(one.home, one.name)),
                only(one.by),
            )
            for one in several
        ),
        class_="chips",
    )


def verbatim(one: Verbatim) -> Html:
    """Texts as they were written, for each database that has its own."""
    return each(one.sql)


def each(texts: Sequence[Said]) -> Html:
    """Pieces of SQL, each under the names of the databases that it is for."""
    return joined(element("div", only(text.by), coloured(text.text)) for text in texts)


def prose(text: str) -> Html | None:
    """A text of somebody's, in paragraphs as it has them."""
    paragraphs = [one for one in text.split("\n\n") if one.strip()]
    return joined(element("p", one.strip(), class_="doc") for one in paragraphs) if paragraphs else None


def counted(number: int, noun: str, nouns: str = "") -> str:
    """``3 tables``."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"

"""Book -> the text of one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from qsys_schema.page import anchors
from qsys_schema.page import book as b
from qsys_schema.page.chapters import chapter
from qsys_schema.page.diagram import whole
from qsys_schema.page.html import Child, Html, element, joined, one_line
from qsys_schema.page.matters import enums, migrations, queries, verbatims
from qsys_schema.page.parts import code, counted, heading

GENERATOR = "qsys-schema docs"
"""What the page says it was made by; a file that says otherwise is not ours to overwrite."""

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%233b5bdb'/%3E"
    "%3Cpath d='M4 5h8M4 8h8M4 11h5' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E"
)


def render(book: b.Book) -> str:
    """The page. The same book gives the same bytes."""
    style, script = Html(_own("style.css") + _labels(book)), _own("script.js")
    return f"<!doctype html>\n{element('html', _head(book, style, script), _body(book, script), lang='en')}\n"


@cache
def _own(name: str) -> Html:
    return Html(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _worded(book: b.Book) -> dict[int, str]:
    """The databases whose own words for types are known, by their places; one that nobody could ask has none."""
    columns = [column for one in book.tables for column in one.columns]
    names = {place: name for place, (name, _) in enumerate(book.editions)}
    return {place: name for place, name in names.items() if any(column.native[place] for column in columns)}


def _labels(book: b.Book) -> str:
    """On a narrow screen a table has no heads: the name of the database stands in front of its words."""
    names = (re.sub("[^A-Za-z0-9 ]", "", name) for name in _worded(book).values())
    rules = (
        f'  .columns td:nth-child({place}):not(:last-child)::before {{ content: "{name} " }}'
        for place, name in enumerate(names, start=3)
    )
    return "\n".join(("@media (max-width: 760px) {", *rules, "}", ""))


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _head(book: b.Book, style: Html, script: Html) -> Html:
    # Nothing is fetched, nothing but these two texts is obeyed, and no text ever becomes markup.
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=GENERATOR),
        element("meta", name="color-scheme", content="light dark"),
        element("title", one_line(book.title)),
        element("link", rel="icon", href=_ICON),
        element("style", style),
    )


def _body(book: b.Book, script: Html) -> Html:
    return element(
        "body",
        element("a", "Skip to the content", href=f"#{anchors.section('main')}", class_="skip"),
        _header(book),
        _navigation(book),
        _main(book),
        element("div", id=anchors.section("said"), class_="hidden", role="status", aria_live="polite"),
        element("script", script),
    )


def _header(book: b.Book) -> Html:
    return element(
        "header",
        element("a", one_line(book.title), href=f"#{anchors.section('main')}", class_="brand"),
        element("button", "Contents", type="button", class_="menu js", aria_expanded="false", aria_controls="page:nav"),
        element("button", "Theme: auto", type="button", class_="theme js"),
    )


def _navigation(book: b.Book) -> Html:
    listed = anchors.section("found")
    return element(
        "nav",
        element(
            "div",
            element("label", "Search", for_=anchors.section("search")),
            element(
                "input",
                id=anchors.section("search"),
                type="search",
                placeholder="Table, column, query …",
                autocomplete="off",
                spellcheck="false",
                role="combobox",
                aria_expanded="false",
                aria_controls=listed,
                aria_autocomplete="list",
            ),
            element("kbd", "/", aria_hidden="true"),
            element("p", class_="count"),
            element("ul", id=listed, role="listbox", aria_label="Found"),
            class_="search js",
        ),
        element("div", _contents(book), class_="contents"),
        id=anchors.section("nav"),
        aria_label="Contents",
    )


def _contents(book: b.Book) -> Iterator[Child]:
    yield _group("Diagram", anchors.section("diagram"), ())
    yield _group("Tables", anchors.section("tables"), ((one.name, anchors.table(one.name)) for one in book.tables))
    if book.views:
        yield _group(
            "Views", anchors.section("views"), ((one.name, anchors.thing("view", one.name)) for one in book.views)
        )
    if book.enums:
        yield _group(
            "Enums", anchors.section("enums"), ((one.name, anchors.thing("enum", one.name)) for one in book.enums)
        )
    if book.others:
        yield _group(
            "Functions and more",
            anchors.section("others"),
            ((one.name, anchors.thing(one.kind, one.name)) for one in book.others),
        )
    if book.queries:
        homes = dict.fromkeys(one.home for one in book.queries)
        yield _group("Queries", anchors.section("queries"), ((home, anchors.thing("queries", home)) for home in homes))
    if book.migrations:
        yield _group("Migrations", anchors.section("migrations"), ())


def _group(title: str, anchor: str, items: Iterator[tuple[str, str]] | tuple[()]) -> Html:
    listed = [element("li", element("a", code(name), href=f"#{there}")) for name, there in items]
    return joined((element("a", title, href=f"#{anchor}", class_="group"), element("ul", listed) if listed else None))


def _main(book: b.Book) -> Html:
    databases = _worded(book)
    tables = {one.name: one for one in book.tables}
    return element(
        "main",
        element("h1", one_line(book.title)),
        element("p", _facts(book), class_="lead"),
        [element("p", one_line(note), class_="note") for note in book.notes],
        _diagram(book),
        _section("Tables", "tables", [chapter(one, tables, databases) for one in book.tables]),
        _section("Views", "views", verbatims(book.views, "view")),
        _section("Enums", "enums", enums(book.enums)),
        _section("Functions and more", "others", verbatims(book.others, "")),
        _section("Named queries", "queries", queries(book.queries, tables)),
        _section("Migrations", "migrations", migrations(book)),
        id=anchors.section("main"),
        tabindex=-1,
    )


def _facts(book: b.Book) -> str:
    columns = sum(len(one.columns) for one in book.tables)
    numbers = [
        counted(number, noun, nouns)
        for number, noun, nouns in (
            (len(book.tables), "table", ""),
            (columns, "column", ""),
            (len(book.views), "view", ""),
            (len(book.queries), "named query", "named queries"),
            (len(book.migrations), "migration", ""),
        )
        if number or noun == "table"
    ]
    return f"{', '.join(numbers)}; for {' and '.join(target for _, target in book.editions)}."


def _section(title: str, name: str, children: list[Html]) -> Html | None:
    if not children:
        return None
    anchor = anchors.section(name)
    return element("section", heading(2, title, anchor), children, id=anchor, aria_label=title)


def _diagram(book: b.Book) -> Html | None:
    if not book.tables:
        return element("p", "There are no tables yet.", class_="note")
    anchor = anchors.section("diagram")
    buttons = [
        element("button", word, type="button", data_zoom=what, aria_label=label)
        for word, what, label in (
            ("\N{MINUS SIGN}", "out", "Zoom out"),
            ("+", "in", "Zoom in"),
            ("Fit", "fit", "Fit"),
            ("100 %", "one", "Full size"),
        )
    ]
    return element(
        "section",
        heading(2, "Diagram", anchor),
        element("div", buttons, class_="zoom js", role="group", aria_label="Size of the diagram"),
        element(
            "div", whole(book.tables), class_="canvas", tabindex=0, role="region", aria_label="Diagram of the tables"
        ),
        id=anchor,
        aria_label="Diagram",
    )

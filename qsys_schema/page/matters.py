"""The parts of the page that are about no table: views, types, queries, migrations."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from qsys_schema.page import anchors
from qsys_schema.page import book as b
from qsys_schema.page.chapters import history
from qsys_schema.page.html import Child, Html, element, joined, one_line, separated
from qsys_schema.page.parts import NOTHING, badge, code, each, facts, heading, link, only, prose, says, table, verbatim

_GIVES = {
    "one": "one row",
    "optional": "one row or none",
    "many": "any number of rows",
    "exec": "nothing",
    "count": "the number of rows that it changed",
}


def verbatims(several: Sequence[b.Verbatim], kind: str) -> list[Html]:
    """Views, functions and the like, as they were written."""
    return [_verbatim(one, anchors.thing(kind or one.kind, one.name)) for one in several]


def _verbatim(one: b.Verbatim, anchor: str) -> Html:
    return element(
        "article",
        heading(3, code(one.name), anchor, badge(one.kind, "kind"), only(one.by)),
        element("p", one_line(one.file), class_="meta file") if one.file else None,
        verbatim(one),
        [
            element("details", element("summary", code(part.name), badge(part.kind, "kind")), verbatim(part))
            for part in one.more
        ],
        id=anchor,
        data_kind=one.kind,
        aria_label=one_line(one.name),
    )


def enums(several: Sequence[b.EnumType]) -> list[Html]:
    """Types with a list of values."""
    return [_enum(one) for one in several]


def _enum(one: b.EnumType) -> Html:
    anchor = anchors.thing("enum", one.name)
    users = separated((link(f"{name}.{column}", anchors.column(name, column)) for name, column in one.users), ", ")
    return element(
        "article",
        heading(3, code(one.name), anchor, only(one.by)),
        element("p", (code(value) for value in one.values), class_="values"),
        element("p", "Used by ", users, class_="meta") if one.users else None,
        id=anchor,
        data_kind="enum",
        aria_label=one_line(one.name),
    )


def queries(several: Sequence[b.Query], tables: Mapping[str, b.Table]) -> list[Html]:
    """Named queries by whom they belong to."""
    homes: dict[str, list[b.Query]] = {}
    for one in several:
        homes.setdefault(one.home, []).append(one)
    return [
        element(
            "section",
            heading(3, code(home), anchors.thing("queries", home)),
            [_query(one, tables) for one in mine],
            id=anchors.thing("queries", home),
            aria_label=f"Queries of {one_line(home)}",
        )
        for home, mine in homes.items()
    ]


def _query(one: b.Query, tables: Container[str]) -> Html:
    anchor = anchors.query(one.home, one.name)
    return element(
        "article",
        heading(4, code(one.name), anchor, only(one.by)),
        prose(one.doc),
        [element("div", only(shape.by), _shape(one, shape, tables)) for shape in one.shapes],
        facts(one.facts),
        _reads(one),
        element(
            "details",
            element("summary", "SQL"),
            each(one.sql),
            open=True,
        ),
        id=anchor,
        class_="query",
        data_kind="query",
        aria_label=one_line(f"{one.home}.{one.name}"),
    )


def _shape(one: b.Query, shape: b.Shape, tables: Container[str]) -> Html:
    gives: Child = _GIVES[one.returns]
    if shape.whole:
        row = link(shape.whole, anchors.table(shape.whole)) if shape.whole in tables else code(shape.whole)
        gives = joined((gives, " of ", row))
    return joined(
        (
            table(
                "Parameters",
                ["Parameter", "Type", "About"],
                map(_value, shape.parameters),
                kind="values",
                named=one_line(one.name),
            )
            if shape.parameters
            else None,
            element("p", "Gives ", gives, "." if not shape.columns else ":", class_="meta"),
            table(
                "Result",
                ["Result", "Type", "From"],
                map(_value, shape.columns),
                kind="values",
                named=one_line(one.name),
            )
            if shape.columns
            else None,
        )
    )


def _value(one: b.Value) -> Html:
    origin = link(".".join(one.origin), anchors.column(*one.origin)) if one.origin is not None else None
    about = [part for part in (one_line(one.how) if one.how else None, origin) if part is not None]
    return element(
        "tr",
        element("th", code(one.name), scope="row"),
        element("td", code(one.type), element("i", "null") if one.nullable else None),
        element("td", separated(about, ", ") if about else NOTHING),
    )


def _reads(one: b.Query) -> Html | None:
    if not one.reads:
        return None
    return element("p", "Reads ", separated(map(_read, one.reads), ", "), class_="meta reads")


def _read(read: b.Read) -> Html:
    name = link(read.table, anchors.table(read.table))
    if read.kind == "index":
        how: Child = (" by ", link(read.index, anchors.member(read.table, "index", read.index)))
    else:
        how = (" by its key ", code(read.index)) if read.kind else " as a whole"
    return joined((name, how, " " if read.by else None, only(read.by)))


def migrations(book: b.Book) -> list[Html]:
    """What was done, from the first migration to the last; then what became of tables that are no more."""
    if not book.migrations:
        return []
    listed = element("ol", map(_migration, book.migrations), class_="past migrations")
    gone = [joined((heading(3, (code(name), " is gone")), history(events))) for name, events in book.gone]
    return [listed, *gone]


def _migration(one: b.Migration) -> Html:
    anchor = anchors.migration(one.id)
    touched = separated((link(name, anchors.table(name)) for name in one.tables), ", ")
    return element(
        "li",
        element("div", element("a", code(one.id), href=f"#{anchor}", class_="self"), only(one.by)),
        element("div", touched, element("ul", list(_events(one))) if one.events else None),
        id=anchor,
        data_kind="migration",
    )


def _events(one: b.Migration) -> Iterator[Html]:
    for event in one.events:
        details = (" ", says(event.details)) if event.details else None
        yield element("li", one_line(event.text), details, only(event.by))

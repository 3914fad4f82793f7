"""The part of the page that is about one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qsys_schema.page import anchors
from qsys_schema.page import book as b
from qsys_schema.page.diagram import around
from qsys_schema.page.html import Child, Html, element, joined, one_line, separated
from qsys_schema.page.parts import (
    NOTHING,
    badge,
    code,
    columns_of,
    counted,
    facts,
    heading,
    link,
    named_row,
    only,
    prose,
    says,
    services,
    table,
    verbatim,
)

MOST_NEIGHBOURS = 12
"""With more, a drawing of a table and its neighbours shows nothing that the lists do not say better."""


def chapter(one: b.Table, tables: Mapping[str, b.Table], databases: Mapping[int, str]) -> Html:
    """Everything about a table. ``databases`` are those whose own words for types are known, by their places."""
    name, anchor = one.name, anchors.table(one.name)
    alone = len(tables) <= MOST_NEIGHBOURS and len(tables) == _neighbourhood(one)
    drawing = None if alone else around(one, tables, MOST_NEIGHBOURS)
    return element(
        "article",
        heading(3, code(name), anchor, only(one.by)),
        element("p", _summary(one), class_="meta"),
        prose(one.comment),
        element("div", drawing, class_="near", tabindex=0, role="region", aria_label=f"Neighbours of {one_line(name)}")
        if drawing
        else None,
        _columns(one, databases),
        _indexes(one),
        _references(one),
        _checks(one),
        _triggers(one),
        _options(one),
        _queries(one),
        history(one.history),
        id=anchor,
        class_="table",
        aria_label=one_line(name),
    )


def _neighbourhood(one: b.Table) -> int:
    return len({one.name, *(key.target for key in one.references), *(key.table for key in one.referred)})


def _summary(one: b.Table) -> Html:
    words = [counted(len(one.columns), "column"), counted(len(one.indexes), "index", "indexes")]
    words += [counted(len(one.queries), "query", "queries")] if one.queries else []
    words += [one_line(one.file)] if one.file else []
    return joined([" · ".join(words)])


def _columns(one: b.Table, databases: Mapping[int, str]) -> Html:
    heads = ["Column", "Type", *databases.values(), "About"]
    rows = (_column(one.name, column, [column.native[place] for place in databases]) for column in one.columns)
    return joined((heading(4, "Columns"), table("Columns", heads, rows, kind="columns", named=one_line(one.name))))


def _column(of_table: str, column: b.Column, native: Sequence[str]) -> Html:
    anchor = anchors.column(of_table, column.name)
    return element(
        "tr",
        named_row(anchor, column.name, _badges(column), only(column.by)),
        element("td", says(column.type), element("i", "null") if column.nullable else None),
        (element("td", one_line(text) or NOTHING) for text in native),
        element("td", _about(column)),
        id=anchor,
    )


def _badges(column: b.Column) -> Iterator[Html]:
    if column.in_key:
        yield badge("PK", "pk")
    if column.targets:
        yield badge("FK", "fk")
    if column.alone_unique:
        yield badge("UQ", "uq")


def _about(column: b.Column) -> Iterator[Child]:
    yield column.comment
    if column.targets:
        arrows = (
            link(f"{name}.{there}" if there else name, anchors.column(name, there) if there else anchors.table(name))
            for name, there in column.targets
        )
        yield element("div", "→ ", separated(arrows, ", "), class_="aside")
    if column.values:
        yield element("div", (code(value) for value in column.values), class_="values")
    yield facts(column.facts)


def _indexes(one: b.Table) -> Html | None:
    if not one.indexes:
        return None
    rows = (_index(one.name, index) for index in one.indexes)
    heads = ["Index", "On", "Serves"]
    return joined((heading(4, "Indexes"), table("Indexes", heads, rows, kind="indexes", named=one_line(one.name))))


def _index(of_table: str, index: b.Index) -> Html:
    named = index.name or index.kind
    anchor = anchors.member(of_table, "index", named)
    constraint = index.kind in {"primary key", "unique constraint"}
    kind = {"primary key": "pk", "unique constraint": "uq", "unique index": "uq", "index": ""}[index.kind]
    return element(
        "tr",
        named_row(
            anchor,
            named,
            badge(index.kind, kind) if kind and index.name else None,
            only(index.by),
        ),
        element("td", says(index.on)),
        element("td", _serves(of_table, index, constraint=constraint)),
        id=anchor,
    )


def _serves(of_table: str, index: b.Index, *, constraint: bool) -> Iterator[Child]:
    if index.serves:
        yield services(index.serves, of_table)
    if constraint:
        yield element("div", "keeps the constraint", class_="aside")
    elif "unique" in index.kind:
        yield element("div", "keeps its columns unique", class_="aside")
    if index.keys:
        keys = separated((link(key, anchors.member(of_table, "key", key)) for key in index.keys), ", ")
        yield element("div", "finds the rows of ", keys, class_="aside")
    if not index.serves and index.asked:
        yield element("div", "serves none of the named queries", class_="none" if not constraint else "aside")


def _references(one: b.Table) -> Html | None:
    if not one.references and not one.referred:
        return None
    rows = [_reference(key) for key in one.references]
    others = [key for key in one.referred if key.table != one.name]
    named = one_line(one.name)
    return joined(
        (
            heading(4, "Foreign keys"),
            table("Foreign keys", ["Name", "Columns", "Refers to", "Rules"], rows, kind="keys", named=named)
            if rows
            else None,
            element(
                "p",
                "Referred to by ",
                separated(
                    (
                        (link(key.table, anchors.table(key.table)), " (", columns_of(key.table, key.columns), ")")
                        for key in others
                    ),
                    ", ",
                ),
                class_="meta",
            )
            if others
            else None,
        )
    )


def _reference(key: b.Reference) -> Html:
    anchor = anchors.member(key.table, "key", key.name)
    there = (" (", columns_of(key.target, key.target_columns), ")") if key.target_columns else None
    return element(
        "tr",
        named_row(anchor, key.name, only(key.by)),
        element("td", columns_of(key.table, key.columns)),
        element("td", link(key.target, anchors.table(key.target)), there),
        element("td", one_line(key.rules) or NOTHING),
        id=anchor,
    )


def _checks(one: b.Table) -> Html | None:
    if not one.checks:
        return None
    rows = (_check(one.name, check) for check in one.checks)
    return joined(
        (heading(4, "Checks"), table("Checks", ["Name", "Holds"], rows, kind="checks", named=one_line(one.name)))
    )


def _check(of_table: str, check: b.Rule) -> Html:
    anchor = anchors.member(of_table, "check", check.name)
    return element(
        "tr",
        named_row(anchor, check.name, only(check.by)),
        element("td", says(check.expression)),
        id=anchor,
    )


def _triggers(one: b.Table) -> Html | None:
    if not one.triggers:
        return None
    return joined((heading(4, "Triggers"), (_trigger(one.name, trigger) for trigger in one.triggers)))


def _trigger(of_table: str, trigger: b.Verbatim) -> Html:
    anchor = anchors.member(of_table, "trigger", trigger.name)
    return element(
        "details",
        element("summary", code(trigger.name), only(trigger.by)),
        verbatim(trigger),
        id=anchor,
        open=True,
        data_kind="trigger",
    )


def _options(one: b.Table) -> Html | None:
    return element("p", "Stored with ", says(one.options), class_="meta") if one.options else None


def _queries(one: b.Table) -> Html | None:
    if not one.queries:
        return None
    return joined((heading(4, "Queries"), services(one.queries, one.name)))


def history(events: Sequence[b.Event]) -> Html | None:
    """What migrations did, one after the other."""
    if not events:
        return None
    rows: dict[str, list[b.Event]] = {}
    for event in events:
        rows.setdefault(event.migration, []).append(event)
    items = (
        element(
            "li",
            element("a", one_line(migration), href=f"#{anchors.migration(migration)}"),
            element("ul", map(_event, several)),
        )
        for migration, several in rows.items()
    )
    return joined((heading(4, "History"), element("ol", items, class_="past")))


def _event(event: b.Event) -> Html:
    details = (" ", element("span", says(event.details, as_code=False), class_="aside")) if event.details else None
    return element("li", one_line(event.text), details, only(event.by))

"""Which query is served by which index, and the queries themselves, of several databases together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qsys_schema.model.oracle import Read
from qsys_schema.model.query import CheckedQuery, Parameter, ResultColumn
from qsys_schema.page import book as b
from qsys_schema.page.edition import Edition
from qsys_schema.page.together import by_of, first, grouped, said
from qsys_schema.page.words import type_in_words

_Uses = Mapping[tuple[str, str], Mapping[str, None]]
"""Queries by home and name, each with the databases whose plans say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """``indexes`` by table and name, ``keys`` by table and columns, ``tables`` by name; ``asked``: somebody could."""

    everyone: tuple[str, ...]
    indexes: Mapping[tuple[str, str], _Uses]
    keys: Mapping[tuple[str, tuple[str, ...]], _Uses]
    tables: Mapping[str, _Uses]
    asked: bool

    def by_index(self, table: str, name: str) -> tuple[b.Service, ...]:
        """The queries that an index serves."""
        return self._services(self.indexes.get((table, name), {}))

    def by_key(self, table: str, columns: Sequence[str]) -> tuple[b.Service, ...]:
        """The queries that the index of a key serves."""
        return self._services(self.keys.get((table, tuple(columns)), {}))

    def on_table(self, name: str) -> tuple[b.Service, ...]:
        """The queries of a table's own, and all others that read it."""
        return self._services(self.tables.get(name, {}))

    def _services(self, uses: _Uses) -> tuple[b.Service, ...]:
        return tuple(
            b.Service(home=home, name=name, by=by_of(databases, self.everyone))
            for (home, name), databases in uses.items()
        )


def home_of(query: CheckedQuery) -> str:
    """The table or the file that a query belongs to."""
    return query.query.table or query.query.group


def served(editions: Sequence[Edition]) -> Served:
    """What the plans of all databases say."""
    indexes: dict[tuple[str, str], dict[tuple[str, str], dict[str, None]]] = {}
    keys: dict[tuple[str, tuple[str, ...]], dict[tuple[str, str], dict[str, None]]] = {}
    tables: dict[str, dict[tuple[str, str], dict[str, None]]] = {}
    for edition in editions:
        reads = edition.reads if edition.reads is not None else ((),) * len(edition.queries)
        for query, several in zip(edition.queries, reads, strict=True):
            label = home_of(query), query.query.name
            tables.setdefault(label[0], {}).setdefault(label, {})[edition.name] = None
            for read in several:
                tables.setdefault(read.table, {}).setdefault(label, {})[edition.name] = None
                if read.index:
                    indexes.setdefault((read.table, read.index), {}).setdefault(label, {})[edition.name] = None
                elif read.key:
                    keys.setdefault((read.table, read.key), {}).setdefault(label, {})[edition.name] = None
    return Served(
        everyone=tuple(one.name for one in editions),
        indexes=indexes,
        keys=keys,
        tables=tables,
        asked=any(one.queries and one.reads is not None for one in editions),
    )


def queries_of(editions: Sequence[Edition], work: Served) -> tuple[b.Query, ...]:
    """All named queries, by home."""
    everyone = list(work.everyone)
    found = grouped({one.name: one.queries for one in editions}, lambda query: (home_of(query), query.query.name))
    reads = {
        (one.name, home_of(query), query.query.name): several
        for one in editions
        if one.reads is not None
        for query, several in zip(one.queries, one.reads, strict=True)
    }
    found = sorted(found, key=lambda pair: pair[0][0].casefold())
    return tuple(_query(home, name, each, reads, everyone) for (home, name), each in found)


def _query(
    home: str,
    name: str,
    each: Mapping[str, CheckedQuery],
    reads: Mapping[tuple[str, str, str], Sequence[Read]],
    everyone: Sequence[str],
) -> b.Query:
    query = first(each).query
    # Where a value comes from is known of one database and not of another: that makes no two shapes.
    shapes = grouped({by: [_shape(one)] for by, one in each.items()}, _without_origins)
    used = grouped({by: reads.get((by, home, name), ()) for by in each}, lambda read: read)
    orders = {by: "; ".join(f"{word}: {sql}" for word, sql in one.query.order_by) for by, one in each.items()}
    sorts = {by: ", ".join(one.query.sorted_by) for by, one in each.items()}
    facts = (b.Fact(label="orders", said=said(orders)), b.Fact(label="sorted by", said=said(sorts)))
    return b.Query(
        home=home,
        name=name,
        doc=query.doc,
        returns=query.returns,
        shapes=tuple(
            replace(_most_told(list(several.values())), by=by_of(several, list(each))) for _, several in shapes
        ),
        sql=said({by: one.query.sql for by, one in each.items()}),
        reads=tuple(_read(read, by_of(several, list(each))) for read, several in used),
        facts=tuple(fact for fact in facts if fact.said),
        file=query.source.file if query.source is not None else "",
        by=by_of(each, everyone),
    )


def _read(read: Read, by: b.By) -> b.Read:
    kind = "index" if read.index else "key" if read.key else ""
    return b.Read(table=read.table, index=read.index or ", ".join(read.key), kind=kind, by=by)


def _shape(query: CheckedQuery) -> b.Shape:
    whole = query.whole
    return b.Shape(
        parameters=tuple(map(_parameter, query.parameters)),
        columns=() if whole else tuple(map(_result, query.columns)),
        whole=whole,
    )


def _without_origins(shape: b.Shape) -> b.Shape:
    return replace(
        shape,
        parameters=tuple(replace(one, origin=None) for one in shape.parameters),
        columns=tuple(replace(one, origin=None) for one in shape.columns),
    )


def _most_told(shapes: Sequence[b.Shape]) -> b.Shape:
    """The first one, with the origins that any of them knows."""

    def merged(several: Sequence[Sequence[b.Value]]) -> tuple[b.Value, ...]:
        return tuple(
            replace(ones[0], origin=next((one.origin for one in ones if one.origin is not None), None))
            for ones in zip(*several, strict=True)
        )

    return replace(
        shapes[0],
        parameters=merged([shape.parameters for shape in shapes]),
        columns=merged([shape.columns for shape in shapes]),
    )


def _parameter(one: Parameter) -> b.Value:
    words = ["any number of them"] if one.repeated else []
    words += ["may be left out"] if one.optional else []
    return b.Value(
        name=one.name,
        type=type_in_words(one.type),
        nullable=one.nullable,
        how=", ".join(words),
        origin=(one.origin.table, one.origin.column) if one.origin is not None else None,
    )


def _result(one: ResultColumn) -> b.Value:
    return b.Value(
        name=one.name,
        type=type_in_words(one.type),
        nullable=one.nullable,
        origin=(one.origin.table, one.origin.column) if one.origin is not None else None,
    )

"""Editions -> Book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qsys_schema.model.schema import Column, Schema, Trigger, ViewIndex
from qsys_schema.model.types import Enum, Native
from qsys_schema.page import book as b
from qsys_schema.page.edition import Edition
from qsys_schema.page.past import Past, past
from qsys_schema.page.served import Served, queries_of, served
from qsys_schema.page.tables import tables_of
from qsys_schema.page.together import by_of, first, grouped, said

__all__ = ["Edition", "bind"]


def bind(title: str, editions: Sequence[Edition]) -> b.Book:
    """The book of a project: one edition for each of its databases, the most important one first."""
    everyone = [one.name for one in editions]
    work: Served = served(editions)
    gone_by: Past = past(editions)
    return b.Book(
        title=title,
        editions=tuple((one.name, one.target) for one in editions),
        tables=tables_of(editions, work, gone_by),
        views=_views(editions, everyone),
        enums=_enums(editions, everyone),
        others=_others(editions, everyone),
        queries=queries_of(editions, work),
        migrations=gone_by.migrations,
        gone=gone_by.gone,
        notes=tuple(note for one in editions for note in one.notes),
    )


def _file(item: object) -> str:
    source = getattr(item, "source", None)
    return source.file if source is not None else ""


def _views(editions: Sequence[Edition], everyone: Sequence[str]) -> tuple[b.Verbatim, ...]:
    views = {one.name: one.schema.views or () for one in editions}
    return tuple(
        b.Verbatim(
            kind=f"{first(each).kind} view".strip(),
            name=name,
            sql=said({database: view.sql for database, view in each.items()}),
            file=_file(first(each)),
            more=(
                *_belonging("trigger", {by: view.triggers for by, view in each.items()}),
                *_belonging("index", {by: view.indexes for by, view in each.items()}),
            ),
            by=by_of(each, everyone),
        )
        for name, each in grouped(views, lambda view: view.name)
    )


def _belonging(kind: str, each: Mapping[str, Sequence[Trigger | ViewIndex]]) -> Iterator[b.Verbatim]:
    for name, several in grouped(each, lambda item: item.name):
        yield b.Verbatim(kind=kind, name=name, sql=said({by: one.sql for by, one in several.items()}))


def _enums(editions: Sequence[Edition], everyone: Sequence[str]) -> tuple[b.EnumType, ...]:
    found = grouped({one.name: one.schema.enums for one in editions}, lambda enum: (enum.name, enum.values))
    users = {one.name: _users(one.wish) for one in editions}
    return tuple(
        b.EnumType(
            name=name,
            values=values,
            users=tuple(dict.fromkeys(user for database in each for user in users[database].get(name, ()))),
            by=by_of(each, everyone),
        )
        for (name, values), each in found
    )


def _users(schema: Schema) -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table in schema.tables:
        for column in table.columns:
            found.setdefault(_type_name(column), []).append((table.name, column.name))
    return found


def _type_name(column: Column) -> str:
    match column.type:
        case Enum(name=name):
            return name
        case Native(text=text):
            return text
        case _:
            return ""


def _others(editions: Sequence[Edition], everyone: Sequence[str]) -> tuple[b.Verbatim, ...]:
    definitions = grouped(
        {one.name: one.schema.definitions or () for one in editions}, lambda item: (item.kind, item.name)
    )
    kept = {one.name: [item for item in one.schema.foreign if not item.is_part] for one in editions}
    found = [
        *((key, {by: (one.sql, _file(one)) for by, one in each.items()}) for key, each in definitions),
        *(
            (key, {by: (one.sql, "") for by, one in each.items()})
            for key, each in grouped(kept, lambda item: (item.kind, item.name))
        ),
    ]
    return tuple(
        b.Verbatim(
            kind=kind,
            name=name,
            sql=said({by: text for by, (text, _) in each.items()}),
            file=first(each)[1],
            by=by_of(each, everyone),
        )
        for (kind, name), each in found
    )

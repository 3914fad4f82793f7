"""The indexes of a table in several databases, its keys' among them, with what they are good for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qsys_schema.model import schema as s
from qsys_schema.page import book as b
from qsys_schema.page.served import Served
from qsys_schema.page.together import by_of, first, grouped, said
from qsys_schema.page.words import parts_in_words

_Each = Mapping[str, s.Table]


def indexes_of(each: _Each, work: Served) -> tuple[b.Index, ...]:
    """The primary key, UNIQUE constraints, and indexes."""
    return (*_primary(each, work), *_uniques(each, work), *_plain(each, work))


def _primary(each: _Each, work: Served) -> Iterator[b.Index]:
    keys = {by: [table.primary_key] if table.primary_key is not None else [] for by, table in each.items()}
    for _, several in grouped(keys, lambda _: None):
        key = first(several)
        yield b.Index(
            name=key.name,
            kind="primary key",
            on=said({by: parts_in_words(one.parts) for by, one in several.items()}),
            serves=work.by_key(first(each).name, key.columns),
            keys=_helped(each, {by: one.parts for by, one in several.items()}),
            asked=work.asked,
            by=by_of(several, list(each)),
        )


def _uniques(each: _Each, work: Served) -> Iterator[b.Index]:
    for name, several in grouped({by: table.uniques for by, table in each.items()}, lambda one: one.name):
        yield b.Index(
            name=name,
            kind="unique constraint",
            on=said({by: parts_in_words(one.parts) for by, one in several.items()}),
            serves=work.by_key(first(each).name, first(several).columns),
            keys=_helped(each, {by: one.parts for by, one in several.items()}),
            asked=work.asked,
            by=by_of(several, list(each)),
        )


def _plain(each: _Each, work: Served) -> Iterator[b.Index]:
    for name, several in grouped({by: table.indexes for by, table in each.items()}, lambda one: one.name):
        yield b.Index(
            name=name,
            kind="unique index" if first(several).unique else "index",
            on=said({by: _on(one) for by, one in several.items()}),
            serves=work.by_index(first(each).name, name),
            keys=_helped(each, {by: one.parts for by, one in several.items() if one.where is None}),
            asked=work.asked,
            by=by_of(several, list(each)),
        )


def _on(index: s.Index) -> str:
    where = f" where {index.where.text}" if index.where is not None else ""
    more = "".join(f" {name} {text}" for name, text in index.attributes)
    return f"{parts_in_words(index.parts)}{where}{more}"


def _helped(each: _Each, parts: Mapping[str, Sequence[s.Part]]) -> tuple[str, ...]:
    """The foreign keys whose rows are found by the first columns of an index: what a delete of a parent asks for."""
    found: dict[str, None] = {}
    for by, members in parts.items():
        columns = [part.column for part in members]
        for key in each[by].foreign_keys:
            if set(columns[: len(key.columns)]) == set(key.columns):
                found[key.name] = None
    return tuple(found)

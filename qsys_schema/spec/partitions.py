"""Partitions of a table: what its rows are parted by, and which parts there are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.spec.finding import Finding, suggestion
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.schema import Table
    from qsys_schema.spec.read import Document, Plain

_KEY = "partition_by"
_PARTS = "partitions"


def partition_names(table: Table, dialect: str) -> Iterator[tuple[str, Source]]:
    """The names of the partitions that have one, each with its place: a partition is a table of its own."""
    owner = table.source or Source(file="")
    parts = json.loads(dict(table.options).get(_PARTS, "[]"))
    for part in parts if isinstance(parts, list) else ():
        yield part["name"], Source(file=owner.file, path=("options", dialect, _PARTS))


def partition_findings(document: Document, table: Table, dialect: str) -> Iterator[Finding]:
    """What is wrong with the options of a table for one database, as far as the table alone can tell."""
    said: Document = document.get("options", {}).get(dialect, {})
    file = table.source.file if table.source is not None else ""
    options = ("options", dialect)
    if "fillfactor" in said.get("with", {}) and "fillfactor" in said:
        text = f"table {shorten(table.name)} has two fillfactors: this one, and one in `with:`"
        place = Source(file=file, path=(*options, "fillfactor"))
        yield Finding(source=place, text=text, hint="keep one of them", at_key=True)
    if _KEY in said:
        yield from _columns(said[_KEY], table, Source(file=file, path=(*options, _KEY)))
    elif _PARTS in said:
        text = f"table {shorten(table.name)} has partitions, but no key to part its rows by"
        place = Source(file=file, path=(*options, _PARTS))
        yield Finding(source=place, text=text, hint="add `partition_by: {range: [...]}`", at_key=True)
    inside: Document = said.get(_KEY, {})
    if _PARTS in inside and _PARTS in said:
        text = f"table {shorten(table.name)} has its partitions twice: here, and in `partition_by:`"
        place = Source(file=file, path=(*options, _PARTS))
        yield Finding(source=place, text=text, hint="keep one of them", at_key=True)
    for owner, path in ((inside, (*options, _KEY, _PARTS)), (said, (*options, _PARTS))):
        if _PARTS in owner and inside:
            yield from _parts(owner[_PARTS], inside, table, Source(file=file, path=path))


def _columns(key: Document, table: Table, source: Source) -> Iterator[Finding]:
    names = [column.name for column in table.columns]
    for way, items in key.items():
        for position, name in enumerate(items if way != _PARTS else ()):
            if isinstance(name, str) and name not in names:
                place = Source(file=source.file, path=(*source.path, way, position))
                text = f"the partition key names the column {shorten(name)!r}, which"
                lacks = f"table {shorten(table.name)} does not have"
                yield Finding(source=place, text=f"{text} {lacks}", hint=suggestion(name, names))


def _parts(parts: Plain, key: Document, table: Table, source: Source) -> Iterator[Finding]:
    name, is_hash = shorten(table.name), "hash" in key
    if not isinstance(parts, list):
        if not is_hash:
            text = f"table {name} has a number of partitions, which says enough of partitions by hash only"
            yield Finding(source=source, text=text, hint="list them: `partitions: [{name: ..., values: ...}]`")
        return
    defaults = [position for position, part in enumerate(parts) if "default" in part]
    for position in defaults if is_hash else defaults[1:]:
        place = Source(file=source.file, path=(*source.path, position, "default"))
        more = "is parted by hash, so it cannot have a default partition" if is_hash else "has two default partitions"
        yield Finding(source=place, text=f"table {name} {more}", hint="give it values", at_key=True)

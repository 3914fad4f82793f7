"""Primary keys, unique constraints, indexes and foreign keys inside their own table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.schema import Index
from qsys_schema.model.source import Source
from qsys_schema.spec.clauses import included, set_columns
from qsys_schema.spec.finding import Finding, suggestion
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qsys_schema.model.schema import ForeignKey, Table, Unique
    from qsys_schema.spec.read import Document


def key_findings(document: Document, table: Table, dialect: str) -> Iterator[Finding]:
    """What is wrong with a table's keys and indexes, as far as the table alone can tell."""
    columns = {column.name for column in table.columns}
    owner = table.source or Source(file="")
    yield from _primary_key(document, table, owner.file)
    groups: list[tuple[str, Source | None, Sequence[str]]] = []
    if table.primary_key is not None and "primary_key" in document:
        key = document["primary_key"]
        path = ("primary_key",) if isinstance(key, list) else ("primary_key", "columns")
        yield from _listed(
            "the primary key", table, columns, Source(file=owner.file, path=path), table.primary_key.columns
        )
    groups += [("this unique constraint", item.source, item.columns) for item in table.uniques]
    groups += [("this foreign key", item.source, item.columns) for item in table.foreign_keys]
    groups += [("this index", item.source, [part.column for part in item.parts]) for item in table.indexes]
    for noun, source, names in groups:
        place = source or owner
        yield from _listed(noun, table, columns, Source(file=place.file, path=(*place.path, "columns")), names)
    yield from _included(table, columns, owner, dialect)
    for item in table.foreign_keys:
        yield from _set_columns(item, owner, dialect)
    yield from _twice("index", table.indexes, owner)
    yield from _twice("unique constraint", table.uniques, owner)


def _primary_key(document: Document, table: Table, file: str) -> Iterator[Finding]:
    raw: Document = document["columns"]
    marked = [name for name, column in raw.items() if column.get("primary_key")]
    composite = f"write `primary_key: [{', '.join(marked)}]` at the table's level and remove the marks"
    if "primary_key" in document:
        for name in marked:
            source = Source(file=file, path=("columns", name, "primary_key"))
            text = f"table {shorten(table.name)} has two primary keys: this mark, and `primary_key:` of the table"
            yield Finding(source=source, text=text, hint="keep one of them", at_key=True)
    elif len(marked) > 1:
        for name in marked[1:]:
            source = Source(file=file, path=("columns", name, "primary_key"))
            text = f"table {shorten(table.name)} has two primary keys: {shorten(marked[0])} and {shorten(name)}"
            yield Finding(source=source, text=text, hint=composite, at_key=True)
    members = set(table.primary_key.columns) if table.primary_key is not None else set()
    for name in raw:
        if name in members and raw[name].get("nullable") is True:
            source = Source(file=file, path=("columns", name, "nullable"))
            text = f"column {shorten(table.name)}.{shorten(name)} is in the primary key, so it cannot be nullable"
            yield Finding(
                source=source,
                text=text,
                hint="remove `nullable: true`, or say for which database: one of them lets a key be NULL",
            )


def _listed(noun: str, table: Table, known: set[str], source: Source, names: Sequence[str]) -> Iterator[Finding]:
    """Columns that the table does not have, and columns named twice; empty names stand for expressions."""
    if known.issuperset(names) and len(set(names)) == len(names):
        return
    seen: set[str] = set()
    for position, name in enumerate(names):
        if not name:
            continue
        place = Source(file=source.file, path=(*source.path, position))
        if name not in known:
            text = f"{noun} names the column {shorten(name)!r}, which table {shorten(table.name)} does not have"
            yield Finding(source=place, text=text, hint=suggestion(name, [column.name for column in table.columns]))
        elif name in seen:
            yield Finding(source=place, text=f"{noun} names the column {shorten(name)!r} twice")
        seen.add(name)


def _included(table: Table, columns: set[str], owner: Source, dialect: str) -> Iterator[Finding]:
    """Columns that indexes carry along have to be there too."""
    items = [("this index", item.source, item.attributes) for item in table.indexes]
    items += [("this unique constraint", item.source, item.attributes) for item in table.uniques]
    if table.primary_key is not None:
        items.append(("the primary key", table.primary_key.source, table.primary_key.attributes))
    for noun, source, attributes in items:
        if attributes:
            place = source or owner
            inside = Source(file=place.file, path=(*place.path, "include", dialect))
            yield from _listed(noun, table, columns, inside, included(attributes))


def _set_columns(key: ForeignKey, owner: Source, dialect: str) -> Iterator[Finding]:
    """``on_delete_columns`` are some of the key's own, where deleting sets any."""
    names = set_columns(key.attributes)
    if not names:
        return
    source = key.source or owner
    path = (*source.path, "on_delete_columns")
    if not key.on_delete.startswith("set "):
        text = f"this foreign key has on_delete_columns, but its on_delete is {key.on_delete}"
        hint = "they belong to `on_delete: set null` and `on_delete: set default`"
        yield Finding(source=Source(file=source.file, path=path), text=text, hint=hint, at_key=True)
    for position, name in enumerate(names):
        if name not in key.columns:
            place = Source(file=source.file, path=(*path, dialect, position))
            text = f"this foreign key sets the column {shorten(name)!r}, which is none of its own"
            yield Finding(source=place, text=text, hint=suggestion(name, key.columns))


def _twice(noun: str, items: Sequence[Index] | Sequence[Unique], owner: Source) -> Iterator[Finding]:
    """The same thing written down twice without a name: nobody means two."""
    seen: set[tuple[object, ...]] = set()
    for item in items:
        if item.name:
            continue
        content = _content(item)
        if content in seen:
            source = item.source or owner
            yield Finding(source=source, text=f"the same {noun} stands here a second time", hint="remove one of them")
        seen.add(content)


def _content(item: Index | Unique) -> tuple[object, ...]:
    """What it is, whatever it is called. What else a database does for a unique constraint makes it no other."""
    parts = tuple(
        (one.column, one.expression.text if one.expression else "", one.descending, one.collation, one.attributes)
        for one in item.parts
    )
    if isinstance(item, Index):
        return parts, item.unique, item.where.text if item.where is not None else "", item.attributes
    return parts

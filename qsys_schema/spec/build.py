"""Documents that have the right shape become the model's values, resolved for one database.

Nothing is judged here: what a document says is taken as it stands, and ``meaning`` looks at the result.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    ForeignKey,
    Generated,
    Index,
    Part,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
    View,
    ViewIndex,
)
from qsys_schema.model.source import Source
from qsys_schema.spec import clauses
from qsys_schema.spec.clauses import attributes_of
from qsys_schema.spec.options import options_of
from qsys_schema.spec.sqlfile import is_sql
from qsys_schema.spec.types import column_type, conventional_enum_name
from qsys_schema.spec.words import spec_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qsys_schema.spec.read import Document, Plain

_COPIED = {"description": "comment", "renamed_from": "renamed_from", "python": "python"}
_CHOSEN = {"collate": "collation", "storage": "storage"}


def build(documents: Iterable[tuple[str, Document]], dialect: str) -> Schema:
    """The schema of these documents (file name beside document) for one database, in the order given.

    It speaks of views if any document declares one for this database; of functions and types, if any document
    declares one at all.
    """
    tables: list[Table] = []
    views: list[View] = []
    definitions: list[Definition] = []
    speaks_of_definitions = False
    for file, document in documents:
        if is_sql(file):
            continue
        builder = _Builder(file, dialect)
        match spec_kind(document):
            case "table":
                tables.append(builder.table(document))
            case "view":
                views.extend(builder.view(document))
            case kind:
                speaks_of_definitions = True
                definitions.extend(builder.definition(document, kind))
    return Schema(
        tables=tuple(tables),
        views=tuple(views) or None,
        definitions=tuple(definitions) if speaks_of_definitions else None,
    )


def chosen(value: Plain, dialect: str) -> Plain:
    """The value for one database where a mapping gives one per database; None where it gives none."""
    return value.get(dialect) if type(value) is dict else value


class _Builder:
    """Builds what one file says, for one database."""

    def __init__(self, file: str, dialect: str) -> None:
        self._file = file
        self._dialect = dialect

    def table(self, document: Document) -> Table:
        triggers = document.get("triggers")
        return Table(
            name=document["table"],
            columns=tuple(
                self._column(document["table"], name, column) for name, column in document["columns"].items()
            ),
            primary_key=self._primary_key(document),
            uniques=(
                *(self._unique(item, position) for position, item in self._items(document, "unique")),
                *self._exclusions(document),
            ),
            indexes=tuple(self._indexes(document)),
            foreign_keys=tuple(
                self._foreign_key(item, position) for position, item in self._items(document, "foreign_keys")
            ),
            checks=tuple(
                self._check(item, text, position)
                for position, item in self._items(document, "checks")
                if (text := chosen(item["expression"], self._dialect)) is not None
            ),
            triggers=None if triggers is None else tuple(self._triggers(document, document["table"])),
            options=options_of(document.get("options", {}).get(self._dialect, {})),
            comment=document.get("description", ""),
            renamed_from=document.get("renamed_from", ""),
            entity=document.get("entity", ""),
            methods=tuple((usual, name or "") for usual, name in document.get("methods", {}).items()),
            external="external" in document,
            source=Source(file=self._file, path=("table",)),
        )

    def view(self, document: Document) -> Iterable[View]:
        """The view, if it has a text for this database."""
        sql = chosen(document["sql"], self._dialect)
        if sql is not None:
            yield View(
                name=document["view"],
                sql=sql,
                triggers=tuple(self._triggers(document, document["view"])),
                indexes=tuple(self._view_indexes(document)),
                source=self._source("view"),
            )

    def definition(self, document: Document, kind: str) -> Iterable[Definition]:
        """The function or type, if it has a text for this database."""
        sql = chosen(document["sql"], self._dialect)
        if sql is not None:
            yield Definition(kind=kind, name=document[kind], sql=sql, source=self._source(kind))

    def _items(self, document: Document, key: str) -> list[tuple[int, Document]]:
        """The items under a key that this database gets, with their positions in the file."""
        dialect = self._dialect
        return [
            (position, item)
            for position, item in enumerate(document.get(key, ()))
            if "only" not in item or dialect in item["only"]
        ]

    def _source(self, *path: str | int) -> Source:
        return Source(file=self._file, path=path)

    def _column(self, table: str, name: str, column: Document) -> Column:
        """One column, from the keys that it has: most have few, and there are many columns."""
        fields: Document = {}
        for key, value in column.items():
            if key in _COPIED:
                fields[_COPIED[key]] = value
            elif key in _CHOSEN:
                fields[_CHOSEN[key]] = chosen(value, self._dialect) or ""
            elif key == "nullable":
                fields[key] = chosen(value, self._dialect) or False
            elif key in {"default", "backfill"}:
                fields[key] = self._value(value)
            elif key == "generated":
                text = chosen(value, self._dialect)
                if text is not None:
                    fields[key] = Generated(expression=Expr(text=text), stored=column.get("stored", False))
            elif key == "autoincrement" and value:
                fields["identity"] = "autoincrement"
            elif key == "shape":
                fields[key] = json.dumps(value, ensure_ascii=False)
            elif key == "identity":
                fields[key] = value.get(self._dialect, "")
            elif key in clauses.COLUMN:
                fields["attributes"] = attributes_of(column, clauses.COLUMN, self._dialect)
        kind = column_type(column, self._dialect, enum_name=conventional_enum_name(table, name))
        return Column(name=name, type=kind, source=Source(file=self._file, path=("columns", name)), **fields)

    def _value(self, value: Plain) -> Expr | Literal | None:
        if type(value) is dict and "expression" not in value:
            value = value.get(self._dialect)
        if type(value) is dict:
            value = chosen(value["expression"], self._dialect)
            return None if value is None else Expr(text=value)
        return None if value is None else Literal(value=value)

    def _part(self, part: Plain) -> Part:
        if type(part) is str:
            return Part(column=part)
        expression = chosen(part.get("expression"), self._dialect)
        return Part(
            column=part.get("column", ""),
            expression=None if expression is None else Expr(text=expression),
            descending=part.get("order") == "desc",
            collation=chosen(part.get("collate"), self._dialect) or "",
            attributes=attributes_of(part, clauses.PART, self._dialect),
        )

    def _parts(self, parts: Iterable[Plain]) -> tuple[Part, ...]:
        """The parts that there are for this database: an expression without a text for it is left out."""
        built = map(self._part, parts)
        return tuple(part for part in built if part.column or part.expression is not None)

    def _primary_key(self, document: Document) -> PrimaryKey | None:
        key = document.get("primary_key")
        if key is None:
            marked = [name for name, column in document["columns"].items() if column.get("primary_key")]
            if not marked:
                return None
            source = self._source("columns", marked[0], "primary_key")
            return PrimaryKey(parts=tuple(Part(column=name) for name in marked), source=source)
        named = type(key) is dict
        return PrimaryKey(
            parts=self._parts(key["columns"] if named else key),
            name=key.get("name", "") if named else "",
            attributes=attributes_of(key, clauses.PRIMARY_KEY, self._dialect) if named else (),
            source=self._source("primary_key"),
        )

    def _unique(self, item: Document, position: int) -> Unique:
        return Unique(
            parts=self._parts(item["columns"]),
            attributes=attributes_of(item, clauses.UNIQUE, self._dialect),
            source=self._source("unique", position),
            **_called(item),
        )

    def _exclusions(self, document: Document) -> Iterable[Unique]:
        """The exclusion constraints that have a text for this database."""
        for position, item in self._items(document, "exclusions"):
            if self._dialect in item["sql"]:
                attributes = attributes_of(item, clauses.EXCLUSION, self._dialect)
                source = self._source("exclusions", position)
                yield Unique(parts=(), attributes=attributes, source=source, **_called(item))

    def _indexes(self, document: Document) -> Iterable[Index]:
        """The indexes that have any part for this database."""
        for position, item in self._items(document, "indexes"):
            index = self._index(item, position)
            if index.parts:
                yield index

    def _index(self, item: Document, position: int) -> Index:
        where = chosen(item.get("where"), self._dialect)
        if "columns" in item:
            parts = self._parts(item["columns"])
        else:
            parts = self._parts({"expression": text} for text in item["expressions"])
        return Index(
            parts=parts,
            unique=item.get("unique", False),
            where=None if where is None else Expr(text=where),
            attributes=attributes_of(item, clauses.INDEX, self._dialect),
            source=self._source("indexes", position),
            **_called(item),
        )

    def _foreign_key(self, item: Document, position: int) -> ForeignKey:
        references = item["references"]
        attributes = (
            *attributes_of(item, clauses.FOREIGN_KEY, self._dialect),
            *attributes_of(references, clauses.TARGET, self._dialect),
            *((("match", item["match"]),) if "match" in item else ()),
        )
        return ForeignKey(
            columns=tuple(item["columns"]),
            target=references["table"],
            target_columns=tuple(references.get("columns", ())),
            on_delete=item.get("on_delete", "no action"),
            on_update=item.get("on_update", "no action"),
            deferrable=item.get("deferrable", ""),
            attributes=tuple(sorted(attributes)),
            source=self._source("foreign_keys", position),
            **_called(item),
        )

    def _check(self, item: Document, text: str, position: int) -> Check:
        attributes = attributes_of(item, clauses.CHECK, self._dialect)
        source = self._source("checks", position)
        return Check(expression=Expr(text=text), attributes=attributes, source=source, **_called(item))

    def _triggers(self, document: Document, owner: str) -> Iterable[Trigger]:
        for position, item in self._items(document, "triggers"):
            sql = chosen(item["sql"], self._dialect)
            if sql is not None:
                source = self._source("triggers", position)
                yield Trigger(name=item["name"], table=owner, sql=sql, source=source)

    def _view_indexes(self, document: Document) -> Iterable[ViewIndex]:
        for position, item in self._items(document, "indexes"):
            sql = chosen(item["sql"], self._dialect)
            if sql is not None:
                yield ViewIndex(name=item["name"], sql=sql, source=self._source("indexes", position))


def _called(item: Document) -> Document:
    """The name of an index or a constraint, and the one before it; each is empty where there is none."""
    return {"name": item.get("name", ""), "renamed_from": item.get("renamed_from", "")}

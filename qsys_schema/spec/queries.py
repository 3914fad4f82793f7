"""Named queries of specs and of files of SQL, as the model has them, for one database; and what is wrong with them.

Whether their SQL is right is another room's question.
"""

from __future__ import annotations

import keyword
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qsys_schema.model.query import Query, Stated
from qsys_schema.model.source import Source
from qsys_schema.model.types import Native
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.sqlfile import is_sql
from qsys_schema.spec.types import column_type
from qsys_schema.spec.words import shorten, spec_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qsys_schema.spec.read import Document, Path, Plain

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")


def queries_of(documents: Iterable[tuple[str, Document]], dialect: str) -> tuple[Query, ...]:
    """The queries that there are for one database, in the order of files."""
    documents = list(documents)
    tables = {document["table"] for file, document in documents if _is_table(file, document)}
    return tuple(
        query
        for file, document in documents
        for name, path, given in _given(file, document)
        if (query := _query(file, document, name, path, given, dialect=dialect, tables=tables)) is not None
    )


def _is_table(file: str, document: Document) -> bool:
    return not is_sql(file) and spec_kind(document) == "table" and isinstance(document.get("table"), str)


def _given(file: str, document: Document) -> Iterator[tuple[str, Path, Document]]:
    """The queries of one document: name, path and what is said."""
    if is_sql(file):
        for position, (name, given) in enumerate(zip(document["names"], document["queries"], strict=True)):
            if given is not None:
                yield name, ("queries", position), given
    elif _is_table(file, document):
        for name, given in document.get("queries", {}).items():
            yield name, ("queries", name), given


def _query(
    file: str, document: Document, name: str, path: Path, given: Document, *, dialect: str, tables: set[str]
) -> Query | None:
    if dialect not in given.get("only", (dialect,)):
        return None
    sql = _chosen(given["sql"], dialect)
    if sql is None:
        return None
    group = PurePosixPath(file).stem if is_sql(file) else ""
    table = document["table"] if not group else group if group in tables else ""
    return Query(
        name=name,
        returns=given["returns"],
        sql=sql,
        table=table,
        group="" if table else group,
        doc=given.get("doc", ""),
        optional=tuple(given.get("optional", ())),
        order_by=tuple(
            (order, text)
            for order, texts in given.get("order_by", {}).items()
            if (text := _chosen(texts, dialect)) is not None
        ),
        sorted_by=tuple(given.get("sorted_by", ())),
        parameters=tuple(_stated(given.get("parameters", {}), Source(file=file, path=(*path, "parameters")), dialect)),
        columns=tuple(_stated(given.get("columns", {}), Source(file=file, path=(*path, "columns")), dialect)),
        acknowledged=tuple(given.get("acknowledge", {}).items()),
        source=Source(file=file, path=path),
    )


def _chosen(value: Plain, dialect: str) -> str | None:
    found = value.get(dialect) if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _stated(given: Document, source: Source, dialect: str) -> Iterator[Stated]:
    for name, said in given.items():
        document: Document = {"type": said} if isinstance(said, str) else said
        kind = column_type(document, dialect, enum_name="") if "type" in document or "enum" in document else None
        yield Stated(
            name=name,
            type=None if kind == Native(text="") else kind,
            nullable=document.get("nullable"),
            source=Source(file=source.file, path=(*source.path, name)),
        )


def query_findings(documents: Iterable[tuple[str, Document]], dialect: str) -> Iterator[Finding]:
    """What is wrong with the queries of documents of the right shape."""
    documents = list(documents)
    tables = {document["table"] for file, document in documents if _is_table(file, document)}
    seen: dict[tuple[str, str], Source] = {}
    for file, document in documents:
        if is_sql(file):
            yield from _group_findings(file, tables)
        for name, path, given in _given(file, document):
            source = Source(file=file, path=path)
            owner = PurePosixPath(file).stem if is_sql(file) else document["table"]
            yield from _name_findings(name, owner, source)
            if dialect not in given.get("only", (dialect,)):
                continue
            yield from _query_findings(name, owner, given, source, dialect)
            first = seen.setdefault((owner, name), source)
            if first is not source:
                text = f"there are two queries {shorten(owner)}.{shorten(name)}"
                hint = f"the other is in {first.file}"
                hint += "; `-- only:` lets two stand for two databases" if is_sql(file) else ""
                yield Finding(source=source, text=text, hint=hint, at_key=True)


def _group_findings(file: str, tables: set[str]) -> Iterator[Finding]:
    group = PurePosixPath(file).stem
    if group not in tables and (not _NAME.fullmatch(group) or keyword.iskeyword(group)):
        text = f"the file is called {shorten(group)!r}, which is no table and cannot be the name of a Python module"
        yield Finding(source=Source(file=file), text=text, hint="name it like a table, or in lower case: reports.sql")


def _name_findings(name: str, owner: str, source: Source) -> Iterator[Finding]:
    if keyword.iskeyword(name):
        text = f"the query {shorten(owner)}.{shorten(name)} has the name of a key word of Python"
        yield Finding(source=source, text=text, hint=f"{name}_all, say", at_key=True)
    elif not _NAME.fullmatch(name):
        text = f"the query {shorten(owner)}.{shorten(name)} cannot be a method: its name is not in snake_case"
        hint = "lower case letters, digits and underscores, beginning with a letter"
        yield Finding(source=source, text=text, hint=hint, at_key=True)


def _query_findings(name: str, owner: str, given: Document, source: Source, dialect: str) -> Iterator[Finding]:
    said = f"the query {shorten(owner)}.{shorten(name)}"
    if _chosen(given["sql"], dialect) is None:
        place = Source(file=source.file, path=(*source.path, "sql"))
        yield Finding(source=place, text=f"{said} has no SQL for {dialect}", hint="add it, or say `only: [...]`")
    for order, texts in given.get("order_by", {}).items():
        if not _NAME.fullmatch(order) or keyword.iskeyword(order):
            place = Source(file=source.file, path=(*source.path, "order_by", order))
            text = f"the order {shorten(order)!r} of {said.removeprefix('the ')} is not in snake_case"
            yield Finding(source=place, text=text, at_key=True)
        if _chosen(texts, dialect) is None:
            place = Source(file=source.file, path=(*source.path, "order_by", order))
            yield Finding(source=place, text=f"the order {order} of {said.removeprefix('the ')} has none for {dialect}")
    for code, reason in given.get("acknowledge", {}).items():
        place = Source(file=source.file, path=(*source.path, "acknowledge", code))
        if not _CODE.fullmatch(code):
            text = f"{said} acknowledges {shorten(code)!r}, which is no code of a finding"
            yield Finding(source=place, text=text, hint="write it as lint prints it: QP101", at_key=True)
        elif not reason.strip():
            yield Finding(source=place, text=f"{said} acknowledges {code} without a reason")
    for key in ("parameters", "columns"):
        for stated, value in given.get(key, {}).items():
            if isinstance(value, dict) and value.get("type") == "decimal" and "precision" not in value:
                place = Source(file=source.file, path=(*source.path, key, stated))
                yield Finding(source=place, text=f"{stated} is a decimal without a precision", hint="add `precision:`")
            elif value == "decimal":
                place = Source(file=source.file, path=(*source.path, key, stated))
                hint = "write {type: decimal, precision: 12, scale: 2}"
                yield Finding(source=place, text=f"{stated} is a decimal without a precision", hint=hint)

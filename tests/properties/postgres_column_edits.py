"""Random edits of columns: what a column is called, what it is, and the values that it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.properties import postgres_documents as made
from tests.properties.choice import Choice, quoted
from tests.properties.postgres_kinds import Document
from tests.properties.postgres_repair import Wish, tables_of

NEW = "(new)"
"""What a column was called that was not there."""

MEMBERS = ("unique", "checks", "indexes", "foreign_keys", "exclusions")
"""The keys of a table that hold lists."""


def enums_of(found: Wish) -> list[Document]:
    """The types that columns have by name."""
    kept = ("type", "enum", "enum_name", "~family")
    return [
        {key: column[key] for key in kept}
        for table in tables_of(found)
        for column in table["columns"].values()
        if "enum_name" in column
    ]


def rename_column(choice: Choice, after: Wish, table: Document) -> None:
    """Call a column otherwise, everywhere."""
    before = choice.pick(list(table["columns"]))
    name = made.a_name(choice, list(table["columns"]))
    table["columns"] = {name if one == before else one: about for one, about in table["columns"].items()}
    for item in _everything(table):
        _follow(item, before, name)
    key = table.get("primary_key")
    if isinstance(key, list):
        table["primary_key"] = [name if one == before else one for one in key]
    said = table.get("options", {}).get("postgres", {})
    if "partition_by" in said:
        said["partition_by"] = {"hash": [name if one == before else one for one in said["partition_by"]["hash"]]}
    for one in after:
        if one.get("~table") == table["table"]:
            _follow(one, before, name)
        for item in one.get("foreign_keys", ()):
            if item["references"]["table"] == table["table"]:
                there = item["references"]["columns"]
                item["references"]["columns"] = [name if other == before else other for other in there]


def _everything(table: Document) -> Iterator[Document]:
    yield from table["columns"].values()
    if isinstance(table.get("primary_key"), dict):
        yield table["primary_key"]
    for key in MEMBERS:
        yield from table[key]
    for index in table["indexes"]:
        yield from index["columns"]


_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")


def respelled(text: str, before: str, name: str) -> str:
    """An expression of ours with a column called otherwise: names in it are always in quotes, texts are left alone."""
    return _TOKEN.sub(lambda found: quoted(name) if found[0] == quoted(before) else found[0], text)


def _follow(item: Document, before: str, name: str) -> None:
    """What the item says of a column, said of its new name."""
    for key in ("expression", "where", "generated"):
        if isinstance(item.get(key), str):
            item[key] = respelled(item[key], before, name)
    if isinstance(item.get("sql"), dict):
        head, table, tail = item["sql"]["postgres"].partition(" AS SELECT ")
        body, source, rest = tail.partition(" FROM ")
        if table:
            first, where, last = rest.partition(" WHERE ")
            item["sql"] = {
                "postgres": head
                + table
                + respelled(body, before, name)
                + source
                + first
                + where
                + respelled(last, before, name)
            }
        else:
            item["sql"] = {"postgres": respelled(head, before, name)}
    if item.get("column") == before:
        item["column"] = name
    if "columns" in item:
        item["columns"] = [name if one == before else one for one in item["columns"]]
    if "include" in item:
        item["include"] = {"postgres": [name if one == before else one for one in item["include"]["postgres"]]}
    if "~on" in item:
        item["~on"] = [[name if one == before else one, family] for one, family in item["~on"]]


def add_column(choice: Choice, after: Wish, table: Document) -> None:
    """Add a column, anywhere."""
    columns = table["columns"]
    name = made.a_name(choice, list(columns))
    columns[name] = {**made.a_column(choice, name, columns, enums_of(after)), "~was": NEW}
    if choice.happens(30):
        table["columns"] = {one: columns[one] for one in choice.shuffled(list(columns))}


def drop_column(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    """Drop a column, where another is left."""
    gone = choice.pick(list(table["columns"]))
    left = [about for name, about in table["columns"].items() if name != gone and "generated" not in about]
    if left:
        del table["columns"][gone]


def alter_column(choice: Choice, after: Wish, table: Document) -> None:
    """Change one thing about a column, or all."""
    columns = table["columns"]
    name = choice.pick(list(columns))
    column = columns[name]
    was = {"~was": column.get("~was", NEW)}
    match choice.number(0, 7):
        case 0:
            columns[name] = {**made.a_column(choice, name, columns, enums_of(after)), **was}
        case 1 if "generated" not in column:
            kept = {key: column[key] for key in ("nullable", "description") if key in column}
            columns[name] = {**made.a_type(choice, enums_of(after)), **kept, **was}
        case 2 if "generated" not in column:
            if column.pop("nullable", None) is None:
                column["nullable"] = True
        case 3 if "generated" not in column:
            column.pop("default", None)
            value = made.a_default(choice, column)
            if value is not None and choice.happens(75):
                column["default"] = value
        case 4:
            column.pop("description", None)
            made.a_comment(choice, column)
        case 5:
            column.pop("collate", None)
            if choice.happens(60) and column["~family"] == "text":
                column["collate"] = {"postgres": choice.pick(('"C"', '"POSIX"'))}
        case 6 if "generated" not in column:
            column.pop("nullable", None)
            value = made.a_default(choice, column)
            if value is not None:
                column["backfill"] = value
        case _ if column["~family"] == "integer" and "generated" not in column:
            column.pop("autoincrement", None)
            if column.pop("identity", None) is None or choice.happens(40):
                column["identity"] = {"postgres": choice.pick(("always", "by default", "serial"))}
        case _:
            pass


def change_enum(choice: Choice, after: Wish, table: Document) -> None:
    """Add, drop, move or rename a value."""
    able = [name for name, about in table["columns"].items() if "enum" in about]
    if not able:
        return
    column = table["columns"][choice.pick(able)]
    name = column.get("enum_name")
    sharing = [
        one for other in tables_of(after) for one in other["columns"].values() if name and one.get("enum_name") == name
    ]
    values, renamed = list(column["enum"]), dict(column.get("enum_renamed", {}))
    match choice.number(0, 3):
        case 0:
            values.insert(choice.number(0, len(values)), f"new {choice.number(0, 9)}")
        case 1 if len(values) > 1:
            gone = values.pop(choice.number(0, len(values) - 1))
            renamed.pop(gone, None)
        case 2:
            values = list(choice.shuffled(values))
        case _ if column.get("type") == "enum":
            place = choice.number(0, len(values) - 1)
            before, fresh = values[place], f"called {choice.number(0, 9)}"
            if fresh not in values and not before.startswith("new "):
                values[place] = fresh
                renamed[fresh] = renamed.pop(before, before)
                _follow_value(after, before, fresh, sharing or [column])
        case _:
            pass
    values = list(dict.fromkeys(values))
    renamed = {now: then for now, then in renamed.items() if now in values and then not in values}
    for one in sharing or [column]:
        one["enum"] = list(values)
        one.pop("enum_renamed", None)
        if renamed:
            one["enum_renamed"] = dict(renamed)


def _follow_value(after: Wish, before: str, fresh: str, columns: list[Document]) -> None:
    """The defaults and expressions that name a value, with its new name."""

    def literal(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    for column in columns:
        for key in ("default", "backfill"):
            if column.get(key) == before:
                column[key] = fresh
    for table in tables_of(after):
        mine = {name for name, about in table["columns"].items() if any(about is one for one in columns)}
        for item in _everything(table):
            if item.get("~value") == before and any(name in mine for name, _ in item["~on"]):
                item["~value"] = fresh
                for key in ("expression", "where"):
                    if key in item and isinstance(item[key], str):
                        item[key] = item[key].replace(literal(before), literal(fresh))

"""Makes made-up documents ones that PostgreSQL accepts, by taking away whatever cannot stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.properties.choice import named_in
from tests.properties.postgres_kinds import ANY, METHODS, SORTED, Document
from tests.properties.postgres_members import keys_of, signature

Wish = list[Document]
"""The documents of tables and views."""


def tables_of(wish: Wish) -> list[Document]:
    """Those of tables."""
    return [one for one in wish if "table" in one]


def repaired(wish: Wish) -> Wish:
    """The wish without what would be refused; the documents are changed in place."""
    _agree_on_enums(wish)
    names = {one["table"] for one in tables_of(wish)}
    for table in tables_of(wish):
        _columns(table)
        _key(table)
        _members(table)
        _partitions(table)
    views = {one["view"]: one for one in wish if "view" in one and one["view"] not in names}
    wish[:] = [*tables_of(wish), *views.values()]
    _name_once(wish, {*names, *views})
    by_name = {one["table"]: one for one in tables_of(wish)}
    for table in by_name.values():
        table["foreign_keys"] = [key for key in table["foreign_keys"] if _stands(key, table, by_name)]
        _constraints_named_once(table)
    _log_alike(by_name)
    wish[:] = [one for one in wish if "table" in one or _holds(one, by_name.get(one["~table"], {}).get("columns", {}))]
    return wish


def _agree_on_enums(wish: Wish) -> None:
    """Columns that share a type have its values; no type is called like a table."""
    taken = {one.get("table", one.get("view")) for one in wish}
    seen: dict[str, list[str]] = {}
    for table in tables_of(wish):
        for name, column in table["columns"].items():
            if column.get("type") != "enum":
                continue
            if column.get("enum_name", {}).get("postgres") in taken:
                del column["enum_name"]
            kind = column.get("enum_name", {}).get("postgres", f"{table['table']}_{name}")
            if kind in taken or ("enum_name" not in column and (kind in seen or len(kind.encode()) > 63)):
                column["enum_name"] = {"postgres": f"e_{len(seen)}_of_its_own"}
                kind = column["enum_name"]["postgres"]
            values = seen.setdefault(kind, column["enum"])
            if values != column["enum"]:
                column["enum"] = list(values)
                column.pop("enum_renamed", None)


def _log_alike(by_name: dict[str, Document]) -> None:
    """Tables that refer to each other are all in the log, or one could be empty after a crash."""
    for table in by_name.values():
        for key in table["foreign_keys"]:
            for one in (table, by_name[key["references"]["table"]]):
                one.get("options", {}).get("postgres", {}).pop("unlogged", None)


def _holds(item: Document, columns: dict[str, Document]) -> bool:
    """Whether the columns that the item's expression is made for are there, and of the family it is made for."""
    for name, family in item.get("~on", ()):
        about = columns.get(name)
        if about is None or family not in {ANY, about["~family"]}:
            return False
        if "~value" in item and family == "enum" and item["~value"] not in about.get("enum", ()):
            return False
    return True


def _columns(table: Document) -> None:
    columns = table["columns"]
    plain = {name: about for name, about in columns.items() if "generated" not in about}
    for name, about in list(columns.items()):
        if "generated" in about and (not _holds(about, plain) or name in named_in(about["generated"])):
            del columns[name]
    for about in columns.values():
        for key in ("default", "backfill"):
            if "enum" in about and key in about and about[key] not in about["enum"]:
                del about[key]
        if "identity" in about or "autoincrement" in about:
            about.pop("default", None)
            about.pop("backfill", None)
            if about["~family"] != "integer" or about.get("type") == "timestamp_ms":
                about.pop("identity", None)
                about.pop("autoincrement", None)
        if about.get("identity", {}).get("postgres", "serial") != "serial" or "autoincrement" in about:
            about.pop("nullable", None)
        if about["~family"] != "text" or "enum" in about:
            about.pop("collate", None)


def _key(table: Document) -> None:
    columns, key = table["columns"], table.get("primary_key")
    if key is None:
        members: list[str] = []
    else:
        members = key["columns"] if isinstance(key, dict) else key
        if not all(_sortable(columns.get(name)) and "generated" not in columns[name] for name in members):
            del table["primary_key"]
            members = []
        elif isinstance(key, dict):
            _include(key, columns, members)
    for name, about in columns.items():
        if name in members:
            about.pop("nullable", None)
        if "autoincrement" in about and ("identity" in about or members != [name]):
            del about["autoincrement"]


def _sortable(column: Document | None) -> bool:
    return column is not None and column["~family"] in SORTED


def _include(item: Document, columns: dict[str, Document], members: Sequence[str]) -> None:
    carried = item.get("include", {}).get("postgres", ())
    if any(name not in columns or name in members for name in carried):
        del item["include"]


def _members(table: Document) -> None:
    columns = table["columns"]
    table["unique"] = list(_once(_uniques(table), lambda item: tuple(item["columns"])))
    table["checks"] = [one for one in table["checks"] if _holds(one, columns)]
    table["exclusions"] = [one for one in table["exclusions"] if _holds(one, columns)]
    table["indexes"] = list(_once(_indexes(table), lambda item: repr({**item, "name": ""})))


def _once(items: Iterator[Document], content: Any) -> Iterator[Document]:
    seen: list[object] = []
    for item in items:
        if content(item) not in seen:
            seen.append(content(item))
            yield item


def _uniques(table: Document) -> Iterator[Document]:
    for item in table["unique"]:
        if all(_sortable(table["columns"].get(name)) for name in item["columns"]):
            _include(item, table["columns"], item["columns"])
            yield item


def _indexes(table: Document) -> Iterator[Document]:
    columns = table["columns"]
    for item in table["indexes"]:
        using = item.get("using", {}).get("postgres")
        parts = [part for part in item["columns"] if _part_stands(part, columns, using)]
        if not parts:
            continue
        members = [part["column"] for part in parts if "column" in part]
        _include(item, columns, members)
        if "where" in item and not _holds(item, columns):
            for key in ("where", "~on", "~value"):
                item.pop(key, None)
        yield {**item, "columns": parts}


def _part_stands(part: Document, columns: dict[str, Document], using: str | None) -> bool:
    if "expression" in part:
        return _holds(part, columns)
    about = columns.get(part["column"])
    if about is None or (using is None and not _sortable(about)):
        return False
    if using is not None and using not in METHODS.get(about["~family"], ()):
        return False
    if about["~family"] != "text":
        part.pop("collate", None)
    words = {"text_pattern_ops": ({"type": "text"}, None), "varchar_pattern_ops": ({"type": "text"}, 12)}
    opclass = part.get("opclass", {}).get("postgres")
    if opclass in words:
        fits = about.get("type") == "text" and "enum" not in about and about.get("length") == words[opclass][1]
        if not fits:
            del part["opclass"]
    elif opclass == "jsonb_path_ops" and about["~family"] != "json":
        del part["opclass"]
    return True


def _partitions(table: Document) -> None:
    said = table.get("options", {}).get("postgres", {})
    if "partition_by" not in said:
        return
    columns = table["columns"]
    (name,) = said["partition_by"]["hash"]
    about = columns.get(name)
    key = table.get("primary_key")
    members = key["columns"] if isinstance(key, dict) else (key or [name])
    if not _sortable(about) or "generated" in (about or {}) or name not in members:
        del table["options"]
        return
    for one in columns.values():
        one.pop("autoincrement", None)
        if one.get("identity", {}).get("postgres", "serial") != "serial":
            del one["identity"]
    table["exclusions"] = []
    table["unique"] = [item for item in table["unique"] if name in item["columns"]]
    for index in table["indexes"]:
        plain = [part.get("column") for part in index["columns"]]
        if index.get("unique") and (name not in plain or None in plain):
            del index["unique"]
    for item in table["foreign_keys"]:
        item.pop("not_valid", None)


def _name_once(wish: Wish, taken: set[str]) -> None:
    """Names of keys and indexes are one name space with those of tables and views."""
    for table in tables_of(wish):
        key = table.get("primary_key")
        named = [key] if isinstance(key, dict) and "name" in key else []
        for item in (*named, *table["unique"], *table["indexes"], *table["exclusions"]):
            if item.get("name") in taken:
                if item in table["exclusions"]:
                    item["name"] = next(name for n in range(1000) if (name := f"x of {n}") not in taken)
                else:
                    item.pop("name")
                item.pop("renamed_from", None)
            if "name" in item:
                taken.add(item["name"])


def _constraints_named_once(table: Document) -> None:
    seen: set[str] = set()
    for item in (*table["unique"], *table["exclusions"], *table["checks"], *table["foreign_keys"]):
        if "name" not in item:
            continue
        if item["name"] in seen:
            del item["name"]
            item.pop("renamed_from", None)
        else:
            seen.add(item["name"])


def _stands(key: Document, table: Document, by_name: dict[str, Document]) -> bool:
    target = by_name.get(key["references"]["table"])
    columns = table["columns"]
    if target is None or not all(name in columns and "generated" not in columns[name] for name in key["columns"]):
        return False
    wanted = key["references"]["columns"]
    if not any(sorted(one) == sorted(wanted) for one in keys_of(target)) or len(wanted) != len(key["columns"]):
        return False
    if "partition_by" in table.get("options", {}).get("postgres", {}):
        key.pop("not_valid", None)
    return all(
        signature(columns[own]) == signature(target["columns"][there])
        for own, there in zip(key["columns"], wanted, strict=True)
    )

"""Ten changes of a database on a server, put into pulled specs wherever they fit."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]


def ten_wishes(documents: Sequence[Document], seed: str) -> list[str]:
    """Change ten things in the documents of tables, in place; returns what was done, a line each."""
    chance = random.Random(seed)  # noqa: S311 - the same changes every time
    tables = [document for document in documents if "table" in document]
    chance.shuffle(tables)
    done = []
    for number in range(10):
        # The first table from here on that such a change fits.
        for place in range(len(tables)):
            document = tables[(number + place) % len(tables)]
            said = _change(document, number, _Free(document, documents), tables)
            if said:
                done.append(f"{document['table']}: {said}")
                break
    return done


class _Free:
    """The columns of a table of which nothing else speaks: no key, no index, no expression, no view."""

    def __init__(self, document: Document, documents: Sequence[Document]) -> None:
        others = [one for one in documents if "table" not in one]
        keys = [one.get("foreign_keys", []) for one in documents if one is not document]
        rest = {key: value for key, value in document.items() if key != "columns"}
        self.columns: Document = document["columns"]
        computed = [column.get("generated", "") for column in self.columns.values()]
        spoken = set(re.findall(r"\w+", json.dumps([others, keys, rest, computed]).lower()))
        self.names = [
            name
            for name, column in self.columns.items()
            if not (column.get("primary_key") or {"generated", "identity", "autoincrement"} & column.keys())
            and not name.startswith("qs_")
            and not spoken & set(re.findall(r"\w+", name.lower()))
        ]

    def one(self, *, nullable: bool | None = None, kind: str = "") -> str:
        """A column of that kind; empty where there is none."""
        for name in self.names:
            column: Document = self.columns[name]
            fits = not kind or (column.get("type") == kind and "native" not in column and "enum" not in column)
            if fits and nullable in {None, bool(column.get("nullable"))}:
                return str(name)
        return ""


def _change(document: Document, number: int, free: _Free, tables: Sequence[Document]) -> str:
    columns: Document = document["columns"]
    match number:
        case 0:
            columns["qs_new"] = {"type": "text", "nullable": True}
            columns["qs_flag"] = {"type": "boolean", "default": False}
            return "columns added"
        case 1:
            index = {"name": f"qs_{document['table']}"[:60], "columns": [next(iter(columns))]}
            if columns[index["columns"][0]].get("native", {}).get("postgres") in {"json", "xml", "point"}:
                return ""
            document.setdefault("indexes", []).append(index)
            return "index added"
        case 2:
            document.setdefault("checks", []).append({"name": "qs_check", "expression": "1 = 1"})
            return "check added"
        case 3:
            return _reference(document, tables)
        case 4:
            chosen = free.one(nullable=True, kind="text") or free.one(nullable=True, kind="integer")
            if chosen:
                columns[chosen].pop("nullable")
                columns[chosen]["backfill"] = "none" if columns[chosen]["type"] == "text" else 0
                return f"column made not null: {chosen}"
        case 5:
            chosen = free.one()
            if chosen:
                renamed = {**columns[chosen], "renamed_from": chosen}
                document["columns"] = dict(
                    ("qs_renamed", renamed) if name == chosen else (name, column) for name, column in columns.items()
                )
                return f"column renamed: {chosen}"
        case 6:
            return _retyped(columns, free)
        case 7:
            for index in document.get("indexes", []):
                if not index.get("unique"):
                    document["indexes"].remove(index)
                    return "index dropped"
        case 8:
            key = [name for name, column in columns.items() if column.get("primary_key")]
            if key:
                document.setdefault("unique", []).append({"name": f"qs_u_{key[0]}"[:60], "columns": key})
                return "unique added"
        case 9:
            # One that is not null could not come again where rows are.
            chosen = free.one(nullable=True)
            if chosen and len(columns) > 2:
                del columns[chosen]
                return f"column dropped: {chosen}"
        case _:
            pass
    return ""


def _reference(document: Document, tables: Sequence[Document]) -> str:
    for target in tables:
        keys = [(name, column) for name, column in target["columns"].items() if column.get("primary_key")]
        if keys and target is not document:
            name, column = keys[0]
            keep = ("type", "bits", "length", "native", "precision", "scale", "timezone")
            kind = {key: column[key] for key in keep if key in column}
            document["columns"]["qs_ref"] = {**kind, "nullable": True}
            key = {
                "name": "qs_fk",
                "columns": ["qs_ref"],
                "references": {"table": target["table"], "columns": [name]},
                "on_delete": "cascade",
            }
            document.setdefault("foreign_keys", []).append(key)
            return f"foreign key added to {target['table']}"
    return ""


def _retyped(columns: Document, free: _Free) -> str:
    for name in free.names:
        column = columns[name]
        if column.get("type") == "integer" and column.get("bits") and "native" not in column:
            del column["bits"]
            return f"integer widened: {name}"
        if column.get("type") == "text" and "length" in column:
            column["length"] += 7
            return f"text widened: {name}"
        if column.get("type") == "timestamp" and column.get("timezone"):
            del column["timezone"]
            return f"time zone dropped: {name}"
    return ""

"""Ten changes that people make, put into pulled specs wherever they fit."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]


def ten_changes(documents: Sequence[Document], seed: str) -> list[str]:
    """Change ten things in the documents, in place; returns what was done, a line each."""
    chance = random.Random(seed)  # noqa: S311 - the same changes every time
    shuffled = list(documents)
    chance.shuffle(shuffled)
    return [
        f"{document['table']}: {_change(document, number, chance)}"
        for number, document in ((number, shuffled[number % len(shuffled)]) for number in range(10))
    ]


def _change(document: Document, number: int, chance: random.Random) -> str:
    columns: Document = document["columns"]
    free = _free(document)
    nullable = [name for name in free if columns[name].get("nullable")]
    texts = [name for name in free if "default" not in columns[name] and columns[name].get("type") == "text"]
    match number:
        case 0:
            columns["qs_new"] = {"type": "text", "nullable": True}
            return "column added"
        case 1:
            columns["qs_flag"] = {"type": "boolean", "default": False}
            return "column added that is not null"
        case 2:
            index = {"name": f"qs_{document['table']}", "columns": [next(iter(columns))]}
            document.setdefault("indexes", []).append(index)
            return "index added"
        case 3:
            document.setdefault("checks", []).append({"name": "qs_check", "expression": "1 = 1"})
            return "check added"
        case 4 if document.get("indexes"):
            document["indexes"].pop(0)
            return "index dropped"
        case 5 if free:
            chosen = chance.choice(free)
            renamed = {**columns[chosen], "renamed_from": chosen}
            document["columns"] = dict(
                ("qs_renamed", renamed) if name == chosen else (name, column) for name, column in columns.items()
            )
            return f"column renamed: {chosen}"
        case 6 if set(free) - set(nullable):
            chosen = next(name for name in free if name not in nullable)
            columns[chosen]["nullable"] = True
            return f"column made nullable: {chosen}"
        case 7 if nullable and len(columns) > 2:
            chosen = chance.choice(nullable)
            del columns[chosen]
            return f"column dropped: {chosen}"
        case 8 if texts:
            chosen = texts[0]
            columns[chosen]["default"] = {"expression": "'qs'"}
            return f"default given: {chosen}"
        case 9:
            columns["qs_computed"] = {"type": "integer", "generated": "1 + 1", "nullable": True}
            return "computed column added"
        case _:
            columns[f"qs_more_{number}"] = {"type": "integer", "nullable": True}
            return "another column added"


def _free(document: Document) -> list[str]:
    """The columns of which nothing else speaks: no key, no index, no expression, no trigger."""
    columns: Document = document["columns"]
    elsewhere = json.dumps({key: value for key, value in document.items() if key != "columns"}).lower()
    computed = [str(column.get("generated", "")).lower() for column in columns.values()]
    return [
        name
        for name, column in columns.items()
        if not (column.get("primary_key") or "generated" in column or name.startswith("qs_"))
        and name.lower() not in elsewhere
        and not any(name.lower() in expression for expression in computed)
    ]

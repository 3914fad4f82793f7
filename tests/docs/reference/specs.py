"""The page of the spec format, from the JSON Schema that editors complete by and the tool checks by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from tests.command import ROOT
from tests.docs.reference.markdown import anchor, block, code, page, plain, table, value

_FILE = ROOT / "qsys_schema" / "spec" / "table.schema.json"

_REFERENCE = "#/$defs/"

_TITLES = {
    "column": "A column",
    "unique": "A unique constraint",
    "index": "An index",
    "foreign_key": "A foreign key",
    "check": "A check",
    "exclusion": "An exclusion constraint",
    "trigger": "A trigger",
    "options": "Options of the databases",
    "partition": "A partition",
    "query": "A query",
    "view": "A view",
    "view_index": "An index on a view",
    "function": "A function",
    "type": "A type",
}
"""The sections of the page, by the definitions that they are about."""


def specs() -> str:
    """The page."""
    schema = json.loads(_FILE.read_text(encoding="utf-8"))
    known: Mapping[str, Any] = schema["$defs"]
    left = {name for name, one in known.items() if "properties" in one} - _TITLES.keys()
    return page(
        "Specs",
        "A spec is one file in `schema/`: of a table, a view, a function or a type. Unknown keys are errors, with the "
        "nearest known key. Every editor that knows JSON Schema completes and explains the keys: the first line of a "
        "spec, or the editor's settings that `qsys-schema init` writes, names the schema.\n",
        "## A table\n",
        f"{plain(schema['description'])}\n",
        *(block("yaml", _yaml(example)) for example in schema.get("examples", ())),
        _keys(schema, known),
        *(part for name, title in _TITLES.items() if name in known for part in _section(title, known[name], known)),
        "## Other values\n",
        table(
            ("value", "what it is"),
            (
                (code(one["title"]), plain(one.get("description", "")))
                for name, one in known.items()
                if name not in _TITLES and name not in left
            ),
        ),
    )


def _section(title: str, one: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{plain(one.get('description', ''))}\n"
    for example in one.get("examples", ())[:2]:
        yield block("yaml", _yaml(example))
    yield _keys(one, known)


def _keys(one: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    required = set(one.get("required", ()))
    rows = [
        (
            code(name) + (" *" if name in required else ""),
            _takes(member, known),
            plain(member.get("description", "")) + _extras(member),
        )
        for name, member in one["properties"].items()
    ]
    star = "\n\\* must be there.\n" if required else ""
    return table(("key", "takes", "what it says"), rows) + star


def _takes(member: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """What may stand behind a key, as a link where the page has a section on it."""
    for one in (member, member.get("items", {}), member.get("additionalProperties", {})):
        name = str(one.get("$ref", "")).removeprefix(_REFERENCE) if isinstance(one, Mapping) else ""
        if name in _TITLES:
            title = _TITLES[name]
            article = title[0].lower() + title[1:]
            of = "" if one is member else "a list of: " if "items" in member else "by name: "
            return f"{of}[{article}]({anchor(title)})"
    referred = known.get(str(member.get("$ref", "")).removeprefix(_REFERENCE), {})
    if "enum" in member:
        return ", ".join(value(one) for one in member["enum"])
    if "const" in member:
        return value(member["const"])
    return plain(str(referred.get("title") or member.get("title") or ""))


def _extras(member: Mapping[str, Any]) -> str:
    default = f" Without it: {value(member['default'])}." if "default" in member else ""
    shown = ", ".join(value(one) for one in member.get("examples", ())[:3])
    return default + (f" For example {shown}." if shown else "")


def _yaml(example: object) -> str:
    return str(yaml.safe_dump(example, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100))

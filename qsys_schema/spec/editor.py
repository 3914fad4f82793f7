"""The JSON Schema for editors: one for every kind of spec, so that each file is completed as what it declares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.spec.words import KINDS

if TYPE_CHECKING:
    from qsys_schema.spec.read import Document


SCHEMA = ".spec.schema.json"
"""The name of the file in the folder of specs: hidden files there are no specs."""


def editors_lines() -> str:
    """The first lines of a spec, by which editors find the schema: the YAML language server's, and JetBrains' own."""
    return f"# yaml-language-server: $schema=./{SCHEMA}\n# $schema: ./{SCHEMA}\n"


def editor_schema() -> str:
    """The schema as text. The first of the keys that a file has, of those that name a kind, says what it declares."""
    shape: Document = json.loads(Path(__file__).with_name("table.schema.json").read_text(encoding="utf-8"))
    definitions = shape.pop("$defs")
    head = {"$schema": shape.pop("$schema"), "$id": "urn:qsys-schema:spec"}
    shape.pop("$id", None)
    definitions["table"] = shape
    rest: Document = {"$ref": "#/$defs/table"}
    for kind in reversed(KINDS[1:]):
        rest = {"if": {"required": [kind]}, "then": {"$ref": f"#/$defs/{kind}"}, "else": rest}
    title = "a spec: a table, a view, a function or a type"
    return json.dumps({**head, "title": title, **rest, "$defs": definitions}, indent=1, ensure_ascii=False) + "\n"

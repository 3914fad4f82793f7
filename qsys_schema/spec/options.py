"""How one database stores a table: the options of a spec, and those of the model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qsys_schema.spec.clauses import text_of

if TYPE_CHECKING:
    from qsys_schema.model.schema import Attributes
    from qsys_schema.spec.read import Document, Plain

_TEXTS = frozenset({"tablespace", "engine", "charset", "collation", "row_format"})
"""Options whose value is a text, whatever it looks like."""


def options_of(said: Document) -> Attributes:
    """The options by name, each as text; one that is false is none. What can be said in two ways comes out as one."""
    options = dict(said)
    if "partition_by" in options:
        inside = dict(options["partition_by"])
        if "partitions" in inside:
            options["partitions"] = inside.pop("partitions")
        options["partition_by"] = inside
    if isinstance(options.get("partitions"), list):
        # Partitions have no order among themselves.
        options["partitions"] = sorted(options["partitions"], key=lambda one: str(one["name"]))
    if "fillfactor" in options:
        options["with"] = {**options.get("with", {}), "fillfactor": options.pop("fillfactor")}
    return tuple((key, text_of(value)) for key, value in sorted(options.items()) if value is not False)


def options_document(options: Attributes) -> Document:
    """The options as a spec says them."""
    return {name: text if name in _TEXTS else _value(text) for name, text in options}


def _value(text: str) -> Plain:
    try:
        return json.loads(text)
    except ValueError:
        return text

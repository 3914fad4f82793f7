"""Specs of tables that others make: they hold what may be referred to and read, and nothing to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.schema import Table
    from qsys_schema.spec.read import Document

_KEYS = frozenset("table description external columns primary_key unique".split())


def external_findings(document: Document, table: Table) -> Iterator[Finding]:
    """What an external table's spec says that nobody would ever do."""
    if not table.external or table.source is None:
        return
    for key in document:
        if key not in _KEYS:
            yield Finding(
                source=Source(file=table.source.file, path=(key,)),
                text=f"table {shorten(table.name)} is external, so its {key} {_are(key)} not ours to say",
                hint="take it out: columns, primary_key and unique are what ours can refer to",
                at_key=True,
            )


def _are(key: str) -> str:
    return "are" if key.endswith("s") else "is"

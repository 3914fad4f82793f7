"""``renamed_from``: every former name is gone or taken over by a rename itself, and stands once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qsys_schema.model.schema import Column, Schema, Table


def rename_findings(schema: Schema) -> Iterator[Finding]:
    """What is wrong with the renames of tables and of columns."""
    yield from _among("table", schema.tables)
    for table in schema.tables:
        if any(column.renamed_from for column in table.columns):
            yield from _among("column", table.columns)


def _among(kind: str, items: Sequence[Table] | Sequence[Column]) -> Iterator[Finding]:
    former = {item.name: item.renamed_from for item in items}
    taken: dict[str, str] = {}
    reported: set[str] = set()
    straight: set[str] = set()
    for item in items:
        before = item.renamed_from
        if not before:
            continue
        text, hint = "", ""
        circle = _circle(item.name, former, straight)
        if before == item.name:
            text, hint = "is renamed from itself", "remove renamed_from"
        elif before in taken:
            text = f"has the same former name as {kind} {shorten(taken[before])!r}"
            hint = "what was one can only become one of them"
        elif before in former and not former[before]:
            text = f"was called {shorten(before)!r}, but there still is a {kind} of that name"
            hint = "remove one of them; a name that is used anew needs a migration of its own"
        elif len(circle) > 2 and item.name not in reported:  # noqa: PLR2004 - two that swap their names are fine
            text = f"is one of {len(circle)} whose renames go in a circle: {', '.join(map(shorten, sorted(circle)))}"
            hint = "do it in two migrations"
            reported.update(circle)
        taken.setdefault(before, item.name)
        if text:
            source = item.source or Source(file="")
            path = ("renamed_from",) if kind == "table" else (*source.path, "renamed_from")
            place = Source(file=source.file, path=path)
            yield Finding(source=place, text=f"{kind} {shorten(item.name)!r} {text}", hint=hint)


def _circle(name: str, former: dict[str, str], straight: set[str]) -> set[str]:
    """The names that lead back to this one by their renames; empty where they do not.

    Adds names that lead nowhere to ``straight``, so that a long chain is walked once.
    """
    seen = {name}
    current = former[name]
    while current and current not in seen and current not in straight:
        seen.add(current)
        current = former.get(current, "")
    if current == name:
        return seen
    straight.update(seen)
    return set()

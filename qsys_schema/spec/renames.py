"""``renamed_from``: every former name is gone or taken over by a rename itself, stands once, and leads in no circle."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.spec.clauses import is_exclusion
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qsys_schema.model.schema import Column, Constraint, Index, Schema, Table

    Item = Table | Column | Index | Constraint

_MOST_SHOWN = 3
"""Renames of a circle that a hint spells out; whoever has more sees how it goes."""


def rename_findings(schema: Schema) -> Iterator[Finding]:
    """What is wrong with the renames of tables, and of what belongs to each."""
    yield from _among("table", schema.tables, "")
    for table in schema.tables:
        groups: tuple[tuple[str, Sequence[Item]], ...] = (
            ("column", table.columns),
            ("index", table.indexes),
            ("unique constraint", [item for item in table.uniques if not is_exclusion(item)]),
            ("exclusion constraint", [item for item in table.uniques if is_exclusion(item)]),
            ("check", table.checks),
            ("foreign key", table.foreign_keys),
        )
        for kind, items in groups:
            if any(item.renamed_from for item in items):
                yield from _among(kind, items, table.name)


def _among(kind: str, items: Sequence[Item], owner: str) -> Iterator[Finding]:
    former = {item.name: item.renamed_from for item in items if item.name}
    taken: dict[str, str] = {}
    reported: set[str] = set()
    straight: set[str] = set()
    for item in items:
        before = item.renamed_from
        if not before:
            continue
        text, hint = "", ""
        circle = _circle(item.name, former, straight) if item.name else set[str]()
        if before == item.name:
            text, hint = "is renamed from itself", "remove renamed_from"
        elif before in taken:
            text = f"has the same former name as {taken[before]}"
            hint = "what was one can only become one of them"
        elif before in former and not former[before]:
            text = f"was called {shorten(before)!r}, but there still is {_a(kind)} of that name"
            hint = "remove one of them; a name that is used anew needs a migration of its own"
        elif circle and item.name not in reported:
            names = ", ".join(map(shorten, sorted(circle)))
            text = f"is one of {len(circle)} whose renames go round in a circle: {names}"
            hint = _way_out(kind, owner, {name: former[name] for name in sorted(circle)})
            reported.update(circle)
        label = f"{kind} {shorten(item.name)!r}" if item.name else f"{_a(kind)} without a name"
        taken.setdefault(before, label if item.name else f"another {kind}")
        if text:
            source = item.source or Source(file="")
            path = ("renamed_from",) if kind == "table" else (*source.path, "renamed_from")
            place = Source(file=source.file, path=path)
            yield Finding(source=place, text=f"{label} {text}", hint=hint)


def _a(kind: str) -> str:
    return f"an {kind}" if kind.startswith(("index", "exclusion")) else f"a {kind}"


def _way_out(kind: str, owner: str, circle: Mapping[str, str]) -> str:
    """What to do instead: as long as a circle stands in a spec, nobody can tell whether it has happened."""
    if kind not in {"table", "column"}:
        return "remove their renamed_from: they are then dropped and added, which loses nothing"
    prefix = f"{owner}." if owner else ""
    options = [
        f"--rename {shlex.quote(shorten(f'{prefix}{before}={prefix}{after}'))}"
        for after, before in list(circle.items())[:_MOST_SHOWN]
    ]
    more = " …" if len(circle) > _MOST_SHOWN else ""
    shown = f"{' '.join(options)}{more}"
    return f"nobody can tell whether they have happened: remove renamed_from, and rename once by options: {shown}"


def _circle(name: str, former: Mapping[str, str], straight: set[str]) -> set[str]:
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

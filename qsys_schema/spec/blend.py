"""What a database says, put into what a spec says already: only what is wrong in it changes.

A spec says more than a database knows: how Python calls things, what other databases are to have, why a column is
there. What is right stays as it was written, and so does what this database says nothing of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.spec.words import spec_kind

if TYPE_CHECKING:
    from qsys_schema.spec.read import Document, Plain

LISTS = ("unique", "exclusions", "indexes", "foreign_keys", "checks", "triggers")
"""The keys of a table's spec that hold lists of things."""

_NOT_THE_DATABASES = frozenset({"renamed_from", "entity", "methods", "queries", "external"})
_NOT_THE_COLUMNS = frozenset({"renamed_from", "storage", "python", "shape", "backfill"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What of a spec is as the database has it.

    ``columns`` are names; ``items`` are, for each list, the places in the spec of its right items, by their places in
    what the database says. ``keys`` are other keys that are right.
    """

    columns: Collection[str] = ()
    items: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    keys: Collection[str] = ()


def blended(held: Document, found: Document, right: Right, dialect: str, dialects: Collection[str]) -> Document:
    """The document ``held``, changed so that it says what is ``found`` on this database, one of ``dialects``."""
    if spec_kind(held) != "table":
        return _verbatim(held, found, dialect)
    made: Document = {}
    for key in (*held, *(key for key in found if key not in held)):
        if key == "columns":
            made[key] = _columns(held, found, right, dialect, dialects)
        elif key in LISTS:
            items = _list(held.get(key, []), found.get(key, []), right.items.get(key, {}), dialect)
            if items or (key in held and not held[key]):
                made[key] = items
        elif key in held and (key in right.keys or key in _NOT_THE_DATABASES):
            made[key] = held[key]
        elif key == "options":
            options = {name: value for name, value in held.get(key, {}).items() if name != dialect}
            options |= found.get(key, {})
            made |= {key: options} if options else {}
        elif key in found:
            made[key] = found[key]
    return made


def _verbatim(held: Document, found: Document, dialect: str) -> Document:
    """A view, a function or a type: its text on this database is new, that on others stays."""
    made = {**held, **found}
    if isinstance(held["sql"], dict):
        made["sql"] = {**held["sql"], **found["sql"]}
    for key in ("triggers", "indexes"):
        items = _list(held.get(key, []), found.get(key, []), {}, dialect)
        made.pop(key, None)
        made |= {key: items} if items else {}
    return made


def _columns(held: Document, found: Document, right: Right, dialect: str, dialects: Collection[str]) -> Document:
    were, are = held["columns"], found["columns"]
    # The key may stand in a line of its own, and then no column is marked.
    apart = "primary_key" in held and "primary_key" in right.keys
    made: Document = {}
    for name in (*(name for name in were if name in are), *(name for name in are if name not in were)):
        if name in were and name in right.columns:
            made[name] = were[name]
            continue
        column = _column(were[name], are[name], dialect, dialects) if name in were else dict(are[name])
        if apart:
            column.pop("primary_key", None)
        made[name] = column
    return made


def _column(held: Document, found: Document, dialect: str, dialects: Collection[str]) -> Document:
    """A column that is another: what the database cannot know stays, and what is said of other databases."""
    made: Document = {}
    for key in (*held, *(key for key in found if key not in held)):
        is_kept = key in _NOT_THE_COLUMNS or (key == "description" and key not in found)
        others = (
            {name: value for name, value in held[key].items() if name != dialect}
            if key in held and _is_per_database(held[key], dialects)
            else {}
        )
        if key in held and is_kept:
            made[key] = held[key]
        elif key in found and others:
            made[key] = {**others, **(found[key] if _is_per_database(found[key], dialects) else {dialect: found[key]})}
        elif key in found:
            made[key] = found[key]
        elif others:
            made[key] = others
    return made


def _is_per_database(value: Plain, dialects: Collection[str]) -> bool:
    return isinstance(value, dict) and bool(value) and set(value) <= set(dialects)


def _list(held: list[Document], found: list[Document], right: Mapping[int, int], dialect: str) -> list[Document]:
    """The items in the spec's order: those that are right, or another database's, as they are; then what is new."""
    stays = set(right.values())
    made = [
        item for place, item in enumerate(held) if place in stays or ("only" in item and dialect not in item["only"])
    ]
    return [*made, *(item for place, item in enumerate(found) if place not in right)]

"""A short name for the whole state of a schema: equal exactly when the schemas are."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass

from qsys_schema.model.schema import Schema, Table

UNORDERED = frozenset(
    "tables views enums definitions columns uniques indexes foreign_keys checks triggers".split()  # fields by name
)
"""Fields whose order is not a difference, though a key's own ``columns`` (plain names) keep theirs."""


def canonical(value: object) -> str:
    """One line of text for a value of the model: only what counts in equality, in a fixed order."""
    if isinstance(value, tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    kind = type(value)
    names = _counted(kind)
    if names is None:
        return repr(value)
    return _remembered(value, names) if kind is Table else _spelled(value, names)


_SEEN: dict[int, tuple[object, str]] = {}
_MOST_SEEN = 10_000


def _remembered(value: object, names: tuple[str, ...]) -> str:
    """As ``_spelled``, but once for a table: most tables go through a command untouched, and are asked about again."""
    known = _SEEN.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    if len(_SEEN) >= _MOST_SEEN:
        _SEEN.clear()
    text = _spelled(value, names)
    # Kept with the text, so that no other value gets its id.
    _SEEN[id(value)] = (value, text)
    return text


def _spelled(value: object, names: tuple[str, ...]) -> str:
    sparse = _SPARSE[type(value)]
    inside = ",".join(
        f"{name}={_field(name, item)}" for name in names if (item := getattr(value, name)) or name not in sparse
    )
    return f"{type(value).__name__}({inside})"


_KNOWN: dict[type[object], tuple[str, ...] | None] = {}
_SPARSE: dict[type[object], frozenset[str]] = {}


def _counted(kind: type[object]) -> tuple[str, ...] | None:
    """The fields of a dataclass that count in its equality; None for any other type."""
    if kind not in _KNOWN:
        counted = [item for item in fields(kind) if item.compare] if is_dataclass(kind) else None
        _KNOWN[kind] = None if counted is None else tuple(item.name for item in counted)
        _SPARSE[kind] = frozenset(item.name for item in counted or () if item.metadata.get("sparse"))
    return _KNOWN[kind]


def _field(name: str, value: object) -> str:
    if name in UNORDERED and isinstance(value, tuple) and value and _counted(type(value[0])) is not None:
        return "[" + ",".join(sorted(map(canonical, value))) + "]"
    return canonical(value)


ALGORITHM = "01"
"""The first digits of every fingerprint. They change when equal schemas get others than before, by another model or
another way to normalize: older ones then say nothing, instead of something wrong. `make check` sees it on the shipped
migrations."""


def fingerprint(schema: Schema) -> str:
    """Sixteen hexadecimal digits that name this schema's state."""
    return ALGORITHM + hashlib.sha256(canonical(schema).encode()).hexdigest()[: 16 - len(ALGORITHM)]

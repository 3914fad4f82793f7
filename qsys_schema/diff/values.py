"""Values of enumerated types that are called otherwise: whatever names one in the database follows by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from qsys_schema.model.schema import EnumType, Schema

_Thing = TypeVar("_Thing")


def values_followed(base: Schema, wish: Schema) -> Schema:
    """``base`` with every default, check, index, trigger and view as it is once the values of the wish are renamed.

    The types themselves keep the values that they have.
    """
    there = {enum.name: enum for enum in base.enums}
    for enum in wish.enums:
        if enum.name in there:
            renamed = _renamed(there[enum.name], enum)
            if renamed:
                tables = _followed(base.tables, enum.name, renamed)
                views = _followed(base.views, enum.name, renamed)
                base = replace(base, tables=tables, views=views)
    return base


def _renamed(before: EnumType, after: EnumType) -> Mapping[str, str]:
    """The texts of the values that are called otherwise, as SQL has them."""
    return {
        _literal(was): _literal(becomes)
        for was, becomes in after.renamed
        if was in before.values and becomes in after.values
    }


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _followed(thing: _Thing, enum: str, renamed: Mapping[str, str]) -> _Thing:
    """The same, with these values called otherwise where they are cast to the type."""
    if isinstance(thing, tuple):
        return tuple(_followed(one, enum, renamed) for one in thing)  # type: ignore[return-value]
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    changed: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name == "key":
            new: object = _key(value, enum, renamed)
        elif field.name in {"text", "sql"}:
            new = _text(value, enum, renamed)
        else:
            new = _followed(value, enum, renamed)
        # Equality leaves out texts, which have to follow too.
        if new is not value and repr(new) != repr(value):
            changed[field.name] = new
    return replace(thing, **changed) if changed else thing


def _key(key: tuple[str, ...], enum: str, renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Tokens: a value, the sign of a cast, and the type's name."""
    name = '"' + enum.replace('"', '""') + '"'
    return tuple(
        renamed[token] if token in renamed and key[place + 2 : place + 3] == (name,) else token
        for place, token in enumerate(key)
    )


def _text(text: str, enum: str, renamed: Mapping[str, str]) -> str:
    values = "|".join(map(re.escape, sorted(renamed)))
    name = re.escape(enum) + "|" + re.escape('"' + enum.replace('"', '""') + '"')
    return re.sub(rf"(?<!')({values})(?=\s*\W{{1,2}}\s*(?:{name})(?!\w))", lambda found: renamed[found[1]], text)

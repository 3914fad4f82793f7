"""What several databases say, put together: what is the same is said once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from qsys_schema.page.book import By, Said

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=Hashable)


def grouped(
    items: Mapping[str, Iterable[_Item]], key: Callable[[_Item], _Key]
) -> list[tuple[_Key, Mapping[str, _Item]]]:
    """The items of all databases by their key, each key once, in the order in which they first come."""
    found: dict[_Key, dict[str, _Item]] = {}
    for name, several in items.items():
        for item in several:
            found.setdefault(key(item), {}).setdefault(name, item)
    return list(found.items())


def by_of(names: Iterable[str], everyone: Sequence[str]) -> By:
    """Those names; none where it is everyone."""
    there = set(names)
    return () if there >= set(everyone) else tuple(name for name in everyone if name in there)


def said(texts: Mapping[str, str]) -> tuple[Said, ...]:
    """The texts of several databases, each text once; an empty one is not said."""
    everyone = list(texts)
    found: dict[str, list[str]] = {}
    for name, text in texts.items():
        if text:
            found.setdefault(text, []).append(name)
    return tuple(Said(text=text, by=by_of(names, everyone)) for text, names in found.items())


def first(items: Mapping[str, _Item]) -> _Item:
    """That of the first database that has it."""
    return next(iter(items.values()))

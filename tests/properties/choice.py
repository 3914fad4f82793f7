"""Choices, drawn by hypothesis (which can then shrink them) or by a seeded generator (which is fast)."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

_T = TypeVar("_T")

NAMES = (
    *("id", "name", "value", "kind", "total", "MixedCase", "snake_case", "x", "y", "z"),
    *("order", "select", "group", "check", "constraint", "generated", "always", "stored", "key", "null", "true"),
    *("a b", "it's", 'say "x"', "back`tick", "[brackets]", "a.b", "a,b", "(p)", "semi;colon", "--dash", "/*star*/"),
    *("ünï", "日本", "😀", "Ä", "1st", "per%cent", "$money", "rowid", "text", "new", "back\\slash", "ends in space "),
)
"""Names that a database accepts and that a careless program trips over. Those at the front are plain."""


class Choice:
    """Where every decision about a made-up schema comes from; small numbers are simple, so that shrinking works."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self._number = number

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._number(low, high) if high > low else low

    def pick(self, options: Sequence[_T]) -> _T:
        """One of the options."""
        return options[self.number(0, len(options) - 1)]

    def happens(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.number(0, 99) >= 100 - percent

    def some(self, options: Sequence[_T], low: int, high: int) -> tuple[_T, ...]:
        """Between so many different options, in any order."""
        left = list(options)
        size = self.number(min(low, len(left)), min(high, len(left)))
        return tuple(left.pop(self.number(0, len(left) - 1)) for _ in range(size))

    def shuffled(self, items: Sequence[_T]) -> tuple[_T, ...]:
        """All items in any order."""
        return self.some(items, len(items), len(items))

    def name(self, taken: Sequence[str]) -> str:
        """A name that none of ``taken`` is, in SQLite's eyes."""
        used = {fold(one) for one in taken}
        free = [one for one in NAMES if fold(one) not in used]
        if free and self.happens(95):
            plain = free[:10] if self.happens(60) else free
            return self.pick(plain)
        return next(name for number in range(1000) if (name := f"n{number}") not in used)


def seeded(seed: int) -> Choice:
    """Choices by Python's own generator."""
    return Choice(random.Random(seed).randint)  # noqa: S311 - made-up schemas, the same for a seed


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Choices by hypothesis."""
    return Choice(lambda low, high: draw(st.integers(low, high)))


def fold(name: str) -> str:
    """A name as SQLite compares it: written here anew, since the tool's own is under test."""
    return re.sub("[A-Z]", lambda match: match[0].lower(), name)


def quoted(name: str) -> str:
    """A name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


_STRING = re.compile(r"'(?:[^']|'')*'")
_NAME = re.compile(r'"((?:[^"]|"")*)"')


def named_in(text: str) -> tuple[str, ...]:
    """The names in double quotes in an expression of ours: these always stand for columns."""
    return tuple(match.replace('""', '"') for match in _NAME.findall(_STRING.sub("''", text)))


def respelled(text: str, before: str, after: str) -> str:
    """An expression of ours with a column called otherwise."""
    return text.replace(quoted(before), quoted(after))

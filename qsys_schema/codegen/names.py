"""Names of the database as names of Python: always identifiers, never keywords, never one taken already."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Container, Iterable
from itertools import count

_LONGEST = 44
"""So that a call with a name stays on one line."""
_NO_WORD = re.compile(r"[^A-Za-z0-9_]+")

SESSION = "session"
"""The module that is in every folder of repositories."""

RESERVED = frozenset(
    """str int float bool bytes list dict tuple object type self cls Any Literal TypedDict NotRequired Unset UNSET
    datetime decimal uuid dataclass super property None True False""".split()
)
"""What generated modules say themselves: a field of that name would be taken for it."""
_CODEC = re.compile(r"(en|de)code_[a-z_]+|(to|from)_milliseconds")

CLASSES = frozenset(
    """Any AsyncIterator Callable Connection Iterable Iterator Literal Mapping NotRequired TypeError TypedDict Unpack
    Unset""".split()
)
"""Classes that generated modules import: a row cannot be called so."""

_SPOKEN = frozenset(
    """after assigned at_most_one bool change changed changes column columns exactly_one expected fetch found given
    groupby in_list known limit not_in_list nullable one order_by row rows sets sql value values wanted zip""".split()
)
"""What methods say themselves: a parameter of that name would be taken for it, or the other way round."""
_SPOKEN_BY_QUERIES = frozenset(
    "at_most_one change exactly_one fetch found in_list not_in_list one order_by row rows sql value values".split()
)
"""Likewise in the methods of queries, which say less: ``limit`` keeps its name."""


def identifier(name: str) -> str:
    """The name in the letters, digits and underscores of ASCII, and no keyword."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = _NO_WORD.sub("_", plain)[:_LONGEST] or "column"
    if plain[0].isdigit() or plain.startswith("_"):
        # A name that begins with an underscore is private, and with two it is mangled.
        plain = f"n{plain}" if plain[0].isdigit() else f"x{plain}"
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def distinct(name: str, taken: set[str]) -> str:
    """The identifier, with a number where it is taken or reserved; it is taken from now on."""
    plain = identifier(name)
    if plain in RESERVED or _CODEC.fullmatch(plain):
        plain = f"{plain}_"
    return numbered(plain, taken)


def numbered(plain: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is taken from now on."""
    chosen, number = plain, 2
    while chosen in taken:
        chosen, number = f"{plain}_{number}", number + 1
    taken.add(chosen)
    return chosen


def parameter(name: str) -> str:
    """What a method calls a parameter that stands for the field of that name; two fields stay two."""
    return f"{name}_" if name.rstrip("_") in _SPOKEN else name


def asked(name: str) -> str:
    """What the method of a query calls a parameter; two parameters stay two."""
    return f"{name}_" if name.rstrip("_") in _SPOKEN_BY_QUERIES else name


def module(name: str, taken: set[str]) -> str:
    """The name of a module: in lower case, so that no file system takes two for one."""
    return distinct(identifier(name).lower(), taken)


def modules(tables: Iterable[str]) -> dict[str, str]:
    """The modules of tables by their names: none has the module that another table is called like.

    Where names are no identifiers, or differ in case alone, several would have one module: they are numbered.
    """
    ordered = sorted(tables)
    plain = {name: module(name, {SESSION}) for name in ordered}
    taken = {SESSION, *(name for name, one in plain.items() if name == one)}
    return {name: one if name == one else distinct(one, taken) for name, one in plain.items()}


def another(stem: str, taken: Container[str]) -> str:
    """A class name near this one that is not taken, for an example."""
    plain = f"{stem}No" if stem[-1:].isdigit() else stem
    return next(one for number in count(2) if (one := f"{plain}{number}") not in taken)


def camel(name: str) -> str:
    """``job_dependencies`` as ``JobDependencies``."""
    words = [word for word in identifier(name).split("_") if word]
    return "".join(word[0].upper() + word[1:] for word in words) or "Table"

"""What an unquoted YAML scalar is. Only what every YAML version reads alike is taken; the rest must be quoted.

YAML 1.1 (many libraries) and YAML 1.2 (editors, the JSON schema) disagree about ``no``, ``010``, ``12:30:00`` and
dates. A spec that means two things is refused, with the two ways to write what was meant.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

Scalar = str | int | float | bool | None

_SUSPECT = frozenset("0123456789+-.~nNtTfFyYoO")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_BOOLEAN_OF_OLD = frozenset(
    word for base in ("yes", "no", "on", "off") for word in (base, base.capitalize(), base.upper())
)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})")
_FLOAT = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]{0,39})?\.[0-9]{1,40}|(?:0|[1-9][0-9]{0,39})\.)(?:[eE][-+]?[0-9]{1,3})?"
    r"|[-+]?(?:0|[1-9][0-9]{0,39})[eE][-+]?[0-9]{1,3}"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?")
_OTHER_BASE = re.compile(r"[-+]?0(?:[0-9_]+|o[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_UNUSUAL = re.compile(r"(?=[-+.]*[0-9])[-+]?[0-9]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")

_TRAPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_DATE, "a date object to some YAML readers and text to others"),
    (_SEXAGESIMAL, "a number in base 60 to some YAML readers and text to others"),
    (_OTHER_BASE, "read in another base by some YAML readers and as a decimal number or text by others"),
    (_UNDERSCORED, "a number to some YAML readers and text to others"),
    (_NOT_FINITE, "not a number that every database can hold"),
    (_UNUSUAL, "not a number that every YAML reader and every database can hold"),
)


@lru_cache(maxsize=8192)
def resolve(text: str) -> tuple[Scalar, str]:
    """The value of an unquoted scalar, and why it must not stand unquoted (empty when it may).

    A scalar that is a trap comes back as the text it was written as.
    """
    if text and text[0] not in _SUSPECT:
        return text, ""
    if text in _WORDS:
        return _WORDS[text], ""
    if text in _BOOLEAN_OF_OLD:
        return text, "a boolean to some YAML readers and text to others"
    if _INTEGER.fullmatch(text):
        return int(text), ""
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text), ""
    for pattern, reason in _TRAPS:
        if pattern.fullmatch(text):
            return text, reason
    return text, ""


def remedy(text: str) -> str:
    """What to write instead of a trap."""
    if text in _BOOLEAN_OF_OLD:
        meant = "true" if text.lower() in {"yes", "on"} else "false"
        return f'write "{text}" for the text, or {meant} for the boolean'
    if _DATE.fullmatch(text) or ":" in text:
        return "write it in quotes"
    return "write it in quotes for the text, or as a plain decimal number"

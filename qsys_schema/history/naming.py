"""What a migration is called: ``0002.add_tags``. The name is yoyo's id, and safe as a file name anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LONGEST_SLUG = 40
_DIGITS = 4


def number_of(identifier: str) -> int:
    """The number in front of an id; 0 where there is none."""
    digits = re.match(r"\d+", identifier)
    return int(digits.group()) if digits else 0


def slug(text: str) -> str:
    """Lower-case ASCII words joined by underscores, at most 40 characters: no text leaves the folder by its name."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("_")[0] or words[:_LONGEST_SLUG]
    return words or "migration"


def next_id(existing: Iterable[str], name: str) -> str:
    """The id after all that exist, for this name. Numbers have four digits, and go on beyond 9999."""
    return numbered(max(map(number_of, existing), default=0) + 1, slug(name))


def numbered(number: int, identifier: str) -> str:
    """The id with this number in front instead of its own."""
    name = re.sub(r"^\d+[.]", "", identifier)
    return f"{number:0{_DIGITS}d}.{name}"

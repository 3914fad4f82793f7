"""Findings that are meant to be, as a line of the file says: ``-- qsys:allow DS103 jobs.progress: moved in 0012``.

A name is written as findings print it, or in double quotes as SQL has it. Without a reason a line does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qsys_schema.model.ref import Ref

_LINE = re.compile(r"^\s*--\s*qsys:allow\b(?P<rest>.*)$", re.IGNORECASE)
_CODES = re.compile(r"\s+(?P<codes>[A-Z]{2,3}\d{3}(?:\s*,\s*[A-Z]{2,3}\d{3})*)(?P<rest>.*)$", re.DOTALL)

Spell = Callable[[str], str]
"""A text from a database on one line of a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """One such line: its codes, none where it cannot be read, and what stands behind them."""

    codes: tuple[str, ...]
    rest: str
    line: int

    def reason(self, code: str, ref: Ref | None, spell: Spell) -> str | None:
        """The reason for this finding, empty where none is given; None where another finding is meant."""
        if code not in self.codes:
            return None
        for spelled in _spellings(ref, spell):
            if self.rest.startswith(spelled):
                behind = self.rest[len(spelled) :].lstrip()
                if not behind or behind.startswith(":"):
                    return behind.removeprefix(":").strip()
        return None


def _spellings(ref: Ref | None, spell: Spell) -> Iterator[str]:
    if ref is None:
        yield ""
        return
    parts = [(name, '"' + name.replace('"', '""') + '"') for name in (ref.table, ref.name) if name]
    found = [""]
    for number, ways in enumerate(parts):
        found = [f"{before}{'.' if number else ''}{way}" for before in found for way in ways]
    # The longest first: a name may end in what looks like the end of the name.
    yield from sorted((spell(one) for one in found), key=len, reverse=True)


def allowed(lines: Iterator[tuple[int, str]]) -> Sequence[Allowed]:
    """Every such line among the comment lines of a file."""
    found: list[Allowed] = []
    for number, line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        inside = _CODES.match(match["rest"])
        codes = tuple(re.findall(r"[A-Z]{2,3}\d{3}", inside["codes"])) if inside is not None else ()
        found.append(Allowed(codes=codes, rest=(inside["rest"] if inside is not None else "").strip(), line=number))
    return found

"""What the header of a generated migration says of its risks: whoever generated it has agreed to those by name.

Only a header that the tool has written counts, and only for the very thing that it names: what somebody adds to the
file later is not stated there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.model.ref import Ref

_SECTIONS = ("-- Risks:", "-- Rolling back:", "-- Lost by the migration, and not brought back:")
_RISK = re.compile(r"--   (?P<code>[A-Z]{2}\d{3}) (?P<kind>[a-z-]+) (?P<rest>.*)$", re.DOTALL)
_WRITTEN = "-- Written by qsys-schema for "

REASON = "stated in the header, and agreed to when the migration was generated"


def stated(header: str) -> frozenset[tuple[str, str]]:
    """Codes with the text behind them, which begins with what the risk is about; none of a header by hand."""
    lines = header.replace("\r\n", "\n").split("\n")
    if not any(line.startswith(_WRITTEN) for line in lines):
        return frozenset()
    return frozenset((code, " ".join(text.split())) for code, text in _risks(lines))


def _risks(lines: list[str]) -> Iterator[tuple[str, str]]:
    inside = False
    code, text = "", ""
    for line in (*lines, "--"):
        match = _RISK.match(line) if inside else None
        if match is not None or not line.startswith("--   "):
            if code:
                yield code, text
            code, text = (match["code"], match["rest"]) if match is not None else ("", "")
        elif code:
            text += " " + line.removeprefix("--").strip()
        if not line.startswith("--   "):
            inside = line.rstrip() in _SECTIONS


def is_stated(known: frozenset[tuple[str, str]], codes: tuple[str, ...], ref: Ref | None, spelled: str) -> bool:
    """Whether the header says one of these codes of this very thing; of anything, where it is about the file."""
    name = " ".join(spelled.split())
    return any(code in codes and (ref is None or text.startswith(f"{name}:")) for code, text in known)

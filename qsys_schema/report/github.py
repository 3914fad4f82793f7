"""Findings as commands of a GitHub workflow, which shows each at its line in the pull request.

A command ends at the end of its line, and its properties at colons and commas: these are written as GitHub's own tools
write them, so that no name and no text begins a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.model.finding import Finding, Level

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_LINE_ENDS = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTIES = {**_LINE_ENDS, ":": "%3A", ",": "%2C"}
# What Python and terminals take for the end of a line, too.
_INVISIBLE = (
    "\x00\x0b\x0c\x1b\x1c\x1d\x1e\x85\u2028\u2029\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def as_commands(findings: Sequence[Finding]) -> Iterator[str]:
    """One line for each finding that nobody has acknowledged."""
    for one in findings:
        if one.acknowledged:
            continue
        line = f",line={one.line}" if one.line else ""
        place = f"file={_spelled(one.path, _PROPERTIES)}{line},title={_spelled(_title(one), _PROPERTIES)}"
        yield f"::{_COMMANDS.get(one.level, 'notice')} {place}::{_spelled(_text(one), _LINE_ENDS)}"


def _title(one: Finding) -> str:
    return f"{one.code} {one.ref}" if one.ref else one.code


def _text(one: Finding) -> str:
    return f"{one.text}\n{one.hint}" if one.hint else one.text


def _spelled(text: str, letters: dict[str, str]) -> str:
    return "".join(
        one.encode("unicode_escape").decode() if one in _INVISIBLE else letters.get(one, one) for one in text
    )

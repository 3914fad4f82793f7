"""Findings as Markdown, for a comment under a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.finding import Finding
from qsys_schema.report.markdown import code, escaped, folded, table

_HEADERS = ("", "Code", "Where", "What", "What to do")
_SIGNS = {"error": "**error**", "warning": "warning", "note": "note"}
_MOST = 200
"""Rows of one table: a comment has room for so many, and nobody reads more."""


def as_markdown(findings: Sequence[Finding], *, counted: str, unseen: Sequence[str] = ()) -> str:
    """A table of what is left, and folded away what is acknowledged, each with its reason.

    ``counted`` says what was looked at; ``unseen`` are migrations that nobody could look at.
    """
    left = [one for one in findings if not one.acknowledged]
    known = [one for one in findings if one.acknowledged]
    noun = "finding" if len(left) == 1 else "findings"
    parts = [f"### Migrations: {len(left) or 'no'} {noun}", escaped(counted)]
    if left:
        parts.append(table(_HEADERS, [_row(one, escaped(one.hint)) for one in left[:_MOST]]))
    if len(left) > _MOST:
        parts.append(f"and {len(left) - _MOST} more")
    if unseen:
        parts.append("Not looked at, since one before them fails: " + ", ".join(map(code, unseen)))
    if known:
        shown = table((*_HEADERS[:-1], "Acknowledged"), [_row(one, escaped(one.acknowledged)) for one in known[:_MOST]])
        parts.append(folded(f"{len(known)} acknowledged", shown))
    return "\n\n".join(parts)


def _row(one: Finding, last: str) -> Sequence[str]:
    return (_SIGNS.get(one.level, ""), escaped(one.code), code(one.where), escaped(one.text), last)

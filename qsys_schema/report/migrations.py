"""The migrations of a review: the SQL of each folded, with its locks on top."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.report.markdown import code, fenced, folded, prose
from qsys_schema.report.review import Part, Review, Script


def migrations(review: Review, most: int | None) -> Iterator[str]:
    """The migrations of all databases, each folded under its name and its first lock.

    ``most`` are the lines of SQL that each has its place for: None for all, 0 for none.
    """
    scripts = [(part, script) for part in review.parts for script in part.scripts]
    if not scripts:
        return
    yield "#### Migrations"
    for part, script in scripts:
        yield folded(_title(part, script, several=len(review.parts) > 1), _script(script, most))


def _title(part: Part, script: Script, *, several: bool) -> str:
    locks = f" \u00b7 {script.locks[0].partition(';')[0]}" if script.locks else ""
    return (f"{part.database} \u00b7 " if several else "") + script.name + locks


def _script(script: Script, most: int | None) -> str:
    lines = [f"- file: {code(script.path)}" if script.path else "- not written yet"]
    lines += [f"- locks: {prose(lock)}" for lock in script.locks]
    lines += [f"- proof: {prose(script.proof)}"] if script.proof else []
    blocks = ["\n".join(lines)]
    for title, text in (("Forward", script.forward), ("Rollback", script.rollback)):
        shown = _sql(text, most if title == "Forward" or most is None else most // 2)
        if shown:
            blocks.append(f"{title}:\n\n" + fenced(shown, "sql"))
    return "\n\n".join(blocks)


def _sql(text: str, most: int | None) -> str:
    lines = text.strip("\n").split("\n")
    if most is None or len(lines) <= most:
        return "\n".join(lines)
    return "\n".join((*lines[:most], f"-- ... {len(lines) - most} lines more")) if most else ""

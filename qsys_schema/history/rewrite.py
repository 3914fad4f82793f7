"""The text of a migration that gets another place: only the lines of its header that tell of the place change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.header import comment, end_of_header, fingerprints_line, is_fingerprints, section
from qsys_schema.history.split import is_directive, read_script
from qsys_schema.model.migration import Migration

_DEPENDS = re.compile(r"\s*--\s*depends\s*:")


def moved_text(text: str, before: Migration, after: Migration, proof: Sequence[str]) -> str:
    """The text of the migration's file in its new place; ``proof`` are the lines that say how it was proven there.

    Raises HistoryBroken where the text would not be read back as the same statements in the new place.
    """
    end = end_of_header(text)
    lines = list(_header(text[:end].split("\n"), before, after, proof))
    written = "\n".join(lines) + text[end:]
    script = read_script(written)
    depends = script.directives.get("depends", "").split()
    wanted = list(after.depends) if before.depends or any(map(is_fingerprints, lines)) else []
    if script.statements != before.forward or depends != wanted:
        raise HistoryBroken(
            f"{before.path}: its header cannot be rewritten for another place; nothing was changed",
            hint="write its line `-- depends: ` as the tool does, and run `qsys-schema seal`",
        )
    return written


def moved_rollback_text(text: str, before: Migration, after: Migration) -> str:
    """The text of the rollback in its new place."""
    end = end_of_header(text)
    title = f"-- Takes back {before.id}"
    lines = [f"-- Takes back {after.id}" if line.rstrip() == title else line for line in text[:end].split("\n")]
    return "\n".join(lines) + text[end:]


def _header(lines: Sequence[str], before: Migration, after: Migration, proof: Sequence[str]) -> Iterator[str]:
    in_proof = told = False
    machine = max((number for number, line in enumerate(lines) if is_fingerprints(line)), default=-1)
    for number, line in enumerate(lines):
        if in_proof and line.startswith("--  "):
            continue
        in_proof = False
        if line.rstrip() == f"-- {before.id}":
            yield from comment(after.id)
        elif line.rstrip() == "-- Proof:":
            in_proof = True
            yield from section("Proof", proof)
        elif number == machine:
            yield fingerprints_line(after.before, after.after)
            if after.depends and not before.depends:
                yield f"-- depends: {' '.join(after.depends)}"
        elif _DEPENDS.match(line) and is_directive(line):
            if not told:
                yield f"-- depends: {' '.join(after.depends)}"
            told = True
        else:
            yield line

"""The two files that somebody begins with who writes a migration by hand. They hold no statement yet."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.history.header import comment, fingerprints_line


def forward_template(identifier: str, *, before: str, depends: Sequence[str]) -> str:
    """The migration: what a reviewer wants to read, what the tool has to know, and a place for statements."""
    lines = [
        *comment(identifier),
        "-- (In a sentence: what it does, and why.)",
        "--",
        "-- Proof:",
        "--   none yet",
        "--",
        *comment(
            f"Written by hand. `qsys-schema seal {identifier}` proves it forward and back, and records it; until then "
            'nothing runs it. If it changes rows of tables that are there, a line here says so: "rows: jobs, owners".'
        ),
        fingerprints_line(before, ""),
        *([f"-- depends: {' '.join(depends)}"] if depends else []),
        "",
        "-- (Why this statement.)",
        "",
    ]
    return "\n".join(lines)


def rollback_template(identifier: str) -> str:
    """The rollback: what the migration made goes, in the opposite order."""
    lines = [
        *comment(f"Takes back {identifier}"),
        "-- (What does not come back. Where there is nothing to take back, the statement is: SELECT 1;)",
        "",
    ]
    return "\n".join(lines)

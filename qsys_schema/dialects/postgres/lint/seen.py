"""The statements of a migration with what the server has told of each."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.lint.watch import PostgresFacts
from qsys_schema.model.change import Change
from qsys_schema.model.watched import Seen, Watched


def told(watched: Watched) -> Iterator[tuple[int, Seen, PostgresFacts]]:
    """Every statement that was run: its place, what it changed, and the facts."""
    for place, seen in enumerate(watched.steps):
        if isinstance(seen.facts, PostgresFacts):
            yield place, seen, seen.facts


def on_settled(watched: Watched) -> Iterator[tuple[int, Seen, PostgresFacts, Change]]:
    """Every change of a table that was there before the migration, with the statement that makes it."""
    for place, seen, facts in told(watched):
        for change in seen.changes:
            if getattr(change, "table", None) in seen.settled:
                yield place, seen, facts, change

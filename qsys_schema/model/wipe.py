"""What a statement does to every row of a table, whatever is in there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """Rows that nothing chooses. ``how`` is "delete", "update", or "code" for what only code that it calls can tell.

    ``columns`` are those that an update sets, by name; none where it cannot be told which. ``by`` is the trigger that
    does it, empty for the statement itself; ``part`` is the part of the table that it does it to, empty for all.
    """

    table: str
    how: str
    columns: tuple[str, ...] = ()
    by: str = ""
    part: str = ""

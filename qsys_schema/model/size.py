"""How large a table is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Rows of a table, and the bytes that it takes with its indexes; 0 bytes where that is not known.

    ``exact``: somebody has counted the rows; otherwise it is what the database believes.
    """

    rows: int
    bytes: int = 0
    exact: bool = False

"""Rows that break a foreign key, counted: what a migration must not add to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """So many rows of ``table`` refer to rows of ``target`` that are not there."""

    table: str
    target: str
    rows: int

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} rows refer to a {self.target} that is not there"

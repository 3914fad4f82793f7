"""The name of a thing: dict key, sort key and label at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ref:
    """What a change, a risk or a message is about.

    ``kind`` is a plain word ("table", "column", "index", ...); ``name`` is empty for a table itself.
    """

    table: str
    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.table}.{self.name}" if self.name else self.table

    @property
    def label(self) -> str:
        """The name with its kind in front: ``column jobs.tags``."""
        return f"{self.kind} {self}"

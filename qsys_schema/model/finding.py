"""What lint finds, as values with a code, a place and a reason."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from qsys_schema.model.ref import Ref


class Level(enum.StrEnum):
    """How much a finding weighs: an error fails the command, a warning is said loudly, a note is there to be read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"

    def weighs(self, other: Level) -> bool:
        """Whether this is at least as heavy as the other one."""
        order = list(Level)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule has found in one migration.

    ``step`` is the place of the statement among those of the file, or None for the file as a whole; ``line`` goes
    before it, counted from 1. ``back``: it is the rollback file that is meant.
    """

    text: str
    ref: Ref | None = None
    step: int | None = None
    line: int = 0
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, ready to be shown. ``kind`` is that of a risk, or empty; ``ref`` what it is about, or empty.

    ``line`` counts from 1. ``acknowledged`` is the reason why it is meant to be, empty where it is not; ``plan``,
    ``query`` and ``variant`` are those of a finding about a query.
    """

    code: str
    level: Level
    kind: str
    ref: str
    path: str
    line: int
    text: str
    hint: str = ""
    acknowledged: str = ""
    migration: str = ""
    query: str = ""
    variant: str = ""
    plan: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The place as people and editors write it."""
        return f"{self.path}:{self.line}" if self.line else self.path

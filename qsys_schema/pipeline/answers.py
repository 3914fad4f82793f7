"""What a person has said by options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person has agreed to: consents by name, renames, and renames denied.

    ``expand`` are columns, each with its table, that are to get their new type by way of a second column.
    """

    allow: Sequence[str] = ()
    rename: Sequence[str] = ()
    no_rename: Sequence[str] = ()
    expand: Sequence[str] = ()

    @property
    def given(self) -> bool:
        """Whether anything was said."""
        return bool(self.allow or self.rename or self.no_rename or self.expand)

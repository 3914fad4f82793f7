"""A small real judge for the tests of this room: names compare without case, and it has one opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.spec.load import Wish, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qsys_schema.model.schema import Schema
    from qsys_schema.model.source import Source

DIALECTS = ("sqlite", "postgres", "mysql")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseJudge:
    """Takes every check but one that is the word ``broken``; keeps names that begin with ``house_`` for itself."""

    name: str = "sqlite"
    longest_name: int = 63
    reserved: tuple[str, ...] = ("house_",)

    def fold(self, name: str) -> str:
        """Without case, as most databases compare names."""
        return name.lower()

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """The checks that do not compile."""
        return [
            (check.source, "the expression does not compile")
            for table in schema.tables
            for check in table.checks
            if check.source is not None and check.expression.text == "broken"
        ]


def load_for(folder: Path, name: str = "sqlite", cache: Path | None = None) -> Wish:
    """Load a folder of specs for one database."""
    return load(folder, HouseJudge(name=name), dialects=DIALECTS, cache=cache)

"""The name of a thing: dict key, sort key and label at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


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
        """The name with its kind in front, always on one line: ``column jobs.tags``."""
        return _LINE_END.sub(lambda found: ascii(found[0])[1:-1], f"{self.kind} {self}")

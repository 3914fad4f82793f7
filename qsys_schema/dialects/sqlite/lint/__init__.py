"""The rules of lint that only SQLite needs: what its ALTER TABLE cannot do, and what a rebuild by hand forgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qsys_schema.dialects.sqlite.lint.columns import COLUMNS
from qsys_schema.dialects.sqlite.lint.examples import EXAMPLES
from qsys_schema.dialects.sqlite.lint.pragmas import PRAGMAS
from qsys_schema.dialects.sqlite.lint.rebuilds import REBUILDS
from qsys_schema.dialects.sqlite.lint.versions import newer_than
from qsys_schema.dialects.sqlite.lint.watch import SQLiteWatch
from qsys_schema.model.rule import Example, Rule

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Session


class SQLiteLinting:
    """What lint needs to know of SQLite; ``version`` is the oldest that migrations are written for."""

    def __init__(self, version: tuple[int, int, int]) -> None:
        self._version = version

    @property
    def rules(self) -> Sequence[Rule]:
        """All of its own."""
        return (*COLUMNS, *REBUILDS, *PRAGMAS, newer_than(self._version))

    @property
    def examples(self) -> Mapping[str, Sequence[Example]]:
        """Of shared rules, by code."""
        return EXAMPLES

    def watch(self, session: Session) -> SQLiteWatch:
        """Whoever watches."""
        return SQLiteWatch(session)

"""The rules of lint that only PostgreSQL needs: what makes others wait, and what no transaction can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qsys_schema.dialects.postgres.lint.counters import COUNTERS
from qsys_schema.dialects.postgres.lint.examples import EXAMPLES
from qsys_schema.dialects.postgres.lint.indexes import INDEXES
from qsys_schema.dialects.postgres.lint.keys import KEYS
from qsys_schema.dialects.postgres.lint.rewrites import REWRITES
from qsys_schema.dialects.postgres.lint.transactions import TRANSACTIONS
from qsys_schema.dialects.postgres.lint.values import VALUES
from qsys_schema.model.rule import Example, Rule

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Session
    from qsys_schema.dialects.postgres.lint.watch import PostgresWatch


class PostgresLinting:
    """What lint needs to know of PostgreSQL."""

    @property
    def rules(self) -> Sequence[Rule]:
        """All of its own."""
        return (*INDEXES, *KEYS, *REWRITES, *TRANSACTIONS, *VALUES, *COUNTERS)

    @property
    def examples(self) -> Mapping[str, Sequence[Example]]:
        """Of shared rules, by code."""
        return EXAMPLES

    def watch(self, session: Session) -> PostgresWatch:
        """Whoever watches."""
        from qsys_schema.dialects.postgres.lint.watch import PostgresWatch

        return PostgresWatch(session)

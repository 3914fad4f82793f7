"""The relations of a scratch schema, and the files that their rows are in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk, RiskKind

if TYPE_CHECKING:
    from qsys_schema.dialects.postgres.session import PostgresSession

_FILES = """
    SELECT c.oid, c.relname, c.relkind::text, c.relfilenode,
        CASE WHEN c.relispartition THEN (SELECT i.inhparent FROM pg_inherits AS i WHERE i.inhrelid = c.oid) END
    FROM pg_class AS c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i', 'I', 'p')
"""


@dataclass(slots=True)
class Files:
    """Relations by identity: name, kind, the file that their rows are in, and the table that they are a part of."""

    rows: dict[int, tuple[str, str, int, int]] = field(default_factory=dict)

    def named(self, kinds: str) -> dict[str, int]:
        """The identities of relations of these kinds by name."""
        return {name: identity for identity, (name, kind, *_) in self.rows.items() if kind in kinds}

    def parts(self) -> dict[str, str]:
        """The table of each part of one, by their names."""
        return {name: self.rows[whole][0] for name, _, _, whole in self.rows.values() if whole in self.rows}


def look(session: PostgresSession) -> Files:
    """Those that there are now."""
    return Files(
        {
            int(str(identity)): (str(name), str(kind), int(str(file)), int(str(whole or 0)))
            for identity, name, kind, file, whole in session.fetch_again(_FILES)
        }
    )


def losses(then: Files, now: Files, tables: Collection[str]) -> Iterator[Risk]:
    """Parts of tables that stay: dropped with their rows, detached with them, or called otherwise."""
    for identity, (name, kind, _, whole) in then.rows.items():
        there = now.rows.get(identity)
        if kind not in "rp" or whole not in now.rows or then.rows.get(whole, ("",))[0] not in tables:
            continue
        ref = Ref(table=now.rows[whole][0], kind="table")
        if there is None:
            reason = f"all rows of the partition {name} are lost"
            yield Risk(code="DS102", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason)
        elif there[3] != whole:
            reason = f"whoever reads {ref} does not find the rows of {name} any more"
            yield Risk(code="BC107", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)
        elif there[0] != name:
            reason = f"running code that still says {name} breaks"
            yield Risk(code="BC101", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)

"""What a plan locks, in words for the header ("Explicit Locking" in PostgreSQL's manual)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.risks import is_concurrent, is_slow
from qsys_schema.dialects.postgres.statements import LOCK_TIMEOUT
from qsys_schema.dialects.postgres.swapped import is_batched, is_expansion
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.step import Alter, Step

_NEW = (c.AddTable, c.AddEnum, c.AddDefinition, c.AddVerbatim, c.DropDefinition, c.DropEnum, c.AlterDefinition)


def locks(steps: Sequence[Step], *, able: Capabilities) -> tuple[str, ...]:
    """What the plan locks."""
    if able.concurrent_indexes and is_concurrent(steps):
        table = ref_of(steps[0].change).table if isinstance(steps[0], Alter) else ""
        return (
            f"outside a transaction; everybody reads and writes {table} meanwhile; it waits for older transactions",
        )
    if is_batched(steps) and isinstance(steps[0], Alter):
        table = ref_of(steps[0].change).table
        return (
            f"outside a transaction; a thousand rows or so of {table} at a time",
            "rows that others have locked are passed over until they are free, so nobody waits in a circle",
        )
    return (
        *_lines(steps),
        f"waits {LOCK_TIMEOUT} at most for each lock, then stops with nothing changed; apply tries again",
    )


def _lines(steps: Sequence[Step]) -> Iterator[str]:
    moments: dict[str, None] = {}
    scans: dict[str, None] = {}
    long: dict[str, None] = {}
    looks: dict[str, None] = {}
    for step in steps:
        if not isinstance(step, Alter) or isinstance(step.change, _NEW):
            continue
        table = ref_of(step.change).table
        validates = any(isinstance(rider, (c.DropCheck, c.DropForeignKey)) for rider in step.riders)
        slow = is_slow(step)
        kept = scans if slow and validates else long if slow else moments
        kept = looks if is_expansion(step) else kept
        kept.setdefault(table)
    if looks:
        yield f"ACCESS SHARE on {', '.join(looks)} while rows are looked at: everybody reads and writes"
    if scans:
        yield f"SHARE UPDATE EXCLUSIVE on {', '.join(scans)} while rows are looked at: everybody reads and writes"
    if long:
        yield f"ACCESS EXCLUSIVE on {', '.join(long)} as long as the work takes: nobody reads or writes"
    rest = [name for name in moments if name not in long]
    if rest:
        yield f"ACCESS EXCLUSIVE on {', '.join(rest)} for a moment"
    if not (looks or scans or long or rest):
        yield "nothing that anybody uses yet"

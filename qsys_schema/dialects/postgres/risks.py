"""The risks of the way PostgreSQL does a step ("ALTER TABLE", "Notes", and "Explicit Locking" in its manual)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.columns import keeps_file, keeps_values
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.keys import is_made_anew
from qsys_schema.dialects.postgres.parts import CHECKED, PARTITIONED
from qsys_schema.dialects.postgres.strategy import is_additive, is_fill, is_validation, not_null_check
from qsys_schema.dialects.postgres.swapped import is_batched, is_contraction
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.expr import Expr
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import Column
from qsys_schema.model.step import Alter, Step

_CALL = re.compile(r"([\w.\"]+)\s*\(")

_STABLE = frozenset(
    "now current_date current_timestamp localtimestamp transaction_timestamp statement_timestamp current_setting "
    "lower upper md5 coalesce length make_date make_interval jsonb_build_object jsonb_build_array to_jsonb".split()
)
"""Functions that give one value for all rows of a statement, so that no row is written."""

_REWRITES = RiskKind.REWRITES_TABLE
_BLOCKS = RiskKind.BLOCKS_READS_AND_WRITES
_BLOCKS_WRITES = RiskKind.BLOCKS_WRITES


def risks(steps: Sequence[Step], *, able: Capabilities) -> tuple[Risk, ...]:
    """The risks of doing these steps on PostgreSQL; an index that comes or goes alone, has none."""
    if (able.concurrent_indexes and is_concurrent(steps)) or is_batched(steps):
        return ()
    return tuple(risk for step in steps if isinstance(step, Alter) for risk in _risks(step))


def is_concurrent(steps: Sequence[Step]) -> bool:
    """Whether the one step is an index that can come or go while everybody reads and writes."""
    alone = steps[0] if len(steps) == 1 else None
    if not isinstance(alone, Alter) or alone.riders or not isinstance(alone.change, (c.AddIndex, c.DropIndex)):
        return False
    index = alone.change.item
    # Of a partitioned table PostgreSQL builds and drops no index concurrently; an invalid one nobody wants to build.
    return PARTITIONED not in index.spelling and (
        "invalid" not in dict(index.attributes) or isinstance(alone.change, c.DropIndex)
    )


def is_slow(step: Step) -> bool:
    """Whether the step reads or writes rows of a whole table."""
    if not isinstance(step, Alter):
        return True
    change = step.change
    if isinstance(change, (c.AddForeignKey, c.AddCheck)):
        return "not valid" not in dict(change.item.attributes)
    if isinstance(change, c.AlterColumn) and (
        is_fill(change.before, change.after) or (change.before.nullable and not change.after.nullable)
    ):
        return True
    if isinstance(change, c.AddColumn) and isinstance(change.item.backfill, Expr):
        return True
    if is_contraction(step):
        return False
    if isinstance(change, (c.AddIndex, c.AddUnique, c.AddPrimaryKey)):
        return not any(isinstance(rider, c.DropIndex) for rider in step.riders)
    if isinstance(change, c.AddView):
        return bool(change.item.kind)
    return any(risk.kind is _REWRITES for risk in _risks(step))


def _risks(step: Alter) -> Iterator[Risk]:
    change = step.change
    ref = ref_of(change)
    match change:
        case c.AlterColumn():
            yield from _column_risks(change, step, ref)
        case c.AddColumn(item=column):
            yield from _added_column_risks(column, ref)
        case c.AddIndex() if step.riders:
            yield Risk(code="PG101", kind=_BLOCKS_WRITES, ref=ref, reason="the index is built while writers wait")
        case c.AddIndex(table=table):
            reason = f"writers of {table} wait while the index is built"
            yield Risk(code="PG101", kind=_BLOCKS_WRITES, ref=ref, reason=reason)
        case c.AddPrimaryKey() if not _of_index(step):
            yield Risk(code="PG104", kind=_BLOCKS, ref=ref, reason="the key's index is built while everybody waits")
        case c.AddUnique() if not _of_index(step):
            yield Risk(code="PG105", kind=_BLOCKS, ref=ref, reason="the index is built while everybody waits")
        case c.AddCheck(item=check) if "not valid" not in dict(check.attributes) and not _is_validated(step):
            yield Risk(code="PG305", kind=_BLOCKS, ref=ref, reason="every row is looked at while everybody waits")
        case c.AddForeignKey(item=key) if "not valid" not in dict(key.attributes) and not _is_validated(step):
            reason = f"every row is looked at while writers of both tables wait, those of {key.target} too"
            yield Risk(code="PG306", kind=_BLOCKS_WRITES, ref=ref, reason=reason)
        case c.AlterEnum(before=before, users=users) if not is_additive(change):
            for table, column in users:
                reason = f"{before.name} is made anew, so every row is written anew while nobody can read or write"
                yield Risk(
                    code="PG301", kind=_REWRITES, ref=Ref(table=table, kind="column", name=column.name), reason=reason
                )
        case c.AlterTableOptions():
            yield from _option_risks(change, ref)
        case c.DropTable(item=table) if table.belongings:
            reason = (
                f"what specs do not speak of goes with it, and comes back when rolled back: {_short(table.belongings)}"
            )
            yield Risk(code="PG330", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)
        case c.DropView(item=view) if step.meant is not None:
            reason = f"it goes and comes again within the transaction, since {ref_of(step.meant).label} changes"
            if view.kind:
                reason += ", and is computed anew"
            yield Risk(code="PG331", kind=_BLOCKS, ref=ref, reason=reason)
        case _:
            return


def _is_validated(step: Alter) -> bool:
    return any(is_validation(rider, step.change) for rider in step.riders)


def _of_index(step: Alter) -> bool:
    return any(isinstance(rider, c.DropIndex) for rider in step.riders)


def _short(belongings: tuple[str, ...]) -> str:
    shown = "; ".join(belongings[:3])
    return shown + (f"; and {len(belongings) - 3} more" if len(belongings) > 3 else "")  # noqa: PLR2004 - a few


def _column_risks(change: c.AlterColumn, step: Alter, ref: Ref) -> Iterator[Risk]:
    before, after = change.before, change.after
    if is_made_anew(change):
        # The column that is added again has the risk.
        return
    if declared(before) != declared(after) or before.collation != after.collation:
        words = f"{declared(before)} to {declared(after)}"
        if is_contraction(step):
            reason = (
                f"it becomes the last column of {change.table}, so code that counts columns (SELECT *, INSERT without "
                "their names) finds them in another order"
            )
            if not _takes_all(before, after):
                reason += f"; what does not fit {declared(after)} is refused from the first of these migrations on"
            yield Risk(code="PG321", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)
        elif not keeps_file(before, after):
            reason = f"{words} writes every row and index anew while nobody can read or write"
            yield Risk(code="PG301", kind=_REWRITES, ref=ref, reason=reason)
        if not keeps_values(before, after):
            reason = f"{words} changes values that look otherwise in the new type"
            consent = f"change-type:{ref}"
            yield Risk(code="PG320", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=consent)
    if before.nullable and not after.nullable:
        name = not_null_check(after.name)
        if not any(isinstance(rider, c.DropCheck) and rider.item.name == name for rider in step.riders):
            reason = "every row is looked at while nobody can read or write"
            yield Risk(code="PG303", kind=_BLOCKS, ref=ref, reason=reason)


def _takes_all(was: Column, becomes: Column) -> bool:
    """Whether every value of the one type fits the other."""
    one, other = declared(was), declared(becomes)
    widening = ("smallint", "integer", "bigint", "numeric")
    return other == "text" or (one in widening and other in widening[widening.index(one) :])


def _added_column_risks(column: Column, ref: Ref) -> Iterator[Risk]:
    if column.generated is not None:
        reason = "it is computed for every row, while nobody can read or write"
        yield Risk(code="PG309", kind=_REWRITES, ref=ref, reason=reason)
    elif column.identity:
        reason = "every row gets its number while nobody can read or write"
        yield Risk(code="PG310", kind=_REWRITES, ref=ref, reason=reason)
    elif isinstance(column.default, Expr) and is_volatile(column.default):
        reason = f"its default {column.default.text} is asked for every row, while nobody can read or write"
        yield Risk(code="PG302", kind=_REWRITES, ref=ref, reason=reason)
    elif CHECKED in column.spelling:
        # ``DomainHasConstraints`` in tablecmds.c: also of NULL the type has to be asked, row by row.
        reason = f"{declared(column)} has a check, so every row is written anew while nobody can read or write"
        yield Risk(code="PG301", kind=_REWRITES, ref=ref, reason=reason)


def is_volatile(value: Expr) -> bool:
    """Whether a default may give each row another value. What is not known to be stable may."""
    return any(name.strip('"').lower() not in _STABLE for name in _CALL.findall(value.text))


def _option_risks(change: c.AlterTableOptions, ref: Ref) -> Iterator[Risk]:
    from qsys_schema.dialects.postgres.ddl import partitions, partitions_renamed

    before, after = dict(change.before), dict(change.after)
    for name in ("unlogged", "tablespace"):
        if before.get(name) != after.get(name):
            reason = "every row is written anew while nobody can read or write"
            yield Risk(code="PG301", kind=_REWRITES, ref=ref, reason=reason)
    if before.get("partition_by") == after.get("partition_by"):
        were, are = partitions(change.table, change.before), partitions(change.table, change.after)
        renamed = partitions_renamed(change.table, change.before, change.after)
        for name in renamed:
            reason = f"running code that still says {name} breaks"
            yield Risk(code="BC101", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)
        for name in sorted(were.keys() - are.keys() - renamed.keys()):
            consent = f"drop-table:{name}"
            reason = f"all rows of the partition {name} are lost"
            yield Risk(code="DS102", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=consent)

"""What PostgreSQL does in place, what goes together in one ALTER TABLE, and what has to stand aside meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qsys_schema.dialects.postgres.keys import frees, goes_with, unsettles
from qsys_schema.dialects.postgres.swapped import carrier
from qsys_schema.dialects.postgres.types import BUILT_IN
from qsys_schema.model.change import (
    AddCheck,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddUnique,
    AlterColumn,
    AlterEnum,
    AlterTableOptions,
    Change,
    DropCheck,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropUnique,
)
from qsys_schema.model.expr import Expr
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.schema import Check, Column, ForeignKey, Index


def not_null_check(column: str) -> str:
    """The name of the check by which NOT NULL is proven before it is set."""
    return shortened(f"{RESERVED_PREFIX}not_null_{column}")


def why_rebuild(change: Change) -> str | None:
    """Why the change cannot be made in place, or None."""
    if isinstance(change, AlterTableOptions):
        before, after = dict(change.before), dict(change.after)
        if before.get("partition_by") != after.get("partition_by"):
            return "PostgreSQL cannot partition a table that is there, or otherwise than it is"
    return None


def rides_with(change: Change, changes: Sequence[Change]) -> Change | None:
    """The change that this one is spelled together with, or None."""
    swapped = carrier(change, changes)
    if swapped is not None:
        return swapped
    match change:
        case DropForeignKey(table=table, item=key):
            again = _of(AddForeignKey, table, key.name, changes)
            return again if isinstance(again, AddForeignKey) and _is_still_between(key, again, changes) else None
        case DropCheck(table=table, item=check):
            if _names_a_type(check) or any(unsettles(one, table, check.columns) for one in changes):
                again = _of(AddCheck, table, check.name, changes)
                return again if again is not None and _is_proof(change, again) else _proven(change, changes)
            return _of(AddCheck, table, check.name, changes) or _proven(change, changes)
        case DropPrimaryKey(table=table, item=primary):
            if any(frees(primary, table, one) for one in changes):
                return None
            return next(
                (one for one in changes if isinstance(one, AddPrimaryKey) and one.table == table), None
            ) or _over(table, primary.columns, changes)
        case DropUnique(table=table, item=unique):
            if any(goes_with(unique, table, one) for one in changes):
                return None
            return _of(AddUnique, table, unique.name, changes) or _over(table, unique.columns, changes)
        case DropIndex(table=table, item=index):
            return next(
                (
                    one
                    for one in changes
                    if isinstance(one, (AddUnique, AddPrimaryKey)) and one.table == table and backs(index, one)
                ),
                None,
            )
        case _:
            return None


def backs(index: Index, change: AddUnique | AddPrimaryKey) -> bool:
    """Whether the index is the one that the constraint is made of."""
    plain = index.unique and index.where is None
    return plain and bool(change.item.columns) and index.parts == change.item.parts


def is_fill(before: Column, after: Column) -> bool:
    """Whether nothing is changed but the rows: what is NULL gets a value."""
    return before == after and before.backfill is None and isinstance(after.backfill, Expr)


def is_validation(gone: Change, change: Change) -> bool:
    """Whether the constraint that comes is the one that goes, but for being valid: rows are looked at, and no more."""
    match gone, change:
        case (DropCheck(item=was), AddCheck(item=becomes)) | (DropForeignKey(item=was), AddForeignKey(item=becomes)):
            valid = tuple(pair for pair in was.attributes if pair[0] != "not valid")
            return valid != was.attributes and replace(was, attributes=valid) == becomes
        case _:
            return False


def _is_proof(gone: Change, change: Change) -> bool:
    """Whether a check only becomes valid, or, on the way back, is not any more."""
    match gone, change:
        case DropCheck(table=table, item=was), AddCheck(item=becomes):
            back = is_validation(DropCheck(table=table, item=becomes), AddCheck(table=table, item=was))
            return back or is_validation(gone, change)
        case _:
            return False


def _names_a_type(check: Check) -> bool:
    """Whether the check names a type that is not the server's own: it may be made anew before the check comes again."""
    key = check.expression.key
    return any(word == "::" and kind.strip('"') not in BUILT_IN for word, kind in pairwise(key))


def _is_still_between(was: ForeignKey, again: AddForeignKey, changes: Sequence[Change]) -> bool:
    """Whether both keys stand on the same columns, which stay: what the first one stands on may go otherwise."""
    sides = [(key.columns, key.target, key.target_columns) for key in (was, again.item)]
    return sides[0] == sides[1] and not any(unsettles(one, again.table, was.columns) for one in changes)


def _of(
    kind: type[AddForeignKey | AddCheck | AddUnique], table: str, name: str, changes: Sequence[Change]
) -> Change | None:
    return next(
        (one for one in changes if isinstance(one, kind) and one.table == table and one.item.name == name), None
    )


def _over(table: str, columns: tuple[str, ...], changes: Sequence[Change]) -> Change | None:
    """The unique index that takes the place of a constraint over these columns."""
    for one in changes:
        if isinstance(one, AddIndex) and one.table == table and one.item.unique and one.item.where is None:
            members = tuple(part.column for part in one.item.parts)
            if members == columns:
                return one
    return None


def _proven(change: DropCheck, changes: Sequence[Change]) -> Change | None:
    """The NOT NULL that the check was there to prove."""
    for one in changes:
        if not isinstance(one, AlterColumn) or one.table != change.table or one.after.nullable:
            continue
        if change.item.name == not_null_check(one.after.name):
            return one
    return None


def is_additive(change: AlterEnum) -> bool:
    """Whether values only come and are renamed, so that the type can be changed in place."""
    renamed = dict(change.after.renamed)
    kept = [renamed.get(value, value) for value in change.before.values]
    return not change.anew and [value for value in change.after.values if value in kept] == kept

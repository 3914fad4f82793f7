"""What PostgreSQL does in place, what goes together in one ALTER TABLE, and what has to stand aside meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qsys_schema.model.change import (
    AddCheck,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddUnique,
    AlterColumn,
    AlterTableOptions,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropUnique,
)
from qsys_schema.model.expr import Expr
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.schema import Column, EnumType, Index


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
    match change:
        case DropForeignKey(table=table, item=key):
            return _of(AddForeignKey, table, key.name, changes)
        case DropCheck(table=table, item=check):
            return _of(AddCheck, table, check.name, changes) or _proven(change, changes)
        case DropPrimaryKey(table=table, item=primary):
            if any(_frees(one, table, primary.columns) for one in changes):
                return None
            return next(
                (one for one in changes if isinstance(one, AddPrimaryKey) and one.table == table), None
            ) or _over(table, primary.columns, changes)
        case DropUnique(table=table, item=unique):
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


def _frees(change: Change, table: str, columns: tuple[str, ...]) -> bool:
    """Whether a column of a key goes, or may be NULL, so that the key has to go before."""
    match change:
        case DropColumn(table=owner, item=column):
            return owner == table and column.name in columns
        case AlterColumn(table=owner, before=was, after=becomes):
            return owner == table and was.name in columns and becomes.nullable and not was.nullable
        case _:
            return False


def _proven(change: DropCheck, changes: Sequence[Change]) -> Change | None:
    """The NOT NULL that the check was there to prove."""
    for one in changes:
        if not isinstance(one, AlterColumn) or one.table != change.table or one.after.nullable:
            continue
        if change.item.name == not_null_check(one.after.name):
            return one
    return None


def is_made_anew(change: AlterColumn) -> bool:
    """Whether the column is dropped and added: what it is computed from cannot be changed."""
    generated = change.after.generated
    return generated is not None and change.before.generated != generated


def is_additive(before: EnumType, after: EnumType) -> bool:
    """Whether values only come and are renamed, so that the type can be changed in place."""
    renamed = dict(after.renamed)
    kept = [renamed.get(value, value) for value in before.values]
    return [value for value in after.values if value in kept] == kept

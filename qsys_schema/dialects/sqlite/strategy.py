"""What SQLite can do in place, and why it cannot ("ALTER TABLE" in its manual, sections 2 to 5)."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.dialects.sqlite.tokens import fold, quote
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddPrimaryKey,
    AddUnique,
    AlterColumn,
    AlterTableOptions,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropPrimaryKey,
    DropUnique,
    RenameColumn,
    RenameConstraint,
)
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, Column, ForeignKey, Table

Version = tuple[int, int, int]

DROP_COLUMN_SINCE: Version = (3, 35, 0)
RENAME_COLUMN_SINCE: Version = (3, 25, 0)


def why_rebuild(
    change: Change,
    before: Table,
    after: Table,
    changes: Sequence[Change],
    version: Version,
) -> str | None:
    """Why this change of one table cannot be made by ALTER TABLE, or None."""
    if rides_with(change, changes) is not None:
        return None
    match change:
        case AddColumn(item=column):
            return _why_not_add(column, after)
        case DropColumn(item=column):
            return _why_not_drop(column, before, version)
        case RenameColumn():
            return _why_not_rename(change, before, changes, version)
        case AlterColumn():
            return "SQLite has no ALTER COLUMN"
        case AddPrimaryKey() | DropPrimaryKey():
            return "SQLite cannot change a primary key"
        case AddUnique() | DropUnique() | AddCheck() | DropCheck() | AddForeignKey() | DropForeignKey():
            return "SQLite cannot add or drop a constraint"
        case RenameConstraint():
            return "SQLite cannot rename a constraint"
        case AlterTableOptions():
            return "SQLite cannot change a table's options"
        case _:
            return None


def rides_with(change: Change, changes: Sequence[Change]) -> Change | None:
    """The added or dropped column that this constraint stands in, or None."""
    match change:
        case AddCheck(item=check) if stands_in_column(check):
            return _of_column(AddColumn, check.columns[0], changes)
        case DropCheck(item=check) if stands_in_column(check):
            return _of_column(DropColumn, check.columns[0], changes)
        case AddForeignKey(item=key) if reference_stands_in_column(key):
            added = _of_column(AddColumn, key.columns[0], changes)
            # With foreign keys enforced, ADD COLUMN takes REFERENCES only where the default is NULL.
            return added if isinstance(added, AddColumn) and added.item.default is None else None
        case DropForeignKey(item=key) if reference_stands_in_column(key):
            return _of_column(DropColumn, key.columns[0], changes)
        case _:
            return None


def stands_in_column(check: Check) -> bool:
    """Whether the check is written inside its only column, so that it comes and goes with it."""
    return len(check.columns) == 1 and "table" not in check.spelling and not check.attributes


def reference_stands_in_column(key: ForeignKey) -> bool:
    """Whether the foreign key is written inside its only column, so that it comes and goes with it."""
    return len(key.columns) == 1 and "table" not in key.spelling


def _of_column(kind: type[AddColumn | DropColumn], name: str, changes: Sequence[Change]) -> Change | None:
    return next((one for one in changes if isinstance(one, kind) and fold(one.item.name) == fold(name)), None)


def is_constant(default: Expr) -> bool:
    """Whether ADD COLUMN takes the default: one literal, with a sign or without, in parentheses or not."""
    *sign, value = default.key
    literal = value[:1] in {"'", "x"} or value[:1].isdigit() or value in {"null", "true", "false"}
    return literal and sign in ([], ["-"], ["+"])


def _why_not_add(column: Column, after: Table) -> str | None:
    if column.generated is not None:
        return "SQLite cannot add a stored generated column" if column.generated.stored else None
    if column.backfill is not None:
        return "the rows that exist take the value of its backfill"
    if isinstance(column.default, Expr) and not is_constant(column.default):
        return "SQLite cannot add a column whose default is not a constant"
    if not column.nullable and column.default is None:
        return "SQLite cannot add a NOT NULL column without a default"
    if after.primary_key is not None and column.name in after.primary_key.columns:
        return "SQLite cannot add a column to a primary key"
    return None


def _why_not_drop(column: Column, before: Table, version: Version) -> str | None:
    if version < DROP_COLUMN_SINCE:
        return "SQLite before 3.35 has no DROP COLUMN"
    name = column.name
    if before.primary_key is not None and name in before.primary_key.columns:
        return "SQLite cannot drop a column of the primary key"
    if any(name in unique.columns for unique in before.uniques):
        return "SQLite cannot drop a column of a UNIQUE constraint"
    if any(name in key.columns and not reference_stands_in_column(key) for key in before.foreign_keys):
        return "SQLite cannot drop a column of a table's foreign key"
    if any(name in check.columns and not stands_in_column(check) for check in before.checks):
        return "SQLite cannot drop a column that a table's CHECK names"
    if any(
        other.generated is not None and other.name != name and other.generated.expression.mentions(fold(name))
        for other in before.columns
    ):
        return "SQLite cannot drop a column that a generated column is computed from"
    if any(quote(fold(name)) in trigger.key for trigger in before.triggers or ()):
        return "SQLite cannot drop a column that a trigger names"
    if sum(1 for other in before.columns if other.generated is None) <= 1:
        return "SQLite cannot drop a table's last column"
    return None


def _why_not_rename(change: RenameColumn, before: Table, changes: Sequence[Change], version: Version) -> str | None:
    if version < RENAME_COLUMN_SINCE:
        return "SQLite before 3.25 has no RENAME COLUMN"
    leaving = {fold(one.before) for one in changes if isinstance(one, RenameColumn)}
    leaving |= {fold(one.item.name) for one in changes if isinstance(one, DropColumn)}
    taken = {fold(column.name) for column in before.columns} - {fold(change.before)}
    if fold(change.after) in taken & leaving:
        return f"the name {change.after} is still taken when the column is renamed"
    return None

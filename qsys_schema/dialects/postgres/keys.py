"""Keys and indexes that go with a column of theirs, and what has to be there again at once since others refer to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.tokens import key_of_text, quote
from qsys_schema.model.change import (
    AddIndex,
    AddPrimaryKey,
    AddUnique,
    AlterColumn,
    Change,
    DropColumn,
    DropIndex,
    DropPrimaryKey,
    DropUnique,
)
from qsys_schema.model.schema import Index, PrimaryKey, Schema, Unique

Key = PrimaryKey | Unique | Index


def is_made_anew(change: AlterColumn) -> bool:
    """Whether the column is dropped and added: what it is computed from cannot be changed."""
    generated = change.after.generated
    return generated is not None and change.before.generated != generated


def holds(key: Key, column: str) -> bool:
    """Whether the key or index goes with that column, be it one that it only includes or names in an expression."""
    clauses = dict(key.attributes)
    if any(part.column == column for part in key.parts) or column in json.loads(clauses.get("include", "[]")):
        return True
    texts = [part.expression.key for part in key.parts if part.expression is not None]
    texts += [key.where.key] if isinstance(key, Index) and key.where is not None else []
    texts += [key_of_text(clauses["exclude"])] if "exclude" in clauses else []
    return any(quote(column) in text for text in texts)


def goes_with(key: Key, table: str, change: Change) -> bool:
    """Whether the change drops a column that the key or index holds."""
    match change:
        case DropColumn(table=owner, item=column):
            return owner == table and holds(key, column.name)
        case AlterColumn(table=owner, before=column):
            return owner == table and is_made_anew(change) and holds(key, column.name)
        case _:
            return False


def frees(key: PrimaryKey | Unique, table: str, change: Change) -> bool:
    """Whether the key has to go before the change: a column of it goes, or may be NULL."""
    match change:
        case AlterColumn(table=owner, before=was, after=becomes) if owner == table and was.name in key.columns:
            return (becomes.nullable and not was.nullable) or is_made_anew(change)
        case _:
            return goes_with(key, table, change)


def unsettles(change: Change, table: str, columns: Sequence[str]) -> bool:
    """Whether one of the columns goes or gets another type: a constraint over it has to go before."""
    match change:
        case DropColumn(table=owner, item=column):
            return owner == table and column.name in columns
        case AlterColumn(table=owner, before=was, after=becomes) if owner == table and was.name in columns:
            return (was.type, was.collation, was.generated) != (becomes.type, becomes.collation, becomes.generated)
        case _:
            return False


def is_referred_to(schema: Schema, table: str, columns: Sequence[str]) -> bool:
    """Whether a foreign key refers to these columns of the table."""
    keys = ((key.target, sorted(key.target_columns)) for one in schema.tables for key in one.foreign_keys)
    return (table, sorted(columns)) in keys


def wanted_at_once(changes: Sequence[Change], before: Schema, after: Schema) -> Iterator[Change]:
    """The keys and indexes that come in the place of one that goes with a column, and that foreign keys stand on.

    Such a foreign key can only stand aside within one transaction.
    """
    gone = {
        (one.table, tuple(sorted(_columns(one.item))))
        for one in changes
        if isinstance(one, (DropUnique, DropPrimaryKey, DropIndex))
        and any(goes_with(one.item, one.table, other) for other in changes)
    }
    for change in changes:
        if isinstance(change, (AddUnique, AddPrimaryKey, AddIndex)):
            columns = _columns(change.item)
            lost = (change.table, tuple(sorted(columns))) in gone
            if lost and all(is_referred_to(schema, change.table, columns) for schema in (before, after)):
                yield change


def _columns(key: Key) -> tuple[str, ...]:
    return tuple(part.column for part in key.parts)

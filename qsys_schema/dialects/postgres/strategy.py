"""What PostgreSQL does in place, what goes together in one ALTER TABLE, and what has to stand aside meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.change import (
    AddCheck,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTrigger,
    AddUnique,
    AddView,
    AlterColumn,
    AlterEnum,
    AlterTableOptions,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTrigger,
    DropUnique,
    DropView,
)
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.schema import EnumType, Index, Schema, Table, View

Aside = tuple[Change, Change, Change]
"""What is dropped, what brings it back, and the change that it is in the way of."""


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


def detached(changes: Sequence[Change], before: Schema, after: Schema) -> tuple[Aside, ...]:
    """What uses something that changes, so that PostgreSQL would refuse: dropped before and made again after it."""
    found: dict[tuple[str, str, str], Aside] = {}
    gone = {change.item.name for change in changes if isinstance(change, DropView)}
    made = {change.item.name for change in changes if isinstance(change, AddView)}
    for change in changes:
        words = _used_words(change)
        if words:
            table = getattr(change, "table", "")
            for view in before.views or ():
                if all(word in view.key for word in words) and view.name not in gone:
                    found.setdefault(("view", view.name, ""), _view_aside(view, after, change))
            for one in _members_aside(change, before.table(table), after.table(table)):
                found.setdefault(("member", table, one[0].item.name), one)  # type: ignore[union-attr]
        elif isinstance(change, AlterEnum) and not is_additive(change.before, change.after):
            for key, one in _users_aside(change, before, after):
                if key[1] not in gone or key[0] != "view":
                    found.setdefault(key, one)
    _add_dependents(found, before, after, gone)
    return tuple(one for key, one in found.items() if key[0] != "view" or key[1] not in made)


def _used_words(change: Change) -> tuple[str, ...]:
    """The names that a view must mention to be in the way; none where no view can be."""
    match change:
        case DropColumn(table=table, item=column):
            return quote(table), quote(column.name)
        case AlterColumn(table=table, before=was, after=becomes) if (
            declared(was) != declared(becomes) or was.collation != becomes.collation or is_made_anew(change)
        ):
            return quote(table), quote(was.name)
        case _:
            return ()


def is_made_anew(change: AlterColumn) -> bool:
    """Whether the column is dropped and added: what it is computed from cannot be changed."""
    generated = change.after.generated
    return generated is not None and change.before.generated != generated


def _view_aside(view: View, after: Schema, cause: Change) -> Aside:
    becomes = next((one for one in after.views or () if one.name == view.name), view)
    return DropView(item=view), AddView(item=becomes), cause


def _members_aside(change: Change, before: Table | None, after: Table | None) -> Iterator[Aside]:
    """The triggers on a column whose type changes, and everything on one that is made anew."""
    if not isinstance(change, AlterColumn) or before is None or after is None:
        return
    word, name = quote(change.before.name), after.name
    for trigger in before.triggers or ():
        if word in trigger.key and trigger in (after.triggers or ()):
            yield DropTrigger(table=name, item=trigger), AddTrigger(table=name, item=trigger), change
    if not is_made_anew(change):
        return
    for index in before.indexes:
        parts = [part.column for part in index.parts]
        texts = [part.expression for part in index.parts if part.expression is not None]
        texts += [index.where] if index.where is not None else []
        if index in after.indexes and (change.before.name in parts or any(word in text.key for text in texts)):
            yield DropIndex(table=name, item=index), AddIndex(table=name, item=index), change
    for unique in before.uniques:
        if unique in after.uniques and change.before.name in unique.columns:
            yield DropUnique(table=name, item=unique), AddUnique(table=name, item=unique), change
    for check in before.checks:
        if check in after.checks and word in check.expression.key:
            yield DropCheck(table=name, item=check), AddCheck(table=name, item=check), change
    for key in before.foreign_keys:
        if key in after.foreign_keys and change.before.name in key.columns:
            yield DropForeignKey(table=name, item=key), AddForeignKey(table=name, item=key), change


def is_additive(before: EnumType, after: EnumType) -> bool:
    """Whether values only come and are renamed, so that the type can be changed in place."""
    renamed = dict(after.renamed)
    kept = [renamed.get(value, value) for value in before.values]
    return [value for value in after.values if value in kept] == kept


_Key = tuple[str, str, str]


def _users_aside(change: AlterEnum, before: Schema, after: Schema) -> Iterator[tuple[_Key, Aside]]:
    """What names a type that is made anew: the old name then stands for the old type."""
    word = quote(change.before.name)
    for view in before.views or ():
        if word in view.key or any(quote(table) in view.key for table, _ in change.users):
            yield ("view", view.name, ""), _view_aside(view, after, change)
    for table in before.tables:
        becomes = after.table(table.name)
        if becomes is None:
            continue
        columns = {quote(column.name) for name, column in change.users if name == table.name}
        for check in table.checks:
            if check in becomes.checks and (word in check.expression.key or columns & set(check.expression.key)):
                drop, add = DropCheck(table=table.name, item=check), AddCheck(table=table.name, item=check)
                yield ("member", table.name, check.name), (drop, add, change)
        for index in table.indexes:
            texts = [part.expression for part in index.parts if part.expression is not None]
            texts += [index.where] if index.where is not None else []
            if index in becomes.indexes and any(word in text.key for text in texts):
                drop_, add_ = DropIndex(table=table.name, item=index), AddIndex(table=table.name, item=index)
                yield ("member", table.name, index.name), (drop_, add_, change)
        for trigger in table.triggers or ():
            if trigger in (becomes.triggers or ()) and (word in trigger.key or columns & set(trigger.key)):
                away, back = DropTrigger(table=table.name, item=trigger), AddTrigger(table=table.name, item=trigger)
                yield ("member", table.name, trigger.name), (away, back, change)


def _add_dependents(found: dict[_Key, Aside], before: Schema, after: Schema, gone: set[str]) -> None:
    """Views that stand on a view which goes for a moment go with it."""
    waiting = [*gone, *(name for kind, name, _ in found if kind == "view")]
    causes = {name: aside[2] for (kind, name, _), aside in found.items() if kind == "view"}
    while waiting:
        name = waiting.pop()
        for view in before.views or ():
            key = ("view", view.name, "")
            if quote(name) in view.key and view.name != name and key not in found and view.name not in gone:
                cause = causes.get(name) or DropView(item=next(one for one in before.views or () if one.name == name))
                found[key] = _view_aside(view, after, cause)
                causes[view.name] = cause
                waiting.append(view.name)

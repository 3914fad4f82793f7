"""before, after -> changes. Silent exactly when the two are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from qsys_schema.diff.relabel import (
    Names,
    constraint_names,
    index_names,
    is_key_called_otherwise,
    is_key_relabelled,
    may_be_renamed,
    relabelled,
)
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddDefinition,
    AddEnum,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTable,
    AddTrigger,
    AddUnique,
    AddView,
    AlterColumn,
    AlterDefinition,
    AlterEnum,
    AlterTableOptions,
    Change,
    DropCheck,
    DropColumn,
    DropDefinition,
    DropEnum,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    DropTrigger,
    DropUnique,
    DropView,
    RenameConstraint,
    RenameIndex,
    SetTableComment,
)
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    EnumType,
    ForeignKey,
    Index,
    Schema,
    Table,
    Trigger,
    Unique,
    View,
)
from qsys_schema.model.types import Native

_Item = TypeVar("_Item", Column, Unique, Check, ForeignKey, Index, Trigger, View, Table, EnumType, Definition)


def compare(before: Schema, after: Schema) -> tuple[Change, ...]:
    """What has to happen to ``before`` to make it ``after``, by table name, then kind, then place in the file.

    Both must be normalized. Column order is not a difference: databases append, so insisting on it would never
    fall silent. Where ``after`` does not speak of triggers or views, those of ``before`` are left alone.
    """
    changes: list[Change] = [*_enums(before, after), *_definitions(before, after)]
    dropped, added, kept = _sides(before.tables, after.tables)
    changes.extend(DropTable(item=table) for table in dropped)
    changed = [(ours, theirs) for ours, theirs in kept if ours != theirs]
    hinted = any(
        any(map(may_be_renamed, theirs.indexes)) or is_key_called_otherwise(ours, theirs) for ours, theirs in changed
    )
    indexes = index_names(before, after) if hinted else Names()
    for ours, theirs in changed:
        changes.extend(_table(ours, theirs, indexes))
    changes.extend(AddTable(item=replace(table, triggers=table.triggers or ())) for table in added)
    if after.views is not None:
        gone, new = _members(before.views or (), after.views)
        changes.extend(DropView(item=view) for view in gone)
        changes.extend(AddView(item=view) for view in new)
    return tuple(changes)


def _enums(before: Schema, after: Schema) -> Iterator[Change]:
    if before.enums == after.enums:
        return
    dropped, added, kept = _sides(before.enums, after.enums)
    yield from (DropEnum(item=one) for one in dropped)
    yield from (
        AlterEnum(before=ours, after=theirs, users=tuple(_users(theirs.name, before, after)))
        for ours, theirs in kept
        if ours != theirs
    )
    yield from (AddEnum(item=one) for one in added)


def _users(enum: str, before: Schema, after: Schema) -> Iterator[tuple[str, Column]]:
    """The columns of that type, or of arrays of it, that are there before and after."""
    for table in after.tables:
        was = before.table(table.name)
        for column in table.columns if was is not None else ():
            there = was.column(column.name) if was is not None else None
            if there is not None and _is_of(enum, column) and _is_of(enum, there):
                yield table.name, column


def _is_of(enum: str, column: Column) -> bool:
    return isinstance(column.type, Native) and column.type.text.removesuffix("[]").strip('"') == enum


def _definitions(before: Schema, after: Schema) -> Iterator[Change]:
    if after.definitions is None or before.definitions == after.definitions:
        return
    dropped, added, kept = _sides(before.definitions or (), after.definitions)
    yield from (DropDefinition(item=one) for one in dropped)
    yield from (AlterDefinition(before=ours, after=theirs) for ours, theirs in kept if ours != theirs)
    yield from (AddDefinition(item=one) for one in added)


def adopt(wanted: Schema, live: Schema) -> Schema:
    """The wish, with what it does not speak of taken over from the database as it is.

    That is triggers and views where the wish has none to say, and the spelling of everything that is equal: what a
    rebuild has no reason to change then comes out of it letter by letter.
    """
    there = {table.name: table for table in live.tables}
    tables = tuple(_adopted(table, there.get(table.name)) for table in wanted.tables)
    views = live.views if wanted.views is None else _with_belongings(wanted.views, live.views or ())
    definitions = (
        _not_ours(live.definitions or ())
        if wanted.definitions is None
        else _with_belongings(wanted.definitions, live.definitions or ())
    )
    enums = _with_belongings(wanted.enums, live.enums)
    return replace(wanted, tables=tables, views=views, enums=enums, definitions=definitions, foreign=live.foreign)


_Owner = TypeVar("_Owner", View, EnumType, Definition)


def _with_belongings(wanted: tuple[_Owner, ...], live: Sequence[_Owner]) -> tuple[_Owner, ...]:
    there = {one.name: one.belongings for one in live if one.belongings}
    if not there:
        return wanted
    return tuple(replace(one, belongings=there[one.name]) if one.name in there else one for one in wanted)


def _not_ours(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """Without what the tool has made for a while, between migrations: nobody wishes for it."""
    if any(item.name.strip('"').startswith(RESERVED_PREFIX) for item in items):
        return tuple(item for item in items if not item.name.strip('"').startswith(RESERVED_PREFIX))
    return items


def _adopted(wanted: Table, live: Table | None) -> Table:
    if live is None:
        return replace(wanted, triggers=()) if wanted.triggers is None else wanted
    if wanted.triggers is None:
        wanted = replace(wanted, triggers=_not_ours(live.triggers or ()))
    if live.belongings:
        wanted = replace(wanted, belongings=live.belongings)
    key = wanted.primary_key
    if key is not None and live.primary_key is not None and key == replace(live.primary_key, name=""):
        # A key that nobody names keeps the name that it has.
        wanted = replace(wanted, primary_key=live.primary_key)
    if wanted == live:
        return wanted
    return replace(
        wanted,
        columns=_spelled(wanted.columns, live.columns),
        primary_key=live.primary_key if wanted.primary_key == live.primary_key else wanted.primary_key,
        uniques=_spelled(wanted.uniques, live.uniques),
        checks=_spelled(wanted.checks, live.checks),
        foreign_keys=_spelled(wanted.foreign_keys, live.foreign_keys),
        indexes=_spelled(wanted.indexes, live.indexes),
    )


def _spelled(wanted: tuple[_Item, ...], live: tuple[_Item, ...]) -> tuple[_Item, ...]:
    there = {item.name: item for item in live}
    return tuple(there[item.name] if there.get(item.name) == item else item for item in wanted)


def _sides(
    before: Sequence[_Item], after: Sequence[_Item]
) -> tuple[list[_Item], list[_Item], list[tuple[_Item, _Item]]]:
    """Items that only the first has, that only the second has (in their order), and pairs of the same name."""
    first = {item.name: item for item in before}
    second = {item.name: item for item in after}
    gone = sorted((item for name, item in first.items() if name not in second), key=lambda item: item.name)
    new = [item for name, item in second.items() if name not in first]
    pairs = [(first[name], second[name]) for name in sorted(first.keys() & second.keys())]
    return gone, new, pairs


def _members(before: Sequence[_Item], after: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
    """What to drop and what to add so that two bags of named things become equal."""
    remaining = list(after)
    gone: list[_Item] = []
    for item in before:
        if item in remaining:
            remaining.remove(item)
        else:
            gone.append(item)
    for item in list(gone):
        twin = next((other for other in remaining if _same_but_for_given_names(item, other)), None)
        if twin is not None:
            gone.remove(item)
            remaining.remove(twin)
    return gone, remaining


def _same_but_for_given_names(one: _Item, other: _Item) -> bool:
    """Whether two constraints that nobody named differ only in the name that the convention gave them."""
    spellings = (getattr(one, "spelling", ()), getattr(other, "spelling", ()))
    return all("unnamed" in spelling for spelling in spellings) and replace(one, name="") == replace(other, name="")


# The constructors of Drop, Add and Rename per kind of member, in the order in which changes are listed.
_Make = Callable[..., Change]
_KINDS: tuple[tuple[str, _Make, _Make, _Make | None], ...] = (
    ("uniques", DropUnique, AddUnique, RenameConstraint),
    ("checks", DropCheck, AddCheck, RenameConstraint),
    ("foreign_keys", DropForeignKey, AddForeignKey, RenameConstraint),
    ("indexes", DropIndex, AddIndex, RenameIndex),
    ("triggers", DropTrigger, AddTrigger, None),
)


def _table(before: Table, after: Table, indexes: Names) -> Iterator[Change]:
    name = after.name
    if before.options != after.options:
        yield AlterTableOptions(table=name, before=before.options, after=after.options)
    if before.comment != after.comment:
        yield SetTableComment(table=name, before=before.comment, after=after.comment)
    drops: list[Change] = []
    renames: list[Change] = []
    adds: list[Change] = []
    for kind, drop, add, rename in _KINDS:
        there: Any = getattr(before, kind) or ()
        wanted: Any = getattr(after, kind)
        if wanted is None:
            continue
        gone, new = _members(there, wanted)
        if rename is not None and gone and any(may_be_renamed(item) for item in new):
            known = indexes if kind == "indexes" else constraint_names(there)
            renames.extend(relabelled(name, gone, new, rename, known))
        drops.extend(drop(table=name, item=item) for item in gone)
        adds.extend(add(table=name, item=item) for item in new)
    key, other = before.primary_key, after.primary_key
    if key is not None and other is not None and is_key_relabelled(before, after, indexes):
        renames.append(RenameConstraint(table=name, before=key, after=other))
    elif key != other:
        drops += [DropPrimaryKey(table=name, item=key)] if key is not None else []
        adds[:0] = [AddPrimaryKey(table=name, item=other)] if other is not None else []
    yield from drops
    yield from _columns(before, after)
    yield from renames
    yield from adds


def _columns(before: Table, after: Table) -> Iterator[Change]:
    dropped, added, kept = _sides(before.columns, after.columns)
    yield from (DropColumn(table=after.name, item=column) for column in dropped)
    changed = {ours.name: (ours, theirs) for ours, theirs in kept if ours != theirs}
    for column in after.columns:
        if column.name in changed:
            ours, theirs = changed[column.name]
            yield AlterColumn(table=after.name, before=ours, after=theirs)
    yield from (AddColumn(table=after.name, item=column) for column in added)

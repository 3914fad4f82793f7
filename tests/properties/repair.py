"""Makes a made-up wish one that the database accepts, by taking away whatever cannot stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.model.schema import Check, Column, ForeignKey, Index, Part, PrimaryKey, Schema, Table, Unique
from qsys_schema.model.types import Integer, Native
from tests.properties.choice import fold, named_in


def repaired(wish: Schema) -> Schema:
    """The wish without what SQLite would refuse to create, or to check once it is created."""
    taken = {fold(table.name) for table in wish.tables}
    tables = tuple(_table(table, taken) for table in wish.tables)
    while True:
        by_name = {table.name: table for table in tables}
        kept = tuple(_with_sound_keys(table, by_name) for table in tables)
        if kept == tables:
            return replace(wish, tables=tables)
        tables = kept


def _table(table: Table, taken: set[str]) -> Table:
    strict = ("strict", "true") in table.options
    columns = tuple(_columns(table.columns, strict=strict))
    names = {one.name for one in columns}
    stored = {one.name for one in columns if one.generated is None}
    table = replace(
        table,
        columns=columns,
        primary_key=_primary_key(table, stored),
        uniques=_different(tuple(item for item in table.uniques if set(item.columns) <= names), table.primary_key),
        checks=_named_once(item for item in table.checks if set(named_in(item.expression.text)) <= names),
        indexes=tuple(_indexes(table, names, taken)),
        foreign_keys=_named_once(item for item in table.foreign_keys if set(item.columns) <= stored),
    )
    if table.primary_key is None:
        table = replace(table, options=tuple(item for item in table.options if item[0] != "without_rowid"))
    return replace(table, columns=tuple(_identity(one, table) for one in table.columns))


def _columns(columns: Sequence[Column], *, strict: bool) -> Iterator[Column]:
    sound: list[str] = [one.name for one in columns if one.generated is None]
    waiting = [one for one in columns if one.generated is not None]
    while ready := [one for one in waiting if _sources(one) <= set(sound)]:
        sound += [one.name for one in ready]
        waiting = [one for one in waiting if one not in ready]
    for one in columns:
        if one.name not in sound:
            continue
        made = one
        if made.generated is not None:
            made = replace(made, default=None, backfill=None, identity="")
        if strict:
            word = made.type.text.upper() if isinstance(made.type, Native) else ""
            allowed = not isinstance(made.type, Native) or word in {"INT", "ANY"}
            made = replace(made, type=made.type if allowed else Native(text="ANY"), storage="")
        yield made


def _sources(column: Column) -> set[str]:
    return set(named_in(column.generated.expression.text)) if column.generated is not None else set()


def _primary_key(table: Table, stored: set[str]) -> PrimaryKey | None:
    key = table.primary_key
    return key if key is not None and set(key.columns) <= stored else None


def _identity(column: Column, table: Table) -> Column:
    key = table.primary_key
    alone = key is not None and key.columns == (column.name,) and not key.parts[0].collation
    rowid = ("without_rowid", "true") not in table.options
    if column.identity and not (alone and rowid and isinstance(column.type, Integer)):
        column = replace(column, identity="")
    # The specs have no nullable column in a primary key.
    return replace(column, nullable=False) if key is not None and column.name in key.columns else column


def _different(items: tuple[Unique, ...], key: PrimaryKey | None) -> tuple[Unique, ...]:
    """SQLite makes one index of two equal constraints, that of the first one, so nobody can tell them apart."""
    kept: dict[object, Unique] = {}
    for item in items:
        if key is None or frozenset(item.columns) != frozenset(key.columns):
            kept.setdefault(frozenset(item.columns), item)
    return _named_once(tuple(kept.values()))


_Item = TypeVar("_Item", Unique, Check, ForeignKey)


def _named_once(items: Iterable[_Item]) -> tuple[_Item, ...]:
    seen: set[str] = set()
    kept: list[_Item] = []
    for item in items:
        taken = item.name and fold(item.name) in seen
        seen.add(fold(item.name))
        kept.append(replace(item, name="") if taken else item)
    return tuple(kept)


def _indexes(table: Table, names: set[str], taken: set[str]) -> Iterator[Index]:
    for item in table.indexes:
        parts = tuple(part for part in item.parts if _mentioned(part) <= names)
        where = item.where if item.where is not None and set(named_in(item.where.text)) <= names else None
        if not parts:
            continue
        made = replace(item, parts=parts, where=where)
        if made.name and fold(made.name) in taken:
            made = replace(made, name="")
        taken.add(fold(made.name))
        yield made


def _mentioned(part: Part) -> set[str]:
    return {part.column} if part.expression is None else set(named_in(part.expression.text))


def _with_sound_keys(table: Table, by_name: dict[str, Table]) -> Table:
    return replace(table, foreign_keys=tuple(key for key in table.foreign_keys if _stands(key, by_name)))


def _stands(key: ForeignKey, by_name: dict[str, Table]) -> bool:
    """Whether a row can be found by exactly one key of the target, compared as the target's columns compare."""
    target = by_name.get(key.target)
    if target is None:
        return False
    keys = [one.parts for one in (target.primary_key, *target.uniques) if one is not None]
    primary = target.primary_key
    wanted = key.target_columns or (primary.columns if primary is not None else ())
    if len(wanted) != len(key.columns):
        return False
    if not key.target_columns and primary is not None:
        keys = [primary.parts]
    return any(
        {part.column for part in parts} == set(wanted) and not any(part.collation for part in parts) for parts in keys
    )

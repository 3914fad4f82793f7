"""schema, change -> schema: what a change means. The laws of the diff are stated with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.model import change as c
from qsys_schema.model.detour import moves
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    EnumType,
    ForeignKey,
    Index,
    Part,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
    View,
)

_Item = TypeVar("_Item", Column, Unique, Check, ForeignKey, Index, Trigger, Table, View, EnumType, Definition)


def replay_all(schema: Schema, changes: Sequence[c.Change]) -> Schema:
    """The schema after all the changes, one after another; renames may go round in a circle."""
    for move, _ in moves(changes, str):
        schema = replay(schema, move)
    return schema


def replay(schema: Schema, change: c.Change) -> Schema:
    """The schema after one change."""
    match change:
        case c.AddTable(item=table):
            return replace(schema, tables=(*schema.tables, table))
        case c.DropTable(item=table):
            return replace(schema, tables=_without(schema.tables, table.name))
        case c.AddView(item=view):
            return replace(schema, views=(*(schema.views or ()), view))
        case c.DropView(item=view):
            return replace(schema, views=_without(schema.views or (), view.name))
        case c.AddEnum(item=enum):
            return replace(schema, enums=(*schema.enums, enum))
        case c.DropEnum(item=enum):
            return replace(schema, enums=_without(schema.enums, enum.name))
        case c.AlterEnum(after=enum):
            return replace(schema, enums=(*_without(schema.enums, enum.name), enum))
        case c.AddDefinition(item=one):
            return replace(schema, definitions=(*(schema.definitions or ()), one))
        case c.DropDefinition(item=one):
            return replace(schema, definitions=_without(schema.definitions or (), one.name))
        case c.AlterDefinition(after=one):
            return replace(schema, definitions=(*_without(schema.definitions or (), one.name), one))
        case c.AddVerbatim(item=thing):
            return replace(schema, foreign=(*schema.foreign, thing))
        case c.DropVerbatim(item=thing):
            return replace(schema, foreign=tuple(one for one in schema.foreign if one.name != thing.name))
        case c.RenameTable(before=before, after=after):
            return _rename_table(schema, before, after)
        case c.RenameColumn(table=name, before=before, after=after):
            return _rename_column(schema, name, before, after)
        case _:
            return _on_table(schema, change.table, lambda table: _replay_on(table, change))


def _replay_on(table: Table, change: c.Change) -> Table:
    match change:
        case c.AddColumn(item=column):
            return replace(table, columns=(*table.columns, column))
        case c.DropColumn(item=column):
            return replace(table, columns=_without(table.columns, column.name))
        case c.AlterColumn(before=before, after=after):
            return replace(table, columns=tuple(after if one.name == before.name else one for one in table.columns))
        case c.AddPrimaryKey(item=key):
            return replace(table, primary_key=key)
        case c.DropPrimaryKey():
            return replace(table, primary_key=None)
        case c.AddUnique(item=unique):
            return replace(table, uniques=(*table.uniques, unique))
        case c.DropUnique(item=unique):
            return replace(table, uniques=_less(table.uniques, unique))
        case c.AddCheck(item=check):
            return replace(table, checks=(*table.checks, check))
        case c.DropCheck(item=check):
            return replace(table, checks=_less(table.checks, check))
        case c.AddForeignKey(item=reference):
            return replace(table, foreign_keys=(*table.foreign_keys, reference))
        case c.DropForeignKey(item=reference):
            return replace(table, foreign_keys=_less(table.foreign_keys, reference))
        case c.AddIndex(item=index):
            return replace(table, indexes=(*table.indexes, index))
        case c.DropIndex(item=index):
            return replace(table, indexes=_less(table.indexes, index))
        case c.RenameConstraint():
            return _constraint_renamed(table, change)
        case c.RenameIndex(before=was, after=index):
            return replace(table, indexes=_exchanged(table.indexes, was, index))
        case c.AddTrigger(item=trigger):
            return replace(table, triggers=(*(table.triggers or ()), trigger))
        case c.DropTrigger(item=trigger):
            return replace(table, triggers=_less(table.triggers or (), trigger))
        case c.AlterTableOptions(after=options):
            return replace(table, options=options)
        case c.SetTableComment(after=comment):
            return replace(table, comment=comment)
        case _:
            return table


def _without(items: Sequence[_Item], name: str) -> tuple[_Item, ...]:
    return tuple(item for item in items if item.name != name)


def _less(items: Sequence[_Item], one: _Item) -> tuple[_Item, ...]:
    remaining = list(items)
    remaining.remove(one)
    return tuple(remaining)


def _exchanged(items: Sequence[_Item], one: _Item, other: _Item) -> tuple[_Item, ...]:
    remaining = list(items)
    remaining[remaining.index(one)] = other
    return tuple(remaining)


def _constraint_renamed(table: Table, change: c.RenameConstraint) -> Table:
    match change.before, change.after:
        case PrimaryKey(), PrimaryKey() as primary:
            return replace(table, primary_key=primary)
        case Unique() as was, Unique() as unique:
            return replace(table, uniques=_exchanged(table.uniques, was, unique))
        case Check() as was, Check() as check:
            return replace(table, checks=_exchanged(table.checks, was, check))
        case ForeignKey() as was, ForeignKey() as key:
            return replace(table, foreign_keys=_exchanged(table.foreign_keys, was, key))
        case _:
            return table


def _on_table(schema: Schema, name: str, do: Callable[[Table], Table]) -> Schema:
    return replace(schema, tables=tuple(do(table) if table.name == name else table for table in schema.tables))


def _rename_table(schema: Schema, before: str, after: str) -> Schema:
    def follow(table: Table) -> Table:
        keys = tuple(replace(key, target=after) if key.target == before else key for key in table.foreign_keys)
        name = after if table.name == before else table.name
        return replace(table, name=name, foreign_keys=keys)

    return replace(schema, tables=tuple(map(follow, schema.tables)))


def _rename_column(schema: Schema, name: str, before: str, after: str) -> Schema:
    def renamed(columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(after if column == before else column for column in columns)

    def parts(items: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(
            replace(
                part,
                column=after if part.column == before else part.column,
                expression=part.expression.renamed(before, after) if part.expression is not None else None,
            )
            for part in items
        )

    def inside(table: Table) -> Table:
        key = table.primary_key
        return replace(
            table,
            columns=tuple(_renamed_in(column, before, after) for column in table.columns),
            primary_key=replace(key, parts=parts(key.parts)) if key is not None else None,
            uniques=tuple(replace(item, parts=parts(item.parts)) for item in table.uniques),
            indexes=tuple(
                replace(
                    item,
                    parts=parts(item.parts),
                    where=item.where.renamed(before, after) if item.where is not None else None,
                )
                for item in table.indexes
            ),
            checks=tuple(
                replace(item, expression=item.expression.renamed(before, after), columns=renamed(item.columns))
                for item in table.checks
            ),
            foreign_keys=tuple(replace(item, columns=renamed(item.columns)) for item in table.foreign_keys),
        )

    def outside(table: Table) -> Table:
        keys = tuple(
            replace(key, target_columns=renamed(key.target_columns)) if key.target == name else key
            for key in table.foreign_keys
        )
        return replace(table, foreign_keys=keys)

    return replace(
        schema,
        tables=tuple(outside(inside(table) if table.name == name else table) for table in schema.tables),
    )


def _renamed_in(column: Column, before: str, after: str) -> Column:
    generated = column.generated
    if generated is not None:
        generated = replace(generated, expression=generated.expression.renamed(before, after))
    return replace(column, name=after if column.name == before else column.name, generated=generated)

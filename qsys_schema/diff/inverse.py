"""change -> change: what takes it back. Total, since every change carries both worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qsys_schema.model import change as c
from qsys_schema.model.schema import EnumType

_KeyChange = (
    c.AddPrimaryKey
    | c.DropPrimaryKey
    | c.AddUnique
    | c.DropUnique
    | c.AddCheck
    | c.DropCheck
    | c.AddForeignKey
    | c.DropForeignKey
    | c.AddIndex
    | c.DropIndex
    | c.RenameConstraint
    | c.RenameIndex
    | c.AddTrigger
    | c.DropTrigger
)


def invert(change: c.Change) -> c.Change:
    """The change that undoes this one. The inverse of the inverse is the change itself."""
    match change:
        case c.AddTable(item=table):
            return c.DropTable(item=table)
        case c.DropTable(item=table):
            return c.AddTable(item=table)
        case c.RenameTable(before=before, after=after):
            return c.RenameTable(before=after, after=before)
        case c.AddColumn(table=name, item=column):
            return c.DropColumn(table=name, item=column)
        case c.DropColumn(table=name, item=column):
            return c.AddColumn(table=name, item=column)
        case c.AlterColumn(table=name, before=was, after=is_now):
            return c.AlterColumn(table=name, before=is_now, after=was)
        case c.RenameColumn(table=name, before=before, after=after):
            return c.RenameColumn(table=name, before=after, after=before)
        case c.AddView(item=view):
            return c.DropView(item=view)
        case c.DropView(item=view):
            return c.AddView(item=view)
        case c.AddEnum(item=enum):
            return c.DropEnum(item=enum)
        case c.DropEnum(item=enum):
            return c.AddEnum(item=enum)
        case c.AlterEnum(before=values, after=others, users=users, anew=anew):
            return c.AlterEnum(before=others, after=_named_back(others, values), users=users, anew=anew)
        case c.AddDefinition(item=one):
            return c.DropDefinition(item=one)
        case c.DropDefinition(item=one):
            return c.AddDefinition(item=one)
        case c.AlterDefinition(before=one, after=other):
            return c.AlterDefinition(before=other, after=one)
        case c.AddVerbatim(item=thing):
            return c.DropVerbatim(item=thing)
        case c.DropVerbatim(item=thing):
            return c.AddVerbatim(item=thing)
        case c.AlterTableOptions(table=name, before=were, after=are):
            return c.AlterTableOptions(table=name, before=are, after=were)
        case c.SetTableComment(table=name, before=before, after=after):
            return c.SetTableComment(table=name, before=after, after=before)
        case _:
            return _invert_key(change)


def _invert_key(change: _KeyChange) -> c.Change:
    """The same for keys, constraints, indexes and triggers."""
    match change:
        case c.AddPrimaryKey(table=name, item=key):
            return c.DropPrimaryKey(table=name, item=key)
        case c.DropPrimaryKey(table=name, item=key):
            return c.AddPrimaryKey(table=name, item=key)
        case c.AddUnique(table=name, item=unique):
            return c.DropUnique(table=name, item=unique)
        case c.DropUnique(table=name, item=unique):
            return c.AddUnique(table=name, item=unique)
        case c.AddCheck(table=name, item=check):
            return c.DropCheck(table=name, item=check)
        case c.DropCheck(table=name, item=check):
            return c.AddCheck(table=name, item=check)
        case c.AddForeignKey(table=name, item=reference):
            return c.DropForeignKey(table=name, item=reference)
        case c.DropForeignKey(table=name, item=reference):
            return c.AddForeignKey(table=name, item=reference)
        case c.AddIndex(table=name, item=index):
            return c.DropIndex(table=name, item=index)
        case c.DropIndex(table=name, item=index):
            return c.AddIndex(table=name, item=index)
        case c.RenameConstraint(table=name, before=old, after=new):
            return c.RenameConstraint(table=name, before=new, after=old)
        case c.RenameIndex(table=name, before=former, after=index):
            return c.RenameIndex(table=name, before=index, after=former)
        case c.AddTrigger(table=name, item=trigger):
            return c.DropTrigger(table=name, item=trigger)
        case c.DropTrigger(table=name, item=trigger):
            return c.AddTrigger(table=name, item=trigger)


def _named_back(after: EnumType, before: EnumType) -> EnumType:
    """The values as they were, which were called otherwise afterwards."""
    return replace(before, renamed=tuple((new, old) for old, new in after.renamed))


def invert_all(changes: Sequence[c.Change]) -> tuple[c.Change, ...]:
    """The changes that undo these, last first."""
    return tuple(invert(change) for change in reversed(changes))

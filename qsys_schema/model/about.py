"""What a change is about."""

from __future__ import annotations

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
    AddVerbatim,
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
    DropVerbatim,
    DropView,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    SetTableComment,
)
from qsys_schema.model.ref import Ref
from qsys_schema.model.schema import Check, Constraint, ForeignKey, PrimaryKey, Unique

_KINDS: dict[type[Constraint], str] = {Unique: "unique", Check: "check", ForeignKey: "foreign key"}


def ref_of(change: Change) -> Ref:
    """What the change is about, by the name it has afterwards."""
    match change:
        case AddTable(item=table) | DropTable(item=table):
            return Ref(table=table.name, kind="table")
        case RenameTable(after=name) | AlterTableOptions(table=name) | SetTableComment(table=name):
            return Ref(table=name, kind="table")
        case AddVerbatim(item=thing) | DropVerbatim(item=thing):
            return Ref(table=thing.name, kind=thing.kind)
        case AddView(item=view) | DropView(item=view):
            return Ref(table=view.name, kind="view")
        case AddEnum(item=enum) | DropEnum(item=enum) | AlterEnum(after=enum):
            return Ref(table=enum.name, kind="enum")
        case AddDefinition(item=one) | DropDefinition(item=one) | AlterDefinition(after=one):
            return Ref(table=one.name, kind=one.kind)
        case AddColumn(table=name, item=column) | DropColumn(table=name, item=column):
            return Ref(table=name, kind="column", name=column.name)
        case AlterColumn(table=name, after=column):
            return Ref(table=name, kind="column", name=column.name)
        case RenameColumn(table=name, after=after):
            return Ref(table=name, kind="column", name=after)
        case AddPrimaryKey(table=name) | DropPrimaryKey(table=name):
            return Ref(table=name, kind="primary key", name="primary_key")
        case AddUnique(table=name, item=unique) | DropUnique(table=name, item=unique):
            return Ref(table=name, kind="unique", name=unique.name)
        case AddCheck(table=name, item=check) | DropCheck(table=name, item=check):
            return Ref(table=name, kind="check", name=check.name)
        case AddForeignKey(table=name, item=key) | DropForeignKey(table=name, item=key):
            return Ref(table=name, kind="foreign key", name=key.name)
        case RenameConstraint(table=name, after=constraint):
            if isinstance(constraint, PrimaryKey):
                return Ref(table=name, kind="primary key", name="primary_key")
            return Ref(table=name, kind=_KINDS[type(constraint)], name=constraint.name)
        case RenameIndex(table=name, after=index):
            return Ref(table=name, kind="index", name=index.name)
        case AddIndex(table=name, item=index) | DropIndex(table=name, item=index):
            return Ref(table=name, kind="index", name=index.name)
        case AddTrigger(table=name, item=trigger) | DropTrigger(table=name, item=trigger):
            return Ref(table=name, kind="trigger", name=trigger.name)

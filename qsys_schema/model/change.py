"""The Change union. A change carries both worlds, so that its inverse is total and cannot fail late.

Constraints, indexes, triggers and views have no Alter: changed means Drop and Add, and renamed means equal but for
the name. The table is a field and
not a parent, so that a flat tuple of changes can be sorted, grouped and printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from qsys_schema.model.schema import (
    Attributes,
    Check,
    Column,
    Constraint,
    Definition,
    EnumType,
    Foreign,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    Trigger,
    Unique,
    View,
)

# A few shapes carry all kinds. Each kind is a class of its own, so that a match can name it and mypy can miss it;
# it has no fields of its own, so that making it costs nothing when the program starts.

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole(Generic[_Item]):
    item: _Item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member(Generic[_Item]):
    table: str
    item: _Item


@dataclass(frozen=True, slots=True, kw_only=True)
class _Altered(Generic[_Item]):
    table: str
    before: _Item
    after: _Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTable:
    """A table is called otherwise; every reference follows."""

    before: str
    after: str


class AddTable(_Whole[Table]):
    """A table appeared, with everything that belongs to it."""

    __slots__ = ()


class DropTable(_Whole[Table]):
    """A table disappeared, and its rows with it."""

    __slots__ = ()


class AddColumn(_Member[Column]):
    """A column appeared."""

    __slots__ = ()


class DropColumn(_Member[Column]):
    """A column disappeared, and its values with it."""

    __slots__ = ()


class AlterColumn(_Altered[Column]):
    """A column of the same name became something else."""

    __slots__ = ()


class RenameColumn(_Altered[str]):
    """A column is called otherwise; every reference follows."""

    __slots__ = ()


class AddPrimaryKey(_Member[PrimaryKey]):
    """A primary key appeared on an existing table."""

    __slots__ = ()


class DropPrimaryKey(_Member[PrimaryKey]):
    """A primary key disappeared from a table that stays."""

    __slots__ = ()


class AddUnique(_Member[Unique]):
    """A UNIQUE constraint appeared."""

    __slots__ = ()


class DropUnique(_Member[Unique]):
    """A UNIQUE constraint disappeared."""

    __slots__ = ()


class AddCheck(_Member[Check]):
    """A CHECK constraint appeared."""

    __slots__ = ()


class DropCheck(_Member[Check]):
    """A CHECK constraint disappeared."""

    __slots__ = ()


class AddForeignKey(_Member[ForeignKey]):
    """A foreign key appeared."""

    __slots__ = ()


class DropForeignKey(_Member[ForeignKey]):
    """A foreign key disappeared."""

    __slots__ = ()


class RenameConstraint(_Altered[Constraint | PrimaryKey]):
    """A UNIQUE or CHECK constraint, a foreign key or the primary key is called otherwise, and means the same."""

    __slots__ = ()


class AddIndex(_Member[Index]):
    """An index appeared."""

    __slots__ = ()


class DropIndex(_Member[Index]):
    """An index disappeared."""

    __slots__ = ()


class RenameIndex(_Altered[Index]):
    """An index is called otherwise, and is the same."""

    __slots__ = ()


class AddTrigger(_Member[Trigger]):
    """A trigger appeared."""

    __slots__ = ()


class DropTrigger(_Member[Trigger]):
    """A trigger disappeared."""

    __slots__ = ()


class AddView(_Whole[View]):
    """A view appeared."""

    __slots__ = ()


class DropView(_Whole[View]):
    """A view disappeared."""

    __slots__ = ()


class AddEnum(_Whole[EnumType]):
    """An enumerated type appeared."""

    __slots__ = ()


class DropEnum(_Whole[EnumType]):
    """An enumerated type disappeared."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterEnum:
    """The values of an enumerated type changed; ``users`` are the columns of that type before and after, by table.

    ``anew``: the type has to be another one, both ways, whatever could be done with this one.
    """

    before: EnumType
    after: EnumType
    users: tuple[tuple[str, Column], ...] = ()
    anew: bool = False


class AddDefinition(_Whole[Definition]):
    """A function or a type appeared."""

    __slots__ = ()


class DropDefinition(_Whole[Definition]):
    """A function or a type disappeared."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterDefinition:
    """A function or a type of the same name became something else."""

    before: Definition
    after: Definition


class AddVerbatim(_Whole[Foreign]):
    """What specs cannot describe appeared, and is taken over as it is: a virtual table."""

    __slots__ = ()


class DropVerbatim(_Whole[Foreign]):
    """What specs cannot describe disappeared."""

    __slots__ = ()


class AlterTableOptions(_Altered[Attributes]):
    """How the table is stored changed: STRICT, an engine, a tablespace."""

    __slots__ = ()


class SetTableComment(_Altered[str]):
    """The table's comment changed, in a database that keeps comments."""

    __slots__ = ()


Change = (
    AddTable
    | DropTable
    | RenameTable
    | AddColumn
    | DropColumn
    | AlterColumn
    | RenameColumn
    | AddPrimaryKey
    | DropPrimaryKey
    | AddUnique
    | DropUnique
    | AddCheck
    | DropCheck
    | AddForeignKey
    | DropForeignKey
    | RenameConstraint
    | AddIndex
    | DropIndex
    | RenameIndex
    | AddTrigger
    | DropTrigger
    | AddView
    | DropView
    | AddEnum
    | DropEnum
    | AlterEnum
    | AddDefinition
    | DropDefinition
    | AlterDefinition
    | AddVerbatim
    | DropVerbatim
    | AlterTableOptions
    | SetTableComment
)

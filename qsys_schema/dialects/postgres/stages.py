"""A difference as a row of migrations, each of which holds its locks for no longer than it must.

Indexes are built and dropped concurrently, each in a migration of its own. Constraints come NOT VALID and are
validated in a later transaction, so that rows are looked at under a lock that lets everybody read and write; NOT NULL
is proven by such a check; unique constraints are made of an index that was built before ("ALTER TABLE", "Notes", and
"Building Indexes Concurrently" in the manual).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.columns import is_constant
from qsys_schema.dialects.postgres.enums import users_of, uses_what_goes
from qsys_schema.dialects.postgres.expand import split
from qsys_schema.dialects.postgres.keys import frees, holds, is_made_anew, is_referred_to, wanted_at_once
from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.sorted_out import Stages
from qsys_schema.dialects.postgres.strategy import is_additive, not_null_check
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTable,
    AddUnique,
    AlterColumn,
    AlterEnum,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    DropUnique,
    RenameIndex,
)
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.naming import RESERVED_PREFIX, shortened
from qsys_schema.model.schema import Attributes, Check, Column, ForeignKey, Index, Schema

_NOT_VALID = ("not valid", "true")
_OF_AN_INDEX = frozenset({"include", "nulls not distinct"})


def stages(
    changes: Sequence[Change], before: Schema, after: Schema, able: Capabilities, expand: Collection[str] = ()
) -> tuple[tuple[Change, ...], ...]:
    """The changes of each migration, in order; together they come to the same as ``changes``.

    ``expand`` names the columns that get their new type by way of a second one. Raises UsageError and ImpossibleChange.
    """
    changes, apart_ones = split(changes, before, after, expand, able) if expand else (changes, ())
    found = Stages()
    planner = _Planner(changes, before, after, found, able)
    for change in changes:
        if isinstance(change, AlterEnum) and is_additive(change):
            # A new value cannot be used in the transaction that adds it ("ALTER TYPE" in the manual).
            # On the way back it is made anew, under all columns that have it before anything else has changed.
            found.values.append(replace(change, users=tuple(users_of(change.before, before))))
        elif isinstance(change, AlterEnum):
            # So it is with one that comes back: the type is made anew then too, for what uses it.
            found.main.append(replace(change, anew=uses_what_goes(change, changes)))
        else:
            planner.place(change)
    return tuple(stage for stage in (*found.in_order(), *apart_ones) if stage)


class _Planner:
    """Places each change of one difference."""

    def __init__(
        self, changes: Sequence[Change], before: Schema, after: Schema, found: Stages, able: Capabilities
    ) -> None:
        self._changes = changes
        self._before = before
        self._found = found
        self._able = able
        made = {change.item.name for change in changes if isinstance(change, AddTable)}
        plain = {table.name for table in after.tables if "partition_by" not in dict(table.options)}
        # A new table has no rows to wait for; a partitioned one cannot have its indexes built aside.
        self._busy = {table.name for table in before.tables} - made
        self._aside = self._busy & plain if able.concurrent_indexes else set[str]()
        self._at_once = [*wanted_at_once(changes, before, after)]
        self._made_of_indexes = self._aside if able.constraint_using_index else set[str]()
        self._unvalidated = self._busy & plain if able.not_valid_constraints else set[str]()
        kinds = (AddUnique, AddPrimaryKey, DropUnique, DropPrimaryKey)
        self._keyed = {
            change.table
            for change in changes
            if isinstance(change, kinds) or (isinstance(change, (AddIndex, DropIndex)) and change.item.unique)
        }
        self._opens = {
            change.table
            for change in changes
            if isinstance(change, (AddUnique, AddPrimaryKey)) or (isinstance(change, AddIndex) and change.item.unique)
        }

    def place(self, change: Change) -> None:
        """Put the change, or what it is made of, into its migrations."""
        table = getattr(change, "table", "")
        match change:
            case AddTable(item=made) if any(self._is_changing(key) for key in made.foreign_keys):
                apart = tuple(key for key in made.foreign_keys if self._is_changing(key))
                kept = tuple(key for key in made.foreign_keys if key not in apart)
                self._found.main.append(AddTable(item=replace(made, foreign_keys=kept)))
                for key in apart:
                    stage = self._found.late if key.target in self._aside else self._found.main
                    stage.append(AddForeignKey(table=made.name, item=key))
            case DropTable(item=gone) if any(self._is_changing(key) for key in gone.foreign_keys):
                apart = tuple(key for key in gone.foreign_keys if self._is_changing(key))
                kept = tuple(key for key in gone.foreign_keys if key not in apart)
                self._found.main += [DropForeignKey(table=gone.name, item=key) for key in apart]
                self._found.main.append(DropTable(item=replace(gone, foreign_keys=kept)))
            case AddIndex() | AddUnique() | AddPrimaryKey() if change in self._at_once:
                self._found.main.append(change)
            case AddIndex(item=index) if table in self._aside:
                self._add_index(table, index)
            case DropIndex(item=index) if table in self._aside:
                self._drop_index(table, index)
            case AddUnique(item=unique) if table in self._made_of_indexes and unique.columns:
                self._by_index(table, change, unique.name)
            case AddPrimaryKey(item=key) if table in self._made_of_indexes:
                self._by_index(table, change, key.name or default_key_name(table))
            case DropUnique(item=key) | DropPrimaryKey(item=key) if (
                table in self._aside
                and not any(frees(key, table, one) for one in self._changes)
                and (self._comes_again(change) or is_referred_to(self._before, table, key.columns))
            ):
                self._finish(table, change)
            case AddForeignKey() if table in self._unvalidated and _NOT_VALID not in change.item.attributes:
                self._add_foreign_key(table, change)
            case AddCheck(item=check) if (
                self._able.not_valid_constraints and table in self._busy and _NOT_VALID not in check.attributes
            ):
                first = replace(check, attributes=_with_not_valid(check.attributes))
                self._found.main.append(AddCheck(table=table, item=first))
                self._found.prove.setdefault(table, []).extend((DropCheck(table=table, item=first), change))
            case AddColumn(item=column) | AlterColumn(after=column) if self._is_keyed_at_once(table, column):
                self._found.main.append(change)
            case AddColumn(item=column) if table in self._busy and self._able.not_null_by_check and _is_filled(column):
                self._add_filled(table, column)
            case AlterColumn(before=was, after=becomes) if (
                was.nullable
                and not becomes.nullable
                and not is_made_anew(change)
                and table in self._busy
                and self._able.not_null_by_check
            ):
                self._require(table, change)
            case _:
                self._found.main.append(change)

    def _finish(self, table: str, *changes: Change) -> None:
        self._found.finish.setdefault(table, []).extend(changes)

    def _is_changing(self, key: ForeignKey) -> bool:
        """Whether rows of a staying table are found by a key that comes or goes."""
        return key.target in self._keyed and not key.leads_out

    def _is_keyed_at_once(self, table: str, column: Column) -> bool:
        """Whether a primary key comes together with the columns, which makes them NOT NULL."""
        keys = (one for one in self._changes if isinstance(one, AddPrimaryKey) and one.table == table)
        return any(
            column.name in one.item.columns and (table not in self._made_of_indexes or one in self._at_once)
            for one in keys
        )

    def _comes_again(self, change: DropUnique | DropPrimaryKey) -> bool:
        if isinstance(change, DropPrimaryKey):
            return any(isinstance(one, AddPrimaryKey) and one.table == change.table for one in self._changes)
        return any(
            isinstance(one, AddUnique) and one.table == change.table and one.item.name == change.item.name
            for one in self._changes
        )

    def _touched(self, table: str, index: Index) -> bool:
        """Whether the index goes with a column of its own, or is in the way of one."""
        names = {
            change.item.name if isinstance(change, DropColumn) else change.before.name
            for change in self._changes
            if isinstance(change, (DropColumn, AlterColumn)) and change.table == table
        }
        return any(holds(index, name) for name in names)

    def _add_index(self, table: str, index: Index) -> None:
        self._found.builds.append(AddIndex(table=table, item=index))

    def _drop_index(self, table: str, index: Index) -> None:
        again = any(isinstance(one, AddIndex) and one.item.name == index.name for one in self._changes)
        if self._touched(table, index) or self._is_needed_gone(table, index):
            self._found.main.append(DropIndex(table=table, item=index))
        elif again:
            # The old one serves until the new one is there.
            aside = replace(index, name=shortened(f"{RESERVED_PREFIX}was_{index.name}"))
            self._found.main.append(RenameIndex(table=table, before=index, after=aside))
            self._found.drops.append(DropIndex(table=table, item=aside))
        elif index.unique and is_referred_to(self._before, table, [part.column for part in index.parts]):
            self._finish(table, DropIndex(table=table, item=index))
        else:
            self._found.drops.append(DropIndex(table=table, item=index))

    def _is_needed_gone(self, table: str, index: Index) -> bool:
        """Whether its name is taken over by a constraint or by another table's index."""
        for one in self._changes:
            if isinstance(one, (AddUnique, AddPrimaryKey)) and one.item.name == index.name:
                return True
            if isinstance(one, AddIndex) and one.item.name == index.name and one.table != table:
                return True
            if isinstance(one, AddTable) and any(other.name == index.name for other in one.item.indexes):
                return True
        return False

    def _by_index(self, table: str, change: AddUnique | AddPrimaryKey, name: str) -> None:
        item = change.item
        again = any(
            isinstance(one, (DropUnique, DropPrimaryKey)) and one.table == table and self._comes_again(one)
            for one in self._changes
        )
        clauses: Attributes = tuple(pair for pair in item.attributes if pair[0] in _OF_AN_INDEX)
        index = Index(
            name=shortened(f"{RESERVED_PREFIX}for_{name}") if again else name,
            parts=item.parts,
            unique=True,
            attributes=clauses,
            source=item.source,
        )
        self._found.builds.append(AddIndex(table=table, item=index))
        self._finish(table, DropIndex(table=table, item=index), change)

    def _add_foreign_key(self, table: str, change: AddForeignKey) -> None:
        first = replace(change.item, attributes=_with_not_valid(change.item.attributes))
        later = change.item.target in self._opens
        (self._found.late if later else self._found.main).append(AddForeignKey(table=table, item=first))
        group = self._found.late_finish if later else self._found.prove
        group.setdefault(table, []).extend((DropForeignKey(table=table, item=first), change))

    def _fill(self, table: str, column: Column, value: Expr | Literal | None) -> None:
        """Give rows a value, apart from what locks the table."""
        if isinstance(value, Expr):
            empty = replace(column, backfill=None)
            filled = AlterColumn(table=table, before=empty, after=replace(empty, backfill=value))
            self._found.fill.setdefault(table, []).append(filled)

    def _add_filled(self, table: str, column: Column) -> None:
        """A column whose rows get what is computed or looked up: nobody can read while a column is added."""
        empty = replace(column, nullable=True, backfill=None)
        self._found.main.append(AddColumn(table=table, item=empty))
        if column.nullable:
            self._fill(table, empty, column.backfill)
        else:
            self._require(table, AlterColumn(table=table, before=empty, after=column))

    def _require(self, table: str, change: AlterColumn) -> None:
        between = replace(change.after, nullable=True)
        if between.identity in {"always", "by default"} and between.identity != change.before.identity:
            # Only a column that is never NULL can be given its number.
            between = replace(between, identity="", default=None)
        if between != change.before:
            self._found.main.append(AlterColumn(table=table, before=change.before, after=between))
        name = change.after.name
        text = f"{quote(name)} IS NOT NULL"
        check = Check(
            name=not_null_check(name),
            expression=Expr(text=text, key=("(", quote(name), "IS", "NOT", "NULL", ")")),
            columns=(name,),
            attributes=(_NOT_VALID,),
            source=change.after.source,
        )
        before = between if between != change.before else change.before
        # Rows are filled before anything is asked of them: a row that has no value could not be written until then.
        self._fill(table, before, change.after.backfill or change.after.default)
        self._found.fill.get(table, self._found.main).append(AddCheck(table=table, item=check))
        last = AlterColumn(table=table, before=before, after=change.after)
        self._found.require[table, name] = [DropCheck(table=table, item=check), last]


def _is_filled(column: Column) -> bool:
    """Whether every row is written to give it a value. A default would be there before, and leave nothing to fill."""
    fill = column.backfill
    return isinstance(fill, Expr) and not is_constant(fill) and column.default is None and not column.identity


def _with_not_valid(attributes: Attributes) -> Attributes:
    return tuple(sorted((*attributes, _NOT_VALID)))

"""A change of type as a row of migrations, none of which lets anybody wait: expand, fill, prove, contract.

A column of the new type is added, which a trigger writes from the old one; the rows that are there are filled in
batches; indexes and constraints are made over the new column under names of the tool's own; then, within one moment,
it takes the old one's place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from qsys_schema.dialects.postgres.apart import what_stands_in_the_way
from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.columns import keeps_file
from qsys_schema.dialects.postgres.convert import conversion, in_trigger, same
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.strategy import not_null_check
from qsys_schema.dialects.postgres.swapped import function_name, new_column, same_check, temporary
from qsys_schema.dialects.postgres.tokens import key_of_text, quote, with_name
from qsys_schema.errors import ImpossibleChange, UsageError
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Attributes, Check, Column, Definition, Index, Schema, Table, Trigger, Unique

_NOT_VALID = ("not valid", "true")
_OF_AN_INDEX = frozenset({"include", "nulls not distinct"})

_Member = Index | Unique | Check
_ADDS: dict[type[_Member], Callable[..., c.Change]] = {Index: c.AddIndex, Unique: c.AddUnique, Check: c.AddCheck}
_DROPS: dict[type[_Member], Callable[..., c.Change]] = {Index: c.DropIndex, Unique: c.DropUnique, Check: c.DropCheck}

Groups = tuple[tuple[c.Change, ...], ...]


def split(
    changes: Sequence[c.Change], before: Schema, after: Schema, expand: Collection[str], able: Capabilities
) -> tuple[tuple[c.Change, ...], Groups]:
    """The changes that are made as ever, and the migrations of those that ``expand`` names, which follow on them.

    Raises UsageError for a name of nothing that can be split, and ImpossibleChange for what this cannot carry.
    """
    if not able.concurrent_indexes:
        raise UsageError(
            "--expand plans a row of migrations that let nobody wait, and --offline one plain migration",
            hint="leave one of the two out; `offline = true` may stand in the configuration",
        )
    rest, groups = list(changes), list[tuple[c.Change, ...]]()
    for name in dict.fromkeys(expand):
        change = _named(name, changes)
        was, becomes = before.table(change.table), after.table(change.table)
        if was is None or becomes is None:
            raise UsageError(f"--expand {name}: the table is not there both before and after")
        reason = what_stands_in_the_way(change, changes, before, after)
        if reason:
            raise ImpossibleChange(
                f"--expand {name}: {reason}",
                hint="without the option, the type is changed at once, while nobody can read or write",
            )
        row = _Row(change, was, becomes)
        absorbed = {change, *row.absorbed(changes)}
        rest = [one for one in rest if one not in absorbed]
        groups.extend(row.groups())
    freed = tuple(one for one in rest if isinstance(one, c.DropEnum))
    if groups and freed:
        # The old column may be the last of its type.
        rest = [one for one in rest if one not in freed]
        groups.append(freed)
    return tuple(rest), tuple(groups)


def _named(name: str, changes: Sequence[c.Change]) -> c.AlterColumn:
    for change in changes:
        if isinstance(change, c.AlterColumn) and str(ref_of(change)) == name:
            was, becomes = change.before, change.after
            if (declared(was), was.collation) == (declared(becomes), becomes.collation):
                raise UsageError(f"--expand {name}: its type stays, so there is nothing to split")
            if keeps_file(was, becomes):
                words = f"{declared(was)} to {declared(becomes)}"
                raise UsageError(f"--expand {name}: {words} writes no row, so there is nothing to split")
            return change
    raise UsageError(f"--expand {name}: it does not get another type, so there is nothing to split")


@dataclass(frozen=True, slots=True)
class _Row:
    """The row of migrations for one column."""

    change: c.AlterColumn
    was: Table
    becomes: Table

    @property
    def _old(self) -> str:
        return self.change.before.name

    @property
    def _new(self) -> str:
        return new_column(self._old)

    @property
    def _column(self) -> Column:
        """The column that is filled, before anything is asked of it."""
        plain = replace(self.change.after, nullable=True, default=None, comment="", backfill=None)
        return replace(plain, name=self._new, renamed_from=self._old)

    def absorbed(self, changes: Sequence[c.Change]) -> Iterator[c.Change]:
        """The changes of what stands on the column: all of it is made anew on the new one."""
        found = (*self._members(self.was), *self._members(self.becomes))
        members: set[tuple[type[object], str]] = {(type(one), one.name) for one in found}
        for change in changes:
            match change:
                case c.RenameIndex(table=table, before=item) | c.RenameConstraint(table=table, before=item):
                    pass
                case (
                    c.AddIndex(table=table, item=item)
                    | c.DropIndex(table=table, item=item)
                    | c.AddUnique(table=table, item=item)
                    | c.DropUnique(table=table, item=item)
                    | c.AddCheck(table=table, item=item)
                    | c.DropCheck(table=table, item=item)
                ):
                    pass
                case _:
                    continue
            if table == self.was.name and (type(item), item.name) in members:
                yield change

    def groups(self) -> Iterator[tuple[c.Change, ...]]:
        """The changes of each migration, in order."""
        table, column = self.was.name, self._column
        text = conversion(self.change.before, self.change.after)
        fill = Expr(text=text, key=key_of_text(text))
        made = map(self._on_new, self._members(self.becomes))
        checks = [self._same(), *(one for one in made if isinstance(one, Check))]
        if not self.change.after.nullable:
            checks.append(self._not_null())
        yield (
            c.AddDefinition(item=self._function()),
            c.AddColumn(table=table, item=replace(column, backfill=fill)),
            *(c.AddCheck(table=table, item=_unproven(one)) for one in checks),
            c.AddTrigger(table=table, item=self._trigger()),
        )
        yield (c.AlterColumn(table=table, before=column, after=replace(column, backfill=fill)),)
        for index in self._temporary_indexes():
            yield (c.AddIndex(table=table, item=index),)
        proven = [one for one in checks if _NOT_VALID not in one.attributes and one != self._not_null()]
        yield tuple(
            change
            for one in proven
            for change in (c.DropCheck(table=table, item=_unproven(one)), c.AddCheck(table=table, item=one))
        )
        if not self.change.after.nullable:
            yield (
                c.DropCheck(table=table, item=_unproven(self._not_null())),
                c.AlterColumn(table=table, before=column, after=replace(column, nullable=False)),
            )
        yield tuple(self._contracting(checks))

    def _contracting(self, checks: Sequence[Check]) -> Iterator[c.Change]:
        table = self.was.name
        yield c.DropTrigger(table=table, item=self._trigger())
        for one in self._members(self.was):
            yield _DROPS[type(one)](table=table, item=one)
        for check in checks:
            if check != self._not_null():
                yield c.DropCheck(table=table, item=check)
        for index in self._temporary_indexes():
            yield c.DropIndex(table=table, item=index)
        filled = replace(self._column, nullable=self.change.after.nullable, backfill=self._fill())
        yield c.DropColumn(table=table, item=filled)
        yield self.change
        for one in self._members(self.becomes):
            yield _ADDS[type(one)](table=table, item=one)
        yield c.DropDefinition(item=self._function())

    def _fill(self) -> Expr:
        return Expr(text=conversion(self.change.before, self.change.after))

    def _members(self, table: Table) -> Iterator[_Member]:
        """What stands on the column and goes with it."""
        members: tuple[_Member, ...] = (*table.uniques, *table.indexes, *table.checks)
        return (one for one in members if self._on_new(one) != replace(one, name=temporary(one.name)))

    def _on_new(self, member: _Member) -> _Member:
        """The same over the new column, under a name of the tool's own."""
        name = temporary(member.name)
        if isinstance(member, Check):
            columns = tuple(self._new if one == self._old else one for one in member.columns)
            return replace(member, name=name, expression=self._text_on_new(member.expression), columns=columns)
        parts = tuple(
            replace(
                part,
                column=self._new if part.column == self._old else part.column,
                expression=part.expression and self._text_on_new(part.expression),
            )
            for part in member.parts
        )
        attributes = tuple(self._clause_on_new(*pair) for pair in member.attributes)
        if isinstance(member, Unique):
            return replace(member, name=name, parts=parts, attributes=attributes)
        where = member.where and self._text_on_new(member.where)
        return replace(member, name=name, parts=parts, attributes=attributes, where=where)

    def _text_on_new(self, one: Expr) -> Expr:
        text = with_name(one.text, self._old, self._new)
        return Expr(text=text, key=key_of_text(text)) if text != one.text else one

    def _clause_on_new(self, name: str, value: str) -> tuple[str, str]:
        if name != "include":
            return name, value
        columns = [self._new if one == self._old else one for one in json.loads(value)]
        return name, json.dumps(columns, ensure_ascii=False)

    def _temporary_indexes(self) -> Iterator[Index]:
        for member in self._members(self.becomes):
            found = self._on_new(member)
            if isinstance(found, Unique):
                clauses: Attributes = tuple(pair for pair in found.attributes if pair[0] in _OF_AN_INDEX)
                yield Index(name=found.name, parts=found.parts, unique=True, attributes=clauses, source=found.source)
            elif isinstance(found, Index):
                yield found

    def _same(self) -> Check:
        text = same(self.change.before, self.change.after, self._new)
        expression = Expr(text=text, key=key_of_text(text))
        name = same_check(self._old)
        return Check(name=name, expression=expression, columns=(self._old, self._new), source=self.change.after.source)

    def _not_null(self) -> Check:
        text = f"{quote(self._new)} IS NOT NULL"
        expression = Expr(text=text, key=key_of_text(text))
        name = not_null_check(self._new)
        return Check(name=name, expression=expression, columns=(self._new,), source=self.change.after.source)

    def _function(self) -> Definition:
        name = quote(function_name(self.was.name, self._old))
        value = in_trigger(self.change.before, self.change.after)
        sql = (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $_qsys_new$\nBEGIN\n"
            f"    NEW.{quote(self._new)} := {value};\n    RETURN NEW;\nEND\n$_qsys_new$"
        )
        return Definition(kind="function", name=f"{name}()", sql=sql, key=key_of_text(sql), signature="trigger")

    def _trigger(self) -> Trigger:
        function = self._function().name
        sql = (
            f"CREATE TRIGGER {quote(self._new)} BEFORE INSERT OR UPDATE ON {quote(self.was.name)} FOR EACH ROW "
            f"EXECUTE FUNCTION {function}"
        )
        # Those who replicate or restore rows write the old column, too.
        return Trigger(name=self._new, table=self.was.name, sql=sql, key=(*key_of_text(sql), "enabled A"))


def _unproven(check: Check) -> Check:
    attributes = tuple(sorted({*check.attributes, _NOT_VALID}))
    return replace(check, attributes=attributes)

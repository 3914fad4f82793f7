"""Steps to statements: the whole text of a SQLite migration, guards included.

The rebuild is the procedure of SQLite's manual ("Making Other Kinds Of Table Schema Changes"), with two
differences: what it takes for granted is asserted in the SQL itself, so that the file is safe in any runner; and
the old table's views stay where they are, by way of ``legacy_alter_table``, which works inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlglot import exp

from qsys_schema.dialects.spell import identifier, table_node
from qsys_schema.dialects.sqlite import guard
from qsys_schema.dialects.sqlite.canonical import rowid_alias
from qsys_schema.dialects.sqlite.render import (
    column_node,
    create_index,
    create_table,
    drop,
    spell,
    tidy,
)
from qsys_schema.dialects.sqlite.tokens import fold, literal
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddIndex,
    AddTable,
    AddTrigger,
    AddVerbatim,
    AddView,
    Change,
    DropColumn,
    DropIndex,
    DropTable,
    DropTrigger,
    DropVerbatim,
    DropView,
    RenameColumn,
    RenameIndex,
    RenameTable,
)
from qsys_schema.model.expr import Expr
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import Table
from qsys_schema.model.step import Alter, Copy, RebuildTable, Statement, Step


def render(steps: Sequence[Step]) -> tuple[Statement, ...]:
    """The statements of a whole plan, in order; guarded where a table is rebuilt or dropped."""
    rebuilds = [step for step in steps if isinstance(step, RebuildTable)]
    checked = tuple(sorted({name for step in rebuilds for name in guard.checked_tables(step)}))
    because = tuple(change for step in rebuilds for change in step.changes)
    body: list[Statement] = []
    for step in steps:
        # Tables that refer to one another are only whole again when all of them are rebuilt.
        if checked and step is rebuilds[0]:
            body.append(guard.violations_before(checked, because))
        body.extend(_rebuild(step) if isinstance(step, RebuildTable) else _step(step))
        if checked and step is rebuilds[-1]:
            body.append(guard.no_violation_added(checked, because))
    if rebuilds or any(isinstance(step, Alter) and isinstance(step.change, DropTable) for step in steps):
        return (*guard.opening(), *body, guard.closing())
    return tuple(body)


def _step(step: Alter) -> Iterator[Statement]:
    """The statements of a step; what stands aside for another change says so."""
    aside = ""
    if step.meant is not None and isinstance(step.change, (DropView, DropTrigger)):
        aside = f" It stands on {ref_of(step.meant).label}, and comes again below."
    elif step.meant is not None and isinstance(step.change, (AddView, AddTrigger)):
        aside = f" It stood on {ref_of(step.meant).label}."
    yield from (replace(statement, comment=f"{statement.comment}{aside}") for statement in _alter(step))


def _alter(step: Alter) -> Iterator[Statement]:
    change = step.change
    because = (step.meant or change, *step.riders)
    match change:
        case AddTable(item=table):
            yield Statement(sql=create_table(table), comment=f"Create table {table.name}.", because=because)
            yield from _belongings(table)
        case DropTable(item=table):
            yield Statement(
                sql=drop("TABLE", table.name),
                comment=f"Drop table {table.name} with its rows, indexes and triggers.",
                because=because,
            )
        case AddIndex(item=index, table=name):
            yield Statement(
                sql=create_index(index, name), comment=f"Add index {index.name} on {name}.", because=because
            )
        case DropIndex(item=index, table=name):
            yield Statement(
                sql=drop("INDEX", index.name), comment=f"Drop index {index.name} on {name}.", because=because
            )
        case AddTrigger(item=trigger, table=name):
            yield Statement(
                sql=_verbatim(trigger.sql), comment=f"Add trigger {trigger.name} on {name}.", because=because
            )
        case DropTrigger(item=trigger):
            yield Statement(sql=drop("TRIGGER", trigger.name), comment=f"Drop trigger {trigger.name}.", because=because)
        case AddView(item=view):
            yield Statement(sql=_verbatim(view.sql), comment=f"Create view {view.name}.", because=because)
            for trigger in view.triggers:
                comment = f"Add trigger {trigger.name} on view {view.name}."
                yield Statement(sql=_verbatim(trigger.sql), comment=comment, because=because)
        case AddVerbatim(item=thing):
            yield Statement(sql=_verbatim(thing.sql), comment=f"Create {thing.kind} {thing.name}.", because=because)
        case DropVerbatim(item=thing):
            yield Statement(sql=drop("TABLE", thing.name), comment=f"Drop {thing.kind} {thing.name}.", because=because)
        case DropView(item=view):
            yield Statement(sql=drop("VIEW", view.name), comment=f"Drop view {view.name}.", because=because)
        case RenameTable(before=before, after=after) if fold(before) == fold(after):
            # SQLite takes a name that differs only in case for the same name, and refuses it.
            between = f"{RESERVED_PREFIX}case_{after}"
            for move in (RenameTable(before=before, after=between), RenameTable(before=between, after=after)):
                yield replace(_alter_table(move, ()), because=because)
        case RenameIndex(before=was, after=index, table=name):
            comment = f"Rename index {was.name} to {index.name}: SQLite has no words for that, so it is made anew."
            yield Statement(sql=drop("INDEX", was.name), comment=comment, because=because)
            comment = f"Index {index.name} of {name}, as {was.name} was."
            yield Statement(sql=create_index(index, name), comment=comment, because=because)
        case RenameTable() | RenameColumn() if step.meant is not None:
            yield _one_of_two(change, step.meant)
        case _:
            yield _alter_table(change, step.riders)


def _one_of_two(move: RenameTable | RenameColumn, meant: Change) -> Statement:
    """One of the two moves of a rename whose new name is still taken when its turn comes."""
    statement = _alter_table(move, ())
    name = ref_of(meant).name or ref_of(meant).table
    why = ", which is free now" if name == move.after else f" for now, since {name} is still taken"
    does, _, follows = statement.comment.rpartition("; ")
    return replace(statement, comment=f"{does}{why}; {follows}", because=(meant,))


def _alter_table(change: Change, riders: Sequence[Change]) -> Statement:
    because = (change, *riders)
    match change:
        case RenameTable(before=before, after=after):
            action: exp.Expression = exp.AlterRename(this=table_node(after))
            table, comment = before, f"Rename table {before} to {after}; references to it follow."
        case RenameColumn(table=table, before=before, after=after):
            action = exp.RenameColumn(this=_column(before), to=_column(after))
            comment = f"Rename column {table}.{before} to {after}; indexes, triggers and views follow."
        case DropColumn(table=table, item=column):
            action = exp.Drop(kind="COLUMN", tables=[_column(column.name)])
            comment = f"Drop column {table}.{column.name} with its values."
        case AddColumn(table=table, item=column):
            checks = [rider.item for rider in riders if isinstance(rider, AddCheck)]
            keys = [rider.item for rider in riders if isinstance(rider, AddForeignKey)]
            action = column_node(column, checks=checks, references=keys)
            comment = f"Add column {table}.{column.name}."
        case _:
            message = f"SQLite cannot make this change in place: {ref_of(change).label}"
            raise ImpossibleChange(message)
    tree = exp.Alter(this=table_node(table), kind="TABLE", actions=[action])
    return Statement(sql=spell(tree), comment=comment, because=because)


def _column(name: str) -> exp.Column:
    return exp.Column(this=identifier(name))


def _verbatim(sql: str) -> str:
    return sql.strip().rstrip(";").rstrip()


def _belongings(table: Table) -> Iterator[Statement]:
    """The indexes and triggers of a table that was just made."""
    for index in table.indexes:
        change = AddIndex(table=table.name, item=index)
        yield Statement(
            sql=create_index(index, table.name),
            comment=f"Index {index.name} of {table.name}.",
            because=(change,),
        )
    for trigger in table.triggers or ():
        added = AddTrigger(table=table.name, item=trigger)
        yield Statement(
            sql=_verbatim(trigger.sql),
            comment=f"Trigger {trigger.name} of {table.name}.",
            because=(added,),
        )


def _rebuild(step: RebuildTable) -> Iterator[Statement]:
    before, after = step.before, step.after
    temporary = f"{RESERVED_PREFIX}new_{after.name}"
    because = step.changes
    reasons = "; ".join(dict.fromkeys(step.because))
    yield guard.strangers(before, because)
    yield Statement(
        sql=create_table(after, name=temporary),
        comment=f"Rebuild {after.name} ({reasons}): make the new table beside the old one.",
        because=because,
    )
    yield Statement(
        sql=_copy(step, temporary),
        comment=f"Copy every row of {before.name}.",
        because=because,
    )
    if _keeps_counter(before, after):
        yield from _carry_counter(before.name, temporary, because)
    yield guard.no_row_lost(before.name, temporary, because)
    yield Statement(
        sql=drop("TABLE", before.name),
        comment=f"Drop the old {before.name}; nothing refers to it while foreign keys are off.",
        because=because,
    )
    yield Statement(
        sql="PRAGMA legacy_alter_table = ON",
        comment="Let the next rename leave views, triggers and references in other tables as they are.",
        because=because,
    )
    yield Statement(
        sql=spell(
            exp.Alter(this=table_node(temporary), kind="TABLE", actions=[exp.AlterRename(this=table_node(after.name))]),
        ),
        comment=f"Put the new {after.name} in its place.",
        because=because,
    )
    yield Statement(sql="PRAGMA legacy_alter_table = OFF", comment="Renames follow references again.", because=because)
    yield from _belongings(after)


def _copy(step: RebuildTable, temporary: str) -> str:
    """INSERT ... SELECT of every column that goes on, and of the rowid where no column carries it over."""
    targets = [identifier(copy.column) for copy in step.copies]
    values: list[exp.Expression] = [_value(copy) for copy in step.copies]
    name = _rowid_name(step)
    if name:
        targets.insert(0, identifier(name))
        values.insert(0, _column(name))
    if not targets:
        # Rows need some column to come by; the others take their defaults.
        first = next(column for column in step.after.columns if column.generated is None)
        targets.append(identifier(first.name))
        values.append(exp.Var(this=first.default.text if isinstance(first.default, Expr) else "NULL"))
    tree = exp.Insert(
        this=exp.Schema(this=table_node(temporary), expressions=targets),
        expression=exp.select(*values).from_(table_node(step.before.name)),
    )
    return spell(tree)


def _value(copy: Copy) -> exp.Expression:
    if not copy.origin:
        return exp.Var(this=copy.fill)
    if not copy.fill:
        return _column(copy.origin)
    return exp.Coalesce(this=_column(copy.origin), expressions=[exp.Var(this=copy.fill)])


def _rowid_name(step: RebuildTable) -> str:
    """The name under which rowids are copied; empty where a column carries them, or there are none."""
    alias = rowid_alias(step.after)
    if any(copy.column == alias for copy in step.copies) or any(
        ("without_rowid", "true") in table.options for table in (step.before, step.after)
    ):
        return ""
    taken = {fold(column.name) for table in (step.before, step.after) for column in table.columns}
    return next((name for name in ("rowid", "_rowid_", "oid") if name not in taken), "")


def _keeps_counter(before: Table, after: Table) -> bool:
    return all(any(column.identity for column in table.columns) for table in (before, after))


def _carry_counter(before: str, temporary: str, because: tuple[Change, ...]) -> Iterator[Statement]:
    """AUTOINCREMENT promises never to give a number twice, so its counter has to move along."""
    there = f'"sqlite_sequence" WHERE "name" = {literal(before)}'
    yield Statement(
        sql=tidy(f'DELETE FROM "sqlite_sequence" WHERE "name" = {literal(temporary)}'),
        comment=f"Carry over the AUTOINCREMENT counter of {before}.",
        because=because,
    )
    yield Statement(
        sql=tidy(f'INSERT INTO "sqlite_sequence" ("name", "seq") SELECT {literal(temporary)}, "seq" FROM {there}'),
        comment="The counter never falls: numbers that were given are not given again.",
        because=because,
    )

"""Steps to statements: the whole text of a PostgreSQL migration, with the limits that keep its locks short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from qsys_schema.dialects.postgres import columns, constraints, enums, programs, swap
from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.constraints import alter_table
from qsys_schema.dialects.postgres.ddl import (
    comment_on,
    constraint_clause,
    create_index,
    create_table,
    is_unproven,
    partitions,
    partitions_renamed,
    repeated,
    storage,
)
from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.risks import is_concurrent
from qsys_schema.dialects.postgres.swapped import is_batched
from qsys_schema.dialects.postgres.tokens import quote, splittable
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.schema import ForeignKey, Table
from qsys_schema.model.step import Alter, RebuildTable, Statement, Step

LOCK_TIMEOUT = "3s"
"""How long a statement waits for a lock while everybody who comes after it waits too."""

STATEMENT_TIMEOUT = "30s"
"""How long a statement may take that only changes the catalog."""


def render(steps: Sequence[Step], *, able: Capabilities, slow: bool) -> tuple[Statement, ...]:
    """The statements of a whole plan, in order. ``slow``: it reads or writes whole tables, and may take its time.

    An index that comes or goes alone does so concurrently, where the server is ``able``, which no transaction may hold.
    """
    if able.concurrent_indexes and is_concurrent(steps) and isinstance(steps[0], Alter):
        statements: Iterable[Statement] = (constraints.concurrently(steps[0].change),)
    elif is_batched(steps) and isinstance(steps[0], Alter):
        statements = (swap.batched(steps[0].change),)
    else:
        statements = (*_opening(steps, slow=slow), *_looks_first(steps, tuple(_with_late_keys(steps))))
    return tuple(replace(one, sql=splittable(one.sql)) for one in statements)


def _writes_a_function(step: Step) -> bool:
    match step:
        case Alter(change=c.AddDefinition(item=one) | c.AlterDefinition(after=one)):
            return one.kind == "function"
        case _:
            return False


def _opening(steps: Sequence[Step], *, slow: bool) -> Iterator[Statement]:
    yield Statement(
        sql=f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'",
        comment="Rather fail and be run again than let others queue up behind a lock that is waited for.",
    )
    limit, why = ("0", "It looks at whole tables, and may take its time.") if slow else (STATEMENT_TIMEOUT, "")
    yield Statement(
        sql=f"SET LOCAL statement_timeout = '{limit}'",
        comment=why or "Nothing in here takes long: if it does, it stops.",
    )
    if any(_writes_a_function(step) for step in steps):
        yield Statement(
            sql="SET LOCAL check_function_bodies = off", comment="A function may name what is only made after it."
        )


def _looks_first(steps: Sequence[Step], statements: Sequence[Statement]) -> Sequence[Statement]:
    """Rows are looked at before anything takes a lock that nobody can read under, for that is held to the end."""
    if not all(isinstance(step, Alter) and isinstance(step.change, _FINISHED) for step in steps):
        return statements
    if not all(one.sql.startswith(("UPDATE ", "ALTER TABLE ")) for one in statements):
        return statements
    # Values are filled in before it is looked whether they are all there.
    return sorted(statements, key=lambda one: 0 if one.sql.startswith("UPDATE ") else 2 - bool(_LOOK.match(one.sql)))


_LOOK = re.compile(r'ALTER TABLE "(?:[^"]|"")+" VALIDATE CONSTRAINT ')

_FINISHED = (c.AddCheck, c.AddForeignKey, c.AddUnique, c.AddPrimaryKey, c.AlterColumn)
"""What is begun in one migration and finished in a later one; nothing of it stands in the way of the others."""


def _with_late_keys(steps: Sequence[Step]) -> Iterator[Statement]:
    """The statements of all steps; new tables that refer to later ones get these foreign keys when all are there."""
    made = [step.change.item for step in steps if isinstance(step, Alter) and isinstance(step.change, c.AddTable)]
    places = {table.name: number for number, table in enumerate(made)}
    late = {
        table.name: [
            key
            for key in table.foreign_keys
            if key.leads_out or is_unproven(key) or places.get(key.target, -1) > places[table.name]
        ]
        for table in made
    }
    gone = [step.change.item for step in steps if isinstance(step, Alter) and isinstance(step.change, c.DropTable)]
    old_types: dict[int, list[Statement]] = {}
    for number, step in enumerate(steps):
        leaving = [place for place in range(number + 1, len(steps)) if _leaves(steps[place], step)]
        if leaving:
            # Whoever still has the old type, and goes or gets another, has to be done with it first.
            *first, last = _step(step)
            old_types.setdefault(leaving[-1], []).append(last)
            yield from first
            continue
        if isinstance(step, Alter) and isinstance(step.change, c.AddTable):
            table = step.change.item
            yield from _add_table(table, late[table.name], step)
            if table is made[-1]:
                for one in made:
                    for key in late[one.name]:
                        why = "which lies in another schema" if key.leads_out else "which was made after it"
                        why = "which rows are not held against" if is_unproven(key) else why
                        yield alter_table(
                            one.name,
                            f"ADD {constraint_clause(key)}",
                            f"Foreign key of {one.name} to {key.target}, {why}.",
                            (c.AddForeignKey(table=one.name, item=key),),
                        )
                        yield from programs.belonging(programs.of_the_key(one, key.name), one.name, because=())
            continue
        if isinstance(step, Alter) and isinstance(step.change, c.DropTable):
            yield from _free(step.change, gone)
        yield from _step(step)
        yield from old_types.pop(number, ())


def _leaves(step: Step, cause: Step) -> bool:
    if not isinstance(step, Alter) or not isinstance(cause, Alter) or not isinstance(cause.change, c.AlterEnum):
        return False
    return enums.leaves(step.change, cause.change)


def _free(change: c.DropTable, gone: Sequence[Table]) -> Iterator[Statement]:
    """Foreign keys to a table that goes, of tables that go after it."""
    place = next(number for number, table in enumerate(gone) if table is change.item)
    for table in gone[place + 1 :]:
        for key in table.foreign_keys:
            if key.target == change.item.name:
                yield alter_table(
                    table.name,
                    f"DROP CONSTRAINT {quote(key.name)}",
                    f"{table.name} refers to {change.item.name}, which goes before it.",
                    (change,),
                )


def _add_table(table: Table, late: Sequence[ForeignKey], step: Alter) -> Iterator[Statement]:
    because = (step.change,)
    keys = [key for key in table.foreign_keys if key not in late]
    yield Statement(sql=create_table(table, foreign_keys=keys), comment=f"Create table {table.name}.", because=because)
    for unique in repeated(table):
        comment = f"Constraint {unique.name} of {table.name}, which says again what another says."
        yield alter_table(table.name, f"ADD {constraint_clause(unique)}", comment, because)
    for name, bounds in partitions(table.name, table.options).items():
        sql = f"CREATE TABLE {quote(name)} PARTITION OF {quote(table.name)} {bounds}"
        yield Statement(sql=sql, comment=f"A partition of {table.name}.", because=because)
    # A partition that is made when the check is there holds its rows against it.
    for check in filter(is_unproven, table.checks):
        comment = f"Check {check.name} of {table.name}, which rows are not held against."
        yield alter_table(table.name, f"ADD {constraint_clause(check)}", comment, because)
    for index in table.indexes:
        comment = f"Index {index.name} of {table.name}."
        yield Statement(sql=create_index(index, table.name), comment=comment, because=because)
    for trigger in table.triggers or ():
        yield Statement(
            sql=programs.verbatim(trigger.sql), comment=f"Trigger {trigger.name} on {table.name}.", because=because
        )
    if table.comment:
        sql = comment_on(f"TABLE {quote(table.name)}", table.comment)
        yield Statement(sql=sql, comment=f"What {table.name} is for.", because=because)
    for column in table.columns:
        if column.comment:
            yield columns.commented(table.name, column, because)
    there = {key.name for key in table.foreign_keys if key not in late}
    yield from programs.belonging(programs.of_what_is_there(table, there), table.name, because)


def _step(step: Step) -> Iterator[Statement]:
    """The statements of a step; what stands aside for another change says so."""
    aside = ""
    if isinstance(step, Alter) and step.meant is not None and step.meant != step.change:
        label = ref_of(step.meant).label
        if ref_of(step.change) == ref_of(step.meant):
            aside = " It is computed otherwise, so it is made anew."
        elif type(step.change).__name__.startswith("Drop"):
            aside = f" It stands in the way of {label}, and comes again below."
        elif type(step.change).__name__.startswith("Add"):
            aside = f" It stood in the way of {label}."
    for statement in _plain_step(step):
        yield replace(statement, comment=f"{statement.comment}{aside}")


def _plain_step(step: Step) -> Iterator[Statement]:
    if isinstance(step, RebuildTable):
        reasons = "; ".join(step.because)
        raise ImpossibleChange(
            f"table {step.after.name} cannot be changed in place: {reasons}",
            hint="make a new table of that shape beside it, move the rows in batches, and drop the old one in a later "
            "migration; or write that migration by hand",
        )
    change, riders = step.change, step.riders
    because = (step.meant or change, *riders)
    if swap.is_ours(step):
        yield from swap.render(step, because)
        return
    match change:
        case c.AddColumn() | c.DropColumn() | c.AlterColumn() | c.RenameColumn():
            yield from columns.render(change, riders, because)
        case c.AddEnum() | c.DropEnum() | c.AlterEnum():
            yield from enums.render(change, because)
        case (
            c.AddPrimaryKey()
            | c.DropPrimaryKey()
            | c.AddUnique()
            | c.DropUnique()
            | c.AddCheck()
            | c.DropCheck()
            | c.AddForeignKey()
            | c.DropForeignKey()
            | c.RenameConstraint()
        ):
            yield from constraints.constraint(change, riders, because)
        case c.AddIndex() | c.DropIndex() | c.RenameIndex():
            yield from constraints.index(change, riders, because)
        case c.AddTable():
            yield from _add_table(change.item, (), step)
        case c.DropTable() | c.RenameTable() | c.AlterTableOptions() | c.SetTableComment():
            yield from _table(change, because)
        case _:
            yield from programs.render(change, because)


def _table(
    change: c.DropTable | c.RenameTable | c.AlterTableOptions | c.SetTableComment, because: Sequence[c.Change]
) -> Iterator[Statement]:
    match change:
        case c.DropTable(item=table):
            comment = f"Drop table {table.name} with its rows, indexes and triggers."
            yield Statement(sql=f"DROP TABLE {quote(table.name)}", comment=comment, because=tuple(because))
        case c.RenameTable(before=before, after=after):
            yield alter_table(before, f"RENAME TO {quote(after)}", f"Rename table {before} to {after}.", because)
            old, new = default_key_name(before), default_key_name(after)
            sql = f"ALTER INDEX IF EXISTS {quote(old)} RENAME TO {quote(new)}"
            yield Statement(sql=sql, comment=f"The primary key of {after} is called after it.", because=tuple(because))
        case c.AlterTableOptions(table=table, before=before_options, after=after_options):
            for action, comment in _options(dict(before_options), dict(after_options)):
                yield alter_table(table, action, comment.format(table=table), because)
            were, are = partitions(table, before_options), partitions(table, after_options)
            renamed = partitions_renamed(table, before_options, after_options)
            for name, becomes in renamed.items():
                comment = f"The partition {name} of {table} is called {becomes}, and keeps its rows."
                yield alter_table(name, f"RENAME TO {quote(becomes)}", comment, because)
            for name in sorted(were.keys() - are.keys() - renamed.keys()):
                sql = f"DROP TABLE {quote(name)}"
                yield Statement(sql=sql, comment=f"Drop a partition of {table} with its rows.", because=tuple(because))
            for name in sorted(are.keys() - were.keys() - set(renamed.values())):
                sql = f"CREATE TABLE {quote(name)} PARTITION OF {quote(table)} {are[name]}"
                yield Statement(sql=sql, comment=f"A new partition of {table}.", because=tuple(because))
        case c.SetTableComment(table=table, after=text):
            sql = comment_on(f"TABLE {quote(table)}", text)
            yield Statement(sql=sql, comment=f"What {table} is for.", because=tuple(because))


def _options(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if before.get("unlogged") != after.get("unlogged"):
        yield (
            ("SET UNLOGGED" if "unlogged" in after else "SET LOGGED"),
            "{table} is written anew, to change its logging.",
        )
    if before.get("tablespace") != after.get("tablespace"):
        yield f"SET TABLESPACE {quote(after.get('tablespace', 'pg_default'))}", "{table} moves, row by row."
    if before.get("with") != after.get("with"):
        import json

        were, are = json.loads(before.get("with", "{}")), json.loads(after.get("with", "{}"))
        gone = ", ".join(sorted(were.keys() - are.keys()))
        if gone:
            yield f"RESET ({gone})", "Storage parameters of {table}."
        if are:
            yield f"SET ({storage(after['with'])})", "Storage parameters of {table}."

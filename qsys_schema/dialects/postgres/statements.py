"""Steps to statements: the whole text of a PostgreSQL migration, with the limits that keep its locks short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qsys_schema.dialects.postgres import columns, enums
from qsys_schema.dialects.postgres.ddl import (
    comment_on,
    constraint_clause,
    create_index,
    create_table,
    partitions,
    storage,
)
from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.risks import is_concurrent
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model import change as c
from qsys_schema.model.schema import Attributes, ForeignKey, Table
from qsys_schema.model.step import Alter, RebuildTable, Statement, Step

LOCK_TIMEOUT = "3s"
"""How long a statement waits for a lock while everybody who comes after it waits too."""

STATEMENT_TIMEOUT = "30s"
"""How long a statement may take that only changes the catalog."""


def render(steps: Sequence[Step], *, online: bool, slow: bool) -> tuple[Statement, ...]:
    """The statements of a whole plan, in order. ``slow``: it reads or writes whole tables, and may take its time.

    An index that comes or goes alone, ``online``, does so concurrently, which no transaction may hold.
    """
    if online and is_concurrent(steps) and isinstance(steps[0], Alter):
        return (_concurrently(steps[0].change),)
    return (*_opening(steps, slow=slow), *_with_late_keys(steps))


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
    if any(isinstance(step, Alter) and isinstance(step.change, (c.AddDefinition, c.AlterDefinition)) for step in steps):
        yield Statement(
            sql="SET LOCAL check_function_bodies = off", comment="A function may name what is only made after it."
        )


def _with_late_keys(steps: Sequence[Step]) -> Iterator[Statement]:
    """The statements of all steps; new tables that refer to later ones get these foreign keys when all are there."""
    made = [step.change.item for step in steps if isinstance(step, Alter) and isinstance(step.change, c.AddTable)]
    places = {table.name: number for number, table in enumerate(made)}
    late = {
        table.name: [key for key in table.foreign_keys if places.get(key.target, -1) > places[table.name]]
        for table in made
    }
    gone = [step.change.item for step in steps if isinstance(step, Alter) and isinstance(step.change, c.DropTable)]
    for step in steps:
        if isinstance(step, Alter) and isinstance(step.change, c.AddTable):
            table = step.change.item
            yield from _add_table(table, late[table.name], step)
            if table is made[-1]:
                for one in made:
                    for key in late[one.name]:
                        yield _alter(
                            one.name,
                            f"ADD {constraint_clause(key)}",
                            f"Foreign key of {one.name} to {key.target}, which was made after it.",
                            (step.change,),
                        )
            continue
        if isinstance(step, Alter) and isinstance(step.change, c.DropTable):
            yield from _free(step.change, gone)
        yield from _step(step)


def _free(change: c.DropTable, gone: Sequence[Table]) -> Iterator[Statement]:
    """Foreign keys to a table that goes, of tables that go after it."""
    place = next(number for number, table in enumerate(gone) if table is change.item)
    for table in gone[place + 1 :]:
        for key in table.foreign_keys:
            if key.target == change.item.name:
                yield _alter(
                    table.name,
                    f"DROP CONSTRAINT {quote(key.name)}",
                    f"{table.name} refers to {change.item.name}, which goes before it.",
                    (change,),
                )


def _add_table(table: Table, late: Sequence[ForeignKey], step: Alter) -> Iterator[Statement]:
    because = (step.change,)
    keys = [key for key in table.foreign_keys if key not in late]
    yield Statement(sql=create_table(table, foreign_keys=keys), comment=f"Create table {table.name}.", because=because)
    for name, bounds in partitions(table.name, table.options).items():
        sql = f"CREATE TABLE {quote(name)} PARTITION OF {quote(table.name)} {bounds}"
        yield Statement(sql=sql, comment=f"A partition of {table.name}.", because=because)
    for index in table.indexes:
        comment = f"Index {index.name} of {table.name}."
        yield Statement(sql=create_index(index, table.name), comment=comment, because=because)
    for trigger in table.triggers or ():
        yield Statement(sql=verbatim(trigger.sql), comment=f"Trigger {trigger.name} on {table.name}.", because=because)
    if table.comment:
        sql = comment_on(f"TABLE {quote(table.name)}", table.comment)
        yield Statement(sql=sql, comment=f"What {table.name} is for.", because=because)
    for column in table.columns:
        if column.comment:
            yield columns.commented(table.name, column, because)
    for sql in table.belongings:
        yield Statement(sql=sql, comment=f"What specs do not speak of belongs to {table.name}.", because=because)


def _step(step: Step) -> Iterator[Statement]:
    if isinstance(step, RebuildTable):
        reasons = "; ".join(step.because)
        raise ImpossibleChange(
            f"table {step.after.name} cannot be changed in place: {reasons}",
            hint="make a new table of that shape beside it, move the rows in batches, and drop the old one in a later "
            "migration; or write that migration by hand",
        )
    change, riders = step.change, step.riders
    because = (step.meant or change, *riders)
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
            yield from _constraint(change, riders, because)
        case c.AddIndex() | c.DropIndex() | c.RenameIndex():
            yield from _index(change, riders, because)
        case c.AddTable():
            yield from _add_table(change.item, (), step)
        case c.DropTable() | c.RenameTable() | c.AlterTableOptions() | c.SetTableComment():
            yield from _table(change, because)
        case _:
            yield from _program(change, because)


def _alter(table: str, action: str, comment: str, because: Sequence[c.Change]) -> Statement:
    return Statement(sql=f"ALTER TABLE {quote(table)} {action}", comment=comment, because=tuple(because))


_Constrained = (
    c.AddPrimaryKey
    | c.DropPrimaryKey
    | c.AddUnique
    | c.DropUnique
    | c.AddCheck
    | c.DropCheck
    | c.AddForeignKey
    | c.DropForeignKey
    | c.RenameConstraint
)


def _constraint(change: _Constrained, riders: Sequence[c.Change], because: Sequence[c.Change]) -> Iterator[Statement]:
    table = change.table
    match change:
        case c.RenameConstraint(before=was, after=item):
            action = f"RENAME CONSTRAINT {quote(was.name)} TO {quote(item.name)}"
            yield _alter(table, action, f"Rename {was.name} of {table}.", because)
        case c.DropPrimaryKey() | c.DropUnique() | c.DropCheck() | c.DropForeignKey():
            name = _name(change)
            yield _alter(table, f"DROP CONSTRAINT {quote(name)}", f"Drop {name} of {table}.", because)
        case c.AddPrimaryKey() | c.AddUnique() | c.AddCheck() | c.AddForeignKey():
            yield from _add_constraint(change, riders, because)


def _add_constraint(
    change: c.AddPrimaryKey | c.AddUnique | c.AddCheck | c.AddForeignKey,
    riders: Sequence[c.Change],
    because: Sequence[c.Change],
) -> Iterator[Statement]:
    table, name = change.table, _name(change)
    actions: list[str] = []
    index = ""
    for rider in riders:
        match rider:
            case c.DropCheck(item=was) | c.DropForeignKey(item=was) if _only_validated(was.attributes, change):
                yield _alter(
                    table,
                    f"VALIDATE CONSTRAINT {quote(name)}",
                    f"Look whether every row of {table} fits {name}.",
                    because,
                )
                return
            case c.DropIndex(item=made):
                index = made.name
            case c.DropPrimaryKey() | c.DropUnique() | c.DropCheck() | c.DropForeignKey():
                actions.append(f"DROP CONSTRAINT {quote(_name(rider))}")
            case _:
                pass
    if index:
        kind = "PRIMARY KEY" if isinstance(change, c.AddPrimaryKey) else "UNIQUE"
        deferral = dict(change.item.attributes).get("deferrable", "")
        words = f" DEFERRABLE {deferral.upper()}" if deferral else ""
        actions.append(f"ADD CONSTRAINT {quote(name)} {kind} USING INDEX {quote(index)}{words}")
        comment = f"{name} of {table}, made of the index that was built before."
    else:
        actions.append(f"ADD {constraint_clause(change.item)}")
        comment = f"Add {name} to {table}."
        if "not valid" in dict(change.item.attributes):
            comment = f"Add {name} to {table} for new rows; those that are there are looked at later."
    yield _alter(table, ", ".join(actions), comment, because)


def _only_validated(before: Attributes, change: c.Change) -> bool:
    after: Attributes = getattr(getattr(change, "item", None), "attributes", ())
    return "not valid" in dict(before) and "not valid" not in dict(after)


def _name(change: c.Change) -> str:
    name = str(getattr(getattr(change, "item", None), "name", ""))
    return name or default_key_name(c.ref_of(change).table)


def _index(
    change: c.AddIndex | c.DropIndex | c.RenameIndex, riders: Sequence[c.Change], because: Sequence[c.Change]
) -> Iterator[Statement]:
    table = change.table
    match change:
        case c.AddIndex(item=index):
            for rider in riders:
                yield _alter(
                    table, f"DROP CONSTRAINT {quote(_name(rider))}", f"{_name(rider)} becomes an index again.", because
                )
            comment = f"Add index {index.name} on {table}."
            yield Statement(sql=create_index(index, table), comment=comment, because=tuple(because))
        case c.DropIndex(item=index):
            comment = f"Drop index {index.name} of {table}."
            yield Statement(sql=f"DROP INDEX {quote(index.name)}", comment=comment, because=tuple(because))
        case c.RenameIndex(before=was, after=index):
            sql = f"ALTER INDEX {quote(was.name)} RENAME TO {quote(index.name)}"
            yield Statement(sql=sql, comment=f"Rename index {was.name} of {table}.", because=tuple(because))


def _concurrently(change: c.Change) -> Statement:
    match change:
        case c.AddIndex(table=table, item=index):
            return Statement(
                sql=create_index(index, table, concurrently=True),
                comment=f"Add index {index.name} on {table} while everybody reads and writes it.",
                because=(change,),
                transactional=False,
            )
        case c.DropIndex(table=table, item=index):
            return Statement(
                sql=f"DROP INDEX CONCURRENTLY {quote(index.name)}",
                comment=f"Drop index {index.name} of {table} once nobody uses it any more.",
                because=(change,),
                transactional=False,
            )
        case _:
            raise TypeError(change)


def _table(
    change: c.DropTable | c.RenameTable | c.AlterTableOptions | c.SetTableComment, because: Sequence[c.Change]
) -> Iterator[Statement]:
    match change:
        case c.DropTable(item=table):
            comment = f"Drop table {table.name} with its rows, indexes and triggers."
            yield Statement(sql=f"DROP TABLE {quote(table.name)}", comment=comment, because=tuple(because))
        case c.RenameTable(before=before, after=after):
            yield _alter(before, f"RENAME TO {quote(after)}", f"Rename table {before} to {after}.", because)
            old, new = default_key_name(before), default_key_name(after)
            sql = f"ALTER INDEX IF EXISTS {quote(old)} RENAME TO {quote(new)}"
            yield Statement(sql=sql, comment=f"The primary key of {after} is called after it.", because=tuple(because))
        case c.AlterTableOptions(table=table, before=before_options, after=after_options):
            for action, comment in _options(dict(before_options), dict(after_options)):
                yield _alter(table, action, comment.format(table=table), because)
            were, are = partitions(table, before_options), partitions(table, after_options)
            for name in sorted(were.keys() - are.keys()):
                sql = f"DROP TABLE {quote(name)}"
                yield Statement(sql=sql, comment=f"Drop a partition of {table} with its rows.", because=tuple(because))
            for name in sorted(are.keys() - were.keys()):
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


def _program(change: c.Change, because: Sequence[c.Change]) -> Iterator[Statement]:
    """Views, triggers, functions and types, which are kept verbatim."""
    reasons = tuple(because)
    match change:
        case c.AddView(item=view):
            yield Statement(sql=verbatim(view.sql), comment=f"Create view {view.name}.", because=reasons)
            texts = {one.name: one.sql for one in view.indexes} | {one.name: one.sql for one in view.triggers}
            for name, text in texts.items():
                yield Statement(sql=verbatim(text), comment=f"{name} on view {view.name}.", because=reasons)
            for sql in view.belongings:
                yield Statement(sql=sql, comment=f"What specs do not speak of belongs to {view.name}.", because=reasons)
        case c.DropView(item=view):
            kind = "MATERIALIZED VIEW" if view.kind else "VIEW"
            yield Statement(sql=f"DROP {kind} {quote(view.name)}", comment=f"Drop view {view.name}.", because=reasons)
        case c.AddTrigger(item=trigger, table=table):
            comment = f"Add trigger {trigger.name} on {table}."
            yield Statement(sql=verbatim(trigger.sql), comment=comment, because=reasons)
        case c.DropTrigger(item=trigger, table=table):
            sql = f"DROP TRIGGER {quote(trigger.name)} ON {quote(table)}"
            yield Statement(sql=sql, comment=f"Drop trigger {trigger.name} of {table}.", because=reasons)
        case c.AddDefinition(item=one):
            yield Statement(sql=verbatim(one.sql), comment=f"Create {one.kind} {one.name}.", because=reasons)
        case c.DropDefinition(item=one):
            yield Statement(sql=_drop(one.kind, one.name), comment=f"Drop {one.kind} {one.name}.", because=reasons)
        case c.AlterDefinition(before=was, after=one):
            if one.kind != "function" or was.signature != one.signature:
                comment = f"{one.kind} {one.name} cannot be changed like that, so it is made anew."
                yield Statement(sql=_drop(was.kind, was.name), comment=comment, because=reasons)
            sql = _REPLACE.sub(r"CREATE OR REPLACE \1", verbatim(one.sql), count=1)
            yield Statement(sql=sql, comment=f"Change {one.kind} {one.name}.", because=reasons)
        case c.AddVerbatim(item=thing):
            yield Statement(sql=verbatim(thing.sql), comment=f"Create {thing.kind} {thing.name}.", because=reasons)
        case c.DropVerbatim(item=thing):
            sql = f"DROP {thing.kind.upper()} {quote(thing.name)}"
            yield Statement(sql=sql, comment=f"Drop {thing.kind} {thing.name}.", because=reasons)
        case _:
            raise ImpossibleChange(f"PostgreSQL has no way to do this: {c.ref_of(change).label}")


_REPLACE = re.compile(r"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\b", re.IGNORECASE)


def _drop(kind: str, name: str) -> str:
    # A function's name is SQL already: it has the types of its arguments behind it.
    return f"DROP ROUTINE {name}" if kind == "function" else f"DROP TYPE {quote(name)}"


def verbatim(sql: str) -> str:
    """The text of somebody's own, without what ends it."""
    return sql.strip().rstrip(";").rstrip()

"""Why the type of a column cannot be changed by way of a second column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.columns import is_built_in
from qsys_schema.dialects.postgres.convert import base, depends_on_session
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.tokens import key_of_text, quote
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.schema import Column, Index, Schema, Table, Unique


def what_stands_in_the_way(change: c.AlterColumn, changes: Sequence[c.Change], before: Schema, after: Schema) -> str:
    """The reasons in words; empty where there is none."""
    was, becomes = before.table(change.table), after.table(change.table)
    if was is None or becomes is None:
        return "the table is not there both before and after"
    schemas = (before, after)
    reasons = [
        *_of_the_column(change, schemas),
        *_of_the_table(was, becomes),
        *(reason for one in (was, becomes) for reason in _on_the_column(one, change.before.name)),
        *(reason for schema in schemas for reason in _elsewhere(schema, change)),
        *_beside(change, changes, was, becomes),
    ]
    return "; ".join(dict.fromkeys(reasons))


def _of_the_column(change: c.AlterColumn, schemas: Sequence[Schema]) -> Iterator[str]:
    was, becomes = change.before, change.after
    if was.identity or becomes.identity:
        yield "it is numbered by a sequence of its own"
    if was.generated is not None or becomes.generated is not None:
        yield "it is computed from others"
    if was.nullable and not becomes.nullable:
        yield "it stops being nullable at the same time: do that in a migration of its own"
    enums = {enum.name for schema in schemas for enum in schema.enums}
    for column in (was, becomes):
        if not is_built_in(column) and base(column) != "citext" and base(column).strip('"') not in enums:
            yield f"{declared(column)} is neither a type of the server's own nor an enumerated one"
    if depends_on_session(was, becomes):
        yield (
            f"{declared(was)} to {declared(becomes)} depends on settings of the session (the time zone, say), so that "
            "what clients write would be converted otherwise than what is there"
        )


def _of_the_table(was: Table, becomes: Table) -> Iterator[str]:
    if "partition_by" in dict(was.options) or "partition_by" in dict(becomes.options):
        yield "the table is partitioned"
    if any("$_qsys_" in name for name in (was.name, *(column.name for column in (*was.columns, *becomes.columns)))):
        yield "a name in the table holds $_qsys_, by which the tool's own blocks end"
    if was.opaque is not None:
        yield f"of the table, {was.opaque.reason}"
    for trigger in was.triggers or ():
        events = key_of_text(trigger.sql.partition(" ON ")[0])
        if "UPDATE" in events:
            yield f"trigger {trigger.name} would run for every row that is filled"
        elif "BEFORE" in events and "INSERT" in events:
            yield f"trigger {trigger.name} may change what is written behind the one that fills the new column"
    for sql in was.belongings:
        if re.search(r"\bROW LEVEL SECURITY\b|\bCREATE POLICY\b", sql):
            yield "row-level security hides rows that have to be filled"
        elif sql.startswith("CREATE RULE"):
            yield "a rule of the table rewrites what is written"


def _on_the_column(table: Table, name: str) -> Iterator[str]:
    word = quote(name)
    key = table.primary_key
    if key is not None and name in key.columns:
        yield "it is part of the primary key"
    for reference in table.foreign_keys:
        if name in reference.columns:
            yield f"it is part of foreign key {reference.name}"
    for column in table.columns:
        if column.generated is not None and column.generated.expression.mentions(name):
            yield f"column {column.name} is computed from it"
    for trigger in table.triggers or ():
        if word in trigger.key:
            yield f"trigger {trigger.name} names it"
    for unique in table.uniques:
        if dict(unique.attributes).get("exclude") and word in key_of_text(dict(unique.attributes)["exclude"]):
            yield f"exclusion constraint {unique.name} names it"
    standing: tuple[Index | Unique, ...] = (*table.indexes, *table.uniques)
    members = {one.name for one in standing if _covers(one, name)}
    for sql in table.belongings:
        # A grant stands in a block that asks whether its role is there.
        found = set(key_of_text(_GRANT_BLOCK.sub(" ", sql)))
        if re.search(r"\bGRANT \w+ \(", sql) and word in found:
            yield f"a privilege is granted on it alone: {sql if len(sql) < _SHORT else 'GRANT'}"
        elif not re.search(r"\bGRANT ", sql) and (word in found or any(quote(one) in found for one in members)):
            yield f"it would lose what no spec speaks of: {sql}"


_GRANT_BLOCK = re.compile(r"\$grant_*\$")

_SHORT = 80


def _covers(one: Index | Unique, name: str) -> bool:
    return any(part.column == name for part in one.parts)


def _elsewhere(schema: Schema, change: c.AlterColumn) -> Iterator[str]:
    name = change.before.name
    for view in schema.views or ():
        if quote(change.table) in view.key and quote(name) in view.key:
            yield f"view {view.name} reads it"
    for table in schema.tables:
        for key in table.foreign_keys:
            if key.target == change.table and name in key.target_columns and not key.leads_out:
                yield f"foreign key {key.name} of {table.name} refers to it"


def _beside(change: c.AlterColumn, changes: Sequence[c.Change], was: Table, becomes: Table) -> Iterator[str]:
    """Other changes that would get in between, since what covers both columns is made anew for this one."""
    others = {
        column.name
        for one in changes
        if one is not change and getattr(one, "table", "") == change.table
        for column in _columns_of(one)
    }
    name, shared = change.before.name, set[str]()
    for table in (was, becomes):
        standing: tuple[Index | Unique, ...] = (*table.indexes, *table.uniques)
        shared |= {other for one in standing if _covers(one, name) for other in others if _covers(one, other)}
    shared |= {
        other
        for table in (was, becomes)
        for check in table.checks
        if name in check.columns
        for other in others
        if other in check.columns
    }
    for other in sorted(shared):
        # One that is new is there before anything is made over both.
        if was.column(other) is not None:
            yield f"an index or constraint is over it and {other}, which changes too: do that in a migration of its own"
    if any(isinstance(one, c.AlterEnum) and any(ref_of(change) == ref for ref in _users(one)) for one in changes):
        yield "the values of its type change at the same time: do that in a migration of its own"


def _columns_of(change: c.Change) -> Iterator[Column]:
    if isinstance(change, (c.AddColumn, c.DropColumn)):
        yield change.item
    elif isinstance(change, c.AlterColumn):
        yield change.after


def _users(change: c.AlterEnum) -> Iterator[object]:
    for table, column in change.users:
        yield ref_of(c.AlterColumn(table=table, before=column, after=column))

"""Views, triggers, functions, types and whatever else is kept verbatim, as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.schema import Trigger
from qsys_schema.model.step import Statement


def render(change: c.Change, because: Sequence[c.Change]) -> Iterator[Statement]:
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
            yield from _firing(trigger, table, reasons)
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
            raise ImpossibleChange(f"PostgreSQL has no way to do this: {ref_of(change).label}")


_FIRING = {"enabled D": "DISABLE", "enabled R": "ENABLE REPLICA", "enabled A": "ENABLE ALWAYS"}


def _firing(trigger: Trigger, table: str, because: tuple[c.Change, ...]) -> Iterator[Statement]:
    """When it fires, where that is not as ever; what makes it cannot say that."""
    words = _FIRING.get(trigger.key[-1] if trigger.key else "")
    if words is not None:
        sql = f"ALTER TABLE {quote(table)} {words} TRIGGER {quote(trigger.name)}"
        comment = f"When {trigger.name} fires: {words.lower()}."
        yield Statement(sql=sql, comment=comment, because=because)


_REPLACE = re.compile(r"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\b", re.IGNORECASE)


def _drop(kind: str, name: str) -> str:
    # A function's name is SQL already: it has the types of its arguments behind it.
    return f"DROP ROUTINE {name}" if kind == "function" else f"DROP TYPE {quote(name)}"


def verbatim(sql: str) -> str:
    """The text of somebody's own, without what ends it."""
    return sql.strip().rstrip(";").rstrip()

"""Views, triggers, functions, types and whatever else is kept verbatim, as statements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from qsys_schema.dialects.postgres.parts import default_key_name
from qsys_schema.dialects.postgres.tokens import key_of_text, quote
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.schema import Definition, Table, Trigger
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
            yield from belonging(view.belongings, view.name, reasons)
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
            yield from belonging(one.belongings, one.name, reasons)
        case c.DropDefinition(item=one):
            yield Statement(sql=_drop(one), comment=f"Drop {one.kind} {one.name}.", because=reasons)
        case c.AlterDefinition(before=was, after=one):
            anew = one.kind != "function" or was.signature != one.signature
            if anew:
                comment = f"{one.kind} {one.name} cannot be changed like that, so it is made anew."
                yield Statement(sql=_drop(was), comment=comment, because=reasons)
            sql = _REPLACE.sub(r"CREATE OR REPLACE \1", verbatim(one.sql), count=1)
            yield Statement(sql=sql, comment=f"Change {one.kind} {one.name}.", because=reasons)
            yield from belonging(one.belongings if anew else (), one.name, reasons)
        case c.AddVerbatim(item=thing):
            yield Statement(sql=verbatim(thing.sql), comment=f"Create {thing.kind} {thing.name}.", because=reasons)
            yield from belonging(thing.belongings, thing.name, reasons)
        case c.DropVerbatim(item=thing):
            sql = f"DROP {thing.kind.upper()} {quote(thing.name)}"
            yield Statement(sql=sql, comment=f"Drop {thing.kind} {thing.name}.", because=reasons)
        case _:
            raise ImpossibleChange(f"PostgreSQL has no way to do this: {ref_of(change).label}")


def belonging(texts: Sequence[str], name: str, because: Sequence[c.Change]) -> Iterator[Statement]:
    """Comments, privileges and the like, which no spec speaks of."""
    for sql in texts:
        comment = f"What specs do not speak of belongs to {name}."
        yield Statement(sql=sql, comment=comment, because=tuple(because))


def of_what_is_there(table: Table, foreign_keys: Collection[str]) -> list[str]:
    """The table's belongings, but for comments on foreign keys and triggers that it is made without."""
    key = table.primary_key
    keys = {key.name or default_key_name(table.name)} if key is not None else set()
    there = {
        "CONSTRAINT": {*keys, *foreign_keys, *(one.name for one in table.uniques), *(one.name for one in table.checks)},
        "TRIGGER": {trigger.name for trigger in table.triggers or ()},
    }
    return [sql for sql in table.belongings if (part := _part(sql)) is None or part[1] in there[part[0]]]


def of_the_key(table: Table, name: str) -> list[str]:
    """The comment on a foreign key, if it has one."""
    return [sql for sql in table.belongings if _part(sql) == ("CONSTRAINT", name)]


def _part(sql: str) -> tuple[str, str] | None:
    """The constraint or trigger that a comment is on."""
    words = key_of_text(sql) if sql.startswith(("COMMENT ON CONSTRAINT ", "COMMENT ON TRIGGER ")) else ()
    return (words[2], words[3][1:-1].replace('""', '"')) if words else None


_FIRING = {"enabled D": "DISABLE", "enabled R": "ENABLE REPLICA", "enabled A": "ENABLE ALWAYS"}


def _firing(trigger: Trigger, table: str, because: tuple[c.Change, ...]) -> Iterator[Statement]:
    """When it fires, where that is not as ever; what makes it cannot say that."""
    words = _FIRING.get(trigger.key[-1] if trigger.key else "")
    if words is not None:
        sql = f"ALTER TABLE {quote(table)} {words} TRIGGER {quote(trigger.name)}"
        comment = f"When {trigger.name} fires: {words.lower()}."
        yield Statement(sql=sql, comment=comment, because=because)


_REPLACE = re.compile(r"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE|AGGREGATE)\b", re.IGNORECASE)


_AGGREGATE = re.compile(r"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?AGGREGATE\b", re.IGNORECASE)


def _drop(one: Definition) -> str:
    if one.kind != "function":
        return f"DROP TYPE {quote(one.name)}"
    # A function's name is SQL already: it has the types of its arguments behind it. Only DROP AGGREGATE understands
    # those of an aggregate over ordered rows.
    if _AGGREGATE.match(one.sql):
        return f"DROP AGGREGATE {one.name.removesuffix('()') + '(*)' if one.name.endswith('()') else one.name}"
    return f"DROP ROUTINE {one.name}"


def verbatim(sql: str) -> str:
    """The text of somebody's own, without what ends it."""
    return sql.strip().rstrip(";").rstrip()

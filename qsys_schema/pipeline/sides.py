"""Both sides of a change in words: what there is before it, and after it."""

from __future__ import annotations

from qsys_schema.model import change as c
from qsys_schema.model.schema import Column
from qsys_schema.pipeline.words import detail_of, facets_of

NOTHING = "not there"

_LONGEST = 300
"""Characters of a text that only the database understands."""


def sides_of(change: c.Change) -> tuple[str, str]:
    """What a change begins with and ends in: ``("not there", "TEXT, nullable")``."""
    match change:
        case c.AddView(item=thing) | c.AddDefinition(item=thing) | c.AddTrigger(item=thing):
            return NOTHING, _short(thing.sql)
        case c.DropView(item=thing) | c.DropDefinition(item=thing) | c.DropTrigger(item=thing):
            return _short(thing.sql), NOTHING
        case c.AlterDefinition(before=one, after=other):
            return _short(one.sql), _short(other.sql)
        case c.AlterColumn(before=before, after=after):
            return _column(before), _column(after)
        case c.AlterEnum(before=values, after=others):
            return ", ".join(values.values), ", ".join(others.values)
        case c.AlterTableOptions(before=options, after=more):
            return ", ".join(name for name, _ in options) or "none", ", ".join(name for name, _ in more) or "none"
        case c.SetTableComment(before=text, after=comment):
            return text or "none", comment or "none"
        case c.RenameTable(before=name, after=new) | c.RenameColumn(before=name, after=new):
            return name, new
        case c.RenameConstraint(before=item, after=renamed):
            return item.name or "unnamed", renamed.name or "unnamed"
        case c.RenameIndex(before=index, after=renamed_index):
            return index.name, renamed_index.name
        case _:
            added = type(change).__name__.startswith("Add")
            detail = detail_of(change) or "there"
            return (NOTHING, detail) if added else (detail, NOTHING)


def _column(column: Column) -> str:
    return ", ".join(facets_of(column).values())


def _short(sql: str) -> str:
    text = " ".join(sql.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."

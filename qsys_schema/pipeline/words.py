"""Changes and risks in words: what reviewers read in headers, texts and JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.expr import Expr
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Column, ForeignKey, Index, Part, PrimaryKey
from qsys_schema.model.source import Source
from qsys_schema.model.types import Native


def kind_of(change: c.Change) -> str:
    """The kind as JSON has it: ``add_column``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(change).__name__).lower()


def detail_of(change: c.Change) -> str:
    """What a reviewer wants to know about the change beyond its name."""
    match change:
        case c.AddTable(item=table) | c.DropTable(item=table):
            return f"{_count(len(table.columns), 'column')}, {_count(len(table.indexes), 'index')}"
        case c.RenameTable(before=before) | c.RenameColumn(before=before):
            return f"was {before}"
        case c.RenameConstraint(before=PrimaryKey(name=was), after=PrimaryKey(name=is_now)):
            return f"{is_now or 'unnamed'}, was {was or 'unnamed'}"
        case c.RenameConstraint(before=constraint):
            return f"was {constraint.name}"
        case c.RenameIndex(before=index):
            return f"was {index.name}"
        case c.AddColumn(item=column) | c.DropColumn(item=column):
            return ", ".join(facets_of(column).values())
        case c.AlterColumn(before=before, after=after):
            return _altered(before, after)
        case c.AddPrimaryKey(item=key) | c.DropPrimaryKey(item=key):
            return ", ".join((*map(_part, key.parts), *_clauses(key.attributes)))
        case c.AddUnique(item=unique) | c.DropUnique(item=unique):
            return ", ".join((*map(_part, unique.parts), *_clauses(unique.attributes)))
        case c.AddCheck(item=check) | c.DropCheck(item=check):
            return check.expression.text
        case c.AddForeignKey(item=reference) | c.DropForeignKey(item=reference):
            return _reference(reference)
        case c.AddIndex(item=index) | c.DropIndex(item=index):
            return _index(index)
        case c.AddEnum(item=enum) | c.DropEnum(item=enum):
            return ", ".join(enum.values)
        case c.AlterEnum(before=values, after=others):
            return f"{', '.join(values.values)} to {', '.join(others.values)}"
        case c.AddDefinition() | c.DropDefinition() | c.AlterDefinition():
            return ""
        case c.AddVerbatim() | c.DropVerbatim():
            return "kept as it is: no spec describes it"
        case c.AddTrigger() | c.DropTrigger() | c.AddView() | c.DropView():
            return ""
        case c.AlterTableOptions(before=before_options, after=after_options):
            return f"{_options(before_options)} to {_options(after_options)}"
        case c.SetTableComment(after=comment):
            return comment


def sentence_of(change: c.Change) -> str:
    """The change as one line: ``add column jobs.tags (BLOB, nullable)``."""
    verb, _, _ = kind_of(change).partition("_")
    words = {"set": "set comment of", "alter": "change"}.get(verb, verb)
    detail = detail_of(change)
    return f"{words} {ref_of(change).label}" + (f" ({detail})" if detail else "")


def summary_of(changes: Sequence[c.Change]) -> str:
    """A few words for a file name: ``add_column_jobs_tags``, ``change_jobs``, ``create_jobs_and_2_more``."""
    if len(changes) == 1:
        return sentence_of(changes[0]).partition(" (")[0].replace(".", " ")
    tables = list(dict.fromkeys(ref_of(change).table for change in changes))
    made = all(isinstance(change, c.AddTable) for change in changes)
    more = f" and {len(tables) - 1} more" if len(tables) > 1 else ""
    return f"{'create' if made else 'change'} {tables[0]}{more}"


def source_of(change: c.Change) -> Source | None:
    """Where the wish for the change was declared, if it was."""
    item = getattr(change, "item", None) or getattr(change, "after", None)
    source = getattr(item, "source", None)
    return source if isinstance(source, Source) else None


def risk_line(risk: Risk) -> str:
    """A risk as one line of a header."""
    return f"{risk.code} {risk.kind} {risk.ref}: {risk.reason}"


def facets_of(column: Column) -> dict[str, str]:
    """What there is to say of a column, by what it is about: its type, whether it may be NULL, and so on."""
    declared = column.type.text if isinstance(column.type, Native) else type(column.type).__name__.lower()
    facets = {"type": declared or "no type", "null": "nullable" if column.nullable else "not null"}
    if isinstance(column.default, Expr):
        facets["default"] = f"default {column.default.text}"
    if column.generated is not None:
        stored = "stored" if column.generated.stored else "virtual"
        facets["generated"] = f"{stored}, generated as {column.generated.expression.text}"
    if column.collation:
        facets["collation"] = f"collate {column.collation}"
    if column.identity:
        facets["identity"] = column.identity
    return facets | {name: f"{name} {value}" for name, value in column.attributes}


def _altered(before: Column, after: Column) -> str:
    if before == after:
        return "rows without a value get one"
    was, is_now = facets_of(before), facets_of(after)
    # An expression may be worded otherwise here and there, and be the same.
    same = {"default"} if before.default == after.default else set()
    same |= {"generated"} if before.generated == after.generated else set()
    names = [name for name in dict.fromkeys((*was, *is_now)) if was.get(name) != is_now.get(name) and name not in same]
    return "; ".join(f"{was.get(name, 'no ' + name)} to {is_now.get(name, 'no ' + name)}" for name in names)


def _reference(key: ForeignKey) -> str:
    actions = (("on delete", key.on_delete), ("on update", key.on_update))
    clauses = [f"{event} {action}" for event, action in actions if action != "no action"]
    clauses += [f"deferrable {key.deferrable}"] if key.deferrable else []
    arrow = f"{', '.join(key.columns)} to {key.target}({', '.join(key.target_columns)})"
    return ", ".join((arrow, *clauses, *_clauses(key.attributes)))


def _index(index: Index) -> str:
    unique = "unique on " if index.unique else "on "
    where = f" where {index.where.text}" if index.where is not None else ""
    return unique + ", ".join(map(_part, index.parts)) + where


def _part(part: Part) -> str:
    name = part.expression.text if part.expression is not None else part.column
    collation = f" collate {part.collation}" if part.collation else ""
    return f"{name}{collation} desc" if part.descending else f"{name}{collation}"


def _clauses(attributes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What only one database has, as it says it: ``on conflict replace``."""
    return tuple(f"{name} {value}" for name, value in attributes)


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("x") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _options(options: Sequence[tuple[str, str]]) -> str:
    return ", ".join(name for name, _ in options) or "none"

"""The tables of several databases as one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.model import schema as s
from qsys_schema.model.types import Enum, Native
from qsys_schema.page import book as b
from qsys_schema.page.edition import Edition
from qsys_schema.page.indexes import indexes_of
from qsys_schema.page.past import Past
from qsys_schema.page.served import Served
from qsys_schema.page.together import by_of, first, grouped, said
from qsys_schema.page.words import rules_in_words, type_in_words, value_in_words

_Each = Mapping[str, s.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the tables are made with: every table of every database, as wished, and what refers to each."""

    everyone: tuple[str, ...]
    wished: Mapping[tuple[str, str], s.Table]
    referred: dict[str, list[b.Reference]] = field(default_factory=dict)


def tables_of(editions: Sequence[Edition], work: Served, gone_by: Past) -> tuple[b.Table, ...]:
    """All tables by name."""
    context = Context(
        everyone=tuple(one.name for one in editions),
        wished={(one.name, table.name): table for one in editions for table in one.wish.tables},
    )
    found = grouped({one.name: one.schema.tables for one in editions}, lambda table: table.name)
    found = sorted(found, key=lambda pair: (pair[0].casefold(), pair[0]))
    references = {name: _references(name, each) for name, each in found}
    for several in references.values():
        for one in several:
            context.referred.setdefault(one.target, []).append(one)
    return tuple(_table(name, each, references[name], context, work, gone_by) for name, each in found)


def _table(  # noqa: PLR0917 - one of many, and all of them differ
    name: str, each: _Each, references: tuple[b.Reference, ...], context: Context, work: Served, gone_by: Past
) -> b.Table:
    wished = {by: context.wished.get((by, name), table) for by, table in each.items()}
    table = first(wished)
    names = list(each)
    columns = grouped({by: one.columns for by, one in each.items()}, lambda column: column.name)
    return b.Table(
        name=name,
        comment=table.comment,
        file=table.source.file if table.source is not None else "",
        columns=tuple(_column(column, few, wished, each, context.everyone) for column, few in columns),
        indexes=indexes_of(each, work),
        checks=tuple(
            b.Rule(
                name=rule,
                expression=said({by: one.expression.text for by, one in several.items()}),
                by=by_of(several, names),
            )
            for rule, several in grouped({by: one.checks for by, one in each.items()}, lambda check: check.name)
        ),
        references=references,
        referred=tuple(context.referred.get(name, ())),
        triggers=tuple(
            b.Verbatim(
                kind="trigger",
                name=trigger,
                sql=said({by: one.sql for by, one in several.items()}),
                by=by_of(several, names),
            )
            for trigger, several in grouped(
                {by: one.triggers or () for by, one in each.items()}, lambda trigger: trigger.name
            )
        ),
        options=said({by: ", ".join(" ".join(pair) for pair in one.options) for by, one in each.items()}),
        queries=work.on_table(name),
        history=gone_by.of_table.get(name, ()),
        by=by_of(names, context.everyone),
    )


def _column(name: str, each: Mapping[str, s.Column], wished: _Each, tables: _Each, everyone: Sequence[str]) -> b.Column:
    wishes = {by: wished[by].column(name) or one for by, one in each.items()}
    column, table = first(wishes), first(tables)
    key = table.primary_key
    alone = [one.columns for one in table.uniques]
    alone += [tuple(part.column for part in one.parts) for one in table.indexes if one.unique and one.where is None]
    return b.Column(
        name=name,
        type=said({by: type_in_words(one.type) for by, one in wishes.items()}),
        native=tuple(_native(each[by]) if by in each else "" for by in everyone),
        nullable=column.nullable,
        in_key=key is not None and name in key.columns,
        alone_unique=(name,) in alone,
        targets=_targets(name, tables),
        facts=_facts(wishes),
        values=column.type.values if isinstance(column.type, Enum) else (),
        comment=column.comment,
        by=by_of(each, list(tables)),
    )


def _native(column: s.Column) -> str:
    """The database's own word; empty where no database was asked."""
    return column.type.text or "any" if isinstance(column.type, Native) else ""


def _targets(column: str, tables: _Each) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for table in tables.values():
        for key in table.foreign_keys:
            if column in key.columns:
                there = key.target_columns[key.columns.index(column)] if key.target_columns else ""
                found[key.target, there] = None
    return tuple(found)


def _facts(each: Mapping[str, s.Column]) -> tuple[b.Fact, ...]:
    texts = {
        "default": {by: value_in_words(one.default) if one.default is not None else "" for by, one in each.items()},
        "generated": {by: _generated(one) for by, one in each.items()},
        "identity": {by: one.identity for by, one in each.items()},
        "collation": {by: one.collation for by, one in each.items()},
        "more": {by: ", ".join(" ".join(pair) for pair in one.attributes) for by, one in each.items()},
    }
    facts = (b.Fact(label=label, said=said(text)) for label, text in texts.items())
    return tuple(fact for fact in facts if fact.said)


def _generated(column: s.Column) -> str:
    if column.generated is None:
        return ""
    return f"{column.generated.expression.text} ({'stored' if column.generated.stored else 'virtual'})"


def _references(name: str, each: _Each) -> tuple[b.Reference, ...]:
    found = grouped({by: one.foreign_keys for by, one in each.items()}, lambda key: (key.name, key.columns, key.target))
    return tuple(
        b.Reference(
            table=name,
            name=key,
            columns=columns,
            target=target,
            target_columns=first(several).target_columns,
            rules="; ".join(one.text for one in said({by: rules_in_words(one) for by, one in several.items()})),
            nullable=any(_nullable(first(each), column) for column in columns),
            single=_single(first(each), columns),
            by=by_of(several, list(each)),
        )
        for (key, columns, target), several in found
    )


def _nullable(table: s.Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and column.nullable


def _single(table: s.Table, columns: Sequence[str]) -> bool:
    keys = [table.primary_key.columns] if table.primary_key is not None else []
    keys += [one.columns for one in table.uniques]
    keys += [tuple(part.column for part in one.parts) for one in table.indexes if one.unique and one.where is None]
    return any(set(key) <= set(columns) for key in keys)

"""What the server made of a wish, joined with what only the wish knows: places, older names, a person's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from qsys_schema.dialects.base import WishRefused
from qsys_schema.dialects.postgres.parts import columns_in
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    EnumType,
    ForeignKey,
    Index,
    Table,
    Trigger,
    Unique,
    View,
)

_Item = TypeVar("_Item", Unique, Check, ForeignKey, Index)


def joined(wanted: Table, made: Table, serial: set[tuple[str, str]]) -> Table:
    """What the server made of a table, with what only the wish knows."""
    return replace(
        made,
        columns=tuple(_joined_column(wanted.name, one, made, serial) for one in wanted.columns),
        primary_key=None
        if made.primary_key is None or wanted.primary_key is None
        else replace(made.primary_key, source=wanted.primary_key.source),
        uniques=_joined_items(wanted.uniques, made.uniques),
        checks=_joined_checks(wanted.checks, made.checks),
        foreign_keys=_joined_items(wanted.foreign_keys, made.foreign_keys),
        indexes=_joined_indexes(wanted.indexes, made.indexes),
        triggers=None if wanted.triggers is None else _joined_triggers(wanted.triggers, made.triggers or ()),
        belongings=wanted.belongings,
        renamed_from=wanted.renamed_from,
        source=wanted.source,
    )


def _joined_column(table: str, wanted: Column, made: Table, serial: set[tuple[str, str]]) -> Column:
    column = made.column(wanted.name)
    assert column is not None  # noqa: S101 - it was just made
    identity = column.identity
    if identity == "by default" and (table, column.name) in serial:
        identity = "serial"
    default, generated = column.default, column.generated
    if isinstance(default, Expr) and isinstance(wanted.default, Expr):
        default = _worded(default, wanted.default)
    if generated is not None and wanted.generated is not None:
        generated = replace(generated, expression=_worded(generated.expression, wanted.generated.expression))
    return replace(
        column,
        identity=identity,
        default=default,
        generated=generated,
        backfill=wanted.backfill,
        renamed_from=wanted.renamed_from,
        source=wanted.source,
    )


def _joined_indexes(wanted: Sequence[Index], made: Sequence[Index]) -> tuple[Index, ...]:
    there = {item.name: item for item in made}
    return tuple(_index(item, there[item.name]) for item in wanted)


def _index(wanted: Index, made: Index) -> Index:
    parts = tuple(
        replace(part, expression=_worded(part.expression, other.expression))
        if part.expression is not None and other.expression is not None
        else part
        for part, other in zip(made.parts, wanted.parts, strict=True)
    )
    where = _worded(made.where, wanted.where) if made.where is not None and wanted.where is not None else None
    name = "" if "unnamed" in wanted.spelling else made.name
    return _known(replace(made, name=name, parts=parts, where=where), wanted)


def _joined_checks(wanted: Sequence[Check], made: Sequence[Check]) -> tuple[Check, ...]:
    there = {item.name: item for item in made}
    return tuple(
        _known(replace(there[item.name], expression=_worded(there[item.name].expression, item.expression)), item)
        for item in wanted
    )


def _known(made: _Item, wanted: _Item) -> _Item:
    """What only the wish knows: where it stands, what it was called, and whether anybody named it."""
    spelling = (*made.spelling, *wanted.spelling)
    return replace(made, renamed_from=wanted.renamed_from, spelling=spelling, source=wanted.source)


def _worded(made: Expr, wanted: Expr) -> Expr:
    """The server's key, and a person's text."""
    return Expr(text=wanted.text, key=made.key)


def _joined_items(wanted: Sequence[_Item], made: Sequence[_Item]) -> tuple[_Item, ...]:
    there = {item.name: item for item in made}
    # A key that leads out was not made, since that would have locked its target; it says all there is to say.
    return tuple(_known(there.get(item.name, item), item) for item in wanted)


def _joined_triggers(wanted: Sequence[Trigger], made: Sequence[Trigger]) -> tuple[Trigger, ...]:
    there = {item.name: item for item in made}
    found = (replace(there[one.name], sql=one.sql, source=one.source) for one in wanted if one.name in there)
    return tuple(sorted(found, key=lambda one: one.name))


def joined_enums(
    wanted: Sequence[EnumType], definitions: Sequence[Definition], made: Sequence[EnumType]
) -> tuple[EnumType, ...]:
    """The enumerated types of the wish: those of columns, and those that a definition makes."""
    defined = (EnumType(name=one.name, values=(), source=one.source) for one in definitions if one.kind == "type")
    sources = {one.name: one for one in (*defined, *wanted)}
    return tuple(
        replace(one, renamed=wish.renamed, belongings=wish.belongings, source=wish.source)
        for one in made
        if (wish := sources.get(one.name)) is not None
    )


def joined_views(wanted: Sequence[View], made: Sequence[View]) -> tuple[View, ...]:
    """The views of the wish, as the server prints them. Raises WishRefused for one that its SQL does not make."""
    there = {view.name: view for view in made}
    views = []
    for view in wanted:
        one = there.get(view.name)
        if one is None:
            raise WishRefused([(view.source, f"its SQL makes no view that is called {view.name}")])
        triggers = _joined_triggers(view.triggers, one.triggers)
        indexes = {item.name: item.sql for item in view.indexes}
        kept = tuple(replace(item, sql=indexes.get(item.name, item.sql)) for item in one.indexes)
        views.append(
            replace(
                one,
                sql=view.sql,
                triggers=triggers,
                indexes=kept,
                belongings=view.belongings,
                source=view.source,
            )
        )
    return tuple(sorted(views, key=lambda one: one.name))


def joined_definitions(wanted: Sequence[Definition], made: Sequence[Definition]) -> tuple[Definition, ...]:
    """The definitions by the names that the server gives them; a wish's name is without the types of arguments."""
    wishes = {(one.kind, one.name): one for one in wanted}
    found = []
    for one in made:
        wish = wishes.get((one.kind, one.name)) or wishes.get((one.kind, one.name.partition("(")[0].strip('"')))
        if wish is not None:
            found.append(replace(one, sql=wish.sql, belongings=wish.belongings, source=wish.source))
    return tuple(found)


def index_words(index: Index, table: Table) -> Iterator[str]:
    """What an index's parts put into its conventional name."""
    columns = [column.name for column in table.columns]
    for part in index.parts:
        if part.expression is None:
            yield part.column
        else:
            yield from columns_in(part.expression, columns) or ("expression",)

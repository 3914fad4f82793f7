"""Which part of a database is a project's own: patterns over names, and what is left of a schema under them.

What others own is invisible: it is in no difference, no fingerprint, no specs, and nothing is ever done to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TypeVar

from qsys_schema.model.bookkeeping import tool_of
from qsys_schema.model.needs import bare_name, words_of_table
from qsys_schema.model.schema import Definition, EnumType, ForeignKey, Schema, Table, Unique, View

_Named = TypeVar("_Named", EnumType, Definition, View)

Fold = Callable[[str], str]
"""A name as its database compares it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Shell patterns over the names of tables, views, functions and types; ``*`` matches any text, ``?`` one character.

    Owned is what one of ``include`` matches, or everything where there is none, and what none of ``exclude`` matches.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether anything may belong to others."""
        return bool(self.include or self.exclude)

    def owns(self, name: str, fold: Fold = str) -> bool:
        """Whether what has this name is the project's own."""
        folded = fold(name)
        if any(fnmatchcase(folded, fold(pattern)) for pattern in self.exclude):
            return False
        return not self.include or any(fnmatchcase(folded, fold(pattern)) for pattern in self.include)

    def names(self, name: str, fold: Fold = str) -> bool:
        """Whether ``include`` has exactly this name, and not only a pattern that matches it."""
        return fold(name) in map(fold, self.include)

    def and_only(self, other: Ownership) -> Ownership:
        """What both own; where both have an ``include``, the other's counts: it is to lie within this one's."""
        return Ownership(include=other.include or self.include, exclude=(*self.exclude, *other.exclude))

    def owned(self, whole: Schema, fold: Fold = str) -> Schema:
        """The project's own part of a schema. Other tools' records of their migrations are nobody's."""
        tables = tuple(one for one in whole.tables if self.owns_table(one, fold))
        if not self.is_partial and len(tables) == len(whole.tables):
            return whole
        if not self.is_partial:
            return replace(whole, tables=tables)
        used = {fold(word) for table in tables for word in words_of_table(table)}
        return replace(
            whole,
            tables=tables,
            views=whole.views and tuple(one for one in whole.views if self.owns(one.name, fold)),
            enums=tuple(one for one in whole.enums if self.owns(one.name, fold)),
            definitions=whole.definitions
            and tuple(one for one in whole.definitions if self.owns_definition(one, fold)),
            # A sequence that a default asks is needed with its table, whoever made it.
            foreign=tuple(
                one for one in whole.foreign if self.owns(one.name, fold) or (one.is_base and fold(one.name) in used)
            ),
        )

    def owns_table(self, table: Table, fold: Fold = str) -> bool:
        """Whether the table is the project's own; another tool's records are, where ``include`` has their very name."""
        return (self.names(table.name, fold) or not tool_of(table)) and self.owns(table.name, fold)

    def owns_definition(self, definition: Definition, fold: Fold = str) -> bool:
        """A function goes by its name with the types of its arguments, or without."""
        names = (fold(definition.name), fold(bare_name(definition)))
        if any(fnmatchcase(name, fold(pattern)) for name in names for pattern in self.exclude):
            return False
        return not self.include or any(fnmatchcase(name, fold(pattern)) for name in names for pattern in self.include)


EVERYTHING = Ownership()
"""Of a project that has its database for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Something of others that holds on to something of ours: ``what`` in words, ``table`` and ``columns`` are ours.

    ``columns`` are those that it refers to; what reads the table has none, and the ``words`` of its text instead.
    """

    what: str
    table: str
    columns: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


def neighbours(
    whole: Schema,
    own: Schema,
    parts: Collection[Schema],
    keys: Collection[ForeignKey],
    *,
    seeds: Mapping[str, Collection[str]] | None = None,
) -> tuple[Table, ...]:
    """Stubs of the tables of others that ``parts`` or ``keys`` refer to, with all columns where a text names them.

    ``own`` is what is ours of the ``whole``; ``seeds`` are columns that are wanted in any case, by table. Stubs have no
    defaults, checks, references or triggers: they are only there to be referred to and read.
    """
    ours = {table.name for table in own.tables}
    others = {table.name: table for table in whole.tables if table.name not in ours}
    wanted = {name: set(columns) for name, columns in (seeds or {}).items() if name in others}
    every = [*keys, *(key for part in parts for table in part.tables for key in table.foreign_keys)]
    for key in every:
        if key.target in others and not key.leads_out:
            wanted.setdefault(key.target, set()).update(key.target_columns)
    read = set[str]().union(*map(read_by, parts))
    for name in read & {name.lower() for name in others}:
        table = next(one for one in others.values() if one.name.lower() == name)
        wanted.setdefault(table.name, set()).update(column.name for column in table.columns)
    return tuple(_stub(others[name], columns) for name, columns in sorted(wanted.items()))


def read_by(own: Schema) -> set[str]:
    """Every name, in lower case, that stands in the text of a view or a trigger."""
    texts = [view.key for view in own.views or ()]
    texts += [trigger.key for view in own.views or () for trigger in view.triggers]
    texts += [trigger.key for table in own.tables for trigger in table.triggers or ()]
    return set[str]().union(*map(_named, texts))


def _named(key: Collection[str]) -> frozenset[str]:
    """The names in a canonical text, in lower case."""
    return frozenset(token[1:-1].replace('""', '"').lower() for token in key if token.startswith('"'))


def _stub(table: Table, columns: Collection[str]) -> Table:
    key = table.primary_key
    names = {*columns, *(key.columns if key is not None else ())}
    uniques = [
        *table.uniques,
        *(Unique(name=one.name, parts=one.parts) for one in table.indexes if one.unique and one.where is None),
    ]
    return Table(
        name=table.name,
        columns=tuple(
            replace(column, default=None, generated=None, identity="", attributes=(), backfill=None)
            for column in table.columns
            if column.name in names
        ),
        primary_key=key,
        uniques=tuple(one for one in uniques if one.columns and names.issuperset(one.columns) and all(one.columns)),
        comment=table.comment,
    )


def ties(whole: Schema, own: Schema) -> Iterator[Tie]:
    """What of others refers to what is ours, or reads it."""
    ours = {table.name.lower(): table.name for table in own.tables}
    owned_views = {view.name for view in own.views or ()}
    for table in whole.tables:
        if table.name.lower() in ours:
            continue
        for key in table.foreign_keys:
            if key.target in ours.values() and not key.leads_out:
                yield Tie(
                    what=f"the foreign key {key.name} of {table.name}", table=key.target, columns=key.target_columns
                )
        for trigger in table.triggers or ():
            words = _named(trigger.key)
            for name in sorted(words & ours.keys()):
                yield Tie(what=f"the trigger {trigger.name} of {table.name}", table=ours[name], words=words)
    for view in whole.views or ():
        if view.name not in owned_views:
            words = _named(view.key)
            for name in sorted(words & ours.keys()):
                yield Tie(what=f"the view {view.name}", table=ours[name], words=words)


def unowned_needs(whole: Schema, own: Schema) -> Iterator[tuple[str, str]]:
    """What is ours beside what it is made with and is others', where that cannot be stood in for by a table."""
    lost = {
        **{one.name.lower(): f"type {one.name}" for one in _missing(whole.enums, own.enums)},
        **{
            bare_name(one).lower(): f"{one.kind} {one.name}"
            for one in _missing(whole.definitions or (), own.definitions or ())
        },
    }
    views = {one.name.lower(): f"view {one.name}" for one in _missing(whole.views or (), own.views or ())}
    for table in own.tables:
        for word in sorted(lost.keys() & set(words_of_table(table))):
            yield f"table {table.name}", lost[word]
    for view in own.views or ():
        for word in sorted((lost.keys() | views.keys()) & _named(view.key)):
            yield f"view {view.name}", {**lost, **views}[word]


def _missing(whole: Collection[_Named], own: Collection[_Named]) -> list[_Named]:
    names = {one.name for one in own}
    return [one for one in whole if one.name not in names]

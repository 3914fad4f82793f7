"""Names: what may stand in one, how long it may be, what is reserved, and which names may not meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.source import Source
from qsys_schema.model.types import Enum
from qsys_schema.spec.clauses import is_exclusion
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.partitions import partition_names
from qsys_schema.spec.types import conventional_enum_name
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qsys_schema.model.schema import Schema, Table, View
    from qsys_schema.spec.load import Judge

_TOOL_PREFIXES = (RESERVED_PREFIX, "_yoyo", "yoyo_")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_PREFIXED_KINDS = frozenset({"table", "view", "index", "trigger", "partition", "function", "type"})

Named = tuple[str, str, Source]
"""The kind of a thing, its name, and the place of its name."""


@runtime_checkable
class Reserving(Protocol):
    """A judge that says which beginnings of names its database keeps for itself, in lower case."""

    @property
    def reserved(self) -> tuple[str, ...]:
        """Beginnings of names."""


def name_findings(schema: Schema, judge: Judge) -> Iterator[Finding]:
    """Names that cannot be, and names that stand twice where they must not."""
    rules = _Rules(judge)
    tables: dict[str, Table] = {}
    relations: dict[str, tuple[str, Source]] = {}
    for table in schema.tables:
        source = _of(table)
        first = tables.setdefault(judge.fold(table.name), table)
        if first is not table:
            text = f"table {shorten(table.name)!r} is already declared in {_of(first).file}"
            yield Finding(source=source, text=text, hint="one file for each table")
        yield from rules.findings("table", table.name, source)
        yield from _columns(table, rules)
        yield from _relations(f"table {shorten(table.name)}", _keys(table, judge.name), rules, relations)
        yield from _constraints(table, rules)
    for view in schema.views or ():
        indexes = [("index", one.name, _name_place(one.source, _of(view))) for one in view.indexes]
        yield from _relations(f"view {shorten(view.name)}", indexes, rules, relations)
    yield from _others(schema, rules, {folded: _of(table).file for folded, table in tables.items()}, judge.name)


def _others(schema: Schema, rules: _Rules, taken: dict[str, str], dialect: str) -> Iterator[Finding]:
    """A name of a view, a partition or a type is one among those of tables; functions are among themselves."""
    for table in schema.tables:
        for name, place in partition_names(table, dialect):
            if rules.fold(name) in taken:
                text = f"the name {shorten(name)!r} is already declared in {taken[rules.fold(name)]}"
                yield Finding(source=place, text=text, hint="a partition is a table too, with a name of its own")
    functions: dict[str, str] = {}
    items = [("view", one.name, one.source, taken) for one in schema.views or ()]
    items += [
        (one.kind, one.name, one.source, functions if one.kind == "function" else taken)
        for one in schema.definitions or ()
    ]
    for kind, name, declared, names in items:
        source = declared or Source(file="")
        first = names.setdefault(rules.fold(name), source.file)
        if first != source.file:
            text = f"the name {shorten(name)!r} is already declared in {first}"
            hint = f"one file for each {kind}" + (", and no table of its name" if names is taken else "")
            yield Finding(source=source, text=text, hint=hint)
        # A function is told from others by its argument types, which are no part of its name.
        yield from rules.findings(kind, name.partition("(")[0] if kind == "function" else name, source)
    yield from _enums(schema, rules, taken, dialect)


def _enums(schema: Schema, rules: _Rules, taken: dict[str, str], dialect: str) -> Iterator[Finding]:
    """Columns may share an enumerated type, which then has the same texts for all; no table or view has its name."""
    seen: dict[str, tuple[Enum, str, bool]] = {}
    for table in schema.tables:
        for column in table.columns:
            if not isinstance(column.type, Enum) or not column.type.name:
                continue
            kind, shown = column.type, f"{shorten(table.name)}.{shorten(column.name)}"
            is_named = kind.name != conventional_enum_name(table.name, column.name)
            folded = rules.fold(kind.name)
            first, where, was_named = seen.setdefault(folded, (kind, shown, is_named))
            source = column.source or _of(table)
            place = Source(file=source.file, path=(*source.path, "enum_name", dialect))
            # A name that nobody gave means nothing to a database that has no such types.
            if first.values != kind.values and (is_named or was_named):
                text = f"column {shown} has the enum {shorten(kind.name)!r} with other texts than column {where}"
                hint = "write the same texts in the same order, or give it a name of its own"
                yield Finding(source=place, text=text, hint=hint)
            if not is_named:
                continue
            yield from rules.findings("enum", kind.name, place)
            if folded in taken:
                text = f"the name {shorten(kind.name)!r} is already declared in {taken[folded]}"
                yield Finding(source=place, text=text, hint="a table, a view and a type cannot have the same name")


class _Rules:
    """The rules for one name, for one database; a name found good is not looked at again."""

    def __init__(self, judge: Judge) -> None:
        self.fold = judge.fold
        self._longest = judge.longest_name
        self._reserved = (*_TOOL_PREFIXES, *(judge.reserved if isinstance(judge, Reserving) else ()))
        self._good: set[tuple[bool, str]] = set()

    def findings(self, kind: str, name: str, source: Source, *, at_key: bool = False) -> Iterator[Finding]:
        known = (kind in _PREFIXED_KINDS, name)
        if known in self._good:
            return
        wrong = list(self._wrong(kind, name))
        if not wrong:
            self._good.add(known)
        for text, hint in wrong:
            yield Finding(source=source, text=f"the {kind} name {shorten(name)!r} {text}", hint=hint, at_key=at_key)

    def _wrong(self, kind: str, name: str) -> Iterator[tuple[str, str]]:
        if not name:
            yield "is empty", "write a name"
        found = _CONTROL.search(name)
        if found is not None:
            yield f"holds the control character {found[0]!r}", "remove it"
        length = len(name.encode("utf-8", "replace"))
        if self._longest and length > self._longest:
            yield f"is {length} bytes long; the longest that fits is {self._longest}", "choose a shorter one"
        if kind in _PREFIXED_KINDS:
            folded = name.casefold()
            for prefix in self._reserved:
                if folded.startswith(prefix):
                    yield f"begins with {prefix!r}, which is reserved", "choose another beginning"
                    break


def _of(owner: Table | View) -> Source:
    return owner.source or Source(file="")


def _columns(table: Table, rules: _Rules) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for column in table.columns:
        source = column.source or _of(table)
        yield from rules.findings("column", column.name, source, at_key=True)
        first = seen.setdefault(rules.fold(column.name), column.name)
        if first != column.name:
            text = f"column {shorten(column.name)!r} is the same name as column {shorten(first)!r} to the database"
            yield Finding(source=source, text=text, hint="rename one of them", at_key=True)


def _keys(table: Table, dialect: str) -> list[Named]:
    """What of a table has a name that is the whole schema's."""
    items = [("index", item.name, item.source) for item in table.indexes]
    items += [
        ("exclusion constraint" if is_exclusion(item) else "unique constraint", item.name, item.source)
        for item in table.uniques
    ]
    if table.primary_key is not None:
        items.append(("primary key", table.primary_key.name, table.primary_key.source))
    named = [(kind, name, _name_place(source, _of(table))) for kind, name, source in items if name]
    return [*named, *(("partition", name, place) for name, place in partition_names(table, dialect))]


def _relations(
    owner: str, items: Iterable[Named], rules: _Rules, relations: dict[str, tuple[str, Source]]
) -> Iterator[Finding]:
    """Indexes, unique constraints, named primary keys and partitions share one name space over the whole schema."""
    for kind, name, place in items:
        yield from rules.findings(kind, name, place)
        first, there = relations.setdefault(rules.fold(name), (f"{kind} of {owner}", place))
        if there is not place:
            text = f"the name {shorten(name)!r} is already taken: {first}"
            yield Finding(source=place, text=text, hint="names of keys and indexes are unique in a schema")


def _constraints(table: Table, rules: _Rules) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    items = [("check", item.name, item.source) for item in table.checks]
    items += [("foreign key", item.name, item.source) for item in table.foreign_keys]
    triggers = [("trigger", item.name, item.source) for item in table.triggers or ()]
    for group in (items, triggers):
        seen.clear()
        for kind, name, source in group:
            if not name:
                continue
            place = _name_place(source, _of(table))
            yield from rules.findings(kind, name, place)
            folded = rules.fold(name)
            if folded in seen:
                text = f"the name {shorten(name)!r} is already taken: {seen[folded]} of table {shorten(table.name)}"
                yield Finding(source=place, text=text, hint="rename one of them")
            seen[folded] = kind


def _name_place(source: Source | None, default: Source) -> Source:
    owner = source or default
    return Source(file=owner.file, path=(*owner.path, "name"))

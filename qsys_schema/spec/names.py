"""Names: what may stand in one, how long it may be, what is reserved, and which names may not meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.source import Source
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qsys_schema.model.schema import Schema, Table, View
    from qsys_schema.spec.load import Judge

_TOOL_PREFIXES = (RESERVED_PREFIX, "_yoyo", "yoyo_")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_PREFIXED_KINDS = frozenset({"table", "view", "index", "trigger"})


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
        yield from _relations(table, rules, relations)
        yield from _constraints(table, rules)
    yield from _views(schema.views or (), rules, tables)


def _views(views: Sequence[View], rules: _Rules, tables: dict[str, Table]) -> Iterator[Finding]:
    """A view's name is one among those of tables."""
    taken = {folded: _of(table).file for folded, table in tables.items()}
    for view in views:
        source = view.source or Source(file="")
        first = taken.setdefault(rules.fold(view.name), source.file)
        if first != source.file:
            text = f"the name {shorten(view.name)!r} is already declared in {first}"
            yield Finding(source=source, text=text, hint="one file for each view, and no table of its name")
        yield from rules.findings("view", view.name, source)


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


def _of(table: Table) -> Source:
    return table.source or Source(file="")


def _columns(table: Table, rules: _Rules) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for column in table.columns:
        source = column.source or _of(table)
        yield from rules.findings("column", column.name, source, at_key=True)
        first = seen.setdefault(rules.fold(column.name), column.name)
        if first != column.name:
            text = f"column {shorten(column.name)!r} is the same name as column {shorten(first)!r} to the database"
            yield Finding(source=source, text=text, hint="rename one of them", at_key=True)


def _relations(table: Table, rules: _Rules, relations: dict[str, tuple[str, Source]]) -> Iterator[Finding]:
    """Indexes, unique constraints and named primary keys share one name space over the whole schema."""
    items = [("index", item.name, item.source) for item in table.indexes]
    items += [("unique constraint", item.name, item.source) for item in table.uniques]
    if table.primary_key is not None:
        items.append(("primary key", table.primary_key.name, table.primary_key.source))
    for kind, name, source in items:
        if name:
            place = _name_place(source, table)
            yield from rules.findings(kind, name, place)
            owner, first = relations.setdefault(rules.fold(name), (f"{kind} of table {shorten(table.name)}", place))
            if first is not place:
                text = f"the name {shorten(name)!r} is already taken: {owner}"
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
            place = _name_place(source, table)
            yield from rules.findings(kind, name, place)
            folded = rules.fold(name)
            if folded in seen:
                text = f"the name {shorten(name)!r} is already taken: {seen[folded]} of table {shorten(table.name)}"
                yield Finding(source=place, text=text, hint="rename one of them")
            seen[folded] = kind


def _name_place(source: Source | None, table: Table) -> Source:
    owner = source or _of(table)
    return Source(file=owner.file, path=(*owner.path, "name"))

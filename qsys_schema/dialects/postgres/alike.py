"""A table of the wish beside the live one of its name: what both say in the very same words.

Nothing is called the same that only means the same, but for what the server is known to print of a few plain forms:
a text with its type behind it, and a list that a text is looked up in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from qsys_schema.dialects.postgres.tokens import key_of_text, quote
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, Column, ForeignKey, Index, Part, PrimaryKey, Table, Unique
from qsys_schema.model.types import Native

_Tokens = tuple[str, ...]


class Pair:
    """A table of the wish beside the live one of its name."""

    def __init__(self, wanted: Table, live: Table | None, unsettled: frozenset[str], enums: frozenset[str]) -> None:
        self.wanted = wanted
        plain = live is not None and live.opaque is None and not live.options and not wanted.options
        self._live = live if live is not None and plain else Table(name=wanted.name, columns=())
        self._unsettled = unsettled
        self._enums = enums
        there = {column.name: column for column in self._live.columns}
        pairs = [(column, there[column.name]) for column in wanted.columns if column.name in there]
        self._alike = {one.name for one, other in pairs if self._is_alike(one, other)}
        self._types = {name: _type(there[name]) for name in self._alike}
        self._columns = {one.name: other for one, other in pairs if self._is_same_column(one, other)}

    def known(self, pairs: Mapping[str, Pair]) -> Table:
        """Everything of the wish that the live table has in the same words, under the wish's names."""
        key = self.wanted.primary_key
        columns = [
            replace(self._columns[one.name], comment=one.comment)
            for one in self.wanted.columns
            if one.name in self._columns
        ]
        return Table(
            name=self.wanted.name,
            columns=tuple(columns),
            primary_key=self._live.primary_key if key is not None and self._has_key(key) else None,
            uniques=tuple(self._uniques()),
            checks=tuple(self._checks()),
            indexes=tuple(self._indexes()),
            foreign_keys=tuple(self._foreign_keys(pairs)),
            comment=self.wanted.comment,
        )

    def is_open(self, known: Table) -> bool:
        """Whether anything is left to ask."""
        return any(
            (
                len(known.columns) < len(self.wanted.columns),
                known.primary_key is None and self.wanted.primary_key is not None,
                len(known.uniques) < len(self.wanted.uniques),
                len(known.checks) < len(self.wanted.checks),
                len(known.indexes) < len(self.wanted.indexes),
                len(known.foreign_keys) < len(self.wanted.foreign_keys),
                self.wanted.options,
            )
        )

    def offers(self, columns: Collection[str]) -> bool:
        """Whether these columns can be referred to in the wish because they can be now: all keys are as they were."""
        unique = [index for index in self.wanted.indexes if index.unique]
        key = self.wanted.primary_key
        return (
            self._alike.issuperset(columns)
            and (key is None or self._has_key(key))
            and len([*self._uniques()]) == len(self.wanted.uniques)
            and len([index for index in self._indexes() if index.unique]) == len(unique)
            and (key is None) == (self._live.primary_key is None)
            and len(self.wanted.uniques) == len(self._live.uniques)
            and len(unique) == len([index for index in self._live.indexes if index.unique])
        )

    def _is_alike(self, wanted: Column, live: Column) -> bool:
        kind = _type(live)
        # We write a name in quotes where the server does not; a built-in type may be another one then.
        written = {kind, quote(kind)} if kind in self._enums else {kind}
        return (
            bool(kind)
            and _type(wanted) in written
            and wanted.collation == live.collation
            and self._is_settled(key_of_text(kind))
        )

    def _is_settled(self, tokens: _Tokens) -> bool:
        return not self._unsettled or self._unsettled.isdisjoint(tokens)

    def _is_same_column(self, wanted: Column, live: Column) -> bool:
        if wanted.name not in self._alike or wanted.nullable != live.nullable or wanted.attributes != live.attributes:
            return False
        if wanted.identity != live.identity or live.identity == "serial":
            return False
        if wanted.generated is not None and live.generated is not None:
            return wanted.generated.stored == live.generated.stored and self._is_same(
                wanted.generated.expression, live.generated.expression
            )
        if wanted.generated is not None or live.generated is not None:
            return False
        if isinstance(wanted.default, Expr) and isinstance(live.default, Expr):
            return self._is_same(wanted.default, live.default) or self._is_same_text(wanted, live.default)
        return wanted.default is None and live.default is None

    def _is_same_text(self, column: Column, live: Expr) -> bool:
        """Whether a text is the one that the server prints with its type behind it."""
        assert isinstance(column.default, Expr)  # noqa: S101 - the caller asked
        tokens = key_of_text(column.default.text)
        kind = key_of_text(_SIZE.sub("", _type(column)))
        return len(tokens) == 1 and tokens[0].startswith("'") and live.key == (*tokens, "::", *kind)

    def _is_same(self, wanted: Expr | None, live: Expr | None) -> bool:
        """Whether it is word for word what the server prints, and about columns that are alike."""
        if wanted is None or live is None:
            return wanted is None and live is None
        tokens = _bare(key_of_text(wanted.text))
        printed = _bare(live.key)
        if tokens != printed and self._as_printed(tokens) != printed:
            return False
        changed = {quote(column.name) for column in self._live.columns if column.name not in self._alike}
        return changed.isdisjoint(printed) and self._is_settled(printed)

    def _as_printed(self, tokens: _Tokens) -> _Tokens:
        """``status IN ('NEW', 'OPEN')`` of a text, as the server prints it; anything else as it is."""
        name, values, commas = tokens[0] if tokens else "", tokens[3:-1:2], tokens[4:-1:2]
        is_list = tokens[1:3] == ("IN", "(") and tokens[-1] == ")" and len(tokens) % 2 == 1
        texts = bool(values) and all(value.startswith("'") for value in values) and set(commas) <= {","}
        if not is_list or not texts or name not in {quote(one) for one, kind in self._types.items() if kind == "text"}:
            return tokens
        printed = [(value, "::", '"text"') for value in values]
        if len(printed) == 1:
            return (name, "=", *printed[0])
        inside = [token for one in printed for token in (",", *one)][1:]
        return (name, "=", "ANY", "(", "ARRAY", "[", *inside, "]", ")")

    def _has_key(self, key: PrimaryKey) -> bool:
        return key == self._live.primary_key and self._alike.issuperset(key.columns)

    def _uniques(self) -> Iterator[Unique]:
        there = {(one.parts, one.attributes): one for one in self._live.uniques if one.parts}
        for one in self.wanted.uniques:
            live = there.get((one.parts, one.attributes))
            if live is not None and self._alike.issuperset(one.columns):
                yield replace(live, name=one.name)

    def _checks(self) -> Iterator[Check]:
        for one in self.wanted.checks:
            for live in self._live.checks:
                if one.attributes == live.attributes and self._is_same(one.expression, live.expression):
                    yield replace(live, name=one.name)
                    break

    def _indexes(self) -> Iterator[Index]:
        for one in self.wanted.indexes:
            for live in self._live.indexes:
                if self._is_same_index(one, live):
                    yield replace(live, name=one.name)
                    break

    def _is_same_index(self, one: Index, live: Index) -> bool:
        return (
            one.unique == live.unique
            and one.attributes == live.attributes
            and len(one.parts) == len(live.parts)
            and all(map(self._is_same_part, one.parts, live.parts))
            and self._is_same(one.where, live.where)
        )

    def _is_same_part(self, one: Part, live: Part) -> bool:
        if not self._is_same(one.expression, live.expression):
            return False
        plain = replace(live, expression=one.expression)
        return one == plain and (one.expression is not None or one.column in self._alike)

    def _foreign_keys(self, pairs: Mapping[str, Pair]) -> Iterator[ForeignKey]:
        there = {replace(one, name=""): one for one in self._live.foreign_keys}
        for one in self.wanted.foreign_keys:
            live = there.get(replace(one, name=""))
            target = None if "schema" in dict(one.attributes) else pairs.get(one.target)
            if live is None or target is None:
                continue
            if self._alike.issuperset(one.columns) and target.offers(one.target_columns):
                yield replace(live, name=one.name)


_SIZE = re.compile(r"\([\d,]+\)")


def _type(column: Column) -> str:
    return column.type.text if isinstance(column.type, Native) else ""


def _bare(tokens: _Tokens) -> _Tokens:
    """Without the parentheses that are around everything."""
    while len(tokens) > 1 and tokens[0] == "(" and tokens[-1] == ")":
        depth = 0
        for mark in tokens[:-1]:
            depth += (mark == "(") - (mark == ")")
            if not depth:
                return tokens
        tokens = tokens[1:-1]
    return tokens

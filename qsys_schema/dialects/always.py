"""Whether a condition holds for every row, read from its words: ``1 = 1``, ``id IS NOT NULL``, ``id IN (SELECT ...)``.

Only what is certain is said: a condition that cannot be read chooses rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qsys_schema.model.schema import Table


class Inside(str):
    """What stands in parentheses, as one word; ``words`` are those in it."""

    __slots__ = ("words",)

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Inside:
        """The parenthesis with these words."""
        made = cls(f"({' '.join(words)})")
        made.words = tuple(words)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a database knows beside the words.

    ``fold`` gives a name, which was written in quotes or not, as the keys and members of ``never_null`` are: the
    columns of each table that are NULL in no row. ``true_texts`` are constants in quotes that are true as a condition.
    """

    never_null: Mapping[str, Collection[str]] = field(default_factory=dict)
    true_texts: Collection[str] = ()
    fold: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Whose rows a condition is about: the table, what else it is called there, and the queries of WITH, by name.

    ``others`` are the words that name what it is joined with; where there are any, a name may be one of theirs.
    """

    table: str
    alias: str = ""
    others: Sequence[str] = ()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
"""One that is the same whatever kind of number the database takes it for."""

_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda one, other: one == other,
    "==": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_OF_EQUALS = frozenset({"=", "==", "<=", ">="})
_OPAQUE = frozenset({"between", "case", "select", "values"})
"""What AND and OR may belong to."""


def is_always_true(words: Sequence[str], rows: Rows, known: Known) -> bool:
    """Whether the condition holds for every row of the table."""
    return _Condition(rows, known).truth(words) is True


@dataclass(frozen=True, slots=True)
class _Condition:
    rows: Rows
    known: Known

    def truth(self, words: Sequence[str]) -> bool | None:
        """True or False where it is that for every row; None where nobody knows, or it may be NULL."""
        if not words or not _OPAQUE.isdisjoint(words):
            return None
        if "or" in words:
            told = [self.truth(part) for part in _split(words, "or")]
            return True if True in told else False if set(told) == {False} else None
        if "and" in words:
            told = [self.truth(part) for part in _split(words, "and")]
            return False if False in told else True if set(told) == {True} else None
        if words[0] == "not":
            inner = self.truth(words[1:])
            return None if inner is None else not inner
        return self._single(words)

    def _single(self, words: Sequence[str]) -> bool | None:
        match words:
            case [Inside() as one]:
                return self.truth(one.words)
            case ["true"]:
                return True
            case ["false"]:
                return False
            case [one]:
                return Fraction(one) != 0 if _NUMBER.fullmatch(one) else True if one in self.known.true_texts else None
            case ["exists", Inside(words=query)]:
                return True if self._is_never_empty(query) else None
            case [*column, "is", "not", "null"]:
                return True if self._column(column) or _is_constant(column) else None
            case [*column, "in", Inside(words=query)]:
                name = self._column(column)
                return True if name and self._gives_all(query, name, frozenset()) else None
            case _:
                return self._comparison(words)

    def _comparison(self, words: Sequence[str]) -> bool | None:
        place = next((place for place, word in enumerate(words) if word in _COMPARED), None)
        if place is None:
            return None
        sign, left, right = words[place], _bare(words[:place]), _bare(words[place + 1 :])
        if len(left) == len(right) == 1 and _NUMBER.fullmatch(left[0]) and _NUMBER.fullmatch(right[0]):
            return _COMPARED[sign](Fraction(left[0]), Fraction(right[0]))
        if sign in _OF_EQUALS and left == right and (_is_constant(left) or self._column(left)):
            return True
        return True if sign in {"=", "=="} and self._is_joined_with_itself(left, right) else None

    def _column(self, words: Sequence[str]) -> str:
        """The column of the table that these words name, and that is NULL in no row; empty for none."""
        match words:
            case [name] if not self.rows.others:
                column = name
            case [table, ".", name] if self._is_own(table):
                column = name
            case _:
                return ""
        folded = self._name(column)
        return folded if folded in self.known.never_null.get(self._name(self.rows.table), ()) else ""

    def _is_own(self, word: str) -> bool:
        return self._name(word) == self._name(self.rows.alias or self.rows.table)

    def _name(self, word: str) -> str:
        return self.known.fold(plain(word))

    def _is_joined_with_itself(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """``a.id = jobs.id`` where ``a`` has all rows of the table."""
        match self.rows.others:
            case [source] | [source, _] | [source, "as", _]:
                alias = self.rows.others[-1]
            case _:
                return False
        for mine, theirs in ((left, right), (right, left)):
            match theirs:
                case [table, ".", name] if self._name(table) == self._name(alias):
                    column = self._column(mine)
                    return bool(column) and column == self._name(name) and self._has_all(source, column, frozenset())
                case _:
                    pass
        return False

    def _is_never_empty(self, query: Sequence[str]) -> bool:
        """Whether there is a row in it as soon as there is one in the table."""
        match query:
            case ["select", one]:
                return _is_constant([one])
            case ["select", _, "from", table]:
                return self._name(table) not in self._queries() and self._is_table(table)
            case _:
                return False

    def _gives_all(self, query: tuple[str, ...], column: str, passed: frozenset[str]) -> bool:
        """Whether it gives this column of all rows of the table."""
        if query[:1] != ("select",) or "from" not in query:
            return False
        place = query.index("from")
        items, rest = list(_split(query[1:place], ",")), list(query[place + 1 :])
        if any(isinstance(word, Inside) for item in items for word in item):
            # A function may make one row of all.
            return False
        if "where" in rest:
            condition = rest[rest.index("where") + 1 :]
            rest = rest[: rest.index("where")]
            if self.truth(condition) is not True:
                return False
        match rest:
            case [source] | [source, _] | [source, "as", _]:
                given = any(item in (["*"], [rest[-1], ".", "*"]) or self._is_named(item, column) for item in items)
                return given and self._has_all(source, column, passed)
            case _:
                return False

    def _is_named(self, item: Sequence[str], column: str) -> bool:
        return len(item) in {1, 3} and item[1:2] in ([], ["."]) and self._name(item[-1]) == column

    def _has_all(self, source: str, column: str, passed: frozenset[str]) -> bool:
        name = self._name(source)
        queries = self._queries()
        if name in queries and name not in passed:
            return self._gives_all(queries[name], column, passed | {name})
        return self._is_table(source)

    def _queries(self) -> Mapping[str, tuple[str, ...]]:
        return {self._name(one): query for one, query in self.rows.named.items()}

    def _is_table(self, word: str) -> bool:
        return self._name(word) == self._name(self.rows.table)


def _split(words: Sequence[str], word: str) -> Iterator[list[str]]:
    part: list[str] = []
    for one in words:
        if one == word:
            yield part
            part = []
        else:
            part.append(one)
    yield part


def _bare(words: Sequence[str]) -> list[str]:
    """The words without parentheses around all of them."""
    found = list(words)
    while len(found) == 1 and isinstance(found[0], Inside):
        found = list(found[0].words)
    return found


def _is_constant(words: Sequence[str]) -> bool:
    """Whether it is a number or a text that can be read, and so not NULL."""
    return len(words) == 1 and (bool(_NUMBER.fullmatch(words[0])) or words[0].startswith("'"))


def plain(word: str) -> str:
    """A name without its quotes."""
    return word[1:-1].replace('""', '"') if word.startswith('"') and word.endswith('"') else word


def never_null(table: Table) -> frozenset[str]:
    """The columns that are NULL in no row."""
    return frozenset(column.name for column in table.columns if not column.nullable)

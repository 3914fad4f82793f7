"""Takes out of a key the parentheses that change nothing.

SQLite keeps no trace of parentheses around an expression (``parse.y``: ``expr ::= LP expr RP``), so a check with more
of them than it needs is still the same check, and must not look like a change. Which of them it needs follows from
the levels in "Operators, and Parse-Affecting Attributes" of SQLite's manual (``lang_expr.html``) and from the rules
of ``parse.y``: an expression is read by them and written again with the fewest parentheses that give the same tree.
Those of calls, lists, row values and subqueries are syntax, and stay.
"""

from __future__ import annotations

from typing import NamedTuple

_LEVELS = (
    "or",
    "and",
    "",  # NOT before an expression; behind one, it begins NOT LIKE and its kind
    '= != is between in isnull notnull not "like" "glob" "match" "regexp"',
    "< <= > >=",
    "& | << >>",
    "+ -",
    "* / %",
    "|| -> ->>",
    "collate",
)
"""SQLite's infix and postfix operators from the loosest to the tightest; each level groups from left to right."""

_INFIX = {word: level for level, words in enumerate(_LEVELS, start=1) for word in words.split()}
_OR, _NOT, _EQUALITY, _COMPARISON = _INFIX["or"], _INFIX["and"] + 1, _INFIX["="], _INFIX["<"]
_WHOLE = len(_LEVELS) + 1

_LIKE = frozenset('"like" "glob" "match" "regexp"'.split())
_NEGATABLE = _LIKE | {"between", "in", "null"}
_CLOSING = frozenset("isnull notnull null in collate".split())
_CONSTANTS = frozenset("null true false current_date current_time current_timestamp".split())

_CLOSED = -1
_DEEPEST = 64  # far beyond what people write, far below what Python's stack holds, whoever asks
_LARGEST = str(2**63)  # digits that make an integer behind a minus only


class _UncertainError(Exception):
    """These words are no expression that the rules cover."""


class _Part(NamedTuple):
    """What was written last, as its neighbours see it.

    An operator that follows tears it apart if it is tighter than ``level``, and one that comes before if it is not
    looser than ``left``. They differ where a postfix operator ends it: nothing behind ``a ISNULL`` reaches into it.
    ``negation`` is where a NOT begins whose operand reaches the end: a tighter operator that follows would go to it.
    ``pattern`` is where a LIKE begins whose pattern reaches the end: an ESCAPE that follows would go to it.
    """

    level: int = _WHOLE
    left: int = _WHOLE
    negation: int = _CLOSED
    pattern: int = _CLOSED


def has_needed_ones_only(words: list[str]) -> bool:
    """Whether all parentheses are those of calls and of IN lists, as in most expressions: nothing is to be done."""
    if "(" not in words:
        return True
    previous = "("
    for word in words:
        if word == "(" and previous != "in" and (previous[0] != '"' or previous in _LIKE):
            return False
        previous = word
    return True


def with_needed_ones(words: list[str]) -> tuple[str, ...] | None:
    """The words of an expression without redundant parentheses; None where they cannot be read for certain."""
    try:
        return _Expression(words).rewritten()
    except _UncertainError:
        return None


class _Expression:
    """Reads an expression by precedence and writes it at the same time, without parentheses until one is needed.

    Only the operator that comes next shows whether the part before it needs them; they are put around it then.
    """

    def __init__(self, words: list[str]) -> None:
        self._words = [*words, "", ""]  # looking ahead never runs off the list
        self._position = 0
        self._written: list[str] = []
        self._depth = 0

    def rewritten(self) -> tuple[str, ...]:
        """The words of the whole. Raises _UncertainError."""
        self._expression(_OR)
        if self._next():
            raise _UncertainError
        return tuple(self._written)

    def _next(self, ahead: int = 0) -> str:
        return self._words[self._position + ahead]

    def _take(self) -> str:
        word = self._next()
        if not word:
            raise _UncertainError
        self._written.append(word)
        self._position += 1
        return word

    def _accept(self, *words: str) -> bool:
        return self._next() in words and bool(self._take())

    def _expect(self, word: str) -> None:
        if self._take() != word:
            raise _UncertainError

    def _name(self) -> str:
        name = self._take()
        if name[0] != '"':
            raise _UncertainError
        return name

    def _wrap(self, start: int) -> _Part:
        self._written.insert(start, "(")
        self._written.append(")")
        return _Part()

    def _expression(self, least: int) -> _Part:
        """Read an operand, and the operators behind it that bind at least so tightly."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UncertainError
        start = len(self._written)
        part = self._operand()
        while (level := _INFIX.get(self._next(), 0)) >= least:
            if part.level < level:
                part = self._wrap(start)
            elif part.negation != _CLOSED and level > _NOT:
                self._wrap(part.negation)
            part = self._operator(start, level)._replace(left=min(part.left, level))
        self._depth -= 1
        return part

    def _right(self, least: int) -> _Part:
        """Read what stands on the right of an operator. NOT may stand there bare, though it binds so loosely."""
        start = len(self._written)
        part = self._expression(least)
        # IS (NOT x) is not IS NOT x.
        torn = part.left < least or (part.level == _NOT and self._written[start - 1] == "is")
        return self._wrap(start) if torn else part

    def _operator(self, start: int, level: int) -> _Part:
        """Read an operator and its right side; its left side begins at ``start``."""
        word = self._take()
        if word == "not":
            word = self._take()
            if word not in _NEGATABLE:
                raise _UncertainError
        if word in _LIKE:
            return self._like(start)
        if word == "is":
            self._accept("not")
            if self._accept("distinct"):
                self._expect("from")
        if word == "between":
            # AND ends the lower bound, so whatever is tighter stands there bare.
            self._right(_NOT)
            self._expect("and")
        if word not in _CLOSING:
            return self._right(level + 1)._replace(level=level)
        if word == "in":
            self._in()
        if word == "collate" and self._take()[0] not in "\"'":
            raise _UncertainError
        return _Part()

    def _like(self, start: int) -> _Part:
        right = self._right(_COMPARISON)
        if self._next() != "escape":
            return right._replace(level=_EQUALITY, pattern=start)
        if right.pattern != _CLOSED:
            self._wrap(right.pattern)
        self._take()
        return self._right(_COMPARISON)._replace(level=_EQUALITY)

    def _in(self) -> None:
        if self._next() == "(":
            self._list()
        else:
            self._named(self._name())

    def _operand(self) -> _Part:
        start = len(self._written)
        if self._next() == "(":
            return self._group()
        word = self._take()
        if word == "not":
            return self._right(_NOT)._replace(level=_NOT, left=_WHOLE, negation=start)
        if word in {"-", "+", "~"}:
            return self._signed(word)
        if word[0] == '"':
            self._named(word)
        elif word == "case":
            self._case()
        elif word == "exists":
            self._list()
        elif word not in _CONSTANTS and not _is_literal(word):
            raise _UncertainError
        return _Part()

    def _group(self) -> _Part:
        """Read parentheses that are syntax around a subquery or a row value only, and are left out otherwise."""
        if self._next(1) in {"select", "values"}:
            self._list()
            return _Part()
        self._position += 1
        start = len(self._written)
        part = self._expression(_OR)
        if self._accept(","):
            self._written.insert(start, "(")
            self._members()
            return _Part()
        self._expect(")")
        self._written.pop()
        return part

    def _signed(self, sign: str) -> _Part:
        start, grouped = len(self._written), self._next() == "("
        right = self._right(_WHOLE)
        if grouped and sign == "-" and self._written[start:] == [_LARGEST]:
            # Kept apart from the smallest integer: whether it is one should hang on no detail of SQLite.
            right = self._wrap(start)
        return right._replace(level=_WHOLE)

    def _named(self, name: str) -> None:
        """Read what follows a name: those it belongs to (schema, table, column), or the arguments of a call."""
        if self._next() == "(":
            self._call(name)
        while self._accept("."):
            self._name()

    def _call(self, name: str) -> None:
        if name == '"raise"':
            # RAISE(IGNORE) holds no expression, and stands in triggers only.
            raise _UncertainError
        if name == '"cast"':
            self._take()
            self._expression(_OR)
            self._expect("as")
            self._up_to_the_closing()
        else:
            self._list()
        while self._accept('"filter"', '"over"'):
            if self._accept("("):
                self._up_to_the_closing()
            else:
                self._name()

    def _case(self) -> None:
        if self._next() != "when":
            self._expression(_OR)
        while self._accept("when"):
            self._expression(_OR)
            self._expect("then")
            self._expression(_OR)
        if self._accept("else"):
            self._expression(_OR)
        self._expect('"end"')

    def _list(self) -> None:
        """Read the parentheses of a call, of IN or of a subquery, and what they hold."""
        self._expect("(")
        if self._next() in {"select", "values"}:
            self._up_to_the_closing()
        elif self._accept("*"):
            self._expect(")")
        elif not self._accept(")"):
            self._accept("distinct", "all")
            self._members()

    def _members(self) -> None:
        self._expression(_OR)
        while self._accept(","):
            self._expression(_OR)
        self._expect(")")

    def _up_to_the_closing(self) -> None:
        """Take words as they are, up to the parenthesis that closes the one before them."""
        depth = 1
        while depth:
            depth += {"(": 1, ")": -1}.get(self._take(), 0)


def _is_literal(word: str) -> bool:
    return word[0] in "'0123456789" or word[:2] == "x'" or (word[0] == "." and word != ".")

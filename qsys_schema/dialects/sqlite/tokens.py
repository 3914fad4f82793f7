"""SQLite's tokens, and the key by which two expressions are compared.

The rules are those of SQLite's own tokenizer (``tokenize.c``; "SQLite Keywords" in its manual). A key merges only
what is certain to mean the same: white space and comments, the case of keywords and names, the way a name is quoted,
``==`` and ``=``, ``<>`` and ``!=``, and the parentheses that change nothing (see ``parentheses``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from qsys_schema.dialects.sqlite.parentheses import has_needed_ones_only, with_needed_ones

# A word begins with a letter, an underscore or anything beyond ASCII: said by what it cannot begin with.
_TOKEN = re.compile(
    r"""
    (?: [\s\ufeff]++ | --[^\n]*+ | /\*.*?(?:\*/|\Z) )*+
    (?: (?P<word>(?![xX]')[^\x00-\x40\x5b-\x5e\x60\x7b-\x7f][^\x00-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]*+)
      | (?P<quoted>"(?:[^"]|"")*+"|`(?:[^`]|``)*+`|\[[^\]]*+\])
      | (?P<mark>\|\||->>|->|<<|>>|<=|>=|<>|!=|==|[?:@$#][A-Za-z0-9_]++|[-+*/%&|~<>=(),;?]|\.(?![0-9]))
      | (?P<string>'(?:[^']|'')*+')
      | (?P<number>0[xX][0-9a-fA-F]++|(?:[0-9][0-9_]*+(?:\.[0-9_]*+)?+|\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9]++)?+)
      | (?P<blob>[xX]'[0-9a-fA-F]*+')
      | (?P<end>\Z)
    )
    """,
    re.VERBOSE | re.DOTALL,
)

RESERVED = frozenset(
    """add all alter and as autoincrement between case check collate commit constraint create cross current_date
    current_time current_timestamp default deferrable delete distinct drop else escape except exists foreign from full
    group having in index indexed inner insert intersect into is isnull join left limit natural not notnull null on or
    order outer primary references returning right select set table then to transaction union unique update using
    values when where with true false""".split(),
)
"""Words that are never a bare name; SQLite lets its other keywords stand as names (``parse.y``, "fallback ID")."""


class UnreadableSqlError(ValueError):
    """Text that is not made of SQLite's tokens; the message shows where."""


class Token(NamedTuple):
    """One token: its kind, its value (a quoted name without its quotes), and where it stands in the text."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it can name a thing."""
        return self.kind == "quoted" or (self.kind == "word" and self.value.lower() not in RESERVED)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, white space and comments left out. Raises UnreadableSqlError."""
    tokens: list[Token] = []
    make = tuple.__new__
    position = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if match.start() != position:
            break
        if kind == "end":
            return tokens
        value = text[start:end]
        # Past the class's own constructor, which would take half of the time here.
        tokens.append(make(Token, (kind, unquoted(value) if kind == "quoted" else value, start, end)))
        position = end
    raise UnreadableSqlError(f"unexpected {text[position : position + 20]!r} at character {position + 1}")


def unquoted(text: str) -> str:
    """The name inside any of SQLite's four ways to quote one, or the value of a string."""
    mark = text[0]
    if mark == "[":
        return text[1:-1]
    return text[1:-1].replace(mark * 2, mark)


def with_plain_line_ends(sql: str) -> str:
    """The text as plain files of SQL hold it: lines between its tokens end without a carriage return."""
    if "\r\n" not in sql:
        return sql
    try:
        tokens = tokenize(sql)
    except UnreadableSqlError:
        return sql
    found, place = [], 0
    for token in tokens:
        found += [sql[place : token.start].replace("\r\n", "\n"), sql[token.start : token.end]]
        place = token.end
    return "".join((*found, sql[place:].replace("\r\n", "\n")))


def as_a_string(text: str) -> str:
    """A default's text, where a lone name in quotes is a string; in parentheses it would be a column."""
    if text[:1] not in {'"', "`", "["}:
        return text
    try:
        tokens = tokenize(text)
    except UnreadableSqlError:
        return text
    return literal(tokens[0].value) if len(tokens) == 1 else text


def quote(name: str) -> str:
    """A name in double quotes, the standard's way, safe for any name."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float) -> str:
    """A plain value as a literal; SQLite has no booleans of its own, so they are 1 and 0."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def fold(name: str) -> str:
    """A name as SQLite compares it: only ASCII letters lose their case."""
    return name.lower() if name.isascii() else "".join(c.lower() if c.isascii() else c for c in name)


def key_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The canonical form of an expression.

    Every word that may be a name stands as one, ``"name"``: where it is a keyword instead, a quoted name of
    that text would not be legal SQL in its place, so nothing that differs is merged.
    """
    words = [_canonical(token) for token in tokens]
    if has_needed_ones_only(words):
        return tuple(words)
    return with_needed_ones(words) or _without_obvious_parentheses(words)


@lru_cache(maxsize=4096)
def key_of_text(text: str) -> tuple[str, ...]:
    """The canonical form of an expression given as text; text that cannot be read is its own key."""
    try:
        return key_of(tokenize(text))
    except UnreadableSqlError:
        return (text,)


@lru_cache(maxsize=4096)
def key_of_statement(text: str) -> tuple[str, ...]:
    """The canonical form of a whole statement: every parenthesis stays, since ``SELECT (1)`` names its column so."""
    try:
        return tuple(map(_canonical, tokenize(text)))
    except UnreadableSqlError:
        return (text,)


def _canonical(token: Token) -> str:
    kind, value = token.kind, token.value
    if kind == "word":
        folded = fold(value)
        return folded if folded in RESERVED else quote(folded)
    if kind == "quoted":
        return quote(fold(value))
    if kind in {"number", "blob"}:
        return value.lower()
    return {"==": "=", "<>": "!="}.get(value, value)


_BEFORE_A_VALUE = frozenset(
    """( , = != < > <= >= + - * / % || & | << >> ~
    and or not between case when then else is escape "like" "glob" """.split(),
)


def _without_obvious_parentheses(words: list[str]) -> tuple[str, ...]:
    """Whole statements, and what else is no expression: without those around the whole and around a single value."""
    while words[:1] == ["("] and _closing(words, 0) == len(words) - 1:
        words = words[1:-1]
    kept: list[str] = []
    position = 0
    while position < len(words):
        around_one = (
            words[position] == "("
            and position + 2 < len(words)
            and words[position + 2] == ")"
            and words[position + 1] not in {"(", ")"}
            and (not kept or kept[-1] in _BEFORE_A_VALUE)
            # -9223372036854775808 is an integer, -(9223372036854775808) is not.
            and not (kept and kept[-1] == "-" and words[position + 1][0].isdigit())
        )
        if around_one:
            kept.append(words[position + 1])
            position += 3
        else:
            kept.append(words[position])
            position += 1
    return tuple(kept)


def _closing(words: Sequence[str], opening: int) -> int:
    depth = 0
    for position in range(opening, len(words)):
        depth += {"(": 1, ")": -1}.get(words[position], 0)
        if depth == 0:
            return position
    return -1

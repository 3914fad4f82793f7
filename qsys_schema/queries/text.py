"""SQL as tokens, for every database alike: enough to tell a parameter from what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal as Choice

from qsys_schema.model.lexicon import Lexicon
from qsys_schema.queries.trouble import BrokenQueryError, Trouble, shown

Kind = Choice["word", "name", "text", "number", "parameter", "mark"]

_LETTER = r"[^\W\d]"
_COMMON = rf"""
    (?P<space> \s+ | --[^\n]* )
  | (?P<comment> /\* )
  | (?P<name> "(?:[^"]|"")*+(?P<name_end>")? )
  | (?P<text> (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*+(?P<text_end>')? )
  | (?P<number> 0[xX][0-9a-fA-F]+ | (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)? )
  | (?P<parameter> :{_LETTER}\w* )
  | (?P<alien> :[0-9]+ )
  | (?P<word> {_LETTER}[\w$]* )
  | (?P<mark> ::|<=|>=|<>|!=|==|\|\||->>|->|. )
"""
_ESCAPE = r"(?P<escape> [eE]'(?:[^'\\]|''|\\.)*+(?P<escape_end>')? ) |"
_DOLLAR = re.compile(rf"\$(?P<tag>{_LETTER}\w*|)\$")
_COMMENT = re.compile(r"/\*|\*/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token and where it stands. Words are as written; ``upper`` compares them."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A word or mark as key words are compared; empty for what cannot be one."""
        return self.text.upper() if self.kind in {"word", "mark"} else ""


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    further = _ESCAPE if lexicon.escapes else ""
    if lexicon.backticks:
        further += r"(?P<tick> `(?:[^`]|``)*+(?P<tick_end>`)? ) |"
    if lexicon.brackets:
        further += r"(?P<bracket> \[[^\]]*+(?P<bracket_end>\])? ) |"
    further += r"(?P<dollar> \$[0-9]+ ) |" if lexicon.dollars else r"(?P<dollar> \?[0-9]* | [@$\#]\w+ ) |"
    return re.compile(further + _COMMON, re.VERBOSE | re.DOTALL)


_KINDS: dict[str, Kind] = {"number": "number", "parameter": "parameter", "word": "word"}
_QUOTES: dict[str, Choice["name", "text"]] = {
    "name": "name",
    "text": "text",
    "escape": "text",
    "tick": "name",
    "bracket": "name",
}


def tokenize(sql: str, lexicon: Lexicon) -> tuple[tuple[Token, ...], tuple[tuple[int, int], ...]]:
    """The tokens of a text, and the places of its comments. Raises BrokenQueryError for a quote that is not closed."""
    reader = _Reader(sql, lexicon)
    place = 0
    while place < len(sql):
        place = reader.read(place)
    return tuple(reader.tokens), tuple(reader.comments)


class _Reader:
    """Reads one token after the other."""

    def __init__(self, sql: str, lexicon: Lexicon) -> None:
        self.tokens: list[Token] = []
        self.comments: list[tuple[int, int]] = []
        self._sql = sql
        self._lexicon = lexicon
        self._pattern = _pattern(lexicon)
        # For each bracket that is open, whether it holds a list of values and no index.
        self._brackets: list[bool] = []

    def read(self, place: int) -> int:
        """Read what begins there; returns where it ends."""
        opened = _DOLLAR.match(self._sql, place) if self._lexicon.dollars else None
        if opened is not None:
            return self._add("text", place, _closed(self._sql, opened))
        match = self._pattern.match(self._sql, place)
        kind = match.lastgroup if match is not None else None
        if match is None or kind is None:  # pragma: no cover - the last alternative takes anything
            raise AssertionError(self._sql)
        if kind == "space":
            if self._sql.startswith("--", place):
                self.comments.append((place, match.end()))
            return match.end()
        if kind == "comment":
            end = _end_of_comment(self._sql, place, nested=self._lexicon.nested)
            self.comments.append((place, end))
            return end
        if kind in _QUOTES:
            if match.group(f"{kind}_end") is None:
                raise _trouble(f"the {_QUOTES[kind]} that begins here with {match.group()[:1]} is not closed", place)
            return self._add(_QUOTES[kind], place, match.end())
        if kind in {"parameter", "alien"} and self._brackets and not self._in_a_list():
            # The colon of a slice.
            return self._add("mark", place, place + 1)
        if kind in {"alien", "dollar"}:
            raise _trouble(f"a parameter is written :name, not {shown(match.group())}", place)
        if kind == "mark":
            self._mark(match.group(), place)
        return self._add(_KINDS.get(kind, "mark"), place, match.end())

    def _add(self, kind: Kind, start: int, end: int) -> int:
        self.tokens.append(Token(kind=kind, text=self._sql[start:end], start=start, end=end))
        return end

    def _mark(self, text: str, place: int) -> None:
        if text == "[":
            self._brackets.append(bool(self.tokens) and self.tokens[-1].upper == "ARRAY")
        elif text == "]" and self._brackets:
            self._brackets.pop()
        elif text == ":" and not self._brackets:
            raise _trouble("a colon that belongs to no parameter", place, hint="a parameter is written :name")
        elif text == "\0":
            raise _trouble("a NUL character, which no database can store", place)

    def _in_a_list(self) -> bool:
        """Whether a parameter can stand here inside brackets: as a member of ARRAY[...], not as the end of a slice."""
        return self._brackets[-1] and self.tokens[-1].text in {"[", ",", "(", "+", "-", "*", "/"}


def _closed(sql: str, opened: re.Match[str]) -> int:
    end = sql.find(opened.group(), opened.end())
    if end < 0:
        raise _trouble(f"the text that begins here with {opened.group()} is not closed", opened.start())
    return end + len(opened.group())


def _end_of_comment(sql: str, start: int, *, nested: bool) -> int:
    depth, place = 1, start + 2
    while depth:
        match = _COMMENT.search(sql, place)
        if match is None:
            raise _trouble("the comment that begins here is not closed", start)
        place = match.end()
        if match.group() == "*/":
            depth -= 1
        elif nested:
            depth += 1
    return place


def _trouble(text: str, offset: int, hint: str = "") -> BrokenQueryError:
    return BrokenQueryError([Trouble(text=text, hint=hint, offset=offset)])


def without_comments(sql: str, comments: tuple[tuple[int, int], ...]) -> str:
    """The text of the same length with spaces where comments were; hints (``/*+ ... */``) stay."""
    for start, end in comments:
        if not sql.startswith("/*+", start):
            sql = sql[:start] + re.sub(r"[^\n]", " ", sql[start:end]) + sql[end:]
    return sql

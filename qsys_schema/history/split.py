"""Splits a file into statements exactly as yoyo does, at a fraction of the time.

yoyo splits with sqlparse, which needs seconds for a large file. One regular expression takes whole statements that are
certain to end at their first semicolon; whatever else there is goes to sqlparse. Both agree because sqlparse's
splitter starts afresh behind each statement (``sqlparse/engine/statement_splitter.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Possessive throughout: what one branch has taken is never tried again in another way.
_TO_SEMICOLON = re.compile(
    r"""
    (?: [\w\s(),.<>=*:?!~]++
      | "[^"\\]*+"                    # no backslash in quotes: sqlparse takes it for an escape
      | '[^'\\]*+'
      | --[^\n]*+\n
      | -(?!-)
      | \|\|(?![-+/@\#%^&|])          # sqlparse reads a run of operators as one token, a comment behind it included
      | [+/%&|](?![-+/@\#%^&|*])
    )*+
    ;(?=[ \t]*(?:\n|\Z))
    """,
    re.VERBOSE | re.ASCII,
)
_QUOTED = re.compile(r"""--[^\n]*|"[^"]*"|'[^']*'""")
# The words that open a block in sqlparse's eyes, and the one that ends a batch.
_RISKY = re.compile(r"begin|declare|\bgo\b", re.IGNORECASE | re.ASCII)
_STRANGE_QUOTE = re.compile(r"with'", re.IGNORECASE)

_COMMENT_LINES = re.compile(r"(?:[^\S\n]*+(?:--[^\n]*+)?\n)*+(?:[^\S\n]*+--[^\n]*+\Z)?")
_DIRECTIVE = re.compile(r"^\s*--\s*(depends|transactional)\s*:\s*(.*)$")
_HEAD_LINE = re.compile(r"^(\s*|\s*--.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One statement, without the comment lines in front of it and its semicolon, and the line it begins on."""

    sql: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One file, read as yoyo reads it: directives of the header, and statements that are not empty."""

    directives: dict[str, str]
    pieces: tuple[Piece, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements alone."""
        return tuple(piece.sql for piece in self.pieces)


def split(text: str) -> tuple[str, ...]:
    """The statements of a file as ``sqlparse.split`` gives them, empty ones left out."""
    stripped = (raw.strip() for raw in _raw(text))
    return tuple(statement for statement in stripped if statement)


def bare(statement: str) -> str:
    """A statement without the comment lines in front of it and the semicolon behind it."""
    match = _COMMENT_LINES.match(statement)
    text = statement[match.end() :] if match else statement
    return text.strip().removesuffix(";").rstrip()


def read_script(text: str) -> Script:
    """Everything yoyo would make of a file, with lines. Line endings may be of any kind."""
    # Python opens text files so for yoyo: it never sees another line ending.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces: list[Piece] = []
    directives: dict[str, str] | None = None
    line = 1
    for raw in _raw(text):
        if directives is None and raw.strip():
            directives = _directives(raw.strip())
        sql = bare(raw)
        if sql:
            pieces.append(Piece(sql=sql, line=line + raw.count("\n", 0, raw.find(sql))))
        line += raw.count("\n")
    return Script(directives=directives or {}, pieces=tuple(pieces))


def is_directive(line: str) -> bool:
    """Whether yoyo would obey this line of a header."""
    return _DIRECTIVE.match(line) is not None


def _directives(statement: str) -> dict[str, str]:
    """As ``parse_metadata_from_sql_comments``: only in the comment and blank lines that begin the file."""
    found: dict[str, str] = {}
    for line in statement.split("\n"):
        match = _DIRECTIVE.match(line)
        if match:
            name, value = match.groups()
            found[name] = f"{found[name]} {value}" if name in found else value
        elif not _HEAD_LINE.match(line):
            break
    return found


def _raw(text: str) -> Iterator[str]:
    """The parts of the text that are a statement each; together they are the whole text."""
    position = 0
    if "\r" in text:
        # To sqlparse a carriage return ends a line, and with it a comment.
        yield from _by_sqlparse(text)
        return
    while position < len(text):
        end = _plain_end(text, position)
        if end:
            yield text[position:end]
            position = end
            continue
        for statement in _by_sqlparse(text[position:]):
            yield statement
            position += len(statement)
            # Behind a line's end nothing of what came before can reach over.
            if text.startswith("\n", position) and _plain_end(text, position):
                break
        else:
            position = len(text)


def _plain_end(text: str, position: int) -> int:
    """The end of the statement at this position if it is certain, else 0."""
    match = _TO_SEMICOLON.match(text, position)
    if match is None:
        return 0
    statement = match.group()
    rest = _QUOTED.sub(" ", statement)
    if _RISKY.search(rest) or _STRANGE_QUOTE.search(statement):
        return 0
    # Inside parentheses sqlparse does not split. END lowers its level, so it never keeps a statement together.
    return match.end() if rest.count("(") <= rest.count(")") else 0


def _by_sqlparse(text: str) -> Iterator[str]:
    from sqlparse.engine import FilterStack

    return map(str, FilterStack().run(text))  # type: ignore[no-untyped-call]  # sqlparse leaves its engine untyped

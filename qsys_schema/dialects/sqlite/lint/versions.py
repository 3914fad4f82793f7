"""What older versions of SQLite do not understand ("Release History" in its manual)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from qsys_schema.dialects.sqlite.tokens import Token, UnreadableSqlError, tokenize
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched

Version = tuple[int, int, int]

_FUNCTIONS: dict[str, Version] = {
    **dict.fromkeys("unixepoch format".split(), (3, 38, 0)),
    "unhex": (3, 41, 0),
    "timediff": (3, 43, 0),
    "octet_length": (3, 43, 0),
    **dict.fromkeys("concat concat_ws string_agg".split(), (3, 44, 0)),
    **dict.fromkeys(
        "jsonb jsonb_array jsonb_extract jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace jsonb_set "
        "jsonb_group_array jsonb_group_object".split(),
        (3, 45, 0),
    ),
    "json_pretty": (3, 46, 0),
    "json_error_position": (3, 42, 0),
    "iif": (3, 32, 0),
    "if": (3, 48, 0),
    **dict.fromkeys("unistr unistr_quote".split(), (3, 50, 0)),
    **dict.fromkeys(
        "acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow "
        "power radians sin sinh sqrt tan tanh trunc".split(),
        (3, 35, 0),
    ),
}

_PHRASES: dict[tuple[str, ...], Version] = {
    ("rename", "column"): (3, 25, 0),
    ("on", "conflict", "("): (3, 24, 0),
    ("nulls", "first"): (3, 30, 0),
    ("nulls", "last"): (3, 30, 0),
    ("generated", "always", "as"): (3, 31, 0),
    ("drop", "column"): (3, 35, 0),
    ("returning",): (3, 35, 0),
    ("as", "materialized", "("): (3, 35, 0),
    ("as", "not", "materialized", "("): (3, 35, 0),
    (")", "strict"): (3, 37, 0),
    (",", "strict"): (3, 37, 0),
    ("->",): (3, 38, 0),
    ("->>",): (3, 38, 0),
    ("right", "join"): (3, 39, 0),
    ("right", "outer", "join"): (3, 39, 0),
    ("full", "join"): (3, 39, 0),
    ("full", "outer", "join"): (3, 39, 0),
    ("is", "distinct", "from"): (3, 39, 0),
    ("is", "not", "distinct", "from"): (3, 39, 0),
}


def _newer(watched: Watched, *, version: Version) -> Iterator[Found]:
    shown = ".".join(map(str, version[:2]))
    for place, seen in enumerate(watched.steps):
        for words, since in _features(seen.sql):
            if since > version:
                needed = ".".join(map(str, since[:2]))
                text = f"{words} needs SQLite {needed}, and migrations are written for {shown}"
                yield Found(step=place, text=text)


@lru_cache(maxsize=256)
def _features(sql: str) -> Sequence[tuple[str, Version]]:
    """What in the statement came with which version; nothing where its tokens cannot be read."""
    try:
        tokens = tokenize(sql)
    except UnreadableSqlError:
        return ()
    found: dict[str, Version] = {}
    words = [token.value.lower() if token.kind in {"word", "mark"} else "" for token in tokens]
    for place, word in enumerate(words):
        if word in _FUNCTIONS and words[place + 1 : place + 2] == ["("] and _is_called(tokens, place):
            found[f"{word}()"] = _FUNCTIONS[word]
        for phrase, since in _PHRASES.items():
            if word == phrase[0] and tuple(words[place : place + len(phrase)]) == phrase and _fits(words, phrase):
                found[" ".join(one for one in phrase if one.isalpha() or len(phrase) == 1).upper()] = since
    return tuple(found.items())


def _is_called(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name before a parenthesis is that of a function: a table of that name may be made or filled."""
    before = tokens[place - 1].value.lower() if place else ""
    return before not in {
        "table",
        "into",
        "on",
        "references",
        "exists",
        "index",
        ".",
        "as",
        "with",
        ",",
        "recursive",
    } or (before == "," and place > 1 and tokens[0].value.lower() in {"select", "insert", "update", "delete"})


def _fits(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """STRICT is an option of a table only where one is made; a column may be called so."""
    if phrase[-1] == "strict":
        return words[0] == "create" and words[-1] in {"strict", "rowid"}
    return True


def newer_than(version: Version) -> Rule:
    """LT110, for migrations that are written for this version and all after it."""
    return Rule(
        code="LT110",
        title="needs a newer SQLite than configured",
        why="SQLite is whatever the machine has. What an old one does not know is a syntax error there, at best.",
        how="Raise minimum in the configuration, or write it otherwise.",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=partial(_newer, version=version),
        examples=(
            Example(
                dialect="sqlite",
                setup="CREATE TABLE jobs (id INTEGER PRIMARY KEY);",
                bad="CREATE TABLE kept (id INTEGER PRIMARY KEY) STRICT;",
                good="CREATE TABLE kept (id INTEGER PRIMARY KEY, strict TEXT);",
            ),
        ),
    )

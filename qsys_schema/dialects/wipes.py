"""Statements that delete or overwrite every row of a table, read from their words.

A word is a key word or a name in lower case, or a name in double quotes; parentheses stand by themselves. Each
parenthesis is looked at too: PostgreSQL deletes in a WITH.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.model.wipe import Wipe

_VERBS = frozenset({"delete", "update", "truncate", "insert", "replace", "select", "merge", "values"})
_BEFORE_A_VERB = frozenset({"with", "explain", "prepare"})
_MADE_NOT_RUN = frozenset("rule trigger function or procedure policy view event aggregate temp temporary".split())
_ALWAYS = (["true"], ["1"], ["1", "=", "1"], ["1", "==", "1"], ["not", "false"], ["not", "0"], ["'t'"])
_AFTER_WHERE = frozenset({"returning", "order", "limit"})
_BLOCKS = frozenset({";", "begin", "then", "else", "loop", "declare"})


def wipes(words: Sequence[str]) -> Iterator[Wipe]:
    """What the statement does to every row; what it makes and does not run does nothing."""
    if words[:1] == ["create"] and words[1:2] and words[1] in _MADE_NOT_RUN and "table" not in words[:4]:
        return
    for group in _groups(words):
        yield from _of(group)


def of_body(words: Sequence[str]) -> Iterator[Wipe]:
    """What the statements of a block of code do, each by itself."""
    piece: list[str] = []
    for word in (*words, ";"):
        if word in _BLOCKS:
            yield from wipes(piece)
            piece = []
        else:
            piece.append(word)


def written(words: Sequence[str]) -> Iterator[str]:
    """The tables and views that the statement writes to, as it names them."""
    for group in _groups(words):
        place = _verb(group)
        if place is not None and group[place] in {"delete", "update", "insert", "replace", "merge"}:
            yield _name(group, place + 1)


def _groups(words: Sequence[str]) -> Iterator[list[str]]:
    """The words outside of parentheses, and those of each parenthesis, which is one word in the one around it."""
    stack: list[list[str]] = [[]]
    for word in words:
        if word == "(":
            stack.append([])
        elif word == ")" and len(stack) > 1:
            inner = stack.pop()
            stack[-1].append(f"({' '.join(inner)})")
            yield inner
        else:
            stack[-1].append(word)
    yield from stack


def _verb(group: Sequence[str]) -> int | None:
    """Where the statement begins that this is; None where it is none."""
    if not group or group[0] not in _VERBS | _BEFORE_A_VERB:
        return None
    return next((place for place, word in enumerate(group) if word in _VERBS), None)


def _of(group: Sequence[str]) -> Iterator[Wipe]:
    place = _verb(group)
    if place is None:
        return
    verb = group[place]
    rest = list(group[place + 1 :])
    if verb == "truncate":
        names = [word for word in rest if word not in {"table", "only", "*"}]
        yield from (Wipe(table=name, how="delete") for name in _listed(names))
    elif verb == "delete" and not _is_choosing(rest):
        yield Wipe(table=_name(rest, 0), how="delete")
    elif verb == "update" and "set" in rest and not _is_choosing(rest):
        yield Wipe(table=_name(rest, 0), how="update", columns=tuple(_set(rest[rest.index("set") :])))
    elif (verb == "replace" or (verb == "insert" and rest[:2] == ["or", "replace"])) and "select" in rest:
        # Whatever it does not give is lost with the row that was there.
        yield Wipe(table=_name(rest, 0), how="update")


def _is_choosing(rest: Sequence[str]) -> bool:
    """Whether a condition, or a limit, says which rows."""
    if "limit" in rest:
        return True
    if "where" not in rest:
        return False
    condition = list(rest[rest.index("where") + 1 :])
    end = next((place for place, word in enumerate(condition) if word in _AFTER_WHERE), len(condition))
    condition = [word for word in condition[:end] if word != ";"]
    while len(condition) == 1 and condition[0].startswith("("):
        condition = condition[0][1:-1].split(" ")
    return condition not in _ALWAYS


def _name(rest: Sequence[str], start: int) -> str:
    """The name of the table, without its schema."""
    place = start
    while place < len(rest) and rest[place] in {"from", "into", "only", "or", "rollback", "abort", "fail", "ignore"} | {
        "replace"
    }:
        place += 1
    while rest[place + 1 : place + 2] == ["."]:
        place += 2
    return _plain(rest[place]) if place < len(rest) else ""


def _listed(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        if word in {"restart", "continue", "cascade", "restrict", ";"}:
            return
        if word not in {",", "."} and words[place + 1 : place + 2] != ["."]:
            yield _plain(word)


def _set(words: Sequence[str]) -> Iterator[str]:
    """The columns that are set, where each is named by itself."""
    pairs = zip(words, words[1:], words[2:], strict=False)
    names = [_plain(name) for before, name, sign in pairs if before in {"set", ","} and sign == "="]
    if not any(one.startswith("(") for one in names):
        yield from names


def _plain(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') and word.endswith('"') else word

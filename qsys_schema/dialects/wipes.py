"""Statements that delete or overwrite every row of a table, read from their words.

A word is a key word or a name in lower case, or a name in double quotes; parentheses stand by themselves. Each
parenthesis is looked at too: PostgreSQL deletes in a WITH.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from qsys_schema.dialects.always import Inside, Known, Rows, is_always_true, plain
from qsys_schema.model.schema import Schema
from qsys_schema.model.wipe import Wipe

_VERBS = frozenset({"delete", "update", "truncate", "insert", "replace", "select", "merge", "values"})
_BEFORE_A_VERB = frozenset({"with", "explain", "prepare"})
_MADE_NOT_RUN = frozenset("rule trigger function or procedure policy view event aggregate temp temporary".split())
_AFTER_WHERE = frozenset({"returning", "order", "limit", ";"})
_Named = Mapping[str, tuple[str, ...]]
_BLOCKS = frozenset({";", "begin", "then", "else", "loop", "declare"})


def wipes(words: Sequence[str], known: Known) -> Iterator[Wipe]:
    """What the statement does to every row; what it makes and does not run does nothing."""
    if words[:1] == ["create"] and words[1:2] and words[1] in _MADE_NOT_RUN and "table" not in words[:4]:
        return
    groups = list(_groups(words))
    named = _queries(groups)
    for group in groups:
        yield from _of(group, named, known)


def of_body(words: Sequence[str], known: Known) -> Iterator[Wipe]:
    """What the statements of a block of code do, each by itself."""
    piece: list[str] = []
    for word in (*words, ";"):
        if word in _BLOCKS:
            yield from wipes(piece, known)
            piece = []
        else:
            piece.append(word)


def written(words: Sequence[str]) -> Iterator[str]:
    """The tables and views that the statement writes to, as it names them."""
    for group in _groups(words):
        place = _verb(group)
        if place is not None and group[place] in {"delete", "update", "insert", "replace", "merge"}:
            yield _name(group, place + 1)


def names_of(schema: Schema) -> frozenset[str]:
    """The names of its tables, views and indexes."""
    names = [one.name for one in schema.tables] + [one.name for one in schema.views or ()]
    return frozenset(names).union(index.name for table in schema.tables for index in table.indexes)


def takes_away(words: Sequence[str], names: Collection[str], fold: Callable[[str], str] = str) -> bool:
    """Whether the statement drops or renames something of these tables and views; ``fold`` gives names as these are."""
    altered = words[:2] == ["alter", "table"] and not {"drop", "rename"}.isdisjoint(words)
    return (altered or words[:1] == ["drop"]) and any(fold(plain(word)) in names for word in words[1:])


def _groups(words: Sequence[str]) -> Iterator[list[str]]:
    """The words outside of parentheses, and those of each parenthesis, which is one word in the one around it."""
    stack: list[list[str]] = [[]]
    for word in words:
        if word == "(":
            stack.append([])
        elif word == ")" and len(stack) > 1:
            inner = stack.pop()
            stack[-1].append(Inside.of(inner))
            yield inner
        else:
            stack[-1].append(word)
    yield from stack


def _verb(group: Sequence[str]) -> int | None:
    """Where the statement begins that this is; None where it is none."""
    if not group or group[0] not in _VERBS | _BEFORE_A_VERB:
        return None
    return next((place for place, word in enumerate(group) if word in _VERBS), None)


def _of(group: Sequence[str], named: _Named, known: Known) -> Iterator[Wipe]:
    place = _verb(group)
    if place is None:
        return
    verb = group[place]
    rest = list(group[place + 1 :])
    if verb == "truncate":
        names = [word for word in rest if word not in {"table", "only", "*"}]
        yield from (Wipe(table=name, how="delete") for name in _listed(names))
    elif verb == "delete" and not _is_choosing(rest, named, known):
        yield Wipe(table=_name(rest, 0), how="delete")
    elif verb == "update" and "set" in rest and not _is_choosing(rest, named, known):
        yield Wipe(table=_name(rest, 0), how="update", columns=tuple(_set(rest[rest.index("set") :])))
    elif (verb == "replace" or (verb == "insert" and rest[:2] == ["or", "replace"])) and "select" in rest:
        # Whatever it does not give is lost with the row that was there.
        yield Wipe(table=_name(rest, 0), how="update")


def _is_choosing(rest: Sequence[str], named: _Named, known: Known) -> bool:
    """Whether a condition, or a limit, says which rows."""
    if "limit" in rest:
        return True
    if "where" not in rest:
        return False
    start = rest.index("where")
    condition = list(rest[start + 1 :])
    end = next((place for place, word in enumerate(condition) if word in _AFTER_WHERE), len(condition))
    return not is_always_true(condition[:end], _rows(rest[:start], named), known)


def _rows(words: Sequence[str], named: _Named) -> Rows:
    """Whose rows the condition is about; ``words`` are those between the verb and WHERE."""
    ends = [place for place, word in enumerate(words) if word in {"using", "set"}]
    place = _place(words, 0)
    after = list(words[place + 1 : min(ends, default=len(words))])
    joins = [number for number, word in enumerate(words) if word in {"using", "from"} and number > place]
    others = tuple(words[joins[0] + 1 :]) if joins else ()
    alias = after[-1] if after and after[-1] not in {"*", "indexed"} else ""
    return Rows(table=words[place] if place < len(words) else "", alias=alias, others=others, named=named)


def _queries(groups: Sequence[Sequence[str]]) -> _Named:
    """The queries that have a name by WITH; of two of one name nobody knows which is meant."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for place, word in enumerate(group) if group[:1] == ["with"] else ():
            if isinstance(word, Inside) and (name := _name_before(group[:place])):
                found[name] = () if name in found else word.words
    return found


def _name_before(words: Sequence[str]) -> str:
    """What the query behind these words is called; empty where it is none, or its columns are called otherwise."""
    left = [word for word in words if word not in {"not", "materialized", "recursive"}]
    return left[-2] if left[-1:] == ["as"] and len(left) > 1 and not isinstance(left[-2], Inside) else ""


def _name(rest: Sequence[str], start: int) -> str:
    """The name of the table, without its schema."""
    place = _place(rest, start)
    return plain(rest[place]) if place < len(rest) else ""


def _place(rest: Sequence[str], start: int) -> int:
    """Where the name of the table is."""
    place = start
    while place < len(rest) and rest[place] in {"from", "into", "only", "or", "rollback", "abort", "fail", "ignore"} | {
        "replace"
    }:
        place += 1
    while rest[place + 1 : place + 2] == ["."]:
        place += 2
    return place


def _listed(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        if word in {"restart", "continue", "cascade", "restrict", ";"}:
            return
        if word not in {",", "."} and words[place + 1 : place + 2] != ["."]:
            yield plain(word)


def _set(words: Sequence[str]) -> Iterator[str]:
    """The columns that are set, where each is named by itself."""
    pairs = zip(words, words[1:], words[2:], strict=False)
    names = [plain(name) for before, name, sign in pairs if before in {"set", ","} and sign == "="]
    if not any(isinstance(one, Inside) for one in names):
        yield from names

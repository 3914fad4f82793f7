"""A query's text cut into pieces: what stands as it is, where values go, and what is there only sometimes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qsys_schema.model.query import Among, Order, Piece, Query, Use, When, Words
from qsys_schema.queries.clauses import Clause, clauses
from qsys_schema.queries.text import Token
from qsys_schema.queries.trouble import BrokenQueryError, Trouble

ORDER_BY = "order_by"
"""The parameter that stands for the chosen order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where the text is cut: from one offset to another, and what stands there instead."""

    start: int
    end: int
    piece: Piece


def cut(
    query: Query, sql: str, tokens: Sequence[Token], *, stars: Mapping[int, str], comments: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """The pieces of a text that was found in order. ``stars`` are the lists of columns that stand for ``*``, by offset.

    ``comments`` are the places where the text is blank now. Raises BrokenQueryError for an optional parameter that is
    used where no condition can vanish.
    """
    cuts = [
        *_values(tokens),
        *(Cut(start=start, end=start + 1, piece=Words(text=text)) for start, text in stars.items()),
        *(_closed(sql, start, end) for start, end in comments if end <= len(sql) and not sql[start:end].strip()),
    ]
    cuts.sort(key=lambda one: one.start)
    pieces: list[Piece] = []
    place = 0
    for one in _optional(query, tokens):
        pieces.extend(_between(sql, cuts, place, one.start))
        if one.alone:
            # No condition is sure to stand behind the key word, so one that holds does.
            pieces.append(Words(text="TRUE "))
        inside: list[Piece] = [Words(text="AND ")] if one.alone else []
        inside += _between(sql, cuts, one.start, one.end)
        inside += [Words(text=" AND ")] if one.leads else []
        plain = tuple(piece for piece in _merged(inside) if not isinstance(piece, When | Order))
        pieces.append(When(names=one.names, pieces=plain))
        place = one.resume
    pieces.extend(_between(sql, cuts, place, len(sql)))
    return tuple(_merged(pieces))


def _closed(sql: str, start: int, end: int) -> Cut:
    """The gap that a comment has left, with the blanks before it."""
    while start and sql[start - 1] in " \t":
        start -= 1
    follows = sql[end : end + 1]
    return Cut(start=start, end=end, piece=Words(text="" if not follows or follows.isspace() else " "))


def _values(tokens: Sequence[Token]) -> Iterator[Cut]:
    for place, token in enumerate(tokens):
        if token.kind != "parameter":
            continue
        name = token.text[1:]
        before = tokens[place - 1].upper if place else ""
        if name == ORDER_BY:
            yield Cut(start=token.start, end=token.end, piece=Order())
        elif before == "IN":
            negated = place > 1 and tokens[place - 2].upper == "NOT"
            start = tokens[place - 2 if negated else place - 1].start
            yield Cut(start=start, end=token.end, piece=Among(name=name, negated=negated))
        else:
            yield Cut(start=token.start, end=token.end, piece=Use(name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vanishing:
    """A condition that may vanish, with an AND: from ``start`` to ``end``; the text goes on at ``resume``.

    ``leads``: the AND behind it goes with it, since a condition follows that is sure to stay. ``alone``: there is no
    AND before it, and none that is sure to stay.
    """

    start: int
    end: int
    resume: int
    names: tuple[str, ...]
    leads: bool = False
    alone: bool = False


def _optional(query: Query, tokens: Sequence[Token]) -> list[_Vanishing]:
    """The conditions that may vanish, in the order of the text."""
    if not query.optional:
        return []
    every = clauses(tokens)
    homes: dict[tuple[int, int], dict[str, None]] = {}
    for place, token in enumerate(tokens):
        if token.kind == "parameter" and token.text[1:] in query.optional:
            homes.setdefault(_home(every, tokens[place], place), {})[token.text[1:]] = None
    found: list[_Vanishing] = []
    for number, clause in enumerate(every):
        optional = {position: tuple(names) for (one, position), names in homes.items() if one == number}
        kept = [position for position in range(len(clause.conditions)) if position not in optional]
        for position, names in sorted(optional.items()):
            found.append(_vanishing(tokens, clause, position, names, last_kept=kept[-1] if kept else -1))
    return sorted(found, key=lambda one: one.start)


def _vanishing(
    tokens: Sequence[Token], clause: Clause, position: int, names: tuple[str, ...], *, last_kept: int
) -> _Vanishing:
    condition = clause.conditions[position]
    start, end = tokens[condition.first].start, tokens[condition.end - 1].end
    if position < last_kept:
        following = tokens[clause.conditions[position + 1].first].start
        return _Vanishing(start=start, end=end, resume=following, names=names, leads=True)
    if position == 0:
        return _Vanishing(start=start, end=end, resume=end, names=names, alone=True)
    return _Vanishing(start=tokens[condition.first - 1].start, end=end, resume=end, names=names)


def _home(every: Sequence[Clause], token: Token, place: int) -> tuple[int, int]:
    """The clause and the condition that an optional parameter makes vanish.

    That is the innermost; but what EXISTS asks is no question any more without it, so that goes as a whole.
    """
    around = [number for number, one in enumerate(every) if one.keyword < place < one.end]
    number = max(around, key=lambda one: every[one].keyword, default=None)
    while number is not None and every[number].exists >= 0:
        exists = every[number].exists
        outer = [one for one in around if every[one].keyword < exists < every[one].end]
        if not outer:
            break
        place, number = exists, max(outer, key=lambda one: every[one].keyword)
    if number is None:
        text = f"the optional parameter {token.text} is used where nothing can vanish"
        hint = "an optional parameter stands in a condition of a WHERE, HAVING or ON"
        raise BrokenQueryError([Trouble(text=text, hint=hint, offset=token.start)])
    clause = every[number]
    if clause.alternatives:
        text = f"the condition with the optional parameter {token.text} stands beside an OR"
        hint = "put what belongs together in parentheses: only a condition between ANDs can vanish"
        raise BrokenQueryError([Trouble(text=text, hint=hint, offset=token.start)])
    conditions = enumerate(clause.conditions)
    return number, next(position for position, one in conditions if one.first <= place < one.end)


def _between(sql: str, cuts: Sequence[Cut], start: int, end: int) -> Iterator[Piece]:
    for one in cuts:
        if one.start < start or one.end > end:
            continue
        if sql[start : one.start]:
            yield Words(text=sql[start : one.start])
        yield one.piece
        start = one.end
    if sql[start:end]:
        yield Words(text=sql[start:end])


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with neighbouring words in one, and nothing at either end of the whole."""
    text = ""
    for piece in pieces:
        if isinstance(piece, Words):
            text += piece.text
            continue
        if text:
            yield Words(text=text)
        text = ""
        yield piece
    if text:
        yield Words(text=text)

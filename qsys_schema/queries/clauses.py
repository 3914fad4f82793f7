"""The conditions of WHERE, HAVING and ON, found by tokens: what is between their ANDs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qsys_schema.queries.text import Token

_BEGIN = frozenset({"WHERE", "HAVING", "ON"})
_END = frozenset(
    """GROUP HAVING WINDOW ORDER LIMIT OFFSET FETCH FOR UNION INTERSECT EXCEPT RETURNING WHERE ON DO JOIN LEFT RIGHT
    FULL INNER CROSS NATURAL ;""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition: the first of its tokens, and the first behind it."""

    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One WHERE, HAVING or ON. ``keyword`` is its token; ``alternatives`` are the ORs beside its conditions.

    ``exists`` is the EXISTS (or its NOT) whose subquery it belongs to, as a token; -1 where it does not.
    """

    keyword: int
    end: int
    conditions: tuple[Condition, ...]
    alternatives: tuple[int, ...]
    exists: int


def clauses(tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """Every clause of conditions, in the order of the text."""
    found: list[Clause] = []
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text == "(":
            opened.append(place)
        elif token.text == ")" and opened:
            opened.pop()
        elif token.upper in _BEGIN and _begins(tokens, place):
            found.append(_clause(tokens, place, _exists(tokens, opened)))
    return tuple(found)


def _begins(tokens: Sequence[Token], place: int) -> bool:
    """Whether conditions follow: ``ON CONFLICT``, ``DISTINCT ON`` and a column of that name are something else."""
    token, after = tokens[place], tokens[place + 1].upper if place + 1 < len(tokens) else ""
    before = tokens[place - 1].upper if place else ""
    if token.upper == "ON" and (after == "CONFLICT" or before == "DISTINCT"):
        return False
    return before != "."


def _exists(tokens: Sequence[Token], opened: Sequence[int]) -> int:
    if not opened or not opened[-1] or tokens[opened[-1] - 1].upper != "EXISTS":
        return -1
    return opened[-1] - 1


def _clause(tokens: Sequence[Token], keyword: int, exists: int) -> Clause:
    conditions: list[Condition] = []
    alternatives: list[int] = []
    first, depth, cases, betweens = keyword + 1, 0, 0, 0
    place = first
    while place < len(tokens):
        word = tokens[place].upper
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0:
            if word == "CASE":
                cases += 1
            elif word == "END":
                cases -= 1
            elif cases == 0:
                if word in _END and not _is_part(tokens, place):
                    break
                if word == "," and tokens[keyword].upper == "ON":
                    break
                if word == "BETWEEN":
                    betweens += 1
                elif word == "AND" and betweens:
                    betweens -= 1
                elif word == "AND":
                    conditions.append(Condition(first=first, end=place))
                    first = place + 1
                elif word == "OR":
                    alternatives.append(place)
        place += 1
    conditions.append(Condition(first=first, end=place))
    return Clause(
        keyword=keyword, end=place, conditions=tuple(conditions), alternatives=tuple(alternatives), exists=exists
    )


def _is_part(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word is part of a condition after all: ``left(name, 2)``, ``a IS DISTINCT FROM b``."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    before = tokens[place - 1].text if place else ""
    return (tokens[place].upper in {"LEFT", "RIGHT"} and after == "(") or before == "."

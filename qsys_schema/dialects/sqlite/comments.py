"""The comments inside a CREATE TABLE text, and whose they are: people document their tables there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qsys_schema.dialects.sqlite.tokens import Token, UnreadableSqlError, fold, tokenize

_COMMENT = re.compile(r"--([^\n]*)|/\*(.*?)(?:\*/|\Z)", re.DOTALL)


def comments_of(sql: str, columns: Sequence[str]) -> tuple[str, dict[str, str]]:
    """What the text says of the table, and of its columns by name, each as one line.

    A comment on the line on which a column ends is that column's, and so is one on lines of its own before it; one in
    front of all columns, on the line of the parenthesis, is the table's.
    """
    if "--" not in sql and "/*" not in sql:
        return "", {}
    try:
        tokens = tokenize(sql)
    except UnreadableSqlError:
        return "", {}
    opening = next((place for place, token in enumerate(tokens) if token.value == "(" and token.kind == "mark"), None)
    if opening is None:
        return "", {}
    members = list(_members(tokens[opening + 1 :]))
    behind, newline, _ = sql[tokens[opening].end : members[0][0].start].partition("\n") if members else ("", "", "")
    head = _said(sql[: tokens[opening].start] + (behind if newline else ""))
    found: dict[str, list[str]] = {}
    known = {fold(name): name for name in columns}
    for place, member in enumerate(members):
        name = known.get(fold(member[0].value))
        if name is None:
            continue
        before = members[place - 1][-1].end if place else tokens[opening].end
        after = members[place + 1][0].start if place + 1 < len(members) else len(sql)
        own = _own_lines(sql[before : member[0].start], first=place == 0)
        # Between tokens only: what looks like a comment inside a string is none.
        inside = "\n".join(sql[one.end : other.start] for one, other in pairwise(member))
        found.setdefault(name, []).extend(
            filter(None, (own, _said(inside), _rest_of_line(sql[member[-1].end : after])))
        )
    return head, {name: " ".join(words) for name, words in found.items() if words}


def _members(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The columns and constraints between the outer parentheses, each as its tokens."""
    member: list[Token] = []
    depth = 0
    for token in tokens:
        mark = token.value if token.kind == "mark" else ""
        if depth == 0 and mark in {",", ")"}:
            if member:
                yield member
            member = []
            if mark == ")":
                return
            continue
        depth += {"(": 1, ")": -1}.get(mark, 0)
        member.append(token)


def _own_lines(gap: str, *, first: bool) -> str:
    """What stands on lines of its own in front of a column."""
    head, newline, lines = gap.partition("\n")
    return _said(lines) if newline else _said(head) if first else ""


def _rest_of_line(gap: str) -> str:
    return _said(gap.partition("\n")[0])


def _said(text: str) -> str:
    """The comments of a text as one line; a line of dashes says nothing."""
    lines = [" ".join((line[1] or line[2] or "").strip("-*=# \t").split()) for line in _COMMENT.finditer(text)]
    return " ".join(filter(None, lines))

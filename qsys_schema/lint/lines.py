"""The comment lines of a migration file that stand outside its statements: no string can look like one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def comment_lines(text: str, starts: Sequence[int], statements: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Number and text of each line that no statement stands on, counted from 1; ``starts`` are those they begin on."""
    taken: set[int] = set()
    for start, statement in zip(starts, statements, strict=True):
        taken.update(range(start, start + statement.count("\n") + 1))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if number not in taken)

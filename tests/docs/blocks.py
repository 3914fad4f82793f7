"""The code blocks of a Markdown page, each with what the hidden comments in front of it say.

A hidden comment is ``<!-- key: value -->`` on a line of its own. What a reader sees is the page without them:

==================================  =====================================================================
``project: NAME``                   a new scratch folder begins here: ``empty``, ``queue``; ``on postgres`` after it
``run: COMMAND``                    runs, and must end with 0; nobody sees it
``file: PATH``                      the next block is written there
``append: PATH``                    the next block is written behind what is there
``insert: PATH after TEXT``         the next block is written behind the first line that holds the text
``shows: PATH``                     the next block is what that file holds
``python: run``                     the next block runs in the folder; otherwise it must compile
``skip: REASON``                    the next block is for reading, and is only looked at
==================================  =====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMMENT = re.compile(r"<!-- *(project|run|file|append|insert|shows|python|skip): *(.*?) *-->")
_FENCE = re.compile(r"( *)```(\w*)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One hidden comment. ``line`` counts from 1."""

    line: int
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block. ``line`` is that of its first line of text, counted from 1; ``said`` what stands before it."""

    line: int
    language: str
    text: str
    indent: int = 0
    said: tuple[Comment, ...] = ()

    def asked(self, key: str) -> str:
        """What the comment of that key says; empty where there is none."""
        return next((one.value for one in self.said if one.key == key), "")


def parts(page: Path) -> Iterator[Comment | Block]:
    """Comments that stand alone, and blocks with their own, in the order of the page."""
    said: list[Comment] = []
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), start=1))
    for number, line in lines:
        comment, fence = _COMMENT.fullmatch(line.strip()), _FENCE.match(line)
        if comment is not None:
            one = Comment(line=number, key=comment[1], value=comment[2])
            if comment[1] in {"project", "run"}:
                yield one
            else:
                said.append(one)
        elif fence is not None:
            indent = len(fence[1])
            text = []
            for _, inner in lines:
                if inner.strip() == "```":
                    break
                text.append(inner[indent:])
            yield Block(
                line=number + 1,
                language=fence[2],
                text="".join(f"{one}\n" for one in text),
                indent=indent,
                said=tuple(said),
            )
            said = []
        elif line.strip() and said:
            raise ValueError(f"{page.name}:{said[0].line}: there is no block behind this comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a session with what is shown of it. ``line`` is its own, ``end`` the one after what is shown."""

    line: int
    end: int
    command: str
    shown: str


def steps(block: Block) -> list[Step]:
    """The commands of a ``console`` block: ``$ `` begins one, ``> `` continues it, all else is what it prints."""
    found: list[Step] = []
    command, shown, begun = "", list[str](), 0
    lines = block.text.splitlines()
    for number, line in enumerate([*lines, "$ "], start=block.line):
        if line.startswith("$ "):
            if command:
                found.append(Step(line=begun, end=number, command=command, shown="".join(f"{one}\n" for one in shown)))
            command, shown, begun = line[2:], [], number
        elif line.startswith("> ") and not shown:
            command += f"\n{line[2:]}"
        else:
            shown.append(line)
    return found


def matches(shown: str, actual: str) -> bool:
    """Whether that is what came: ``...`` alone on a line stands for any lines, within a line for any text."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() in {"...", "\u2026"}:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(piece) for piece in re.split(r"\.\.\.|\u2026", line)) + r" *\n"
    return re.fullmatch(pattern, actual if not actual or actual.endswith("\n") else f"{actual}\n") is not None

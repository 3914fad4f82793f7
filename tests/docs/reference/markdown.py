"""What the pages of the reference share: tables, code, and the line that says who has written them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

HEAD = "<!-- Written by `make reference` from the code. Change the code, not this page. -->\n"

Json = dict[str, object]


def page(title: str, *parts: str) -> str:
    """A whole page."""
    return "\n".join((HEAD, f"# {title}", "", *(part.rstrip("\n") + "\n" for part in parts if part.strip())))


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what is in its cells is Markdown already."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(' '.join(cell.split()) for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    """A text as code within a line, also where it holds the marks of code, of tables, or of a hidden comment."""
    fence = "`" * (2 if "`" in text else 1)
    room = " " if "`" in text else ""
    return f"{fence}{room}{text}{room}{fence}".replace("|", "\\|")


def plain(text: str) -> str:
    """A text of the code as text of a page: nothing in it is a mark of Markdown, of a table, or of HTML.

    What stands in a docstring between two back-ticks is code.
    """
    pieces = text.split("``")
    return "".join(code(piece) if number % 2 else _escaped(piece) for number, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    # An underscore within a word marks nothing.
    return re.sub(r"[\\*`<|\[]|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)


def block(language: str, text: str) -> str:
    """A fenced block, whatever is in it."""
    return f"```{language}\n{text.rstrip()}\n```\n"


def value(given: object) -> str:
    """A value as it is written in YAML, in one line."""
    return code(given if isinstance(given, str) else json.dumps(given, ensure_ascii=False))


def anchor(title: str) -> str:
    """What a title is called in links, as code hosts call it."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return f"#{kept.replace(' ', '-')}"

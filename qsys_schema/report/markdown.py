"""Text put into Markdown as GitHub and GitLab read it: nothing of it is obeyed, and nobody is called by it.

Beyond CommonMark these sites act on plain text once it is rendered: ``@name`` sends a mail, ``#12`` links to an issue,
``:100:`` becomes a picture, dollars make mathematics. A backslash does not stop that. An invisible space does, written
as ``&#8203;`` so that it is seen in the source; in code none of it happens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_UNUSUAL = re.compile(r"[^ -~]")
_BREAK = "&#8203;"

_MARKS = re.compile(r"[\\`*#\[\]~]|(?<![^\W_])_|_(?![^\W_])")
"""What CommonMark obeys inside a line; an underscore within a word is nothing."""

_ACTED_ON = re.compile(
    r"[@#](?=[\w-])|:(?=[\w+-]+:)|\bGH-(?=\d)|(?:\b(?:https?|ftp|mailto|xmpp):|\bwww\.)", re.IGNORECASE
)
_LINE_START = re.compile(r"^(?:([+=-]|:(?=:))|(\d{1,9})([.)]))")
_OBEYED = re.compile(r"^::|##(?:vso)?\[")
"""What GitHub or Azure does, where it is printed in a job."""
_DOLLAR = "<span>$</span>"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": _DOLLAR})
_TICKS = re.compile(r"`+")


def escaped(text: str) -> str:
    """The text as running text, on one line; also right in a cell of a table and at the start of a line."""
    found = _ACTED_ON.sub(lambda match: f"{match.group()}\0", _visible(" ".join(text.split())))
    found = _MARKS.sub(r"\\\g<0>", found).translate(_ENTITIES)
    return _LINE_START.sub(_at_the_start, found).replace("\0", _BREAK)


def _at_the_start(match: re.Match[str]) -> str:
    sign, number, behind = match.groups()
    return f"\\{sign}" if sign else f"{number}\\{behind}"


def code(text: str) -> str:
    """The text as code within a line, also right in a cell of a table; spaces and line ends in it are shown."""
    shown = _visible(text)
    if "|" in shown or not shown.strip() or _OBEYED.search(shown):
        # A pipe parts the cells of a table, in code too; an entity does not. Nor does the runner of a job obey one.
        entities = "".join(one if one.isalnum() or one == " " else f"&#{ord(one)};" for one in shown or '""')
        return f"<code>{entities}</code>"
    ticks = "`" * (_longest_run(shown) + 1)
    space = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{space}{shown}{space}{ticks}"


def prose(text: str) -> str:
    """A message as running text, in which a pair of backticks means code, as messages here have it."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    # A space at the edge of a part is between it and the code, and must not go.
    shown = [code(part) if at % 2 else _with_edges(part) for at, part in enumerate(parts) if part]
    return "".join(shown)


def _with_edges(part: str) -> str:
    before, behind = (" " if edge and edge.isspace() else "" for edge in (part[:1], part[-1:]))
    return f"{before}{escaped(part)}{behind}" if part.strip() else " "


def cell(markdown: str) -> str:
    """Markdown that stands already escaped, as the cell of a table: on one line, and no other cell."""
    return " ".join(markdown.split()).replace("|", "&#124;")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def fenced(text: str, language: str = "") -> str:
    """The text as a block of code. The fence is longer than any run of its kind inside, so that nothing ends it."""
    fence = "`" * max(3, _longest_run(text) + 1)
    inside = "\n".join(_visible(line, kept="\t") for line in text.rstrip("\n").split("\n"))
    return f"{fence}{language}\n{inside}\n{fence}"


def folded(title: str, markdown: str, *, is_open: bool = False) -> str:
    """Markdown under a plain title that a click unfolds."""
    start = "<details open>" if is_open else "<details>"
    return f"{start}\n<summary>{in_html(title)}</summary>\n\n{markdown}\n\n</details>"


def in_html(text: str) -> str:
    """The text inside an element of HTML on one line, where Markdown is not read."""
    found = _ACTED_ON.sub(lambda match: f"{match.group()}\0", _visible(" ".join(text.split())))
    # The site may read it as Markdown after all.
    spelled = (one if one.isalnum() or one in " \0.,;/-()=" else f"&#{ord(one)};" for one in found)
    return "".join(spelled).replace("&#36;", _DOLLAR).replace("\0", _BREAK)


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _visible(text: str, *, kept: str = "") -> str:
    """The text with characters spelled out that nobody sees: line ends, controls, marks that turn its direction."""
    if not _UNUSUAL.search(text):
        return text
    return "".join(one if one in kept or not _is_invisible(one) else _spelled(one) for one in text)


def _is_invisible(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) in _INVISIBLE


def _spelled(character: str) -> str:
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004 - what four digits can say

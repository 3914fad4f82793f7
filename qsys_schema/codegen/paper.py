"""Source text of Python, as a formatter would leave it, whatever its line length is from 88 on.

A line is either within 88 characters, or it is a list that stays one per line because of its last comma.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 88
INDENT = "    "

_BLANK_AT_END = re.compile(r" $", re.MULTILINE)
_DIGITS = re.compile(r"([0-9]+)")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    return ascii(character)[1:-1]


def _printable(text: str, kept: str = "") -> str:
    """The text with everything escaped that is not a visible character or a blank; those of ``kept`` stay."""
    return "".join(one if one in kept or (one.isprintable() and one != "\\") else _escaped(one) for one in text)


def string(text: str) -> str:
    """The text as a literal on one line."""
    inside = _printable(text)
    if '"' in inside and inside.count('"') > inside.count("'"):
        return "'" + inside.replace("'", "\\'") + "'"
    return '"' + inside.replace('"', '\\"') + '"'


def block(text: str, *, after: str = "") -> str:
    """The text, which may have many lines, as a literal in three quotes that ends with a line break.

    It begins with one too, or with the text of the constant named ``after``.
    """
    inside = _printable(text.strip("\n").rstrip(" \n"), kept="\n").replace('"""', '\\"\\"\\"')
    # Blanks at the end of other lines may belong to a text within the SQL: they stay, where no editor loses them.
    inside = _BLANK_AT_END.sub(r"\\x20", inside)
    if not after:
        return f'"""\n{inside}\n"""'
    return f'f"""{{{after}}}{inside.replace("{", "{{").replace("}", "}}")}\n"""'


def sql_list(before: str, items: Sequence[str], after: str = "") -> str:
    """A list within SQL, on as many lines as it takes."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= WIDTH:
        return line
    lines, room = [""], WIDTH - len(INDENT)
    for place, item in enumerate(items):
        text = item if place == len(items) - 1 else f"{item},"
        if lines[-1] and len(lines[-1]) + 1 + len(text) > room:
            lines.append("")
        lines[-1] += f" {text}" if lines[-1] else text
    return "\n".join([before.rstrip(), *(INDENT + one for one in lines), *([after.strip()] if after.strip() else [])])


_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")


def said(text: str) -> str:
    """The words of a text on one line; empty where there is nothing to be seen."""
    return _BLANKS.sub(" ", text).strip()


def docstring(text: str, *more: str, indent: str = "") -> list[str]:
    """The lines of a docstring: a first sentence, and paragraphs after it."""
    paragraphs = [said(one) for one in (text, *more)]
    safe = [_printable(one).replace('"""', '\\"\\"\\"') for one in paragraphs if one]
    if not safe:
        return []
    room = WIDTH - len(indent)
    if len(safe) == 1 and len(safe[0]) + 6 <= room:
        return [f'{indent}"""{_guarded(safe[0])}"""']
    first, *rest = safe
    # Narrower than it could be: a text of one line is then short enough for the quotes on both sides.
    lines = _filled(first, room - 6)
    found = [f'{indent}"""{lines[0]}', *(indent + line for line in lines[1:])]
    for one in rest:
        found += ["", *(indent + line for line in _filled(one, room))]
    return [*found, f'{indent}"""']


def _guarded(text: str) -> str:
    """The text so that a quote at its end does not end the docstring early."""
    if not text.endswith('"'):
        return text
    before = text[:-1]
    # It may be one of three that are escaped already; a backslash of the text itself is two here.
    escaped = (len(before) - len(before.rstrip("\\"))) % 2
    return text if escaped else before + '\\"'


def _filled(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def listed(before: str, items: Sequence[str], after: str, *, indent: str = "", margin: int = 0) -> list[str]:
    """``before`` + items + ``after`` on one line if it is short enough, else one item per line.

    ``margin`` is by how much the lines are going to be indented yet.
    """
    line = f"{indent}{before}{', '.join(items)}{after}"
    if not items or (len(line) + margin <= WIDTH and "\n" not in line):
        return [line]
    # A tuple of one has a comma on one line; here every item has one.
    closing = after.removeprefix(",")
    return [f"{indent}{before}", *(f"{indent}{INDENT}{item}," for item in items), f"{indent}{closing}"]


def imports(stdlib: Iterable[str], named: Mapping[str, Iterable[str]]) -> list[str]:
    """The lines that import whole modules, and then names from modules, in the order of a formatter.

    Modules of other packages come before those of the same one (``..`` before ``.``), groups parted by a blank line.
    """
    first = ["from __future__ import annotations"]
    plain = [f"import {one}" for one in sorted(stdlib)]
    chosen = {source: sorted(set(names), key=_kind_and_name) for source, names in named.items() if set(names)}
    near = sorted((one for one in chosen if one.startswith(".")), key=lambda one: (-_dots(one), _natural(one)))
    far = sorted(one for one in chosen if not one.startswith("."))

    def lines(sources: Sequence[str]) -> list[str]:
        found: list[str] = []
        for source in sources:
            line = f"from {source} import {', '.join(chosen[source])}"
            if len(line) <= WIDTH:
                found.append(line)
            else:
                found += listed(f"from {source} import (", chosen[source], ")")
        return found

    groups = [first, [*plain, *lines(far)], lines(near)]
    return "\n\n".join("\n".join(group) for group in groups if group).split("\n")


def _dots(source: str) -> int:
    return len(source) - len(source.lstrip("."))


def _natural(name: str) -> tuple[list[str | int], str]:
    """Whatever the case of letters, and numbers by what they count: ``a2`` before ``A10``."""
    parts = _DIGITS.split(name.lstrip("."))
    return [int(part) if part.isdigit() else part.lower() for part in parts], name


def _kind_and_name(name: str) -> tuple[int, tuple[list[str | int], str]]:
    """Constants, then classes, then functions."""
    if name.isupper() and len(name) > 1:
        return (0, _natural(name))
    return (1 if name[:1].isupper() else 2, _natural(name))

"""The comment block that a reviewer reads first: writes it, and reads back what machines need of it.

Descriptions and names come from people. They are escaped so that no line leaves its comment, and none becomes a
directive that yoyo would obey.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from qsys_schema.history.split import is_directive
from qsys_schema.model.fingerprint import ALGORITHM
from qsys_schema.model.migration import Draft

_WIDTH = 117
"""Characters of text behind ``-- ``, so that lines end where the house's lines end."""

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_FINGERPRINTS = re.compile(r"^-- Schema before ([0-9a-f]{16})(?:, after ([0-9a-f]{16}))?\.[ \r]*$", re.MULTILINE)


_OURS = re.compile(r"^-- (rows|replaces): *(.*\S)\s*$", re.MULTILINE)
_ALLOWS = re.compile(r"\s*--\s*qsys:allow\b", re.IGNORECASE)


def printable(text: str) -> str:
    """The text on one line: line ends, control characters and marks that reorder text are spelled out."""
    return text if text.isprintable() else "".join(_spelled(character) for character in text)


def _spelled(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    short = {"\n": "\\n", "\r": "\\r", "\t": " "}.get(character)
    return short or (f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}")  # noqa: PLR2004


def comment(text: str, indent: str = "") -> Iterator[str]:
    """The text as comment lines, wrapped; never a directive of yoyo's, never a fingerprint or an acknowledgement."""
    lines = textwrap.wrap(
        printable(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines or [""]:
        written = f"-- {line}".rstrip()
        # A backslash in front keeps the words readable, and yoyo or us from obeying them.
        obeyed = is_directive(written) or any(one.match(written) for one in (_FINGERPRINTS, _OURS, _ALLOWS))
        yield f"-- {indent}\\{line.strip()}" if obeyed else written


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title and its lines, each set in; "none" where there are none."""
    yield f"-- {title}:"
    for line in tuple(lines) or ("none",):
        yield from comment(line, "  ")


def forward_header(draft: Draft) -> str:
    """The header of the migration: what it does, what may go wrong, what it locks, how it was proven."""
    lines = [
        *comment(draft.id),
        *_each(draft.summary),
        "--",
        *section("Changes", draft.changes),
        *section("Risks", draft.risks),
        *section("Rolling back", draft.rollback_risks),
        *section("Locks", draft.locks),
        *section("Proof", draft.proof),
        "--",
        *comment(f"Written by qsys-schema for {draft.target}."),
        *_machine_lines(draft),
    ]
    return "\n".join(lines) + "\n"


def rollback_header(draft: Draft) -> str:
    """The header of the rollback: what it takes back, and what it cannot bring back."""
    lines = [
        *comment(f"Takes back {draft.id}"),
        *_each(draft.summary),
        "--",
        *section("Changes taken back", draft.changes),
        *section("Lost by the migration, and not brought back", _losses(draft.risks)),
        *section("Risks", draft.rollback_risks),
        "--",
        "-- Tables and columns come back as they were, and so do rows and values of which nothing is said above.",
        *comment(f"Written by qsys-schema for {draft.target}."),
    ]
    return "\n".join(lines) + "\n"


def _losses(risks: Sequence[str]) -> tuple[str, ...]:
    """The lines of risks whose kind, the word behind the code, is a loss."""
    return tuple(line for line in risks if line.split()[1:2] == ["loses-data"])


def _each(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from comment(line)


def _machine_lines(draft: Draft) -> Iterator[str]:
    """What machines read: fingerprints are ours, the directives yoyo's."""
    yield from draft.allowed
    if draft.before:
        yield fingerprints_line(draft.before, draft.after)
    for line in textwrap.wrap(" ".join(draft.replaces), _WIDTH - 10, break_long_words=False, break_on_hyphens=False):
        yield f"-- replaces: {line}"
    for name, value in directives_of(draft).items():
        yield f"-- {name}: {value}"


def fingerprints_line(before: str, after: str) -> str:
    """The line that names the schema before and after; only the one before where nobody knows the other yet."""
    return f"-- Schema before {before}, after {after}." if after else f"-- Schema before {before}."


def is_fingerprints(line: str) -> bool:
    """Whether this line of a header names the schema before and after."""
    return _FINGERPRINTS.match(line) is not None


def directives_of(draft: Draft) -> dict[str, str]:
    """What yoyo has to know of the migration."""
    directives = {} if draft.transactional else {"transactional": "false"}
    return directives | ({"depends": " ".join(draft.depends)} if draft.depends else {})


def read_fingerprints(text: str) -> tuple[str, str]:
    """The fingerprints before and after that a header names; two empty texts where it names none.

    The last such line of the header counts: what people wrote stands above what the machine wrote. Fingerprints that
    another version of the tool made in another way cannot be compared, so they are as good as none.
    """
    head = text[: end_of_header(text)]
    found = _FINGERPRINTS.findall(head)
    before, after = (str(found[-1][0]), str(found[-1][1])) if found else ("", "")
    known = before.startswith(ALGORITHM) and (not after or after.startswith(ALGORITHM))
    return (before, after) if known else ("", "")


def read_section(text: str, title: str) -> tuple[str, ...]:
    """The lines under a title of a header that the tool wrote, as they stand there: a long one may be several.

    Nothing where it has no such section, or says "none" there.
    """
    lines = text[: end_of_header(text)].splitlines()
    if f"-- {title}:" not in lines:
        return ()
    found: list[str] = []
    for line in lines[lines.index(f"-- {title}:") + 1 :]:
        if not line.startswith("--   "):
            break
        found.append(line[5:].strip())
    return () if found == ["none"] else tuple(found)


def read_allowed(text: str, starts: Sequence[int], statements: Sequence[str]) -> tuple[str, ...]:
    """The lines by which findings are acknowledged, wherever they stand outside of the statements.

    ``starts`` are the lines that these begin on, counted from 1.
    """
    taken = {start + more for start, one in zip(starts, statements, strict=True) for more in range(one.count("\n") + 1)}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(
        line.strip() for number, line in enumerate(lines, start=1) if number not in taken and _ALLOWS.match(line)
    )


def read_rows(text: str) -> tuple[str, ...]:
    """The tables whose rows a migration means to change, as a line of its header names them, apart by commas."""
    return tuple(name.strip() for value in _ours(text, "rows") for name in value.split(",") if name.strip())


def read_replaces(text: str) -> tuple[str, ...]:
    """The ids of the migrations that this one stands for, as a line of its header names them."""
    return tuple(name for value in _ours(text, "replaces") for name in value.split())


def _ours(text: str, name: str) -> Iterator[str]:
    for match in _OURS.finditer(text[: end_of_header(text)]):
        if match.group(1) == name:
            yield match.group(2)


def end_of_header(text: str) -> int:
    """Where the comments and blank lines end that begin a file."""
    position = 0
    while position < len(text):
        end = text.find("\n", position) + 1 or len(text)
        line = text[position:end].strip()
        if line and not line.startswith("--"):
            return position
        position = end
    return position

"""``qsys.sum``: one sorted line per file with its checksum, in the form of ``sha256sum``.

No line depends on another, so that git merges two branches that each add a file. Line ends are counted as LF: git may
change them on the way to another machine, and yoyo reads both alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

NAME = "qsys.sum"

_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_LINE = re.compile(r"^([0-9a-f]{64}) [ *](\S.*)$")


def checksum(content: bytes) -> str:
    """SHA-256 of a file as 64 hexadecimal digits, line ends as LF."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def checksum_of_both(forward: bytes, rollback: bytes) -> str:
    """One checksum for a migration and its rollback."""
    return hashlib.sha256(f"{checksum(forward)} {checksum(rollback)}".encode()).hexdigest()


def read_sums(folder: Path, *, merged: bool = False) -> tuple[dict[str, str], tuple[str, ...]]:
    """The checksum of each file that the folder's ``qsys.sum`` lists, and what is wrong with the list itself.

    Where ``merged`` is true, the marks of an unresolved merge are passed over, and the lines of both sides count.
    """
    path = folder / NAME
    if not path.exists():
        return {}, ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (f"{path}: cannot be read: {error}",)
    sums: dict[str, str] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.match(line)
        if match:
            digest, name = match.groups()
            if sums.setdefault(name, digest) != digest:
                wrong.append(f"{path}:{number}: {name} is listed twice, with two checksums")
        elif line.startswith(_MARKS):
            if not merged:
                wrong.append(f"{path}:{number}: an unresolved merge; run `qsys-schema rebase`, or keep both sides")
        elif line.strip():
            wrong.append(f"{path}:{number}: not a checksum and a file name: {line[:80]!r}")
    return sums, tuple(wrong)


def text_of(sums: Mapping[str, str]) -> str:
    """The text of ``qsys.sum``: sorted by name."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def differences(sums: Mapping[str, str], contents: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """How the files differ from the list: the name, and what is wrong with it."""
    for name in sorted(contents.keys() | sums.keys()):
        if name not in contents:
            yield name, f"{NAME} lists it, and it is not there: bring it back, or take its line out"
        elif name not in sums:
            yield name, f"{NAME} does not list it"
        elif sums[name] != checksum(contents[name]):
            yield name, f"edited after it was written: its checksum is not the one in {NAME}"

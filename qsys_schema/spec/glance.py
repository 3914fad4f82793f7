"""The names of tables and columns at a glance, for a shell that completes a word: fast, and wrong rather than late.

It reads lines, not YAML: of a spec that is laid out in an unusual way it sees less. Nothing else may rest on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

_MOST_FILES, _MOST_BYTES = 2000, 200_000
_SCALAR = r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'{\[&*!|>%@`-][^#\n]*?)"""
_TABLE = re.compile(rf"^table:[ \t]+{_SCALAR}[ \t]*(?:#.*)?$", re.MULTILINE)
_COLUMNS = re.compile(r"^columns:[ \t]*(?:#.*)?\n((?:(?:[ \t]+.*|[ \t]*#.*|)\n?)*)", re.MULTILINE)
_KEY = re.compile(rf"^( +){_SCALAR}[ \t]*:(?:\s|$)", re.MULTILINE)


def glance(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The columns of each table by its name, as far as they can be seen. Raises OSError."""
    found: dict[str, tuple[str, ...]] = {}
    for path in islice(sorted(folder.glob("*.y*ml")), _MOST_FILES):
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_BYTES)
        table = _TABLE.search(text)
        if table is not None:
            found[_plain(table[1])] = tuple(_columns(text))
    return found


def _columns(text: str) -> Iterator[str]:
    block = _COLUMNS.search(text)
    keys = list(_KEY.finditer(block[1])) if block is not None else []
    return (_plain(key[2]) for key in keys if key[1] == keys[0][1])


def _plain(scalar: str) -> str:
    if scalar.startswith('"'):
        try:
            # Nearly all that YAML escapes, JSON escapes likewise.
            return str(json.loads(scalar))
        except ValueError:
            return scalar[1:-1]
    return scalar[1:-1].replace("''", "'") if scalar.startswith("'") else scalar

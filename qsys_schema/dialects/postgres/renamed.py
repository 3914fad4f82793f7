"""What the statements of a migration call otherwise, told by their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qsys_schema.dialects.follow import Names
from qsys_schema.model.change import Change

_NAME = r'(?:(?:"(?:[^"]|"")*"|[\w$]+)\s*\.\s*)?("(?:[^"]|"")*"|[\w$]+)'
_CREATE = re.compile(rf"\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}", re.IGNORECASE)
_DROP = re.compile(rf"\s*DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?{_NAME}", re.IGNORECASE)
_ALTER = r"\s*ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?"
_RENAME_TABLE = re.compile(rf"{_ALTER}{_NAME}\s+RENAME\s+TO\s+{_NAME}", re.IGNORECASE)
_RENAME_COLUMN = re.compile(
    rf"{_ALTER}{_NAME}\s+RENAME\s+(?!CONSTRAINT\b)(?:COLUMN\s+)?{_NAME}\s+TO\s+{_NAME}", re.IGNORECASE
)


def renames(statements: Sequence[str]) -> tuple[Change, ...]:
    """The tables and columns that have another name after all the statements than before them."""
    names = Names(str)
    for statement in statements:
        if found := _RENAME_TABLE.match(statement):
            names.rename_table(*map(_plain, found.groups()))
        elif found := _RENAME_COLUMN.match(statement):
            names.rename_column(*map(_plain, found.groups()))
        elif found := _CREATE.match(statement):
            names.make(_plain(found[1]))
        elif found := _DROP.match(statement):
            names.drop(_plain(found[1]))
    return tuple(names.renames())


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()

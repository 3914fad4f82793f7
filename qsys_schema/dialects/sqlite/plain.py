"""Statements of which ``inspect`` sees all that they do: what the tool itself writes, and nothing of anybody's rows."""

from __future__ import annotations

import re

from qsys_schema.model.naming import RESERVED_PREFIX

_KNOWN = re.compile(
    r"(?:CREATE\s+(?:UNIQUE\s+|VIRTUAL\s+)?|DROP\s+)(?:TABLE|INDEX|VIEW|TRIGGER)\b|ALTER\s+TABLE\b"
    r"|PRAGMA\s+legacy_alter_table\b",
    re.IGNORECASE,
)


def is_plain(statement: str) -> bool:
    """Whether nothing is lost where the statement is planned anew from the schema that it makes."""
    # The tool's own helpers are gone at the end of each migration.
    return RESERVED_PREFIX in statement or _KNOWN.match(statement) is not None

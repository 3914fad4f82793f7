"""Statements of which ``inspect`` sees all that they do: what the tool itself writes, and nothing of anybody's rows."""

from __future__ import annotations

import re

from qsys_schema.model.naming import RESERVED_PREFIX

_THING = r"(?:TABLE|INDEX|VIEW|TRIGGER|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|ROUTINE)\b"
_KNOWN = re.compile(
    r"(?:CREATE|DROP)\s+(?:OR\s+REPLACE\s+)?(?:(?:UNIQUE|MATERIALIZED|CONSTRAINT)\s+)*"
    rf"{_THING}|ALTER\s+(?:MATERIALIZED\s+)?{_THING}|COMMENT\s+ON\s+(?:TABLE|COLUMN)\b"
    r"|SET\s+LOCAL\s+(?:lock_timeout|statement_timeout|check_function_bodies)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"ALTER\s.*\b(?:ROW\s+LEVEL|OWNER\s+TO|REPLICA\s+IDENTITY|CLUSTER|SET\s+SCHEMA|STATISTICS|STORAGE|COMPRESSION|"
    r"LOGGED|UNLOGGED|INHERIT|ACCESS\s+METHOD|DEPENDS\s+ON|(?:ENABLE|DISABLE)\s+(?:ALWAYS\s+|REPLICA\s+)?(?:TRIGGER|RULE))\b",
    re.IGNORECASE | re.DOTALL,
)
"""What can be said of a table or function that no spec says."""


def is_plain(statement: str) -> bool:
    """Whether nothing is lost where the statement is planned anew from the schema that it makes."""
    # The tool's own helpers are gone at the end of each migration, or of the last of a row of them.
    if RESERVED_PREFIX in statement:
        return True
    return _KNOWN.match(statement) is not None and _BESIDE.match(statement) is None

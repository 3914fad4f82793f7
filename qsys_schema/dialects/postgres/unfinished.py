"""What a killed CREATE INDEX CONCURRENTLY leaves: an index that serves nobody, and that everybody has to keep up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.session import Session

_BUILT = re.compile(
    r'\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?("(?:[^"]|"")*"|[\w$]+)', re.IGNORECASE
)
_DROPPED = re.compile(r'\s*DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?("(?:[^"]|"")*"|[\w$]+)', re.IGNORECASE)
_INVALID = """
    SELECT c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)
        AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS p WHERE p.index_relid = i.indexrelid)
"""


def unfinished(session: Session, statements: Sequence[str]) -> tuple[str, ...]:
    """The statements that drop invalid indexes which these would build or drop, and which nobody builds at present."""
    names = {_plain(found[1]) for one in statements if (found := _BUILT.match(one) or _DROPPED.match(one))}
    if not names:
        return ()
    invalid = {str(name) for (name,) in session.fetch(_INVALID)}
    return tuple(f"DROP INDEX CONCURRENTLY {quote(name)}" for name in sorted(names & invalid))


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()

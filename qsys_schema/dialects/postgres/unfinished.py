"""What a killed CREATE INDEX CONCURRENTLY leaves: an index that serves nobody, and that everybody has to keep up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import DatabaseBusy
from qsys_schema.model.session import Session

_BUILT = re.compile(
    r'\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?("(?:[^"]|"")*"|[\w$]+)', re.IGNORECASE
)
_DROPPED = re.compile(r'\s*DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?("(?:[^"]|"")*"|[\w$]+)', re.IGNORECASE)
_INVALID = """
    SELECT c.relname, (SELECT min(l.pid) FROM pg_locks AS l
        WHERE l.locktype = 'relation' AND l.relation = i.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.pid <> pg_backend_pid())
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)
"""
"""With the process that holds the table's lock, as who builds or drops an index does from beginning to end. The view
of the progress shows other roles' work to nobody."""


def unfinished(session: Session, statements: Sequence[str]) -> tuple[str, ...]:
    """The statements that drop invalid indexes which these would build or drop.

    Raises DatabaseBusy where the server is still at work on one: it goes on for a while when its client was killed.
    """
    names = {_plain(found[1]) for one in statements if (found := _BUILT.match(one) or _DROPPED.match(one))}
    if not names:
        return ()
    invalid = {str(name): pid for name, pid in session.fetch(_INVALID) if name in names}
    for name, pid in invalid.items():
        if pid is not None:
            raise DatabaseBusy(
                f"process {pid} of the server is at work on index {name} or on its table",
                hint=f"wait for it; pg_terminate_backend({pid}) ends it",
            )
    return tuple(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(name)}" for name in sorted(invalid))


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()

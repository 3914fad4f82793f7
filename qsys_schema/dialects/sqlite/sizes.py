"""How many rows a table has, without reading for long: counted in a small file, estimated in a large one."""

from __future__ import annotations

from collections.abc import Collection

from qsys_schema.dialects.sqlite.tokens import quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.session import Session
from qsys_schema.model.size import Size

_SMALL = 64 * 1024 * 1024
"""Bytes of a file whose tables are counted."""


def sizes(session: Session, tables: Collection[str]) -> dict[str, Size]:
    """The sizes of these tables; one of which nothing is known quickly is left out. SQLite keeps no bytes per table."""
    ((pages, page),) = session.fetch("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size")
    small = int(str(pages)) * int(str(page)) < _SMALL
    known = {} if small else _analyzed(session)
    found: dict[str, Size] = {}
    for name in tables:
        if name in known:
            found[name] = Size(rows=known[name])
            continue
        # The highest rowid is found at once; rows that were deleted make it too high.
        what = "COUNT(*)" if small else "COALESCE(MAX(_rowid_), 0)"
        try:
            ((rows,),) = session.fetch(f"SELECT {what} FROM {quote(name)}")
        except DatabaseDisagrees:
            continue  # it has no rowid, or is not there yet
        found[name] = Size(rows=int(str(rows)), exact=small)
    return found


def _analyzed(session: Session) -> dict[str, int]:
    """What ANALYZE has counted, by table."""
    if not session.fetch("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"):
        return {}
    rows = session.fetch("SELECT tbl, MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl")
    return {str(name): int(str(count)) for name, count in rows if count is not None}

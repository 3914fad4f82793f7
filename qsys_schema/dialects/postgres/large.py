"""Makes a planner take an empty table for a large one.

The planner asks the file how many pages a table has, and guesses the rows from their width. A transaction that is
rolled back leaves its pages behind; so rows are written that nothing in the table forbids any more, one to a page, and
everything is as it was but for the file. Statistics could only be made up by a superuser.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.session import Session

PAGES = 250
"""Two megabytes. With less, an index that finds one row looks no better than one that finds a few."""

_FILLER = quote("_qsys_filler")

_CONSTRAINTS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
_INDEXES = """
    SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = %s::regclass
"""
_REQUIRED = """
    SELECT attname, attidentity <> '' FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull AND NOT attisdropped
"""


def look_large(session: Session, tables: Sequence[str]) -> None:
    """Make these empty tables look large. One that cannot, stays as it is: a partitioned one has no file of its own."""
    for table in tables:
        session.execute("BEGIN")
        try:
            with suppress(DatabaseDisagrees):
                _fill(session, quote(table))
        finally:
            session.rollback()


def _fill(session: Session, table: str) -> None:
    for (name,) in session.fetch(_CONSTRAINTS, (table,)):
        session.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {quote(str(name))} CASCADE")
    for (name,) in session.fetch(_INDEXES, (table,)):
        session.execute(f"DROP INDEX {quote(str(name))}")
    for name, is_identity in session.fetch(_REQUIRED, (table,)):
        column = f"ALTER TABLE {table} ALTER COLUMN {quote(str(name))}"
        if is_identity:
            session.execute(f"{column} DROP IDENTITY")
        session.execute(f"{column} DROP NOT NULL")
    session.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    # Out of line or compressed, the filler would fill nothing.
    session.execute(f"ALTER TABLE {table} ADD COLUMN {_FILLER} bytea")
    session.execute(f"ALTER TABLE {table} ALTER COLUMN {_FILLER} SET STORAGE PLAIN")
    session.execute(
        f"INSERT INTO {table} ({_FILLER}) SELECT decode(repeat('00', 7000), 'hex') FROM generate_series(1, {PAGES})"
    )

"""What one database makes of the specs: what a book is put together from."""

from __future__ import annotations

from dataclasses import dataclass

from qsys_schema.model.oracle import Read
from qsys_schema.model.query import CheckedQuery
from qsys_schema.model.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that a migration made, in words. ``subject`` is the table or other thing by the name it had then.

    ``was`` is the name that a table had before, where the change is its new name; ``begins`` and ``ends`` are a table
    that came and one that went.
    """

    migration: str
    subject: str
    text: str
    detail: str
    was: str = ""
    begins: bool = False
    ends: bool = False
    of_table: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``wish`` is as the specs have it, ``schema`` as the database would give it back.

    ``reads`` are, query by query, what the plans of its variants read; None where no database could be asked.
    ``changes`` are all migrations', in order; ``migrations`` their ids. ``notes`` say what is missing, and why.
    """

    name: str
    target: str
    wish: Schema
    schema: Schema
    queries: tuple[CheckedQuery, ...]
    reads: tuple[tuple[Read, ...], ...] | None
    migrations: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

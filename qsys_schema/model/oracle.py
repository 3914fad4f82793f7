"""What a database itself says of a query that it was asked to prepare, and of the way it would run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as Choice

from qsys_schema.model.types import ColumnType


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A query as the database understands it.

    ``columns`` are names with types, ``parameters`` types by name; a type is None where the database does not tell.
    ``count`` is how many columns there are, also where it does not tell their names. ``refused`` are its words where
    it does not take the query, with a ``hint`` of its own and the ``word`` that they are about.
    """

    columns: tuple[tuple[str, ColumnType | None], ...] | None = None
    count: int | None = None
    parameters: Mapping[str, ColumnType | None] = field(default_factory=dict)
    refused: str = ""
    hint: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing in a plan that may be slow: a whole table is read, or rows are sorted. ``line`` is the plan's own."""

    kind: Choice["scan", "sort"]
    table: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A table that a plan finds rows of, and by what.

    ``index`` is an index of the table's own; ``key`` are the columns of the primary key or UNIQUE constraint whose
    index it is. Neither: it is read as a whole.
    """

    table: str
    index: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the database would run a query: its own lines, what in them may be slow, and what is read by which index."""

    lines: tuple[str, ...]
    ways: tuple[Way, ...]
    reads: tuple[Read, ...] = ()

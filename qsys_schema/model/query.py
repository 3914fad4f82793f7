"""Named queries: as the specs say them, and as they are once their names and types are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as Choice

from qsys_schema.model.source import Source
from qsys_schema.model.types import ColumnType

Returns = Choice["one", "optional", "many", "exec", "count"]
"""How much a query gives: one row, one or none, any number of rows, nothing, or the number of rows it changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a query says of one of its parameters or result columns, where that cannot be found out.

    A field that is None is not stated.
    """

    name: str
    type: ColumnType | None = None
    nullable: bool | None = None
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A named query as it is written, for one database.

    ``table`` is the table whose repository it belongs to; empty for one of a file of queries, which is then named by
    ``group``. ``sql`` has parameters as ``:name``. ``optional`` are parameters whose conditions vanish when they are
    None. ``order_by`` are the orders that a caller may choose from, by name, put where ``:order_by`` stands.
    ``sorted_by`` are result columns that the rows are sorted by after they came: RETURNING knows no order.
    ``acknowledged`` are findings of `lint` that are known and accepted, each with its reason.
    """

    name: str
    returns: Returns
    sql: str
    table: str = ""
    group: str = ""
    doc: str = ""
    optional: tuple[str, ...] = ()
    order_by: tuple[tuple[str, str], ...] = ()
    sorted_by: tuple[str, ...] = ()
    parameters: tuple[Stated, ...] = ()
    columns: tuple[Stated, ...] = ()
    acknowledged: tuple[tuple[str, str], ...] = ()
    source: Source | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """What people call it: ``jobs.find_by_parent``."""
        return f"{self.table or self.group}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A column of a table that a value comes from or is compared with: it then has its Python type too."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter whose type is known. ``repeated`` is for a list (``IN :ids``); ``optional`` for a filter."""

    name: str
    type: ColumnType
    nullable: bool = False
    repeated: bool = False
    optional: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultColumn:
    """One column of a query's result.

    ``comes_as`` is how the database gives the value where that is not its type: a sum of whole numbers may come as
    an exact decimal of any length, which is ``Decimal(precision=0, scale=0)``.
    """

    name: str
    type: ColumnType
    nullable: bool
    origin: Origin | None = None
    comes_as: ColumnType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """SQL as it stands."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A place where a parameter's value goes."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """``x IN :names``: whether ``x``, which stands before this piece, is one of a list, maybe an empty one.

    The piece stands for the operator and the list: ``IN :names``, or ``NOT IN :names`` if ``negated``.
    """

    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Pieces that are there only when none of these parameters is None: an optional condition, its AND included."""

    names: tuple[str, ...]
    pieces: tuple[Words | Use | Among, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Where the chosen order goes: the SQL that stands for each name is in the query's ``order_by``."""


Piece = Words | Use | Among | When | Order


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuery:
    """A query whose names, types and arity are known and hold, for one database.

    ``parameters`` are in the order of their first use. ``columns`` are empty where ``returns`` is exec or count.
    ``whole`` is the table whose row the result is, column for column and in order; empty where it is none.
    """

    query: Query
    pieces: tuple[Piece, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[ResultColumn, ...]
    whole: str = ""

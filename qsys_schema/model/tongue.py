"""How one database reads queries: what the room of queries asks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from qsys_schema.model.lexicon import Lexicon
from qsys_schema.model.schema import Column
from qsys_schema.model.types import ColumnType


class Tongue(Protocol):
    """How a database reads a query, as far as that differs from others."""

    @property
    def name(self) -> str:
        """The word for the database, which the parser knows too."""

    @property
    def lexicon(self) -> Lexicon:
        """How its texts are cut into tokens."""

    @property
    def reserved_words(self) -> Collection[str]:
        """Words, in lower case, that must stand in quotes to be names."""

    @property
    def hidden_columns(self) -> Mapping[str, ColumnType]:
        """Columns that every table has and ``*`` does not give, by folded name."""

    @property
    def functions(self) -> Mapping[str, str]:
        """Results of functions that the room does not know or gets wrong, in the notation of ``functions.py``."""

    @property
    def table_functions(self) -> Mapping[str, Mapping[str, ColumnType | None]]:
        """The columns of functions that give rows; a type is None where it depends on the arguments."""

    @property
    def alike(self) -> Collection[frozenset[str]]:
        """Pairs of kinds of value that may be compared beyond those that every database compares."""

    @property
    def exact_decimals(self) -> bool:
        """Whether arithmetic with decimals is exact."""

    def keeps_order(self, column: Column) -> bool:
        """Whether the values of a column are compared as what they stand for."""

    def fold(self, name: str) -> str:
        """A quoted name as the database compares it."""

    def unquoted(self, name: str) -> str:
        """A name without quotes as the database compares it."""

    def quote(self, name: str) -> str:
        """The name in quotes."""

    def arrives_exact(self, function: str, arguments: Sequence[ColumnType | None]) -> bool:
        """Whether the result of a function on whole or broken numbers comes as an exact decimal."""

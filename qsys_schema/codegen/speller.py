"""What this room asks of a database: how it spells names, marks and lists, and how it keeps values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qsys_schema.model.python import Codec, Flavour

if TYPE_CHECKING:
    from qsys_schema.model.schema import Column, Index
    from qsys_schema.model.types import ColumnType


class Speller(Protocol):
    """One database's spelling."""

    @property
    def name(self) -> str:
        """The word used for the database in specs."""

    @property
    def values(self) -> str:
        """The text of the module with the functions that codecs name."""

    @property
    def flavours(self) -> tuple[Flavour, ...]:
        """The ways to reach it, the synchronous one first."""

    @property
    def mark(self) -> str:
        """What stands for a value in SQL, by position."""

    @property
    def most_values(self) -> int:
        """The most values that one statement may well have."""

    def named(self, name: str) -> str:
        """What stands for a value in SQL, by name."""

    def words(self, text: str) -> str:
        """SQL without values as the driver wants it."""

    def quoted(self, name: str) -> str:
        """A name in SQL: bare where that is certain to be taken for a name."""

    def codec(self, kind: ColumnType, storage: str) -> Codec:
        """How values of a type go in and out; ``storage`` is the native type, or the wish for how they are kept."""

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type nearest to a column's native one; or None."""

    def keeps_order(self, index: Index) -> bool:
        """Whether rows can be read in the order of the index's columns."""

    def sorts(self, kind: ColumnType) -> bool:
        """Whether the database has values of a type in the order that Python has them in."""


__all__ = ["Codec", "Flavour", "Speller"]

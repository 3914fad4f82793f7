"""What an open database offers, whatever it is: the one type that rooms share without knowing dialects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qsys_schema.errors import QsysSchemaError

Value = str | int | float | bytes | None
"""What a driver takes as a parameter."""

Row = tuple[object, ...]


class Session(Protocol):
    """One open database. Nothing is committed but by ``commit``; outside ``begin`` every statement stands alone."""

    @property
    def connection(self) -> object:
        """The driver's own connection, for yoyo's backend to write its records through."""

    @property
    def label(self) -> str:
        """The database in words for messages; never with a password."""

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement. Raises DatabaseUnavailable, or DatabaseDisagrees with the database's own words."""

    def fetch(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return its rows."""

    def in_words(self, error: Exception) -> QsysSchemaError:
        """What the driver raised on ``connection``, as the error that a person sees."""

    def on_progress(self, callback: Callable[[], None] | None) -> None:
        """Call this now and then while a long statement runs; None ends it."""

    def begin(self) -> None:
        """Start a transaction that holds the database's own migration lock, waiting for whoever has it."""

    def commit(self) -> None:
        """Make the transaction permanent and give the lock back."""

    def outside(self) -> AbstractContextManager[None]:
        """Hold the migration lock while statements run that no transaction may hold; ``begin`` does not take it then.

        Raises ImpossibleChange where no statement needs that.
        """

    def rollback(self) -> None:
        """Undo the transaction, if there is one, and give the lock back."""

    def close(self) -> None:
        """Close the connection, undoing what was not committed."""

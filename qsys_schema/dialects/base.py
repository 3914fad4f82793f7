"""What a database has to offer: the Dialect protocol, written with SQLite, PostgreSQL and MySQL in mind.

Rooms that use a dialect ask for the slice they need, in a protocol of their own; a dialect fits by shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from qsys_schema.dialects.linting import Linting, Watch
from qsys_schema.errors import QsysSchemaError
from qsys_schema.model.session import Row, Session, Value

if TYPE_CHECKING:
    from pathlib import Path

    from qsys_schema.model.change import Change
    from qsys_schema.model.oracle import Described, Plan
    from qsys_schema.model.ownership import Ownership
    from qsys_schema.model.query import Use, Words
    from qsys_schema.model.risk import Risk
    from qsys_schema.model.schema import Column, ForeignKey, Schema, Table
    from qsys_schema.model.size import Size
    from qsys_schema.model.source import Source
    from qsys_schema.model.step import Probe, Renamed, Statement, Step
    from qsys_schema.model.tongue import Tongue
    from qsys_schema.model.types import ColumnType
    from qsys_schema.model.violation import Violation


class WishRefused(QsysSchemaError):
    """The database does not take what the specs ask for. ``findings`` are its words, each with its place."""

    def __init__(self, findings: Sequence[tuple[Source | None, str]]) -> None:
        super().__init__("\n".join(text for _, text in findings))
        self.findings = tuple(findings)


Aside = tuple["Change", "Change", "Change"]
"""What is dropped, what brings it back, and the change that it would be in the way of."""


class Master(Protocol):
    """A database that copies are made of, for tests. All of this raises DatabaseUnavailable."""

    @property
    def url(self) -> str:
        """The URL of the database itself, to be filled before it is sealed."""

    def seal(self) -> None:
        """It is as it shall be; from now on there may be copies."""

    def copy(self, folder: Path) -> str:
        """Make a copy; its URL. A file is put into ``folder``."""

    def address(self, url: str) -> str:
        """What the ``connect`` of a driver takes for the URL of a copy: the path of a file, a connection string."""

    def connected(self, url: str) -> object:
        """A connection of the driver to a copy, with its own defaults."""

    def drop(self, url: str, *, keep: bool) -> None:
        """Drop a copy; with ``keep`` it is left to be looked at, where it is in nobody's way."""

    def close(self) -> None:
        """Drop the database that copies were made of."""


class Dialect(Protocol):
    """One database's knowledge."""

    @property
    def name(self) -> str:
        """The word used in specs, folders and JSON."""

    @property
    def yoyo_backend(self) -> str:
        """The entry point of yoyo's backend for this database."""

    @property
    def embedded(self) -> bool:
        """Whether whoever uses the database runs on this machine, so that a process number tells who it is."""

    @property
    def target(self) -> str:
        """The database and the oldest version that migrations are written for: "SQLite >= 3.35"."""

    @property
    def longest_name(self) -> int:
        """The longest identifier, in bytes of UTF-8; 0 for no limit."""

    def anchored(self, url: str, folder: str) -> str:
        """The URL with what is relative in it, such as a file, taken from ``folder``."""

    def open_to_read(self, url: str) -> Session:
        """Open the live database for reading. This never creates one: a missing SQLite file is an empty schema."""

    def open_to_write(self, url: str, talk: Callable[[str], None]) -> Session:
        """Open the live database to change it; ``talk`` is told while another process is waited for."""

    def scratch(self, near: str) -> Session:
        """Open a throwaway database that is gone when it is closed.

        ``near`` is the URL of a server where one may be made, or empty; a database that needs none does without.
        """

    def master(self, near: str, folder: Path) -> Master:
        """A new, empty database that copies are to be made of.

        A file is put into ``folder``; ``near`` is the URL of a server, as for ``scratch``. Raises DatabaseUnavailable.
        """

    def fold(self, name: str) -> str:
        """The name as this database compares it."""

    def normalize(self, wanted: Schema, session: Session) -> Schema:
        """The wish as this database would give it back: equal to ``inspect`` after creating it.

        Raises WishRefused for what the database does not take.
        """

    def state(self, session: Session) -> str:
        """A digest of the whole catalog as the database keeps it: equal only for equal schemas; empty if unknown."""

    @property
    def ours(self) -> Ownership:
        """What of a database is the project's own."""

    def inspect(self, session: Session) -> Schema:
        """What is the project's own, in a handful of queries; the tool's and yoyo's own tables left out."""

    def everything(self, session: Session) -> Schema:
        """As ``inspect``, with what belongs to others."""

    def as_wished(self, live: Schema) -> Schema:
        """An inspected schema as a person would have wished it: ``normalize`` of it is the schema again."""

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type nearest to a column's native one, for databases that do not have it; or None."""

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """What this database would not take, with its place: expressions that do not compile, and the like."""

    def why_rebuild(self, change: Change, before: Table, after: Table, changes: Sequence[Change]) -> str | None:
        """Why the change cannot be made in place among the others of its table, or None."""

    def rides_with(self, change: Change, changes: Sequence[Change]) -> Change | None:
        """The change of the same table that this one is spelled together with, or None."""

    def detached(self, changes: Sequence[Change], before: Schema, after: Schema) -> Sequence[Aside]:
        """What has to stand aside while the changes are made: views of a column whose type changes, say."""

    def stages(
        self, changes: Sequence[Change], before: Schema, after: Schema, expand: Collection[str] = ()
    ) -> Sequence[tuple[Change, ...]]:
        """The changes by the migration that makes them, in order. Together they come to the same as ``changes``.

        ``expand`` names columns, each with its table, that are to get their new type by way of a second column.
        Raises UsageError for one that does not, or where nobody would have to wait; ImpossibleChange for one that
        cannot.
        """

    def unfinished(self, session: Session, statements: Sequence[str]) -> Sequence[str]:
        """What clears away that one of these statements, run outside transactions, was killed half-way."""

    def risks(self, steps: Sequence[Step]) -> Sequence[Risk]:
        """The risks of the way the steps of one migration are done, beyond those of what they do."""

    def probes(self, changes: Sequence[Change], live: Schema) -> Sequence[Probe]:
        """Questions that the live data should answer before the changes are made."""

    def by_new_names(self, sql: str, tables: Sequence[Renamed]) -> str:
        """The query of a probe, where these tables have yet to get the names that it calls them by."""

    def sizes(self, session: Session, tables: Collection[str]) -> Mapping[str, Size]:
        """How large these tables are, as far as the database tells it without reading for long."""

    def render(self, steps: Sequence[Step]) -> tuple[Statement, ...]:
        """The statements of a whole plan, guards included."""

    def renames(self, statements: Sequence[str]) -> tuple[Change, ...]:
        """The tables and columns that have another name after all these statements than before them."""

    def is_plain(self, statement: str) -> bool:
        """Whether ``inspect`` sees all that the statement does: it is one that the tool writes, and writes no rows."""

    def locks(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """What the plan locks, in words for the migration's header."""

    @property
    def linting(self) -> Linting:
        """What lint needs to know of this database."""

    def clone(
        self,
        live: Session,
        scratch: Session,
        schema: Schema,
        *,
        names: Collection[str],
        keys: Sequence[tuple[str, ForeignKey]],
        rows: int,
        made_up: int,
    ) -> Mapping[str, int]:
        """Make those tables and views of ``live`` in ``scratch``, with up to ``rows`` rows each.

        ``keys`` are the foreign keys, by table, whose referred rows come along. Returns the real rows copied per
        table; one without any gets up to ``made_up`` rows that its constraints accept.
        """

    def rows(self, session: Session, table: Table, columns: Sequence[str]) -> list[Row]:
        """All rows of a table, as these columns, in no particular order."""

    def catalog(self, session: Session) -> str:
        """The catalog in the database's own words, made without ``inspect``: a second opinion for the proof."""

    @property
    def tongue(self) -> Tongue:
        """How this database reads queries."""

    def describe(self, session: Session, parts: Sequence[Words | Use]) -> Described:
        """What this database makes of a query when it prepares it on a scratch database; nothing is run."""

    def plans(
        self, session: Session, tables: Sequence[str], queries: Sequence[Sequence[Words | Use]]
    ) -> Sequence[Sequence[Plan]]:
        """How each query would be run if these tables, which are empty, were large: in every case that matters."""

    def violations(self, session: Session, tables: Sequence[str]) -> Sequence[Violation]:
        """The rows of these tables that break a foreign key, counted by the table they refer to."""

    def uncompilable(self, session: Session) -> Sequence[str]:
        """The views and triggers that do not work as the tables are now, each with the database's reason."""

    def unsafe_to_run(self, session: Session) -> str | None:
        """Why migrations must not run on this connection (foreign keys enforced, say), or None."""


__all__ = ["Dialect", "Linting", "Row", "Session", "Value", "Watch"]

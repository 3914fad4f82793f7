"""SQLite as a Dialect: every question answered by the file that knows."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from qsys_schema.errors import UsageError
from qsys_schema.model.ownership import EVERYTHING, Ownership

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from qsys_schema.dialects.base import Aside, Linting
    from qsys_schema.dialects.sqlite.copies import FileMaster
    from qsys_schema.model.change import Change
    from qsys_schema.model.oracle import Described, Plan
    from qsys_schema.model.query import Use, Words
    from qsys_schema.model.risk import Risk
    from qsys_schema.model.schema import Column, ForeignKey, Schema, Table
    from qsys_schema.model.session import Row, Session
    from qsys_schema.model.size import Size
    from qsys_schema.model.source import Source
    from qsys_schema.model.step import Probe, Renamed, Statement, Step
    from qsys_schema.model.tongue import Tongue
    from qsys_schema.model.types import ColumnType
    from qsys_schema.model.violation import Violation

OLDEST = (3, 35, 5)
"""What is written for where nothing is configured: DROP COLUMN came with 3.35.0, and 3.35.5 mended it (2021)."""


class SQLite:
    """The embedded default."""

    name = "sqlite"
    yoyo_backend = "sqlite"
    longest_name = 0
    embedded = True
    reserved = ("sqlite_",)

    def __init__(self, minimum: str = "", *, ours: Ownership | None = None) -> None:
        self.ours = ours or EVERYTHING
        configured = _version(minimum) if minimum else OLDEST
        # The file has to run here as well as on the oldest version that somebody configured.
        self._version = min(configured, sqlite3.sqlite_version_info)

    @property
    def target(self) -> str:
        """The database and the oldest version that migrations are written for."""
        major, minor, _ = self._version
        return f"SQLite >= {major}.{minor}"

    def anchored(self, url: str, folder: str) -> str:
        """The URL of an absolute path."""
        from qsys_schema.dialects.sqlite.session import anchored

        return anchored(url, folder)

    def open_to_read(self, url: str) -> Session:
        """Open the file for reading; a missing one is an empty schema."""
        from qsys_schema.dialects.sqlite.session import open_file

        return open_file(url, write=False)

    def open_to_write(self, url: str, talk: Callable[[str], None]) -> Session:
        """Open or make the file."""
        from qsys_schema.dialects.sqlite.session import open_file

        return open_file(url, write=True, talk=talk)

    def scratch(self, near: str) -> Session:  # noqa: ARG002 - it needs no server
        """A database in memory."""
        from qsys_schema.dialects.sqlite.session import open_memory

        return open_memory()

    def master(self, near: str, folder: Path) -> FileMaster:  # noqa: ARG002 - it needs no server
        """A file."""
        from qsys_schema.dialects.sqlite.copies import FileMaster

        return FileMaster(folder)

    def fold(self, name: str) -> str:
        """ASCII letters lose their case."""
        from qsys_schema.dialects.sqlite.tokens import fold

        return fold(name)

    def normalize(self, wanted: Schema, session: Session) -> Schema:  # noqa: ARG002 - SQLite keeps texts as they are
        """The wish as SQLite would give it back."""
        from qsys_schema.dialects.sqlite.normalize import normalize

        return normalize(wanted)

    def state(self, session: Session) -> str:
        """A digest of ``sqlite_master``: SQLite knows nothing of a schema but these texts."""
        import hashlib

        rows = session.fetch("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return hashlib.sha256(repr(rows).encode(errors="surrogatepass")).hexdigest()

    def inspect(self, session: Session) -> Schema:
        """What is the project's own."""
        return self.ours.owned(self.everything(session), self.fold)

    def everything(self, session: Session) -> Schema:
        """Everything in the main database."""
        from qsys_schema.dialects.sqlite.inspect import inspect

        return inspect(session)

    def as_wished(self, live: Schema) -> Schema:
        """The schema in logical types, without what goes without saying."""
        from qsys_schema.dialects.sqlite.wish import as_wished

        return as_wished(live)

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type that a declared one stands for elsewhere."""
        from qsys_schema.dialects.sqlite.wish import nearest

        return nearest(column)

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """Expressions that do not compile."""
        from qsys_schema.dialects.sqlite.judge import judge

        return judge(schema)

    def why_rebuild(self, change: Change, before: Table, after: Table, changes: Sequence[Change]) -> str | None:
        """Why ALTER TABLE cannot do it, or None."""
        from qsys_schema.dialects.sqlite.strategy import why_rebuild

        return why_rebuild(change, before, after, changes, self._version)

    def rides_with(self, change: Change, changes: Sequence[Change]) -> Change | None:
        """The column that a constraint stands in, or None."""
        from qsys_schema.dialects.sqlite.strategy import rides_with

        return rides_with(change, changes)

    def detached(self, changes: Sequence[Change], before: Schema, after: Schema) -> Sequence[Aside]:
        """What stands on a view that changes while a column is dropped; a rebuild leaves it where it is."""
        from qsys_schema.dialects.sqlite.aside import detached

        return detached(changes, before, after, self._version)

    def stages(
        self,
        changes: Sequence[Change],
        before: Schema,  # noqa: ARG002
        after: Schema,  # noqa: ARG002
        expand: Collection[str] = (),
    ) -> Sequence[tuple[Change, ...]]:
        """One: SQLite does everything in a transaction, and one writer waits for another in any case."""
        if expand:
            raise UsageError(
                f"--expand {', '.join(expand)}: SQLite rebuilds the table once, and a second column would spare nobody "
                "the wait",
                hint="leave the option out",
            )
        return (tuple(changes),)

    def unfinished(self, session: Session, statements: Sequence[str]) -> Sequence[str]:  # noqa: ARG002
        """Nothing: no statement needs to run outside a transaction."""
        return ()

    def risks(self, steps: Sequence[Step]) -> Sequence[Risk]:
        """The risks of rebuilds."""
        from qsys_schema.dialects.sqlite.risks import risks

        return tuple(risk for step in steps for risk in risks(step, self._version))

    def probes(self, changes: Sequence[Change], live: Schema) -> Sequence[Probe]:
        """Questions for the live rows."""
        from qsys_schema.dialects.sqlite.risks import probes

        return probes(changes, live)

    def by_new_names(self, sql: str, tables: Sequence[Renamed]) -> str:
        """The query of a probe about tables that have yet to get their names."""
        from qsys_schema.dialects.aliased import aliased
        from qsys_schema.dialects.sqlite.tokens import quote

        return aliased(sql, tables, quote=quote, home="main.")

    def sizes(self, session: Session, tables: Collection[str]) -> Mapping[str, Size]:
        """About how large tables are."""
        from qsys_schema.dialects.sqlite.sizes import sizes

        return sizes(session, tables)

    def render(self, steps: Sequence[Step]) -> tuple[Statement, ...]:
        """The statements of a plan."""
        from qsys_schema.dialects.sqlite.statements import render

        return render(steps)

    def renames(self, statements: Sequence[str]) -> tuple[Change, ...]:
        """What ALTER TABLE renames, all in all."""
        from qsys_schema.dialects.sqlite.renamed import renames

        return renames(statements)

    def is_plain(self, statement: str) -> bool:
        """By its first words, and a few others."""
        from qsys_schema.dialects.sqlite.plain import is_plain

        return is_plain(statement)

    def locks(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """What the plan locks, in words."""
        from qsys_schema.dialects.sqlite.risks import locks

        return locks(steps)

    @property
    def linting(self) -> Linting:
        """Its own rules, and whoever watches."""
        from qsys_schema.dialects.sqlite.lint import SQLiteLinting

        return SQLiteLinting(self._version)

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
        """Copy tables, views and a sample of rows."""
        from qsys_schema.dialects.sqlite.clone import clone

        return clone(live, scratch, schema, names=names, keys=keys, rows=rows, made_up=made_up)

    def rows(self, session: Session, table: Table, columns: Sequence[str]) -> list[Row]:
        """All rows of a table, as these columns."""
        from qsys_schema.dialects.sqlite.tokens import quote

        names = ", ".join(map(quote, columns)) or "1"
        return session.fetch(f"SELECT {names} FROM {quote(table.name)}")

    def catalog(self, session: Session) -> str:
        """The catalog by SQLite's own functions."""
        from qsys_schema.dialects.sqlite.catalog import catalog

        return catalog(session)

    @property
    def tongue(self) -> Tongue:
        """How it reads queries."""
        from qsys_schema.dialects.sqlite.tongue import SQLiteTongue

        return SQLiteTongue()

    def describe(self, session: Session, parts: Sequence[Words | Use]) -> Described:
        """Whether it compiles, and what comes out."""
        from qsys_schema.dialects.sqlite.explain import describe

        return describe(session, parts)

    def plans(
        self, session: Session, tables: Sequence[str], queries: Sequence[Sequence[Words | Use]]
    ) -> Sequence[Sequence[Plan]]:
        """With statistics of large tables, and with none."""
        from qsys_schema.dialects.sqlite.plans import plans

        return plans(session, tables, queries)

    def violations(self, session: Session, tables: Sequence[str]) -> Sequence[Violation]:
        """Broken foreign keys."""
        from qsys_schema.dialects.sqlite.catalog import violations

        return violations(session, tables)

    def uncompilable(self, session: Session) -> Sequence[str]:
        """Views and triggers that do not work."""
        from qsys_schema.dialects.sqlite.catalog import uncompilable

        return uncompilable(session)

    def unsafe_to_run(self, session: Session) -> str | None:
        """Foreign keys must be off, or a rebuild would delete rows of other tables."""
        (enforced,) = session.fetch("PRAGMA foreign_keys")[0]
        return "PRAGMA foreign_keys is on" if enforced else None


def _version(text: str) -> tuple[int, int, int]:
    parts = text.split(".")
    if not 2 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):  # noqa: PLR2004 - 3.35 or 3.35.0
        raise UsageError(f"{text!r} is not a version of SQLite", hint="write it as 3.35 or 3.35.0")
    major, minor, patch = (*map(int, parts), 0)[:3]
    return major, minor, patch

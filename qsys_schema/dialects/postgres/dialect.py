"""PostgreSQL as a Dialect: every question answered by the file that knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.dialects.postgres.capabilities import ALONE, ONLINE
from qsys_schema.dialects.postgres.driver import require_driver
from qsys_schema.errors import UsageError
from qsys_schema.model.ownership import EVERYTHING, Ownership

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from qsys_schema.dialects.base import Aside, Linting
    from qsys_schema.dialects.postgres.copies import DatabaseMaster
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

OLDEST = "12"


class PostgreSQL:
    """Where people go when they outgrow one machine."""

    name = "postgres"
    yoyo_backend = "postgresql+psycopg"
    longest_name = 63
    embedded = False
    reserved = ("pg_",)

    def __init__(self, minimum: str = "", *, online: bool = True, ours: Ownership | None = None) -> None:
        if minimum and not minimum.partition(".")[0].isdecimal():
            raise UsageError(f"minimum.postgres is {minimum!r}, which is no version", hint='write it as "14"')
        self.ours = ours or EVERYTHING
        self._minimum = minimum or OLDEST
        self._able = ONLINE if online else ALONE

    @property
    def target(self) -> str:
        """The database and the oldest version that migrations are written for."""
        return f"PostgreSQL >= {self._minimum}"

    def anchored(self, url: str, folder: str) -> str:  # noqa: ARG002 - a server is nowhere in a folder
        """The URL as it is."""
        return url

    def open_to_read(self, url: str) -> Session:
        """Open the database for reading."""
        require_driver()
        from qsys_schema.dialects.postgres.session import open_session

        return open_session(url)

    def open_to_write(self, url: str, talk: Callable[[str], None]) -> Session:
        """Open the database to change it."""
        require_driver()
        from qsys_schema.dialects.postgres.session import open_session

        return open_session(url, talk=talk)

    def scratch(self, near: str) -> Session:
        """A schema of its own on that server, or on one of our own."""
        require_driver()
        from qsys_schema.dialects.postgres.scratch import open_scratch

        return open_scratch(near)

    def master(self, near: str, folder: Path) -> DatabaseMaster:  # noqa: ARG002 - a server has folders of its own
        """A database on that server, or on one of our own."""
        require_driver()
        from qsys_schema.dialects.postgres.copies import DatabaseMaster

        return DatabaseMaster(near)

    def fold(self, name: str) -> str:
        """Names are as they are: quoted everywhere."""
        return name

    def normalize(self, wanted: Schema, session: Session) -> Schema:
        """The wish as the server would print it."""
        from qsys_schema.dialects.postgres.normalize import normalize

        return normalize(wanted, session)

    def state(self, session: Session) -> str:
        """A digest of the catalog's rows."""
        from qsys_schema.dialects.postgres.catalog import state

        return state(session)

    def inspect(self, session: Session) -> Schema:
        """What is the project's own."""
        return self.ours.owned(self.everything(session))

    def everything(self, session: Session) -> Schema:
        """Everything in the schema."""
        from qsys_schema.dialects.postgres.inspect import inspect

        return inspect(session)

    def as_wished(self, live: Schema) -> Schema:
        """The schema in logical types, without what goes without saying."""
        from qsys_schema.dialects.postgres.wish import as_wished

        return as_wished(live)

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type that a native one stands for elsewhere."""
        from qsys_schema.dialects.postgres.wish import nearest

        return nearest(column)

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """Texts that make something else than they stand for; the rest is judged by a server, in ``normalize``."""
        from qsys_schema.dialects.postgres.kinds import misnamed

        return tuple(misnamed(schema))

    def why_rebuild(self, change: Change, before: Table, after: Table, changes: Sequence[Change]) -> str | None:  # noqa: ARG002
        """Why ALTER TABLE cannot do it, or None."""
        from qsys_schema.dialects.postgres.strategy import why_rebuild

        return why_rebuild(change)

    def rides_with(self, change: Change, changes: Sequence[Change]) -> Change | None:
        """The change that this one is spelled together with, or None."""
        from qsys_schema.dialects.postgres.strategy import rides_with

        return rides_with(change, changes)

    def detached(self, changes: Sequence[Change], before: Schema, after: Schema) -> Sequence[Aside]:
        """Views and whatever else uses a column whose type changes."""
        from qsys_schema.dialects.postgres.aside import detached

        return detached(changes, before, after)

    def stages(
        self, changes: Sequence[Change], before: Schema, after: Schema, expand: Collection[str] = ()
    ) -> Sequence[tuple[Change, ...]]:
        """What can be done without anybody waiting, in migrations of its own."""
        from qsys_schema.dialects.postgres.stages import stages

        return stages(changes, before, after, self._able, expand)

    def unfinished(self, session: Session, statements: Sequence[str]) -> Sequence[str]:
        """Drops an invalid index that one of these statements has left."""
        from qsys_schema.dialects.postgres.unfinished import unfinished

        return unfinished(session, statements)

    def risks(self, steps: Sequence[Step]) -> Sequence[Risk]:
        """The risks of the way the steps are done."""
        from qsys_schema.dialects.postgres.risks import risks

        return risks(steps, able=self._able)

    def probes(self, changes: Sequence[Change], live: Schema) -> Sequence[Probe]:
        """Questions for the live rows."""
        from qsys_schema.dialects.postgres.probes import probes

        return probes(changes, live, able=self._able)

    def by_new_names(self, sql: str, tables: Sequence[Renamed]) -> str:
        """The query of a probe about tables that have yet to get their names."""
        from qsys_schema.dialects.postgres.probes import by_new_names

        return by_new_names(sql, tables)

    def sizes(self, session: Session, tables: Collection[str]) -> Mapping[str, Size]:
        """About how large tables are."""
        from qsys_schema.dialects.postgres.sizes import sizes

        return sizes(session, tables)

    def render(self, steps: Sequence[Step]) -> tuple[Statement, ...]:
        """The statements of a plan."""
        from qsys_schema.dialects.postgres.risks import is_slow
        from qsys_schema.dialects.postgres.statements import render

        return render(steps, able=self._able, slow=any(map(is_slow, steps)))

    def renames(self, statements: Sequence[str]) -> tuple[Change, ...]:
        """What ALTER TABLE renames, all in all."""
        from qsys_schema.dialects.postgres.renamed import renames

        return renames(statements)

    def is_plain(self, statement: str) -> bool:
        """By its first words, and a few others."""
        from qsys_schema.dialects.postgres.plain import is_plain

        return is_plain(statement)

    def locks(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """What the plan locks, in words."""
        from qsys_schema.dialects.postgres.locks import locks

        return locks(steps, able=self._able)

    @property
    def linting(self) -> Linting:
        """Its own rules, and whoever watches."""
        from qsys_schema.dialects.postgres.lint import PostgresLinting

        return PostgresLinting()

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
        from qsys_schema.dialects.postgres.clone import clone

        return clone(live, scratch, schema, names=names, keys=keys, rows=rows, made_up=made_up)

    def rows(self, session: Session, table: Table, columns: Sequence[str]) -> list[Row]:
        """All rows of a table, as these columns, each as the server prints it."""
        from qsys_schema.dialects.postgres.tokens import quote

        names = ", ".join(f"{quote(name)}::text" for name in columns) or "1"
        return session.fetch(f"SELECT {names} FROM {quote(table.name)}")

    def catalog(self, session: Session) -> str:
        """The catalog by the server's own functions."""
        from qsys_schema.dialects.postgres.catalog import catalog

        return catalog(session)

    @property
    def tongue(self) -> Tongue:
        """How it reads queries."""
        from qsys_schema.dialects.postgres.tongue import PostgresTongue

        return PostgresTongue()

    def describe(self, session: Session, parts: Sequence[Words | Use]) -> Described:
        """What the server makes of it when it prepares it."""
        from qsys_schema.dialects.postgres.explain import describe

        return describe(session, parts)

    def plans(
        self, session: Session, tables: Sequence[str], queries: Sequence[Sequence[Words | Use]]
    ) -> Sequence[Sequence[Plan]]:
        """Once, with everything forbidden that large tables forbid."""
        from qsys_schema.dialects.postgres.plans import plans

        return plans(session, tables, queries)

    def violations(self, session: Session, tables: Sequence[str]) -> Sequence[Violation]:  # noqa: ARG002
        """None: PostgreSQL checks every key that says it is valid, whoever writes."""
        return ()

    def uncompilable(self, session: Session) -> Sequence[str]:  # noqa: ARG002
        """None: PostgreSQL lets nothing go that a view or a trigger uses."""
        return ()

    def unsafe_to_run(self, session: Session) -> str | None:
        """A standby takes no writes."""
        (standby, read_only) = session.fetch("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")[0]
        if standby:
            return "the server is a standby, which takes no writes: connect to the primary"
        return "the session is read only (default_transaction_read_only)" if read_only == "on" else None

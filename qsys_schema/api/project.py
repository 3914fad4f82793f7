"""A project, opened: what the commands do, as methods that return values."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.api.worded import worded
from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from qsys_schema.api.copies import Copies
    from qsys_schema.api.values import Difference, Migrations, Specs
    from qsys_schema.apply.move import Event
    from qsys_schema.config import Settings
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.schema import Schema
    from qsys_schema.pipeline.check import Checked
    from qsys_schema.pipeline.codegen import Stale, Written
    from qsys_schema.pipeline.history import Standing
    from qsys_schema.pipeline.project import Project as Opened
    from qsys_schema.prove.trial import Proof

Observe = Callable[["Event"], None]
"""Is told which statement of which migration begins, and now and then that it still runs."""

_LOG = logging.getLogger("qsys_schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with specs and migrations, one of its databases, and what can be done with them.

    All methods raise errors of ``qsys_schema.errors`` and nothing else; nothing is half done then. Each opens the
    connections that it needs and closes them, so that a project may be kept, shared by threads and used again. They
    wait for the database: in asyncio, call them by ``asyncio.to_thread``.
    """

    folder: Path
    _settings: Settings = field(repr=False)
    _opened: Opened = field(repr=False)

    @classmethod
    @worded
    def open(
        cls,
        folder: str | os.PathLike[str] = ".",
        *,
        database: str = "",
        environment: str = "",
        dialect: str = "",
        schema: str = "",
        migrations: str = "",
        offline: bool = False,
        confirm: str = "",
        talk: Callable[[str], None] | None = None,
    ) -> Project:
        """The project in ``folder``, by the configuration there; everything relative is relative to the folder.

        ``database`` is a URL; without it, that of the named ``environment`` counts, then QSYS_DATABASE_URL, then the
        configuration's. ``dialect`` is one of the project's databases by name, where it is not the URL's. ``offline``
        plans may let others wait. ``confirm`` is the name of the production environment that may be changed; without it
        that raises ConfirmationNeeded. ``talk`` takes lines for a person; without it they are logged as "qsys_schema".
        Nothing is opened yet but the configuration. Raises UsageError.
        """
        from qsys_schema.config import read_settings
        from qsys_schema.pipeline.project import open_project

        base = Path(folder).absolute()
        if not base.is_dir():
            raise UsageError(f"{base} is not a folder", hint="give the folder that holds the project's configuration")
        settings = read_settings(
            environment=environment, database=database, schema=schema, migrations=migrations, base=str(base)
        )
        settings = replace(settings, offline=offline or settings.offline)
        opened = open_project(settings, talk or _LOG.info, dialect=dialect)
        return cls(folder=base, _settings=settings, _opened=replace(opened, confirmed=confirm))

    def on(self, dialect: str) -> Project:
        """The same project on another of its databases; where the URL is another one's, migrations stand for it."""
        from qsys_schema.pipeline.project import open_project

        opened = open_project(self._settings, self._opened.talk, dialect=dialect)
        return replace(self, _opened=replace(opened, confirmed=self._opened.confirmed))

    @property
    def dialect(self) -> str:
        """The database's kind, as specs and folders name it."""
        return self._opened.dialect.name

    @property
    def dialects(self) -> tuple[str, ...]:
        """All the kinds of databases that the project names; that of this one where it names none."""
        return self._opened.settings.dialects or (self.dialect,)

    @worded
    def load(self) -> Specs:
        """The specs, valid to the last query. Needs no database. Raises SpecError with every problem."""
        from qsys_schema.api.values import Specs

        wish = self._opened.wish()
        if wish.queries:
            from qsys_schema.pipeline.queries import checked

            checked(self._opened, wish)
        return Specs(schema=wish.schema, files=wish.files, queries=tuple(one.label for one in wish.queries))

    @worded
    def migrations(self) -> tuple[Migration, ...]:
        """The migrations on disk, in order. Raises HistoryBroken if anything is wrong with them."""
        return self._opened.migrations()

    @worded
    def inspect(self) -> Schema:
        """The live database as it is, the tool's and yoyo's own tables left out. Raises DatabaseUnavailable."""
        with self._opened.reading() as session:
            return self._opened.dialect.inspect(session)

    @worded
    def show(self) -> tuple[str, ...]:
        """The statements that make the specs' schema on an empty database."""
        from qsys_schema.pipeline.history import whole

        return tuple(statement.sql for statement in whole(self._opened))

    @worded
    def diff(
        self,
        *,
        allow: Sequence[str] = (),
        rename: Sequence[str] = (),
        no_rename: Sequence[str] = (),
        expand: Sequence[str] = (),
    ) -> Difference:
        """What differs between the database and the specs, and the plan; without a database migrations stand for it.

        The answers are those of ``qsys-schema diff``: ``allow=["drop-column:jobs.progress"]``,
        ``rename=["jobs.owner=jobs.worker"]``; an open decision prints its own. Writes nothing.
        """
        from qsys_schema.api.values import difference_of
        from qsys_schema.pipeline.answers import Answers
        from qsys_schema.pipeline.generate import preview

        answers = Answers(allow=allow, rename=rename, no_rename=no_rename, expand=expand)
        return difference_of(self._opened, preview(self._opened, answers))

    @worded
    def prove(self, difference: Difference) -> Proof:
        """Run the plan forward, back and forward again on a scratch copy of the database. Raises ProofFailed."""
        from qsys_schema.pipeline.generate import source
        from qsys_schema.pipeline.proving import proven

        with source(self._opened) as session:
            return proven(self._opened, session, difference.found)[0]

    @worded
    def write(
        self,
        name: str = "",
        *,
        allow: Sequence[str] = (),
        rename: Sequence[str] = (),
        no_rename: Sequence[str] = (),
        expand: Sequence[str] = (),
        from_drift: str = "",
    ) -> Migrations:
        """Write the next migration, once it is proven; of this database only: see ``on`` and ``dialects``.

        ``from_drift``, "adopt" or "undo", is what becomes of changes made by hand. Raises ConsentNeeded with every open
        decision, DatabaseDisagrees for pending migrations or drift, ProofFailed, ImpossibleChange, SpecError.
        """
        from qsys_schema.api.values import Migrations, difference_of
        from qsys_schema.pipeline.answers import Answers
        from qsys_schema.pipeline.generate import generate

        if from_drift not in {"", "adopt", "undo"}:
            raise UsageError(f"from_drift is {from_drift!r}", hint='give "adopt" or "undo"')
        answers = Answers(allow=allow, rename=rename, no_rename=no_rename, expand=expand)
        made = generate(self._opened, name, answers, from_drift=from_drift)
        return Migrations(difference=difference_of(self._opened, made.difference), migrations=made.migrations)

    @worded
    def pending(self, *, to: str = "") -> tuple[Migration, ...]:
        """The migrations that ``apply`` would run now."""
        from qsys_schema.pipeline.history import pending

        return pending(self._opened, to)

    @worded
    def apply(self, *, to: str = "", allow: Sequence[str] = (), observe: Observe | None = None) -> tuple[str, ...]:
        """Apply what is pending, up to ``to``; returns the ids. Whoever comes second waits, and finds nothing to do.

        Raises DatabaseDisagrees, HistoryBroken, DatabaseUnavailable; what was applied before stays applied.
        """
        from qsys_schema.pipeline.history import apply

        return apply(self._opened, to, observe or _unobserved, allow=allow)

    @worded
    def rollback(
        self, *, to: str = "", steps: int | None = None, allow: Sequence[str] = (), observe: Observe | None = None
    ) -> tuple[str, ...]:
        """Take back the last migration, the last ``steps``, or all after ``to``; returns the ids, last applied first.

        Raises ConsentNeeded for one that was recorded and never run here, and what ``apply`` raises.
        """
        from qsys_schema.pipeline.history import roll_back

        if (to and steps is not None) or (steps is not None and steps < 1):
            raise UsageError("rollback takes to, or a number of steps from 1 on", hint="give one of them")
        return roll_back(self._opened, to, steps or 1, observe or _unobserved, allow=allow)

    @worded
    def status(self) -> Standing:
        """Where the database stands: what is applied, pending, edited, unknown, and what was changed by hand."""
        from qsys_schema.pipeline.history import status

        return status(self._opened)

    @worded
    def check(self) -> Checked:
        """Whether specs, migration files, what they do, rollbacks and generated code agree. Needs no database."""
        from qsys_schema.pipeline.check import check

        return check(self._opened)

    @worded
    def verify(self, identifier: str) -> Proof:
        """Prove one migration forward, back and forward again on a scratch copy with rows. Raises ProofFailed."""
        from qsys_schema.pipeline.check import verify

        return verify(self._opened, identifier)

    @worded
    def write_code(self, out: str = "") -> Written:
        """Write the typed repositories, into ``out`` or the configuration's folder. Raises SpecError, HistoryBroken."""
        from qsys_schema.pipeline.codegen import write_code

        return write_code(self._opened, out)

    @worded
    def stale_code(self, out: str = "") -> tuple[Stale, ...]:
        """The files that ``write_code`` would change."""
        from qsys_schema.pipeline.codegen import stale_code

        return stale_code(self._opened, out)

    def copies(
        self,
        *,
        server: str = "",
        folder: str | os.PathLike[str] | None = None,
        from_specs: bool = False,
        prepare: Callable[[str], object] | None = None,
    ) -> AbstractContextManager[Copies]:
        """A database with all migrations applied, of which copies can be had in milliseconds: one for each test.

        It is never made where the project's own database is, but on the server of the URL ``server``, or on one that is
        started for it, where a server is needed at all. Files go into ``folder``, else into one that is gone
        afterwards. ``from_specs`` makes it from the specs at once instead. ``prepare`` is called with its URL before it
        is copied, to put rows into it.
        """
        from qsys_schema.api.copies import copies

        return copies(self._opened, server=server, folder=folder, from_specs=from_specs, prepare=prepare)


def _unobserved(event: Event) -> None:
    del event

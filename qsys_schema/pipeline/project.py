"""A project at work: its settings, its dialect, its wish, its migrations, its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import Settings
from qsys_schema.dialects.registry import NAMES, dialect_named, dialect_of
from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Dialect, Session
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.schema import Schema
    from qsys_schema.spec.load import Wish

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What every command starts from. ``talk`` takes lines for a person, which are never part of a result."""

    settings: Settings
    dialect: Dialect
    talk: Talk

    @property
    def folder(self) -> Path:
        """The migrations of this dialect."""
        return self.settings.migrations_folder / self.dialect.name

    def wish(self) -> Wish:
        """The specs, valid and built for this dialect. Raises SpecError with every problem."""
        from qsys_schema.spec.load import load

        return load(self.settings.schema_folder, self.dialect, dialects=NAMES, cache=self.settings.cache)

    def normalized(self, wanted: Schema, session: Session) -> Schema:
        """The wish as the database would give it back. Raises SpecError for what it does not take, with its line."""
        from qsys_schema.dialects.base import WishRefused

        try:
            return self.dialect.normalize(wanted, session)
        except WishRefused as refused:
            from qsys_schema.errors import SpecError
            from qsys_schema.spec.place import problems_at

            raise SpecError(problems_at(refused.findings)) from refused

    def migrations(self) -> tuple[Migration, ...]:
        """The migrations on disk, in order. Raises HistoryBroken if anything is wrong with them."""
        from qsys_schema.history.read import read

        return read(self.folder)

    def database_url(self) -> str:
        """The URL of the live database. Raises UsageError where none is set."""
        if not self.settings.database:
            raise UsageError(
                "no database is given",
                hint="give --database URL, set QSYS_DATABASE_URL, or set database in [tool.qsys-schema]",
            )
        return self.settings.database

    @property
    def _near(self) -> str:
        """The URL of a server where scratch databases may be made; empty where the database is another one's."""
        url = self.settings.database
        return url if url and dialect_of(url, {}).name == self.dialect.name else ""

    @property
    def has_scratch(self) -> bool:
        """Whether a scratch database can be had without starting a server for it."""
        return self.dialect.embedded or bool(self._near)

    def at_once(self) -> Project:
        """The same, but everything is planned as one migration where it can be."""
        return replace(self, dialect=dialect_named(self.dialect.name, self.settings.minimum, online=False))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The live database, opened for reading."""
        session = self.dialect.open_to_read(self.database_url())
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The live database, opened to change it."""
        session = self.dialect.open_to_write(self.database_url(), self.talk)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def replayed(self, migrations: tuple[Migration, ...]) -> Iterator[Session]:
        """A scratch database with these migrations run on it."""
        session = self.dialect.scratch(self._near)
        try:
            for migration in migrations:
                run(session, migration)
            yield session
        finally:
            session.close()

    @contextmanager
    def scratch(self) -> Iterator[Session]:
        """An empty scratch database."""
        session = self.dialect.scratch(self._near)
        try:
            yield session
        finally:
            session.close()


def run(session: Session, migration: Migration) -> None:
    """Run a migration on a scratch database. Raises HistoryBroken naming it."""
    from qsys_schema.errors import DatabaseDisagrees, HistoryBroken

    number, statement = 0, "COMMIT"
    try:
        if migration.transactional:
            session.begin()
        for number, statement in enumerate(migration.forward, start=1):  # noqa: B007 - the message names the last one
            session.execute(statement)
        statement = "COMMIT"
        if migration.transactional:
            session.commit()
    except DatabaseDisagrees as error:
        session.rollback()
        raise HistoryBroken(
            f"{migration.id}: statement {number} of {len(migration.forward)} fails when all migrations are replayed on "
            f"an empty database: {error.what}\n    {statement}",
            hint="a migration that cannot be replayed cannot make a new database; correct it or baseline it",
        ) from error


def open_project(settings: Settings, talk: Talk, *, dialect: str = "") -> Project:
    """The project under these settings: the dialect is the URL's, else the named one, else the first configured."""
    online = not settings.offline
    if settings.database and dialect and dialect_of(settings.database, {}).name != dialect:
        # That database is another one's: the migrations, replayed, stand for the one that is asked about.
        settings = replace(settings, database="")
    if settings.database and not dialect:
        chosen = dialect_of(settings.database, settings.minimum, online=online)
    else:
        name = dialect or (settings.dialects[0] if settings.dialects else NAMES[0])
        chosen = dialect_named(name, settings.minimum, online=online)
    return Project(settings=settings, dialect=chosen, talk=talk)

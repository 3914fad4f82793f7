"""A project at work: its settings, its dialect, its wish, its migrations, its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import Settings
from qsys_schema.dialects.registry import NAMES, dialect_named, dialect_of
from qsys_schema.errors import UsageError

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Dialect, Session
    from qsys_schema.model.migration import Migration
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
        session = self.dialect.scratch()
        try:
            for migration in migrations:
                run(session, migration.forward, migration.id)
            yield session
        finally:
            session.close()

    @contextmanager
    def scratch(self) -> Iterator[Session]:
        """An empty scratch database."""
        session = self.dialect.scratch()
        try:
            yield session
        finally:
            session.close()


def run(session: Session, statements: tuple[str, ...], name: str) -> None:
    """Run statements in one transaction on a scratch database. Raises HistoryBroken naming the migration."""
    from qsys_schema.errors import DatabaseDisagrees, HistoryBroken

    session.begin()
    for number, statement in enumerate(statements, start=1):
        try:
            session.execute(statement)
        except DatabaseDisagrees as error:
            session.rollback()
            raise HistoryBroken(
                f"{name}: statement {number} of {len(statements)} fails when all migrations are replayed on an empty "
                f"database: {error.what}\n    {statement}",
                hint="a migration that cannot be replayed cannot make a new database; correct it or baseline it",
            ) from error
    session.commit()


def open_project(settings: Settings, talk: Talk, *, dialect: str = "") -> Project:
    """The project under these settings: the dialect is the URL's, else the named one, else the first configured."""
    if dialect:
        return Project(settings=settings, dialect=dialect_named(dialect, settings.minimum), talk=talk)
    if settings.database:
        return Project(settings=settings, dialect=dialect_of(settings.database, settings.minimum), talk=talk)
    name = settings.dialects[0] if settings.dialects else NAMES[0]
    return Project(settings=settings, dialect=dialect_named(name, settings.minimum), talk=talk)

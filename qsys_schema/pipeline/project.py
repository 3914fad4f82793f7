"""A project at work: its settings, its dialect, its wish, its migrations, its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import Settings
from qsys_schema.config.environments import Rules, require_confirmed
from qsys_schema.dialects.registry import NAMES, dialect_named, dialect_of
from qsys_schema.errors import UsageError
from qsys_schema.pipeline.others import make_external, require_agreement, without_external

if TYPE_CHECKING:
    from qsys_schema.config.database import Kept
    from qsys_schema.dialects.base import Dialect, Session
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.ownership import Ownership
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.source import Source
    from qsys_schema.spec.load import Wish

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What every command starts from. ``talk`` takes lines for a person, which are never part of a result.

    ``confirmed`` is the name of the production environment that somebody has given, meaning it.
    """

    settings: Settings
    dialect: Dialect
    talk: Talk
    confirmed: str = ""

    @property
    def folder(self) -> Path:
        """The migrations of this dialect."""
        return self.settings.migrations_folder / self.dialect.name

    def wish(self) -> Wish:
        """The specs, valid and built for this dialect. Raises SpecError with every problem."""
        from qsys_schema.spec.load import load

        wish = load(self.settings.schema_folder, self.dialect, dialects=NAMES, cache=self.settings.cache)
        require_agreement(self.settings, wish.schema, self.dialect.fold)
        return wish

    def normalized(self, wanted: Schema, session: Session, *, whole: bool = False) -> Schema:
        """The wish as the database would give it back; what others make only where it is to be the ``whole``.

        Raises SpecError for what it does not take, with its line.
        """
        from qsys_schema.dialects.base import WishRefused

        try:
            made = self.dialect.normalize(wanted, session)
            return made if whole else without_external(made, wanted)
        except WishRefused as refused:
            from qsys_schema.errors import SpecError
            from qsys_schema.spec.place import problems_at

            raise SpecError(problems_at(refused.findings)) from refused

    def place_of(self, source: Source) -> str:
        """The file and line of a source; the file as it is called in the project's folder, wherever we are."""
        from qsys_schema.spec.load import locate

        place, base = locate(source), self.settings.base
        return Path(place).absolute().as_posix().removeprefix(f"{Path(base).as_posix()}/") if base else place

    def migrations(self) -> tuple[Migration, ...]:
        """The migrations on disk, in order. Raises HistoryBroken if anything is wrong with them."""
        from qsys_schema.history.read import read

        return read(self.folder)

    def database_url(self) -> str:
        """The URL of the live database. Raises UsageError where none is set."""
        if not self.settings.has_database:
            raise UsageError(
                "no database is given",
                hint="give --database URL, set QSYS_DATABASE_URL, or set database in [tool.qsys-schema]",
            )
        kept = self.settings.kept
        return self.settings.database if kept is None else _looked_for(kept, self.settings.base, self.dialect)

    @property
    def rules(self) -> Rules:
        """What the environment of the live database demands. Raises UsageError where no database is given."""
        return self.settings.rules(self.database_url())

    @property
    def _near(self) -> str:
        """The URL of a server where scratch databases may be made; empty where the database is another one's."""
        try:
            url = self.database_url()
        except UsageError:
            # It may not be for us to know where it is: what needs no database is done without.
            return ""
        return url if url and dialect_of(url, {}).name == self.dialect.name else ""

    @property
    def has_scratch(self) -> bool:
        """Whether a scratch database can be had without starting a server for it."""
        return self.dialect.embedded or bool(self._near)

    def owning(self, ours: Ownership) -> Project:
        """The same, with another part of the database as its own."""
        settings = replace(self.settings, ours=ours)
        online = not settings.offline
        dialect = dialect_named(self.dialect.name, settings.minimum, online=online, ours=ours)
        return replace(self, settings=settings, dialect=dialect)

    def at_once(self) -> Project:
        """The same, but everything is planned as one migration where it can be."""
        name, settings = self.dialect.name, self.settings
        return replace(self, dialect=dialect_named(name, settings.minimum, online=False, ours=settings.ours))

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
        """The live database, opened to change it. Raises ConfirmationNeeded for one whose name has to be given."""
        url = self.database_url()
        require_confirmed(self.settings.rules(url), self.confirmed, "it would be changed")
        session = self.dialect.open_to_write(url, self.talk)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def replayed(self, migrations: tuple[Migration, ...]) -> Iterator[Session]:
        """A scratch database with these migrations run on it, beside what the specs say that others make."""
        session = self.dialect.scratch(self._near)
        try:
            make_external(self, session)
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
    """The project under these settings: the dialect is the URL's, else the named one, else the likely one."""
    online = not settings.offline
    if settings.database and settings.base:
        url = dialect_of(settings.database, {}).anchored(settings.database, settings.base)
        settings = replace(settings, database=url)
    if settings.database and dialect and dialect_of(settings.database, {}).name != dialect:
        # That database is another one's: the migrations, replayed, stand for the one that is asked about.
        settings = replace(settings, database="")
    if settings.kept is not None and dialect and _likely(settings) != dialect:
        settings = replace(settings, kept=None)
    if settings.database and not dialect:
        chosen = dialect_of(settings.database, settings.minimum, online=online, ours=settings.ours)
    else:
        name = dialect or _likely(settings)
        chosen = dialect_named(name, settings.minimum, online=online, ours=settings.ours)
    return Project(settings=settings, dialect=chosen, talk=talk)


def _likely(settings: Settings) -> str:
    """The dialect where nobody names one: the database's, if it is known or can be; else the first configured.

    Where none is configured, the first that there are migrations for: those of an adopted server are not the default's.
    """
    begun = (name for name in NAMES if (settings.migrations_folder / name).is_dir())
    first = settings.dialects[0] if settings.dialects else next(begun, NAMES[0])
    kept = settings.kept
    if kept is None or (not kept.plain and len(settings.dialects) == 1):
        return first
    try:
        return dialect_of(kept.plain or kept.read(), {}).name
    except UsageError:
        # Whoever needs the database asks again, and says why there is none.
        return first


def _looked_for(kept: Kept, base: str, dialect: Dialect) -> str:
    """The URL of a database that had to be looked for. Raises UsageError."""
    url = kept.read()
    found = dialect_of(url, {})
    if found.name != dialect.name:
        raise UsageError(
            f"{kept.where}: the database is one of {found.name}, and this is about {dialect.name}",
            hint="give --dialect, or name the dialects of the project in its configuration",
        )
    return found.anchored(url, base) if base else url

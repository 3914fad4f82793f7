"""Projects with rows, made once and copied for each accident."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command import Command
from tests.crash.lab import Catalogs, Place, boundaries, prototype
from tests.crash.postgres_lab import ROWS, Site, database_like, fill, generate_history, owned
from tests.crash.postgres_lab import boundaries as postgres_boundaries
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from tests.postgres import Connection


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Five migrations, and no database yet."""
    return prototype(tmp_path_factory)


@pytest.fixture(scope="session")
def catalogs(project: Place, tmp_path_factory: pytest.TempPathFactory) -> Catalogs:
    """The catalog at each boundary between migrations, by the ids applied until then."""
    return boundaries(project.copy_to(tmp_path_factory.mktemp("boundaries") / "project"))


@pytest.fixture(scope="session")
def filled(project: Place, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, str], Place]:
    """A project whose database stands after its first migration, with that many items, in that journal mode."""
    made: dict[tuple[int, str], Place] = {}

    def make(rows: int, journal: str) -> Place:
        if (rows, journal) not in made:
            place = project.copy_to(tmp_path_factory.mktemp("filled") / "project")
            done = place.run("apply", "--to", "0001.create")
            assert done.code == 0, done.stderr
            place.fill(rows, journal)
            made[rows, journal] = place
        return made[rows, journal]

    return make


@pytest.fixture
def accident(filled: Callable[[int, str], Place], tmp_path: Path) -> Callable[[int, str], Place]:
    """A copy of a filled project, for one accident to happen to."""

    def make(rows: int, journal: str = "delete") -> Place:
        return filled(rows, journal).copy_to(tmp_path / f"{journal}-{rows}-{len(list(tmp_path.iterdir()))}")

    return make


@pytest.fixture(scope="session")
def postgres_project(
    postgres_server_url: str, postgres_admin: Connection, tmp_path_factory: pytest.TempPathFactory
) -> Command:
    """A history with every kind of migration, made by the tool itself."""
    command = Command(folder=tmp_path_factory.mktemp("postgres"), private=tmp_path_factory.mktemp("home"))
    with fresh_database(postgres_admin) as name:
        generate_history(Site(command=command, url=owned(postgres_server_url, name)))
    return command


@pytest.fixture(scope="session")
def postgres_catalogs(postgres_server_url: str, postgres_admin: Connection, postgres_project: Command) -> Catalogs:
    """The catalogs at each boundary between migrations."""
    with fresh_database(postgres_admin) as name:
        return postgres_boundaries(Site(command=postgres_project, url=owned(postgres_server_url, name)))


@pytest.fixture(scope="session")
def postgres_filled(postgres_server_url: str, postgres_admin: Connection, postgres_project: Command) -> Generator[str]:
    """The name of a database after its first migration, with rows, to be copied."""
    with fresh_database(postgres_admin) as name:
        site = Site(command=postgres_project, url=owned(postgres_server_url, name))
        site.must("apply", "--to", "0001")
        fill(site.url, ROWS)
        yield name


@pytest.fixture
def sites(
    postgres_server_url: str, postgres_admin: Connection, postgres_project: Command, postgres_filled: str
) -> Generator[Callable[[], Site]]:
    """Makes databases after their first migration, with rows, one for each accident."""
    with ExitStack() as made:

        def make() -> Site:
            name = made.enter_context(database_like(postgres_admin, postgres_filled))
            return Site(command=postgres_project, url=owned(postgres_server_url, name))

        yield make


@pytest.fixture
def site(sites: Callable[[], Site]) -> Site:
    """One of them."""
    return sites()

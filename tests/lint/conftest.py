"""A shelf for each database."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.command import Command
from tests.lint.house import Shelf
from tests.pipeline.desk import DIALECTS, Desk
from tests.postgres import TESTER, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection


@pytest.fixture(scope="session")
def linted_url(postgres_server_url: str, postgres_admin: Connection) -> Generator[str]:
    """One database for all tests of lint: each makes a schema of its own in it, and drops it."""
    with fresh_database(postgres_admin) as name:
        url = url_for(postgres_server_url, name)
        yield url_for(url, urlsplit(url).path.removeprefix("/"), TESTER, TESTER)


@pytest.fixture
def sqlite_shelf(tmp_path: Path) -> Shelf:
    """Migrations for SQLite."""
    return Shelf(root=tmp_path, dialect="sqlite")


@pytest.fixture
def postgres_shelf(tmp_path: Path, linted_url: str) -> Shelf:
    """Migrations for PostgreSQL."""
    return Shelf(root=tmp_path, dialect="postgres", url=linted_url)


@pytest.fixture(params=DIALECTS)
def desk(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """A project with one spec and its first migration."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("linted_url")
    made = Desk(command=run_cli, dialect=request.param, url=url)
    made.write("qsys-schema.toml", f'dialects = ["{request.param}"]\n')
    made.spec()
    made.generate("first")
    return made

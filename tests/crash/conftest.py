"""Projects with rows, made once and copied for each accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.lab import Catalogs, Place, boundaries, prototype


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

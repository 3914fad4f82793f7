"""The queue's own repositories, on a database of each kind that has been migrated as users do it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from qsys_schema.config import Settings
from qsys_schema.pipeline.history import apply
from qsys_schema.pipeline.project import open_project
from tests.command import ROOT
from tests.queue.workers import Place, open_place


class Queue(NamedTuple):
    """A place, its schedules and dependencies, and the URL."""

    place: Place
    jobs: Any
    schedules: Any
    dependencies: Any
    session: ModuleType
    url: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return [tuple(row) for row in self.place.connection.execute(sql).fetchall()]


@pytest.fixture(params=["sqlite", "postgres"])
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that has the queue's tables."""
    url = f"sqlite:///{tmp_path}/queue.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    migrate(url)
    return str(url)


def migrate(url: str) -> None:
    """Apply the shipped migrations."""
    settings = Settings(database=url, schema=str(ROOT / "schema"), migrations=str(ROOT / "migrations"))
    apply(open_project(settings, lambda _: None), "", lambda *_: None)


@pytest.fixture
def queue(queue_url: str) -> Iterator[Queue]:
    """The queue, with foreign keys enforced, as an application would have them."""
    with open_place(queue_url) as place:
        if queue_url.startswith("sqlite"):
            from qsys_schema.repositories.sqlite import job_dependencies, repeatable_job_schedules

            place.connection.execute("PRAGMA foreign_keys = ON")
            schedules: Any = repeatable_job_schedules.RepeatableJobSchedulesRepository(place.connection)
            dependencies: Any = job_dependencies.JobDependenciesRepository(place.connection)
        else:
            from qsys_schema.repositories.postgres import job_dependencies as needed
            from qsys_schema.repositories.postgres import repeatable_job_schedules as repeated

            schedules = repeated.RepeatableJobSchedulesRepository(place.connection)
            dependencies = needed.JobDependenciesRepository(place.connection)
        yield Queue(place, place.jobs, schedules, dependencies, place.session, queue_url)

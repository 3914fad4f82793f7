"""A database as the project makes it, and copies of it in milliseconds: each test gets one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.pipeline.history import apply, whole

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Master
    from qsys_schema.model.step import Statement
    from qsys_schema.pipeline.project import Project

Prepare = Callable[[str], object]
"""Takes the URL of the database before it is copied, to put rows into it that every test wants."""


@contextmanager
def master(
    project: Project, folder: Path, *, server: str, from_specs: bool, prepare: Prepare | None
) -> Iterator[Master]:
    """A database with all migrations applied, or made from the specs at once, to be copied.

    A file is put into ``folder``. A server is that of the URL ``server``, else one of our own, and never the project's:
    tests have no business there.
    Raises HistoryBroken, SpecError, DatabaseDisagrees and DatabaseUnavailable.
    """
    made = project.dialect.master(server, folder)
    try:
        here = replace(project, settings=replace(project.settings, database=made.url))
        if from_specs:
            _run(here, whole(here))
        else:
            apply(here, "", lambda _: None)
        if prepare is not None:
            prepare(made.url)
        made.seal()
        yield made
    finally:
        made.close()


def _run(project: Project, statements: tuple[Statement, ...]) -> None:
    with project.writing() as session:
        session.begin()
        for statement in statements:
            session.execute(statement.sql)
        session.commit()

"""A small project, and the command line in it."""

from __future__ import annotations

import pytest

from tests.cli.house import SPEC, Project
from tests.command import Command


@pytest.fixture
def project(run_cli: Command) -> Project:
    """A folder with one spec, and nothing else."""
    made = Project(run=run_cli, folder=run_cli.folder)
    made.write("schema/jobs.yaml", SPEC)
    return made


@pytest.fixture
def live(project: Project) -> Project:
    """A project whose first migration is written and applied to its database."""
    project.ok("generate", "first")
    project.ok("apply", *project.database)
    return project

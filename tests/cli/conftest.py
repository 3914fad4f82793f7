"""A small project, and the command line in it."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.house import SPEC, Project
from tests.command import Command


@pytest.fixture
def project(run_cli: Command) -> Project:
    """A folder with one spec, and nothing else."""
    made = Project(run=run_cli, folder=run_cli.folder)
    made.write("schema/jobs.yaml", SPEC)
    return made


@pytest.fixture(scope="session")
def first_applied(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """What every live project begins as, made once: its first migration is written and applied to its database."""
    run = Command(folder=tmp_path_factory.mktemp("first"), private=tmp_path_factory.mktemp("home"))
    made = Project(run=run, folder=run.folder)
    made.write("schema/jobs.yaml", SPEC)
    made.ok("generate", "first")
    made.ok("apply", *made.database)
    return run


@pytest.fixture
def live(run_cli: Command, first_applied: Command) -> Project:
    """A project of the test's own whose first migration is applied to its database."""
    shutil.copytree(first_applied.folder, run_cli.folder, dirs_exist_ok=True)
    shutil.copytree(first_applied.private, run_cli.private, dirs_exist_ok=True)
    return Project(run=run_cli, folder=run_cli.folder)

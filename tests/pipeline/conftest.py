"""A project at a desk, once for each database."""

from __future__ import annotations

import pytest

from tests.command import ROOT, Command
from tests.pipeline.desk import DIALECTS, Desk


@pytest.fixture(params=DIALECTS)
def desk(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """A folder with one spec and its first migration, and a database that has nothing yet."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Desk(command=run_cli, dialect=request.param, url=url)
    made.write("qsys-schema.toml", f'dialects = ["{request.param}"]\n')
    made.spec()
    made.generate("first")
    return made


_OTHERS_MAY_ENTER = 0o001

collect_ignore = (
    []
    if all(folder.stat().st_mode & _OTHERS_MAY_ENTER for folder in (ROOT, *ROOT.parents))
    # Its users without rights could not even read the code there.
    else ["test_read_only_file.py"]
)

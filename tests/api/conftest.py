"""A project in a folder that is not the working directory, once for each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema import Project
from tests.pipeline.desk import DIALECTS

SPEC = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner: {type: text, nullable: true}
"""


def write_project(folder: Path, dialect: str) -> Path:
    """A project with one spec, and no migration yet."""
    (folder / "schema").mkdir(parents=True)
    (folder / "qsys-schema.toml").write_text(f'dialects = ["{dialect}"]\n', encoding="utf-8")
    (folder / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, no database by the environment, and another folder to be in."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("QSYS_DATABASE_URL", raising=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return elsewhere


@pytest.fixture(params=DIALECTS)
def project(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, opened with an empty database."""
    folder = write_project(tmp_path / "service", request.param)
    url = "sqlite:///app.db"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("QSYS_SCRATCH_POSTGRES_URL", url)
    return Project.open(folder, database=url)


def add_column(project: Project, line: str) -> None:
    """Write one column more into the spec."""
    spec = project.folder / "schema" / "jobs.yaml"
    spec.write_text(spec.read_text(encoding="utf-8") + f"  {line}\n", encoding="utf-8")

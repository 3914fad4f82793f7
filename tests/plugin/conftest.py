"""Projects of somebody's own, with tests of their own, that pytest runs inside a test."""

from __future__ import annotations

import pytest

from qsys_schema import Project
from tests.api.conftest import SPEC, write_project


@pytest.fixture(scope="session", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Import what is imported late: pytester forgets what comes after it, and some modules cannot be loaded twice."""
    import psycopg  # noqa: F401
    import yaml  # noqa: F401

    folder = write_project(tmp_path_factory.mktemp("warm") / "service", "sqlite")
    project = Project.open(folder, database="sqlite:///warm.db")
    project.write("create jobs")
    project.apply()
    project.write_code("repositories")


@pytest.fixture
def service(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with specs and one migration for SQLite; tests are added to it."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(pytester.path / "cache"))
    monkeypatch.delenv("QSYS_DATABASE_URL", raising=False)
    # What pytest was told about the outer run is none of the inner one's business.
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    begin(pytester, "sqlite")
    return pytester


def begin(pytester: pytest.Pytester, *dialects: str) -> None:
    """Write the project and its first migration for each database."""
    (pytester.path / "schema").mkdir(exist_ok=True)
    (pytester.path / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    names = ", ".join(f'"{name}"' for name in dialects)
    (pytester.path / "qsys-schema.toml").write_text(f"dialects = [{names}]\n", encoding="utf-8")
    for name in dialects:
        Project.open(pytester.path, dialect=name).write("create jobs")

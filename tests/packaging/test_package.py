"""What is published is whole, and works where nothing of the repository is."""

from __future__ import annotations

import email
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.metadata import Metadata
from packaging.specifiers import SpecifierSet

from tests.command import ROOT
from tests.packaging.conftest import Built, Installed
from tests.patience import run_to_end

SPEC = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner: {type: text, nullable: true}
indexes:
  - columns: [owner]
queries:
  of_owner: {sql: "SELECT * FROM jobs WHERE owner = :owner", returns: many}
"""

USER = """\
from typing import assert_type

from qsys_schema import Project, api, errors

project = Project.open("service", database="sqlite:///app.db")


def deploy() -> tuple[str, ...]:
    try:
        return project.apply(observe=lambda event: print(event.migration, event.number))
    except errors.ConsentNeeded as error:
        print(error.decisions[0].options)
        raise


def look(found: api.Difference) -> list[str]:
    assert_type(found.changes[0].ref, str)
    assert_type(project.inspect().tables[0].columns[0].name, str)
    return [change.text for change in found.changes]
"""


def _files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_wheel_has_every_file_of_the_package_and_no_other(built: Built) -> None:
    """A template that is missing is found by a user, in the one command that wants it."""
    with zipfile.ZipFile(built.wheel) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    there = {f"qsys_schema/{name}" for name in _files(built.sources / "qsys_schema")}
    assert packed == there
    assert {"qsys_schema/py.typed", "qsys_schema/spec/table.schema.json"} <= packed
    assert any(not name.endswith((".py", ".json", ".typed")) for name in packed)


def test_the_archive_of_sources_makes_the_same_wheel_and_has_no_tests(built: Built) -> None:
    """It is what other packagers begin with."""
    with tarfile.open(built.archive) as archive:
        names = {PurePosixPath(*PurePosixPath(one.name).parts[1:]).as_posix() for one in archive if one.isfile()}
    there = {f"qsys_schema/{name}" for name in _files(built.sources / "qsys_schema")}
    assert there <= names
    assert {"pyproject.toml", "README.md", "LICENSE"} <= names
    assert not [name for name in names if name.startswith("tests/") or name.endswith((".pyc", ".db"))]


def test_what_is_said_of_the_package_is_valid(built: Built) -> None:
    """As the index wants it: versions of Python, a licence, the description, and extras for each driver."""
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
        text = wheel.read(name)
        (points,) = (wheel.read(one).decode() for one in wheel.namelist() if one.endswith("entry_points.txt"))
    said = Metadata.from_email(text, validate=True)
    assert said.requires_python == SpecifierSet(">=3.11")
    versions = [one.rpartition(" ")[2] for one in said.classifiers or () if " :: 3." in one]
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert said.license_expression == "MIT"
    assert said.description_content_type == "text/markdown"
    assert email.message_from_bytes(text).get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"sqlite", "postgres", "async", "pytest"} <= set(said.provides_extra or ())
    assert "qsys-schema = qsys_schema.cli:main" in points
    assert "qsys_schema.pytest_plugin = qsys_schema.pytest_plugin" in points


def test_each_version_of_python_that_is_named_may_be_installed_on() -> None:
    """The lower bound and the list of versions are two places that have to agree."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = [one.rpartition(" ")[2] for one in table["classifiers"] if " :: 3." in one]
    bound = SpecifierSet(table["requires-python"])
    assert all(bound.contains(f"{one}.0") for one in versions)
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in versions


def test_it_works_without_the_repository_and_without_the_drivers_of_others(installed: Installed) -> None:
    """From specs to a database, on what an installation without extras brings."""
    (installed.folder / "schema").mkdir()
    (installed.folder / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (installed.folder / "qsys-schema.toml").write_text(
        'database = "sqlite:///app.db"\ndialects = ["sqlite", "postgres"]\nrepositories = "repositories"\n',
        encoding="utf-8",
    )
    assert installed.run("-c", "import psycopg").code == 1
    installed.ok("validate")
    made = installed.qsys("generate", "first")
    # The other database's migration has to wait for its driver, and that is said with the way to get it.
    assert "PostgreSQL's driver, psycopg, is not installed" in made.stderr
    assert "pip install 'qsys-schema[postgres]'" in made.stderr
    assert made.code == 0
    installed.ok("apply")
    installed.ok("codegen")
    installed.ok("codegen", "--check")
    installed.ok("check", "--dialect", "sqlite")
    installed.ok("lint")
    installed.ok("show")
    assert "nothing to do" in installed.ok("diff")
    used = installed.run(
        "-c",
        "import sys, sqlite3; sys.path.insert(0, '.')\n"
        "from repositories.sqlite.jobs import JobsRepository\n"
        "print(JobsRepository(sqlite3.connect('app.db')).count())",
    )
    assert used.stdout == "0\n"


@pytest.mark.parametrize("command", [("apply",), ("status",), ("diff",), ("check", "--dialect", "postgres")])
def test_a_missing_driver_is_said_with_the_way_to_get_it(installed: Installed, command: tuple[str, ...]) -> None:
    """Not by a traceback, and not only where somebody reads the documentation."""
    (installed.folder / "schema").mkdir()
    (installed.folder / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    done = installed.qsys(*command, "--database", "postgresql://somebody:secret@localhost/app")
    assert done.code == 1
    assert "pip install 'qsys-schema[postgres]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + done.stdout


def test_the_plugin_of_pytest_is_found(installed: Installed) -> None:
    """By its entry point, where pytest is installed too."""
    installed.give("pytest", "pluggy", "iniconfig", "packaging", "pygments")
    done = installed.run("-m", "pytest", "--fixtures", "-q")
    assert "qsys_database" in done.stdout


def test_types_are_found_by_the_checker_of_whoever_uses_it(installed: Installed) -> None:
    """py.typed: a user's own file passes as strictly as he likes."""
    path = installed.folder / "deploy.py"
    path.write_text(USER, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", str(installed.python)]
    done = run_to_end([*mypy, "--cache-dir", str(installed.folder / "types"), str(path)], cwd=installed.folder)
    assert done.returncode == 0, done.stdout

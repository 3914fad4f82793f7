"""Each test has a database of its own, as the migrations make it, whatever the tests do to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.patience import run_to_end, until
from tests.plugin.conftest import begin
from tests.postgres import connect

TWO_TESTS = """
    import pytest

    @pytest.mark.parametrize("number", [1, 2])
    def test_it(qsys_connection, number):
        assert qsys_connection.execute("SELECT count(*) FROM jobs").fetchone() == (0,)
        qsys_connection.execute("INSERT INTO jobs (id) VALUES (1)")
        qsys_connection.commit()
"""

SWEPT = "SELECT datname FROM pg_database WHERE datname LIKE 'qsys\\_copy\\_%' ORDER BY datname"


def test_each_test_has_an_empty_database_with_the_tables(service: pytest.Pytester) -> None:
    """What one test writes, the next one does not see; and nothing stays."""
    service.makepyfile(TWO_TESTS)
    service.runpytest_inprocess("--basetemp=temp").assert_outcomes(passed=2)
    assert not list(service.path.rglob("*.db"))


def test_what_a_failed_test_left_is_kept_and_named(service: pytest.Pytester) -> None:
    """The file is there to be looked at, and the report says where."""
    service.makepyfile("""
        def test_it(qsys_connection):
            qsys_connection.execute("INSERT INTO jobs (id, owner) VALUES (7, 'somebody')")
            qsys_connection.commit()
            assert False
    """)
    result = service.runpytest_inprocess("--basetemp=temp")
    result.assert_outcomes(failed=1)
    (path,) = service.path.rglob("*.db")
    result.stdout.fnmatch_lines(["*qsys_database*", str(path)])
    assert b"somebody" in path.read_bytes()


def test_it_works_in_many_processes(service: pytest.Pytester) -> None:
    """pytest-xdist: each worker makes its own, and none is in another's way."""
    service.makepyfile(TWO_TESTS.replace("[1, 2]", "range(12)"))
    service.runpytest_inprocess("-n2", "-p", "xdist").assert_outcomes(passed=12)


def test_rows_that_every_test_wants_are_put_in_once(service: pytest.Pytester) -> None:
    """The function gets the URL of the database before it is copied; the log of its writes comes along."""
    service.makepyfile("""
        import sqlite3
        import pytest
        calls = []

        @pytest.fixture(scope="session")
        def qsys_prepare():
            def prepare(url):
                calls.append(url)
                connection = sqlite3.connect(url.removeprefix("sqlite:///"))
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("INSERT INTO jobs (id, owner) VALUES (1, 'first')")
                connection.commit()
                calls.append(connection)  # left open: whoever closes last would bring the log into the file
            return prepare

        @pytest.mark.parametrize("number", [1, 2])
        def test_it(qsys_connection, number):
            assert qsys_connection.execute("SELECT owner FROM jobs").fetchall() == [("first",)]
            assert len(calls) == 2
    """)
    service.runpytest_inprocess().assert_outcomes(passed=2)


def test_the_specs_make_it_where_migrations_are_not_written_yet(service: pytest.Pytester) -> None:
    """Whoever designs a table tests it before there is a migration."""
    for path in (service.path / "migrations/sqlite").iterdir():
        path.unlink()
    service.makeini("[pytest]\nqsys_from = specs\n")
    service.makepyfile(TWO_TESTS)
    service.runpytest_inprocess().assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("ini", "said"),
    [
        ("qsys_from = thin air", "qsys_from is 'thin air'; it is one of migrations, specs"),
        ("qsys_project = nowhere", "nowhere is not a folder"),
        ("qsys_dialect = oracle", "there is no dialect 'oracle'"),
    ],
)
def test_what_is_configured_wrongly_is_said_in_words(service: pytest.Pytester, ini: str, said: str) -> None:
    """Not by a traceback through the tool."""
    service.makeini(f"[pytest]\n{ini}\n")
    service.makepyfile(TWO_TESTS)
    result = service.runpytest_inprocess()
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines([f"*{said}*"])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_migration_that_fails_is_said_in_words(service: pytest.Pytester) -> None:
    """With the file, the line and the database's reason."""
    path = service.path / "migrations/sqlite/0001.create_jobs.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("CREATE TABLE", "CRATE TABLE"), encoding="utf-8")
    service.makepyfile(TWO_TESTS)
    result = service.runpytest_inprocess()
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["*qsys-schema: *0001.create_jobs.sql*"])


def test_a_project_without_it_is_not_disturbed(pytester: pytest.Pytester) -> None:
    """Nothing is imported but the plugin itself, no fixture runs, and no folder is made."""
    pytester.makepyfile("""
        import sys

        def test_it():
            heavy = {"yaml", "sqlglot", "yoyo", "click", "jsonschema", "psycopg", "qsys_schema.api.project"}
            assert not heavy & set(sys.modules)
    """)
    done = run_to_end(
        [sys.executable, "-m", "pytest", "-q", "--strict-config", "-W", "error", "--basetemp=temp"], cwd=pytester.path
    )
    assert done.returncode == 0, done.stdout
    assert not (pytester.path / "temp").exists()


@pytest.mark.parametrize("flavour", ["sqlite", "sqlite_async", "postgres", "postgres_async"])
def test_generated_repositories_work_on_it(
    service: pytest.Pytester, flavour: str, postgres_server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All four: a driver's ``connect`` takes the address as it is."""
    if flavour.startswith("postgres"):
        monkeypatch.setenv("QSYS_SCRATCH_POSTGRES_URL", postgres_server_url)
        monkeypatch.setenv("QSYS_TEST_POSTGRES_URL", postgres_server_url)
        begin(service, "postgres")
    from qsys_schema import Project

    Project.open(service.path).write_code("repositories")
    driver = {"sqlite": "sqlite3", "sqlite_async": "aiosqlite"}.get(flavour, "psycopg")
    waiting = (
        "async with await psycopg.AsyncConnection.connect" if driver == "psycopg" else f"async with {driver}.connect"
    )
    body = f"""
    import asyncio
    import {driver}
    from repositories.{flavour}.jobs import JobsRepository
    from repositories.rows.jobs import NewJobs

    def test_it(qsys_database):
        """
    if flavour.endswith("async"):
        body += f"""
        async def run():
            {waiting}(qsys_database.address) as connection:
                jobs = JobsRepository(connection)
                await jobs.insert(NewJobs(id=1))
                await connection.commit()
                assert await jobs.count() == 1
        asyncio.run(run())
        """
    else:
        body += f"""
        connection = {driver}.connect(qsys_database.address)
        jobs = JobsRepository(connection)
        jobs.insert(NewJobs(id=1))
        connection.commit()
        assert jobs.count() == 1
        connection.close()
        """
    service.makepyfile(body)
    monkeypatch.syspath_prepend(service.path)
    service.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.fixture
def on_server(service: pytest.Pytester, postgres_server_url: str, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The project on PostgreSQL, and what a process of pytest is told about the server."""
    monkeypatch.setenv("QSYS_SCRATCH_POSTGRES_URL", postgres_server_url)
    monkeypatch.setenv("QSYS_TEST_POSTGRES_URL", postgres_server_url)
    begin(service, "postgres")
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}


def _left(url: str) -> list[str]:
    with connect(url) as connection:
        return [name for (name,) in connection.execute(SWEPT)]


@pytest.mark.usefixtures("on_server")
def test_databases_of_a_server_are_dropped_whoever_is_connected(
    service: pytest.Pytester, postgres_server_url: str
) -> None:
    """Also that of a test which forgot to close its connection, and in many processes."""
    service.makepyfile(
        TWO_TESTS.replace("[1, 2]", "range(6)")
        + """
    forgotten = []

    def test_forgetful(qsys_database):
        forgotten.append(qsys_database.connect())
    """
    )
    service.runpytest_inprocess("-n2", "-p", "xdist").assert_outcomes(passed=7)
    assert _left(postgres_server_url) == []


def test_what_a_killed_run_left_is_swept_and_that_of_a_living_one_is_not(
    service: pytest.Pytester, postgres_server_url: str, on_server: Mapping[str, str]
) -> None:
    """A run is known to be alive by a lock that dies with it."""
    service.makepyfile("""
        import pathlib, time

        def test_it(qsys_database):
            pathlib.Path("ready").touch()
            time.sleep(600)
    """)
    run = [sys.executable, "-m", "pytest", "-q", "--basetemp=temp"]
    process = subprocess.Popen(run, cwd=service.path, env=on_server, stdout=subprocess.DEVNULL)
    until(lambda: process.poll() is not None or (service.path / "ready").exists())
    assert process.poll() is None
    alive = _left(postgres_server_url)
    service.makepyfile(test_other=TWO_TESTS)
    service.runpytest_inprocess("test_other.py").assert_outcomes(passed=2)
    assert len(alive) == 2
    assert _left(postgres_server_url) == alive
    process.kill()
    process.wait()
    service.runpytest_inprocess("test_other.py").assert_outcomes(passed=2)
    assert _left(postgres_server_url) == []


@pytest.mark.usefixtures("on_server")
def test_the_projects_own_server_is_left_alone(
    service: pytest.Pytester, postgres_server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be the one in production: tests have a server that is named for them, or one of their own."""
    monkeypatch.delenv("QSYS_TEST_POSTGRES_URL")
    monkeypatch.setenv("QSYS_DATABASE_URL", postgres_server_url)
    service.makepyfile("""
        import os

        def test_it(qsys_database):
            assert os.environ["QSYS_DATABASE_URL"].partition("?")[2] not in qsys_database.url
    """)
    service.runpytest_subprocess().assert_outcomes(passed=1)

"""Packages are generated once for each process of pytest; each test has a database as if it were new."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.codegen import lab
from tests.codegen.lab import FLAVOURS, NAMES, SPECS, Door
from tests.postgres import TESTER, connect, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the generated packages ``made_plain`` and so on, which can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    for name in NAMES:
        lab.write(lab.texts(SPECS / name), folder / f"made_{name}")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A SQLite file with the tables of each folder of specs."""
    folder = tmp_path_factory.mktemp("templates")
    for name in NAMES:
        lab.made_sqlite(folder / f"{name}.db", lab.statements(SPECS / name, "sqlite", ""))
    return {name: folder / f"{name}.db" for name in NAMES}


@pytest.fixture(scope="session")
def postgres_templates(postgres_server_url: str, postgres_admin: Connection) -> Generator[dict[str, str]]:
    """The URL of a database with the tables of each folder of specs."""
    with ExitStack() as stack:
        urls = {}
        for name in NAMES:
            database = stack.enter_context(fresh_database(postgres_admin))
            urls[name] = url_for(postgres_server_url, database, TESTER, TESTER)
            sql = lab.statements(SPECS / name, "postgres", urls[name])
            with connect(urls[name]) as session:
                for statement in sql:
                    session.execute(statement)
        yield urls


def _swept(url: str) -> None:
    """Empty every table."""
    with connect(url) as session:
        found = session.execute(
            "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
        assert found is not None
        session.execute(f"TRUNCATE {found[0]} RESTART IDENTITY".encode())


@pytest.fixture(scope="session")
def runner() -> Generator[asyncio.Runner]:
    """One event loop for all tests."""
    with asyncio.Runner() as made:
        yield made


@pytest.fixture(params=FLAVOURS)
def flavour(request: pytest.FixtureRequest) -> str:
    """Each flavour in turn."""
    return str(request.param)


def _door(name: str, flavour: str, request: pytest.FixtureRequest, folder: Path) -> Generator[Door]:
    request.getfixturevalue("packages")
    waiting = flavour.endswith("_async")
    url = ""
    if flavour.startswith("sqlite"):
        path = folder / "test.db"
        shutil.copyfile(request.getfixturevalue("sqlite_templates")[name], path)
        opener = lab.sqlite_opener(path, waiting=waiting)
    else:
        url = request.getfixturevalue("postgres_templates")[name]
        opener = lab.postgres_opener(url, waiting=waiting)
    runner = request.getfixturevalue("runner") if waiting else None
    door = Door(flavour=flavour, package=f"made_{name}", connect=opener, runner=runner)
    try:
        door.run(lab.enter(door))
        yield door
    finally:
        door.run(door.close())
        if url:
            _swept(url)


@pytest.fixture
def door(flavour: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Door]:
    """The plain package by each flavour, with empty tables."""
    yield from _door("plain", flavour, request, tmp_path)


@pytest.fixture
def odd_door(flavour: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Door]:
    """The odd package by each flavour, with empty tables."""
    yield from _door("odd", flavour, request, tmp_path)


@pytest.fixture
def shop_door(flavour: str, request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Door]:
    """The package with queries by each flavour, with empty tables."""
    yield from _door("shop", flavour, request, tmp_path)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a scenario through its door."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    given: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in names}
    door = given.get("door") or given.get("odd_door") or given["shop_door"]
    assert isinstance(door, Door)
    door.run(pyfuncitem.obj(**given))
    return True

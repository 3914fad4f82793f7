"""pytest: a database of its own for each test, made by the project's migrations once and copied in milliseconds.

Found by pytest where the package is installed. It imports nothing more until a test asks for one of its fixtures.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qsys_schema.api import Copies, Copy, Project

_FAILED = pytest.StashKey[bool]()

_SOURCES = ("migrations", "specs")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    server = (
        "URL of a server where databases for tests may be made; the project's own database is never used. "
        "Without it, a server is started where one is needed."
    )
    parser.getgroup("qsys-schema").addoption("--qsys-server", metavar="URL", default="", help=server)
    parser.addini("qsys_server", server, default="")
    parser.addini("qsys_project", "Folder of the project, relative to the root folder of the tests.", default=".")
    parser.addini("qsys_dialect", "Which of the project's databases the tests get; otherwise the first.", default="")
    parser.addini("qsys_from", "What makes the database: migrations or specs.", default="migrations")


@pytest.fixture(scope="session")
def qsys_project(pytestconfig: pytest.Config) -> Project:
    """The project whose database the tests get; override it to open another one, or several by ``params``."""
    from qsys_schema.api import Project

    folder = Path(pytestconfig.rootpath, pytestconfig.getini("qsys_project"))
    with _in_words():
        return Project.open(folder, dialect=pytestconfig.getini("qsys_dialect"))


@pytest.fixture(scope="session")
def qsys_prepare() -> Callable[[str], object] | None:
    """Override it with a function that takes a URL, and puts rows into the database before it is copied."""
    return None


@pytest.fixture(scope="session")
def qsys_copies(
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
    qsys_project: Project,
    qsys_prepare: Callable[[str], object] | None,
) -> Generator[Copies]:
    """The source of databases: made once in each process of pytest."""
    origin = pytestconfig.getini("qsys_from")
    if origin not in _SOURCES:
        pytest.fail(f"qsys_from is {origin!r}; it is one of {', '.join(_SOURCES)}", pytrace=False)
    server = pytestconfig.getoption("--qsys-server") or pytestconfig.getini("qsys_server")
    source = qsys_project.copies(
        server=server,
        folder=tmp_path_factory.mktemp("qsys", numbered=True),
        from_specs=origin == "specs",
        prepare=qsys_prepare,
    )
    with _in_words():
        copies = source.__enter__()
    try:
        yield copies
    finally:
        source.__exit__(None, None, None)


@pytest.fixture
def qsys_database(request: pytest.FixtureRequest, qsys_copies: Copies) -> Generator[Copy]:
    """A database of this test's own, as the migrations make it. Dropped afterwards; a failed test's file is kept."""
    with _in_words():
        copy = qsys_copies.new()
    yield copy
    failed = request.node.stash.get(_FAILED, False)
    with _in_words():
        qsys_copies.drop(copy, keep=failed)


@pytest.fixture
def qsys_connection(qsys_database: Copy) -> Generator[Any]:
    """A connection of the driver to ``qsys_database``, with the driver's own defaults; closed afterwards."""
    with _in_words():
        connection = qsys_database.connect()
    yield connection
    connection.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test with a database has failed, and say where the database is."""
    report = yield
    if call.when == "call" and report.failed and "qsys_database" in getattr(item, "fixturenames", ()):
        item.stash[_FAILED] = True
        copy = getattr(item, "funcargs", {}).get("qsys_database")
        if copy is not None and copy.is_file:
            report.sections.append(("qsys_database", copy.address))
    return report


@contextmanager
def _in_words() -> Iterator[None]:
    """What the tool refuses, as its message: a traceback through it helps nobody who writes tests."""
    from qsys_schema.errors import QsysSchemaError

    try:
        yield
    except QsysSchemaError as error:
        pytest.fail(f"qsys-schema: {error}", pytrace=False)

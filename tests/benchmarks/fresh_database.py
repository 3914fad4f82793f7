"""How long a test waits for a database of its own: the queue's, by copies, and by what others do, in one run.

``python -m tests.benchmarks.fresh_database``. Each is a database that is there, is written to, and is gone again;
all take turns, and the median counts. The peer is the janitor of pytest-postgresql, where it is installed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from qsys_schema import Project
from qsys_schema.api import Copies
from qsys_schema.dialects.postgres import server
from qsys_schema.dialects.postgres.folder import roomy_memory
from qsys_schema.errors import DatabaseUnavailable
from tests.command import ROOT

WRITE = "CREATE TABLE written (number integer)"
MOST = 1.3
"""The most times the hand-written way that a copy may take."""

Way = Callable[[], None]


def ours(copies: Copies) -> Way:
    """A copy, by the library, as the fixture does it."""

    def once() -> None:
        with copies.one() as copy:
            connection = copy.connect()
            connection.execute(WRITE)
            connection.commit()
            connection.close()

    return once


def migrated(project: Project, folder: Path) -> Way:
    """All migrations applied for each test: what is done without a template."""

    def once() -> None:
        Project.open(project.folder, database=f"sqlite:///{folder / 'anew.db'}", dialect=project.dialect).apply()
        (folder / "anew.db").unlink()

    return once


def by_hand(url: str, template: str, *, strategy: str) -> Way:
    """CREATE DATABASE and DROP DATABASE on a connection that stays open."""
    admin = psycopg.connect(url, autocommit=True)
    place = urlsplit(url)

    def once() -> None:
        admin.execute(f"CREATE DATABASE by_hand TEMPLATE {template}{strategy}".encode())
        with psycopg.connect(place._replace(path="/by_hand").geturl()) as connection:
            connection.execute(WRITE)
        admin.execute("DROP DATABASE by_hand WITH (FORCE)")

    return once


def janitor(url: str, template: str) -> Way | None:
    """The peer, where it is installed."""
    if find_spec("pytest_postgresql") is None:
        return None
    from pytest_postgresql.janitor import DatabaseJanitor

    place = urlsplit(url)
    folder = parse_qs(place.query)["host"][0]

    def once() -> None:
        with (
            DatabaseJanitor(user="postgres", host=folder, port=5432, dbname="peer", template_dbname=template),
            psycopg.connect(place._replace(path="/peer").geturl()) as connection,
        ):
            connection.execute(WRITE)

    return once


def rolled_back(url: str) -> Way:
    """A transaction that is rolled back, as pytest-django does: the test itself may not commit."""
    connection = psycopg.connect(url)

    def once() -> None:
        connection.execute(WRITE)
        connection.rollback()

    return once


def turns(ways: Mapping[str, Way], rounds: int) -> dict[str, float]:
    """The median of each, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(those) for name, those in times.items()}


def show(title: str, found: Mapping[str, float], base: str) -> list[str]:
    """Print a table; gives what was missed."""
    print(title)
    for name, seconds in found.items():
        print(f"  {name:44}{seconds * 1e3:9.2f} ms  {seconds / found[base]:7.2f}x")
    ratio = found["ours"] / found[base]
    return [f"{title}: a copy takes {ratio:.2f} times as long as {base}, target {MOST}"] if ratio > MOST else []


def on_a_server(rounds: int) -> list[str]:
    """PostgreSQL; a server of our own, in memory where there is room."""
    project = Project.open(ROOT, dialect="postgres")
    own = server.start(parent=roomy_memory())
    with ExitStack() as ends:
        ends.callback(own.stop)
        copies = ends.enter_context(project.copies(server=own.url()))
        template = urlsplit(copies.url).path.removeprefix("/")
        kept = ends.enter_context(copies.one())
        ways: dict[str, Way] = {
            "ours": ours(copies),
            "by hand, as the server likes it": by_hand(own.url(), template, strategy=""),
            "by hand, by files": by_hand(own.url(), template, strategy=" STRATEGY file_copy"),
            "a transaction rolled back, no commits": rolled_back(kept.address),
        }
        peer = janitor(own.url(), template)
        if peer is not None:
            ways["pytest-postgresql's janitor"] = peer
        return show("PostgreSQL", turns(ways, rounds), "by hand, by files")


def main() -> int:
    """Run it; 1 when a target was missed and ``--strict`` is given."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fresh_database", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    project = Project.open(ROOT, dialect="sqlite")
    with tempfile.TemporaryDirectory() as name, project.copies(folder=name) as copies:
        ways = {"ours": ours(copies), "all migrations applied": migrated(project, Path(name))}
        missed = show("SQLite", turns(ways, options.rounds), "all migrations applied")
    try:
        missed += on_a_server(options.rounds)
    except DatabaseUnavailable as error:
        print(f"PostgreSQL: {error}")
    print("\n".join(missed) or "every target was met")
    return 1 if missed and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())

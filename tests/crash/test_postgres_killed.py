from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crash.accident import APPLY, ROLLBACK
from tests.crash.lab import MANY, Catalogs
from tests.crash.postgres_lab import Make, Site, assert_next_apply_finishes, assert_records_agree
from tests.postgres import connect, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name = 'qsys-schema' ORDER BY pid"


def _seconds_at_work(sites: Make, command: Sequence[str], folder: Path) -> tuple[float, float]:
    """After how long an undisturbed command is connected, and how long it takes in all."""
    site = _ready(sites, command)
    started = time.monotonic()
    process = site.start(*command, talk=folder / "undisturbed.txt")
    assert process.wait(120) == 0
    whole = time.monotonic() - started
    return min(0.3, whole / 3), whole


def _ready(sites: Make, command: Sequence[str]) -> Site:
    site = sites()
    if command == ROLLBACK:
        site.must("apply")
    return site


@pytest.mark.soak
@pytest.mark.parametrize("command", [APPLY, ROLLBACK], ids=["apply", "rollback"])
@pytest.mark.parametrize("accident", ["killed", "thrown_out"])
def test_at_any_moment_it_stops_where_the_next_apply_goes_on(  # noqa: PLR0917 - fixtures
    sites: Make,
    postgres_catalogs: Catalogs,
    postgres_admin: Connection,
    tmp_path: Path,
    command: tuple[str, ...],
    accident: str,
) -> None:
    """The tool is killed, or the server ends one of its sessions: records and schema agree, and nobody cleans up."""
    chance = random.Random(f"{accident} {command}")  # noqa: S311 - the same moments every time
    first, whole = _seconds_at_work(sites, command, tmp_path)
    for number in range(50 if MANY else 3):
        site, talk = _ready(sites, command), tmp_path / f"{number}.txt"
        rows = site.state().rows
        process = site.start(*command, talk=talk)
        time.sleep(first + chance.random() * (whole - first))
        if accident == "killed":
            process.kill()
        else:
            pids = [pid for (pid,) in postgres_admin.execute(_SESSIONS, (site.database,))]
            if pids:
                postgres_admin.execute("SELECT pg_terminate_backend(%s)", (chance.choice(pids),))
        code = process.wait(120)
        said = talk.read_text(encoding="utf-8")
        assert code in {0, 1, -signal.SIGKILL}
        assert "Traceback" not in said
        assert code != 1 or "error: " in said
        assert_records_agree(site, rows, postgres_catalogs)
        assert_next_apply_finishes(site, rows, postgres_catalogs)


def _indexes(site: Site) -> list[tuple[str, str]]:
    """The files that build an index concurrently: their ids and the statements."""
    found = []
    for path in sorted(site.migrations.glob("*.sql")):
        statements = [line for line in path.read_text(encoding="utf-8").splitlines() if "INDEX CONCURRENTLY" in line]
        if statements and statements[0].startswith("CREATE INDEX"):
            found.append((path.stem, statements[0]))
    return found


@pytest.mark.slow
def test_an_index_that_was_built_and_not_recorded_is_recorded_and_not_built_again(
    site: Site, postgres_catalogs: Catalogs
) -> None:
    """That is where a kill between the statement and its record leaves it."""
    rows = site.state().rows
    name, statement = _indexes(site)[0]
    before = max(identifier for identifier in max(postgres_catalogs) if identifier < name)
    site.must("apply", "--to", before)
    with connect(site.url) as connection:
        connection.execute(statement)
        query = "SELECT indexrelid FROM pg_index ORDER BY indexrelid DESC LIMIT 1"
        built = connection.execute(query).fetchone()
        site.must("apply")
        assert built is not None
        assert connection.execute("SELECT count(*) FROM pg_index WHERE indexrelid = %s", built).fetchone() == (1,)
    assert_next_apply_finishes(site, rows, postgres_catalogs)


@pytest.mark.slow
def test_an_invalid_index_is_replaced(site: Site, postgres_admin_of: Connection, postgres_catalogs: Catalogs) -> None:
    """It serves nobody, and it would have kept its name."""
    rows = site.state().rows
    name, statement = _indexes(site)[0]
    before = max(identifier for identifier in max(postgres_catalogs) if identifier < name)
    site.must("apply", "--to", before)
    with connect(site.url) as connection:
        connection.execute(statement)
    postgres_admin_of.execute(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = (SELECT max(indexrelid) FROM pg_index)"
    )
    assert_next_apply_finishes(site, rows, postgres_catalogs)


@pytest.fixture
def postgres_admin_of(site: Site, postgres_server_url: str) -> Iterator[Connection]:
    """A session of a superuser in the site's database."""
    with connect(url_for(postgres_server_url, site.database)) as connection:
        yield connection


@pytest.mark.slow
def test_an_index_that_the_rows_do_not_allow_leaves_nothing(site: Site, postgres_catalogs: Catalogs) -> None:
    """A unique index that is invalid still refuses rows, so it goes at once; the next apply goes on from there."""
    rows = site.state().rows
    with connect(site.url) as connection:
        connection.execute("ALTER TABLE items DROP CONSTRAINT items_pkey")
        connection.execute("INSERT INTO items SELECT * FROM items WHERE id = 1")
        done = site.run("apply", "--allow", "drift")
        assert done.code == 1
        assert "could not create unique index" in done.stderr
        query = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
        assert connection.execute(query).fetchone() == (0,)
        connection.execute("DELETE FROM items WHERE ctid = (SELECT max(ctid) FROM items WHERE id = 1)")
        connection.execute("ALTER TABLE items ADD PRIMARY KEY (id)")
    assert_next_apply_finishes(site, rows, postgres_catalogs)

from __future__ import annotations

import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.accident import Make, assert_at_a_boundary
from tests.crash.lab import MANY, Catalogs, Place

ROWS = 2_000


def all_at_once(place: Place, count: int, folder: Path) -> list[str]:
    """Start that many appliers together; the ids that each of them says it applied."""
    talks = [folder / f"{number}.txt" for number in range(count)]
    processes: list[subprocess.Popen[bytes]] = [place.start("apply", talk=talk) for talk in talks]
    codes = [process.wait(120) for process in processes]
    said = [talk.read_text(encoding="utf-8") for talk in talks]
    assert codes == [0] * count, said
    return [line.removeprefix("applied ") for text in said for line in text.splitlines() if line.startswith("applied ")]


def assert_one_applies_each(place: Place, count: int, catalogs: Catalogs, folder: Path) -> None:
    """Each migration is applied by exactly one of the appliers, and the others find nothing to do."""
    rows = place.state().rows
    applied = all_at_once(place, count, folder)
    assert sorted(applied) == sorted(max(catalogs))[1:]
    assert assert_at_a_boundary(place, rows, catalogs) == max(map(len, catalogs))


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("count", [2, 8])
def test_of_several_appliers_one_applies_each_migration(
    accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str, count: int
) -> None:
    """The others wait, then find nothing to do; all of them exit with 0."""
    assert_one_applies_each(accident(ROWS, journal), count, catalogs, tmp_path)


@pytest.mark.slow
def test_appliers_may_meet_at_a_database_that_does_not_exist_yet(
    project: Place, catalogs: Catalogs, tmp_path: Path
) -> None:
    """Even the file, and yoyo's tables in it, are made by one of them."""
    place = project.copy_to(tmp_path / "project")
    applied = all_at_once(place, 4, tmp_path)
    assert sorted(applied) == sorted(max(catalogs))
    assert_at_a_boundary(place, place.state().rows, catalogs)


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_writer_meanwhile_loses_no_row(accident: Make, catalogs: Catalogs, tmp_path: Path, journal: str) -> None:
    """Whatever it was told is committed is there after two rebuilds, and apply is not starved by it."""
    place = accident(20_000, journal)
    items, owners = place.state().rows
    written, stop, failures = [0], threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(place.database, isolation_level=None, timeout=30)) as connection:
            while not stop.is_set():
                try:
                    connection.execute("INSERT INTO items (owner_id, name, amount) VALUES (1, '', 0)")
                except sqlite3.Error as error:
                    failures.append(str(error))
                else:
                    written[0] += 1
                stop.wait(0.0005)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        code = place.start("apply", talk=tmp_path / "talk.txt").wait(120)
    finally:
        stop.set()
        writer.join(60)
    assert code == 0, (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert failures == []
    assert written[0] > 0
    after = place.state()
    assert after.damage == ()
    assert after.rows[0][0] == items[0] + written[0]
    assert after.rows[1] == owners
    assert after.catalog in catalogs[after.applied]


@pytest.mark.soak
@pytest.mark.parametrize("count", [2, 8])
def test_of_several_appliers_one_applies_each_migration_round_after_round(
    accident: Make, catalogs: Catalogs, tmp_path: Path, count: int
) -> None:
    """Fifty rounds, the journal modes in turn."""
    for number in range(50 if MANY else 2):
        folder = tmp_path / f"round-{number}"
        folder.mkdir()
        assert_one_applies_each(accident(ROWS, ("delete", "wal")[number % 2]), count, catalogs, folder)

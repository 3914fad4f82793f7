from __future__ import annotations

import os
import subprocess
import sys

import pytest

from qsys_schema.errors import DatabaseUnavailable, HistoryBroken
from tests.apply.lab import Lab


@pytest.fixture
def three(lab: Lab) -> Lab:
    """Three migrations that make a table each."""
    for number, name in enumerate("abc", start=1):
        lab.add_table(f"000{number}.{name}", name)
    return lab


def _states(listing: str) -> dict[str, str]:
    rows = [line.split() for line in listing.splitlines()]
    return {row[1]: row[0] for row in rows if len(row) > 2 and row[0] in {"A", "U"}}


def test_yoyo_goes_on_where_we_stopped(three: Lab) -> None:
    """It sees what we applied, applies the rest, and takes back all of it."""
    three.apply("0002.b")
    assert _states(three.yoyo("list")) == {"0001.a": "A", "0002.b": "A", "0003.c": "U"}
    three.yoyo("apply")
    assert three.tables() == ["a", "b", "c"]
    assert three.apply() == ()
    three.yoyo("rollback", "--all")
    assert three.tables() == []
    assert three.status().pending == ("0001.a", "0002.b", "0003.c")


def test_we_go_on_where_yoyo_stopped(three: Lab) -> None:
    """The same the other way round."""
    three.yoyo("apply", "--revision", "0002.b")
    assert three.apply() == ("0003.c",)
    assert three.status().clean
    assert three.rollback(steps=2) == ("0003.c", "0002.b")
    assert _states(three.yoyo("list")) == {"0001.a": "A", "0002.b": "U", "0003.c": "U"}
    three.yoyo("rollback", "--all")
    assert three.apply() == ("0001.a", "0002.b", "0003.c")


def test_what_yoyo_marks_counts(three: Lab) -> None:
    """A database that was there before yoyo is taken over by ``yoyo mark``."""
    three.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    three.yoyo("mark", "--revision", "0001.a")
    assert three.apply() == ("0002.b", "0003.c")
    assert three.status().applied == ("0001.a", "0002.b", "0003.c")


def test_a_record_that_yoyo_took_back_is_forgotten(three: Lab) -> None:
    """Ours stays behind when a plain yoyo rolls back; the file may then be edited and applied again."""
    three.apply()
    three.yoyo("rollback", "--all")
    three.edit("0002.b", "INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY")
    assert three.status().edited == ()
    assert three.apply() == ("0001.a", "0002.b", "0003.c")
    three.yoyo("rollback", "--all")
    three.edit("0002.b", "INTEGER NOT NULL", "INTEGER")
    three.yoyo("apply")
    assert three.status().edited == ()
    assert three.status().clean


def _row_of(lab: Lab, pid: int) -> None:
    lab.yoyo("list")
    lab.run("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, '2026-01-01', ?)", pid)


def _pid_of_nobody() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_lock_of_a_dead_yoyo_is_removed(three: Lab) -> None:
    """Nobody has to break it by hand, and everybody is told."""
    pid = _pid_of_nobody()
    _row_of(three, pid)
    assert three.apply() == ("0001.a", "0002.b", "0003.c")
    assert three.run("SELECT * FROM yoyo_lock") == []
    assert any(f"process {pid}" in line for line in three.said)


def test_a_lock_row_with_our_own_number_is_an_old_one(three: Lab) -> None:
    """In containers the same number comes again."""
    _row_of(three, os.getpid())
    assert three.apply("0001.a") == ("0001.a",)


def test_a_yoyo_at_work_is_waited_for(three: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """And named, when it takes too long; its row stays."""
    monkeypatch.setenv("QSYS_LOCK_TIMEOUT", "0.2")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        _row_of(three, process.pid)
        with pytest.raises(DatabaseUnavailable, match=f"locked by yoyo, process {process.pid}"):
            three.apply()
        assert three.run("SELECT pid FROM yoyo_lock") == [(process.pid,)]
        process.communicate(b"\n")
    assert any("waiting for yoyo" in line for line in three.said)
    assert three.apply() == ("0001.a", "0002.b", "0003.c")


def test_records_of_an_old_yoyo_are_read_and_brought_up_to_date(three: Lab) -> None:
    """Version 1 of its tables, before yoyo 6, has other columns."""
    three.run("CREATE TABLE _yoyo_migration (id VARCHAR(191) NOT NULL PRIMARY KEY, ctime TIMESTAMP)")
    three.run("INSERT INTO _yoyo_migration VALUES ('0001.a', '2015-01-01 10:00:00')")
    three.run("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    assert three.status().applied == ("0001.a",)
    assert three.apply() == ("0002.b", "0003.c")
    assert set(_states(three.yoyo("list")).values()) == {"A"}


def test_an_edited_file_is_found_though_yoyo_was_at_work_in_between(three: Lab) -> None:
    """What yoyo applied has no checksum here; what we applied keeps its own."""
    three.apply("0001.a")
    three.yoyo("apply")
    three.edit("0003.c", "INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY")
    assert three.status().edited == ()
    three.edit("0001.a", "INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY")
    assert three.status().edited == ("0001.a",)
    with pytest.raises(HistoryBroken, match="YO103"):
        three.rollback()

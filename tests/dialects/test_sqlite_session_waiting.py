from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qsys_schema.dialects.sqlite.session import SQLiteSession, open_file, open_memory
from qsys_schema.errors import DatabaseUnavailable, UsageError
from tests.command import ROOT
from tests.patience import PATIENCE_S


@pytest.fixture
def session(tmp_path: Path) -> Iterator[SQLiteSession]:
    """A new database file."""
    with closing(open_file(str(tmp_path / "test.db"), write=True)) as opened:
        yield opened


def _hold(path: Path, seconds: float, statement: str) -> threading.Thread:
    """Another connection that has the lock for a while; started when it has it."""
    ready = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute(statement)
            ready.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait()
    return thread


def test_a_writer_is_waited_for(tmp_path: Path) -> None:
    """After a second a person is told, once; then it goes on."""
    said: list[str] = []
    path = tmp_path / "a.db"
    with closing(open_file(str(path), write=True, talk=said.append)) as opened:
        thread = _hold(path, 1.6, "BEGIN IMMEDIATE")
        opened.begin()
        opened.execute("CREATE TABLE t (a)")
        opened.commit()
        thread.join()
    assert said == [f"waiting for another process that is writing to {path} ..."]


def test_a_reader_waits_too(tmp_path: Path) -> None:
    """An exclusive lock keeps readers out for a moment."""
    path = tmp_path / "a.db"
    with closing(open_file(str(path), write=True)) as opened:
        opened.execute("CREATE TABLE t (a)")
        thread = _hold(path, 0.4, "BEGIN EXCLUSIVE")
        assert opened.fetch("SELECT COUNT(*) FROM t") == [(0,)]
        thread.join()


def test_waiting_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file, the time, and the way to wait longer."""
    monkeypatch.setenv("QSYS_LOCK_TIMEOUT", "0.3")
    path = tmp_path / "a.db"
    with closing(open_file(str(path), write=True)) as opened:
        thread = _hold(path, 1.0, "BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="is locked") as caught:
            opened.begin()
        assert "QSYS_LOCK_TIMEOUT" in caught.value.hint
        thread.join()


def test_a_patience_that_is_no_number_is_a_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at once, and not when somebody has to be waited for."""
    monkeypatch.setenv("QSYS_LOCK_TIMEOUT", "a while")
    with pytest.raises(UsageError, match="'a while' is not a number"):
        open_memory()


def test_a_long_statement_lets_others_look_at_the_clock(session: SQLiteSession) -> None:
    """While it runs, and no longer."""
    ticks: list[float] = []
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT MAX(i) FROM n"
    session.on_progress(lambda: ticks.append(time.monotonic()))
    assert session.fetch(count) == [(300000,)]
    assert ticks
    session.on_progress(None)
    before = len(ticks)
    session.fetch(count)
    assert len(ticks) == before


def test_what_a_callback_raises_arrives(session: SQLiteSession) -> None:
    """SQLite would swallow it and speak of an interruption."""

    def stop() -> None:
        raise KeyError("from outside")

    session.on_progress(stop)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(KeyError, match="from outside"):
        session.fetch(endless)
    session.on_progress(None)
    assert session.fetch("SELECT 1") == [(1,)]


_ENDLESS = """
import sys
from qsys_schema.dialects.sqlite.session import open_file
session = open_file(sys.argv[1], write=True)
print("ready", flush=True)
try:
    {do}
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize(
    "do",
    [
        "session.fetch('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n')",
        "session.begin()",
    ],
    ids=["in_a_long_statement", "while_it_waits"],
)
def test_ctrl_c_works(do: str, tmp_path: Path) -> None:
    """Within a moment, and as Ctrl-C."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        process = subprocess.Popen(
            [sys.executable, "-c", _ENDLESS.format(do=do), str(path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE_S)
    assert output == "stopped\n"
    assert process.returncode == 0

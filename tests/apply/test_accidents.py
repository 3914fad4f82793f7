from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.apply.lab import Lab
from tests.patience import PATIENCE_S

_AT = {
    "between_two_statements": "lab.seen.append = lambda event: event.number == 2 and die()",
    "before_the_record": "Door.mark = lambda *_: die()",
    "after_the_record": "Door.mark = lambda self, one: (mark(self, one), die())",
    "before_the_commit": "SQLiteSession.commit = lambda _: die()",
    "after_the_commit": "SQLiteSession.commit = lambda self: (commit(self), die())",
}

_KILL = """
from qsys_schema.apply.door import Door
from qsys_schema.dialects.sqlite.session import SQLiteSession
class Seen(list):
    pass
lab = Lab(folder=lab.folder, database=lab.database, seen=Seen())
mark, commit = Door.mark, SQLiteSession.commit
def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def two(lab: Lab) -> Lab:
    """A table with rows, and a migration of several statements that is not applied yet."""
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER, text TEXT)"], ["DROP TABLE a"])
    lab.apply()
    with closing(sqlite3.connect(lab.database)) as connection:
        connection.executemany("INSERT INTO a VALUES (?, ?)", ((n, "x" * 100) for n in range(20_000)))
        connection.commit()
    statements = [
        'CREATE TABLE "new" (id INTEGER PRIMARY KEY, text TEXT)',
        'INSERT INTO "new" SELECT id, text FROM a',
        "DROP TABLE a",
        'ALTER TABLE "new" RENAME TO a',
        "CREATE INDEX i ON a (text)",
    ]
    lab.add("0002.b", statements, ["DROP INDEX i"])
    return lab


def _require_whole(lab: Lab) -> None:
    """All of the second migration and its record, or nothing; no row lost, no lock left, and it goes on."""
    records, own = lab.recorded()
    assert records == own
    there = lab.run("SELECT COUNT(*) FROM sqlite_master WHERE name = 'i'") == [(1,)]
    assert there == ("0002.b" in records)
    assert lab.status().applied == tuple(records)
    assert lab.run("SELECT COUNT(*) FROM a") == [(20_000,)]
    assert lab.run("PRAGMA integrity_check") == [("ok",)]
    assert lab.apply() == (() if there else ("0002.b",))
    assert lab.tables() == ["a"]


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("moment", _AT)
def test_a_kill_leaves_the_database_at_a_boundary(moment: str, journal: str, two: Lab) -> None:
    """What is done and what is recorded are one transaction, in both journal modes."""
    two.run(f"PRAGMA journal_mode = {journal}")
    process = two.start(before=_KILL + _AT[moment])
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == -signal.SIGKILL, errors
    _require_whole(two)


def test_a_kill_leaves_a_database_that_can_be_read(two: Lab) -> None:
    """A reader finds a journal that it may not use, and undoes what was half done first."""
    hot = "lab.seen.append = lambda event: event.number == 3 and die()"
    before = f"{_KILL}{hot}\nSQLiteSession.begin = lambda self: (self.execute('PRAGMA cache_size = 5'), begin(self))\n"
    process = two.start(before=before.replace("mark, commit =", "begin = SQLiteSession.begin\nmark, commit ="))
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == -signal.SIGKILL
    assert Path(f"{two.database}-journal").stat().st_size > 0
    assert two.status().pending == ("0002.b",)
    _require_whole(two)


def test_a_kill_at_any_moment_leaves_the_database_at_a_boundary(two: Lab) -> None:
    """A few moments by chance; the crash tests have more of them."""
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(4):
        process = two.start()
        time.sleep(0.15 + chance.random() / 5)
        process.kill()
        process.communicate(timeout=PATIENCE_S)
        records, own = two.recorded()
        assert records == own
    _require_whole(two)


@pytest.mark.parametrize("count", [2, 8])
def test_of_many_appliers_one_applies(count: int, lab: Lab) -> None:
    """The others wait, and find nothing to do; each migration is applied by exactly one."""
    for number, name in enumerate("abcd", start=1):
        lab.add_table(f"000{number}.{name}", name)
    processes = [lab.start() for _ in range(count)]
    done: list[str] = []
    for process in processes:
        output, errors = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, errors
        done += output.split()
    assert sorted(done) == ["0001.a", "0002.b", "0003.c", "0004.d"]
    assert lab.tables() == ["a", "b", "c", "d"]
    assert lab.status().clean


def test_a_writer_is_waited_for_and_named(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait has an end, and nothing is changed then."""
    from qsys_schema.errors import DatabaseUnavailable

    lab.add_table("0001.a", "a")
    monkeypatch.setenv("QSYS_LOCK_TIMEOUT", "0.3")
    with closing(sqlite3.connect(lab.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="is locked: another process has been writing"):
            lab.apply()
    assert lab.apply() == ("0001.a",)

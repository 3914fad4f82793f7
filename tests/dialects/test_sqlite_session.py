from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from qsys_schema.dialects.sqlite.session import SQLiteSession, open_file, open_memory, path_of
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, UsageError

_NAMES = [
    "plain.db",
    "with space.db",
    "it's.db",
    'quo"te.db',
    "hash#tag.db",
    "what?.db",
    "100%.db",
    "%41.db",
    "día 数.db",
]


def _url(path: Path) -> str:
    return f"sqlite:///{quote(str(path))}"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[SQLiteSession]:
    """A new database file."""
    with closing(open_file(str(tmp_path / "test.db"), write=True)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///relative.db", "relative.db"),
        ("sqlite:///deep/relative.db", "deep/relative.db"),
        ("sqlite:////absolute/a.db", "/absolute/a.db"),
        ("sqlite:////%2Fabsolute/a.db", "/absolute/a.db"),
        ("sqlite:///a%20b%23c.db", "a b#c.db"),
        ("sqlite://", ":memory:"),
        ("plain path.db", "plain path.db"),
    ],
)
def test_a_url_names_a_file(url: str, path: str) -> None:
    """Three slashes are relative, four absolute; percent signs are decoded once."""
    assert path_of(url) == path


@pytest.mark.parametrize("name", _NAMES)
def test_any_file_name_works(name: str, tmp_path: Path) -> None:
    """Whatever the file system takes, and the file bears exactly that name."""
    with closing(open_file(_url(tmp_path / name), write=True)) as made:
        made.execute("CREATE TABLE t (a)")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with closing(open_file(_url(tmp_path / name), write=False)) as read:
        assert read.fetch("SELECT name FROM sqlite_master") == [("t",)]


def test_reading_never_makes_a_file(tmp_path: Path) -> None:
    """A missing file is an empty database, and so is one in a missing folder."""
    for path in (tmp_path / "missing.db", tmp_path / "no folder" / "missing.db"):
        with closing(open_file(_url(path), write=False)) as opened:
            assert opened.fetch("SELECT COUNT(*) FROM sqlite_master") == [(0,)]
            assert opened.label == str(path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    """Not even by mistake."""
    with closing(open_file(str(tmp_path / "a.db"), write=True)) as made:
        made.execute("CREATE TABLE t (a)")
    with closing(open_file(str(tmp_path / "a.db"), write=False)) as opened:
        with pytest.raises(DatabaseUnavailable, match="readonly") as caught:
            opened.execute("INSERT INTO t VALUES (1)")
        assert "may not be written" in caught.value.hint


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("this is no database, but it is long enough to look at " * 20, encoding="utf-8")


def _torn(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 500,) for _ in range(100)])
        connection.commit()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 4000 + content[4100:])


@pytest.mark.parametrize(
    ("spoil", "complaint", "advice"),
    [
        (_folder, "is a folder, not a database file", "name a file inside it"),
        (_text, "file is not a database", "not a SQLite database, or it is encrypted"),
        (_torn, "malformed", "restore it from a backup"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_what_is_no_database_is_said_so(
    spoil: Callable[[Path], None], complaint: str, advice: str, write: bool, tmp_path: Path
) -> None:
    """What it is, where it is, and what to do."""
    path = tmp_path / "bad.db"
    spoil(path)
    with pytest.raises(DatabaseUnavailable) as caught:
        open_file(str(path), write=write)
    assert str(path) in str(caught.value)
    assert complaint in caught.value.what
    assert advice in caught.value.hint


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    """It is not made in silence: the path is probably wrong."""
    with pytest.raises(DatabaseUnavailable, match="there is no folder"):
        open_file(str(tmp_path / "no" / "a.db"), write=True)


def test_a_name_with_a_zero_in_it_is_a_wrong_use() -> None:
    """No file system has such a name."""
    with pytest.raises(UsageError, match="not the name of a file"):
        open_file("sqlite:///a%00b.db", write=True)


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM nowhere", "SELEC 1", "SELECT 1; SELECT 2", "SELECT '\0'", "SELECT '\ud800'"]
)
def test_a_statement_that_fails_is_said_in_the_databases_words(sql: str, session: SQLiteSession) -> None:
    """And never as an exception of the driver's."""
    for run in (session.execute, session.fetch):
        with pytest.raises(DatabaseDisagrees):
            run(sql)


def test_a_violated_constraint_is_said_in_the_databases_words(session: SQLiteSession) -> None:
    """The name of the constraint comes through: our guards rely on it."""
    session.execute('CREATE TABLE t (a CONSTRAINT "a row was lost" CHECK (a = 0))')
    with pytest.raises(DatabaseDisagrees, match="a row was lost"):
        session.execute("INSERT INTO t VALUES (1)")


def test_a_number_too_large_is_refused(session: SQLiteSession) -> None:
    """Python's numbers have no end."""
    with pytest.raises(DatabaseDisagrees):
        session.fetch("SELECT ?", (2**80,))


def test_foreign_keys_are_off(session: SQLiteSession) -> None:
    """A rebuild drops tables, which would delete the rows that refer to them."""
    assert session.fetch("PRAGMA foreign_keys") == [(0,)]


def test_the_journal_mode_stays_as_it_is(tmp_path: Path) -> None:
    """It belongs to the application."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE t (a)")
    for write in (True, False):
        with closing(open_file(str(tmp_path / "a.db"), write=write)) as opened:
            assert opened.fetch("PRAGMA journal_mode") == [("wal",)]


def test_text_that_is_not_utf_8_is_read(session: SQLiteSession) -> None:
    """Old databases hold it; it must not stop a migration of something else."""
    session.execute("CREATE TABLE t (a TEXT)")
    session.execute("INSERT INTO t VALUES (CAST(x'636166e9' AS TEXT))")
    assert session.fetch("SELECT a FROM t") == [("caf\udce9",)]


def test_rolling_back_without_a_transaction_does_nothing(session: SQLiteSession) -> None:
    """So that every error path may do it."""
    session.rollback()
    session.begin()
    session.execute("CREATE TABLE t (a)")
    session.rollback()
    session.rollback()
    assert session.fetch("SELECT name FROM sqlite_master") == []


def test_closing_undoes_what_was_not_committed(tmp_path: Path) -> None:
    """A second time too."""
    opened = open_file(str(tmp_path / "a.db"), write=True)
    opened.begin()
    opened.execute("CREATE TABLE t (a)")
    opened.close()
    opened.close()
    with closing(open_file(str(tmp_path / "a.db"), write=False)) as again:
        assert again.fetch("SELECT name FROM sqlite_master") == []


def test_a_database_in_memory_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them share nothing, and no file is made."""
    monkeypatch.chdir(tmp_path)
    with closing(open_memory()) as first, closing(open_memory()) as second:
        first.execute("CREATE TABLE t (a)")
        assert second.fetch("SELECT name FROM sqlite_master") == []
    assert list(tmp_path.iterdir()) == []

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from qsys_schema.dialects.sqlite.session import open_file
from qsys_schema.errors import DatabaseUnavailable

NOBODY = 65534
"""A user without rights of his own."""


@contextmanager
def ordinary() -> Generator[None, None, None]:
    """Not as root, to whom no file is closed; somebody else stays who he is."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Generator[Path, None, None]:
    """A folder that everybody may enter; pytest's own is for its user alone."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        yield place
        place.chmod(0o755)


def filled(path: Path, journal: str) -> Path:
    """A database with a table and a row, closed in good order."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (1)")
    return path


def test_a_file_that_may_only_be_read_can_be_read(folder: Path) -> None:
    """``status`` and ``diff`` need no more than that."""
    path = filled(folder / "a.db", "delete")
    path.chmod(0o444)
    folder.chmod(0o555)
    with ordinary(), closing(open_file(str(path), write=False)) as session:
        assert session.fetch("SELECT a FROM t") == [(1,)]


def change(path: Path) -> None:
    """Make a table, as a migration would."""
    with closing(open_file(str(path), write=True)) as session:
        session.begin()
        session.execute("CREATE TABLE u (a)")
        session.commit()


def test_a_file_that_may_only_be_read_is_not_written(folder: Path) -> None:
    """The message names the file and whose rights are missing."""
    path = filled(folder / "a.db", "delete")
    path.chmod(0o444)
    with ordinary(), pytest.raises(DatabaseUnavailable) as caught:
        change(path)
    assert str(path) in str(caught.value)
    assert "may not be written by this user" in caught.value.hint


def test_a_folder_that_may_not_be_written_is_said_so(folder: Path) -> None:
    """SQLite keeps its journal beside the file, so the folder has to be writable too."""
    path = filled(folder / "a.db", "delete")
    path.chmod(0o666)
    folder.chmod(0o555)
    with ordinary(), pytest.raises(DatabaseUnavailable) as caught:
        change(path)
    assert str(path) in str(caught.value)
    assert "folder" in caught.value.hint


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_file_that_may_not_even_be_read_is_said_so(folder: Path, journal: str) -> None:
    """With the file, and what to look at."""
    path = filled(folder / "a.db", journal)
    path.chmod(0o000)
    with ordinary(), pytest.raises(DatabaseUnavailable, match="unable to open") as caught:
        open_file(str(path), write=False)
    assert str(path) in str(caught.value)
    assert "permissions" in caught.value.hint


def test_a_database_in_wal_mode_in_a_folder_that_may_not_be_written_is_no_riddle(folder: Path) -> None:
    """Reading it takes a file beside it: old versions of SQLite refuse, new ones do without."""
    path = filled(folder / "a.db", "wal")
    folder.chmod(0o555)
    with ordinary():
        found, complaint = read(path)
    assert found == [(1,)] or (str(path) in complaint and "its folder" in complaint)


def read(path: Path) -> tuple[list[tuple[object, ...]], str]:
    """The rows, or why there are none."""
    try:
        with closing(open_file(str(path), write=False)) as session:
            return session.fetch("SELECT a FROM t"), ""
    except DatabaseUnavailable as error:
        return [], str(error)


def test_a_file_may_be_found_by_a_link_or_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative URL counts from the working directory, also upwards; links are followed."""
    filled(folder / "a.db", "delete")
    (folder / "link.db").symlink_to(folder / "a.db")
    (folder / "inner").mkdir()
    monkeypatch.chdir(folder / "inner")
    for url in ("sqlite:///../a.db", "sqlite:///../link.db", f"sqlite:///{folder}/link.db"):
        with closing(open_file(url, write=True)) as session:
            assert session.fetch("SELECT a FROM t") == [(1,)]


def test_a_link_to_nothing_is_no_empty_database(folder: Path) -> None:
    """Whoever made the link meant a database: to read it as empty would be a lie."""
    (folder / "link.db").symlink_to(folder / "nowhere" / "a.db")
    with pytest.raises(DatabaseUnavailable):
        open_file(str(folder / "link.db"), write=False)

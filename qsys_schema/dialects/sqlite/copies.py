"""A database file that copies are made of, for tests: copying a file is all there is to it."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote as quote_url

from qsys_schema.dialects.sqlite.failures import in_words
from qsys_schema.dialects.sqlite.session import path_of
from qsys_schema.errors import DatabaseUnavailable

_BESIDE = ("", "-journal", "-wal", "-shm")


class FileMaster:
    """A file in a folder. What is made of it are files, in whatever folder is wanted."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"qsys_{secrets.token_hex(4)}.db"
        self._made = 0
        self.url = _url(self._path)

    def seal(self) -> None:
        """Bring everything into the one file: a write-ahead log would not be copied. Raises DatabaseUnavailable."""
        connection = sqlite3.connect(self._path, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise in_words(error, str(self._path)) from error
        finally:
            connection.close()

    def copy(self, folder: Path) -> str:
        """A copy in the folder; its URL. Raises DatabaseUnavailable."""
        self._made += 1
        path = folder / f"{self._path.stem}_{self._made}.db"
        try:
            shutil.copyfile(self._path, path)
        except OSError as error:
            raise DatabaseUnavailable(
                f"{path} cannot be made: {error.strerror}", hint="see the folder's permissions and free space"
            ) from error
        return _url(path)

    def address(self, url: str) -> str:
        """The path."""
        return path_of(url)

    def connected(self, url: str) -> sqlite3.Connection:
        """As ``sqlite3.connect`` gives it."""
        return sqlite3.connect(path_of(url))

    def drop(self, url: str, *, keep: bool) -> None:
        """Remove a copy, unless somebody may want to look at it: a file is in nobody's way."""
        if not keep:
            _remove(Path(path_of(url)))

    def close(self) -> None:
        """Remove the file that copies were made of."""
        _remove(self._path)


def _url(path: Path) -> str:
    return f"sqlite:///{quote_url(path.absolute().as_posix())}"


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)

"""Opens SQLite databases and runs statements on them, with every failure in words that say what to do."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import quote as quote_url
from urllib.parse import unquote

from qsys_schema.dialects.sqlite.failures import NeedsRecoveryError, in_words, is_busy, locked, unavailable
from qsys_schema.dialects.sqlite.inside import inside
from qsys_schema.errors import DatabaseUnavailable, ImpossibleChange, QsysSchemaError, UsageError
from qsys_schema.model.session import Row, Value

PATIENCE_S = 60.0
"""Seconds to wait for another writer, unless QSYS_LOCK_TIMEOUT says otherwise."""

_SLICE_S = 0.2
"""Seconds that SQLite waits inside one call: short, so that Ctrl-C and our own message get through."""

_INSTRUCTIONS = 1_000_000
"""Instructions of SQLite's machine, some 10 ms, between two looks at Ctrl-C and at the clock."""

Talk = Callable[[str], None]


def path_of(url: str) -> str:
    """The file of a URL: ``sqlite:///relative.db``, ``sqlite:////absolute.db``; a plain path is taken as it is.

    Raises UsageError for a URL with a server or a user.
    """
    scheme, _, rest = url.partition("://")
    if scheme.lower() != "sqlite":
        return url
    # As yoyo reads URLs: what follows a question mark or a hash is no part of the path.
    authority, _, path = rest.partition("#")[0].partition("?")[0].partition("/")
    if authority:
        # Not shown: it may hold a password that was meant for another database.
        raise UsageError(
            "a SQLite URL names a file and no server", hint="write sqlite:///relative.db or sqlite:////absolute/path.db"
        )
    path = unquote(path)
    # Two slashes in front would be read as the authority of a URI.
    return ("/" + path.lstrip("/") if path.startswith("/") else path) or ":memory:"


def anchored(url: str, folder: str) -> str:
    """The URL of the same file, its path taken from ``folder`` where it is relative. Raises UsageError."""
    path = path_of(url)
    return url if path == ":memory:" else f"sqlite:///{quote_url(Path(folder, path).as_posix())}"


def open_file(url: str, *, write: bool, talk: Talk | None = None) -> SQLiteSession:
    """Open a database file. Reading never creates one: a missing file is an empty database in memory.

    Raises DatabaseUnavailable for a missing folder, a file that is no database, or one that may not be read or
    written; UsageError where QSYS_LOCK_TIMEOUT is no number.
    """
    path = path_of(url)
    if "\0" in path:
        raise UsageError(f"{path!r} is not the name of a file", hint="take the %00 out of the URL")
    if path == ":memory:" or (not write and not os.path.lexists(path)):
        return SQLiteSession(_connect(":memory:", "rwc"), path, talk)
    folder = Path(path).parent
    if write and not folder.is_dir():
        raise DatabaseUnavailable(f"{path} cannot be made: there is no folder {folder}", hint="make the folder first")
    if Path(path).is_dir():
        raise DatabaseUnavailable(f"{path} is a folder, not a database file", hint="name a file inside it")
    if Path(path).exists() and not Path(path).is_file():
        # For a pipe that nobody writes to it would be waited for ever.
        raise DatabaseUnavailable(f"{path} is no plain file", hint="a database is a file: see the path")
    if write:
        return _opened(path, "rwc", talk)
    try:
        return _opened(path, "ro", talk)
    except NeedsRecoveryError:
        # A writer was killed: what it left half done has to be undone before anything can be read.
        session = _opened(path, "rw", talk)
        session.execute("PRAGMA query_only = ON")
        return session
    except DatabaseUnavailable as error:
        if not _is_write_ahead(path):
            raise
        return _unwritable(path, talk, error)


def _is_write_ahead(path: str) -> bool:
    """Whether the file can be read, and its writers keep a log beside it (bytes 18 and 19, "The Database Header")."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(20)[18:] == b"\x02\x02"
    except OSError:
        return False


def _unwritable(path: str, talk: Talk | None, error: DatabaseUnavailable) -> SQLiteSession:
    """Open a file with a write-ahead log where not even a reader's own lock file may be made.

    Without a log nobody is at work on it, and the file is all there is; with one, a part of it may be in there.
    """
    log = Path(f"{path}-wal")
    if os.path.lexists(log) and log.stat().st_size:
        raise DatabaseUnavailable(
            f"{error.what}: a writer has left {log.name}, which can be read only by who may write into its folder",
            hint="run this as a user who may, or let the program that writes it open and close it once",
        ) from error
    return _opened(path, "ro&immutable=1", talk)


def open_memory() -> SQLiteSession:
    """A database in memory, gone when it is closed. It has every collation that somebody asks for.

    What a program's own collation does is unknown here; that it exists is enough to read and to prove what uses it.
    """
    session = SQLiteSession(_connect(":memory:", "rwc"), ":memory:", None)
    session.invent_collations()
    session.stay_inside()
    return session


def _opened(path: str, mode: str, talk: Talk | None) -> SQLiteSession:
    session = SQLiteSession(_connect(path, mode), path, talk)
    try:
        # SQLite opens a file when it is first asked something.
        session.fetch("SELECT COUNT(*) FROM sqlite_master")
    except BaseException:
        session.close()
        raise
    return session


def _connect(path: str, mode: str) -> sqlite3.Connection:
    target = "file::memory:" if path == ":memory:" else f"file:{quote_url(os.path.abspath(path))}?mode={mode}"  # noqa: PTH100
    try:
        connection = sqlite3.connect(target, uri=True, isolation_level=None, timeout=_SLICE_S, cached_statements=0)
    except sqlite3.Error as error:
        raise unavailable(path, error) from error
    connection.text_factory = _text
    # A rebuild drops tables; with foreign keys enforced that would delete the rows that refer to them, and inside
    # a transaction the pragma does nothing, so it has to be now.
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _text(raw: bytes) -> str:
    """Text from the database; bytes that are not UTF-8 survive the way through Python."""
    return raw.decode("utf-8", errors="surrogateescape")


def _patience() -> float:
    text = os.environ.get("QSYS_LOCK_TIMEOUT", "")
    try:
        return float(text) if text else PATIENCE_S
    except ValueError:
        raise UsageError(
            f"QSYS_LOCK_TIMEOUT={text!r} is not a number", hint="give the seconds to wait for another writer"
        ) from None


def _by_code_point(one: str, other: str) -> int:
    return (one > other) - (one < other)


class SQLiteSession:
    """A connection in autocommit mode; ``begin`` takes SQLite's write lock, which dies with the process."""

    def __init__(self, connection: sqlite3.Connection, path: str, talk: Talk | None) -> None:
        self._connection = connection
        self._path = path
        self._talk = talk
        self._patience_s = _patience()
        self._callback: Callable[[], None] | None = None
        self._interruption: BaseException | None = None
        self._invents = False
        self._stays_inside = False
        connection.set_progress_handler(self._progress, _INSTRUCTIONS)

    @property
    def connection(self) -> sqlite3.Connection:
        """The driver's own connection."""
        return self._connection

    @property
    def label(self) -> str:
        """The file."""
        return self._path

    def invent_collations(self) -> None:
        """Make up any collation that a statement wants; never on a live database, whose indexes follow the real one."""
        self._invents = True

    def stay_inside(self) -> None:
        """Let no statement open another file: what is tried in a scratch database may be anybody's."""
        self._stays_inside = True

    def on_progress(self, callback: Callable[[], None] | None) -> None:
        """Call this every few milliseconds while a long statement runs; None ends it."""
        self._callback = callback

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement, waiting for other writers."""
        with inside(self._connection, sql) if self._stays_inside else nullcontext():
            self._patiently(lambda: self._connection.execute(sql, parameters).close())

    def fetch(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return its rows."""
        rows: list[Row] = []

        def run() -> None:
            rows[:] = self._connection.execute(sql, parameters).fetchall()

        self._patiently(run)
        return rows

    def begin(self) -> None:
        """Start a transaction with SQLite's write lock, so that two appliers cannot both look and then both act."""
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the transaction permanent, waiting for those who read."""
        self.execute("COMMIT")

    def outside(self) -> AbstractContextManager[None]:
        """Raise ImpossibleChange: SQLite has no statement that a transaction may not hold and a migration needs."""
        raise ImpossibleChange(
            "runs outside transactions, which this database does not need", hint="remove '-- transactional: false'"
        )

    def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                # A disk that fails here has failed before; closing the file undoes the rest.
                raise self.in_words(error) from error

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._connection.close()

    def _progress(self) -> int:
        """Let Ctrl-C and the callback in; an exception would be lost inside SQLite, so it is kept for later."""
        try:
            if self._callback is not None:
                self._callback()
        except BaseException as error:  # noqa: BLE001 - raised again as soon as SQLite has returned
            self._interruption = error
            return 1
        return 0

    def _patiently(self, do: Callable[[], None]) -> None:
        started, told = time.monotonic(), False
        while True:
            try:
                do()
            except sqlite3.OperationalError as error:
                self._raise_interruption(error)
                if self._invents and self._invented(error):
                    continue
                if not is_busy(error):
                    raise self.in_words(error) from error
                waited = time.monotonic() - started
                if waited > self._patience_s:
                    raise locked(self._path, waited) from error
                if waited > 1 and not told and self._talk is not None:
                    told = True
                    self._talk(f"waiting for another process that is writing to {self._path} ...")
                time.sleep(_SLICE_S / 10)
            except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
                raise self.in_words(error) from error
            else:
                return

    def _invented(self, error: sqlite3.Error) -> bool:
        """Make the collation that is missing; whether there was one to make."""
        before, _, name = str(error).partition("no such collation sequence: ")
        if before or not name:
            return False
        self._connection.create_collation(name, _by_code_point)
        return True

    def _raise_interruption(self, error: Exception) -> None:
        interruption, self._interruption = self._interruption, None
        if interruption is None and getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            # Python itself drops a Ctrl-C that arrives just outside our own code.
            interruption = KeyboardInterrupt()
        if interruption is not None:
            raise interruption from None

    def in_words(self, error: Exception) -> QsysSchemaError:
        """What the driver raised, in words that say what to do."""
        return in_words(error, self._path)

"""What SQLite complains of, in words that say what to do ("Result and Error Codes" in its manual)."""

from __future__ import annotations

import sqlite3

from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, QsysSchemaError


def in_words(error: Exception, path: str) -> QsysSchemaError:
    """The error that a person sees."""
    name = getattr(error, "sqlite_errorname", "")
    if name in _RECOVERY:
        return NeedsRecoveryError(f"{path}: {error}", hint="a writer was killed; apply migrations to recover")
    if name.startswith(_UNAVAILABLE):
        return unavailable(path, error)
    return DatabaseDisagrees(str(error), hint=_HINTS.get(str(error), ""))


class NeedsRecoveryError(DatabaseUnavailable):
    """A killed writer left a journal that a reader may not use."""


_RECOVERY = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY", "SQLITE_READONLY_CANTLOCK")

_UNAVAILABLE = (
    "SQLITE_NOTADB",
    "SQLITE_CORRUPT",
    "SQLITE_CANTOPEN",
    "SQLITE_READONLY",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_PERM",
    "SQLITE_NOMEM",
    "SQLITE_PROTOCOL",
)

_NO_OTHER_FILE = "nothing that is tried in a scratch copy may open another file; take the statement out"

_HINTS = {
    "not authorized": _NO_OTHER_FILE,
    "authorization denied": _NO_OTHER_FILE,
    "no query solution": "a table without rowids is kept in the order of a collation that only its own program has",
}

_ADVICE = {
    "SQLITE_NOTADB": "it is not a SQLite database, or it is encrypted; check the path",
    "SQLITE_CORRUPT": "the file is damaged; restore it from a backup, or try sqlite3's .recover",
    "SQLITE_CANTOPEN": "check that the path and the permissions of the file and its folder are right",
    "SQLITE_READONLY": "the file or its folder may not be written by this user",
    "SQLITE_FULL": "the disk is full; make room and run this again",
    "SQLITE_IOERR": "the disk failed to read or write; see the system's log",
}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection is in the way, so that waiting helps."""
    # SQLITE_LOCKED is not among them: that is this very connection in its own way, and waiting does not help.
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED_SHAREDCACHE"))


def locked(path: str, waited_s: float) -> DatabaseUnavailable:
    """Another process was in the way for too long."""
    return DatabaseUnavailable(
        f"{path} is locked: another process has been writing to it for {waited_s:.0f} seconds",
        hint="wait for it or stop it, then run this again; QSYS_LOCK_TIMEOUT sets the seconds to wait",
    )


def unavailable(path: str, error: Exception) -> DatabaseUnavailable:
    """The file cannot be opened, read or written."""
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    return DatabaseUnavailable(f"{path}: {error}", hint=_ADVICE.get(name, "see what SQLite says above"))

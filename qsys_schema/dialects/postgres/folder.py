"""The folder of a throwaway server: short enough for a socket, and locked as long as anybody needs it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

PORT = 5432
"""Only a part of the socket's name: the folder is our own, so no other server is in the way."""

_PREFIX = "qsys-pg-"

_SOCKET_PATH_LIMIT = 100
"""Bytes: 107 on Linux, 103 on macOS, and a little room."""

_MEMORY = Path("/dev/shm")  # noqa: S108 - the server makes a folder of its own in there
_MEMORY_WANTED = 1 << 30

_YOUNG_S = 60.0
"""Seconds in which a folder that nobody has locked may be one whose owner is about to lock it."""


def new_folder(parent: Path | None = None) -> tuple[Path, int]:
    """A folder for us alone, and the lock on it: a descriptor that is held as long as anybody needs the folder."""
    import fcntl

    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent or _parent()))
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def sweep(parent: Path | None = None) -> None:
    """Remove the folders that were left behind: those whose lock went with their owner and its server."""
    import fcntl

    for folder in (parent or _parent()).glob(f"{_PREFIX}*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            # Somebody else's, or gone by now.
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - os.fstat(lock).st_mtime > _YOUNG_S:
                shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(lock)


def roomy_memory() -> Path | None:
    """A folder that is memory, where making a database takes a tenth of the time; none where it is missing or small."""
    try:
        roomy = shutil.disk_usage(_MEMORY).free >= _MEMORY_WANTED and os.access(_MEMORY, os.W_OK)
    except OSError:
        return None
    return _MEMORY if roomy else None


def _parent() -> Path:
    """The temp folder, or the system's where ours is too deep for a socket, or closed to the server's account."""
    wanted = Path(tempfile.gettempdir()).resolve()
    socket = wanted / f"{_PREFIX}12345678" / f".s.PGSQL.{PORT}"
    closed = os.geteuid() == 0 and any(not one.stat().st_mode & 0o001 for one in (wanted, *wanted.parents))
    return Path("/tmp") if closed or len(os.fsencode(socket)) > _SOCKET_PATH_LIMIT else wanted  # noqa: S108 - mkdtemp

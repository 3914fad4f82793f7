"""A throwaway PostgreSQL server of our own, for a proof without a database URL and for the tests.

It lives in one folder of the temp folder and listens on a socket in there and nowhere else. It keeps nothing, so it
syncs nothing. It goes with us, however we go; the folder, which cannot go by itself, is swept up by the next start.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, urlencode

from qsys_schema.dialects.postgres.binaries import find_binaries
from qsys_schema.dialects.postgres.folder import PORT, new_folder, sweep
from qsys_schema.errors import DatabaseUnavailable

_ROLE = "postgres"

_DATA, _LOG = "data", "log"

_START_S = 30.0
_STOP_S = 10.0

_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",  # nobody replicates this, and what is made in one transaction needs no log
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "mmap",  # in the folder: it goes with it, and a small /dev/shm does not matter
    "autovacuum": "off",  # it takes locks and reads tables when it likes; nothing lives long enough to need it
    "max_locks_per_transaction": "512",  # a thousand tables are made in one transaction, each with a handful of locks
    "jit": "off",  # catalog queries look expensive, and compiling them takes longer than running them
    "timezone": "UTC",  # the texts of moments in a catalog are the same on every machine
}

_URL_HINT = "give the URL of a server in QSYS_SCRATCH_POSTGRES_URL"

# Runs as a process between us and the server and becomes the server. It cannot be the user from the start: Python
# itself may be in a folder that the user may not read. PR_SET_PDEATHSIG (1) is forgotten when the user changes, so it
# comes after that; if we are gone by then, nobody will ever send the signal.
_LAUNCHER = """
import ctypes, os, sys
uid, gid, parent, deadly = map(int, sys.argv[1:5])
libc = ctypes.CDLL(None)
if uid >= 0:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
if deadly:
    libc.prctl(ctypes.c_int(1), ctypes.c_ulong(deadly), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))
if os.getppid() != parent:
    sys.exit("the process that wanted this server is gone")
os.execv(sys.argv[5], sys.argv[5:])
"""


class _Account(NamedTuple):
    uid: int
    gid: int


class Server:
    """One server and its folder. ``stop`` ends both; so does the end of this process."""

    def __init__(
        self, binaries: Path, settings: Mapping[str, str] = _NO_SETTINGS, *, parent: Path | None = None
    ) -> None:
        self.port = PORT
        self._parent = parent
        self._binaries = binaries
        self._settings = {**_SETTINGS, **settings}
        self._owner = os.getpid()
        self._folder: Path | None = None
        self._lock = -1
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where its data, its log and its socket are. Raises DatabaseUnavailable when it is not running."""
        if self._folder is None:
            raise DatabaseUnavailable("the scratch server has been stopped", hint="start it first")
        return self._folder

    def url(self, database: str = "postgres") -> str:
        """The URL of one of its databases, for the role that may do anything."""
        place = urlencode({"host": str(self.folder), "port": str(self.port)}, safe="/")
        return f"postgresql://{_ROLE}@/{quote(database, safe='')}?{place}"

    def start(self) -> None:
        """Make a new, empty server and wait until it answers. Raises DatabaseUnavailable."""
        self.stop()
        atexit.register(self.stop)
        try:
            self._folder, self._lock = new_folder(self._parent)
            account = _account()
            if account is not None:
                os.chown(self._folder, account.uid, account.gid)
            _initialize(self._binaries / "initdb", self._folder, account)
            self._process = self._launched(self._folder, account)
            self._await(self._folder, self._process)
        except OSError as error:
            self.stop()
            raise DatabaseUnavailable(f"no scratch server could be started: {error}", hint=_URL_HINT) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and remove its folder; does nothing where there is none, or in a fork of its owner."""
        if os.getpid() != self._owner:
            return
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            # Fast: sessions are thrown out, transactions undone.
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(self._lock)

    def _launched(self, folder: Path, account: _Account | None) -> subprocess.Popen[bytes]:
        settings = {**self._settings, "unix_socket_directories": str(folder), "port": str(self.port)}
        command = [str(self._binaries / "postgres"), "-D", str(folder / _DATA)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / _LOG).open("wb") as log:
            return subprocess.Popen(
                [*_launcher(account), *command],
                cwd=folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # The server keeps the folder's lock as well: it is not swept up under a server that outlived us.
                pass_fds=[self._lock],
                # A Ctrl-C is for us, and we end the server when we are done with it.
                start_new_session=True,
            )

    def _await(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        """Wait as pg_ctl does: the eighth line of postmaster.pid says when the server is ready."""
        state = folder / _DATA / "postmaster.pid"
        deadline = time.monotonic() + _START_S
        while process.poll() is None and time.monotonic() < deadline:
            try:
                lines = state.read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                lines = []
            if lines[7:] and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.005)
        log = (folder / _LOG).read_text(encoding="utf-8", errors="replace")
        ended = f"ended with code {process.returncode}" if process.returncode is not None else "did not get ready"
        raise DatabaseUnavailable(
            f"the scratch server of {self._binaries} {ended}; the end of its log:\n{_end(log)}", hint=_URL_HINT
        )


def start(settings: Mapping[str, str] = _NO_SETTINGS, *, parent: Path | None = None) -> Server:
    """A new server in a folder of the temp folder, or of ``parent``; ``settings`` are those of postgresql.conf.

    Raises DatabaseUnavailable where PostgreSQL is not installed or does not start.
    """
    if os.name == "nt":
        raise DatabaseUnavailable("a scratch server cannot be started on Windows", hint=_URL_HINT)
    binaries = find_binaries()
    if binaries is None:
        raise DatabaseUnavailable(
            "no PostgreSQL server is installed here: initdb and postgres were found neither by pg_config, nor on the"
            " PATH, nor in the usual places",
            hint=f"install one (Debian and Ubuntu: postgresql; Homebrew: postgresql@17), or {_URL_HINT}",
        )
    sweep(parent)
    server = Server(binaries, settings, parent=parent)
    server.start()
    return server


def _account() -> _Account | None:
    """Whom the server runs as, where that is not us: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return _Account(found.pw_uid, found.pw_gid)
    raise DatabaseUnavailable(
        "PostgreSQL refuses to run as root, and there is no account postgres or nobody", hint=_URL_HINT
    )


def _initialize(initdb: Path, folder: Path, account: _Account | None) -> None:
    user, group = account if account is not None else (None, None)
    said = ""
    # The second is for systems without the first; it compares text by bytes just the same.
    for locale in ("C.UTF-8", "C"):
        done = subprocess.run(
            [initdb, "-D", folder / _DATA, "-A", "trust", "-N", "-E", "UTF8", f"--locale={locale}", "-U", _ROLE],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
            errors="replace",
            user=user,
            group=group,
            extra_groups=None if account is None else [],
        )
        if done.returncode == 0:
            return
        said = done.stdout
    raise DatabaseUnavailable(f"{initdb} failed; its last words:\n{_end(said)}", hint=_URL_HINT)


def _launcher(account: _Account | None) -> Sequence[str]:
    # The signal comes at the end of the thread that started the server; only the main thread's is that of the process.
    ours = threading.current_thread() is threading.main_thread()
    deadly = signal.SIGQUIT if sys.platform == "linux" and ours else 0
    if account is None and not deadly:
        return ()
    user, group = account if account is not None else (-1, -1)
    return [sys.executable, "-I", "-S", "-c", _LAUNCHER, *map(str, (user, group, os.getpid(), int(deadly)))]


def _environment() -> dict[str, str]:
    """Ours without what would lead the programs elsewhere, and with messages in the language of the manual."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C"}


def _end(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-8:]) or "  (nothing)"

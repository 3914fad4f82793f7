"""yoyo behind one door: its tables, its records and its lock rows, on our connection and in our transaction.

yoyo applies in one transaction and records in another, on a second connection; a kill in between leaves a migration
applied and unrecorded. Here its backend is given our connection, so that both are one.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any

from qsys_schema.errors import AccessDenied, DatabaseDisagrees, DatabaseUnavailable
from qsys_schema.model.migration import Migration
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.session import Session

RECORD = f"{RESERVED_PREFIX}migration"
"""Our own record beside yoyo's: the checksum of what was applied, which yoyo does not keep."""

_FORGET = f"DELETE FROM {RECORD} WHERE migration_id = :id"

_APPLIED = "_yoyo_migration"
"""yoyo's ``default_migration_table``."""

_LOCK = "yoyo_lock"
"""The ``lock_table`` of yoyo's backends."""


class Door:
    """yoyo's records in one database. Every method that writes wants an open transaction.

    Whatever fails is said as DatabaseDisagrees, or as DatabaseUnavailable where it is the session's.
    """

    def __init__(self, session: Session, backend: str, *, embedded: bool = True) -> None:
        self._session = session
        self._name = backend
        self._embedded = embedded

    @cached_property
    def _backend(self) -> Any:  # noqa: ANN401 - yoyo has no types
        return _backend_over(self._session, self._name)

    def applied(self) -> tuple[str, ...]:
        """The ids of applied migrations, oldest first; none where yoyo was never here. Reads only."""
        return tuple(name for name, _ in self._applied_times())

    def times(self) -> dict[str, str]:
        """The moment of each applied migration, in UTC: "2026-01-31 09:30:00". Reads only."""
        return {name: when.partition(".")[0].replace("T", " ") for name, when in self._applied_times()}

    def checksums(self) -> dict[str, str]:
        """The checksum of each applied migration that was applied by us. Reads only.

        A plain yoyo takes its own records back and leaves ours: only those of the same moment count.
        """
        return {name: digest for name, digest, _ in self._ours()}

    def vouched(self) -> tuple[str, ...]:
        """The ids of applied migrations after which the whole schema was what it should be, oldest first. Reads only.

        Who applied in spite of drift, or by a plain yoyo, has not looked.
        """
        return tuple(name for name, _, after in self._ours() if after)

    def _ours(self) -> list[tuple[str, str, str]]:
        """Of what we applied the id, the checksum, and the fingerprint of the schema after it; oldest first."""
        applied = dict(self._applied_times())
        query = f"SELECT migration_id, checksum, schema_after, applied_at_utc FROM {RECORD}"
        try:
            rows = self._session.fetch(query) if applied else []
        except AccessDenied:
            raise
        except DatabaseDisagrees:
            if self._has(RECORD):
                raise
            rows = []
        found = {
            str(name): (str(name), str(digest), str(after))
            for name, digest, after, when in rows
            if applied.get(str(name)) == _moment(when)
        }
        return [found[name] for name in applied if name in found]

    def _applied_times(self) -> list[tuple[str, str]]:
        """The ids of applied migrations with the moment of each, oldest first."""
        try:
            # Nearly always there: so the question costs no import of yoyo, which takes longer than all the rest.
            rows = self._session.fetch(f"SELECT migration_id, applied_at_utc FROM {_APPLIED}")
        except AccessDenied as error:
            # They are there, and not for us to read: that is not the same as none.
            raise AccessDenied(
                f"{self._session.label}: the records of applied migrations cannot be read: {error.what}",
                hint=f"GRANT SELECT ON {_APPLIED}, _yoyo_version, _yoyo_log, {RECORD} to this role",
            ) from error
        except DatabaseDisagrees:
            rows = self._applied_otherwise()
        # yoyo writes a moment with a space or with a T, depending on the command; as text they do not compare.
        found = [(str(name), _moment(when)) for name, when in rows]
        return sorted(found, key=lambda one: (one[1], one[0]))

    def _applied_otherwise(self) -> list[tuple[object, ...]]:
        from yoyo.internalmigrations import get_current_version

        with self._in_words():
            version = get_current_version(self._backend)
        if version == 0:
            return []
        columns = "migration_id, applied_at_utc" if version > 1 else "id, ctime"
        return self._rows(columns, _APPLIED)

    def _rows(self, columns: str, table: str) -> list[tuple[object, ...]]:
        """Rows of a table that yoyo made; somebody else may have made one of its name."""
        try:
            return self._session.fetch(f"SELECT {columns} FROM {table}")
        except AccessDenied:
            raise
        except DatabaseDisagrees as error:
            raise DatabaseDisagrees(
                f"{self._session.label}: the table {table} is not as yoyo makes it: {error.what}",
                hint="yoyo and qsys-schema keep their records in it: find out what else has made or changed it",
            ) from error

    def _has(self, table: str) -> bool:
        with self._in_words():
            return table in self._backend.list_tables()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say in our words what goes wrong inside yoyo, which lets the driver's errors and asserts through."""
        # Made beforehand: if Ctrl-C stops its imports, they must not be tried again to find out what to catch.
        backend = self._backend
        try:
            yield
        except (backend.DatabaseError, AssertionError) as error:
            said = self._session.in_words(error)
            if isinstance(said, DatabaseUnavailable):
                # It is no matter of yoyo's: others are in the way, or the server has gone.
                raise said from error
            reason = said.what or "its tables are of a version that this yoyo does not know"
            raise DatabaseDisagrees(
                f"yoyo's records in {self._session.label} cannot be used: {reason}",
                hint="see `yoyo list`; the tables _yoyo_* and yoyo_lock are yoyo's own",
            ) from error

    def prepare(self) -> None:
        """Make or bring up to date yoyo's tables and our own."""
        from yoyo import internalmigrations

        self._backend._in_transaction = True  # noqa: SLF001 - the session's transaction is the backend's
        with self._in_words():
            if internalmigrations.needs_upgrading(self._backend):
                internalmigrations.upgrade(self._backend)
        if not self._has(RECORD):
            self._session.execute(
                f"CREATE TABLE {RECORD} (migration_id VARCHAR(255) NOT NULL PRIMARY KEY, "
                "checksum VARCHAR(64) NOT NULL, schema_after VARCHAR(16) NOT NULL, applied_at_utc VARCHAR(32) NOT NULL)"
            )

    def mark(self, migration: Migration, *, operation: str = "apply") -> None:
        """Record the migration as applied, for yoyo and for us; yoyo's word for one that was not run is "mark"."""
        now = _now()
        self._execute(
            self._backend.mark_migration_sql,
            {"migration_hash": _hash(migration.id), "migration_id": migration.id, "when": now},
        )
        self._log(migration.id, operation, now)
        self._execute(_FORGET, {"id": migration.id})
        self._execute(
            f"INSERT INTO {RECORD} VALUES (:id, :checksum, :after, :now)",
            {"id": migration.id, "checksum": migration.checksum, "after": migration.after, "now": now},
        )

    def was_run(self, identifier: str) -> bool:
        """Whether the migration, applied now, was run here, and not only recorded."""
        rows = self._session.fetch("SELECT migration_id, operation FROM _yoyo_log ORDER BY created_at_utc")
        return [operation for name, operation in rows if name == identifier][-1:] != ["mark"]

    def unmark(self, migration: Migration) -> None:
        """Record the migration as rolled back."""
        self._take_out(migration.id, "rollback")

    def put_in_place(self, migration: Migration, *, was_run: bool = True) -> None:
        """Record the migration instead of all that it replaces; as run here, if all of them were and it may count."""
        run = was_run and all(self.was_run(name) for name in migration.replaces)
        for name in migration.replaces:
            self._take_out(name, "unmark")
        # Nobody has looked at the schema at this moment.
        self.mark(replace(migration, after=""), operation="apply" if run else "mark")

    def _take_out(self, identifier: str, operation: str) -> None:
        self._execute(self._backend.unmark_migration_sql, {"migration_hash": _hash(identifier)})
        self._log(identifier, operation, _now())
        self._execute(_FORGET, {"id": identifier})

    def _log(self, identifier: str, operation: str, now: str) -> None:
        data = {
            "id": str(uuid.uuid1()),
            "migration_id": identifier,
            "migration_hash": _hash(identifier),
            "username": _user(),
            # Not getfqdn(), as yoyo does: that may ask a name server, with the database locked.
            "hostname": socket.gethostname(),
            "created_at_utc": now,
            "operation": operation,
        }
        self._execute(self._backend.log_migration_sql, data)

    def _execute(self, sql: str, parameters: Mapping[str, str]) -> None:
        with self._in_words():
            self._backend.execute(self._backend.format_sql(sql), parameters)

    def lock_holder(self, talk: Callable[[str], None]) -> int | None:
        """The process of a plain yoyo that is at work, by its lock row; a row whose process is gone is removed.

        On a server the row may be another machine's, and nobody can tell from its number whether that one is gone.
        """
        if not self._has(_LOCK):
            return None
        for (pid,) in self._rows("pid", _LOCK):
            process = int(str(pid)) if str(pid).isdecimal() else 0
            if process and (not self._embedded or _alive(process)):
                return process
            talk(f"removed the lock that yoyo, process {pid}, left in {self._session.label} when it was killed")
        self._session.execute(f"DELETE FROM {_LOCK}")
        return None


@cache
def _backend_class(name: str) -> type:
    """The backend of that name, which is yoyo's: to find it, the entry points of every installed package are read."""
    from yoyo.backends.base import get_backend_class

    found: type = get_backend_class(name)
    return found


def _backend_over(session: Session, name: str) -> Any:  # noqa: ANN401 - yoyo has no types
    from yoyo.connections import parse_uri
    from yoyo.migrations import default_migration_table

    base: Any = _backend_class(name)

    def execute(backend: object, sql: str, params: Mapping[str, object] | None = None) -> object:
        # A moment as text, as ours are: the driver's way for one is deprecated, and a user's warnings may be errors.
        plain = {key: str(value) if isinstance(value, datetime) else value for key, value in (params or {}).items()}
        return base.execute(backend, sql, plain or params)

    # No second connection, no URL of yoyo's own reading: it works on the connection that we hold.
    made = type("Backend", (base,), {"connect": lambda _self, _uri: session.connection, "execute": execute})
    return made(parse_uri(f"{name}:///"), default_migration_table)


def _hash(identifier: str) -> str:
    from yoyo.migrations import get_migration_hash

    return str(get_migration_hash(identifier))


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _user() -> str:
    import getpass

    # In a container the user may have no name; yoyo would fail on that.
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _moment(value: object) -> str:
    """A time of the database as text that sorts: "2026-01-31T09:30:00.123456"."""
    text = str(value).replace(" ", "T")
    return text if "." in text else f"{text}.000000"


def _alive(pid: int) -> bool:
    """Whether the process runs on this machine. A row with our own number is from one that had it before us."""
    if pid == os.getpid():
        return False
    if os.name == "nt":
        # There is no harmless signal: rather wait for a dead process than end a living one.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError, OSError):
        return True
    return True

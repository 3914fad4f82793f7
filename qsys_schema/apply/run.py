"""Applies and rolls back, each migration in one transaction that holds the database's own lock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from qsys_schema.apply.choose import choose_pending, choose_rollback
from qsys_schema.apply.door import Door
from qsys_schema.apply.move import Event, Explain, Guards, Observe, back, forward, run_move
from qsys_schema.apply.status import edited
from qsys_schema.errors import (
    ConsentNeeded,
    DatabaseDisagrees,
    DatabaseUnavailable,
    Decision,
    HistoryBroken,
    QsysSchemaError,
)
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

_POLL_S = 0.5

_PATIENCE_S = 60
"""Seconds to wait for a plain yoyo, unless QSYS_LOCK_TIMEOUT says otherwise."""

Talk = Callable[[str], None]
"""Takes a line for a person, which is no part of a result."""


def apply(
    session: Session,
    guards: Guards,
    migrations: Sequence[Migration],
    *,
    to: str,
    observe: Observe,
    explain: Explain,
    talk: Talk,
) -> tuple[str, ...]:
    """Apply what is pending; returns the ids, in order. What was applied before a failure stays applied.

    Whoever waits for another applier finds, once it has the lock, what is then still to do.
    Raises DatabaseDisagrees, DatabaseUnavailable or HistoryBroken; nothing of the failing migration is kept.
    """
    done: list[str] = []
    while True:
        with _locked(session, guards, talk) as door:
            _require_unedited(door, migrations)
            pending = choose_pending(migrations, door.applied(), to=to)
            if not pending:
                return tuple(done)
            move = forward(pending[0])
            run_move(session, guards, move, applied=door.applied(), observe=observe, explain=explain)
            door.mark(move.migration)
        done.append(move.migration.id)


def record(session: Session, guards: Guards, migration: Migration, *, talk: Talk) -> None:
    """Record a migration as applied without running it: the database is already as it would make it.

    Raises DatabaseDisagrees where that is not so.
    """
    with _locked(session, guards, talk) as door:
        if fingerprint(guards.inspect(session)) != migration.after:
            raise DatabaseDisagrees(
                f"{session.label} is not as {migration.path} makes it, so it was not recorded as applied",
                hint="somebody changed the database meanwhile; delete the migration's files and generate it again",
            )
        door.mark(migration, operation="mark")


def rollback(
    session: Session,
    guards: Guards,
    migrations: Sequence[Migration],
    *,
    to: str,
    steps: int,
    allow: Collection[str],
    observe: Observe,
    explain: Explain,
    talk: Talk,
) -> tuple[str, ...]:
    """Take back the last ``steps`` migrations, or all after ``to``; returns the ids, last applied first.

    One that was recorded here and not run would take back what it did not make: it wants consent by name.
    """
    done: list[str] = []
    while to or len(done) < steps:
        with _locked(session, guards, talk) as door:
            _require_unedited(door, migrations)
            chosen = choose_rollback(migrations, door.applied(), to=to, steps=1)
            if not chosen:
                break
            _require_made_here(door, chosen[0], allow)
            move = back(chosen[0])
            run_move(session, guards, move, applied=door.applied(), observe=observe, explain=explain)
            door.unmark(move.migration)
        done.append(move.migration.id)
    return tuple(done)


@contextmanager
def _locked(session: Session, guards: Guards, talk: Talk) -> Iterator[Door]:
    """A transaction under the database's own lock, with yoyo's tables ready; committed at the end, else undone."""
    _wait_for_plain_yoyo(session, guards, talk)
    try:
        door = Door(session, guards.yoyo_backend)
        _require_safe(session, guards)
        door.prepare()
        yield door
        session.commit()
    except BaseException:
        # What stopped the work is what has to be said; closing undoes the rest even where this fails.
        with suppress(QsysSchemaError):
            session.rollback()
        raise


def _require_safe(session: Session, guards: Guards) -> None:
    unsafe = guards.unsafe_to_run(session)
    if unsafe:
        raise DatabaseDisagrees(f"{unsafe} on {session.label}: migrations must not run like that")


def _wait_for_plain_yoyo(session: Session, guards: Guards, talk: Talk) -> None:
    """Begin, once no plain yoyo is at work: it needs the lock that we would hold to take its row away."""
    patience = float(os.environ.get("QSYS_LOCK_TIMEOUT") or _PATIENCE_S)
    started, told = time.monotonic(), False
    while True:
        session.begin()
        try:
            holder = Door(session, guards.yoyo_backend).lock_holder(talk)
        except BaseException:
            session.rollback()
            raise
        if holder is None:
            return
        session.rollback()
        if not told:
            told = True
            talk(f"waiting for yoyo, process {holder}, which is at work on {session.label} ...")
        if time.monotonic() - started > patience:
            raise DatabaseUnavailable(
                f"{session.label} is locked by yoyo, process {holder}",
                hint="wait for it; if no such yoyo runs (on any machine), `yoyo break-lock` removes its row",
            )
        time.sleep(_POLL_S)


def _require_made_here(door: Door, migration: Migration, allow: Collection[str]) -> None:
    consent = f"rollback:{migration.id}"
    if consent not in allow and not door.was_run(migration.id):
        raise ConsentNeeded(
            (
                Decision(
                    kind="consent",
                    ref=migration.id,
                    code="DS102",
                    question=f"{migration.id} was recorded here and not run: what it describes was there before, and "
                    "rolling it back drops that with its rows; is that meant?",
                    options=(f"--allow {consent}",),
                ),
            )
        )


def _require_unedited(door: Door, migrations: Sequence[Migration]) -> None:
    changed = edited(door, migrations)
    if changed:
        raise HistoryBroken(
            f"edited after they were applied here: {', '.join(changed)} (YO103)",
            hint="restore the files from version control, and put the change into a new migration",
        )


__all__ = ["Event", "Explain", "Guards", "Observe", "apply", "choose_pending", "choose_rollback", "record", "rollback"]

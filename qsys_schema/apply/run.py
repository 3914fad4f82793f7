"""Applies and rolls back, each migration in one transaction that holds the database's own lock."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from qsys_schema.apply.choose import choose_pending, choose_rollback, require_made_here
from qsys_schema.apply.door import Door
from qsys_schema.apply.move import (
    Event,
    Explain,
    Guards,
    Move,
    Observe,
    back,
    finished,
    forward,
    left_half_way,
    run_alone,
    run_move,
)
from qsys_schema.apply.squashed import require_whole
from qsys_schema.apply.status import require_unedited
from qsys_schema.errors import (
    DatabaseBusy,
    DatabaseDisagrees,
    DatabaseUnavailable,
    ImpossibleChange,
    QsysSchemaError,
)
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.model.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

_POLL_S = 0.5

_PATIENCE_S = 60
"""Seconds to wait for others, unless QSYS_LOCK_TIMEOUT says otherwise."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 5.0
"""Between two tries, so that those who wait behind us get through: twice as long each time."""

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

    def next_one(door: Door) -> Move | None:
        require_unedited(door, migrations)
        pending = choose_pending(migrations, door.applied(), to=to)
        return forward(pending[0], left=len(pending) - 1) if pending else None

    def taken_back(door: Door) -> Move | None:
        last = [one for one in migrations if one.id in door.applied()][-1:]
        return left_half_way(session, guards, last, lambda one: one.before)

    done: list[str] = []
    _settle_squashed(session, guards, migrations, talk)
    runner = _Runner(session, guards, observe=observe, explain=explain, talk=talk)
    runner.finish(migrations, taken_back)
    while True:
        name = runner.patiently(next_one, lambda door, move: door.mark(move.migration))
        if name is None:
            return tuple(done)
        done.append(name)
        observe(finished(name))


def record(session: Session, guards: Guards, migrations: Sequence[Migration], *, talk: Talk) -> None:
    """Record migrations as applied without running them: the database is already as they would make it.

    Raises DatabaseDisagrees where that is not so.
    """
    with _locked(session, guards, talk) as door:
        last = migrations[-1]
        if fingerprint(guards.inspect(session)) != last.after:
            raise DatabaseDisagrees(
                f"{session.label} is not as {last.path} makes it, so it was not recorded as applied",
                hint="somebody changed the database meanwhile; delete the migration's files and generate it again",
            )
        for migration in migrations:
            if migration.replaces:
                door.put_in_place(migration, was_run=False)
            else:
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

    def next_one(door: Door) -> Move | None:
        require_unedited(door, migrations)
        chosen = choose_rollback(migrations, door.applied(), to=to, steps=steps - len(done))
        if not chosen:
            return None
        require_made_here(door, chosen[0], allow)
        return back(chosen[0], left=len(chosen) - 1)

    def half_applied(door: Door) -> Move | None:
        following = choose_pending(migrations, door.applied(), to="")[:1]
        return left_half_way(session, guards, following, lambda one: one.after)

    done: list[str] = []
    _settle_squashed(session, guards, migrations, talk)
    runner = _Runner(session, guards, observe=observe, explain=explain, talk=talk)
    runner.finish(migrations, half_applied)
    while to or len(done) < steps:
        name = runner.patiently(next_one, lambda door, move: door.unmark(move.migration))
        if name is None:
            break
        done.append(name)
        observe(finished(name))
    return tuple(done)


Choose = Callable[[Door], Move | None]
Record = Callable[[Door, Move], None]


class _Runner:
    """Runs one migration after another on a session, each with its record."""

    def __init__(self, session: Session, guards: Guards, *, observe: Observe, explain: Explain, talk: Talk) -> None:
        self._session = session
        self._guards = guards
        self._observe = observe
        self._explain = explain
        self._talk = talk

    def patiently(self, choose: Choose, record: Record) -> str | None:
        """Run what ``choose`` says, again and again while others are in the way; its id, or None for nothing to do.

        Nothing is kept of a try that others have stopped, so the next begins at the beginning.
        """
        started, pause = time.monotonic(), _FIRST_PAUSE_S
        while True:
            try:
                return self._one(choose, record)
            except DatabaseBusy as error:
                if time.monotonic() - started + pause > _patience():
                    raise
                self._talk(f"{error.what.splitlines()[0]}; trying again in {pause:.1f} s ...")
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)

    def finish(self, migrations: Sequence[Migration], choose: Choose) -> None:
        """Take back first what a killed run has left half-way outside a transaction."""
        if all(migration.transactional for migration in migrations):
            return
        name = self.patiently(choose, lambda door, move: door.unmark(move.migration))
        if name is not None:
            self._talk(f"took back {name}, which a run that was stopped had left half-way")

    def _one(self, choose: Choose, record: Record) -> str | None:
        with _locked(self._session, self._guards, self._talk) as door:
            move = choose(door)
            if move is None:
                return None
            if move.migration.transactional:
                applied = door.applied()
                run_move(
                    self._session, self._guards, move, applied=applied, observe=self._observe, explain=self._explain
                )
                record(door, move)
                return move.migration.id
        return self._alone(choose, record, move)

    def _alone(self, choose: Choose, record: Record, chosen: Move) -> str | None:
        """Run what no transaction may hold, while nobody else may begin anything."""
        try:
            outside = self._session.outside()
        except ImpossibleChange as error:
            raise ImpossibleChange(f"{chosen.path} {error.what}", hint=error.hint) from error
        with outside:
            with _locked(self._session, self._guards, self._talk) as door:
                move = choose(door)
                applied = door.applied()
            if move is not None and move.migration.id == chosen.migration.id:
                run_alone(
                    self._session, self._guards, move, applied=applied, observe=self._observe, explain=self._explain
                )
                with _locked(self._session, self._guards, self._talk) as door:
                    record(door, move)
                return move.migration.id
        # Somebody was faster. What is next is asked again, without the lock, for it may want one of its own.
        return self._one(choose, record)


@contextmanager
def _locked(session: Session, guards: Guards, talk: Talk) -> Iterator[Door]:
    """A transaction under the database's own lock, with yoyo's tables ready; committed at the end, else undone."""
    _wait_for_plain_yoyo(session, guards, talk)
    try:
        door = Door(session, guards.yoyo_backend, embedded=guards.embedded)
        _require_safe(session, guards)
        door.prepare()
        yield door
        session.commit()
    except BaseException:
        # What stopped the work is what has to be said; closing undoes the rest even where this fails.
        with suppress(QsysSchemaError):
            session.rollback()
        raise


def _settle_squashed(session: Session, guards: Guards, migrations: Sequence[Migration], talk: Talk) -> None:
    """Record each squashed migration in place of those that it replaces, where all of them are applied."""
    if not any(migration.replaces for migration in migrations):
        return
    with _locked(session, guards, talk) as door:
        for migration in require_whole(door, migrations).taken:
            door.put_in_place(migration)
            talk(f"{migration.id} is recorded in place of the {len(migration.replaces)} that it replaces")


def _patience() -> float:
    return float(os.environ.get("QSYS_LOCK_TIMEOUT") or _PATIENCE_S)


def _require_safe(session: Session, guards: Guards) -> None:
    unsafe = guards.unsafe_to_run(session)
    if unsafe:
        raise DatabaseDisagrees(f"{unsafe} on {session.label}: migrations must not run like that")


def _wait_for_plain_yoyo(session: Session, guards: Guards, talk: Talk) -> None:
    """Begin, once no plain yoyo is at work: it needs the lock that we would hold to take its row away."""
    patience = _patience()
    started, told = time.monotonic(), False
    while True:
        session.begin()
        try:
            holder = Door(session, guards.yoyo_backend, embedded=guards.embedded).lock_holder(talk)
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


__all__ = ["Event", "Explain", "Guards", "Observe", "apply", "choose_pending", "choose_rollback", "record", "rollback"]

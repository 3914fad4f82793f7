"""One migration in one direction, inside an open transaction, with everything that has to hold around it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, HistoryBroken, QsysSchemaError
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.model.schema import Schema
from qsys_schema.model.session import Session
from qsys_schema.model.violation import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A statement begins (``running`` is false), or still runs. ``number`` counts from 1 to ``total``.

    ``finished``: the whole migration has its record. ``left`` are the migrations that come after it.
    """

    migration: str
    number: int
    total: int
    first_line: str
    running: bool
    finished: bool = False
    left: int = 0


Observe = Callable[[Event], None]
Explain = Callable[[Session, Sequence[str]], Sequence[str]]
"""Says how a database differs from what its applied migrations made, given their ids."""


class Guards(Protocol):
    """The slice of a dialect that keeps a run safe."""

    @property
    def yoyo_backend(self) -> str:
        """The entry point of yoyo's backend."""

    def unsafe_to_run(self, session: Session) -> str | None:
        """Why migrations must not run on this connection, or None."""

    def inspect(self, session: Session) -> Schema:
        """Everything in the database."""

    @property
    def embedded(self) -> bool:
        """Whether whoever uses the database runs on this machine, so that a process number tells who it is."""

    def unfinished(self, session: Session, statements: Sequence[str]) -> Sequence[str]:
        """What clears away that one of these statements, run outside transactions, was killed half-way."""

    def violations(self, session: Session, tables: Sequence[str]) -> Sequence[Violation]:
        """The rows of these tables that break a foreign key, counted by the table they refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One migration in one direction: what runs, on which lines it stands, and the fingerprints before and after."""

    migration: Migration
    path: str
    statements: tuple[str, ...]
    lines: tuple[int, ...]
    before: str
    after: str
    left: int = 0


def forward(migration: Migration, *, left: int = 0) -> Move:
    """The migration as it is applied; ``left`` others are to come after it."""
    return Move(
        migration=migration,
        path=migration.path,
        statements=migration.forward,
        lines=migration.forward_lines,
        before=migration.before,
        after=migration.after,
        left=left,
    )


def finished(identifier: str) -> Event:
    """What is said once a migration has its record."""
    return Event(migration=identifier, number=0, total=0, first_line="", running=False, finished=True)


def back(migration: Migration, *, left: int = 0) -> Move:
    """The migration as it is taken back, before ``left`` others. Raises HistoryBroken where it has no rollback."""
    if not migration.rollback:
        raise HistoryBroken(
            f"{migration.path} has no rollback, so it cannot be taken back",
            hint=f"write {migration.rollback_path}, or bring it back from version control",
        )
    return Move(
        migration=migration,
        path=migration.rollback_path,
        statements=migration.rollback,
        lines=migration.rollback_lines,
        before=migration.after,
        after=migration.before,
        left=left,
    )


def run_move(
    session: Session, guards: Guards, move: Move, *, applied: Sequence[str], observe: Observe, explain: Explain
) -> None:
    """Run the statements. ``applied`` are the ids applied until now.

    Raises DatabaseDisagrees where the schema is not the one that this was planned for, where a statement fails, where
    the result is not what was proven, and where foreign keys are broken that were not; DatabaseUnavailable.
    The caller then undoes everything.
    """
    before = guards.inspect(session)
    if move.before and fingerprint(before) != move.before:
        raise _planned_for_another(session, move, explain(session, applied))
    broken = _broken(guards.violations(session, _mentioned(move.statements, before)))
    _execute_all(session, move, observe)
    _require_sound(session, guards, move, broken)


def run_alone(
    session: Session, guards: Guards, move: Move, *, applied: Sequence[str], observe: Observe, explain: Explain
) -> None:
    """Run a migration that no transaction may hold: one statement, which may have been killed half-way before.

    What that has left is cleared away, and what it has done is not done again. Raises as ``run_move``, and
    HistoryBroken for a file of several statements, of which nobody could tell afterwards how far they came.
    """
    if len(move.statements) != 1:
        raise HistoryBroken(
            f"{move.path} runs {len(move.statements)} statements outside a transaction, so that nobody could tell "
            "afterwards how far it came",
            hint="give each of them a migration of its own",
        )
    _clear(session, guards, move)
    state = fingerprint(guards.inspect(session))
    if move.after and state == move.after and move.before != move.after:
        return
    if move.before and state != move.before:
        raise _planned_for_another(session, move, explain(session, applied))
    try:
        _execute_all(session, move, observe)
    except (DatabaseDisagrees, DatabaseUnavailable):
        # Half of it is in everybody's way; where this fails as well, the next run does it.
        with suppress(QsysSchemaError):
            _clear(session, guards, move)
            # The server may have finished meanwhile what a killed run had begun.
            if move.after and move.before != move.after and fingerprint(guards.inspect(session)) == move.after:
                return
        raise
    if move.after and fingerprint(guards.inspect(session)) != move.after:
        raise DatabaseDisagrees(
            f"{move.path} made another schema than it was proven to make, and it cannot be undone by itself",
            hint=f"somebody may have changed the database meanwhile; compare, and run {move.path} backwards by hand "
            "if need be",
        )


def left_half_way(
    session: Session, guards: Guards, candidates: Sequence[Migration], seen: Callable[[Migration], str]
) -> Move | None:
    """The way back of a migration that no transaction holds, where a run was killed before it was recorded.

    ``seen`` is the schema by which that is known: what the records say is the other one.
    """
    for migration in candidates:
        if migration.before == migration.after and migration.before:
            # It writes rows, and leaves the schema as it is: no state of it tells anything, and it may be run again.
            continue
        if not migration.transactional and migration.rollback:
            move, there = back(migration), seen(migration)
            if guards.unfinished(session, move.statements) or (there and fingerprint(guards.inspect(session)) == there):
                return move
    return None


def _clear(session: Session, guards: Guards, move: Move) -> None:
    for statement in guards.unfinished(session, move.statements):
        session.execute(statement)


def _planned_for_another(session: Session, move: Move, by_hand: Sequence[str]) -> DatabaseDisagrees:
    lines = "".join(f"\n    {line}" for line in by_hand)
    return DatabaseDisagrees(
        f"{move.path} was planned for another state of the schema than {session.label} is in"
        + (f"; changed by hand:{lines}" if lines else ""),
        hint="take these changes back, or put them into a migration of their own; nothing was changed; "
        "if they do not matter to it, --allow drift runs it all the same: the guards in its SQL still hold",
    )


def _execute_all(session: Session, move: Move, observe: Observe) -> None:
    for number, statement in enumerate(move.statements, start=1):
        event = Event(
            migration=move.migration.id,
            number=number,
            total=len(move.statements),
            first_line=" ".join(statement.split())[:70],
            running=False,
            left=move.left,
        )
        _execute(session, move, statement, event, observe)


def _execute(session: Session, move: Move, statement: str, event: Event, observe: Observe) -> None:
    observe(event)
    session.on_progress(lambda: observe(replace(event, running=True)))
    try:
        session.execute(statement)
    except (DatabaseDisagrees, DatabaseUnavailable) as error:
        line = move.lines[event.number - 1] if len(move.lines) >= event.number else 1
        # As what it is: one that others stand in the way of may be tried again.
        raise type(error)(
            f"{move.path}:{line}: statement {event.number} of {event.total} failed: {error.what}\n"
            f"    {event.first_line}",
            hint=(
                "nothing of this migration was kept; "
                if move.migration.transactional
                else "what it may have left half done is cleared away, now or by the next run; "
            )
            + (error.hint or "correct what the message names, then run this again"),
        ) from error
    finally:
        session.on_progress(None)


def _require_sound(session: Session, guards: Guards, move: Move, broken: Mapping[tuple[str, str], int]) -> None:
    """What was made must be what was proven, and no row may refer to nothing that did not before."""
    after = guards.inspect(session)
    now = guards.violations(session, _mentioned(move.statements, after))
    worse = [item for item in now if item.rows > broken.get((item.table, item.target), 0)]
    if worse:
        lines = "".join(f"\n    {item}" for item in worse)
        raise DatabaseDisagrees(
            f"{move.path} would leave rows that break a foreign key:{lines}",
            hint="nothing of it was kept; correct these rows first",
        )
    if move.after and fingerprint(after) != move.after:
        raise DatabaseDisagrees(
            f"{move.path} made another schema than it was proven to make",
            hint="nothing of it was kept; the file or the tool's version differs from the one that wrote it: "
            "run `qsys-schema verify` on it",
        )


def _broken(violations: Sequence[Violation]) -> Mapping[tuple[str, str], int]:
    """How many rows of one table refer to none of another."""
    return {(item.table, item.target): item.rows for item in violations}


def _mentioned(statements: Sequence[str], schema: Schema) -> tuple[str, ...]:
    """The tables whose names occur in the statements, and those that refer to them; rather too many than too few."""
    text = "\n".join(statements).lower()
    named = {table.name.lower() for table in schema.tables if table.name.lower() in text}
    return tuple(sorted(_touched(schema, named)))


def _touched(schema: Schema, named: Collection[str]) -> Iterator[str]:
    for table in schema.tables:
        if table.name.lower() in named or any(key.target.lower() in named for key in table.foreign_keys):
            yield table.name

"""Which migrations a command means."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from qsys_schema.apply.door import Door
from qsys_schema.errors import ConsentNeeded, Decision, HistoryBroken, UsageError
from qsys_schema.model.migration import Migration


def choose_pending(migrations: Sequence[Migration], applied: Sequence[str], *, to: str) -> tuple[Migration, ...]:
    """What is not applied yet, up to and with ``to`` (an id or its number). Raises UsageError for an unknown one."""
    if to:
        migrations = migrations[: _place(migrations, to) + 1]
    return tuple(migration for migration in migrations if migration.id not in applied)


def choose_rollback(
    migrations: Sequence[Migration], applied: Sequence[str], *, to: str, steps: int
) -> tuple[Migration, ...]:
    """The applied migrations to take back, last first: all after ``to``, else the last ``steps``.

    Raises HistoryBroken where one of them has no file, UsageError for an unknown id.
    """
    ids = {migration.id for migration in migrations}
    lost = [name for name in applied if name not in ids]
    if lost:
        raise HistoryBroken(
            f"{', '.join(lost)} is applied, but there is no such file: nothing can be rolled back past it",
            hint="bring the file back from version control",
        )
    there = [migration for migration in migrations if migration.id in applied]
    if to:
        after = {migration.id for migration in migrations[_place(migrations, to) + 1 :]}
        return tuple(migration for migration in reversed(there) if migration.id in after)
    return tuple(reversed(there))[:steps]


def _place(migrations: Sequence[Migration], identifier: str) -> int:
    ids = [migration.id for migration in migrations]
    if identifier in ids:
        return ids.index(identifier)
    numbered = [index for index, name in enumerate(ids) if name.partition(".")[0] == identifier]
    if len(numbered) == 1:
        return numbered[0]
    near = get_close_matches(identifier, ids, n=3, cutoff=0.3)
    raise UsageError(
        f"there is no migration {identifier!r}",
        hint=f"did you mean {' or '.join(near)}?" if near else "see `qsys-schema status`",
    )


def require_made_here(door: Door, migration: Migration, allow: Collection[str]) -> None:
    """Raise ConsentNeeded for one that was recorded here and not run, unless that is agreed to."""
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

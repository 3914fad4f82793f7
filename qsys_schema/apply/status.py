"""Where a database stands against the migrations on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from qsys_schema.apply.door import Door
from qsys_schema.apply.squashed import WHAT_TO_DO, require_whole, seen
from qsys_schema.errors import HistoryBroken
from qsys_schema.model.migration import Migration
from qsys_schema.model.session import Session


class Recorded(Protocol):
    """The slice of a dialect that says where yoyo keeps its records."""

    @property
    def yoyo_backend(self) -> str:
        """The entry point of yoyo's backend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Ids of migrations by their state, and what is wrong with the files. An id may be in several groups.

    ``edited``: the file is not what was applied. ``unknown``: applied, but there is no file. ``out_of_order``:
    pending, though a later one is applied. ``when``: the moment of each that is recorded, in UTC. ``part``: of a
    migration that replaces several, those that are applied, where others of them are not.
    """

    applied: tuple[str, ...]
    pending: tuple[str, ...]
    edited: tuple[str, ...]
    unknown: tuple[str, ...]
    out_of_order: tuple[str, ...]
    problems: tuple[str, ...]
    when: Mapping[str, str] = field(default_factory=dict)
    part: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether everything is applied, known and unedited."""
        return not (self.pending or self.edited or self.unknown or self.problems)


def applied_ids(session: Session, dialect: Recorded, migrations: Sequence[Migration] = ()) -> tuple[str, ...]:
    """The ids of applied migrations, oldest first; of these migrations, one stands for all that it replaces.

    Raises HistoryBroken where only a part of what one replaces is applied.
    """
    door = Door(session, dialect.yoyo_backend)
    return require_whole(door, migrations).applied


def read_status(
    session: Session, dialect: Recorded, migrations: Sequence[Migration], problems: Sequence[str]
) -> Status:
    """Compare the database's records with the files. Reads only."""
    door = Door(session, dialect.yoyo_backend)
    squashed = seen(door, migrations)
    applied, ids = squashed.applied, {migration.id for migration in migrations}
    pending = tuple(migration.id for migration in migrations if migration.id not in applied)
    last = max((migration.number for migration in migrations if migration.id in applied), default=0)
    return Status(
        applied=applied,
        pending=pending,
        edited=edited(door, migrations),
        unknown=tuple(name for name in applied if name not in ids and name not in squashed.part),
        out_of_order=tuple(one.id for one in migrations if one.id in pending and one.number < last),
        problems=(*problems, *(f"{one}; {WHAT_TO_DO}" for one in squashed.torn)),
        when=door.times(),
        part=squashed.part,
    )


def edited(door: Door, migrations: Sequence[Migration]) -> tuple[str, ...]:
    """Migrations whose files are not what was applied here."""
    sums = door.checksums()
    taken = seen(door, migrations).taken if any(one.replaces for one in migrations) else ()
    return tuple(one.id for one in migrations if sums.get(one.id, one.checksum) != one.checksum and one not in taken)


def require_unedited(door: Door, migrations: Sequence[Migration]) -> None:
    """Raise HistoryBroken naming the migrations whose files are not what was applied here."""
    changed = edited(door, migrations)
    if changed:
        raise HistoryBroken(
            f"edited after they were applied here: {', '.join(changed)} (YO103)",
            hint="restore the files from version control, and put the change into a new migration",
        )

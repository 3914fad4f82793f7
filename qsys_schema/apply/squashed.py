"""Databases from before a squash: who has all that a migration replaces has the migration itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qsys_schema.apply.door import Door
from qsys_schema.errors import HistoryBroken
from qsys_schema.model.migration import Migration

WHAT_TO_DO = "apply the others first, with the files from before the squash (version control has them), then this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The records as the files of today speak of them.

    ``applied`` names a squashed migration instead of those that it replaces; ``taken`` are those of which that is not
    recorded yet. ``torn`` says of which only a part is there, and ``part`` are the ids of that part.
    """

    applied: tuple[str, ...]
    taken: tuple[Migration, ...]
    torn: tuple[str, ...]
    part: tuple[str, ...] = ()


def seen(door: Door, migrations: Sequence[Migration]) -> Seen:
    """What is applied, with squashed migrations in place of what they replace. Reads only."""
    applied = list(door.applied())
    squashed = [one for one in migrations if one.replaces]
    sums = door.checksums() if squashed else {}
    taken: list[Migration] = []
    torn: list[str] = []
    part: list[str] = []
    for one in squashed:
        there = [name for name in applied if name in one.replaces]
        if _is_itself(one, applied, there, sums.get(one.id, "")) or not there:
            continue
        lacking = [name for name in one.replaces if name not in there]
        if lacking:
            torn.append(
                f"{one.path}: it replaces {len(one.replaces)} migrations, and only {', '.join(there)} "
                f"{'is' if len(there) == 1 else 'are'} applied here, not {', '.join(lacking)}"
            )
            part.extend(there)
            continue
        taken.append(one)
        last = applied.index(there[-1])
        applied[last : last + 1] = [one.id]
        applied = [name for place, name in enumerate(applied) if place == last or name not in there]
    return Seen(applied=tuple(applied), taken=tuple(taken), torn=tuple(torn), part=tuple(part))


def _is_itself(migration: Migration, applied: Sequence[str], there: Sequence[str], checksum: str) -> bool:
    """Whether the record of that name is its own, and not that of one that it replaces under the same name."""
    if migration.id not in applied:
        return False
    return migration.id not in migration.replaces or checksum == migration.checksum or list(there) == [migration.id]


def require_whole(door: Door, migrations: Sequence[Migration]) -> Seen:
    """As ``seen``. Raises HistoryBroken where a database has only a part of what a migration replaces."""
    found = seen(door, migrations)
    if found.torn:
        raise HistoryBroken(
            "\n".join(found.torn),
            hint=f"{WHAT_TO_DO}; nothing was changed",
        )
    return found

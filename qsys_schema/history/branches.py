"""Which migrations are a branch of their own, and where they stand once they follow all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qsys_schema.history.naming import numbered
from qsys_schema.history.order import forks, ordered
from qsys_schema.model.migration import Migration


def branch_of(migrations: Sequence[Migration], identifier: str) -> tuple[Migration, ...]:
    """The migration, those that follow it, and those before it that no other branch follows; in order."""
    below = {one.id: _ancestors(migrations, one) for one in migrations}
    line = {identifier} | below[identifier] | {name for name, others in below.items() if identifier in others}
    others = [name for name in below if name not in line]
    shared = set().union(*(below[name] for name in others)) if others else below[identifier]
    return tuple(one for one in migrations if one.id in line - shared)


def branches(migrations: Sequence[Migration]) -> tuple[tuple[Migration, ...], ...]:
    """The branches that a merge has brought together; none where all follow one another."""
    if not tuple(forks(migrations)):
        return ()
    below = {one.id: _ancestors(migrations, one) for one in migrations}
    followed = set().union(*below.values())
    ends = [one.id for one in migrations if one.id not in followed]
    if len(ends) < 2:  # noqa: PLR2004 - one end: somebody joined them, and only their numbers clash
        numbers = [one.number for one in migrations]
        ends = [one.id for one in migrations if one.number and numbers.count(one.number) > 1]
    return tuple(branch_of(migrations, name) for name in ends)


def put_last(migrations: Sequence[Migration], moved: Sequence[Migration]) -> tuple[Migration, ...]:
    """All migrations, with those moved behind all others, by new numbers and with new dependencies."""
    names = {one.id for one in moved}
    done = [one for one in migrations if one.id not in names]
    for one in ordered(moved)[0]:
        identifier = numbered(max((other.number for other in done), default=0) + 1, one.id)
        path = f"{one.path.removesuffix(f'{one.id}.sql')}{identifier}.sql"
        done.append(replace(one, id=identifier, path=path, depends=heads(done)))
    return tuple(done)


def heads(migrations: Sequence[Migration]) -> tuple[str, ...]:
    """The migrations that no other depends on: what the next one follows."""
    followed = {name for migration in migrations for name in migration.depends}
    return tuple(migration.id for migration in migrations if migration.id not in followed)


def _ancestors(migrations: Sequence[Migration], migration: Migration) -> set[str]:
    """Everything that comes before the migration because of what it depends on."""
    known = {one.id: one for one in migrations}
    found: set[str] = set()
    waiting = [migration]
    while waiting:
        for name in _parents(migrations, waiting.pop()):
            if name in known and name not in found:
                found.add(name)
                waiting.append(known[name])
    return found - {migration.id}


def _parents(migrations: Sequence[Migration], migration: Migration) -> Iterator[str]:
    if migration.depends:
        yield from migration.depends
    else:
        # Its place is its number.
        yield from (one.id for one in migrations if one.number < migration.number)

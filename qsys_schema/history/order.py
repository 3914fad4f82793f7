"""The order of migrations, which is yoyo's, and what contradicts itself in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from qsys_schema.model.migration import Migration


def ordered(migrations: Sequence[Migration]) -> tuple[tuple[Migration, ...], tuple[Migration, ...]]:
    """The migrations in yoyo's order, and those that depend on one another in a circle.

    The first by file name whose dependencies are all there comes next, as in ``yoyo/topologicalsort.py``.
    """
    by_name = sorted(migrations, key=lambda one: f"{one.id}.sql")
    place = {one.id: index for index, one in enumerate(by_name)}
    missing = [{name for name in one.depends if name in place} for one in by_name]
    followers: dict[str, list[int]] = {}
    for index, names in enumerate(missing):
        for name in names:
            followers.setdefault(name, []).append(index)
    ready = [index for index, names in enumerate(missing) if not names]
    heapify(ready)
    done: list[Migration] = []
    while ready:
        one = by_name[heappop(ready)]
        done.append(one)
        for index in followers.get(one.id, ()):
            missing[index].discard(one.id)
            if not missing[index]:
                heappush(ready, index)
    there = {one.id for one in done}
    return tuple(done), tuple(one for one in by_name if one.id not in there)


def contradictions(migrations: Sequence[Migration], depends_lines: Mapping[str, int]) -> Iterator[str]:
    """Unknown and circular dependencies, each with its file.

    ``depends_lines`` holds, by id, the line of the file on which its dependencies stand.
    """
    ids = {one.id for one in migrations}
    for one in migrations:
        for name in one.depends:
            if name not in ids:
                where = f"{one.path}:{depends_lines.get(one.id, 1)}"
                yield f"{where}: depends on {name}, and there is no such migration"
    _, circle = ordered(migrations)
    if circle:
        names = ", ".join(one.id for one in circle)
        yield f"{circle[0].path}: these migrations depend on one another in a circle: {names}"


def forks(migrations: Sequence[Migration]) -> Iterator[str]:
    """What a merge of two branches leaves, each with its file: numbers used twice, and two ends of the line."""
    counted = Counter(one.number for one in migrations if one.number)
    for number in sorted(number for number, count in counted.items() if count > 1):
        same = [one for one in migrations if one.number == number]
        names = ", ".join(one.id for one in same)
        yield f"{same[-1].path}: YO104 the number {number} is used {len(same)} times: {names}; run `qsys-schema rebase`"
    # Two branches each added a migration, and neither knows of the other. A file that names no dependency is no
    # branch: its place is its number.
    followed = {name for one in migrations for name in one.depends}
    heads = [one for one in migrations if one.depends and one.id not in followed]
    if len(heads) > 1:
        names = " and ".join(one.id for one in heads)
        yield (
            f"{heads[-1].path}: YO105 the history forks: {names} follow nothing of each other; "
            "run `qsys-schema rebase` to put one behind the other"
        )

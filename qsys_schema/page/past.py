"""What migrations did to each table, under the name that it has today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from qsys_schema.page import book as b
from qsys_schema.page.edition import Change, Edition
from qsys_schema.page.together import by_of, grouped, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """``of_table`` by today's name; ``gone`` are tables that are no more; ``migrations`` in order."""

    of_table: Mapping[str, tuple[b.Event, ...]]
    gone: tuple[tuple[str, tuple[b.Event, ...]], ...]
    migrations: tuple[b.Migration, ...]


_Told = tuple[str, Change]
"""A change, and what it belongs to today: a table's name, or that of one that is gone with a mark."""

_APART = "\0"
"""No table's name begins with it."""

_GONE = f"{_APART}gone "


def past(editions: Sequence[Edition]) -> Past:
    """The history of all databases together."""
    everyone = [one.name for one in editions]
    ids = grouped({one.name: one.migrations for one in editions}, lambda identifier: identifier)
    order = {identifier: place for place, (identifier, _) in enumerate(sorted(ids, key=lambda pair: _number(pair[0])))}
    told = {one.name: _followed(one.changes) for one in editions}
    events = _events(told, everyone, order)
    by_migration: dict[str, list[tuple[str, b.Event]]] = {}
    for home, several in events.items():
        for event in several:
            by_migration.setdefault(event.migration, []).append((home, event))
    by = {identifier: by_of(each, everyone) for identifier, each in ids}
    return Past(
        of_table={home: several for home, several in events.items() if not home.startswith(_APART)},
        gone=tuple(
            (home.removeprefix(_GONE).partition(_APART)[0], several)
            for home, several in events.items()
            if home.startswith(_GONE)
        ),
        migrations=tuple(_migration(one, by[one], by_migration.get(one, ())) for one in order),
    )


def _number(identifier: str) -> int:
    digits = identifier.partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _followed(changes: Sequence[Change]) -> list[_Told]:
    """Each change with the name that its table has in the end."""
    now: dict[str, str] = {}
    told: list[_Told] = []
    steps = [(renames, list(run)) for (_, renames), run in groupby(changes, lambda one: (one.migration, bool(one.was)))]
    # From the last to the first, a name is what the renames after it have made of it.
    for place, (renames, run) in reversed(list(enumerate(steps))):
        if renames:
            told += [(now.get(one.subject, one.subject), one) for one in reversed(run)]
            _renamed_back(now, run)
            continue
        for change in reversed(run):
            if not change.of_table:
                told.append((f"{_APART}{change.subject}", change))
                continue
            if change.ends:
                now[change.subject] = f"{_GONE}{change.subject}{_APART}{place}"
            told.append((now.get(change.subject, change.subject), change))
            if change.begins:
                # An older table of that name is another one; should there be one, its end comes next.
                now.pop(change.subject, None)
    return told[::-1]


def _renamed_back(now: dict[str, str], renames: Sequence[Change]) -> None:
    """All of a migration's at once: they may go round in a circle."""
    homes = {one.was: now.get(one.subject, one.subject) for one in renames}
    for one in renames:
        now.pop(one.subject, None)
    now.update(homes)


def _events(
    told: Mapping[str, Sequence[_Told]], everyone: Sequence[str], order: Mapping[str, int]
) -> dict[str, tuple[b.Event, ...]]:
    found: dict[str, list[b.Event]] = {}
    several = grouped(told, lambda one: (one[1].migration, one[0], one[1].text))
    for (migration, home, text), each in sorted(several, key=lambda pair: order[pair[0][0]]):
        details = {by: change.detail for by, (_, change) in each.items()}
        event = b.Event(migration=migration, text=text, details=said(details), by=by_of(each, everyone))
        found.setdefault(home, []).append(event)
    return {home: tuple(events) for home, events in found.items()}


def _migration(identifier: str, by: b.By, mine: Sequence[tuple[str, b.Event]]) -> b.Migration:
    return b.Migration(
        id=identifier,
        tables=tuple(dict.fromkeys(home for home, _ in mine if not home.startswith(_APART))),
        events=tuple(event for home, event in mine if home.startswith(_APART)),
        by=by,
    )

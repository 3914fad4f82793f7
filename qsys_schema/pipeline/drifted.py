"""What was changed by hand, and since when: as far as records, fingerprints and a replay can tell. Reads only.

Nobody can tell who did it. Since when can be told: a run of ours ends by comparing the whole schema with the one that
its migration was proven to make, so whatever differs now was done after the last such run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, HistoryBroken, QsysSchemaError, UsageError
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddTable, Change, DropTable
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.schema import Schema
from qsys_schema.pipeline.project import run
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.ref import Ref
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project

_MOST = 100
"""Migrations that are looked at for the state of what drifted, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """One change made by hand. ``as_of`` is the newest migration after which this was as it is now; empty for none.

    ``undone`` is the one whose doing is missing, because this is as it was before it; empty where no migration knows
    it as it is.
    """

    change: Change
    as_of: str = ""
    undone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All that was changed by hand. ``lines`` say it, one each; ``parts`` are empty where only fingerprints could tell.

    ``since`` is the last migration after which the whole schema was as it should be; empty where nobody has looked.
    ``as_of`` is a migration that makes the very schema that is there, if one does. ``limits`` say what could not be
    found out, and why; ``unknown``: whether there is any drift is among it.
    """

    lines: tuple[str, ...] = ()
    parts: tuple[Drifted, ...] = ()
    since: str = ""
    as_of: str = ""
    limits: tuple[str, ...] = ()
    unknown: bool = False


def look(project: Project, session: Session, applied: Sequence[Migration], vouched: Sequence[str]) -> Drift:
    """How the database differs from its applied migrations. ``vouched`` are those whose end was looked at."""
    live = project.dialect.inspect(session)
    last = applied[-1].after if applied else ""
    if last and last == fingerprint(live):
        return Drift()
    if not applied and not live.tables and not live.views:
        return Drift()
    known = {migration.id for migration in applied}
    since = next((name for name in reversed(vouched) if name in known), "")
    limits: list[str] = []
    for there in _places(project):
        try:
            said, limit = _replayed(there, applied, is_elsewhere=there is not project)
            parts = _traced(there, applied, tuple(compare(said, live)), live)
        except (DatabaseDisagrees, DatabaseUnavailable, HistoryBroken, UsageError) as error:
            limits.append(_in_a_line(error))
            continue
        lines = tuple(sentence_of(part.change) for part in parts)
        return Drift(lines=lines, parts=parts, since=since if lines else "", limits=(limit,) if limit and lines else ())
    return _by_fingerprint(live, applied, last, since, limits)


def of_a_part(applied: Sequence[str]) -> Drift:
    """Where only these of what a squashed migration replaces are applied, and their files are gone."""
    limit = f"whether anything was changed by hand cannot be found out: no file says what {', '.join(applied)} made"
    return Drift(limits=(limit,), unknown=True)


def _places(project: Project) -> Iterator[Project]:
    """Where a scratch database may be had: near the live one, and where it may not be, on a server of our own."""
    yield project
    if not project.dialect.embedded:
        yield replace(project, settings=replace(project.settings, database="", kept=None))


def _replayed(project: Project, applied: Sequence[Migration], *, is_elsewhere: bool) -> tuple[Schema, str]:
    """What the migrations make, and what is to be said of the server that made it."""
    with project.replayed(tuple(applied)) as scratch:
        said = project.dialect.inspect(scratch)
        if not is_elsewhere or not applied[-1:] or applied[-1].after == fingerprint(said):
            return said, ""
        return said, (
            f"compared on {scratch.label}, which spells some things otherwise than this database: not all that differs "
            "need have been changed"
        )


def _traced(
    project: Project, applied: Sequence[Migration], changes: tuple[Change, ...], live: Schema
) -> tuple[Drifted, ...]:
    """Each change, with the migrations that know the thing as it is now: all are run once more, one by one."""
    refs = [ref_of(change) for change in changes]
    names = {ref.table for ref in refs}
    if not changes or not applied:
        return tuple(Drifted(change=change) for change in changes)
    telling = [one.id for one in applied if _mentions(one, names)][-_MOST:]
    alike: dict[Ref, int] = {}
    now = _part(live, names)
    with project.replayed(()) as scratch:
        alike.update((ref, -1) for ref in _alike(refs, _part(project.dialect.inspect(scratch), names), now))
        for place, migration in enumerate(applied):
            run(scratch, migration)
            if migration.id in telling:
                state = _part(project.dialect.inspect(scratch), names)
                alike.update((ref, place) for ref in _alike(refs, state, now))
    after = {ref: _next(applied, place, telling) for ref, place in alike.items()}
    return tuple(
        Drifted(
            change=change,
            as_of=applied[alike[ref]].id if alike.get(ref, -1) >= 0 else "",
            undone=after.get(ref, ""),
        )
        for change, ref in zip(changes, refs, strict=True)
    )


def _next(applied: Sequence[Migration], place: int, telling: Collection[str]) -> str:
    return next((one.id for one in applied[place + 1 :] if one.id in telling), "")


def _mentions(migration: Migration, names: Collection[str]) -> bool:
    text = "\n".join(migration.forward).lower()
    return any(name.lower() in text for name in names)


def _part(schema: Schema, names: Collection[str]) -> Schema:
    """The schema with nothing in it but what goes by these names, and the types that it is made of."""
    return replace(
        schema,
        tables=tuple(one for one in schema.tables if one.name in names),
        views=tuple(one for one in schema.views or () if one.name in names),
        definitions=tuple(one for one in schema.definitions or () if one.name in names),
        enums=tuple(one for one in schema.enums if one.name in names),
        foreign=tuple(one for one in schema.foreign if one.name in names),
    )


def _alike(refs: Sequence[Ref], before: Schema, after: Schema) -> Iterator[Ref]:
    """Those that are the same in both states. What belongs to a table that only one of them has is not."""
    changes = tuple(compare(before, after))
    differing = {ref_of(change) for change in changes}
    tables = {change.item.name for change in changes if isinstance(change, (AddTable, DropTable))}
    return (ref for ref in refs if ref not in differing and ref.table not in tables)


def _by_fingerprint(live: Schema, applied: Sequence[Migration], last: str, since: str, limits: Sequence[str]) -> Drift:
    """What fingerprints alone tell: whether the schema is another one, and which migration makes that."""
    why = tuple(f"what was changed cannot be found out: {limit}" for limit in dict.fromkeys(limits))
    if not last:
        whether = "whether anything was changed by hand cannot be found out: no fingerprint says what should be there"
        return Drift(limits=(whether, *why), unknown=True)
    now = fingerprint(live)
    as_of = next((one.id for one in reversed(applied) if one.after == now), "")
    there = f"it is as {as_of} makes it" if as_of else "no migration makes it"
    line = f"the schema is another one than {applied[-1].id} makes, and {there} (fingerprints {last} and {now})"
    return Drift(lines=(line,), since=since, as_of=as_of, limits=why)


def _in_a_line(error: QsysSchemaError) -> str:
    return " ".join((error.what + (f"; {error.hint}" if error.hint else "")).split())

"""Applying, rolling back, and saying where a database stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.errors import AccessDenied
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.model.schema import Schema
from qsys_schema.model.session import Session
from qsys_schema.model.step import Statement
from qsys_schema.pipeline.drift import drift, without_a_file
from qsys_schema.pipeline.drifted import Drift, look, of_a_part
from qsys_schema.pipeline.guarded import before_apply, before_rollback
from qsys_schema.plan.build import build

if TYPE_CHECKING:
    from qsys_schema.apply.run import Explain, Observe
    from qsys_schema.apply.status import Status
    from qsys_schema.history.read import History
    from qsys_schema.pipeline.project import Project


DRIFT = "drift"
"""The consent by which migrations run on a database that was changed by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a database stands: its migrations, and what was changed by hand.

    ``assumed``: the records may not be read, and the schema alone tells which migrations are applied.
    """

    database: str
    migrations: Status
    changed: Drift
    assumed: bool = False

    @property
    def drift(self) -> tuple[str, ...]:
        """What was changed by hand, a line each."""
        return self.changed.lines

    @property
    def clean(self) -> bool:
        """Whether everything is applied, known, unedited and, as far as anybody can know, as the migrations made it."""
        return self.migrations.clean and not self.drift and not self.changed.unknown


def apply(project: Project, to: str, observe: Observe, *, allow: Collection[str] = ()) -> tuple[str, ...]:
    """Apply what is pending, up to ``to`` if it is given; returns the ids. Raises HistoryBroken, DatabaseDisagrees."""
    from qsys_schema.apply.run import apply as run

    files = project.migrations()
    watched = before_apply(project, files, to, observe)
    if watched is None:
        return ()
    migrations = _agreed(files, allow)
    with project.writing() as session:
        explain = _explainer(project, migrations)
        return run(session, project.dialect, migrations, to=to, observe=watched, explain=explain, talk=project.talk)


def roll_back(
    project: Project, to: str, steps: int, observe: Observe, *, allow: Collection[str] = ()
) -> tuple[str, ...]:
    """Roll back the last ``steps`` migrations, or all after ``to``; returns the ids, last applied first."""
    from qsys_schema.apply.run import rollback as run

    files = project.migrations()
    watched = before_rollback(project, files, to, steps, observe)
    migrations = _agreed(files, allow)
    with project.writing() as session:
        explain = _explainer(project, migrations)
        return run(
            session,
            project.dialect,
            migrations,
            to=to,
            steps=steps,
            allow=allow,
            observe=watched,
            explain=explain,
            talk=project.talk,
        )


def _agreed(migrations: tuple[Migration, ...], allow: Collection[str]) -> tuple[Migration, ...]:
    """The migrations as they may run: with the consent "drift", on any state that the guards in their SQL let pass."""
    return tuple(replace(one, before="", after="") for one in migrations) if DRIFT in allow else migrations


def _explainer(project: Project, migrations: Sequence[Migration]) -> Explain:
    """Says how a database differs from what the applied ones of these migrations make."""

    def explain(session: Session, ids: Sequence[str]) -> tuple[str, ...]:
        found = drift(project, session, [one for one in migrations if one.id in ids])
        strangers = ", ".join(without_a_file(ids, migrations)) if found else ""
        told = f"perhaps not by hand: applied here without a file: {strangers}; another branch's?"
        return (*found, told) if strangers else found

    return explain


def pending(project: Project, to: str) -> tuple[Migration, ...]:
    """What ``apply`` would run now."""
    from qsys_schema.apply.run import choose_pending
    from qsys_schema.apply.status import applied_ids

    migrations = project.migrations()
    with project.reading() as session:
        return choose_pending(migrations, applied_ids(session, project.dialect, migrations), to=to)


def to_roll_back(project: Project, to: str, steps: int) -> tuple[Migration, ...]:
    """What ``rollback`` would run now, last applied first."""
    from qsys_schema.apply.run import choose_rollback
    from qsys_schema.apply.status import applied_ids

    migrations = project.migrations()
    with project.reading() as session:
        return choose_rollback(migrations, applied_ids(session, project.dialect, migrations), to=to, steps=steps)


def status(project: Project) -> Standing:
    """Where the database stands. Reads only."""
    from qsys_schema.apply.door import Door
    from qsys_schema.apply.status import read_status
    from qsys_schema.history.read import survey

    history = survey(project.folder)
    with project.reading() as session:
        try:
            found = read_status(session, project.dialect, history.migrations, history.problems)
            vouched = Door(session, project.dialect.yoyo_backend).vouched()
        except AccessDenied as error:
            return _assumed(project, session, history, error)
        applied: Sequence[Migration] = [one for one in history.migrations if one.id in found.applied]
        # What a part of a squashed migration makes, no file says any more.
        changed = of_a_part(found.part) if found.part else look(project, session, applied, vouched)
        return Standing(database=session.label, migrations=found, changed=changed)


def _assumed(project: Project, session: Session, history: History, error: AccessDenied) -> Standing:
    """Where the database stands by its schema alone: after the newest migration that makes just that one."""
    from qsys_schema.apply.status import Status

    now = fingerprint(project.dialect.inspect(session))
    places = [place for place, one in enumerate(history.migrations) if one.after == now]
    there = history.migrations[: places[-1] + 1] if places else history.migrations
    changed = look(project, session, there, ())
    limit = f"{error.what}; {error.hint}; what is applied is taken from the schema alone"
    return Standing(
        database=session.label,
        migrations=Status(
            applied=tuple(one.id for one in there),
            pending=tuple(one.id for one in history.migrations if one not in there),
            edited=(),
            unknown=(),
            out_of_order=(),
            problems=history.problems,
        ),
        changed=replace(changed, limits=(limit, *changed.limits)),
        assumed=True,
    )


def whole(project: Project) -> tuple[Statement, ...]:
    """The statements that make the specs' schema on an empty database."""
    wish = project.wish()
    with project.scratch() as scratch:
        wanted = project.normalized(wish.schema, scratch)
    empty = Schema()
    return project.dialect.render(build(empty, wanted, compare(empty, wanted), project.dialect))

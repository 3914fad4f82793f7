"""From a wish to a proven migration on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.errors import ConsentNeeded, DatabaseDisagrees, HistoryBroken
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.difference import Answers, Difference, difference, require_no_row_in_the_way, with_facts
from qsys_schema.pipeline.draft import write_drafts
from qsys_schema.pipeline.drift import drift, require_no_drift, require_nothing_pending
from qsys_schema.pipeline.memo import remember_in_sync
from qsys_schema.pipeline.proving import proven

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What ``generate`` found and wrote; no migrations where there was nothing to do."""

    difference: Difference
    migrations: tuple[Migration, ...]


@contextmanager
def source(project: Project) -> Iterator[Session]:
    """The database to compare with: the live one, or all migrations replayed where none is given."""
    if project.settings.database:
        with project.reading() as session:
            yield session
    else:
        with project.replayed(project.migrations()) as session:
            yield session


def preview(project: Project, answers: Answers) -> Difference:
    """The difference between the database and the specs, with what the live rows say. Writes nothing."""
    wish = project.wish()
    with source(project) as session:
        found = difference(project, session, wish.schema, answers, wish.queries)
        if not found.in_sync:
            return with_facts(project, session, found)
        if project.settings.database:
            remember_in_sync(project, session)
        return found


def generate(project: Project, name: str, answers: Answers, *, from_drift: str = "") -> Generated:
    """Write the next migration for the difference between the database and the specs, once it is proven.

    ``from_drift`` says what to do with changes made by hand: "adopt" writes a migration of them and stops there;
    "undo" does the same and then writes the one that leads back to the specs.
    Raises ConsentNeeded with every open decision, DatabaseDisagrees for pending migrations or drift, ProofFailed for
    a plan that does not survive, ImpossibleChange for what cannot be done; nothing is written then.
    """
    wish = project.wish()
    migrations = project.migrations()
    with source(project) as session:
        if project.settings.database:
            adopted = settle_drift(project, session, migrations, from_drift=from_drift, name=name)
            if adopted is not None and from_drift == "adopt":
                return adopted
            migrations = project.migrations() if adopted is not None else migrations
        found = difference(project, session, wish.schema, answers, wish.queries)
        if found.in_sync:
            return Generated(difference=found, migrations=())
        found = with_facts(project, session, found)
        if found.decisions:
            raise ConsentNeeded(found.decisions)
        require_no_row_in_the_way(found)
        proof, copied = proven(project, session, found)
    written = write_drafts(project, found, proof, copied, name=name, migrations=migrations)
    return Generated(difference=found, migrations=written)


def baseline(project: Project) -> Migration:
    """Write a first migration that makes what the live database has, and record it as applied there.

    Raises HistoryBroken where there are migrations already, DatabaseDisagrees where there is nothing to write.
    """
    migrations = project.migrations()
    if migrations:
        raise HistoryBroken(
            f"{project.folder} has migrations already, the last is {migrations[-1].id}",
            hint="a baseline is the first one; `qsys-schema generate --from-drift adopt` follows on others",
        )
    from qsys_schema.pipeline.adopt import adopt_drift

    with project.reading() as session:
        live = project.dialect.inspect(session)
        if not live.tables and not live.views:
            raise DatabaseDisagrees(f"{session.label} has no tables", hint="there is nothing to begin with")
        made = adopt_drift(project, session, (), "baseline").migrations
    if not made:
        raise DatabaseDisagrees("the database is empty", hint="there is nothing to begin with")
    return made[0]


def settle_drift(
    project: Project, session: Session, migrations: Sequence[Migration], *, from_drift: str, name: str
) -> Generated | None:
    """Adopt what was changed by hand, if that is asked for; raise DatabaseDisagrees for it otherwise.

    Raises DatabaseDisagrees for pending migrations too.
    """
    require_nothing_pending(project, session, migrations)
    if not from_drift:
        require_no_drift(project, session, migrations)
        return None
    if not drift(project, session, migrations):
        return None
    from qsys_schema.pipeline.adopt import adopt_drift

    return adopt_drift(project, session, migrations, name if from_drift == "adopt" else "")

"""From a wish to a proven migration on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.errors import ConsentNeeded
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.difference import Answers, Difference, difference
from qsys_schema.pipeline.draft import write_drafts
from qsys_schema.pipeline.drift import require_no_drift, require_nothing_pending
from qsys_schema.pipeline.facts import require_no_row_in_the_way, with_facts, with_sizes
from qsys_schema.pipeline.memo import remember_in_sync
from qsys_schema.pipeline.proving import proven

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.load import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What ``generate`` found and wrote; no migrations where there was nothing to do.

    ``notes`` say what else was done, a line each; ``is_applied``: the database has it already.
    """

    difference: Difference
    migrations: tuple[Migration, ...]
    notes: tuple[str, ...] = ()
    is_applied: bool = False


@contextmanager
def source(project: Project) -> Iterator[Session]:
    """The database to compare with: the live one, or all migrations replayed where none is given."""
    if project.settings.has_database:
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
            found = with_facts(project, session, found)
            return with_sizes(project, session, found) if project.settings.has_database else found
        if project.settings.has_database:
            remember_in_sync(project, session)
        return found


def generate(project: Project, name: str, answers: Answers, *, from_drift: str = "") -> Generated:
    """Write the next migration for the difference between the database and the specs, once it is proven.

    ``from_drift`` says what to do with changes made by hand: "adopt" puts them into the specs, writes a migration of
    them and stops there; "undo" writes that migration and one more that leads back to the specs.
    Raises ConsentNeeded with every open decision, DatabaseDisagrees for pending migrations or drift, ProofFailed for
    a plan that does not survive, ImpossibleChange for what cannot be done; nothing is written then.
    """
    wish = project.wish()
    migrations = project.migrations()
    notes: tuple[str, ...] = ()
    with source(project) as session:
        if project.settings.has_database:
            settled = settle_drift(project, session, migrations, wish, from_drift=from_drift, name=name)
            if settled is not None and from_drift == "adopt":
                return settled
            if settled is not None:
                migrations, notes = project.migrations(), settled.notes
        found = difference(project, session, wish.schema, answers, wish.queries)
        if found.in_sync:
            return Generated(difference=found, migrations=(), notes=notes)
        found = with_facts(project, session, found)
        if found.decisions:
            raise ConsentNeeded(found.decisions)
        require_no_row_in_the_way(found)
        proof, copied = proven(project, session, found)
    written = write_drafts(project, found, proof, copied, name=name, migrations=migrations)
    return Generated(difference=found, migrations=written, notes=notes)


def settle_drift(
    project: Project, session: Session, migrations: Sequence[Migration], wish: Wish, *, from_drift: str, name: str
) -> Generated | None:
    """Take what was changed by hand into the history, if that is asked for; raise DatabaseDisagrees for it otherwise.

    What a killed run of this has left is finished first. Raises DatabaseDisagrees for pending migrations too.
    """
    if not from_drift:
        require_nothing_pending(project, session, migrations)
        require_no_drift(project, session, migrations)
        return None
    from qsys_schema.pipeline import keep

    for one in keep.finish(project, session, migrations):
        project.talk(f"{one} was left by a run that was stopped: it is recorded as applied here now")
    require_nothing_pending(project, session, migrations)
    if from_drift == "adopt":
        return keep.keep(project, session, migrations, wish, name)
    return keep.undo(project, session, migrations)

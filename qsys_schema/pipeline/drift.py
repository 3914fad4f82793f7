"""Whether the live database is where its migrations say it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import compare
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.change import Change
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project


def drift(project: Project, session: Session, applied: Sequence[Migration]) -> tuple[str, ...]:
    """What somebody changed by hand: how the database differs from its applied migrations, a line each."""
    return tuple(map(sentence_of, changes_by_hand(project, session, applied)))


def changes_by_hand(project: Project, session: Session, applied: Sequence[Migration]) -> tuple[Change, ...]:
    """The same as changes, from what the migrations make to what is there."""
    live = project.dialect.inspect(session)
    last = applied[-1].after if applied else ""
    if last and last == fingerprint(live):
        return ()
    if not applied and not live.tables and not live.views:
        return ()
    with project.replayed(tuple(applied)) as scratch:
        said = project.dialect.inspect(scratch)
    return tuple(compare(said, live))


def require_nothing_pending(project: Project, session: Session, migrations: Sequence[Migration]) -> None:
    """Raise DatabaseDisagrees where migrations are pending: a new one follows all others."""
    from qsys_schema.apply.status import applied_ids

    ids = set(applied_ids(session, project.dialect, migrations))
    pending = [migration.id for migration in migrations if migration.id not in ids]
    if pending:
        raise DatabaseDisagrees(
            f"migrations are pending on {session.label}: {', '.join(pending)}",
            hint="run `qsys-schema apply` first: a new migration follows all others",
        )


def require_no_drift(project: Project, session: Session, migrations: Sequence[Migration]) -> None:
    """Raise DatabaseDisagrees where somebody changed the database by hand, naming every change."""
    found = drift(project, session, migrations)
    if not found:
        return
    from qsys_schema.apply.status import applied_ids

    lines = "\n    ".join(found)
    strangers = without_a_file(applied_ids(session, project.dialect, migrations), migrations)
    if strangers:
        raise DatabaseDisagrees(
            f"{', '.join(strangers)}: applied on {session.label}, and no file of it is here; these are its changes, "
            f"or were made by hand:\n    {lines}",
            hint="if it is another branch's, merge that, or roll it back from there, or give this branch a database of "
            "its own; where the file is lost, --from-drift adopt takes the changes into the history",
        )
    made = f"no migration up to {migrations[-1].id} made" if migrations else "no migration made"
    raise DatabaseDisagrees(
        f"{session.label} was changed by hand; these changes {made}:\n    {lines}",
        hint="--from-drift adopt puts them into the specs and makes a migration of them; "
        "--from-drift undo makes one more that leads back to the specs",
    )


def without_a_file(applied: Sequence[str], migrations: Sequence[Migration]) -> tuple[str, ...]:
    """The ids that are applied, and have no file here: another branch's, most of the time."""
    there = {migration.id for migration in migrations}
    return tuple(one for one in applied if one not in there)

"""Takes what somebody changed by hand into the history: a migration that makes it elsewhere, and is applied here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.pipeline.difference import Answers, difference
from qsys_schema.pipeline.draft import write_drafts
from qsys_schema.pipeline.generate import Generated
from qsys_schema.pipeline.proving import proven

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project


def adopt_drift(project: Project, live: Session, migrations: Sequence[Migration], name: str) -> Generated:
    """Write a migration from what the applied ones make to what is there, and record it as applied on this database.

    It is proven like any other, on a replay of the applied ones. Raises what ``generate`` raises, and
    DatabaseDisagrees if the database was changed meanwhile.
    """
    from qsys_schema.apply.run import record

    there = project.dialect.inspect(live)
    # What is there is only recorded: nobody waits for it.
    project = project.at_once()
    with project.replayed(tuple(migrations)) as base:
        # Whoever changed the database has answered the open questions already.
        found = replace(difference(project, base, there, Answers()), decisions=())
        proof, copied = proven(project, base, found, live=live)
    written = write_drafts(project, found, proof, copied, name=name or "adopt drift", migrations=migrations)
    with project.writing() as session:
        record(session, project.dialect, written, talk=project.talk)
    return Generated(difference=found, migrations=written)

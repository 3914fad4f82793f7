"""Takes what a database has into the history: a migration that makes it elsewhere, and is recorded as applied here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import DEFAULTS
from qsys_schema.errors import DatabaseDisagrees, HistoryBroken, UsageError
from qsys_schema.model.ownership import EVERYTHING, Ownership
from qsys_schema.pipeline.difference import Answers, difference
from qsys_schema.pipeline.draft import write_drafts
from qsys_schema.pipeline.generate import Generated
from qsys_schema.pipeline.guarded import require_meant
from qsys_schema.pipeline.others import wished_as_it_is
from qsys_schema.pipeline.project import Project
from qsys_schema.pipeline.proving import proven
from qsys_schema.pipeline.pull import Pulled, prepared, write_specs

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.session import Session

SETTINGS = "qsys-schema.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A database taken over: its specs, its migrations, what was done in words, and what a person has to know."""

    pulled: Pulled
    migrations: tuple[Migration, ...]
    lines: tuple[str, ...]
    talk: tuple[str, ...] = ()


def adopt_database(project: Project, only: Ownership = EVERYTHING) -> Adopted:
    """Write specs for what is there, and a first migration that stands for it. ``only`` goes into the settings.

    Raises HistoryBroken where there are migrations already, UsageError where the settings are somebody's to change, and
    what ``pull`` raises; then nothing was written.
    """
    settle = _patterns(project, only)
    project = _owning(project, only)
    _require_no_history(project)
    pulled, texts = prepared(project)
    replaced, notes = _replaced(project), tuple(f"It stands for {left.state}." for left in pulled.left if left.last)
    with _written(project, texts):
        migration = baseline(project, replaced, notes)
    lines = [f"wrote {migration.path}, and recorded it as applied"]
    if settle:
        Path(project.settings.base, SETTINGS).write_text(settle, encoding="utf-8")
        lines.append(f"wrote {SETTINGS}: what others own stays theirs")
    talk = []
    if replaced:
        talk.append(
            f"the records of {', '.join(replaced)} gave way to that of {migration.id}: their folder is history now, so "
            "nothing may apply it any more"
        )
    return Adopted(pulled=pulled, migrations=(migration,), lines=tuple(lines), talk=tuple(talk))


@contextmanager
def _written(project: Project, texts: Mapping[str, str]) -> Iterator[None]:
    """The specs, written for what reads them, and taken away again if it fails before there is a migration."""
    before = {path: Path(path).read_bytes() if Path(path).exists() else None for path in texts}
    made = [folder for folder in (project.settings.schema_folder,) if not folder.exists()]
    write_specs(project, texts)
    try:
        yield
    except BaseException:
        if not project.migrations():
            for path, content in before.items():
                if content is None:
                    Path(path).unlink()
                else:
                    Path(path).write_bytes(content)
            for folder in made:
                folder.rmdir()
        raise


def _owning(project: Project, only: Ownership) -> Project:
    if only is EVERYTHING:
        return project
    return project.owning(project.settings.ours.and_only(only))


def _patterns(project: Project, only: Ownership) -> str:
    """The settings file that says what is ours; empty where it is said already. Raises UsageError.

    A history holds for what it was made of: patterns that only one command was given would break it.
    """
    ours = project.settings.ours
    if only is EVERYTHING or ours.and_only(only) == ours:
        return ""
    wanted = ours.and_only(only)
    lines = [f"include = {json.dumps(list(wanted.include))}"] if wanted.include else []
    lines += [f"exclude = {json.dumps(list(wanted.exclude))}"] if wanted.exclude else []
    if project.settings.file != DEFAULTS:
        told = "".join(f"\n    {line}" for line in lines)
        raise UsageError(
            f"what is ours has to stand in {project.settings.file}, where every command finds it; write there:{told}",
            hint="then run this again without these options; nothing was written",
        )
    return "# What of the database is this project's own; the rest is left alone by every command.\n" + "".join(
        f"{line}\n" for line in lines
    )


def _require_no_history(project: Project) -> None:
    migrations = project.migrations()
    if migrations:
        raise HistoryBroken(
            f"{project.folder} has migrations already, the last is {migrations[-1].id}",
            hint="a baseline is the first one; `qsys-schema generate --from-drift adopt` follows on others",
        )
    with project.reading() as session:
        live = project.dialect.inspect(session)
        if not live.tables and not live.views:
            raise DatabaseDisagrees(f"{session.label} has no tables", hint="there is nothing to begin with")


def _replaced(project: Project) -> tuple[str, ...]:
    """The migrations that yoyo has recorded here, whose files are not this project's."""
    from qsys_schema.apply.status import applied_ids

    with project.reading() as session:
        return applied_ids(session, project.dialect)


def baseline(project: Project, replaced: Sequence[str] = (), notes: Sequence[str] = ()) -> Migration:
    """Write a first migration that makes what the live database has, and record it as applied there.

    ``replaced`` are recorded migrations that it stands for, ``notes`` lines of its header. Raises DatabaseDisagrees
    where there is nothing to write.
    """
    with project.reading() as session:
        made = adopt_drift(project, session, (), "baseline", replaces=replaced, notes=notes).migrations
    if not made:
        raise DatabaseDisagrees("the database is empty", hint="there is nothing to begin with")
    return made[0]


def adopt_drift(
    project: Project,
    live: Session,
    migrations: Sequence[Migration],
    name: str,
    *,
    replaces: Sequence[str] = (),
    notes: Sequence[str] = (),
    meanwhile: Callable[[], None] = lambda: None,
) -> Generated:
    """Write a migration from what the applied ones make to what is there, and record it as applied on this database.

    It is proven like any other, on a replay of the applied ones. ``replaces`` are recorded migrations that it stands
    for, ``notes`` lines of its header. ``meanwhile`` is done when it is proven, before it is written. Raises what
    ``generate`` raises, and DatabaseDisagrees if the database was changed meanwhile.
    """
    from qsys_schema.apply.run import record

    require_meant(project, live, "what was changed by hand would be recorded as a migration")
    there = wished_as_it_is(project.dialect, live)
    # What is there is only recorded: nobody waits for it.
    project = project.at_once()
    with project.replayed(tuple(migrations)) as base:
        # Whoever changed the database has answered the open questions already.
        found = replace(difference(project, base, there, Answers()), decisions=())
        proof, copied = proven(project, base, found, live=live)
    meanwhile()
    written = write_drafts(
        project,
        found,
        proof,
        copied,
        name=name or "adopt drift",
        migrations=migrations,
        replaces=replaces,
        notes=notes,
    )
    with project.writing() as session:
        record(session, project.dialect, written, talk=project.talk)
    return Generated(difference=found, migrations=written, is_applied=True)

"""Takes over a folder of migrations that were written by hand for yoyo, with what a database has of them already.

They are copied as they are, proven, and found applied by their names, which are yoyo's. Everything is tried on a folder
of our own first: where anything does not hold, nothing was changed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import DatabaseDisagrees, HistoryBroken, ProofFailed, QsysSchemaError, UsageError
from qsys_schema.pipeline.adopt import Adopted
from qsys_schema.pipeline.byhand import seal
from qsys_schema.pipeline.check import prove_here
from qsys_schema.pipeline.drift import drift
from qsys_schema.pipeline.pull import pull
from qsys_schema.prove.rows import RowsChanged

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.pipeline.project import Project

_BASELINE = "or leave --from out: then a first migration stands for all that is in the database"
_ASIDE = ("__init__.py", "yoyo.ini", "qsys.sum")
"""What such a folder may hold beside migrations: settings of plain yoyo, which is not asked any more."""


def take_over(project: Project, source: str) -> Adopted:
    """Copy the migrations of the folder ``source``, prove them, and write specs for what they have made here.

    Raises UsageError for no such folder, HistoryBroken for files that cannot be taken over, DatabaseDisagrees where the
    database is not what they make, ProofFailed for one that does not hold; nothing was changed then.
    """
    origin, target = Path(source), project.folder
    names = _names(origin)
    if target.exists() and any(target.iterdir()):
        raise HistoryBroken(
            f"{target} has files already",
            hint="a history is taken over into an empty folder: name another with --migrations",
        )
    with _beside(project) as place:
        copy = replace(project, settings=replace(project.settings, base="", migrations=str(place)))
        copy.folder.mkdir()
        for name in names:
            shutil.copyfile(origin / name, copy.folder / name)
        with _called(copy.folder, origin):
            stated = _sealed(copy)
            migrations = copy.migrations()
            applied = _applied(copy, migrations)
            _require_no_drift(copy, migrations, applied)
        # What is pending is wished for, too: without it, the next migration would take it back.
        pulled = pull(project, source=(lambda: copy.replayed(migrations)) if len(applied) < len(migrations) else None)
        if target.exists():
            target.rmdir()
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.folder.rename(target)
    pending = [one.id for one in migrations if one.id not in applied]
    line = f"took over {len(migrations)} migrations from {source} into {target}: {len(applied)} are applied here"
    talk = [f"{name}: its header says now that it changes rows of {tables}" for name, tables in stated]
    talk += [f"{name} is pending: `qsys-schema apply` runs it" for name in pending]
    talk.append(f"nothing may apply {source} any more: {target} is where the history goes on")
    return Adopted(pulled=pulled, migrations=migrations, lines=(line,), talk=tuple(talk))


def _names(origin: Path) -> list[str]:
    """The files to copy. Raises HistoryBroken for what cannot be taken over."""
    if not origin.is_dir():
        raise UsageError(f"there is no folder {origin}", hint="--from takes a folder of migrations for yoyo")
    programs = sorted(path.name for path in origin.glob("*.py") if path.name not in _ASIDE)
    if programs:
        raise HistoryBroken(
            f"{origin} has migrations in Python, which only yoyo can run: {', '.join(programs)}",
            hint=f"write them in SQL, {_BASELINE}, these too",
        )
    names = sorted(path.name for path in origin.glob("*.sql"))
    if not names:
        raise UsageError(f"{origin} has no migrations (*.sql)", hint="--from takes a folder of migrations for yoyo")
    back = [
        name
        for name in names
        if not name.endswith(".rollback.sql")
        and not name.startswith("post-apply")
        and f"{name.removesuffix('.sql')}.rollback.sql" not in names
    ]
    if back:
        raise HistoryBroken(
            f"{origin}: these have no rollback, so nobody could take them back: {', '.join(back)}",
            hint=f"write NAME.rollback.sql for each, {_BASELINE}",
        )
    return names


@contextmanager
def _beside(project: Project) -> Iterator[Path]:
    """A folder for trying, beside the one where migrations go, so that the result can be put there in one go."""
    parent = project.settings.migrations_folder.absolute()
    while not parent.is_dir():
        parent = parent.parent
    with tempfile.TemporaryDirectory(prefix=".qsys-adopt-", dir=parent) as made:
        yield Path(made)


@contextmanager
def _called(place: Path, origin: Path) -> Iterator[None]:
    """Errors name the files as somebody knows them, and not their copies."""
    try:
        yield
    except QsysSchemaError as error:
        what = error.what.replace(place.as_posix(), origin.as_posix())
        hint = error.hint.replace(place.as_posix(), origin.as_posix())
        error.what, error.hint, error.args = what, hint, (what, *error.args[1:])
        raise


def _sealed(copy: Project) -> list[tuple[str, str]]:
    """Prove every one, recording which rows it changes where that is not said, and list all of them in ``qsys.sum``.

    Returns the files that got such a line, each with the tables.
    """
    from qsys_schema.history.read import survey

    history = survey(copy.folder)
    others = [text for text in history.problems if text not in history.unsealed]
    if others:
        raise HistoryBroken("\n".join(others), hint=f"put these right there, {_BASELINE}; nothing was changed")
    rows = _rows_changed(copy, history.migrations)
    stated: list[tuple[str, str]] = []
    for migration in history.migrations:
        if rows[migration.id] != migration.rows:
            path, told = Path(migration.path), ", ".join(rows[migration.id])
            path.write_bytes(f"-- rows: {told}\n".encode() + path.read_bytes())
            stated.append((path.name, told))
    seal(copy, ())
    return stated


def _rows_changed(copy: Project, migrations: Sequence[Migration]) -> dict[str, tuple[str, ...]]:
    """Run each forward, back and forward; the tables whose rows it changes, by id."""
    rows = {one.id: one.rows for one in migrations}
    place = 0
    while place < len(migrations):
        # Once that rows were changed without a word, what it has run on is no longer what it was.
        with copy.replayed(tuple(migrations[:place])) as scratch:
            for migration in migrations[place:]:
                try:
                    prove_here(copy, scratch, replace(migration, rows=rows[migration.id]))
                except ProofFailed as error:
                    cause = error.__cause__
                    if isinstance(cause, RowsChanged) and cause.table not in rows[migration.id]:
                        rows[migration.id] += (cause.table,)
                        break
                    raise ProofFailed(
                        f"{migration.path}: {error.what}",
                        hint=f"correct it or its rollback there, {_BASELINE}; nothing was changed",
                    ) from error
                place += 1
    return rows


def _applied(copy: Project, migrations: Sequence[Migration]) -> tuple[str, ...]:
    from qsys_schema.apply.status import applied_ids

    with copy.reading() as session:
        applied, label = applied_ids(session, copy.dialect), session.label
    known = {one.id for one in migrations}
    lost = [name for name in applied if name not in known]
    if lost:
        raise HistoryBroken(
            f"{label} has migrations that are not in the folder: {', '.join(lost)}",
            hint=f"bring their files back from version control, {_BASELINE}",
        )
    return applied


def _require_no_drift(copy: Project, migrations: Sequence[Migration], applied: Sequence[str]) -> None:
    with copy.reading() as session:
        label = session.label
        found = drift(copy, session, [one for one in migrations if one.id in applied])
    if found:
        lines = "".join(f"\n    {line}" for line in found)
        raise DatabaseDisagrees(
            f"{label} is not what its applied migrations make; beyond them it has:{lines}",
            hint=f"write a migration that makes it and record it with `yoyo mark`, {_BASELINE}",
        )

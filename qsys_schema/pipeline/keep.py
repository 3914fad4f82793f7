"""Keeps what somebody changed by hand: in the specs, as a migration, and in the records of the database.

The order is specs, files, record. Whoever is killed in between runs the same again, and it goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.ownership import Ownership
from qsys_schema.pipeline.adopt import adopt_drift
from qsys_schema.pipeline.drift import changes_by_hand
from qsys_schema.pipeline.generate import Generated
from qsys_schema.pipeline.guarded import require_meant
from qsys_schema.pipeline.pull import pull
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.schema import Definition, EnumType, Table, View
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.load import Wish

_GONE = (c.DropTable, c.DropView, c.DropEnum, c.DropDefinition)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Todo:
    """What the specs do not say yet: names of what they have to say anew, and files of what is gone."""

    names: tuple[str, ...]
    files: tuple[str, ...]
    done: list[str] = field(default_factory=list)


def keep(
    project: Project, session: Session, migrations: Sequence[Migration], wish: Wish, name: str
) -> Generated | None:
    """Put what was changed by hand into the specs, and write a migration of it that is recorded as applied here.

    None where nothing was. Raises DatabaseDisagrees where the specs want something else of the same things, or what no
    migration makes yet; and what ``pull`` and ``generate`` raise. Then nothing was written.
    """
    changes = changes_by_hand(project, session, migrations)
    if not changes:
        return None
    todo = _todo(project, session, wish, changes)
    made = adopt_drift(project, session, migrations, name, meanwhile=lambda: _write(project, todo))
    return replace(made, notes=(*todo.done, *_recorded(made.migrations)))


def undo(project: Project, session: Session, migrations: Sequence[Migration]) -> Generated | None:
    """Write the migration of what was changed by hand, recorded as applied here, for another one to take it back."""
    if not changes_by_hand(project, session, migrations):
        return None
    made = adopt_drift(project, session, migrations, "")
    return replace(made, notes=_recorded(made.migrations))


def _recorded(migrations: Sequence[Migration]) -> tuple[str, ...]:
    return tuple(f"{one.id} is recorded as applied on this database, which has it already" for one in migrations)


def finish(project: Project, session: Session, migrations: Sequence[Migration]) -> tuple[str, ...]:
    """Record what a killed run has written of this database and not recorded; the ids.

    Only where the pending migrations lead from what was applied to just what is there, and change no rows.
    """
    from qsys_schema.apply.run import record
    from qsys_schema.apply.status import applied_ids

    ids = set(applied_ids(session, project.dialect, migrations))
    pending = [one for one in migrations if one.id not in ids]
    if not pending or any(one.id in ids for one in migrations[-len(pending) :]):
        return ()
    now = fingerprint(project.dialect.inspect(session))
    if pending[-1].after != now or pending[0].before in {"", now}:
        return ()
    if any(one.rows or not all(map(project.dialect.is_plain, one.forward)) for one in pending):
        return ()
    require_meant(project, session, f"{', '.join(one.id for one in pending)} would be recorded as applied")
    with project.writing() as live:
        record(live, project.dialect, pending, talk=project.talk)
    return tuple(one.id for one in pending)


def _todo(project: Project, session: Session, wish: Wish, changes: Sequence[c.Change]) -> _Todo:
    """What of the changes the specs do not say yet. Raises DatabaseDisagrees."""
    live = project.dialect.inspect(session)
    left = tuple(compare(adopt(project.normalized(wish.schema, session), live), live))
    refs = {ref_of(change) for change in left}
    lacking = [change for change in changes if ref_of(change) in refs]
    touched = {name for change in lacking for name in _names(change)}
    # What else the specs say of the same things would be lost with what is put in.
    others = [change for change in left if change not in changes and touched & set(_names(change))]
    if others:
        lines = "".join(f"\n    {sentence_of(change)}" for change in others)
        raise DatabaseDisagrees(
            f"the specs of {', '.join(sorted(touched))} differ from the database by more than was changed by hand; "
            f"to get from them to it:{lines}",
            hint="no migration makes what they say yet: put it aside (git stash), adopt, bring it back, and generate; "
            "nothing was written",
        )
    gone = {change.item.name for change in lacking if isinstance(change, _GONE)}
    return _Todo(names=tuple(sorted(touched - gone)), files=tuple(sorted(_files(wish, gone))))


def _names(change: c.Change) -> Iterator[str]:
    """What has a spec that speaks of the change: of a type, the tables that use it speak too."""
    yield ref_of(change).table
    if isinstance(change, c.AlterEnum):
        yield from (table for table, _ in change.users)


def _files(wish: Wish, gone: set[str]) -> Iterator[str]:
    schema = wish.schema
    everything: tuple[Table | View | Definition | EnumType, ...] = (
        *schema.tables,
        *(schema.views or ()),
        *(schema.definitions or ()),
        *(one for one in schema.enums if one.source is not None and one.source.path == ("type",)),
    )
    for one in everything:
        if one.name in gone and one.source is not None:
            yield one.source.file


def _write(project: Project, todo: _Todo) -> None:
    if todo.names:
        for path in pull(project, Ownership(include=tuple(map(escape, todo.names)))).written:
            todo.done.append(f"wrote {path}")
    for path in todo.files:
        Path(path).unlink(missing_ok=True)
        todo.done.append(f"removed {path}: what it declared is gone from the database")

"""Many migrations become one that makes the same, rows included, once that is proven."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.errors import ImpossibleChange, ProofFailed, UsageError
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Draft, Migration
from qsys_schema.model.schema import Schema
from qsys_schema.model.step import Statement
from qsys_schema.pipeline.check import prove_here, require_known
from qsys_schema.pipeline.difference import Answers, Difference, difference
from qsys_schema.pipeline.others import wished_as_it_is
from qsys_schema.pipeline.proving import proven
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project

_BY_THE_TOOL = re.compile(r"^-- Written by qsys-schema for ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Squashed:
    """The one that was written, those that it replaces, and those of them whose statements it keeps as they are."""

    migration: Migration
    replaced: tuple[str, ...]
    kept: tuple[str, ...]


def squash(project: Project, to: str, name: str) -> Squashed:
    """Make one migration of all up to ``to``.

    What only the tool has written is planned anew. From the first one on that somebody else wrote, or that
    changes rows, everything is kept word for word and in order: rows must go the way that they went.
    Raises UsageError, ImpossibleChange or ProofFailed; nothing is changed then.
    """
    from qsys_schema.history.unfinished import clear_unfinished

    clear_unfinished(project.folder)
    migrations = project.migrations()
    place = require_known(project, migrations, to)
    part, rest = migrations[: place + 1], migrations[place + 1 :]
    identifier = _identifier(part, rest, name)
    plain = next((number for number, one in enumerate(part) if not _is_plain(project, one)), len(part))
    kept = part[plain:]
    _require_transactional(kept)
    with project.replayed(part) as old:
        draft = _draft(project, old, identifier, part, plain)
        _require_same(project, old, draft)
    _write(project.folder, draft, part)
    from qsys_schema.history.read import load

    return Squashed(
        migration=load(project.folder, identifier),
        replaced=tuple(one.id for one in part),
        kept=tuple(one.id for one in kept),
    )


def _identifier(part: Sequence[Migration], rest: Sequence[Migration], name: str) -> str:
    """What the one is called: as the last is, so that those that follow it by name stay as they are."""
    from qsys_schema.history.naming import numbered, slug

    last = part[-1]
    if len(part) == 1:
        raise UsageError(f"{last.id} is the first migration, so there is nothing to squash", hint="name a later one")
    gone = {one.id for one in part[:-1]}
    for one in rest:
        lost = [parent for parent in one.depends if parent in gone]
        if lost:
            raise UsageError(
                f"{one.id} depends on {', '.join(lost)}, which would be gone", hint=f"squash up to {one.id} or further"
            )
    if not name:
        return last.id
    followers = [one.id for one in rest if last.id in one.depends]
    if followers:
        raise UsageError(
            f"{', '.join(followers)} follows {last.id} by its name, so the name has to stay",
            hint="leave NAME out, or squash everything",
        )
    return numbered(last.number, slug(name))


def _is_plain(project: Project, migration: Migration) -> bool:
    """Whether nobody but the tool wrote it, and it writes no rows: then its catalog is all that it makes."""
    text = Path(migration.path).read_text(encoding="utf-8")
    if not (_BY_THE_TOOL.search(text) and migration.before and migration.after) or migration.rows:
        return False
    return all(project.dialect.is_plain(statement) for statement in (*migration.forward, *migration.rollback))


def _require_transactional(kept: Sequence[Migration]) -> None:
    alone = [one.id for one in kept if not one.transactional]
    if alone:
        raise ImpossibleChange(
            f"{', '.join(alone)} runs outside a transaction, and has to be kept as it is, because {kept[0].id} was "
            "written by hand or changes rows, and everything from there on is kept",
            hint=f"squash up to the one before {kept[0].id}; nothing was changed",
        )


def _draft(project: Project, old: Session, identifier: str, part: Sequence[Migration], plain: int) -> Draft:
    """The one migration, as its files will say it."""
    made = _planned(project, part[:plain]) if plain else None
    kept = part[plain:]
    forward = [*(made.statements if made else ()), *_statements(kept, back=False)]
    rollback = [*_statements(kept[::-1], back=True), *(made.rollback if made else ())]
    changes = [sentence_of(change) for change in made.all_changes] if made else []
    return Draft(
        id=identifier,
        depends=(),
        summary=(f"Everything up to {part[-1].id}, in place of {len(part)} migrations.",),
        changes=(*changes, *(f"what {one.id} did, word for word" for one in kept)),
        risks=(),
        rollback_risks=("DS102 loses-data everything: all tables that it makes are dropped with their rows",),
        locks=("for new databases; one that has all that it replaces is only told so",),
        proof=(
            "run forward, back and forward again on an empty scratch database before this file was written;",
            f"schema and rows are then what the {len(part)} migrations make",
        ),
        before=part[0].before or fingerprint(Schema()),
        after=fingerprint(project.dialect.inspect(old)),
        target=project.dialect.target,
        forward=tuple(forward),
        rollback=tuple(rollback),
        replaces=tuple(one.id for one in part),
        allowed=tuple(dict.fromkeys(line for one in part for line in _allowed(one))),
    )


def _allowed(migration: Migration) -> tuple[str, ...]:
    """How its findings are acknowledged: a name or a setting that is as it was is found again."""
    from qsys_schema.history.header import read_allowed

    text = Path(migration.path).read_text(encoding="utf-8")
    return read_allowed(text, migration.forward_lines, migration.forward)


def _planned(project: Project, part: Sequence[Migration]) -> Difference:
    """What these migrations make, planned anew as one, from nothing."""
    with project.replayed(tuple(part)) as old, project.replayed(()) as new:
        there = wished_as_it_is(project.dialect, old)
        at_once = project.at_once()
        found = replace(difference(at_once, new, there, Answers()), decisions=())
        alone = [one for one in (*found.statements, *found.rollback) if not one.transactional]
        if alone or len(found.stages) > 1:
            raise ImpossibleChange(
                f"what {part[-1].id} and those before it make cannot be made in one transaction",
                hint="squash fewer of them; nothing was changed",
            )
        if found.stages:
            proven(at_once, new, found, live=old)
        return found


def _statements(migrations: Sequence[Migration], *, back: bool) -> Iterator[Statement]:
    for one in migrations:
        for sql in one.rollback if back else one.forward:
            yield Statement(sql=sql, comment=f"Kept as it was in {one.id}.")


def _require_same(project: Project, old: Session, draft: Draft) -> None:
    """Raise ProofFailed unless the one makes the same schema and the same rows as all, and can be taken back."""
    one = Migration(
        id=draft.id,
        path=draft.id,
        depends=(),
        transactional=True,
        forward=tuple(statement.sql.strip() for statement in draft.forward),
        rollback=tuple(statement.sql.strip() for statement in draft.rollback),
        before=draft.before,
        after=draft.after,
        checksum="",
    )
    dialect, hint = project.dialect, "nothing was changed; please report these migrations"
    moment = "nothing was changed; rows that hang on the moment at which they are made cannot be compared, nor squashed"
    with project.replayed(()) as new:
        try:
            proof = prove_here(project, new, one)
        except ProofFailed as error:
            raise ProofFailed(f"as one migration it does not hold: {error.what}", hint=error.hint) from error
        wanted, found = dialect.inspect(old), proof.after
        if fingerprint(wanted) != fingerprint(found):
            lines = "".join(f"\n    {sentence_of(change)}" for change in compare(found, wanted))
            raise ProofFailed(f"as one migration it makes another schema; what is missing:{lines}", hint=hint)
        for table in wanted.tables:
            names = [column.name for column in table.columns]
            if Counter(map(repr, dialect.rows(old, table, names))) != Counter(
                map(repr, dialect.rows(new, table, names))
            ):
                raise ProofFailed(f"as one migration it leaves other rows in {table.name}", hint=moment)


def _write(folder: Path, draft: Draft, part: Sequence[Migration]) -> None:
    from qsys_schema.history.exchange import exchange
    from qsys_schema.history.sums import read_sums
    from qsys_schema.history.write import rendered

    come = rendered(draft)
    go = [Path(path).name for one in part for path in (one.path, one.rollback_path)]
    exchange(folder, come, go, read_sums(folder)[0])

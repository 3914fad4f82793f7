"""What changes between two revisions of a project: in its specs, in its migrations, and whether the two agree.

No database is asked. The specs of the one revision are made on a scratch database, and the difference to those of the
other is planned there; the migrations that are new run forward, back and forward again behind all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import HistoryBroken, ProofFailed, SpecError, UsageError
from qsys_schema.model import change as c
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.model.risk import Risk
from qsys_schema.pipeline.answers import Answers
from qsys_schema.pipeline.broken import CODE, with_broken
from qsys_schema.pipeline.check import Finding
from qsys_schema.pipeline.difference import Difference, difference
from qsys_schema.pipeline.project import Project, open_project, run
from qsys_schema.pipeline.rebase import proven_with_rows_or_without
from qsys_schema.pipeline.words import sentence_of
from qsys_schema.spec.load import Wish

if TYPE_CHECKING:
    from qsys_schema.history.read import History
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Talk
    from qsys_schema.pipeline.revisions import Revision, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One database between two revisions.

    ``new`` are the migrations that came, with what each was proven with; ``edited`` and ``deleted`` are paths of those
    that were there and are others now, or gone. ``left`` is what the specs say and no migration does, in words.
    ``old_code`` are the queries of the older revision that do not work any more. ``difference`` is None where the
    specs are not valid.
    """

    project: Project
    difference: Difference | None
    new: Mapping[str, Migration] = field(default_factory=dict)
    proofs: Mapping[str, str] = field(default_factory=dict)
    edited: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    old_code: tuple[Risk, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()

    @property
    def unwritten(self) -> bool:
        """Whether there is something to do and no new migration at all."""
        return bool(self.left) and not self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Two revisions, and what lies between them on each database that the project names."""

    before: Revision
    after: Revision
    looked: tuple[Looked, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold, on any database, each once."""
        unwritten = (
            Finding(
                where=one.project.settings.schema,
                text=f"on {one.project.dialect.name} no migration does this yet; run `qsys-schema generate`",
            )
            for one in self.looked
            if one.unwritten
        )
        found = (finding for one in self.looked for finding in one.findings)
        return tuple(dict.fromkeys((*found, *unwritten)))

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What has to be known, each once."""
        left_out = [Finding(where=where, text=text) for one in (self.before, self.after) for where, text in one.remarks]
        return tuple(dict.fromkeys((*left_out, *(remark for one in self.looked for remark in one.remarks))))


def report(before: Revision, after: Revision, talk: Talk, *, dialect: str = "", answers: Answers) -> Report:
    """Look at two revisions, which have to be there meanwhile. Raises UsageError, DatabaseUnavailable."""
    names = (dialect,) if dialect else after.settings.dialects or (open_project(after.settings, talk).dialect.name,)
    if not after.settings.schema_folder.is_dir():
        raise UsageError(
            f"{after.name} has no folder {after.settings.schema} with table specs",
            hint="name the folder by --schema, or by schema in [tool.qsys-schema]",
        )
    return Report(
        before=before,
        after=after,
        looked=tuple(_looked(before, after, talk, name, answers) for name in names),
    )


def _looked(before: Revision, after: Revision, talk: Talk, dialect: str, answers: Answers) -> Looked:
    from qsys_schema.history.read import survey

    old = open_project(before.settings, talk, dialect=dialect)
    project = open_project(after.settings, talk, dialect=dialect)
    history = survey(project.folder)
    new, edited, deleted = _migrations_between(survey(old.folder), history)
    looked = Looked(
        project=project,
        difference=None,
        new={one.id: one for one in new},
        edited=tuple(after.shown(one.path) for one in edited),
        deleted=tuple(before.shown(one.path) for one in deleted),
        findings=(*_files(before, after, history, edited, deleted), *_invalid(after, project)),
    )
    try:
        wish = project.wish()
    except SpecError:
        return looked
    looked = _with_difference(looked, old, wish, answers, before)
    return _with_proofs(looked, wish, history, after)


def _migrations_between(
    before: History, after: History
) -> tuple[tuple[Migration, ...], tuple[Migration, ...], tuple[Migration, ...]]:
    """The migrations that are new, those that are other ones by the same name, and those that are gone.

    One that stands for others, made by ``squash``, is new, and they are not gone.
    """
    was = {one.id: one for one in before.migrations}
    now = {one.id: one for one in after.migrations}
    other = [one for one in after.migrations if one.id in was and one.checksum != was[one.id].checksum]
    squashed = [one for one in other if one.replaces]
    new = [one for one in after.migrations if one.id not in was or one in squashed]
    stood_for = {name for one in new for name in one.replaces}
    edited = [one for one in other if one not in squashed]
    deleted = [one for one in before.migrations if one.id not in now and one.id not in stood_for]
    return tuple(new), tuple(edited), tuple(deleted)


def _files(
    before: Revision, after: Revision, history: History, edited: Sequence[Migration], deleted: Sequence[Migration]
) -> Iterator[Finding]:
    """What is wrong with the files of migrations."""
    for one in edited:
        text = "it was edited, and may be applied somewhere already: there it never runs again; write another migration"
        yield Finding(where=after.shown(one.path), text=text)
    for one in deleted:
        text = "it is gone, and may be applied somewhere already; bring it back, and undo it by another migration"
        yield Finding(where=before.shown(one.path), text=text)
    known = {after.shown(path) for one in edited for path in (one.path, one.rollback_path)}
    known |= {before.shown(path) for one in deleted for path in (one.path, one.rollback_path)}
    for problem in history.problems:
        where, _, text = after.shown(problem).partition(": ")
        if where not in known:
            yield Finding(where=where, text=text)


def _invalid(after: Revision, project: Project) -> Iterator[Finding]:
    """What is wrong with the specs and the queries of the newer revision."""
    from qsys_schema.pipeline.queries import checked

    try:
        checked(project, project.wish(), server=True)
    except SpecError as error:
        for one in error.problems:
            hint = f"; {one.hint}" if one.hint else ""
            yield Finding(where=after.shown(one.where), text=after.shown(f"{one.text}{hint}"))


def _with_difference(looked: Looked, old: Project, wish: Wish, answers: Answers, before: Revision) -> Looked:
    """What the specs of one revision and those of the other differ in."""
    from qsys_schema.pipeline.queries import make

    project = looked.project
    was, remarks = _wish_before(old, before)
    with project.scratch() as scratch:
        if was is None:
            for migration in old.migrations():
                run(scratch, migration)
        else:
            make(old, scratch, was.schema)
        there = project.dialect.inspect(scratch)
        renamed = tuple(_renamed(project, list(looked.new.values()), there, wish.schema))
        answers = replace(answers, rename=(*answers.rename, *renamed))
        found = difference(project, scratch, wish.schema, answers, wish.queries)
    queries = [one for one in was.queries if one not in wish.queries] if was is not None else []
    told = with_broken(old, found.stages, found.live, wish.schema, queries)
    old_code = [risk for stage in told for risk in stage.risks if risk.code == CODE and risk not in found.risks]
    return replace(looked, difference=found, remarks=remarks, old_code=tuple(old_code))


def _wish_before(old: Project, before: Revision) -> tuple[Wish | None, tuple[Finding, ...]]:
    """The specs of the older revision; None where its migrations have to stand for them."""
    folder = old.settings.schema
    if not old.settings.schema_folder.is_dir():
        from qsys_schema.model.schema import Schema

        return Wish(schema=Schema(), digest="", files=()), ()
    try:
        return old.wish(), ()
    except SpecError as error:
        first = before.shown(str(error.problems[0])).splitlines()[0]
        text = f"the specs of {before.name} are not valid, so its migrations stand for them: {first}"
        return None, (Finding(where=folder, text=text),)


def _renamed(project: Project, migrations: Sequence[Migration], before: Schema, after: Schema) -> Iterator[str]:
    """What these migrations rename, as somebody would answer it; as far as the specs have both names."""
    statements = [statement for one in migrations for statement in one.forward]
    for change in project.dialect.renames(statements):
        match change:
            case c.RenameTable(before=was, after=name) if before.table(was) and after.table(name):
                yield f"{was}={name}"
            case c.RenameColumn(table=table, before=was, after=name):
                there, wanted = before.table(table), after.table(table)
                if there and wanted and there.column(was) and wanted.column(name):
                    yield f"{table}.{was}={table}.{name}"
            case _:
                pass


def _with_proofs(looked: Looked, wish: Wish, history: History, after: Revision) -> Looked:
    """What the migrations that are new do behind all others, whether back too, and what they leave undone."""
    project, findings, proofs = looked.project, [*looked.findings], dict[str, str]()
    with project.replayed(()) as session:
        for migration in history.migrations:
            try:
                if migration.id in looked.new:
                    proofs[migration.id] = "".join(_proven(project, session, migration, findings, after))
                run(session, migration)
            except (ProofFailed, HistoryBroken) as error:
                findings.append(Finding(where=after.shown(migration.path), text=after.shown(error.what)))
                return replace(looked, findings=tuple(findings), proofs=proofs)
        left = tuple(_left(project, session, wish.schema))
    where = looked.project.settings.schema
    if looked.new:
        name = project.dialect.name
        findings += [Finding(where=where, text=f"on {name} no migration does this: {one}") for one in left]
    return replace(looked, findings=tuple(findings), proofs=proofs, left=left)


def _proven(
    project: Project, session: Session, migration: Migration, findings: list[Finding], after: Revision
) -> Iterator[str]:
    """How a migration was proven. Raises ProofFailed."""
    where = after.shown(migration.path)
    if migration.before and migration.before != fingerprint(project.dialect.inspect(session)):
        findings.append(Finding(where=where, text="it was planned for another schema than the one before it"))
    proof = proven_with_rows_or_without(project, session, migration)
    if migration.after and migration.after != fingerprint(proof.after):
        findings.append(Finding(where=where, text="it makes another schema than its header says"))
    rows = ", ".join(f"{name} {count}" for name, count in sorted(proof.rows.items()) if count)
    yield "forward, back and forward again on a scratch copy"
    yield f" with made-up rows: {rows}" if rows else " without rows"
    for line in (*proof.changed, *proof.limits):
        yield f"; {line}"


def _left(project: Project, session: Session, schema: Schema) -> Iterator[str]:
    live = project.dialect.inspect(session)
    for change in compare(live, adopt(project.normalized(schema, session), live)):
        yield sentence_of(change)


@contextmanager
def reported(between: str, wanted: Wanted, talk: Talk, *, dialect: str, answers: Answers) -> Iterator[Report]:
    """The report between two revisions, while their files are there. Raises UsageError."""
    from qsys_schema.pipeline.revisions import revisions

    with revisions(between, wanted) as (before, after):
        yield report(before, after, talk, dialect=dialect, answers=answers)

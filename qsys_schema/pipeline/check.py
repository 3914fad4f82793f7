"""The gate, without a live database: specs, migration files and what these do must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import Problem, ProofFailed, SpecError, UsageError
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Migration
from qsys_schema.pipeline.others import copied_with_others
from qsys_schema.pipeline.words import sentence_of
from qsys_schema.prove.rows import RowsChanged
from qsys_schema.prove.run import MADE_UP, SAMPLE, StatementFailed, prove
from qsys_schema.prove.trial import Proof, Script, Trial

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.load import Wish


_INSERTS = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:(?:INSERT|REPLACE|MERGE)\b|WITH\b.*\bINSERT\b)", re.DOTALL | re.IGNORECASE
)
"""Statements that bring rows, behind comments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold, and where."""

    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was checked, and what does not hold."""

    specs: int
    migrations: int
    findings: tuple[Finding, ...]


def check(project: Project) -> Checked:
    """Check specs, files, the replay of all migrations, every rollback, and whether generated code is current."""
    from qsys_schema.history.read import survey

    history = survey(project.folder)
    files = tuple(
        Finding(where=where, text=text) for where, _, text in (one.partition(": ") for one in history.problems)
    )
    try:
        wish = project.wish()
    except SpecError as error:
        specs = len({one.file for one in error.problems})
        return Checked(
            specs=specs, migrations=len(history.migrations), findings=(*map(_of_a_spec, error.problems), *files)
        )
    # What is unreadable, or not what was reviewed, is not worth a replay.
    findings = (*_queries(project, wish), *(files or _replayed(project, wish, history.migrations) or _risky(project)))
    # A query that is broken was named already.
    stale = tuple(one for one in _stale(project) if one not in findings)
    return Checked(specs=len(wish.files), migrations=len(history.migrations), findings=(*findings, *stale))


def _risky(project: Project) -> tuple[Finding, ...]:
    """Dangers that nobody has agreed to: not in a header when the migration was generated, nor in the file since."""
    from qsys_schema.model.finding import Level
    from qsys_schema.pipeline.migrations import lint_migrations, unacknowledged

    found = unacknowledged(lint_migrations(project, None, tries_back=False).findings, Level.ERROR)
    more = "`qsys-schema lint --explain {code}` says what to do"
    return tuple(Finding(where=one.where, text=f"{one.code} {one.text}; {more.format(code=one.code)}") for one in found)


def _queries(project: Project, wish: Wish) -> tuple[Finding, ...]:
    """What is wrong with the named queries."""
    if not wish.queries:
        return ()
    from qsys_schema.pipeline.queries import checked

    try:
        checked(project, wish, server=True)
    except SpecError as error:
        return tuple(map(_of_a_spec, error.problems))
    return ()


def _stale(project: Project) -> Iterator[Finding]:
    """Generated code that is not what would be generated now; of a project that has any."""
    if not project.settings.repositories:
        return
    from qsys_schema.pipeline.codegen import AGAIN, stale_code

    try:
        found = stale_code(project, "")
    except SpecError as error:
        yield from map(_of_a_spec, error.problems)
        return
    for one in found:
        yield Finding(where=one.path, text=f"the generated code is {one.how}; run `{AGAIN}`")


def _of_a_spec(problem: Problem) -> Finding:
    return Finding(where=problem.where, text=problem.text + (f"; {problem.hint}" if problem.hint else ""))


def _replayed(project: Project, wish: Wish, migrations: Sequence[Migration]) -> tuple[Finding, ...]:
    """What the migrations do, one after the other, and whether the specs are what comes out."""
    findings: list[Finding] = []
    with project.replayed(()) as scratch:
        for migration in migrations:
            try:
                findings.extend(_step(project, scratch, migration))
            except ProofFailed as error:
                # What comes after cannot be judged on a schema that is not what it should be.
                return (*findings, Finding(where=migration.path, text=str(error)))
        live = project.dialect.inspect(scratch)
        wanted = adopt(project.normalized(wish.schema, scratch), live)
    folder = str(project.settings.schema_folder)
    left = [sentence_of(change) for change in compare(live, wanted)]
    return (*findings, *(Finding(where=folder, text=f"no migration does what the specs say: {one}") for one in left))


def _step(project: Project, scratch: Session, migration: Migration) -> list[Finding]:
    """Run one migration forward, back and forward on the scratch database; what its header says must come true."""
    findings: list[Finding] = []
    before = project.dialect.inspect(scratch)
    if migration.before and migration.before != fingerprint(before):
        findings.append(Finding(where=migration.path, text="it was planned for another schema than the one before it"))
    proof = prove_here(project, scratch, migration)
    if migration.after and migration.after != fingerprint(proof.after):
        findings.append(Finding(where=migration.path, text="it makes another schema than its header says"))
    return findings


def prove_here(project: Project, scratch: Session, migration: Migration) -> Proof:
    """Prove a migration on a scratch database that is as it has to be before it. Raises ProofFailed."""
    trial = Trial(
        forward=(Script(statements=migration.forward, transactional=migration.transactional),),
        rollback=(Script(statements=migration.rollback, transactional=migration.transactional),),
        residue=lambda _: (),
        renames=project.dialect.renames(migration.forward),
        free=frozenset(migration.rows),
    )
    try:
        return prove(project.dialect, scratch, trial)
    except RowsChanged as error:
        names = ", ".join((*migration.rows, error.table))
        hint = f"if that is meant, say so by a line of the header, `-- rows: {names}`, and run `qsys-schema seal`"
        raise ProofFailed(error.what, hint=hint) from error


def verify(project: Project, identifier: str) -> Proof:
    """Prove one migration forward and back, on a scratch replay of those before it, with made-up rows.

    Raises UsageError for an unknown id, ProofFailed where it does not hold.
    """
    migrations = project.migrations()
    place = require_known(project, migrations, identifier)
    with project.replayed(migrations[:place]) as base:
        return prove_written(project, base, migrations[place])


def require_known(project: Project, migrations: Sequence[Migration], identifier: str) -> int:
    """The place of the migration among all. Raises UsageError where there is none of that name, with the nearest."""
    ids = [migration.id for migration in migrations]
    if identifier not in ids:
        from difflib import get_close_matches

        near = get_close_matches(identifier, ids, n=3, cutoff=0.3)
        raise UsageError(
            f"there is no migration {identifier!r} in {project.folder}",
            hint=f"did you mean {' or '.join(near)}?" if near else "see `qsys-schema status`",
        )
    return ids.index(identifier)


def prove_on_copy(project: Project, base: Session, migration: Migration, *, made_up: int = MADE_UP) -> Proof:
    """Prove a migration on a copy of what ``base`` has, with made-up rows. Raises ProofFailed."""
    with project.scratch() as scratch:
        live = project.dialect.inspect(base)
        keys = [(table.name, key) for table in live.tables for key in table.foreign_keys]
        rows = SAMPLE if made_up else 0
        copied_with_others(
            project.dialect, base, scratch, live, names=live.names, keys=keys, rows=rows, made_up=made_up
        )
        return prove_here(project, scratch, migration)


def prove_written(project: Project, base: Session, migration: Migration) -> Proof:
    """As ``prove_on_copy``; without made-up rows, where rows that the migration itself brings meet such rows.

    What else of it they stop may stop on real rows, too. Raises ProofFailed.
    """
    try:
        return prove_on_copy(project, base, migration)
    except StatementFailed as error:
        if error.direction != "forward" or not _INSERTS.match(error.statement):
            raise
        try:
            proof = prove_on_copy(project, base, migration, made_up=0)
        except StatementFailed:
            raise error from None
        limit = f"a row that it brings met a made-up one, so it was proven without these: {error.reason}"
        return replace(proof, limits=(limit,))

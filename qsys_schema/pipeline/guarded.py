"""What an environment's rules let through: looked at before a migration touches its database, and while it does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config.environments import require_confirmed
from qsys_schema.diff.compare import compare
from qsys_schema.diff.replay import replay_all
from qsys_schema.diff.risk import risks_of
from qsys_schema.errors import DatabaseDisagrees, Forbidden, HistoryBroken, ProofFailed, QsysSchemaError
from qsys_schema.history.header import read_section
from qsys_schema.model.policy import NO_POLICY
from qsys_schema.pipeline.check import prove_here
from qsys_schema.pipeline.project import run
from qsys_schema.prove.run import SAMPLE

if TYPE_CHECKING:
    from qsys_schema.apply.run import Event, Observe
    from qsys_schema.config.environments import Rules
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.project import Project

_RISK = re.compile(r"([A-Z]{2}\d{3}) \S+ (.*)", re.DOTALL)
_MOST = 20
"""Risks that a question lists; the files have all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One risk of one migration: its code, the line that says or makes it, and what it is about."""

    code: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code} {self.text}"


def before_apply(project: Project, migrations: Sequence[Migration], to: str, observe: Observe) -> Observe | None:
    """Let what ``apply`` is about to run through, or raise; None where there is nothing to do.

    What is returned stops any other migration that would run instead. Raises Forbidden, ProofFailed, and
    ConfirmationNeeded where somebody has to give the environment's name. Writes nothing.
    """
    from qsys_schema.apply.choose import choose_pending
    from qsys_schema.apply.door import Door
    from qsys_schema.apply.squashed import seen

    rules = project.rules
    if not rules.any and not project.confirmed:
        return observe
    with project.reading() as session:
        known = seen(Door(session, project.dialect.yoyo_backend), migrations)
        chosen = choose_pending(migrations, known.applied, to=to)
        if not chosen and not known.taken and not project.confirmed:
            return None
        _require_allowed(project, session, rules, chosen, back=False)
        # The last one may have been left half taken back, which is finished first.
        names = {*known.applied[-1:], *(migration.id for migration in chosen)}
        return _watching(observe, names, session.label)


def before_rollback(
    project: Project, migrations: Sequence[Migration], to: str, steps: int, observe: Observe
) -> Observe:
    """The same for what ``rollback`` is about to take back."""
    from qsys_schema.apply.choose import choose_rollback
    from qsys_schema.apply.status import applied_ids

    rules = project.rules
    if not rules.any and not project.confirmed:
        return observe
    with project.reading() as session:
        applied = applied_ids(session, project.dialect, migrations)
        chosen = choose_rollback(migrations, applied, to=to, steps=steps)
        _require_allowed(project, session, rules, chosen, back=True)
        # The next one may have been left half done, which is taken back first.
        begun = [migration.id for migration in migrations if migration.id not in applied][:1]
        return _watching(observe, {*begun, *(migration.id for migration in chosen)}, session.label)


def require_meant(project: Project, session: Session, what: str) -> None:
    """Raise ConfirmationNeeded where what is about to be done to the database wants its environment's name."""
    require_confirmed(project.rules, project.confirmed, f"{what} on {session.label}")


def _require_allowed(
    project: Project, session: Session, rules: Rules, chosen: Sequence[Migration], *, back: bool
) -> None:
    if rules.forbid:
        found = [one for migration in chosen for one in _said(migration, back=back)]
        _require_none_forbidden(rules, found)
    if rules.require_proof:
        _require_proofs(rules, chosen)
    if rules.forbid and not back:
        _require_none_forbidden(rules, _found(project, rules, chosen))
    if chosen and ((rules.forbid and back) or (rules.require_proof and not back)):
        _try_out(project, session, rules, chosen, back=back)
    require_confirmed(rules, project.confirmed, _what(session, chosen, back=back))


def _watching(observe: Observe, names: Collection[str], label: str) -> Observe:
    """Stops what was not looked at: somebody else changes the database at the same time."""

    def watched(event: Event) -> None:
        if event.migration not in names:
            raise DatabaseDisagrees(
                f"{event.migration} would run on {label}, and a moment ago it would not: somebody else is there",
                hint="nothing of it was kept; look at `qsys-schema status`, then run this again",
            )
        observe(event)

    return watched


def _what(session: Session, chosen: Sequence[Migration], *, back: bool) -> str:
    if not chosen:
        return f"the records of migrations on {session.label} would be changed"
    verb = "rolled back" if back else "applied"
    names = ", ".join(migration.id for migration in chosen)
    risks = [f"{one.code} {one.text}" for migration in chosen for one in _said(migration, back=back)]
    more = [f"and {len(risks) - _MOST} more risks"] if len(risks) > _MOST else []
    lines = "".join(f"\n    {line}" for line in (*risks[:_MOST], *more))
    return f"{names} would be {verb} on {session.label}{lines}"


def _said(migration: Migration, *, back: bool) -> Iterator[_Told]:
    """The risks that the migration's own header names."""
    try:
        text = Path(migration.path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HistoryBroken(f"{migration.path} cannot be read: {error.strerror}", hint="see its permissions") from error
    lines = text.splitlines()
    said: list[list[str]] = []
    for line in read_section(text, "Rolling back" if back else "Risks"):
        if _RISK.match(line):
            said.append([line])
        elif said:
            # What is too long for one line goes on in the next.
            said[-1].append(line)
    for risk in said:
        match = _RISK.match(" ".join(risk))
        if match:
            number = next((place for place, line in enumerate(lines, start=1) if line[5:].strip() == risk[0]), 1)
            yield _Told(code=match.group(1), path=migration.path, line=number, text=match.group(2))


def _found(project: Project, rules: Rules, chosen: Sequence[Migration]) -> list[_Told]:
    """What lint finds in the migrations. Who has agreed to a finding has not agreed for this environment."""
    from qsys_schema.pipeline.migrations import lint_migrations

    names = {migration.id for migration in chosen}
    # What a project does not want to hear of is forbidden here all the same.
    strict = replace(project, settings=replace(project.settings, policy=NO_POLICY))
    linted = lint_migrations(strict, names, tries_back=False)
    if linted.unseen:
        raise Forbidden(
            f"environment {rules.environment} forbids {', '.join(rules.forbid)}, and nobody can tell what "
            f"{', '.join(linted.unseen)} would do: one before cannot be replayed",
            hint="`qsys-schema check` says why; nothing was changed",
        )
    paths = {migration.path for migration in chosen}
    return [
        _Told(code=one.code, path=one.path, line=one.line, text=f"{one.ref}: {one.text}" if one.ref else one.text)
        for one in linted.findings
        if one.path in paths
    ]


def _require_none_forbidden(rules: Rules, found: Sequence[_Told]) -> None:
    forbidden = [one for one in found if one.code in rules.forbid]
    if not forbidden:
        return
    codes = ", ".join(sorted({one.code for one in forbidden}))
    raise Forbidden(
        f"environment {rules.environment} forbids {codes}:" + "".join(f"\n    {one}" for one in forbidden),
        hint="nothing was changed; where it is meant all the same, take the code out of forbid in the configuration, "
        "which is reviewed like the migration",
    )


def _require_proofs(rules: Rules, chosen: Sequence[Migration]) -> None:
    lacking = [migration for migration in chosen if not (migration.before and migration.after)]
    if lacking:
        raise Forbidden(
            f"environment {rules.environment} wants a proof of everything, and these have none:"
            + "".join(f"\n    {migration.path}:1" for migration in lacking),
            hint="a proof stands in the header, by the fingerprints before and after: `qsys-schema seal` proves what "
            "was written by hand; nothing was changed",
        )


def _try_out(project: Project, session: Session, rules: Rules, chosen: Sequence[Migration], *, back: bool) -> None:
    """Run them on a copy of the live database; with some of its rows, forward and back, where a proof is wanted.

    What they do there is judged as well as what they say of themselves.
    """
    proving = rules.require_proof and not back
    dialect = project.dialect
    with project.scratch() as scratch:
        live = dialect.inspect(session)
        keys = [(table.name, key) for table in live.tables for key in table.foreign_keys] if proving else []
        dialect.clone(session, scratch, live, names=live.names, keys=keys, rows=SAMPLE if proving else 0, made_up=0)
        for migration in chosen:
            # What runs backwards is, for a moment, a migration of its own.
            tried = replace(migration, forward=migration.rollback) if back else migration
            before = dialect.inspect(scratch)
            try:
                if proving:
                    prove_here(project, scratch, tried)
                else:
                    run(scratch, tried)
            except (ProofFailed, HistoryBroken) as error:
                raise _unproven(rules, migration, session.label, error) from error
            _require_none_forbidden(rules, list(_done(project, tried, before, dialect.inspect(scratch), back=back)))


def _unproven(rules: Rules, migration: Migration, label: str, error: QsysSchemaError) -> ProofFailed:
    return ProofFailed(
        f"{migration.path} does not run on a copy of {label} as it has to for environment {rules.environment}: "
        f"{error.what}",
        hint=f"nothing was changed; {error.hint}" if error.hint else "nothing was changed",
    )


def _done(project: Project, migration: Migration, before: Schema, after: Schema, *, back: bool) -> Iterator[_Told]:
    """The risks of what the migration has done to the copy, whatever its header says."""
    moved = project.dialect.renames(migration.forward)
    try:
        start = replay_all(before, moved)
    except (LookupError, ValueError):
        # What it renames it has made itself.
        start, moved = before, ()
    path = migration.rollback_path if back else migration.path
    lines = migration.rollback_lines if back else migration.forward_lines
    for risk in risks_of((*moved, *compare(start, after))):
        name = risk.ref.name or risk.ref.table
        place = next((at for at, sql in enumerate(migration.forward) if name.lower() in sql.lower()), 0)
        line = lines[place] if place < len(lines) else 1
        yield _Told(code=risk.code, path=path, line=line, text=f"{risk.ref}: {risk.reason}")

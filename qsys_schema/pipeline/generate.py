"""From a wish to a proven migration on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import compare
from qsys_schema.errors import ConsentNeeded
from qsys_schema.model.change import (
    AddTable,
    AddView,
    Change,
    DropTable,
    DropView,
    RenameColumn,
    RenameTable,
    ref_of,
)
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Draft, Migration
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import ForeignKey, Schema
from qsys_schema.pipeline.difference import Answers, Difference, difference, require_no_row_in_the_way, with_facts
from qsys_schema.pipeline.drift import drift, require_no_drift, require_nothing_pending
from qsys_schema.pipeline.memo import remember_in_sync
from qsys_schema.pipeline.words import risk_line, sentence_of, source_of, summary_of
from qsys_schema.prove.run import MADE_UP, SAMPLE, Proof, StatementFailed, Trial, prove
from qsys_schema.prove.scope import Scope, foreign_keys, scope

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What ``generate`` found and wrote; no migration where there was nothing to do."""

    difference: Difference
    migration: Migration | None


@contextmanager
def source(project: Project) -> Iterator[Session]:
    """The database to compare with: the live one, or all migrations replayed where none is given."""
    if project.settings.database:
        with project.reading() as session:
            yield session
    else:
        with project.replayed(project.migrations()) as session:
            yield session


def preview(project: Project, answers: Answers) -> Difference:
    """The difference between the database and the specs, with what the live rows say. Writes nothing."""
    wish = project.wish()
    with source(project) as session:
        found = difference(project, session, wish.schema, answers)
        if not found.in_sync:
            return with_facts(project, session, found)
        if project.settings.database:
            remember_in_sync(project, session)
        return found


def generate(project: Project, name: str, answers: Answers, *, from_drift: str = "") -> Generated:
    """Write the next migration for the difference between the database and the specs, once it is proven.

    ``from_drift`` says what to do with changes made by hand: "adopt" writes a migration of them and stops there;
    "undo" does the same and then writes the one that leads back to the specs.
    Raises ConsentNeeded with every open decision, DatabaseDisagrees for pending migrations or drift, ProofFailed for
    a plan that does not survive, ImpossibleChange for what cannot be done; nothing is written then.
    """
    wish = project.wish()
    migrations = project.migrations()
    with source(project) as session:
        if project.settings.database:
            adopted = settle_drift(project, session, migrations, from_drift=from_drift, name=name)
            if adopted is not None and from_drift == "adopt":
                return adopted
            migrations = project.migrations() if adopted is not None else migrations
        found = difference(project, session, wish.schema, answers)
        if found.in_sync:
            return Generated(difference=found, migration=None)
        found = with_facts(project, session, found)
        if found.decisions:
            raise ConsentNeeded(found.decisions)
        require_no_row_in_the_way(found)
        proof, copied = proven(project, session, found)
    migration = write_draft(project, found, proof, copied, name=name, migrations=migrations)
    return Generated(difference=found, migration=migration)


def settle_drift(
    project: Project, session: Session, migrations: Sequence[Migration], *, from_drift: str, name: str
) -> Generated | None:
    """Adopt what was changed by hand, if that is asked for; raise DatabaseDisagrees for it otherwise.

    Raises DatabaseDisagrees for pending migrations too.
    """
    require_nothing_pending(project, session, migrations)
    if not from_drift:
        require_no_drift(project, session, migrations)
        return None
    if not drift(project, session, migrations):
        return None
    from qsys_schema.pipeline.adopt import adopt_drift

    return adopt_drift(project, session, migrations, name if from_drift == "adopt" else "")


def write_draft(
    project: Project,
    found: Difference,
    proof: Proof,
    copied: Mapping[str, int],
    *,
    name: str,
    migrations: Sequence[Migration],
) -> Migration:
    """Write the proven difference as the migration that follows all others."""
    from qsys_schema.history.naming import next_id
    from qsys_schema.history.write import write

    identifier = next_id([migration.id for migration in migrations], name or summary_of(found.all_changes))
    draft = draft_of(project, found, proof, copied, identifier=identifier, migrations=migrations)
    return write(project.folder, draft)


def proven(project: Project, session: Session, found: Difference) -> tuple[Proof, dict[str, int]]:
    """Run the plan on a scratch copy; returns what was seen, and the real rows that were copied per table.

    Where rows stop it that a risk speaks of, it is proven without the made-up ones, or going back without any, and
    the proof says so. Raises ProofFailed.
    """
    copied: dict[str, int] = {}
    rows, made_up, limits = SAMPLE, MADE_UP, tuple[str, ...]()
    while True:
        try:
            proof = _tried(project, session, found, copied, rows=rows, made_up=made_up)
            return replace(proof, limits=limits), copied
        except StatementFailed as error:
            limit = _foreseen(error, found, copied, made_up)
            if not limit:
                raise
            limits = (limit,)
            rows, made_up = (rows if made_up else 0), 0


def _foreseen(error: StatementFailed, found: Difference, copied: Mapping[str, int], made_up: int) -> str:
    """What the proof has to say of rows that stopped it, if a risk does; nothing where none does.

    Going forward only made-up rows may: rows that are there are never to be in the way.
    """
    if error.direction == "back":
        names = [name for name, count in sorted(copied.items()) if count]
        if any(_is_about_rows(risk) for risk in found.rollback_risks) and (names or made_up):
            rows = f"the rows of {', '.join(names)}" if names else "made-up rows"
            return f"with {rows} it ran forward, but not back, as its risks say: {error.reason}"
    elif error.direction == "forward" and made_up and any(_is_about_rows(risk) for risk in found.risks):
        return f"made-up rows stopped it, as its risks say: {error.reason}; no rows are there"
    return ""


def _is_about_rows(risk: Risk) -> bool:
    """Whether the risk is that rows do not fit what they are to be in (Atlas's "MF"): others fail in every database."""
    return risk.kind is RiskKind.MAY_FAIL_ON_DATA and risk.code.startswith("MF")


def _tried(
    project: Project, session: Session, found: Difference, copied: dict[str, int], *, rows: int, made_up: int
) -> Proof:
    """Run the plan on a scratch copy with so many rows of each table; ``copied`` takes how many there were."""
    dialect = project.dialect
    part = scope(found.live, found.all_changes)
    keys = (*foreign_keys(found.live, part.names), *_new_keys(found))
    with project.scratch() as scratch:
        there = dialect.clone(session, scratch, found.live, names=part.names, keys=keys, rows=rows, made_up=made_up)
        copied.update((name, count) for name, count in there.items() if count)
        trial = Trial(
            forward=[statement.sql for statement in found.statements],
            rollback=[statement.sql for statement in found.rollback],
            residue=lambda schema: _residue(schema, found, part),
            renamed_tables={one.after: one.before for one in found.renames if isinstance(one, RenameTable)},
            renamed_columns={
                (one.table, one.after): one.before for one in found.renames if isinstance(one, RenameColumn)
            },
        )
        return prove(dialect, scratch, trial)


def _new_keys(found: Difference) -> Iterator[tuple[str, ForeignKey]]:
    before = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    for table in found.wanted.tables:
        for key in table.foreign_keys:
            yield before.get(table.name, table.name), key


def _residue(schema: Schema, found: Difference, part: Scope) -> list[str]:
    """What is still to do in a scratch schema that holds only a part of the tables, in words."""
    after = {one.before: one.after for one in found.renames if isinstance(one, RenameTable)}
    there = {after.get(name, name) for name in part.judged}
    there |= {change.item.name for change in found.changes if isinstance(change, (AddTable, AddView))}
    wanted = replace(
        found.wanted,
        tables=tuple(table for table in found.wanted.tables if table.name in there),
        views=tuple(view for view in found.wanted.views or () if view.name in there),
    )
    edge = {after.get(name, name) for name in part.edge}
    seen = replace(schema, tables=tuple(table for table in schema.tables if table.name not in edge))
    return [sentence_of(change) for change in compare(seen, wanted)]


def draft_of(
    project: Project,
    found: Difference,
    proof: Proof,
    copied: Mapping[str, int],
    *,
    identifier: str,
    migrations: Sequence[Migration],
) -> Draft:
    """The migration as its files will say it."""
    from qsys_schema.spec.load import locate

    changes = [(sentence_of(change), source_of(change)) for change in found.all_changes]
    risks = tuple(risk_line(risk) for risk in found.risks)
    return Draft(
        id=identifier,
        depends=_heads(migrations),
        summary=tuple(_headline(found)),
        changes=tuple(f"{text}  [{locate(place)}]" if place else text for text, place in changes),
        risks=risks,
        rollback_risks=tuple(risk_line(risk) for risk in found.rollback_risks),
        locks=project.dialect.locks(found.steps),
        proof=tuple(_proof_lines(proof, copied, found)),
        before=fingerprint(found.live),
        after=fingerprint(_whole(found, proof)),
        target=project.dialect.target,
        forward=found.statements,
        rollback=found.rollback,
    )


def _heads(migrations: Sequence[Migration]) -> tuple[str, ...]:
    """The migrations that no other depends on: what the next one follows."""
    followed = {name for migration in migrations for name in migration.depends}
    return tuple(migration.id for migration in migrations if migration.id not in followed)


def _headline(found: Difference) -> Iterator[str]:
    tables: dict[str, list[Change]] = {}
    for change in found.all_changes:
        tables.setdefault(ref_of(change).table, []).append(change)
    for name, changes in tables.items():
        if len(changes) == 1:
            sentence = sentence_of(changes[0]).partition(" (")[0]
            # Not capitalize(), which would take the capitals out of the names.
            yield f"{sentence[:1].upper()}{sentence[1:]}."
        else:
            yield f"Change {name}: {len(changes)} changes."


def _proof_lines(proof: Proof, copied: Mapping[str, int], found: Difference) -> Iterator[str]:
    copy = "a scratch copy" if not proof.limits or any(proof.rows.values()) else "an empty scratch copy"
    yield f"run forward, back and forward again on {copy} before this file was written;"
    yield "the schema then equals the specs, rolled back it equals what was there"
    rows = [
        f"{name} {count} {'sampled' if copied.get(name) else 'made-up'} rows"
        for name, count in sorted(proof.rows.items())
        if count
    ]
    if rows:
        yield f"every row and kept value came through both ways: {', '.join(rows)}"
    elif found.live.tables and not proof.limits:
        yield "no table that it touches has rows"
    yield from proof.changed
    yield from proof.limits


def _whole(found: Difference, proof: Proof) -> Schema:
    """The whole schema afterwards: what the proof saw of the tables in it, and the others as they are."""
    seen = {table.name for table in proof.after.tables}
    seen |= {change.before for change in found.renames if isinstance(change, RenameTable)}
    seen |= {change.item.name for change in found.changes if isinstance(change, DropTable)}
    views = {view.name for view in proof.after.views or ()}
    views |= {change.item.name for change in found.changes if isinstance(change, DropView)}
    return replace(
        proof.after,
        tables=(*proof.after.tables, *(table for table in found.live.tables if table.name not in seen)),
        views=(*(proof.after.views or ()), *(view for view in found.live.views or () if view.name not in views)),
    )

"""What the files of a migration say: the header in words, from what was found and what was proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.diff.risk import comes_again
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddForeignKey,
    Change,
    DropCheck,
    DropForeignKey,
    DropTable,
    DropView,
    RenameTable,
)
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.migration import Draft, Migration
from qsys_schema.model.schema import Check, ForeignKey, Schema
from qsys_schema.pipeline.difference import Difference
from qsys_schema.pipeline.stage import Stage
from qsys_schema.pipeline.words import risk_line, sentence_of, source_of, summary_of
from qsys_schema.prove.scope import scope
from qsys_schema.prove.trial import Proof

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project


def write_drafts(
    project: Project,
    found: Difference,
    proof: Proof,
    copied: Mapping[str, int],
    *,
    name: str,
    migrations: Sequence[Migration],
    replaces: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> tuple[Migration, ...]:
    """Write the proven difference as the migrations that follow all others, one after the other.

    The first of them stands for those that it ``replaces``, and its header begins with ``notes``.
    """
    from qsys_schema.history.branches import heads
    from qsys_schema.history.naming import next_id
    from qsys_schema.history.write import write

    known, written = list(migrations), list[Migration]()
    schemas = [found.live, *(_whole(found, schema, number) for number, schema in enumerate(proof.states))]
    lines = tuple(_proof_lines(proof, copied, found))
    for number, stage in enumerate(found.stages):
        several = len(found.stages) > 1
        words = f"{name} {number + 1}" if name and number else name
        identifier = next_id([one.id for one in known], words or summary_of(stage.all_changes))
        draft = draft_of(
            project,
            stage,
            (*lines, f"together with the {len(found.stages) - 1} written with it") if several else lines,
            identifier=identifier,
            depends=heads(known),
            before=fingerprint(schemas[number]),
            after=fingerprint(schemas[number + 1]),
        )
        if not number:
            draft = replace(draft, replaces=tuple(replaces), summary=(*notes, *draft.summary))
        migration = write(project.folder, draft)
        known.append(migration)
        written.append(migration)
    return tuple(written)


def draft_of(
    project: Project,
    stage: Stage,
    proof: Sequence[str],
    *,
    identifier: str,
    depends: tuple[str, ...],
    before: str,
    after: str,
) -> Draft:
    """The migration as its files will say it."""
    changes = [(sentence, source_of(change)) for change, sentence in told_of(stage.all_changes)]
    risks = tuple(risk_line(risk) for risk in stage.risks)
    return Draft(
        id=identifier,
        depends=depends,
        summary=tuple(_headline(stage)),
        changes=tuple(f"{text}  [{project.place_of(place)}]" if place else text for text, place in changes),
        risks=risks,
        rollback_risks=tuple(risk_line(risk) for risk in stage.rollback_risks),
        locks=project.dialect.locks(stage.steps),
        proof=tuple(proof),
        before=before,
        after=after,
        target=project.dialect.target,
        forward=stage.statements,
        rollback=stage.rollback,
        transactional=stage.transactional,
    )


def told_of(changes: Sequence[Change]) -> Iterator[tuple[Change, str]]:
    """The changes in words: a constraint that only becomes valid, or stays as it was, is neither dropped nor added."""
    gone = {ref_of(change): change.item for change in changes if isinstance(change, (DropCheck, DropForeignKey))}
    valid = {
        ref_of(change): change
        for change in changes
        if isinstance(change, (AddCheck, AddForeignKey)) and _is_now_valid(gone.get(ref_of(change)), change.item)
    }
    for change in changes:
        if comes_again(change, changes):
            continue
        one = valid.get(ref_of(change))
        if one is None:
            yield change, sentence_of(change)
        elif change is one:
            yield change, f"validate {ref_of(change).label}"


def _is_now_valid(before: Check | ForeignKey | None, after: Check | ForeignKey) -> bool:
    if before is None or before.attributes == after.attributes:
        return False
    valid = tuple(pair for pair in before.attributes if pair[0] != "not valid")
    return replace(before, attributes=valid) == after


def _headline(stage: Stage) -> Iterator[str]:
    tables: dict[str, list[str]] = {}
    for change, told in told_of(stage.all_changes):
        tables.setdefault(ref_of(change).table, []).append(told)
    for name, changes in tables.items():
        if len(changes) == 1:
            sentence = changes[0].partition(" (")[0]
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
    if any(key.leads_out for table in found.wanted.tables for key in table.foreign_keys):
        yield "foreign keys to tables of other schemas were left out: making them would have locked these"
    yield from proof.changed
    yield from proof.limits


def _whole(found: Difference, schema: Schema, last: int) -> Schema:
    """The whole schema after the stage ``last``: what the proof saw of the tables in it, and the others as they are."""
    changes = [change for stage in found.stages[: last + 1] for change in stage.changes]
    seen = {table.name for table in schema.tables}
    seen |= {change.before for change in found.renames if isinstance(change, RenameTable)}
    seen |= {change.item.name for change in changes if isinstance(change, DropTable)}
    views = {view.name for view in schema.views or ()}
    views |= {change.item.name for change in changes if isinstance(change, DropView)}
    # What stands at the edge of the proof is as it was; the copy of it lacks what it refers to itself.
    edge = scope(found.live, found.all_changes).edge
    there = {table.name: table for table in found.live.tables if table.name in edge}
    after = found.stages[last].after.tables
    out = {table.name: [key for key in table.foreign_keys if key.leads_out] for table in after}
    proven = (
        replace(table, foreign_keys=(*table.foreign_keys, *out[table.name])) if out.get(table.name) else table
        for table in schema.tables
    )
    return replace(
        schema,
        tables=(
            *(there.get(table.name, table) for table in proven),
            *(table for table in found.live.tables if table.name not in seen),
        ),
        views=(*(schema.views or ()), *(view for view in found.live.views or () if view.name not in views)),
    )

"""A difference put to the proof: on a scratch copy with rows, and what may be said of rows that stand in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import compare
from qsys_schema.model.change import AddForeignKey, AddTable, AddView, AlterEnum, DropForeignKey, RenameTable
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import ForeignKey, Schema, Table
from qsys_schema.model.step import Statement
from qsys_schema.model.types import Native
from qsys_schema.pipeline.difference import Difference
from qsys_schema.pipeline.others import copied_with_others
from qsys_schema.pipeline.words import sentence_of
from qsys_schema.prove.run import MADE_UP, SAMPLE, StatementFailed, prove
from qsys_schema.prove.scope import Scope, foreign_keys, scope
from qsys_schema.prove.trial import Proof, Script, Trial

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project


def proven(
    project: Project, session: Session, found: Difference, *, live: Session | None = None
) -> tuple[Proof, dict[str, int]]:
    """Run the plan on a scratch copy; returns what was seen, and the real rows that were copied per table.

    ``live`` is the database that has it all already, where what ``session`` has is only a replay.

    Where rows stop it that a risk speaks of, it is proven without the made-up ones, or going back without any, and
    the proof says so. Raises ProofFailed.
    """
    copied: dict[str, int] = {}
    broken = frozenset(project.dialect.uncompilable(live or session))
    rows, made_up, limits = SAMPLE, MADE_UP, tuple[str, ...]()
    while True:
        try:
            proof = _tried(project, session, found, copied, rows=rows, made_up=made_up, broken=broken)
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
    project: Project,
    session: Session,
    found: Difference,
    copied: dict[str, int],
    *,
    rows: int,
    made_up: int,
    broken: frozenset[str],
) -> Proof:
    """Run the plan on a scratch copy with so many rows of each table; ``copied`` takes how many there were."""
    dialect = project.dialect
    part = scope(found.live, found.all_changes)
    keys = (*foreign_keys(found.live, part.names), *_new_keys(found))
    with project.scratch() as scratch:
        there = copied_with_others(
            dialect,
            session,
            scratch,
            found.live,
            names=part.names,
            keys=keys,
            rows=rows,
            made_up=made_up,
            also=found.wanted,
        )
        copied.clear()
        copied.update((name, count) for name, count in there.items() if count)
        trial = Trial(
            forward=[_script(stage.statements) for stage in found.stages],
            rollback=[_script(stage.rollback) for stage in found.stages],
            residue=lambda schema: _residue(schema, found, part),
            renames=found.renames,
            broken=broken,
            respelled=dict(_respelled(found)),
        )
        return prove(dialect, scratch, trial)


def _respelled(found: Difference) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    """The values of enumerated types that are renamed; none by name where a column holds several of them."""
    for change in found.changes:
        if isinstance(change, AlterEnum) and change.after.renamed:
            for table, column in change.users:
                alone = isinstance(column.type, Native) and column.type.text.strip('"') == change.after.name
                yield (table, column.name), dict(change.after.renamed) if alone else {}


def _script(statements: Sequence[Statement]) -> Script:
    return Script(
        statements=[statement.sql for statement in statements if not _leads_out(statement)],
        transactional=all(statement.transactional for statement in statements),
    )


def _leads_out(statement: Statement) -> bool:
    """Whether it is about nothing but foreign keys to tables of another schema: to run it would lock these."""
    return bool(statement.because) and all(
        isinstance(change, (AddForeignKey, DropForeignKey)) and change.item.leads_out for change in statement.because
    )


def _inside(table: Table) -> Table:
    """The table as it can be proven."""
    return replace(table, foreign_keys=tuple(key for key in table.foreign_keys if not key.leads_out))


def _new_keys(found: Difference) -> Iterator[tuple[str, ForeignKey]]:
    before = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    for table in found.wanted.tables:
        for key in _inside(table).foreign_keys:
            yield before.get(table.name, table.name), key


def _residue(schema: Schema, found: Difference, part: Scope) -> list[str]:
    """What is still to do in a scratch schema that holds only a part of the tables, in words."""
    after = {one.before: one.after for one in found.renames if isinstance(one, RenameTable)}
    there = {after.get(name, name) for name in part.judged}
    there |= {change.item.name for change in found.changes if isinstance(change, (AddTable, AddView))}
    wanted = replace(
        found.wanted,
        tables=tuple(_inside(table) for table in found.wanted.tables if table.name in there),
        views=tuple(view for view in found.wanted.views or () if view.name in there),
    )
    edge = {after.get(name, name) for name in part.edge}
    seen = replace(schema, tables=tuple(table for table in schema.tables if table.name not in edge))
    return [sentence_of(change) for change in compare(seen, wanted)]

"""What differs between a database and the wish, and what would be done about it. Writes nothing."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import adopt, compare
from qsys_schema.diff.rename import declared, likely, renames
from qsys_schema.diff.values import values_followed
from qsys_schema.errors import DatabaseDisagrees, Decision, ImpossibleChange, UsageError
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddVerbatim, Change, RenameTable
from qsys_schema.model.query import Query
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Schema
from qsys_schema.model.size import Size
from qsys_schema.model.step import Statement
from qsys_schema.pipeline.answers import Answers
from qsys_schema.pipeline.broken import with_broken
from qsys_schema.pipeline.others import copied_with_others, require_free
from qsys_schema.pipeline.project import Project
from qsys_schema.pipeline.stage import Stage, all_of, staged
from qsys_schema.plan.build import rename_steps

__all__ = ["Answers", "Difference", "difference", "require_no_row_in_the_way", "with_facts", "with_sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From ``live`` to ``wanted``: what changes, how, and how back.

    ``base`` is ``live`` after the renames. ``decisions`` are open questions; with any of them, or with rows
    ``in_the_way``, nothing may be written. ``sizes`` are those of the tables it touches, where a live one was asked.
    """

    live: Schema
    base: Schema
    wanted: Schema
    renames: tuple[Change, ...] = ()
    changes: tuple[Change, ...] = ()
    risks: tuple[Risk, ...] = ()
    rollback_risks: tuple[Risk, ...] = ()
    decisions: tuple[Decision, ...] = ()
    in_the_way: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    sizes: Mapping[str, Size] = field(default_factory=dict)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that is done, in order."""
        return tuple(one for stage in self.stages for one in stage.statements)

    @property
    def rollback(self) -> tuple[Statement, ...]:
        """Everything that takes it back, in order."""
        return tuple(one for stage in reversed(self.stages) for one in stage.rollback)

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Renames first, then everything else."""
        return (*self.renames, *self.changes)

    @property
    def in_sync(self) -> bool:
        """Whether there is nothing to do."""
        return not self.all_changes


def difference(
    project: Project, session: Session, wanted: Schema, answers: Answers, queries: Sequence[Query] = ()
) -> Difference:
    """Compare the database of ``session`` with the wish, and plan both ways. Reads a sample of nothing, writes nothing.

    ``queries`` are those of the specs: which of them the changes break is said among the risks.
    Raises ImpossibleChange for a rename that the database contradicts, or a change of an opaque table.
    """
    dialect = project.dialect
    wish = project.normalized(wanted, session)
    live = dialect.inspect(session)
    hints = declared(wish, answers.rename)
    moved = renames(live, wish, hints, dialect.fold) if hints or live != wish else ()
    base = values_followed(_after_renames(project, session, live, moved) if moved else live, wish)
    there = {one.name for one in base.foreign}
    verbatim = [AddVerbatim(item=one) for one in wish.foreign if one.name not in there and not one.is_part]
    wish = adopt(wish, base)
    changes = (*compare(base, wish), *verbatim)
    _require_known(wish, answers.expand)
    require_free(dialect, session, (*moved, *changes))
    if not changes and not moved:
        return Difference(live=live, base=live, wanted=wish)
    stages = staged(dialect, base, wish, renames=moved, changes=changes, expand=answers.expand)
    stages = with_broken(project, stages, live, wanted, queries)
    risks = all_of(stages, lambda stage: stage.risks)
    # Whoever agreed by name that it is lost has said that it is no rename.
    meant = {str(risk.ref) for risk in risks if risk.consent in answers.allow}
    asked = likely(changes, (*answers.no_rename, *meant))
    # What may be a rename is not called a loss yet: the loss is asked about once the rename is denied.
    undecided = {decision.ref for decision in asked}
    decisions = (*asked, *(one for one in _consents(risks, answers.allow) if one.ref not in undecided))
    return Difference(
        live=live,
        base=base,
        wanted=wish,
        renames=moved,
        changes=changes,
        risks=risks,
        rollback_risks=all_of(stages[::-1], lambda stage: stage.rollback_risks),
        decisions=decisions,
        stages=stages,
    )


def _require_known(wish: Schema, expand: Sequence[str]) -> None:
    """Raise UsageError for a column that no spec has; one that has its type already is as it should be."""
    known = {f"{table.name}.{column.name}" for table in wish.tables for column in table.columns}
    for name in expand:
        if name not in known:
            raise UsageError(
                f"--expand {name}: the specs have no such column", hint="write --expand TABLE.COLUMN, as diff prints it"
            )


def _after_renames(project: Project, session: Session, live: Schema, moved: tuple[Change, ...]) -> Schema:
    """The schema after the renames, as the database itself carries them out: it rewrites every text that names them."""
    dialect = project.dialect
    with project.scratch() as scratch:
        copied_with_others(dialect, session, scratch, live, names=live.names, keys=(), rows=0, made_up=0)
        for statement in dialect.render(rename_steps(moved, dialect.fold)):
            _rename(scratch, statement)
        renamed = dialect.inspect(scratch)
    return replace(renamed, foreign=live.foreign)


def _rename(scratch: Session, statement: Statement) -> None:
    try:
        scratch.execute(statement.sql)
    except DatabaseDisagrees as error:
        names = ", ".join(ref_of(change).label for change in statement.because)
        raise ImpossibleChange(
            f"{names} cannot get its new name: {error.what}",
            hint="change or drop what still uses the old name first, by a hand-written migration",
        ) from error


def _consents(risks: Sequence[Risk], allow: Collection[str]) -> list[Decision]:
    return [
        Decision(
            kind="consent",
            ref=str(risk.ref),
            code=risk.code,
            question=_question(risk),
            options=_allowing(risk),
        )
        for risk in risks
        if risk.consent and risk.consent not in allow
    ]


def _allowing(risk: Risk) -> tuple[str, ...]:
    """The one answer to the question whether that is meant; two partitions of a table are two questions."""
    return (f"--allow {shlex.quote(risk.consent)}",)


def _question(risk: Risk) -> str:
    return f"{risk.ref.label}: {risk.reason}; is that meant?"


def with_facts(project: Project, session: Session, found: Difference) -> Difference:
    """The difference with what the live rows say in its risks, and the rows that are in the way."""
    # The live rows still go by their old names, so what is renamed cannot be asked about; the proof's sample is.
    moved = {ref_of(change).table for change in found.renames}
    probes = project.dialect.probes(
        [change for change in found.changes if ref_of(change).table not in moved], found.live
    )
    facts: dict[tuple[Ref, str], list[str]] = {}
    blocking: list[str] = []
    for probe in probes:
        try:
            bad, everything, few = session.fetch(probe.sql)[0]
        except DatabaseDisagrees:
            # It speaks of what is not there yet: a value of a type, a column's new type. The proof's sample will tell.
            continue
        shown = f": {few}" if few else ""
        fact = probe.text.format(bad=f"{int(str(bad)):,}", all=f"{int(str(everything)):,}", few=shown)
        facts.setdefault((probe.ref, probe.code), []).append(fact)
        if probe.fatal and int(str(bad)):
            blocking.append(f"{probe.ref.label}: {fact}")

    def told(risk: Risk) -> Risk:
        said = "".join(f" ({fact})" for fact in facts.get((risk.ref, risk.code), ()))
        return replace(risk, reason=f"{risk.reason}{said}")

    risks = tuple(map(told, found.risks))
    stages = tuple(replace(stage, risks=tuple(map(told, stage.risks))) for stage in found.stages)
    questions = {_allowing(risk): _question(risk) for risk in risks if risk.consent}
    decisions = tuple(replace(one, question=questions.get(one.options, one.question)) for one in found.decisions)
    return replace(found, risks=risks, stages=stages, decisions=decisions, in_the_way=tuple(blocking))


def with_sizes(project: Project, session: Session, found: Difference) -> Difference:
    """The difference with how large the tables are that it touches, as the live database knows it."""
    was = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    names = {name: was.get(name, name) for name in sorted({ref_of(change).table for change in found.all_changes})}
    there = set(found.live.names)
    known = project.dialect.sizes(session, sorted(there & set(names.values())))
    return replace(found, sizes={name: known[before] for name, before in names.items() if before in known})


def require_no_row_in_the_way(found: Difference) -> None:
    """Raise ImpossibleChange where live rows would make the migration fail."""
    if found.in_the_way:
        lines = "\n    ".join(found.in_the_way)
        raise ImpossibleChange(
            f"rows in the database are in the way:\n    {lines}",
            hint="correct these rows first, by a hand-written migration; where a value is missing or NULL, "
            "the column's default or backfill in the spec can fill it",
        )

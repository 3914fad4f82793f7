"""What differs between a database and the wish, and what would be done about it. Writes nothing."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qsys_schema.dialects.base import Session
from qsys_schema.diff.compare import adopt, compare
from qsys_schema.diff.rename import declared, likely, renames
from qsys_schema.diff.values import values_followed
from qsys_schema.errors import DatabaseDisagrees, Decision, ImpossibleChange, UsageError
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddVerbatim, Change
from qsys_schema.model.query import Query
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

__all__ = ["Answers", "Difference", "consent_to", "difference"]


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
    consents = [consent_to(risk) for risk in risks if risk.consent and risk.consent not in answers.allow]
    decisions = (*asked, *(one for one in consents if one.ref not in undecided))
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


def consent_to(risk: Risk) -> Decision:
    """The question whether it is meant; two partitions of a table are two questions."""
    return Decision(
        kind="consent",
        ref=str(risk.ref),
        code=risk.code,
        question=f"{risk.ref.label}: {risk.reason}; is that meant?",
        options=(f"--allow {shlex.quote(risk.consent)}",),
    )

"""The migrations that one difference takes: what each changes, how, and how back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.diff.inverse import invert_all
from qsys_schema.diff.replay import replay_all
from qsys_schema.diff.risk import risks_of
from qsys_schema.model import change as c
from qsys_schema.model.change import Change
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Check, ForeignKey, PrimaryKey, Schema, Unique
from qsys_schema.model.step import Statement, Step
from qsys_schema.plan.build import build, rename_steps

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One migration of a difference. ``renames`` come before ``changes``, and only in the first."""

    renames: tuple[Change, ...]
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    after: Schema
    statements: tuple[Statement, ...]
    rollback: tuple[Statement, ...]
    risks: tuple[Risk, ...]
    rollback_risks: tuple[Risk, ...]

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Renames first, then everything else."""
        return (*self.renames, *self.changes)

    @property
    def transactional(self) -> bool:
        """Whether it runs in a transaction, both ways."""
        return all(statement.transactional for statement in (*self.statements, *self.rollback))


def staged(
    dialect: Dialect,
    base: Schema,
    wish: Schema,
    *,
    renames: tuple[Change, ...],
    changes: Sequence[Change],
    expand: Collection[str] = (),
) -> tuple[Stage, ...]:
    """The migrations that make ``base``, which is after the renames, into ``wish``, in order.

    ``expand`` names columns that get their new type by way of a second one.
    """
    groups = list(dialect.stages(_renames_apart(dialect, base, changes), base, wish, expand)) or [()]
    stages: list[Stage] = []
    before = base
    for number, group in enumerate(groups):
        after = wish if number == len(groups) - 1 else replay_all(before, group)
        stages.append(_stage(dialect, before, after, renames if number == 0 else (), tuple(group)))
        before = after
    return tuple(stages)


def _renames_apart(dialect: Dialect, base: Schema, changes: Sequence[Change]) -> Sequence[Change]:
    """The changes, with a drop and an add for each rename of what has to stand aside for another change, or back.

    What is gone for a moment cannot be renamed, and comes again by its new name.
    """
    rest = [change for change in changes if not isinstance(change, (c.RenameConstraint, c.RenameIndex))]
    if len(rest) in {0, len(changes)}:
        return changes
    still = replay_all(base, rest)
    asides = (*dialect.detached(rest, base, still), *dialect.detached(invert_all(rest), still, base))
    away = [gone for gone, _, _ in asides]
    apart: list[Change] = []
    for change in changes:
        pair = _dropped_and_added(change)
        apart.extend(pair if pair and pair[0] in away else (change,))
    return apart


def _dropped_and_added(change: Change) -> tuple[Change, ...]:
    match change:
        case c.RenameIndex(table=name, before=was, after=index):
            return c.DropIndex(table=name, item=was), c.AddIndex(table=name, item=index)
        case c.RenameConstraint(table=name, before=PrimaryKey() as was, after=PrimaryKey() as key):
            return c.DropPrimaryKey(table=name, item=was), c.AddPrimaryKey(table=name, item=key)
        case c.RenameConstraint(table=name, before=Unique() as was, after=Unique() as unique):
            return c.DropUnique(table=name, item=was), c.AddUnique(table=name, item=unique)
        case c.RenameConstraint(table=name, before=Check() as was, after=Check() as check):
            return c.DropCheck(table=name, item=was), c.AddCheck(table=name, item=check)
        case c.RenameConstraint(table=name, before=ForeignKey() as was, after=ForeignKey() as reference):
            return c.DropForeignKey(table=name, item=was), c.AddForeignKey(table=name, item=reference)
        case _:
            return ()


def _stage(
    dialect: Dialect, before: Schema, after: Schema, renames: tuple[Change, ...], changes: tuple[Change, ...]
) -> Stage:
    steps = (*rename_steps(renames, dialect.fold), *build(before, after, changes, dialect))
    back = (*build(after, before, invert_all(changes), dialect), *rename_steps(invert_all(renames), dialect.fold))
    everything = (*renames, *changes)
    return Stage(
        renames=renames,
        changes=changes,
        steps=steps,
        after=after,
        statements=dialect.render(steps),
        rollback=dialect.render(back),
        risks=_risks(dialect, everything, steps),
        rollback_risks=_risks(dialect, invert_all(everything), back),
    )


def _risks(dialect: Dialect, changes: Sequence[Change], steps: Sequence[Step]) -> tuple[Risk, ...]:
    """What the changes risk, and the way they are made; what is the tool's own for a moment risks nothing."""
    found = (*risks_of(changes), *dialect.risks(steps))
    return tuple(risk for risk in found if not _is_ours(risk.ref))


def _is_ours(ref: Ref) -> bool:
    return (ref.name or ref.table).strip('"').startswith(RESERVED_PREFIX)


def all_of(stages: Sequence[Stage], risks: Callable[[Stage], Sequence[Risk]]) -> tuple[Risk, ...]:
    """The risks of all stages, each once: a constraint that is made of an index has its name, and its dangers."""
    found = tuple(dict.fromkeys(risk for stage in stages for risk in risks(stage)))
    others = {(risk.code, str(risk.ref)) for risk in found if risk.ref.kind != "index"}
    return tuple(risk for risk in found if risk.ref.kind != "index" or (risk.code, str(risk.ref)) not in others)

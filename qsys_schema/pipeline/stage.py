"""The migrations that one difference takes: what each changes, how, and how back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.diff.inverse import invert_all
from qsys_schema.diff.replay import replay_all
from qsys_schema.diff.risk import risks_of
from qsys_schema.model.change import Change
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Schema
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
    dialect: Dialect, base: Schema, wish: Schema, *, renames: tuple[Change, ...], changes: Sequence[Change]
) -> tuple[Stage, ...]:
    """The migrations that make ``base``, which is after the renames, into ``wish``, in order."""
    groups = list(dialect.stages(changes, base, wish)) or [()]
    stages: list[Stage] = []
    before = base
    for number, group in enumerate(groups):
        after = wish if number == len(groups) - 1 else replay_all(before, group)
        stages.append(_stage(dialect, before, after, renames if number == 0 else (), tuple(group)))
        before = after
    return tuple(stages)


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
    return tuple(risk for risk in found if not risk.ref.name.startswith(RESERVED_PREFIX))


def all_of(stages: Sequence[Stage], risks: Callable[[Stage], Sequence[Risk]]) -> tuple[Risk, ...]:
    """The risks of all stages, each once."""
    return tuple(dict.fromkeys(risk for stage in stages for risk in risks(stage)))

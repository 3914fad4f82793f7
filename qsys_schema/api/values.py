"""What a project answers with: frozen values, which stay as they are whatever happens to files and databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.model.about import ref_of
from qsys_schema.pipeline.words import detail_of, kind_of, sentence_of, source_of

if TYPE_CHECKING:
    from qsys_schema.errors import Decision
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.risk import Risk
    from qsys_schema.model.schema import Schema, Table
    from qsys_schema.pipeline.difference import Difference as Found
    from qsys_schema.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Specs:
    """What the specs ask for. ``files`` are their paths, ``queries`` the names of the queries in them."""

    schema: Schema
    files: tuple[str, ...]
    queries: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in the order of their names."""
        return self.schema.tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs: ``kind`` "add_column", ``ref`` "jobs.tags", and why: "schema/jobs.yaml:31", or nothing.

    ``detail`` and ``text`` are for people: "json, nullable", "add column jobs.tags (json, nullable)".
    """

    kind: str
    ref: str
    detail: str
    text: str
    because: str
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One migration that would be written: its statements forward and back, and what may go wrong each way."""

    statements: tuple[str, ...]
    rollback: tuple[str, ...]
    risks: tuple[Risk, ...]
    rollback_risks: tuple[Risk, ...]
    transactional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From ``live`` to ``wanted``: what changes, and the plan.

    While there are ``decisions`` that nobody has made, or rows ``in_the_way``, nothing is written.
    """

    live: Schema
    wanted: Schema
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]
    in_the_way: tuple[str, ...]
    plan: tuple[Planned, ...]
    found: Found = field(repr=False, compare=False)
    """The same in the words of the tool's own rooms; they may change with any version."""

    @property
    def in_sync(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes

    @property
    def risks(self) -> tuple[Risk, ...]:
        """What may go wrong on the way there, in order."""
        return tuple(risk for one in self.plan for risk in one.risks)

    @property
    def rollback_risks(self) -> tuple[Risk, ...]:
        """What may go wrong on the way back, in order."""
        return tuple(risk for one in reversed(self.plan) for risk in one.rollback_risks)

    @property
    def statements(self) -> tuple[str, ...]:
        """Everything that would be done, in order."""
        return tuple(sql for one in self.plan for sql in one.statements)

    @property
    def rollback(self) -> tuple[str, ...]:
        """Everything that would take it back, in order."""
        return tuple(sql for one in reversed(self.plan) for sql in one.rollback)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrations:
    """What was written: no migrations where there was nothing to do."""

    difference: Difference
    migrations: tuple[Migration, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their names, in order: "0002.add_tags"."""
        return tuple(one.id for one in self.migrations)


def difference_of(project: Project, found: Found) -> Difference:
    """A difference as a value for others."""
    changes = []
    for change in found.all_changes:
        ref, source = ref_of(change), source_of(change)
        changes.append(
            Change(
                kind=kind_of(change),
                ref=str(ref),
                detail=detail_of(change),
                text=sentence_of(change),
                because=project.place_of(source) if source is not None else "",
                risks=_about(ref, found.risks),
            )
        )
    return Difference(
        live=found.live,
        wanted=found.wanted,
        changes=tuple(changes),
        decisions=found.decisions,
        in_the_way=found.in_the_way,
        plan=tuple(
            Planned(
                statements=tuple(one.sql for one in stage.statements),
                rollback=tuple(one.sql for one in stage.rollback),
                risks=stage.risks,
                rollback_risks=stage.rollback_risks,
                transactional=stage.transactional,
            )
            for stage in found.stages
        ),
        found=found,
    )


def _about(ref: object, risks: Sequence[Risk]) -> tuple[Risk, ...]:
    return tuple(risk for risk in risks if risk.ref == ref)

"""What the live rows say to a difference: how many would be lost or are in the way, and how large the tables are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qsys_schema.dialects.base import Session
from qsys_schema.errors import DatabaseDisagrees, ImpossibleChange
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import RenameColumn, RenameTable
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.step import Renamed
from qsys_schema.pipeline.difference import Difference, consent_to
from qsys_schema.pipeline.project import Project


def with_facts(project: Project, session: Session, found: Difference) -> Difference:
    """The difference with what the live rows say in its risks, and the rows that are in the way."""
    dialect, renamed = project.dialect, tuple(_renamed(found))
    facts: dict[tuple[Ref, str], list[str]] = {}
    blocking: list[str] = []
    for probe in dialect.probes(found.changes, found.base):
        try:
            bad, everything, few = session.fetch(dialect.by_new_names(probe.sql, renamed))[0]
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
    asked = {one.options: one for one in (consent_to(risk) for risk in risks if risk.consent)}
    decisions = tuple(asked.get(one.options, one) for one in found.decisions)
    return replace(found, risks=risks, stages=stages, decisions=decisions, in_the_way=tuple(blocking))


def _renamed(found: Difference) -> Iterator[Renamed]:
    """The tables whose names, or those of their columns, the live rows do not have yet."""
    tables = {one.after: one.before for one in found.renames if isinstance(one, RenameTable)}
    columns = {(one.table, one.after): one.before for one in found.renames if isinstance(one, RenameColumn)}
    for name in sorted({*tables, *(table for table, _ in columns)}):
        table = found.base.table(name)
        if table is not None:
            pairs = tuple((columns.get((name, one.name), one.name), one.name) for one in table.columns)
            yield Renamed(before=tables.get(name, name), after=name, columns=pairs)


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

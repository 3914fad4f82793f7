"""The named queries that a migration breaks (BC103): sound against the schema before it, and no longer after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import Change
from qsys_schema.model.finding import Found
from qsys_schema.model.query import Query
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import Schema

if TYPE_CHECKING:
    from qsys_schema.model.tongue import Tongue
    from qsys_schema.model.watched import Watched
    from qsys_schema.pipeline.project import Project
    from qsys_schema.pipeline.stage import Stage

CODE = "BC103"

_BREAKING = (
    c.DropTable,
    c.RenameTable,
    c.DropColumn,
    c.RenameColumn,
    c.AlterColumn,
    c.AddColumn,
    c.AlterEnum,
    c.DropEnum,
    c.DropView,
    c.DropDefinition,
    c.AlterDefinition,
)
"""What can break a query: a column that is added, too, by its name or because it must have a value."""


def with_broken(
    project: Project, stages: tuple[Stage, ...], live: Schema, wanted: Schema, queries: Sequence[Query]
) -> tuple[Stage, ...]:
    """The stages with the risk of each query that they break, at the change to blame.

    ``live`` is the schema as it is, and ``wanted`` the wish as the specs say it.
    """
    suspects = [change for stage in stages for change in stage.all_changes if isinstance(change, _BREAKING)]
    if not queries or not suspects:
        return stages
    found: dict[int, list[Risk]] = {}
    before = project.dialect.as_wished(live)
    # What others make is as the specs say it is, before and after.
    before = replace(before, tables=(*before.tables, *(table for table in wanted.tables if table.external)))
    for query in queries:
        risk, change = _broken(project, query, before, wanted, suspects)
        if risk is not None:
            place = next((at for at, stage in enumerate(stages) if change in stage.all_changes), len(stages) - 1)
            found.setdefault(place, []).append(risk)
    return tuple(
        replace(stage, risks=(*stage.risks, *found[place])) if place in found else stage
        for place, stage in enumerate(stages)
    )


def _broken(
    project: Project, query: Query, before: Schema, wanted: Schema, suspects: Sequence[Change]
) -> tuple[Risk | None, Change]:
    """The risk that a query is, if it is one, and the change that it is because of."""
    from qsys_schema.queries.check import uses

    tongue = project.dialect.tongue
    said = _troubles(query, wanted, tongue)
    # A catalog knows less of types than specs do: what is wrong there may be another matter.
    known = _troubles(query, before, tongue) if said else []
    fresh = [one for one in said if one not in known]
    if not fresh:
        return None, suspects[0]
    used = set(uses(query, before, tongue))
    change = next((one for one in suspects if _touches(one, used)), suspects[0])
    where = f"{project.place_of(query.source)}: " if query.source is not None else ""
    return Risk(
        code=CODE,
        kind=RiskKind.BREAKS_CLIENTS,
        ref=ref_of(change),
        reason=f"{where}query {query.label} no longer works: {fresh[0]}",
        consent=f"break-query:{query.label}",
    ), change


def _troubles(query: Query, schema: Schema, tongue: Tongue) -> list[str]:
    from qsys_schema.queries.check import check
    from qsys_schema.queries.trouble import BrokenQueryError

    try:
        check(query, schema, tongue)
    except BrokenQueryError as error:
        return [one.text for one in error.troubles]
    return []


def _touches(change: Change, used: set[tuple[str, str]]) -> bool:
    """Whether a query that uses these tables and columns sees the change."""
    match change:
        case c.DropTable(item=table):
            return (table.name, "") in used
        case c.RenameTable(before=name):
            return (name, "") in used
        case c.DropColumn(table=table_name, item=column) | c.AlterColumn(table=table_name, before=column):
            return (table_name, column.name) in used
        case c.RenameColumn(table=table_name, before=name):
            return (table_name, name) in used
        case c.AddColumn(table=table_name):
            return (table_name, "") in used
        case _:
            return False


def broken_by(project: Project, query: Query, watched: Watched) -> Found | None:
    """What is wrong with the query after this migration that was right before it, at the statement to blame."""
    suspects = [change for change in watched.changes if isinstance(change, _BREAKING)]
    if not suspects:
        return None
    before, after = project.dialect.as_wished(watched.before), project.dialect.as_wished(watched.after)
    risk, change = _broken(project, query, before, after, suspects)
    if risk is None:
        return None
    return Found(step=watched.step_of(change), ref=risk.ref, text=risk.reason)

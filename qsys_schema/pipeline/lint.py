"""Findings about queries whose plan grows with the table: whole tables read, backlogs sorted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.model.oracle import Plan, Way
from qsys_schema.model.query import CheckedQuery
from qsys_schema.pipeline.queries import checked, make
from qsys_schema.queries.variants import variants
from qsys_schema.spec.load import locate

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project

_CODES = {"scan": "QP101", "sort": "QP102"}
_TEXTS = {
    "QP101": "reads {table} as a whole: on a large table it takes long, and longer every day",
    "QP102": "sorts everything that is there before it gives the first rows",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about one query. ``acknowledged`` is the reason given in the spec, empty where there is none.

    ``variant`` says with which of its optional conditions, or in which order; empty for all of them.
    """

    code: str
    query: str
    where: str
    text: str
    variant: str
    plan: tuple[str, ...]
    acknowledged: str


def lint(project: Project) -> tuple[Finding, ...]:
    """What is found on a scratch database made from the specs. Raises SpecError where a query is wrong."""
    wish = project.wish()
    queries = checked(project, wish, server=True)
    if not queries:
        return ()
    pairs = [(query, variant) for query in queries for variant in variants(query)]
    with project.scratch() as scratch:
        make(project, scratch, wish.schema)
        tables = [table.name for table in wish.schema.tables]
        plans = project.dialect.plans(scratch, tables, [variant.parts for _, variant in pairs])
    found: dict[tuple[str, str, str], Finding] = {}
    for (query, variant), several in zip(pairs, plans, strict=True):
        for finding, table in _findings(query, variant.label, several):
            found.setdefault((finding.query, finding.code, table), finding)
    return tuple(found.values())


def _findings(query: CheckedQuery, variant: str, plans: Sequence[Plan]) -> Iterator[tuple[Finding, str]]:
    reasons = dict(query.query.acknowledged)
    where = locate(query.query.source) if query.query.source is not None else ""
    for plan in plans:
        for way in plan.ways:
            code = _CODES[way.kind]
            yield (
                Finding(
                    code=code,
                    query=query.query.label,
                    where=where,
                    text=_text(code, way),
                    variant=variant,
                    plan=plan.lines,
                    acknowledged=reasons.get(code, ""),
                ),
                way.table,
            )


def _text(code: str, way: Way) -> str:
    return _TEXTS[code].format(table=way.table)

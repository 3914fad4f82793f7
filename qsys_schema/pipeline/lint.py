"""Findings of all kinds; those about queries whose plan grows with the table are made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema import __version__
from qsys_schema.errors import UsageError
from qsys_schema.lint.judge import level_of
from qsys_schema.model import finding as model
from qsys_schema.model.oracle import Plan, Way
from qsys_schema.model.query import CheckedQuery
from qsys_schema.pipeline.migrations import all_rules, every_rule, lint_migrations, unacknowledged
from qsys_schema.pipeline.queries import checked, make
from qsys_schema.queries.variants import variants
from qsys_schema.spec.load import locate

if TYPE_CHECKING:
    from qsys_schema.model.rule import Rule
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that was found, those of migrations first; how many of these were looked at, and which were not."""

    findings: tuple[model.Finding, ...]
    migrations: int
    unseen: tuple[str, ...]
    rules: Mapping[str, Rule]

    def left(self, level: str) -> bool:
        """Whether anything of this level or a heavier one is left that nobody has acknowledged."""
        return bool(self.unseen or unacknowledged(self.findings, model.Level(level)))


def lint_all(project: Project, identifiers: Sequence[str] = (), *, since: str = "", since_git: str = "") -> Report:
    """What is found in the migrations that are asked for, and in all queries, unless migrations are named.

    Raises UsageError for a migration or a revision that there is not; SpecError where a query is wrong.
    """
    from qsys_schema.pipeline.chosen import chosen

    wanted = chosen(project, identifiers, since=since, since_git=since_git)
    wish = project.wish()
    found = lint_migrations(project, wanted, wish.queries)
    rules = all_rules(project)
    queries = () if identifiers else lint(project)
    levels = {code: level_of(code, rules, project.settings.policy) for code in _TEXTS}
    shown = (_as_finding(one, levels[one.code], rules) for one in queries)
    kept = tuple(one for one in shown if one.level is not model.Level.OFF)
    return Report(findings=(*found.findings, *kept), migrations=found.migrations, unseen=found.unseen, rules=rules)


def _as_finding(one: Finding, level: model.Level, rules: Mapping[str, Rule]) -> model.Finding:
    path, _, line = one.where.rpartition(":")
    return model.Finding(
        code=one.code,
        level=level,
        kind="",
        ref="",
        path=path or one.where,
        line=int(line) if path and line.isdecimal() else 0,
        text=one.text,
        hint=rules[one.code].how,
        acknowledged=one.acknowledged,
        query=one.query,
        variant=one.variant,
        plan=one.plan,
    )


def sarif(report: Report) -> dict[str, object]:
    """The report for code scanning."""
    from qsys_schema.report.sarif import as_sarif

    return as_sarif(report.findings, report.rules, version=__version__)


def explained(project: Project, code: str) -> tuple[tuple[Rule, model.Level], ...]:
    """The rule of this code, or every rule there is; each with its level in this project. Raises UsageError."""
    rules = every_rule()
    policy = project.settings.policy
    if not code:
        return tuple((rule, level_of(one, rules, policy)) for one, rule in rules.items())
    if code not in rules:
        from difflib import get_close_matches

        near = get_close_matches(code.upper(), rules, n=1, cutoff=0.5)
        raise UsageError(
            f"there is no code {code!r}",
            hint=f"did you mean {near[0]}?" if near else "`qsys-schema lint --rules` has all of them",
        )
    return ((rules[code], level_of(code, rules, policy)),)

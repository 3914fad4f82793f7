"""Findings of lint as text and as JSON, and rules as whoever meets one wants to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qsys_schema.model.finding import Finding, Level

if TYPE_CHECKING:
    from qsys_schema.model.rule import Example, Rule

Json = dict[str, object]


def finding_as_json(one: Finding) -> Json:
    """One finding for a machine; of a query with its plan."""
    shown: Json = {
        "code": one.code,
        "level": str(one.level),
        "kind": one.kind or None,
        "ref": one.ref or None,
        "where": one.where,
        "file": one.path,
        "line": one.line or None,
        "text": one.text,
        "hint": one.hint or None,
        "acknowledged": one.acknowledged or None,
    }
    if one.query:
        return shown | {"query": one.query, "variant": one.variant or None, "plan": list(one.plan)}
    return shown | {"migration": one.migration or None}


def findings_as_text(findings: Sequence[Finding], *, verbose: bool) -> Iterator[str]:
    """What is left, heaviest first; with ``verbose`` notes, and what is acknowledged, too."""
    hints: set[str] = set()
    for one in findings:
        if not verbose and (one.acknowledged or one.level is Level.NOTE):
            continue
        yield f"{one.where}: {'' if one.query else f'{one.level} '}{one.code} {_about(one)}{one.text}"
        yield from (f"    {line}" for line in one.plan)
        if one.acknowledged:
            yield f"    acknowledged: {one.acknowledged}"
        elif one.hint and not one.query and one.code not in hints:
            # Said once: forty indexes need no forty hints.
            hints.add(one.code)
            yield f"    {one.hint}"


def _about(one: Finding) -> str:
    if not one.query:
        return ""
    variant = f" {one.variant}" if one.variant else ""
    return f"query {one.query}{variant} "


def verdict(findings: Sequence[Finding], *, verbose: bool) -> str:
    """How many there are of what: ``2 findings, 1 warning, 3 acknowledged``."""
    left = [one for one in findings if not one.acknowledged]
    errors = [one for one in left if one.level is Level.ERROR]
    parts = [_count(len(errors), "finding")]
    warnings = sum(one.level is Level.WARNING for one in left)
    notes = sum(one.level is Level.NOTE for one in left)
    known = len(findings) - len(left)
    parts += [_count(warnings, "warning")] if warnings else []
    parts += [_count(notes, "note") + ("" if verbose else " (--verbose)")] if notes else []
    parts += [f"{known} acknowledged"] if known else []
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def rule_as_json(rule: Rule, level: Level) -> Json:
    """A rule for a machine, with its examples."""
    return {
        "code": rule.code,
        "title": rule.title,
        "why": rule.why,
        "how": rule.how,
        "level": str(level),
        "kind": str(rule.kind) if rule.kind else None,
        "examples": [
            {
                "dialect": one.dialect or None,
                "setup": one.setup,
                "bad": one.bad,
                "good": one.good,
                "policy": one.policy or None,
            }
            for one in rule.examples
        ],
    }


def rule_as_text(rule: Rule, level: Level) -> Iterator[str]:
    """A rule for a person, with its examples."""
    yield f"{rule.code} {level}: {rule.title}"
    yield ""
    yield f"  {rule.why}"
    yield f"  {rule.how}"
    for one in rule.examples:
        yield ""
        yield from _example(one)


def _example(one: Example) -> Iterator[str]:
    where = f" ({one.dialect})" if one.dialect else ""
    for title, text in (("after", one.setup), ("configured", one.policy), ("found", one.bad), ("not found", one.good)):
        if text:
            yield f"  {title}{where}:"
            yield from (f"    {line}" for line in text.splitlines())

"""The page of the codes: what a risk or a finding means, and an example of each side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qsys_schema.config import Settings
from qsys_schema.model.risk import RiskKind
from qsys_schema.pipeline.lint import explained
from qsys_schema.pipeline.project import open_project
from tests.docs.reference.markdown import block, code, page, plain, table

if TYPE_CHECKING:
    from qsys_schema.model.finding import Level
    from qsys_schema.model.rule import Example, Rule

_KINDS = {
    RiskKind.LOSES_DATA: "rows or values are gone; needs consent by name",
    RiskKind.BREAKS_CLIENTS: "running code that still says the old thing breaks; a view or a query needs consent",
    RiskKind.MAY_FAIL_ON_DATA: "rows that are there may not fit, and then nothing of it is kept",
    RiskKind.REWRITES_TABLE: "every row is written anew",
    RiskKind.BLOCKS_WRITES: "others cannot write meanwhile",
    RiskKind.BLOCKS_READS_AND_WRITES: "others can neither read nor write meanwhile",
    RiskKind.NAMING: "a name is not as the team agreed",
}


def codes() -> str:
    """The page."""
    rules = explained(open_project(Settings(), lambda _: None), "")
    return page(
        "Codes",
        "What `diff`, `generate`, `lint` and the headers of migrations call the dangers of a change. Those that others "
        "have named first keep their names: Atlas (DS, MF, CD, NM), squawk and pg-schema-diff (PG).\n",
        "## Kinds\n",
        table(("kind", "means"), ((code(str(kind)), text) for kind, text in _KINDS.items())),
        "## All of them\n",
        table(("code", "level", "what"), (_row(rule, level) for rule, level in rules)),
        *(part for rule, level in rules for part in _section(rule, level)),
    )


def _row(rule: Rule, level: Level) -> tuple[str, str, str]:
    return f"[{rule.code}](#{rule.code.lower()})", str(level), plain(rule.title)


def _section(rule: Rule, level: Level) -> Iterator[str]:
    yield f"## {rule.code}\n"
    kind = f", {code(str(rule.kind))}" if rule.kind else ""
    yield f"**{plain(rule.title)}** ({level}{kind}). {plain(rule.why)} {plain(rule.how)}\n"
    for one in rule.examples[:1]:
        yield from _example(one)


def _example(one: Example) -> Iterator[str]:
    where = f", on {one.dialect}" if one.dialect else ""
    for title, text in (("Found", one.bad), ("Not found", one.good)):
        if text:
            yield f"{title}{where}:\n"
            yield block("", text)

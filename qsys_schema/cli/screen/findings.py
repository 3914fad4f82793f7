"""What does not hold, for somebody at a terminal: each finding with its place in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qsys_schema.cli.screen.paper import Page
from qsys_schema.model.finding import Finding, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One finding: where it is, its code if it has one, what it says, and lines that tell more."""

    where: str
    text: str
    code: str = ""
    more: Sequence[str] = ()


def show_findings(findings: Iterable[Shown], verdict: str, *, good: bool) -> None:
    """Each of them, and last what they come to."""
    page = Page()
    place = ""
    for one in findings:
        if one.where != place:
            page.line(page.text(one.where, "bold"))
        place = one.where
        page.line(page.text(f"{one.code} " if one.code else "", "bold red"), page.text(one.text), indent=2)
        for line in one.more:
            page.line(page.text(line, "dim"), indent=4)
    page.line(page.text(verdict, "green" if good else "bold red"))
    page.show()


_LEVELS = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan", Level.OFF: "dim"}


def show_lint(findings: Sequence[Finding], unseen: Sequence[str], verdict: str, *, verbose: bool) -> None:
    """What lint found, file by file; the hint of a code once."""
    page = Page()
    hints: set[str] = set()
    path = ""
    shown = [one for one in findings if verbose or not (one.acknowledged or one.level is Level.NOTE)]
    for one in shown:
        if one.path != path:
            page.line(page.text(one.path, "bold"))
        path = one.path
        line = page.text(f"{one.line}: " if one.line else "", "dim")
        about = page.text(f"query {one.query} {one.variant} ".replace("  ", " ") if one.query else "")
        colour = "dim" if one.acknowledged else _LEVELS[one.level]
        level = page.text(f"{one.level} {one.code} ", colour)
        page.line(line, level, about, page.text(one.text), indent=2)
        for more in one.plan:
            page.line(page.text(more, "dim"), indent=6)
        if one.acknowledged:
            page.line(page.text(f"acknowledged: {one.acknowledged}", "dim"), indent=6)
        elif one.hint and one.code not in hints:
            hints.add(one.code)
            page.line(page.text(one.hint, "dim"), indent=6)
    for name in unseen:
        page.line(page.text(f"{name}: not looked at, since one before it fails", "bold red"))
    wrong = any(one.level is Level.ERROR and not one.acknowledged for one in findings)
    page.line(page.text(verdict, "bold red" if wrong or unseen else "green"))
    page.show()

"""Asks a person at a terminal; without one, it never waits."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace

import click

from qsys_schema.cli.echo import talk, visible
from qsys_schema.errors import ConsentNeeded, Decision
from qsys_schema.pipeline.difference import Answers


def ask(error: ConsentNeeded, answers: Answers) -> Answers:
    """The answers with those that the person gives now. Raises the error again if nobody is there or says no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise error
    for decision in error.decisions:
        option = _rename(decision) if decision.kind == "rename" else _consent(decision)
        if option is None:
            raise error
        answers = _with(answers, option)
    return answers


def _consent(decision: Decision) -> str | None:
    return decision.options[0] if click.confirm(visible(decision.question), default=False, err=True) else None


def _rename(decision: Decision) -> str | None:
    talk(decision.question)
    for number, option in enumerate(decision.options, start=1):
        talk(f"  {number}  {option}")
    choice = click.prompt("which", type=click.IntRange(1, len(decision.options)), err=True)
    return decision.options[choice - 1]


def _with(answers: Answers, option: str) -> Answers:
    """The answers with one option added, given as it was printed."""
    name, value = shlex.split(option)
    if name == "--allow":
        return replace(answers, allow=(*answers.allow, value))
    if name == "--rename":
        return replace(answers, rename=(*answers.rename, value))
    return replace(answers, no_rename=(*answers.no_rename, value))

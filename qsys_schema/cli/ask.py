"""Asks a person at a terminal; without one, it never waits."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import click

from qsys_schema.cli.echo import talk, visible
from qsys_schema.errors import ConfirmationNeeded, ConsentNeeded, Decision
from qsys_schema.pipeline.difference import Answers

if TYPE_CHECKING:
    from qsys_schema.cli.options import Common
    from qsys_schema.pipeline.project import Project

_Result = TypeVar("_Result")


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


def confirmed(options: Common, project: Project, act: Callable[[Project], _Result]) -> _Result:
    """What ``act`` gives, once somebody at the terminal has typed the name of the environment that it changes.

    Raises the error again where nobody is there, where a machine reads the answer, or something else is typed.
    """
    try:
        return act(project)
    except ConfirmationNeeded as error:
        if options.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        talk(error.decisions[0].question)
        typed = click.prompt(f"type its name, {error.name}, to go on", default="", show_default=False, err=True)
        if typed != error.name:
            raise
        return act(replace(project, confirmed=error.name))


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

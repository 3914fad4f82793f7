"""Every command in every format, found by asking the command line what it has; and the ways of a project through it."""

from __future__ import annotations

import click

from qsys_schema.cli.commands import group
from tests.command import Finished
from tests.hostile.python import assert_no_code
from tests.hostile.stage import Stage

WRITES = frozenset({"init", "generate", "apply", "rollback", "pull", "codegen", "rebase", "seal", "squash"})
"""What changes the project or the database."""

_TOLD = {"report": ("HEAD",)}
"""What a command is told that it could go without."""


def commands() -> dict[str, click.Command]:
    """Every command by its name, those of groups within with two words."""
    found: dict[str, click.Command] = {}
    _walk((), group, found)
    return found


def _walk(path: tuple[str, ...], command: click.Command, found: dict[str, click.Command]) -> None:
    if isinstance(command, click.Group):
        for name, member in command.commands.items():
            _walk((*path, name), member, found)
    else:
        found[" ".join(path)] = command


def formats(command: click.Command) -> tuple[str, ...]:
    """The formats that a command's result has."""
    for parameter in command.params:
        if parameter.name == "format" and isinstance(parameter.type, click.Choice):
            return tuple(map(str, parameter.type.choices))
    return ("text",)


def _required(command: click.Command, value: str) -> list[str]:
    """What a command cannot go without: a choice is its first, anything else is said as ``value``."""
    said: list[str] = []
    for parameter in command.params:
        if parameter.required:
            one = str(parameter.type.choices[0]) if isinstance(parameter.type, click.Choice) else value
            said += [one] if isinstance(parameter, click.Argument) else [parameter.opts[0], one]
    return said


def readers(identifier: str) -> list[tuple[str, ...]]:
    """Every command that only reads, once in each of its formats; ``identifier`` is what it wants to be told."""
    return [
        (*name.split(), *_required(command, identifier), *_TOLD.get(name, ()), *chosen)
        for name, command in sorted(commands().items())
        if name not in WRITES
        for shape in formats(command)
        for chosen in ([("--format", shape)] if len(formats(command)) > 1 else [()])
    ]


def _shape(turn: int) -> tuple[str, ...]:
    return ("--format", "json") if turn % 2 else ()


def through(stage: Stage, turn: int, *, every: bool, sure: bool) -> bool:
    """The way of a project whose specs have just changed; whether they were taken.

    Where that is ``sure``, what is valid can be migrated to; SQL of somebody's own may fail yet. The project is read
    before and after it is migrated: in every format, or in the two whose turn it is.
    """
    valid = stage.run("validate", *_shape(turn)).code == 0
    _read(stage, stage.ids()[0], turn, every=every)
    generated = stage.run("generate", *_shape(turn + 1), only=(0,) if valid and sure else (0, 1))
    code = stage.run("codegen", *_shape(turn), only=(0, 1))
    if generated.code or code.code or not valid or stage.run("apply", only=(0,) if sure else (0, 1)).code:
        _write_anyway(stage, turn)
        return False
    assert_no_code(stage.root / "code")
    stage.run("docs", *(("--output", "-") if turn % 2 else ()), only=(0,))
    _agree(stage)
    _read(stage, stage.ids()[-1], turn + 1, every=every)
    _pulled(stage, turn)
    if every:
        back_and_forth(stage, turn)
    return True


def _read(stage: Stage, identifier: str, turn: int, *, every: bool) -> None:
    known = readers(identifier)
    chosen = known if every else [known[turn % len(known)], known[(turn * 7 + 3) % len(known)]]
    for arguments in chosen:
        stage.run(*arguments)
    if every:
        for arguments in (("diff",), ("show",), ("status",), ("check",)):
            stage.run(*arguments, terminal=True)
    else:
        stage.run(["diff", "show", "status", "check"][turn % 4], terminal=True)


def _agree(stage: Stage) -> Finished:
    done = stage.run("check", only=(0,))
    assert "nothing to do" in stage.run("diff", only=(0,)).stdout, "the database is not what the specs say"
    return done


def _pulled(stage: Stage, turn: int) -> None:
    """What is read from the database is the same again."""
    stage.run("pull", "--schema", "pulled", *_shape(turn), only=(0,))
    stage.run("validate", "--schema", "pulled", only=(0,))
    same = stage.run("diff", "--schema", "pulled", only=(0,))
    assert "nothing to do" in same.stdout, "what was pulled is not what is there"


def _write_anyway(stage: Stage, turn: int) -> None:
    """Commands that write, on specs that are wrong: whatever they do, it is not what the specs smuggle in."""
    for name in (("apply", "rebase", "seal", "pull")[turn % 4],):
        stage.run(name, *_shape(turn))


def back_and_forth(stage: Stage, turn: int) -> None:
    """Back, forth, and all of it as one migration, or sealed and put behind others."""
    steps = ("rollback --dry-run", "rollback", "apply --dry-run", "apply", f"squash --to {stage.ids()[-1]}", "seal")
    for step in (*steps, "rebase", "apply"):
        stage.run(*step.split(), *_shape(turn), only=(0,))
    _agree(stage)

"""The page of the commands: each with its synopsis, what it does, its options and examples."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from qsys_schema import errors
from qsys_schema.cli.commands import group
from qsys_schema.cli.group import SECTIONS
from qsys_schema.cli.options import _OPTIONS, Explained
from tests.docs.reference.markdown import block, code, page, plain, table

_CODES = {
    0: "done, or nothing to do",
    1: "refused or failed; the message says what, where, why and what to do",
    2: "wrong usage: the command line or the configuration",
    3: "a difference, or a check did not hold: `diff --exit-code`, `status --exit-code`, `check`, `codegen --check`, "
    "`lint`, `verify`",
    4: "needs consent that was not given; the message has the options that give it",
    130: "Ctrl-C",
}


def commands() -> str:
    """The page."""
    return page(
        "Commands",
        "`qsys-schema COMMAND [OPTIONS]`, or `python -m qsys_schema`. stdout carries the result, stderr the talk.\n",
        "## Exit codes\n",
        table(("code", "meaning"), ((str(number), text) for number, text in _CODES.items())),
        "Errors by their class, for those who use the package as a library, and for `--debug`:\n",
        table(("error", "code", "when"), _errors(errors.QsysSchemaError)),
        "## Options of every command\n",
        table(("option", ""), _common()),
        *_sections(),
    )


def _errors(kind: type[errors.QsysSchemaError]) -> Iterator[tuple[str, str, str]]:
    said = (inspect.getdoc(kind) or "").partition("\n\n")[0]
    yield code(kind.__name__), str(kind.exit_code), plain(said)
    for one in kind.__subclasses__():
        # Rooms have kinds of their own, which are there once the room is, and which nobody has to tell apart.
        if one.__module__ == errors.__name__:
            yield from _errors(one)


def _context(command: click.Command, name: str) -> click.Context:
    return click.Context(command, info_name=f"qsys-schema {name}")


def _common() -> Iterator[tuple[str, str]]:
    @click.command()
    def nothing() -> None: ...

    decorated: click.Command = nothing
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    yield (
        code("--format FORMAT"),
        "The result as `text` for people, or as `json` for machines; some commands have more.",
    )
    for parameter in reversed(decorated.params):
        yield from _option(parameter, _context(decorated, ""))


def _option(parameter: click.Parameter, context: click.Context) -> Iterator[tuple[str, str]]:
    record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
    if record is not None:
        yield code(record[0].strip()), plain(record[1])


def _sections() -> Iterator[str]:
    listed = {name for names in SECTIONS.values() for name in names}
    others = tuple(name for name in sorted(group.commands) if name not in listed)
    for title, names in (*SECTIONS.items(), ("More", others)):
        there = [name for name in names if name in group.commands]
        if there:
            yield f"## {title}\n"
        for name in there:
            yield from _command(name, group.commands[name])


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = _context(command, name)
    yield f"### {name}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield block("text", f"qsys-schema {name} {usage}")
    yield _paragraphs(inspect.cleandoc(command.help or ""))
    shared = {"environment", *(parameter for option in _OPTIONS for parameter in _names(option))}
    rows = [
        row
        for parameter in command.params
        if parameter.name not in shared and (parameter.name != "format" or "other tools" in str(_help(parameter)))
        for row in _option(parameter, context)
    ]
    if rows:
        yield table(("option", ""), rows)
    if isinstance(command, Explained):
        lines = "".join(f"# {what}\nqsys-schema {typed}\n" for what, typed in command.examples)
        yield block("sh", lines)


def _help(parameter: click.Parameter) -> str:
    return (parameter.help or "") if isinstance(parameter, click.Option) else ""


def _names(option: object) -> list[str]:
    @click.command()
    def nothing() -> None: ...

    decorated: click.Command = option(nothing)  # type: ignore[operator]  # a decorator of click's
    return [parameter.name or "" for parameter in decorated.params]


def _paragraphs(text: str) -> str:
    """The help's paragraphs, where code stands between back-ticks already."""
    return "\n\n".join(" ".join(part.replace("\b", "").split()) for part in text.split("\n\n")) + "\n"

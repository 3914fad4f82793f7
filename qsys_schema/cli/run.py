"""Runs a command and turns whatever happens into a message and an exit code. Never a traceback."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from itertools import pairwise
from typing import NoReturn

import click

from qsys_schema.cli import INTERRUPTED, echo
from qsys_schema.cli.colour import coloured
from qsys_schema.cli.commands import group
from qsys_schema.cli.complete import VARIABLE
from qsys_schema.errors import QsysSchemaError, UsageError, of_the_system

NAME = "qsys-schema"


def run() -> NoReturn:
    """Run the command line of this process, and exit."""
    arguments = sys.argv[1:]
    # Nearly all that a command makes lives until its end, so looking for garbage is time for nothing.
    gc.disable()
    echo.tolerate_any_text()
    echo.hide(arguments)
    if VARIABLE in os.environ:
        _complete(arguments)
    try:
        code = _invoke(arguments)
        echo.flush()
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where everything ends
        code = _report(error, arguments)
    sys.exit(code)


def _complete(arguments: list[str]) -> NoReturn:
    """Answer a shell. Nobody reads an error between two keys, so there is none."""
    with suppress(Exception):
        from qsys_schema.cli.complete import answer

        text = answer(group, arguments)
        echo.exact(text)
        echo.flush()
    sys.exit()


def _invoke(arguments: list[str]) -> int:
    # Not click's own main: it ends a closed pipe with an exit code of its own.
    try:
        with group.make_context(NAME, list(arguments)) as context:
            group.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        # Only click writes past our own echo: the help and the version, which somebody did not read to the end.
        echo.stop_writing(sys.stdout)
    return 0


def _report(error: Exception, arguments: list[str]) -> int:
    """Say what happened, as text or as JSON; returns the exit code."""
    if "--debug" in arguments:
        import traceback

        echo.talk("".join(traceback.format_exception(error)).rstrip())
    known, code = _in_words(error)
    if _wants_json(arguments) and not isinstance(error, echo.OutputLost):
        from qsys_schema.cli.present import error_as_json

        echo.error_as_json(error_as_json(known))
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        echo.talk(error.format_message())
    else:
        echo.error(str(known), colour=coloured(sys.stderr, _value(arguments, "--color")))
    return code


def _in_words(error: Exception) -> tuple[QsysSchemaError, int]:
    if isinstance(error, QsysSchemaError):
        return error, error.exit_code
    if isinstance(error, click.ClickException):
        return _usage(error), UsageError.exit_code
    if isinstance(error, OSError) and error.strerror:
        return of_the_system(error), 1
    if isinstance(error, MemoryError):
        return QsysSchemaError("there is not enough memory", hint="nothing is half-applied; free some and try again"), 1
    return QsysSchemaError(
        f"{NAME} failed in a way that nobody foresaw: {type(error).__name__}: {error}",
        hint="nothing is half-applied; run it again with --debug for the place, and report it",
    ), 1


def _usage(error: click.ClickException) -> UsageError:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else NAME
    return UsageError(error.format_message(), hint=f"see `{command} --help`")


def _wants_json(arguments: list[str]) -> bool:
    return _value(arguments, "--format") == "json"


def _value(arguments: list[str], option: str) -> str:
    """What an option was given last, also where the command line is wrong elsewhere."""
    apart = [value for name, value in pairwise(arguments) if name == option]
    joined = [text.partition("=")[2] for text in arguments if text.startswith(f"{option}=")]
    return (apart or joined or [""])[-1]

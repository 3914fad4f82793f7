"""Options that commands share, gathered into values; and the commands' own way to show examples."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from qsys_schema.cli import complete, echo
from qsys_schema.cli.colour import coloured
from qsys_schema.cli.paper import Context
from qsys_schema.dialects.registry import EXAMPLE, NAMES

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project

Function = Callable[..., Any]


class Explained(click.Command):
    """A command whose help ends in examples, each what it does and how it is typed."""

    context_class = Context

    def __init__(self, *arguments: Any, examples: Sequence[tuple[str, str]], **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **settings)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples: a comment, and below it a line to copy, which is never broken."""
        del ctx
        with formatter.section("Examples"):
            for what, typed in self.examples:
                formatter.write(f"  # {what}\n  qsys-schema {typed}\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What was said on the command line to any command."""

    database: str
    schema: str
    migrations: str
    environment: str
    format: str
    quiet: bool
    verbose: bool
    color: str

    @property
    def on_screen(self) -> bool:
        """Whether the result is for somebody at a terminal, who gets tables and colours; plain text otherwise."""
        return self.format == "text" and not self.quiet and coloured(sys.stdout, self.color)

    @property
    def as_json(self) -> bool:
        """Whether the result is for a machine."""
        return self.format == "json"

    def talk(self, line: str) -> None:
        """A line for a person, never part of the result."""
        if not self.quiet:
            echo.talk(line)

    def project(self, dialect: str = "", *, offline: bool = False, confirm: str = "") -> Project:
        """The project under these options; ``offline`` as the configuration's. Raises UsageError.

        ``confirm`` is the name of the environment that may be changed.
        """
        from qsys_schema.config import read_settings
        from qsys_schema.pipeline.project import open_project

        settings = read_settings(
            environment=self.environment,
            database=self.database,
            schema=self.schema,
            migrations=self.migrations,
        )
        if self.verbose:
            self.talk(f"specs {settings.schema}, migrations {settings.migrations}, settings from {settings.file}")
        if offline:
            settings = replace(settings, offline=True)
        project = open_project(settings, self.talk, dialect=dialect)
        return replace(project, confirmed=confirm) if confirm else project


_OPTIONS = (
    click.option(
        "--database",
        metavar="URL",
        default="",
        help=f"The live database, such as {EXAMPLE}; four slashes for an absolute path. Otherwise QSYS_DATABASE_URL, "
        "then the configuration.",
    ),
    click.option(
        "--schema",
        metavar="DIR",
        default="",
        help="The folder of table specs.  [default: schema]",
        shell_complete=complete.folders,
    ),
    click.option(
        "--migrations",
        metavar="DIR",
        default="",
        help="The folder of migrations; each dialect has its own folder in it.  [default: migrations]",
        shell_complete=complete.folders,
    ),
    click.option(
        "--env",
        "environment",
        metavar="NAME",
        default="",
        help="A named environment of the configuration; it goes before QSYS_DATABASE_URL.",
        shell_complete=complete.environments,
    ),
    click.option("--quiet", "-q", is_flag=True, help="Print the result and errors, nothing else."),
    click.option("--verbose", "-v", is_flag=True, help="Say on stderr what is read and which statement runs."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour, and tables with it: on a terminal, always or never. NO_COLOR, CLICOLOR and FORCE_COLOR are "
        "honoured.",
    ),
    click.option("--debug", is_flag=True, help="Show Python's traceback of a failure."),
)


def sharing(*formats: str) -> Callable[[Function], Function]:
    """Gives a command the common options; ``formats`` are those that its result has beside text and JSON."""

    def decorated(command: Function) -> Function:
        @functools.wraps(command)
        def wrapped(*, debug: bool, **values: Any) -> Any:  # noqa: ANN401 - whatever the command takes
            del debug  # looked at where failures are reported
            names = Common.__dataclass_fields__
            options = Common(**{name: values.pop(name) for name in names})
            return command(options, **values)

        for option in reversed((*_OPTIONS[:_FORMAT], _format(formats), *_OPTIONS[_FORMAT:])):
            wrapped = option(wrapped)
        return wrapped

    return decorated


def _format(formats: Sequence[str]) -> Callable[[Function], Function]:
    more = f"; {', '.join(formats)} for other tools" if formats else ""
    return click.option(
        "--format",
        metavar="FORMAT",
        type=click.Choice(["text", "json", *formats]),
        default="text",
        show_default=True,
        help=f"The result as text for people, or as json for machines{more}.",
    )


_FORMAT = 4
"""The place of ``--format`` among the common options."""


def common(command: Function) -> Function:
    """Give a command the common options, as its first argument; they stand last in its help."""
    return sharing()(command)


planning = click.option(
    "--offline",
    is_flag=True,
    help="Plan fewer migrations, which may let others wait: for small databases, or while nobody else is there.",
)
"""Gives a command the option ``offline``."""

one_dialect = click.option(
    "--dialect",
    metavar="NAME",
    default="",
    help=f"{', '.join(NAMES)}. Without it, the database's, else the first that the configuration names.",
    shell_complete=complete.dialects,
)
"""Gives a command the option ``dialect``."""

confirming = click.option(
    "--confirm",
    metavar="NAME",
    default="",
    help="Change the production environment NAME, which is asked for on a terminal.",
)
"""Gives a command the option ``confirm``."""

_ANSWERS = (
    click.option(
        "--allow",
        metavar="CONSENT",
        multiple=True,
        help="Agree to one loss by name, as the question prints it: drop-column:jobs.progress. May be repeated.",
        shell_complete=complete.consents,
    ),
    click.option(
        "--rename",
        metavar="OLD=NEW",
        multiple=True,
        help="The table or column OLD is called NEW from now on: jobs.owner=jobs.worker. May be repeated.",
        shell_complete=complete.renames,
    ),
    click.option(
        "--no-rename",
        metavar="OLD",
        multiple=True,
        help="OLD is not renamed, it is dropped: jobs.owner. May be repeated.",
        shell_complete=complete.lost,
    ),
    click.option(
        "--expand",
        metavar="COLUMN",
        multiple=True,
        help="COLUMN gets its new type by way of a second one, so that nobody waits: jobs.amount. May be repeated.",
        shell_complete=complete.columns,
    ),
)


def answering(command: Function) -> Function:
    """Give a command the options that answer questions, gathered into ``answers``."""

    @functools.wraps(command)
    def wrapped(**values: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        from qsys_schema.pipeline.answers import Answers

        answers = Answers(**{name: values.pop(name) for name in ("allow", "rename", "no_rename", "expand")})
        return command(**values, answers=answers)

    for option in reversed(_ANSWERS):
        wrapped = option(wrapped)
    return wrapped

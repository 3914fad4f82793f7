"""The group that every command belongs to, and the exit codes that commands end with."""

from __future__ import annotations

import click

from qsys_schema import __version__
from qsys_schema.cli.options import Explained
from qsys_schema.cli.paper import Context

DIFFERENT = 3
"""There is a difference, or a check did not hold."""

UNDECIDED = 4
"""The change needs consent that was not given."""


SECTIONS = {
    "Every day": ("validate", "diff", "generate", "apply", "status", "rollback"),
    "Review and CI": ("check", "lint", "verify", "report", "show", "docs"),
    "Migrations by hand, and branches": ("seal", "rebase", "squash"),
    "Begin, or begin from what is there": ("init", "pull", "adopt"),
    "Python": ("codegen",),
}
"""The commands by what they are for, in the order of the help; any other is listed last."""


class _Group(click.Group):
    command_class = Explained
    context_class = Context

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each in one line, under what they are for."""
        known = {name for names in SECTIONS.values() for name in names}
        others = tuple(name for name in self.list_commands(ctx) if name not in known)
        wide = max(len(name) for name in self.commands)
        for title, names in (*SECTIONS.items(), ("More", others)):
            rows = [
                (name.ljust(wide), command.get_short_help_str(limit=80))
                for name in names
                if (command := self.commands.get(name)) is not None
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="qsys-schema")
def group() -> None:
    """Edit YAML table specs, review SQL that has been proven, merge.

    \b
    The usual way:
      1. edit schema/*.yaml            what the tables shall be
      2. qsys-schema generate          writes a proven migration, forward and back
      3. review the file               its header says what may go wrong
      4. qsys-schema apply             runs what is pending, and records it
      5. qsys-schema check             in CI: specs, files and rollbacks agree

    \b
    Exit codes:
      0  done, or nothing to do        3  a difference, or a check did not hold
      1  refused or failed             4  needs consent that was not given
      2  wrong usage

    Each command has examples: qsys-schema diff --help
    """  # noqa: D301 - click looks for the character itself, so it is no raw text

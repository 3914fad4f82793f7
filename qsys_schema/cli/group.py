"""The group that every command belongs to, and the exit codes that commands end with."""

from __future__ import annotations

import click

from qsys_schema import __version__
from qsys_schema.cli.options import Explained

DIFFERENT = 3
"""There is a difference, or a check did not hold."""

UNDECIDED = 4
"""The change needs consent that was not given."""


class _Group(click.Group):
    command_class = Explained


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

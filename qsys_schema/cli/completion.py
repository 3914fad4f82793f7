"""The command that prints what a shell needs to complete this program's words."""

from __future__ import annotations

import click

from qsys_schema.cli import echo
from qsys_schema.cli.complete import SHELLS
from qsys_schema.cli.group import group
from qsys_schema.cli.options import Common, common


@group.command(
    short_help="Print the script that completes words in a shell.",
    examples=[
        ("Bash: into ~/.local/share/bash-completion/completions/qsys-schema", "completion bash"),
        ("zsh: into _qsys-schema in a folder of fpath, such as ~/.zfunc", "completion zsh"),
        ("fish: into ~/.config/fish/completions/qsys-schema.fish", "completion fish"),
    ],
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@common
def completion(options: Common, shell: str) -> None:
    """Print the script that completes commands, options and names in SHELL: bash, zsh or fish.

    Completed are migrations, tables and columns of the specs, environments, and what may be agreed to. No database is
    asked, and nothing is run.

    Instead of a file, a line in ~/.bashrc does, at the price of a start of the program with each shell:
    eval "$(qsys-schema completion bash)". zsh wants fpath=(~/.zfunc $fpath) in ~/.zshrc, and then
    autoload -Uz compinit && compinit.
    """
    from qsys_schema.cli.shells import SCRIPTS

    script = SCRIPTS[shell]
    if options.as_json:
        echo.as_json({"shell": shell, "script": script})
    else:
        echo.exact(script.rstrip())

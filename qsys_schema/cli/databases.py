"""The commands for a live database: apply, rollback, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import complete, echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, common, confirming
from qsys_schema.dialects.registry import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.pipeline.project import Project


_IN_SPITE_OF_DRIFT = "Agree to one thing by name: drift runs the migration in spite of changes made by hand."
_NOT_RUN = "rollback:ID takes back one that was recorded here and not run, with what was there before it."
_DRY_RUN = "Print the SQL that would run; change nothing."


@group.command(
    short_help="Apply the pending migrations.",
    examples=[
        ("bring a database up to the newest migration, or make it", f"apply --database {EXAMPLE}"),
        ("read first what would run", f"apply --database {EXAMPLE} --dry-run"),
        ("stop after one of them", "apply --to 0002.add_tags"),
        ("in a deploy script, where nobody types the name", "apply --env production --confirm production"),
    ],
)
@click.option("--to", metavar="ID", default="", help="Stop after this migration.", shell_complete=complete.migrations)
@click.option("--allow", metavar="CONSENT", multiple=True, help=_IN_SPITE_OF_DRIFT)
@click.option("--dry-run", is_flag=True, help=_DRY_RUN)
@confirming
@common
def apply(options: Common, to: str, allow: tuple[str, ...], *, dry_run: bool, confirm: str) -> None:
    """Apply the pending migrations, each in one transaction with its record.

    Whoever comes second waits, and then finds nothing to do. What fails is not kept.
    """
    from qsys_schema.cli.ask import confirmed
    from qsys_schema.cli.progress import Progress
    from qsys_schema.pipeline.history import apply as apply_pending
    from qsys_schema.pipeline.history import pending

    project = options.project(confirm=confirm)
    if dry_run:
        _show_scripts(options, [(one.id, one.forward) for one in pending(project, to)])
        return

    def run(here: Project) -> tuple[str, ...]:
        with Progress(options, "applied") as progress:
            return apply_pending(here, to, progress.observe, allow=allow)

    done = confirmed(options, project, run)
    _show_done(options, done, "applied", "nothing to do: every migration is applied")


@group.command(
    short_help="Roll back the last migration, or several.",
    examples=[
        ("take back the last migration", f"rollback --database {EXAMPLE}"),
        ("read first what would run", "rollback --steps 2 --dry-run"),
        ("take back everything after one of them", "rollback --to 0001.create_queue"),
    ],
)
@click.option(
    "--to",
    metavar="ID",
    default="",
    help="Take back everything after this migration, and keep it.",
    shell_complete=complete.migrations,
)
@click.option("--steps", type=click.IntRange(min=1), default=None, help="How many to take back.  [default: 1]")
@click.option("--allow", metavar="CONSENT", multiple=True, help=f"{_IN_SPITE_OF_DRIFT} {_NOT_RUN}")
@click.option("--dry-run", is_flag=True, help=_DRY_RUN)
@confirming
@common
def rollback(
    options: Common, to: str, steps: int | None, allow: tuple[str, ...], *, dry_run: bool, confirm: str
) -> None:
    """Roll back the last migration, or several, each in one transaction with its record.

    The header of the rollback file says which rows and values do not come back.
    """
    from qsys_schema.cli.ask import confirmed
    from qsys_schema.cli.progress import Progress
    from qsys_schema.errors import UsageError
    from qsys_schema.pipeline.history import roll_back, to_roll_back

    if to and steps is not None:
        raise UsageError("--to and --steps exclude each other", hint="give one of them")
    project = options.project(confirm=confirm)
    if dry_run:
        _show_scripts(options, [(one.id, one.rollback) for one in to_roll_back(project, to, steps or 1)])
        return

    def run(here: Project) -> tuple[str, ...]:
        with Progress(options, "rolled back") as progress:
            return roll_back(here, to, steps or 1, progress.observe, allow=allow)

    done = confirmed(options, project, run)
    _show_done(options, done, "rolled back", "nothing to do: no migration is applied")


def _show_scripts(options: Common, scripts: Sequence[tuple[str, Sequence[str]]]) -> None:
    if options.as_json:
        echo.as_json({"dry_run": [{"migration": name, "statements": list(sql)} for name, sql in scripts]})
        return
    if not scripts:
        echo.result("nothing to do")
    elif options.on_screen:
        from qsys_schema.cli.screen.changes import show_scripts

        show_scripts(scripts)
        return
    for name, statements in scripts:
        echo.exact(f"-- {name}")
        for statement in statements:
            echo.exact(f"{statement};\n")


def _show_done(options: Common, done: Sequence[str], verb: str, nothing: str) -> None:
    """Say what is left to say: each migration was named when it was done."""
    if options.as_json:
        echo.as_json({verb.replace(" ", "_"): list(done)})
    elif not done:
        echo.result(nothing)


@group.command(
    short_help="Say where a database stands.",
    examples=[
        ("which migrations are applied, and what was changed by hand", f"status --database {EXAMPLE}"),
        ("in a script: 3 unless everything is applied and nothing drifted", "status --exit-code --quiet"),
    ],
)
@click.option("--exit-code", is_flag=True, help="End with 3 unless everything is applied and nothing drifted.")
@common
def status(options: Common, *, exit_code: bool) -> None:
    """Say what is applied, pending, edited, unknown or out of order, and what was changed by hand. Reads only."""
    from qsys_schema.cli.present import status_as_json, status_as_text
    from qsys_schema.pipeline.history import status as read_status

    found = read_status(options.project())
    if options.as_json:
        echo.as_json(status_as_json(found))
    elif options.on_screen:
        from qsys_schema.cli.screen.standing import show_standing

        show_standing(found)
    else:
        echo.result_lines(status_as_text(found))
    if exit_code and not found.clean:
        raise click.exceptions.Exit(DIFFERENT)

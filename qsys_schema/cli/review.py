"""The command and the formats for reviewers: what changes between two revisions, and comments for pull requests."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, answering, one_dialect, sharing

if TYPE_CHECKING:
    from qsys_schema.pipeline.answers import Answers
    from qsys_schema.pipeline.check import Checked
    from qsys_schema.pipeline.difference import Difference
    from qsys_schema.pipeline.project import Project
    from qsys_schema.pipeline.revisions import Wanted


@group.command(
    short_help="What changes between two git revisions; needs no database.",
    examples=[
        ("what this branch adds to main, as a pull request would show it", "report main...HEAD"),
        ("the comment for a pull request", "report origin/main...HEAD --format markdown"),
        ("what is not committed yet", "report HEAD"),
        ("what came with a release", "report v1.4..v1.5"),
    ],
)
@click.argument("between", metavar="[BASE..HEAD]", default="")
@click.option("--exit-code", is_flag=True, help="End with 3 when something does not hold.")
@answering
@one_dialect
@sharing("markdown")
def report(options: Common, between: str, dialect: str, answers: Answers, *, exit_code: bool) -> None:
    """Say what changes between two git revisions of the specs: in words, with risks, migrations and broken queries.

    Reads both out of git and needs no database; what is checked out stays as it is. As git diff has it, BASE..HEAD
    compares both, BASE...HEAD compares HEAD with where it left BASE, and BASE alone is compared with the files as they
    are now. Without any, the branch is compared with the one that it will be merged into. All databases of the project
    are looked at, or the one of --dialect.

    New migrations run forward, back and forward again on a scratch database, and it says whether they do what the specs
    say; migrations that were edited or deleted are named.
    """
    from qsys_schema.cli.progress import working
    from qsys_schema.pipeline.report import reported

    with ExitStack() as stack:
        with working(options, "reading both revisions, and proving what is new"):
            looked = reported(between, _wanted(options), options.talk, dialect=dialect, answers=answers)
            found = stack.enter_context(looked)
        if options.as_json:
            from qsys_schema.cli.reported import report_as_json

            echo.as_json(report_as_json(found))
        elif options.format == "markdown":
            from qsys_schema.pipeline.review import review_of_report
            from qsys_schema.report.comment import comment

            echo.exact(comment(review_of_report(found)).rstrip("\n"))
        else:
            from qsys_schema.cli.reported import report_as_text

            echo.result("\n".join(report_as_text(found)))
    if exit_code and found.findings:
        raise click.exceptions.Exit(DIFFERENT)


def show_difference(project: Project, found: Difference) -> None:
    """Print what ``diff`` found as a comment."""
    from qsys_schema.pipeline.review import review_of_difference
    from qsys_schema.report.comment import comment

    echo.exact(comment(review_of_difference(project, found)).rstrip("\n"))


def show_checked(options: Common, dialect: str, found: Checked) -> None:
    """Print what ``check`` found as a comment, with what the branch changes."""
    from qsys_schema.pipeline.review import review_of_check
    from qsys_schema.report.comment import comment

    echo.exact(comment(review_of_check(options.project(dialect), found, _wanted(options))).rstrip("\n"))


def _wanted(options: Common) -> Wanted:
    from qsys_schema.pipeline.revisions import Wanted

    return Wanted(environment=options.environment, schema=options.schema, migrations=options.migrations)

"""The command that writes migrations, or the template of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import group
from qsys_schema.cli.options import Common, answering, common, confirming, one_dialect, planning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.pipeline.answers import Answers
    from qsys_schema.pipeline.project import Project


@group.command(
    short_help="Write the next migration, forward and back.",
    examples=[
        ("write the migration that leads to the specs", "generate add_tags"),
        ("agree to a loss by name", "generate --allow drop-column:jobs.progress"),
        ("answer that a column was renamed", "generate --rename jobs.owner=jobs.worker"),
        ("keep what somebody changed by hand, as a migration", "generate --from-drift adopt"),
        ("begin one that you write yourself", "generate --empty fill_owners"),
    ],
)
@click.argument("name", default="")
@answering
@click.option(
    "--from-drift",
    type=click.Choice(["undo", "adopt"]),
    default=None,
    help="What to do with changes made by hand: adopt writes a migration of them; undo writes that one, and one more "
    "that leads back to the specs.",
)
@click.option("--empty", is_flag=True, help="Write a template, to be filled by hand and then sealed.")
@planning
@one_dialect
@confirming
@common
def generate(
    options: Common,
    name: str,
    *,
    answers: Answers,
    from_drift: str | None,
    empty: bool,
    offline: bool,
    dialect: str,
    confirm: str,
) -> None:
    """Write the next migration, forward and back, once it is proven on a scratch copy.

    NAME becomes part of the file's name: add_tags gives 0002.add_tags.sql. Without it, a name is made of the changes.

    What loses data or may be a rename is asked on a terminal; elsewhere the command ends with 4 and prints the
    options that answer. With migrations pending, or changes made by hand, it says which, and stops.

    A project on several databases gets the same for each, unless --dialect names one.
    """
    from qsys_schema.errors import UsageError

    if "://" in name:
        raise UsageError("the name of the migration looks like a URL", hint="give the database with --database URL")
    project = options.project(dialect, offline=offline, confirm=confirm)
    if empty:
        _require_plain(name, asked=from_drift is not None or answers.given)
        others = () if dialect else project.settings.dialects
        _begin(options, [project, *(options.project(one) for one in others if one != project.dialect.name)], name)
        return
    from qsys_schema.cli import writing
    from qsys_schema.cli.ask import confirmed

    made = confirmed(
        options, project, lambda here: writing.written(here, options, name, answers, from_drift=from_drift or "")
    )
    if not options.as_json:
        writing.tell(options, made)
    also = [] if dialect else writing.for_others(project, options, answers, made, offline=offline)
    if options.as_json:
        echo.as_json(writing.as_json(project, made, also))


def _require_plain(name: str, *, asked: bool) -> None:
    from qsys_schema.errors import UsageError

    if not name or asked:
        raise UsageError(
            "--empty writes a template: it wants a NAME, and no answers about changes",
            hint="for example `qsys-schema generate --empty fill_owners`",
        )


def _begin(options: Common, projects: Sequence[Project], name: str) -> None:
    """Write the template of a migration that somebody is going to write, for each database of the project."""
    from qsys_schema.pipeline.byhand import empty

    made = [(project.dialect.name, *empty(project, name)) for project in projects]
    if options.as_json:
        echo.as_json({"templates": [dict(zip(("dialect", "path", "rollback"), one, strict=True)) for one in made]})
        return
    for _, path, back in made:
        echo.result(f"wrote {path}\nwrote {back}")
    echo.result("write their statements, then run `qsys-schema seal`")

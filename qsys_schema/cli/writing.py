"""Writing migrations for one database of the project after the other, asking for what is still to decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import UNDECIDED
from qsys_schema.cli.present import decision_as_json, difference_as_json, generated_as_text
from qsys_schema.errors import ConfirmationNeeded, ConsentNeeded, DatabaseUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.cli.options import Common
    from qsys_schema.cli.present import Json
    from qsys_schema.pipeline.answers import Answers
    from qsys_schema.pipeline.generate import Generated
    from qsys_schema.pipeline.project import Project


def written(project: Project, options: Common, name: str, answers: Answers, *, from_drift: str) -> Generated:
    """Write the migration, asking for what is still to decide until nothing is."""
    from qsys_schema.cli.ask import ask
    from qsys_schema.cli.progress import working
    from qsys_schema.pipeline.generate import generate, preview

    while True:
        try:
            with working(options, "comparing, planning, and proving on a scratch copy"):
                return generate(project, name, answers, from_drift=from_drift)
        except ConfirmationNeeded:
            raise
        except ConsentNeeded as error:
            if options.as_json:
                shown = difference_as_json(project.dialect.name, preview(project, answers), ())
                # What is asked may be about changes made by hand, which the difference does not show.
                echo.as_json({**shown, "decisions": [decision_as_json(item) for item in error.decisions]})
                raise click.exceptions.Exit(UNDECIDED) from error
            answers = ask(error, answers)


def for_others(
    project: Project, options: Common, answers: Answers, made: Generated, *, offline: bool
) -> list[tuple[Project, Generated]]:
    """Write the same for the project's other databases, whose migrations, replayed, stand for them.

    One for which no server is at hand is left for later, and named: `check` finds what is missing.
    """
    if not made.migrations:
        return []
    name = made.migrations[0].id.partition(".")[2]
    # A column is split on the database that was asked to, and nowhere else.
    said = replace(answers, expand=())
    done: list[tuple[Project, Generated]] = []
    for other in project.settings.dialects:
        if other == project.dialect.name:
            continue
        its = options.project(other, offline=offline)
        try:
            found = written(its, options, name, said, from_drift="")
        except DatabaseUnavailable as error:
            options.talk(f"{other}: nothing was written: {error}")
            options.talk(f"where there is such a server, `qsys-schema generate {name} --dialect {other}` does")
            continue
        done.append((its, found))
        if not options.as_json and found.migrations:
            echo.result(f"\nfor {other}:")
            tell(options, found)
    return done


def tell(options: Common, made: Generated) -> None:
    """What was written, for a person."""
    for note in made.notes:
        echo.result(note)
    if made.migrations and options.on_screen:
        from qsys_schema.cli.screen.changes import show_generated

        show_generated(made.difference, made.migrations, is_applied=made.is_applied)
    elif made.migrations:
        echo.result("\n".join(generated_as_text(made.difference, made.migrations, is_applied=made.is_applied)))
    else:
        echo.result("nothing to do: no migration is needed")


def as_json(project: Project, made: Generated, others: Sequence[tuple[Project, Generated]]) -> Json:
    """What was written, for a machine: that of the database in question, and the others' beside it."""
    return {**_one(project, made), "notes": list(made.notes), "others": [_one(*other) for other in others]}


def _one(project: Project, made: Generated) -> Json:
    return difference_as_json(project.dialect.name, made.difference, [one.path for one in made.migrations])

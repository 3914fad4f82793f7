"""The commands for a database that is there already: pull and adopt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import group
from qsys_schema.cli.options import Common, Function, common, confirming
from qsys_schema.dialects.registry import EXAMPLE

if TYPE_CHECKING:
    from qsys_schema.model.ownership import Ownership
    from qsys_schema.pipeline.adopt import Adopted
    from qsys_schema.pipeline.project import Project
    from qsys_schema.pipeline.pull import Pulled


def _choosing(command: Function) -> Function:
    """Give a command the options that choose a part of a database, gathered into ``only``."""
    import functools

    @functools.wraps(command)
    def wrapped(**values: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        from qsys_schema.model.ownership import EVERYTHING, Ownership

        include, exclude = values.pop("include"), values.pop("exclude")
        only = Ownership(include=include, exclude=exclude) if include or exclude else EVERYTHING
        return command(**values, only=only)

    for option in (
        click.option(
            "--exclude",
            metavar="PATTERN",
            multiple=True,
            help="Leave out what has such a name: 'auth_*'. May be repeated.",
        ),
        click.option(
            "--include",
            metavar="PATTERN",
            multiple=True,
            help="Only tables, views, functions and types with such a name: 'blog_*'. May be repeated.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


@group.command(
    short_help="Write specs from a live database.",
    examples=[
        ("specs for everything in a database", f"pull --database {EXAMPLE}"),
        ("only those of some tables", "pull --include blog_* --exclude blog_old_*"),
        ("the same, and a first migration that is recorded as applied on it", "pull --baseline"),
    ],
)
@click.option("--baseline", is_flag=True, help="Write the first migration too, and record it as applied here.")
@_choosing
@confirming
@common
def pull(options: Common, *, baseline: bool, only: Ownership, confirm: str) -> None:
    """Write specs from a live database: one file for each table, view, function and type.

    Files that are right already stay as they are; in others, only what is wrong is changed. Nothing is written if
    anything in the database cannot be said in a spec. What others own, by include and exclude of the settings, is left
    alone by every command; the options here choose a part of the rest.
    """
    from qsys_schema.cli.ask import confirmed
    from qsys_schema.pipeline.adopt import adopt_database
    from qsys_schema.pipeline.pull import pull as write_specs

    if baseline:
        project = options.project(confirm=confirm)
        _tell_adopted(options, confirmed(options, project, lambda here: adopt_database(here, only)))
        return
    found = write_specs(options.project(), only)
    if options.as_json:
        echo.as_json({**_as_json(found), "migration": None})
    else:
        _tell(options, found)


@group.command(
    short_help="Take over a database that other tools made.",
    examples=[
        ("specs, and a first migration that stands for what is there", f"adopt --database {EXAMPLE}"),
        ("migrations that were written by hand for yoyo, with all that they have done", "adopt --from db/migrations"),
        ("without the tables that others go on making", "adopt --exclude django_* --exclude auth_*"),
    ],
)
@click.option("--from", "source", metavar="DIR", default="", help="A folder of yoyo's SQL migrations to take over.")
@_choosing
@confirming
@common
def adopt(options: Common, *, source: str, only: Ownership, confirm: str) -> None:
    """Take over a database that is there: specs of all that is in it, and a history that it has already.

    The history is a first migration, recorded as applied here and run on new databases; with --from, it is that of a
    folder of migrations for yoyo, which are copied, proven and found applied. Records that Alembic, Django, Drizzle,
    Prisma, Flyway and others left behind are named and never touched.
    """
    from qsys_schema.cli.ask import confirmed
    from qsys_schema.pipeline.adopt import adopt_database
    from qsys_schema.pipeline.takeover import take_over

    def run(here: Project) -> Adopted:
        return take_over(here, source) if source else adopt_database(here, only)

    _tell_adopted(options, confirmed(options, options.project(confirm=confirm), run))


def _as_json(found: Pulled) -> dict[str, object]:
    names = ("written", "kept", "missing", "foreign", "external", "unsaid")
    left = [{"tool": one.tool, "table": one.table, "last": one.last} for one in found.left]
    return {**{name: list(getattr(found, name)) for name in names}, "left_behind": left}


def _tell(options: Common, found: Pulled, *, stands: str = "it is nobody's table, and is left alone") -> None:
    for verb, paths in (("wrote", found.written), ("kept", found.kept)):
        for one in paths:
            echo.result(f"{verb} {one}")
    for one in found.missing:
        options.talk(f"{one} declares what the database does not have; the next migration would make it")
    for one in found.foreign:
        options.talk(f"{one} cannot be described by a spec; it is left alone")
    for one in found.external:
        options.talk(f"{one} belongs to others: its spec is external, and nothing is done to it")
    for tool in found.left:
        last = f" at {tool.last}" if tool.last else ""
        options.talk(f"{tool.table} was left behind by {tool.tool}{last}: {stands}")
    if found.unsaid:
        options.talk(
            f"no spec says anything of {', '.join(found.unsaid)}: pull them too, or put patterns for them into exclude "
            "of [tool.qsys-schema]; else the next migration would ask to drop them"
        )


def _tell_adopted(options: Common, found: Adopted) -> None:
    if options.as_json:
        paths = [one.path for one in found.migrations]
        echo.as_json({**_as_json(found.pulled), "migration": paths[-1] if paths else None, "migrations": paths})
        return
    _tell(options, found.pulled, stands="the history stands for it now, and nothing touches it")
    for line in found.lines:
        echo.result(line)
    for line in found.talk:
        options.talk(line)

"""The commands for files that people bring together or write themselves: rebase, seal, squash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import complete, echo
from qsys_schema.cli.group import group
from qsys_schema.cli.options import Common, common, one_dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qsys_schema.history.read import History


@group.command(
    short_help="Put a merged branch's migrations behind the others.",
    examples=[
        ("after a merge: the branch that is not applied on this database moves", "rebase"),
        ("without a database, or where neither is applied: name the one that moves", "rebase 0002.add_tags"),
    ],
)
@click.argument("identifiers", metavar="[ID]...", nargs=-1, shell_complete=complete.migrations)
@one_dialect
@common
def rebase(options: Common, identifiers: tuple[str, ...], dialect: str) -> None:
    """Put the migrations of one branch behind those of the others, after a merge that brought both together.

    They get new numbers, dependencies and fingerprints, and are proven again where they stand then: forward, back and
    forward. Where that fails nothing is changed. What is applied on the database is never moved.
    """
    from qsys_schema.pipeline.rebase import rebase as put_behind

    done = put_behind(options.project(dialect), identifiers)
    if options.as_json:
        moved = [{"from": was.id, "to": is_now.id, "path": is_now.path} for was, is_now in done.moved]
        echo.as_json({"moved": moved, "left": list(done.left)})
        return
    for was, is_now in done.moved:
        echo.result(f"{was.id} is {is_now.id} now, proven forward, back and forward again")
    if not done.moved:
        echo.result("nothing to do: the history does not fork")
    _tell_of_others(options, dialect, "rebase", lambda history: history.forks)
    for change in done.left:
        options.talk(f"the specs want more than the migrations make: {change}")
    if done.left:
        options.talk("look at the specs that were merged; `qsys-schema generate` writes what is missing")


@group.command(
    short_help="Prove and record what was written or edited by hand.",
    examples=[
        ("everything that qsys.sum does not list as it is", "seal"),
        ("one migration", "seal 0003.fill_owners"),
    ],
)
@click.argument("identifiers", metavar="[ID]...", nargs=-1, shell_complete=complete.migrations)
@one_dialect
@common
def seal(options: Common, identifiers: tuple[str, ...], dialect: str) -> None:
    """Prove migrations that were written or edited by hand, and record them in qsys.sum.

    The one rule for such files: until they are sealed, nothing runs them. They run forward, back and forward again on a
    scratch copy with made-up rows, and get the fingerprints in their header. Tables whose rows they mean to change
    stand in a line of the header, `-- rows: jobs, owners`. What is applied on the database cannot be sealed anew.
    """
    from qsys_schema.pipeline.byhand import seal as record

    done = record(options.project(dialect), identifiers)
    if options.as_json:
        sealed = [{"migration": one.id, "path": one.path, "changed": list(proof.changed)} for one, proof in done.proven]
        echo.as_json({"sealed": sealed, "gone": list(done.gone)})
        return
    for one, proof in done.proven:
        echo.result(f"sealed {one.id}, proven forward, back and forward again")
        for line in (*proof.changed, *proof.limits):
            echo.result(f"  {line}")
    for name in done.gone:
        echo.result(f"{name} is gone, and no longer listed")
    if not done.proven and not done.gone:
        echo.result("nothing to do: qsys.sum lists every file as it is")
    _tell_of_others(options, dialect, "seal", lambda history: history.unsealed)


@group.command(
    short_help="Make one migration of many.",
    examples=[
        ("one file in place of the first twenty", "squash --to 0020.add_tags"),
        ("all of them, by another name", "squash --to 0020.add_tags baseline"),
    ],
)
@click.argument("name", default="")
@click.option(
    "--to",
    "identifier",
    metavar="ID",
    required=True,
    help="The last migration that becomes part of it.",
    shell_complete=complete.migrations,
)
@one_dialect
@common
def squash(options: Common, name: str, identifier: str, dialect: str) -> None:
    """Make one migration of all up to ID, proven to give the same schema and the same rows.

    It keeps ID's name, unless it is the last one and NAME gives another. What only the tool has written is planned
    anew; from the first migration on that was written by hand or changes rows, all are kept word for word and in order.
    A database that has everything that it replaces is told so by the next `apply`, and nothing runs there.
    """
    from qsys_schema.pipeline.squash import squash as make_one

    done = make_one(options.project(dialect), identifier, name)
    if options.as_json:
        one = done.migration
        echo.as_json({"migration": one.id, "path": one.path, "replaces": list(done.replaced), "kept": list(done.kept)})
        return
    echo.result(f"wrote {done.migration.path} in place of {len(done.replaced)} migrations, proven to make the same")
    for kept in done.kept:
        echo.result(f"  kept word for word: {kept}")


def _tell_of_others(options: Common, dialect: str, command: str, wants: Callable[[History], Sequence[str]]) -> None:
    """Name the project's other databases whose migrations want the same."""
    from qsys_schema.history.read import survey

    project = options.project(dialect)
    for other in project.settings.dialects:
        if other != project.dialect.name and wants(survey(project.settings.migrations_folder / other)):
            options.talk(f"{other} wants it too: `qsys-schema {command} --dialect {other}`")

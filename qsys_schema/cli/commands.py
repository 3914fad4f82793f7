"""The commands for specs and migrations: each reads its options, calls one pipeline function, prints, and exits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import (
    adopt,
    branches,
    code,
    complete,
    completion,
    databases,
    docs,
    echo,
    generate,
    init,
    lint,
    review,
)
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, answering, common, one_dialect, planning, sharing
from qsys_schema.dialects.registry import EXAMPLE, NAMES

if TYPE_CHECKING:
    from qsys_schema.pipeline.answers import Answers
    from qsys_schema.pipeline.check import Checked

__all__ = [
    "adopt",
    "branches",
    "code",
    "completion",
    "databases",
    "docs",
    "generate",
    "group",
    "init",
    "lint",
    "review",
]

IN_SYNC = "nothing to do: the database is what the specs say"


@group.command(
    short_help="Check the specs: shape and meaning.",
    examples=[
        ("every problem of every spec, with its line", "validate"),
        ("specs in another folder, for an editor or a script", "validate --schema services/queue/schema --format json"),
    ],
)
@common
def validate(options: Common) -> None:
    """Check the specs: shape and meaning, every problem at once, each with file, line and column.

    Named queries are checked against the specs, too. Needs no database. Ends with 1 if there is a problem.
    """
    project = options.project()
    wish = project.wish()
    if wish.queries:
        from qsys_schema.pipeline.queries import checked

        checked(project, wish)
    if options.as_json:
        echo.as_json({"valid": True, "files": list(wish.files), "problems": []})
    else:
        queries = ["query", "queries"][len(wish.queries) != 1]
        counted = f", with {len(wish.queries)} {queries}" if wish.queries else ""
        echo.result(f"{_count(len(wish.files), 'spec')} {'is' if len(wish.files) == 1 else 'are'} valid{counted}")


@group.command(
    short_help="Compare the database with the specs; write nothing.",
    examples=[
        ("what differs between a live database and the specs", f"diff --database {EXAMPLE}"),
        ("what the next migration would hold, without a database: the migrations stand for it", "diff"),
        ("in a script: 3 if anything differs", f"diff --database {EXAMPLE} --exit-code --quiet"),
        ("the same for a machine", "diff --format json"),
        ("the comment for a pull request", f"diff --database {EXAMPLE} --format markdown"),
    ],
)
@answering
@planning
@click.option("--exit-code", is_flag=True, help="End with 3 when there is a difference.")
@sharing("markdown")
def diff(
    options: Common,
    *,
    answers: Answers,
    exit_code: bool,
    offline: bool,
) -> None:
    """Compare the database with the specs: print changes, risks, open questions and SQL; write nothing.

    Without a database, all migrations are replayed on a scratch database that stands for it.
    """
    from qsys_schema.pipeline.memo import known_in_sync

    project = options.project(offline=offline)
    is_text = options.format == "text"
    if is_text and not (answers.rename or answers.no_rename or answers.expand) and known_in_sync(project):
        echo.result(IN_SYNC)
        return
    from qsys_schema.cli.present import difference_as_json, difference_as_text
    from qsys_schema.pipeline.generate import preview

    found = preview(project, answers)
    if options.as_json:
        echo.as_json(difference_as_json(project.dialect.name, found, ()))
    elif not is_text:
        review.show_difference(project, found)
    elif found.in_sync:
        echo.result(IN_SYNC)
    elif options.on_screen:
        from qsys_schema.cli.screen.changes import show_difference

        show_difference(found)
    else:
        echo.exact("\n".join(difference_as_text(found)))
    if exit_code and not found.in_sync:
        raise click.exceptions.Exit(DIFFERENT)


@group.command(
    short_help="The CI gate; needs no database.",
    examples=[
        ("all that CI has to know before a merge", "check"),
        ("the findings for a machine", "check --format json"),
        ("the comment for a pull request: findings, and what this branch changes", "check --format markdown"),
    ],
)
@one_dialect
@sharing("markdown")
def check(options: Common, dialect: str) -> None:
    """The CI gate: do specs, migration files and what they do agree? Needs no database.

    The specs are valid, no file was edited, replaying all migrations on a scratch database gives exactly the specs,
    and every rollback gives back what was there. Ends with 3 if something of it does not hold.
    """
    from qsys_schema.cli.progress import working
    from qsys_schema.pipeline.check import check as check_all

    with working(options, "replaying all migrations, forward and back"):
        found = check_all(options.project(dialect))
    if options.format == "markdown":
        review.show_checked(options, dialect, found)
    elif options.as_json:
        findings = [{"where": item.where, "text": item.text} for item in found.findings]
        echo.as_json({"specs": found.specs, "migrations": found.migrations, "findings": findings})
    else:
        _show_checked(options, found)
    if found.findings:
        raise click.exceptions.Exit(DIFFERENT)


@group.command(
    short_help="Prove one migration forward and back.",
    examples=[
        ("prove a migration that somebody wrote or edited by hand", "verify 0002.add_tags"),
        ("the same for a machine", "verify 0002.add_tags --format json"),
    ],
)
@click.argument("identifier", metavar="ID", shell_complete=complete.migrations)
@common
def verify(options: Common, identifier: str) -> None:
    """Prove one migration forward, back and forward again on a scratch copy with made-up rows.

    ID is the file's name without .sql, as `qsys-schema status` prints it. Ends with 3 if it is not proven.
    """
    from qsys_schema.errors import ProofFailed
    from qsys_schema.pipeline.check import verify as prove_one

    try:
        proof = prove_one(options.project(), identifier)
    except ProofFailed as error:
        if options.as_json:
            echo.as_json({"migration": identifier, "proven": False, "error": error.what})
        else:
            echo.result(f"{identifier} is not proven: {error}")
        raise click.exceptions.Exit(DIFFERENT) from error
    rows = {name: count for name, count in sorted(proof.rows.items()) if count}
    if options.as_json:
        echo.as_json({"migration": identifier, "proven": True, "rows": rows, "changed": list(proof.changed)})
    else:
        shown = ", ".join(f"{name} {count}" for name, count in rows.items()) or "none in the tables there"
        echo.result(f"{identifier} is proven forward, back and forward again (rows: {shown})")
        for line in (*proof.changed, *proof.limits):
            echo.result(f"  {line}")


@group.command(
    short_help="Print the full DDL of the specs.",
    examples=[
        ("the whole schema as one script", "show"),
        ("for one of the project's databases", f"show --dialect {NAMES[0]}"),
    ],
)
@one_dialect
@common
def show(options: Common, dialect: str) -> None:
    """Print the full DDL of the specs, as it would be on an empty database."""
    from qsys_schema.cli.present import statements_as_text
    from qsys_schema.pipeline.history import whole

    statements = whole(options.project(dialect))
    if options.as_json:
        echo.as_json({"statements": [statement.sql for statement in statements]})
    elif options.on_screen:
        from qsys_schema.cli.screen.changes import show_statements

        show_statements(statements)
    else:
        echo.exact("\n".join(statements_as_text(statements)).rstrip())


def _show_checked(options: Common, found: Checked) -> None:
    verdict = _count(len(found.findings), "finding") if found.findings else "all of it holds"
    counted = f"{_count(found.specs, 'spec')} and {_count(found.migrations, 'migration')}"
    verdict = f"checked {counted}: {verdict}"
    if options.on_screen:
        from qsys_schema.cli.screen.findings import Shown, show_findings

        shown = (Shown(where=item.where, text=item.text) for item in found.findings)
        show_findings(shown, verdict, good=not found.findings)
        return
    for item in found.findings:
        echo.result(f"{item.where}: {item.text}")
    echo.result(verdict)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

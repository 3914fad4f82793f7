"""The command that finds what will hurt: in migration files, and in queries that read or sort whole tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, one_dialect, sharing

if TYPE_CHECKING:
    from qsys_schema.pipeline.lint import Report


@group.command(
    short_help="Find what is dangerous in migrations, and slow in queries.",
    examples=[
        ("every migration file, and every named query", "lint"),
        ("only what a branch has added, as comments at its lines", "lint --since-git origin/main --format github"),
        ("one file that somebody wrote by hand", "lint 0012.move_progress"),
        ("what a code means, with an example of each side", "lint --explain DS103"),
        ("also notes, and what is acknowledged", "lint --verbose"),
        ("for the code scanning of a code host", "lint --format sarif"),
    ],
)
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option("--since", metavar="ID", default="", help="Only migrations after this one.")
@click.option(
    "--since-git",
    metavar="REVISION",
    default="",
    help="Only migrations that were added or changed since this branch left REVISION: origin/main.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="End with 3 for a finding of this level, or a heavier one.",
)
@click.option("--explain", metavar="CODE", default="", help="What a code means, with examples; looks at no file.")
@click.option("--rules", is_flag=True, help="All codes, each in a line; looks at no file.")
@one_dialect
@sharing("sarif", "markdown", "github")
def lint(
    options: Common,
    *,
    identifiers: tuple[str, ...],
    since: str,
    since_git: str,
    fail_on: str,
    explain: str,
    rules: bool,
    dialect: str,
) -> None:
    """Find what is dangerous in migration files, and named queries that get slower as tables grow.

    Each migration is run on a scratch database, statement by statement: what counts is what it does there, however it
    is written. What a generated file says in its header is agreed to already. A finding that is meant to be is
    acknowledged in its file, with the reason: -- qsys:allow DS103 jobs.progress: moved to job_progress in 0012. For a
    query that is done in the spec: acknowledge: {QP101: "ten rows at most"}. Ends with 3 if an error is left.
    """
    from qsys_schema.pipeline.lint import lint_all

    project = options.project(dialect)
    if explain or rules:
        _explain(options, explain)
        return
    found = lint_all(project, identifiers, since=since, since_git=since_git)
    _show(options, found)
    if found.left(fail_on):
        raise click.exceptions.Exit(DIFFERENT)


def _show(options: Common, found: Report) -> None:
    from qsys_schema.cli.findings import finding_as_json, findings_as_text, verdict

    match options.format:
        case "json":
            echo.as_json({"findings": [finding_as_json(one) for one in found.findings], "unseen": list(found.unseen)})
        case "sarif":
            from qsys_schema.pipeline.lint import sarif

            echo.as_json(sarif(found))
        case "markdown":
            from qsys_schema.report.findings import as_markdown

            counted = f"{found.migrations} looked at: {verdict(found.findings, verbose=True)}"
            echo.exact(as_markdown(found.findings, counted=counted, unseen=found.unseen))
        case "github":
            from qsys_schema.report.github import as_commands

            for line in as_commands(found.findings):
                echo.exact(line)
        case _ if options.on_screen:
            from qsys_schema.cli.screen.findings import show_lint

            counted = verdict(found.findings, verbose=options.verbose)
            show_lint(found.findings, found.unseen, counted, verbose=options.verbose)
        case _:
            for line in findings_as_text(found.findings, verbose=options.verbose):
                echo.result(line)
            for one in found.unseen:
                echo.result(f"{one}: not looked at, since one before it fails")
            echo.result(verdict(found.findings, verbose=options.verbose))


def _explain(options: Common, code: str) -> None:
    from qsys_schema.cli.findings import rule_as_json, rule_as_text
    from qsys_schema.pipeline.lint import explained

    found = explained(options.project(), code)
    if options.as_json:
        echo.as_json({"rules": [rule_as_json(rule, level) for rule, level in found]})
    elif code:
        echo.result("\n".join(line for rule, level in found for line in rule_as_text(rule, level)))
    else:
        for rule, level in found:
            echo.result(f"{rule.code}  {level:<8}{rule.title}")

"""The command that writes the page about a schema."""

from __future__ import annotations

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, common
from qsys_schema.dialects.registry import NAMES


@group.command(
    short_help="Write a page with every table, index and query.",
    examples=[
        ("write schema.html, for all databases of the project", "docs"),
        ("as the index of a folder that is published", "docs --output site/"),
        ("in CI: 3 if the page on disk is not what would be written", "docs --output site/ --check"),
        ("to stdout, for another tool", "docs --output - --no-history"),
    ],
)
@click.option("--output", metavar="FILE|DIR", default="", help="Where to write; - for stdout.  [default: schema.html]")
@click.option("--title", metavar="TEXT", default="", help="The title; otherwise the name of the Python project.")
@click.option(
    "--dialect",
    "dialects",
    metavar="NAME",
    multiple=True,
    help=f"{', '.join(NAMES)}; may be repeated. Without it, all that the configuration names.",
)
@click.option("--no-history", is_flag=True, help="Leave out what each migration did.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 3 if the page is stale.")
@common
def docs(
    options: Common, *, output: str, title: str, dialects: tuple[str, ...], no_history: bool, only_check: bool
) -> None:
    """Write a page about the schema: one HTML file that works offline, in any browser, and asks for nothing.

    It has an ER diagram, and every table with its columns, indexes and the named queries that they serve, checks,
    keys, triggers and what each migration did to it; views, types, and all named queries. The same specs and
    migrations give the same bytes, so that the file can be committed. Needs no live database.
    """
    from qsys_schema.pipeline.docs import STDOUT, Page, Request, page, write_page

    request = Request(output=output, title=title, dialects=dialects, history=not no_history)
    project = options.project()
    if output == STDOUT:
        if only_check or options.as_json:
            raise click.UsageError("--output - is the page itself, which cannot be checked or be JSON")
        echo.exact(page(project, request).text.removesuffix("\n"))
        return
    made: Page = page(project, request, strict=True) if only_check else write_page(project, request)
    if options.as_json:
        names = ("path", "current", "tables", "queries")
        echo.as_json(
            {**{name: getattr(made, name) for name in names}, "idle": list(made.idle), "notes": list(made.notes)}
        )
    else:
        verb = "nothing to do: it is current" if made.current else "stale" if only_check else "wrote"
        echo.result(f"{made.path}: {verb}" if made.current or only_check else f"{verb} {made.path}")
    for note in made.notes:
        options.talk(note)
    if only_check and not made.current:
        options.talk("run `qsys-schema docs` with the same options")
        raise click.exceptions.Exit(DIFFERENT)

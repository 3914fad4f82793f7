"""The command that makes a folder a project."""

from __future__ import annotations

import shlex

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import group
from qsys_schema.cli.options import Common, common
from qsys_schema.dialects.registry import NAMES

_HOSTS = ("github", "gitlab")


@group.command(
    short_help="Make a folder a working project.",
    examples=[
        ("here: specs, settings, Makefile, CI, editor settings", "init"),
        ("in a new folder, for two databases", f"init notes --dialect {NAMES[0]} --dialect {NAMES[1]}"),
        ("what would be written, and nothing else", "init --dry-run"),
    ],
)
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--name", default="", help="What the project is called.  [default: the folder's name]")
@click.option(
    "--dialect",
    "dialects",
    metavar="NAME",
    multiple=True,
    help=f"A database of the project: {', '.join(NAMES)}. May be repeated.  [default: that of --database]",
)
@click.option(
    "--ci",
    "hosts",
    type=click.Choice([*_HOSTS, "none"]),
    multiple=True,
    help=f"Where CI runs: {', '.join(_HOSTS)} or none. May be repeated.  [default: github]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@common
def init(
    options: Common,
    folder: str,
    name: str,
    dialects: tuple[str, ...],
    hosts: tuple[str, ...],
    *,
    dry_run: bool,
) -> None:
    """Make DIR a working project: an example of a spec, settings, Makefile, README, CI, editor and git settings.

    Nothing that is there is overwritten; run again, it writes what is missing and brings the editors' JSON Schema up to
    date. The README's two commands work at once.
    """
    from qsys_schema.pipeline.init import Asked, begin

    asked = Asked(
        folder=folder,
        name=name,
        database=options.database,
        dialects=dialects,
        hosts=[host for host in hosts or ("github",) if host != "none"],
        schema=options.schema,
        migrations=options.migrations,
    )
    found = begin(asked, dry_run=dry_run)
    if options.as_json:
        files = [{"path": one.path, "how": one.how, "note": one.note} for one in found.done]
        echo.as_json({"folder": found.folder, "dry_run": dry_run, "files": files, "notes": list(found.notes)})
        return
    would = {"wrote": "would write", "renewed": "would renew", "added to": "would add to", "kept": "would keep"}
    for one in found.done:
        echo.result(f"{would[one.how] if dry_run else one.how} {one.path}")
    for one in found.done:
        if one.note:
            options.talk(f"{one.path}: {one.note}")
    for note in found.notes:
        options.talk(note)
    if not dry_run:
        place = "" if folder == "." else f"cd {shlex.quote(folder)}; "
        options.talk(f"next: {place}make migrate")

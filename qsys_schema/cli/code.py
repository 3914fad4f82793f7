"""The commands about generated code."""

from __future__ import annotations

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, common


@group.command(
    short_help="Write the typed repositories.",
    examples=[
        ("write or refresh the repositories of the project", "codegen"),
        ("into another folder", "codegen --out services/queue/repositories"),
        ("in CI: 3 if what is on disk is not what would be written", "codegen --check"),
    ],
)
@click.option("--out", metavar="DIR", default="", help="The folder to write to; otherwise the configuration's.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 3 if a file is stale.")
@common
def codegen(options: Common, *, out: str, only_check: bool) -> None:
    """Write typed repositories from the specs and their queries: rows, and methods to read and write them.

    Everything is checked before the first file is written. Files of the folder that were generated and are no longer
    wanted are removed; others are never touched.
    """
    from qsys_schema.pipeline.codegen import stale_code, write_code

    project = options.project()
    if only_check:
        stale = stale_code(project, out)
        if options.as_json:
            echo.as_json({"current": not stale, "stale": [{"path": one.path, "how": one.how} for one in stale]})
        else:
            for one in stale:
                echo.result(f"{one.path}: {one.how}")
            echo.result("run `qsys-schema codegen`" if stale else "the repositories are current")
        if stale:
            raise click.exceptions.Exit(DIFFERENT)
        return
    done = write_code(project, out)
    if options.as_json:
        echo.as_json({"written": list(done.written), "kept": list(done.kept), "removed": list(done.removed)})
        return
    for verb, paths in (("wrote", done.written), ("removed", done.removed)):
        for path in paths:
            echo.result(f"{verb} {path}")
    if not done.written and not done.removed:
        echo.result("nothing to do: the repositories are current")

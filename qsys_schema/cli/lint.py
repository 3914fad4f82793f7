"""The command that finds what is not wrong and will hurt: queries that read or sort whole tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qsys_schema.cli import echo
from qsys_schema.cli.group import DIFFERENT, group
from qsys_schema.cli.options import Common, common, one_dialect

if TYPE_CHECKING:
    from qsys_schema.pipeline.lint import Finding


@group.command(
    short_help="Find queries that read or sort whole tables.",
    examples=[
        ("which queries get slower as the tables grow, each with its plan", "lint"),
        ("the accepted ones too, each with its reason", "lint --verbose"),
        ("the findings for a machine", "lint --format json"),
    ],
)
@one_dialect
@common
def lint(options: Common, dialect: str) -> None:
    """Find named queries that read a whole table (QP101), or sort more than they give (QP102).

    The plans are those of a scratch database made from the specs, as if its tables were large. A finding that is
    meant to be is acknowledged in the spec, with its reason: acknowledge: {QP101: "ten rows at most"}. Ends with 3 if
    any other is left.
    """
    from qsys_schema.pipeline.lint import lint as find

    found = find(options.project(dialect))
    left = [one for one in found if not one.acknowledged]
    if options.as_json:
        echo.as_json({"findings": [_as_json(one) for one in found]})
    else:
        for one in found if options.verbose else left:
            _show(one)
        accepted = f", {len(found) - len(left)} acknowledged" if len(found) > len(left) else ""
        echo.result(f"{len(left)} {'finding' if len(left) == 1 else 'findings'}{accepted}")
    if left:
        raise click.exceptions.Exit(DIFFERENT)


def _as_json(one: Finding) -> dict[str, object]:
    return {
        "code": one.code,
        "query": one.query,
        "where": one.where,
        "text": one.text,
        "variant": one.variant or None,
        "plan": list(one.plan),
        "acknowledged": one.acknowledged or None,
    }


def _show(one: Finding) -> None:
    variant = f" {one.variant}" if one.variant else ""
    echo.result(f"{one.where}: {one.code} query {one.query}{variant} {one.text}")
    for line in one.plan:
        echo.result(f"    {line}")
    if one.acknowledged:
        echo.result(f"    acknowledged: {one.acknowledged}")

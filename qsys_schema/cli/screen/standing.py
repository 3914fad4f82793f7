"""Where a database stands, for somebody at a terminal: a table of its migrations, and below it what drifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.cli.drifted import drift_as_text
from qsys_schema.cli.screen.paper import Page

if TYPE_CHECKING:
    from qsys_schema.apply.status import Status
    from qsys_schema.pipeline.history import Standing


def show_standing(found: Standing) -> None:
    """Each migration once, with all that is to be said of it."""
    page = Page()
    page.line(page.text("database  ", "dim"), page.text(found.database, "bold"))
    rows = [
        (page.text(name), page.text(state, style), page.text(found.migrations.when.get(name, ""), "dim"))
        for name, state, style in _states(found.migrations)
    ]
    page.gap()
    if not rows:
        page.line(page.text("no migrations"))
    elif page.narrow:
        for name, state, when in rows:
            page.line(name)
            page.line(state, page.text(" " if when.plain else ""), when, indent=2)
    else:
        page.table(("migration", "state", "applied at (UTC)"), rows, indent=0)
    for title, lines in (("problems with files", found.migrations.problems), ("changed by hand", found.drift)):
        if lines:
            page.gap()
            page.line(page.text(title, "bold red"))
            for line in lines:
                page.line(page.text(line), indent=2)
    for line in drift_as_text(found):
        page.line(page.text(line)) if line else page.gap()
    if found.clean:
        page.gap()
        page.line(page.text("everything is applied, and the database is as its migrations made it", "green"))
    page.show()


def _states(state: Status) -> list[tuple[str, str, str]]:
    """Each migration with its state in words, and the colour of it: what was applied, oldest first, then the rest."""
    found: list[tuple[str, str, str]] = []
    for name in state.applied:
        if name in state.unknown:
            found.append((name, "applied, but there is no file", "red"))
        elif name in state.edited:
            found.append((name, "edited since it was applied", "red"))
        else:
            found.append((name, "applied", "green"))
    late = "pending, but later ones are applied"
    found.extend(
        (name, late, "red") if name in state.out_of_order else (name, "pending", "yellow") for name in state.pending
    )
    return found

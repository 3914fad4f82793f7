"""What changes, for somebody at a terminal: by table, with marks; then the risks, the questions and the SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qsys_schema.cli.present import MOST_LINES, next_step, statements_as_text
from qsys_schema.cli.screen.paper import Page
from qsys_schema.model.about import ref_of
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.pipeline.words import detail_of, kind_of, source_of
from qsys_schema.spec.load import locate

if TYPE_CHECKING:
    from qsys_schema.errors import Decision
    from qsys_schema.model.change import Change
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.step import Statement
    from qsys_schema.pipeline.difference import Difference

_MARKS = {"add": ("+", "green"), "drop": ("-", "red")}
_OTHERWISE = ("~", "yellow")

_COLOURS = {
    RiskKind.LOSES_DATA: "bold red",
    RiskKind.BREAKS_CLIENTS: "red",
    RiskKind.MAY_FAIL_ON_DATA: "yellow",
    RiskKind.REWRITES_TABLE: "yellow",
    RiskKind.BLOCKS_WRITES: "yellow",
    RiskKind.BLOCKS_READS_AND_WRITES: "yellow",
    RiskKind.NAMING: "cyan",
}


def show_difference(found: Difference) -> None:
    """Changes, risks, open questions, and the SQL forward and back."""
    page = Page()
    _changes(page, found.all_changes)
    _risks(page, "risks", found.risks)
    _risks(page, "risks of rolling back", found.rollback_risks)
    _decisions(page, found.decisions)
    page.gap()
    _script(page, "forward", found.statements)
    _script(page, "back", found.rollback)
    page.show()


def show_generated(found: Difference, migrations: Sequence[Migration], *, is_applied: bool = False) -> None:
    """The files, what they do, and the risks; the SQL is in the files."""
    page = Page()
    for migration in migrations:
        page.line(page.text("wrote ", "bold green"), page.text(migration.path, "bold"))
    _changes(page, found.all_changes)
    _risks(page, "risks", found.risks)
    page.gap()
    page.line(page.text("proven forward, back and forward again", "green"), page.text(" on a scratch copy"))
    page.line(page.text(next_step(migrations, is_applied=is_applied)))
    page.show()


def show_scripts(scripts: Sequence[tuple[str, Sequence[str]]]) -> None:
    """The SQL of migrations, each under its name."""
    page = Page()
    for name, statements in scripts:
        page.sql(f"-- {name}")
        for statement in statements:
            page.sql(f"{statement};\n")
    page.show()


def show_statements(statements: Sequence[Statement]) -> None:
    """Statements as a script, each behind its comment."""
    page = Page()
    page.sql("\n".join(statements_as_text(statements)).rstrip())
    page.show()


def _changes(page: Page, changes: Sequence[Change]) -> None:
    shown = changes[:MOST_LINES]
    tables = list(dict.fromkeys(ref_of(change).table for change in shown))
    page.line(page.text(f"{len(changes)} change{'s' if len(changes) > 1 else ''}", "bold"))
    for table in tables:
        page.gap()
        page.line(page.text(table, "bold"), indent=1)
        of_table = [change for change in shown if ref_of(change).table == table]
        # Of names that are as long as each other, what is said of them stands in one column.
        wide = max(len(_what(change)) for change in of_table)
        for change in of_table:
            _change(page, change, wide=min(wide, page.width // 3))
    if len(changes) > MOST_LINES:
        page.gap()
        page.line(page.text(f"... and {len(changes) - MOST_LINES} more", "dim"), indent=1)


def _change(page: Page, change: Change, *, wide: int) -> None:
    verb = kind_of(change).partition("_")[0]
    mark, colour = _MARKS.get(verb, _OTHERWISE)
    what, detail, source = page.text(f"{mark} {_what(change)}", colour), detail_of(change), source_of(change)
    where = page.text(locate(source), "dim") if source is not None else page.text("")
    if page.narrow:
        page.line(what, indent=2)
        for more in (page.text(detail), where):
            if more.plain:
                page.line(more, indent=6)
        return
    what.pad_right(max(0, wide + 2 - what.cell_len))
    parts = [what, page.text(f"  {detail}" if detail else ""), page.text("  " if where.plain else ""), where]
    page.line(*parts, indent=2)


def _what(change: Change) -> str:
    ref = ref_of(change)
    return f"{ref.kind} {ref.name}" if ref.name and ref.kind != "primary key" else ref.kind


def _risks(page: Page, title: str, risks: Sequence[Risk]) -> None:
    if not risks:
        return
    page.gap()
    page.line(page.text(title, "bold"))
    shown = risks[:MOST_LINES]
    if page.narrow:
        for risk in shown:
            page.line(page.text(f"{risk.code} "), page.text(str(risk.kind), _COLOURS[risk.kind]), indent=1)
            page.line(page.text(str(risk.ref), "bold"), indent=2)
            page.line(page.text(risk.reason), indent=2)
    else:
        rows = [
            (
                page.text(risk.code),
                page.text(str(risk.kind), _COLOURS[risk.kind]),
                page.text(str(risk.ref), "bold"),
                page.text(risk.reason),
            )
            for risk in shown
        ]
        page.table(("code", "kind", "of", "reason"), rows)
    if len(risks) > MOST_LINES:
        page.line(page.text(f"... and {len(risks) - MOST_LINES} more", "dim"), indent=1)


def _decisions(page: Page, decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        page.gap()
        page.line(page.text("to decide: ", "bold yellow"), page.text(decision.question))
        for option in decision.options:
            page.typed(page.text(option, "cyan"))


def _script(page: Page, title: str, statements: Sequence[Statement]) -> None:
    page.sql("\n".join((f"-- {title}", *statements_as_text(statements))))

"""The methods of a repository that list rows: page by page in the order of the key, and by what an index can serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.codegen import paper
from qsys_schema.codegen.common import FETCH, asking, builder, given, select

if TYPE_CHECKING:
    from qsys_schema.codegen.shapes import Entity, Field, Finder
    from qsys_schema.codegen.sheet import Sheet


def add_pages(sheet: Sheet, one: Entity) -> None:
    """Write the methods that go through the whole table."""
    _listing(
        sheet, one, name="page", equal=(), order=one.key, descending=False, total=True, doc="in the order of the key"
    )
    gives = f"{'AsyncIterator' if sheet.flavour.asynchronous else 'Iterator'}[{one.row}]"
    page = sheet.renamed.get("page", "page")
    if not page:
        return
    sheet.method(
        "iterate",
        ["*", "batch: int = 1000"],
        gives,
        ("All rows in the order of the key, never more than ``batch`` of them in memory.",),
        [
            f"rows = {sheet.wait}self.{page}(limit=batch)",
            "while rows:",
            *(["    for row in rows:", "        yield row"] if sheet.flavour.asynchronous else ["    yield from rows"]),
            f"    rows = {sheet.wait}self.{page}(after=rows[-1], limit=batch)",
        ],
    )


def add_finder(sheet: Sheet, one: Entity, finder: Finder) -> None:
    """Write the method that finds or lists rows by the columns of an index."""
    if not finder.unique:
        order = ", ".join(field.name for field in finder.order)
        doc = (
            f"in the order of {order}{', the last first' if finder.descending else ''}"
            if order
            else "in no particular order"
        )
        _listing(
            sheet,
            one,
            name=finder.name,
            equal=finder.equal,
            order=finder.order,
            descending=finder.descending,
            total=finder.total,
            doc=doc,
        )
        return
    conditions = " AND ".join(f"{sheet.name(field.column)} = {sheet.speller.mark}" for field in finder.equal)
    sql = sheet.sql(finder.name, f"WHERE {conditions}", after=select(sheet, one))
    sheet.method(
        finder.name,
        [f"{field.parameter}: {field.annotation}" for field in finder.equal],
        f"{one.row} | None",
        (f"The row with these values, or None; served by {finder.index}.",),
        [
            *asking(sheet, FETCH, sql, [given(field) for field in finder.equal]),
            f"return {builder(one)}(*rows[0]) if rows else None",
        ],
    )


def _listing(
    sheet: Sheet,
    one: Entity,
    *,
    name: str,
    equal: tuple[Field, ...],
    order: tuple[Field, ...],
    descending: bool,
    total: bool,
    doc: str,
) -> None:
    """A method that gives rows in an order, and pages where the order is total."""
    mark, direction = sheet.speller.mark, " DESC" if descending else ""
    selected = select(sheet, one)
    conditions = [f"{sheet.name(field.column)} = {mark}" for field in equal]
    names = [sheet.name(field.column) for field in order]
    sorting = f"ORDER BY {', '.join(name + direction for name in names)}\n" if order else ""
    tail = f"{sorting}LIMIT {mark}"
    first = sheet.sql(name, _where(conditions) + tail, after=selected)
    values = [given(field) for field in equal]
    parameters = [f"{field.parameter}: {field.annotation}" for field in equal]
    rows = f"[{builder(one)}(*row) for row in rows]"
    if not total:
        sheet.method(
            name,
            [*parameters, "*", "limit: int = 100"],
            f"list[{one.row}]",
            (f"At most ``limit`` rows with these values, {doc}.",),
            [*asking(sheet, FETCH, first, [*values, "limit"]), f"return {rows}"],
        )
        return
    beyond = f"{_row(names)} {'<' if descending else '>'} {_row([mark] * len(names))}"
    then = sheet.sql(f"{name}_after", _where([*conditions, beyond]) + tail, after=selected)
    last = [given(field, f"after.{field.name}") for field in order]
    what = "rows with these values" if equal else "rows"
    sheet.method(
        name,
        [*parameters, "*", f"after: {one.row} | None = None", "limit: int = 100"],
        f"list[{one.row}]",
        (f"At most ``limit`` {what}, {doc}; those behind ``after`` where it is given.",),
        [
            "if after is None:",
            *asking(sheet, FETCH, first, [*values, "limit"], indent=paper.INDENT),
            "else:",
            *asking(sheet, FETCH, then, [*values, *last, "limit"], indent=paper.INDENT, name="behind"),
            f"return {rows}",
        ],
    )


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}\n" if conditions else ""


def _row(items: list[str]) -> str:
    """One value, or several that are compared as a row."""
    return items[0] if len(items) == 1 else f"({', '.join(items)})"

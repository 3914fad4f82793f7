"""What the parts of a repository have in common: the function that makes a row, and the key as SQL and as Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.codegen import paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.codegen.shapes import Entity, Field
    from qsys_schema.codegen.sheet import Sheet

FETCH = "rows = fetch"
CHANGE = "changed = change"


def builder(one: Entity) -> str:
    """The name of the function that makes a row."""
    return f"_{one.module}_row"


def all_columns(sheet: Sheet, one: Entity) -> list[str]:
    """The columns in SQL."""
    return [sheet.name(field.column) for field in one.fields]


def select(sheet: Sheet, one: Entity) -> str:
    """The constant that selects all columns, up to FROM."""
    columns = paper.sql_list("SELECT ", all_columns(sheet, one))
    return sheet.sql("select", f"{columns}\nFROM {sheet.name(one.table.name)}\n")


def add_builder(sheet: Sheet, one: Entity) -> None:
    """Write the function that makes a row of what the driver gives."""
    sheet.use(one.module, one.row)
    function(sheet, builder(one), one.row, f"A row of {one.table.name} as the driver gives it.", one.fields)


def function(sheet: Sheet, name: str, row: str, doc: str, fields: tuple[Field, ...]) -> None:
    """Write a function from the columns as they come to a row."""
    parameters = [f"{field.name}: Any" for field in fields]
    lines = paper.listed(f"def {name}(", parameters, f") -> {row}:")
    lines += paper.docstring(doc, indent=paper.INDENT)
    for field in fields:
        lines += coded(field.name, field.codec.decode, nullable=field.nullable)
    lines += paper.listed(f"return {row}(", [field.name for field in fields], ")", indent=paper.INDENT)
    if lines not in sheet.functions:
        sheet.functions.append(lines)


def coded(name: str, code: str, *, nullable: bool, indent: str = paper.INDENT) -> list[str]:
    """The statements that encode or decode a variable where it stands."""
    if not code:
        return []
    before, after = code.split("{}")
    if nullable:
        inside = paper.listed(f"{name} = {before}", [name], after, indent=indent + paper.INDENT)
        return [f"{indent}if {name} is not None:", *inside]
    return paper.listed(f"{name} = {before}", [name], after, indent=indent)


def given(field: Field, value: str = "") -> str:
    """The source of a value that is never None as the driver wants it: the parameter's, if no other is given."""
    return (field.codec.encode or "{}").format(value or field.parameter)


def where_key(sheet: Sheet, one: Entity) -> str:
    """The condition that holds for one key."""
    return " AND ".join(f"{sheet.name(field.column)} = {sheet.speller.mark}" for field in one.key)


def key_parameters(one: Entity) -> list[str]:
    """The key as positional parameters."""
    return [*(f"{field.parameter}: {field.annotation}" for field in one.key), "/"]


def key_values(one: Entity) -> list[str]:
    """The source of the key's values."""
    return [given(field) for field in one.key]


def asking(
    sheet: Sheet, before: str, sql: str, values: Sequence[str], *, indent: str = "", name: str = "values"
) -> list[str]:
    """The lines that run a statement: ``before`` is what its outcome is kept in, ``=`` and the function.

    Values that do not fit on a line are put into a variable of that name first.
    """
    variable, _, function = before.rpartition(" ")
    call = f"{variable} {sheet.wait}{function}("
    inside = f"({values[0]},)" if len(values) == 1 else f"({', '.join(values)})"
    if len(indent) + len(inside) + 3 * len(paper.INDENT) < paper.WIDTH:
        return sheet.call(call, ["self._connection", sql, inside], indent=indent)
    closing = ",)" if len(values) == 1 else ")"
    opened = paper.listed(f"{name} = (", values, closing, indent=indent, margin=2 * len(paper.INDENT))
    return [*opened, *sheet.call(call, ["self._connection", sql, name], indent=indent)]

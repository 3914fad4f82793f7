"""The repository of one table: what every table has for free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.codegen import paper
from qsys_schema.codegen.changes import add_changes
from qsys_schema.codegen.common import (
    FETCH,
    add_builder,
    asking,
    builder,
    given,
    key_parameters,
    key_values,
    select,
    where_key,
)
from qsys_schema.codegen.lists import add_finder, add_pages
from qsys_schema.codegen.writes import add_writes

if TYPE_CHECKING:
    from qsys_schema.codegen.shapes import Entity, Finder
    from qsys_schema.codegen.sheet import Sheet

_MOST_IN_LIST = 500
_MOST_ALTERNATIVES = 100


def add_table(sheet: Sheet, one: Entity, found: tuple[Finder, ...]) -> None:
    """Write everything that a table has for free."""
    sheet.use(one.module, one.row, one.new, one.changes, *one.declared.public)
    add_builder(sheet, one)
    if one.key:
        _reads_by_key(sheet, one)
        _lists_by_key(sheet, one)
    _counts(sheet, one)
    add_writes(sheet, one, builder(one))
    add_changes(sheet, one)
    if one.key:
        add_pages(sheet, one)
    for finder in found:
        add_finder(sheet, one, finder)


def _reads_by_key(sheet: Sheet, one: Entity) -> None:
    table, row, make = sheet.name(one.table.name), one.row, builder(one)
    where = where_key(sheet, one)
    get = sheet.sql("get", f"WHERE {where}", after=select(sheet, one))
    values = key_values(one)
    sheet.method(
        "get",
        key_parameters(one),
        f"{row} | None",
        ("The row with this key, or None.",),
        [
            *asking(sheet, FETCH, get, values),
            f"return {make}(*rows[0]) if rows else None",
        ],
    )
    exists = sheet.sql("exists", f"SELECT 1\nFROM {table}\nWHERE {where}")
    sheet.method(
        "exists",
        key_parameters(one),
        "bool",
        ("Whether there is a row with this key.",),
        [
            *asking(sheet, FETCH, exists, values),
            "return bool(rows)",
        ],
    )


def _lists_by_key(sheet: Sheet, one: Entity) -> None:
    table, row, make = sheet.name(one.table.name), one.row, builder(one)
    many = sheet.sql("select_where", "WHERE ", after=select(sheet, one))
    kind, each, size, flat = _many(sheet, one)
    sheet.method(
        "get_many",
        [f"keys: Iterable[{kind}]"],
        f"list[{row}]",
        ("The rows with these keys, in no particular order; a key that is not there is simply absent.",),
        [
            f"found: list[{row}] = []",
            f"for batch in batches(dict.fromkeys(keys), {size}):",
            f"    condition = {each}",
            f"    values = {flat}",
            *sheet.call(
                f"rows = {sheet.wait}fetch(", ["self._connection", f"{many} + condition", "values"], indent="    "
            ),
            f"    found += [{make}(*row) for row in rows]",
            "return found",
        ],
    )
    remove = sheet.sql("delete_where", f"DELETE FROM {table}\nWHERE ")
    sheet.method(
        "delete_many",
        [f"keys: Iterable[{kind}]"],
        "int",
        ("Delete the rows with these keys; gives their number.",),
        [
            "deleted = 0",
            f"for batch in batches(keys, {size}):",
            f"    condition = {each}",
            f"    values = {flat}",
            *sheet.call(
                f"deleted += {sheet.wait}change(",
                ["self._connection", f"{remove} + condition", "values"],
                indent="    ",
            ),
            "return deleted",
        ],
    )


def _many(sheet: Sheet, one: Entity) -> tuple[str, str, int, str]:
    """For lists of keys: the type of one, the condition for a batch, the batch's size, and its values in a row."""
    mark = sheet.speller.mark
    if len(one.key) == 1:
        (field,) = one.key
        column = sheet.sql("key_in", f"{sheet.name(field.column)} IN (")
        condition = f'{column} + ", ".join(["{mark}"] * len(batch)) + ")"'
        values = f"[{given(field, 'key')} for key in batch]" if field.codec.encode else "batch"
        return field.annotation, condition, _MOST_IN_LIST, values
    kind = f"tuple[{', '.join(field.annotation for field in one.key)}]"
    alternative = sheet.sql("key_is", f"({where_key(sheet, one)})")
    sheet.functions.append(
        [
            *paper.listed("def _key(", key_parameters(one)[:-1], ") -> tuple[Any, ...]:"),
            '    """The values of a key, as the driver wants them."""',
            *paper.listed("return (", [given(field) for field in one.key], ")", indent=paper.INDENT),
        ]
    )
    condition = f'" OR ".join([{alternative}] * len(batch))'
    return kind, condition, _MOST_ALTERNATIVES, "[value for key in batch for value in _key(*key)]"


def _counts(sheet: Sheet, one: Entity) -> None:
    count = sheet.sql("count", f"SELECT count(*)\nFROM {sheet.name(one.table.name)}")
    sheet.method(
        "count",
        [],
        "int",
        ("The number of rows.",),
        [f"rows = {sheet.wait}fetch(self._connection, {count}, ())", "return int(rows[0][0])"],
    )

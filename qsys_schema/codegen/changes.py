"""The methods of a repository that change rows which are there: update and delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.codegen import paper
from qsys_schema.codegen.common import CHANGE, FETCH, asking, key_parameters, key_values, where_key

if TYPE_CHECKING:
    from qsys_schema.codegen.shapes import Entity
    from qsys_schema.codegen.sheet import Sheet


def add_changes(sheet: Sheet, one: Entity) -> None:
    """Write them."""
    if not one.key:
        return
    if one.changeable:
        _setters(sheet, one)
        _update(sheet, one)
        _update_if(sheet, one)
    _delete(sheet, one)


def _table(sheet: Sheet, one: Entity) -> str:
    return sheet.name(one.table.name)


def _setters(sheet: Sheet, one: Entity) -> None:
    """What an update may write: the assignment in SQL, and what makes a value the driver's."""
    lines = ["_SETTERS: dict[str, tuple[str, Callable[[Any], Any] | None]] = {"]
    for field in one.changeable:
        encode = "None"
        if field.codec.encode:
            before, after = field.codec.encode.split("{}")
            encode = before[:-1] if after == ")" else f"lambda value: {before}value{after}"
            encode = f"nullable({encode})" if field.nullable else encode
        assignment = paper.string(f"{sheet.name(field.column)} = {sheet.speller.mark}")
        lines += paper.listed(f"{paper.string(field.name)}: (", [assignment, encode], "),", indent="    ")
    sheet.functions.insert(0, [*lines, "}"])


def _update(sheet: Sheet, one: Entity) -> None:
    where = where_key(sheet, one)
    opening = sheet.sql("update_set", f"UPDATE {_table(sheet, one)} SET ")
    closing = sheet.sql("where_key", f" WHERE {where}")
    exists = sheet.sql("exists", f"SELECT 1\nFROM {_table(sheet, one)}\nWHERE {where}")
    sheet.method(
        "update",
        [*key_parameters(one), f"**changes: Unpack[{one.changes}]"],
        "bool",
        ("Give columns of a row new values; says whether the row was there.",),
        [
            "columns, values = assigned(_SETTERS, changes)",
            "if not columns:",
            *asking(sheet, FETCH, exists, key_values(one), indent=paper.INDENT, name="known"),
            "    return bool(rows)",
            f'sql = {opening} + ", ".join(columns) + {closing}',
            *_key_added(one),
            f"changed = {sheet.wait}change(self._connection, sql, values)",
            "return changed > 0",
        ],
    )


def _update_if(sheet: Sheet, one: Entity) -> None:
    mark = sheet.speller.mark
    opening = sheet.sql("update_set", f"UPDATE {_table(sheet, one)} SET ")
    closing = sheet.sql("where_key", f" WHERE {where_key(sheet, one)}")
    sheet.method(
        "update_if",
        [*key_parameters(one)[:-1], f"expected: {one.changes}", "/", f"**changes: Unpack[{one.changes}]"],
        "bool",
        (
            "Give columns of a row new values, but only while other columns have the values expected; says whether.",
            "A version that is counted up, or a state: whoever comes second changes nothing.",
        ),
        [
            "columns, values = assigned(_SETTERS, changes)",
            "known, wanted = assigned(_SETTERS, expected)",
            "if not columns:",
            '    raise TypeError("there is nothing to change")',
            f'sql = {opening} + ", ".join(columns) + {closing}',
            "for column, value in zip(known, wanted, strict=True):",
            f'    unset = column.removesuffix("= {mark}") + "IS NULL"',
            '    sql += " AND " + (unset if value is None else column)',
            *_key_added(one),
            "values += [value for value in wanted if value is not None]",
            f"changed = {sheet.wait}change(self._connection, sql, values)",
            "return changed > 0",
        ],
    )


def _key_added(one: Entity) -> list[str]:
    """The lines that put the key behind the other values."""
    return paper.listed("values += [", key_values(one), "]", margin=2 * len(paper.INDENT))


def _delete(sheet: Sheet, one: Entity) -> None:
    delete = sheet.sql("delete", f"DELETE FROM {_table(sheet, one)}\nWHERE {where_key(sheet, one)}")
    sheet.method(
        "delete",
        key_parameters(one),
        "bool",
        ("Delete the row with this key; says whether it was there.",),
        [
            *asking(sheet, CHANGE, delete, key_values(one)),
            "return changed > 0",
        ],
    )

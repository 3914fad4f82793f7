"""The methods of a repository that write rows: insert and upsert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.codegen import paper
from qsys_schema.codegen.common import all_columns, coded

if TYPE_CHECKING:
    from qsys_schema.codegen.shapes import Entity, Field
    from qsys_schema.codegen.sheet import Sheet

_MANY = 2500
"""The most values of one statement that inserts many rows: more make it no faster."""


def add_writes(sheet: Sheet, one: Entity, make: str) -> None:
    """Write them; ``make`` is the function that makes a row."""
    if not one.writable:
        return
    if any(field.default == "UNSET" for field in one.writable):
        _given(sheet, one)
        _insert_some(sheet, one, make)
    else:
        _values(sheet, one)
        _insert_all(sheet, one, make)


def _table(sheet: Sheet, one: Entity) -> str:
    return sheet.name(one.table.name)


def _returning(sheet: Sheet, one: Entity) -> str:
    return paper.sql_list("RETURNING ", all_columns(sheet, one))


def _conflict(sheet: Sheet, one: Entity, columns: tuple[Field, ...]) -> str:
    keys = ", ".join(sheet.name(field.column) for field in one.key)
    sets = [f"{sheet.name(field.column)} = excluded.{sheet.name(field.column)}" for field in columns]
    return f"ON CONFLICT ({keys}) DO " + (paper.sql_list("UPDATE SET ", sets) if sets else "NOTHING")


# Tables whose every column has a value that Python knows.


def _values(sheet: Sheet, one: Entity) -> None:
    """A function from a new row to the values of all its columns."""
    fields = one.writable
    before, items = [], []
    for number, field in enumerate(fields):
        value = field.encoded(f"new.{field.name}")
        if len(value) + 9 > paper.WIDTH:
            name = f"value_{number}"
            before.append(f"    {name}: Any = new.{field.name}")
            before += coded(name, field.codec.encode, nullable=field.nullable)
            value = name
        items.append(value)
    more = [f"        {value}," for value in items]
    sheet.functions.append(
        [
            f"def _values(new: {one.new}) -> tuple[Any, ...]:",
            '    """The values of a new row, as the driver wants them."""',
            *before,
            *(paper.listed("    return (", items, ",)") if len(items) == 1 else ["    return (", *more, "    )"]),
        ]
    )


def _insert_all(sheet: Sheet, one: Entity, make: str) -> None:
    fields = one.writable
    names = [sheet.name(field.column) for field in fields]
    into = paper.sql_list(f"INSERT INTO {_table(sheet, one)} (", names, ")") + "\nVALUES "
    row = f"({sheet.marks(len(fields))})"
    insert = sheet.sql("insert", into + row)
    sheet.method(
        "insert",
        [f"new: {one.new}"],
        "None",
        ("Insert a row.",),
        [f"{sheet.wait}change(self._connection, {insert}, _values(new))"],
    )
    returning = sheet.sql("insert_returning", f"{into}{row}\n{_returning(sheet, one)}")
    sheet.method(
        "insert_returning",
        [f"new: {one.new}"],
        one.row,
        ("Insert a row; gives it as the database has it.",),
        [
            f"rows = {sheet.wait}fetch(self._connection, {returning}, _values(new))",
            f"return {make}(*rows[0])",
        ],
    )
    several = sheet.sql("insert_many", into)
    each = sheet.sql("one_row", row)
    size = max(1, min(_MANY, sheet.speller.most_values) // len(fields))
    sheet.method(
        "insert_many",
        [f"rows: Iterable[{one.new}]"],
        "int",
        ("Insert rows, many with one statement; gives their number.",),
        [
            "inserted = 0",
            f"for batch in batches(rows, {size}):",
            f'    marks = ", ".join([{each}] * len(batch))',
            "    values = [value for new in batch for value in _values(new)]",
            f"    {sheet.wait}change(self._connection, {several} + marks, values)",
            "    inserted += len(batch)",
            "return inserted",
        ],
    )
    if one.key:
        upsert = sheet.sql("upsert", f"{into}{row}\n{_conflict(sheet, one, _others(one))}")
        sheet.method(
            "upsert",
            [f"new: {one.new}"],
            "None",
            ("Insert a row, or give the one with the same key all values of this one.",),
            [f"{sheet.wait}change(self._connection, {upsert}, _values(new))"],
        )


def _others(one: Entity) -> tuple[Field, ...]:
    return tuple(field for field in one.writable if field not in one.key)


# Tables with columns that the database knows better: what is not given is left out of the statement.


def _given(sheet: Sheet, one: Entity) -> None:
    lines = [
        f"def _given(new: {one.new}) -> tuple[list[str], list[Any]]:",
        '    """The columns of a new row that were given, and their values as the driver wants them."""',
        "    columns: list[str] = []",
        "    values: list[Any] = []",
    ]
    first = True
    for field in one.writable:
        indent = "    "
        if field.default == "UNSET":
            lines.append(f"    if new.{field.name} is not UNSET:")
            indent = "        "
        lines += paper.listed("columns.append(", [paper.string(sheet.name(field.column))], ")", indent=indent)
        value = field.encoded(f"new.{field.name}")
        if len(value) + len(indent) + 15 > paper.WIDTH:
            lines.append(f"{indent}value: Any = new.{field.name}" if first else f"{indent}value = new.{field.name}")
            lines += coded("value", field.codec.encode, nullable=field.nullable, indent=indent)
            first, value = False, "value"
        lines.append(f"{indent}values.append({value})")
    sheet.functions.append([*lines, "    return columns, values"])
    nothing = sheet.sql("insert_defaults", f"INSERT INTO {_table(sheet, one)} DEFAULT VALUES")
    into = sheet.sql("insert_into", f"INSERT INTO {_table(sheet, one)} (")
    insert = [
        "def _insert(columns: list[str], rows: int = 1) -> str:",
        '    """The statement that inserts rows with these columns."""',
        "    if not columns:",
        f"        return {nothing}",
        f'    row = "(" + ", ".join(["{sheet.speller.mark}"] * len(columns)) + ")"',
        f'    return {into} + ", ".join(columns) + ") VALUES " + ", ".join([row] * rows)',
    ]
    sheet.functions.append(insert)


def _insert_some(sheet: Sheet, one: Entity, make: str) -> None:
    sheet.method(
        "insert",
        [f"new: {one.new}"],
        "None",
        ("Insert a row.",),
        [
            "columns, values = _given(new)",
            f"{sheet.wait}change(self._connection, _insert(columns), values)",
        ],
    )
    returning = sheet.sql("returning", f" {_returning(sheet, one)}")
    sheet.method(
        "insert_returning",
        [f"new: {one.new}"],
        one.row,
        ("Insert a row; gives it as the database has it, with what the database filled in.",),
        [
            "columns, values = _given(new)",
            f"sql = _insert(columns) + {returning}",
            f"rows = {sheet.wait}fetch(self._connection, sql, values)",
            f"return {make}(*rows[0])",
        ],
    )
    size = max(1, min(_MANY, sheet.speller.most_values) // len(one.writable))
    sheet.method(
        "insert_many",
        [f"rows: Iterable[{one.new}]"],
        "int",
        ("Insert rows, with one statement those that come together and give the same columns; gives their number.",),
        [
            "inserted = 0",
            f"for batch in batches(rows, {size}):",
            "    given = [_given(new) for new in batch]",
            "    for columns, group in groupby(given, key=itemgetter(0)):",
            "        lists = [values for _, values in group]",
            "        if columns:",
            "            flat = [value for values in lists for value in values]",
            f"            {sheet.wait}change(self._connection, _insert(columns, len(lists)), flat)",
            "        else:",
            "            for _ in lists:",
            f"                {sheet.wait}change(self._connection, _insert(columns), ())",
            "        inserted += len(lists)",
            "return inserted",
        ],
    )
    if one.key:
        _upsert_some(sheet, one)


def _upsert_some(sheet: Sheet, one: Entity) -> None:
    keys = [paper.string(sheet.name(field.column)) for field in one.key]
    clause = sheet.sql("on_conflict", f"ON CONFLICT ({', '.join(sheet.name(field.column) for field in one.key)}) DO ")
    sheet.functions.append(
        [
            *paper.listed("_KEY = (", keys, ",)" if len(keys) == 1 else ")"),
            "",
            "",
            "def _conflict(columns: list[str]) -> str:",
            '    """What is done about a row that has the same key: it gets the columns that were given."""',
            "    others = [column for column in columns if column not in _KEY]",
            '    sets = ", ".join(f"{column} = excluded.{column}" for column in others)',
            f'    return {clause} + (f"UPDATE SET {{sets}}" if sets else "NOTHING")',
        ]
    )
    sheet.method(
        "upsert",
        [f"new: {one.new}"],
        "None",
        ("Insert a row, or give the one with the same key the values that are given.",),
        [
            "columns, values = _given(new)",
            "sql = _insert(columns) + _conflict(columns)",
            f"{sheet.wait}change(self._connection, sql, values)",
        ],
    )

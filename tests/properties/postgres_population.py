"""Rows for made-up tables: whatever their constraints let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.choice import Choice, quoted
from tests.properties.postgres_kinds import KINDS, Document

if TYPE_CHECKING:
    from tests.postgres import Connection


def fill(connection: Connection, tables: list[Document], choice: Choice) -> None:
    """Try a few rows for every table; what a constraint refuses is left out."""
    import psycopg

    connection.execute("SET statement_timeout = '20s'")
    for table in tables:
        for number in range(choice.pick((0, 3, 8))):
            try:
                _insert(connection, table, choice, number)
            except psycopg.Error:
                continue


def _values(column: Document) -> tuple[str, ...]:
    if "enum" in column:
        return tuple(column["enum"])
    keys = ("type", "native", "bits", "length", "timezone", "precision")
    for kind in KINDS:
        if all(kind.keys.get(key) == column.get(key) for key in keys):
            return kind.values
    return ()


def _insert(connection: Connection, table: Document, choice: Choice, number: int) -> None:
    row: dict[str, str | None] = {}
    for name, column in table["columns"].items():
        if "generated" in column or column.get("identity", {}).get("postgres") == "always":
            continue
        if ("default" in column or "identity" in column or "autoincrement" in column) and choice.happens(40):
            continue
        values = _values(column)
        if "integer" in (column.get("type"), column.get("native")) and choice.happens(50):
            values = (str(number),)
        row[name] = None if column.get("nullable") and choice.happens(25) else choice.pick(values)
    for key in table.get("foreign_keys", ()):
        names = ", ".join(f"{quoted(one)}::text" for one in key["references"]["columns"])
        parents = connection.execute(f"SELECT {names} FROM {quoted(key['references']['table'])}").fetchall()
        chosen = choice.pick(parents) if parents else (None,) * len(key["columns"])
        row.update(zip(key["columns"], chosen, strict=True))
    columns = ", ".join(map(quoted, row))
    literals = ", ".join("NULL" if one is None else _literal(one) for one in row.values())
    what = f"({columns}) VALUES ({literals})" if row else "DEFAULT VALUES"
    connection.execute(f"INSERT INTO {quoted(table['table'])} {what}")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

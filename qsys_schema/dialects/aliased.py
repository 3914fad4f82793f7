"""A question in new names, put to tables that still have the old ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qsys_schema.model.step import Renamed

_INNER = "_qsys_was_"


def aliased(sql: str, tables: Sequence[Renamed], *, quote: Callable[[str], str], home: str = "") -> str:
    """The query, with these tables by the names that they will have. ``home`` stands before the name of a real table.

    In two layers, since two tables may take each other's names: the first sees the tables, the second the first alone.
    "NOT MATERIALIZED": no copy of a table is made for it (PostgreSQL 12, SQLite 3.35).
    """
    layers = [
        f"{quote(f'{_INNER}{number}')} AS NOT MATERIALIZED (SELECT "
        f"{', '.join(f'{quote(before)} AS {quote(after)}' for before, after in table.columns)} "
        f"FROM {home}{quote(table.before)})"
        for number, table in enumerate(tables)
    ]
    layers += [
        f"{quote(table.after)} AS NOT MATERIALIZED (SELECT * FROM {quote(f'{_INNER}{number}')})"
        for number, table in enumerate(tables)
    ]
    return f"WITH {', '.join(layers)} SELECT * FROM ({sql}) AS {quote(_INNER)}" if layers else sql

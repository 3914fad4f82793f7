"""A small copy of live tables in a scratch database: the same CREATE texts, and a sample of the rows.

The rows are the oldest and the newest of each table and the rows that these refer to, so that the sample's foreign
keys hold wherever the live ones do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qsys_schema.dialects.base import Row, Session, Value
from qsys_schema.dialects.sqlite.canonical import rowid_alias
from qsys_schema.dialects.sqlite.render import create_table
from qsys_schema.dialects.sqlite.synthetic import fill
from qsys_schema.dialects.sqlite.tokens import fold, quote
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.schema import ForeignKey, Schema, Table

_IN_ORDER = ("table", "index", "view", "trigger")
_BATCH = 200
"""Keys per look-up of referred rows; SQLite takes at least 999 parameters, and a key may have several columns."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is copied of one table: the column names (rowid first where no column carries it), and rows."""

    columns: tuple[str, ...]
    rows: dict[Row, None]


def clone(
    live: Session,
    scratch: Session,
    schema: Schema,
    *,
    names: Collection[str],
    keys: Sequence[tuple[str, ForeignKey]],
    rows: int,
    made_up: int,
) -> dict[str, int]:
    """Make these tables and views of ``live`` in ``scratch``; returns the real rows copied per table.

    ``keys`` are the foreign keys to follow, by table: those that hold now and those that are about to.
    ``rows`` is the most real rows of each table, beside those that they refer to; a table without any gets up to
    ``made_up`` ones.
    Objects that this SQLite cannot make are left out.
    """
    wanted = {fold(name) for name in names}
    # What has no text is no table as it is, but a stub of one.
    stubs = [table for table in schema.tables if fold(table.name) in wanted and not table.sql]
    wanted -= {fold(table.name) for table in stubs}
    catalog = [
        (str(kind), str(sql))
        for kind, table, sql in live.fetch("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        if fold(str(table)) in wanted
    ]
    shadows = {one.sql for one in schema.foreign if one.is_part}
    made = sorted(catalog, key=lambda item: _IN_ORDER.index(item[0]))
    for kind, sql in made:
        # Its virtual table makes a shadow by itself.
        if kind == "table" and sql not in shadows:
            _make(scratch, sql)
    for table in stubs:
        scratch.execute(create_table(table))
    tables = [table for table in schema.tables if fold(table.name) in wanted and table.opaque is None] + stubs
    copied = _copy_rows(live, scratch, tables, keys, rows)
    for kind, sql in made:
        if kind != "table":
            _make(scratch, sql)
    empty = [table for table in tables if not copied.get(table.name)]
    fill(scratch, empty, keys, rows=made_up)
    return copied


def _make(scratch: Session, sql: str) -> None:
    # A virtual table needs its module, a view may be broken already: such things were not ours to prove.
    try:
        scratch.execute(sql)
    except DatabaseDisagrees:
        if sql[:40].upper().split()[1:2] not in (["VIRTUAL"], ["VIEW"], ["TRIGGER"]):
            raise


def _copy_rows(
    live: Session, scratch: Session, tables: Sequence[Table], keys: Sequence[tuple[str, ForeignKey]], rows: int
) -> dict[str, int]:
    samples = {table.name: _sample(live, table, rows) for table in tables}
    by_name = {table.name: table for table in tables}
    waiting = [table.name for table in tables]
    while waiting:
        name = waiting.pop()
        for owner, key in keys:
            follows = owner == name and key.target in by_name and key.target_columns
            if follows and _follow(live, samples, by_name[key.target], name, key):
                waiting.append(key.target)
    scratch.execute("PRAGMA ignore_check_constraints = ON")
    for table in tables:
        sample = samples[table.name]
        names = ", ".join(map(quote, sample.columns))
        marks = ", ".join("?" * len(sample.columns))
        sql = f"INSERT OR IGNORE INTO {quote(table.name)} ({names}) VALUES ({marks})"
        for row in sample.rows:
            if _can_be_bound(row):
                scratch.execute(sql, _parameters(row))
    scratch.execute("PRAGMA ignore_check_constraints = OFF")
    _copy_counters(live, scratch, by_name)
    return {name: len(sample.rows) for name, sample in samples.items()}


def _can_be_bound(row: Row) -> bool:
    """Whether Python can give the row back to SQLite: text that is not UTF-8 it can only read."""
    return not any(isinstance(value, str) and not value.isascii() and _has_surrogate(value) for value in row)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _parameters(row: Row) -> tuple[Value, ...]:
    return tuple(value if isinstance(value, (str, int, float, bytes)) else None for value in row)


def stored_columns(table: Table) -> tuple[str, ...]:
    """The columns that rows are made of, the rowid first where none of them carries it."""
    names = tuple(column.name for column in table.columns if column.generated is None)
    if rowid_alias(table) or ("without_rowid", "true") in table.options:
        return names
    taken = {fold(column.name) for column in table.columns}
    hidden = next((name for name in ("rowid", "_rowid_", "oid") if name not in taken), None)
    return (hidden, *names) if hidden else names


def _sample(live: Session, table: Table, rows: int) -> _Sample:
    columns = stored_columns(table)
    names = ", ".join(map(quote, columns))
    select = f"SELECT {names} FROM {quote(table.name)}"
    found = dict.fromkeys(live.fetch(f"{select} LIMIT {rows}"))
    if len(found) == rows and columns[0] in {"rowid", "_rowid_", "oid"}:
        kept = dict.fromkeys(list(found)[: rows // 2])
        newest = live.fetch(f"{select} ORDER BY {columns[0]} DESC LIMIT {rows - rows // 2}")
        found = kept | dict.fromkeys(newest)
    return _Sample(columns, found)


def _follow(live: Session, samples: dict[str, _Sample], target: Table, owner: str, key: ForeignKey) -> bool:
    """Add the rows of ``target`` that the owner's sample refers to; whether there were any new ones."""
    child, parent = samples[owner], samples[target.name]
    if not set(key.columns) <= set(child.columns) or not set(key.target_columns) <= set(parent.columns):
        return False
    places = [child.columns.index(column) for column in key.columns]
    there = [parent.columns.index(column) for column in key.target_columns]
    have = {tuple(row[place] for place in there) for row in parent.rows}
    wanted = {tuple(row[place] for place in places) for row in child.rows}
    missing = [values for values in wanted if None not in values and values not in have]
    before = len(parent.rows)
    names = ", ".join(map(quote, parent.columns))
    condition = " AND ".join(f"{quote(column)} = ?" for column in key.target_columns)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        either = " OR ".join(f"({condition})" for _ in batch)
        sql = f"SELECT {names} FROM {quote(target.name)} WHERE {either}"
        parent.rows.update(dict.fromkeys(live.fetch(sql, _parameters(tuple(v for values in batch for v in values)))))
    return len(parent.rows) > before


def _copy_counters(live: Session, scratch: Session, tables: Collection[str]) -> None:
    if not live.fetch("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
        return
    if not scratch.fetch("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
        return
    for name, counter in live.fetch("SELECT name, seq FROM sqlite_sequence"):
        if str(name) in tables:
            scratch.execute("DELETE FROM sqlite_sequence WHERE name = ?", (str(name),))
            scratch.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", _parameters((name, counter)))

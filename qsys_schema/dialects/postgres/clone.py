"""A small copy of live tables in a scratch schema: made from the model, found to be the same, and with some rows.

The rows are the first and the last of each table by its key, and the rows that these refer to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qsys_schema.dialects.postgres.capabilities import ALONE
from qsys_schema.dialects.postgres.ddl import declared, names
from qsys_schema.dialects.postgres.inspect import inspect, own
from qsys_schema.dialects.postgres.needs import in_order, made_with_views, views_in_order
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.statements import render
from qsys_schema.dialects.postgres.synthetic import fill
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.errors import DatabaseDisagrees, ImpossibleChange
from qsys_schema.model.change import (
    AddDefinition,
    AddEnum,
    AddForeignKey,
    AddTable,
    AddTrigger,
    AddVerbatim,
    AddView,
    Change,
)
from qsys_schema.model.schema import Definition, ForeignKey, Schema, Table, View
from qsys_schema.model.session import Row, Session
from qsys_schema.model.step import Alter

_Keys = Sequence[tuple[str, ForeignKey]]


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is copied of one table: the columns that hold something of their own, and rows as texts."""

    columns: tuple[str, ...]
    rows: dict[Row, None]


def clone(
    live: Session,
    scratch: Session,
    schema: Schema,
    *,
    names: Collection[str],
    keys: _Keys,
    rows: int,
    made_up: int,
) -> dict[str, int]:
    """Make these tables and views of ``live`` in ``scratch``; returns the real rows copied per table.

    Raises ImpossibleChange where a table cannot be made as it is: then it is not understood, and nothing is planned.
    """
    tables = [table for table in schema.tables if table.name in names and table.opaque is None]
    there = {table.name for table in tables}
    views = [one for one in views_in_order(schema) if isinstance(one, Definition) or one.name in names]
    scratch.begin()
    own(scratch).execute_ours("SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = error")
    _make(scratch, _first(schema, tables))
    samples = _samples(own(live), tables, keys, rows) if rows else {}
    for table in tables:
        if table.name in samples:
            _insert(own(scratch), table, samples[table.name])
    _make(scratch, [AddForeignKey(table=t.name, item=key) for t in tables for key in _inside(t, there)])
    empty = [table for table in tables if table.name not in samples or not samples[table.name].rows]
    fill(own(scratch), schema, empty, keys, rows=made_up)
    _make(scratch, [AddTrigger(table=t.name, item=trigger) for t in tables for trigger in t.triggers or ()])
    _make_views(own(scratch), views)
    scratch.commit()
    # Behind the end of the transaction, the proof need not read it once more.
    _require_the_same(scratch, tables, there)
    return {name: len(sample.rows) for name, sample in samples.items()}


def _inside(table: Table, there: Collection[str]) -> tuple[ForeignKey, ...]:
    """The foreign keys of a table whose targets are copied too."""
    return tuple(key for key in table.foreign_keys if key.target in there and not key.leads_out)


def _first(schema: Schema, tables: Sequence[Table]) -> list[Change]:
    """Types and functions, and tables without what rows are in the way of."""
    late = made_with_views(schema)
    definitions = [one for one in schema.definitions or () if one not in late]
    plain = [replace(table, foreign_keys=(), triggers=()) for table in tables]
    return [
        *(AddEnum(item=one) for one in schema.enums),
        *(AddVerbatim(item=one) for one in schema.foreign if one.is_base),
        *(
            AddDefinition(item=one) if isinstance(one, Definition) else AddTable(item=one)
            for one in in_order(definitions, plain, schema.views or ())
        ),
    ]


def _make(scratch: Session, changes: Sequence[Change]) -> None:
    for change in changes:
        for statement in render([Alter(change=change)], able=ALONE, slow=True):
            if not statement.sql.startswith("SET LOCAL"):
                scratch.execute(statement.sql)


def _make_views(scratch: PostgresSession, views: Sequence[View | Definition]) -> None:
    waiting = list(views)
    while waiting:
        left: list[View | Definition] = []
        problem: DatabaseDisagrees | None = None
        for view in waiting:
            scratch.execute("SAVEPOINT one")
            try:
                _make(scratch, [AddView(item=view) if isinstance(view, View) else AddDefinition(item=view)])
            except DatabaseDisagrees as error:
                scratch.execute("ROLLBACK TO SAVEPOINT one")
                left.append(view)
                problem = problem or error
        if problem is not None and len(left) == len(waiting):
            raise problem
        waiting = left


def _require_the_same(scratch: Session, tables: Sequence[Table], there: Collection[str]) -> None:
    made = {table.name: table for table in inspect(scratch).tables}
    for table in tables:
        wanted = replace(table, foreign_keys=_inside(table, there))
        found = made.get(table.name)
        if found is not None and _comparable(found) != _comparable(wanted):
            differing = [
                name
                for name in (
                    "columns",
                    "primary_key",
                    "uniques",
                    "checks",
                    "foreign_keys",
                    "indexes",
                    "triggers",
                    "options",
                )
                if getattr(_comparable(found), name) != getattr(_comparable(wanted), name)
            ]
            shown = differing[0] if differing else "comment"
            raise ImpossibleChange(
                f"table {table.name} cannot be made as it is: its {', '.join(differing)} come out otherwise\n"
                f"  expected: {getattr(wanted, shown, '')}\n  actual:   {getattr(found, shown, '')}",
                hint="please report this table; until then, change it by hand-written migrations",
            )


def _comparable(table: Table) -> Table:
    """The table without the order of what has none."""
    triggers = tuple(sorted(table.triggers or (), key=lambda one: one.name))
    keys = tuple(sorted(table.foreign_keys, key=lambda one: one.name))
    return replace(table, triggers=triggers, foreign_keys=keys)


def stored(table: Table) -> tuple[str, ...]:
    """The columns that are not computed."""
    return tuple(column.name for column in table.columns if column.generated is None)


def _samples(live: PostgresSession, tables: Sequence[Table], keys: _Keys, rows: int) -> dict[str, _Sample]:
    by_name = {table.name: table for table in tables}
    samples = {table.name: _sample(live, table, rows) for table in tables}
    waiting = list(by_name)
    while waiting:
        name = waiting.pop()
        for owner, key in keys:
            follows = owner == name and key.target in by_name and key.target_columns
            if follows and _follow(live, samples, by_name[key.target], name, key):
                waiting.append(key.target)
    return samples


def _texts(columns: Sequence[str]) -> str:
    return ", ".join(f"{quote(name)}::text" for name in columns) or "''"


def _sample(live: PostgresSession, table: Table, rows: int) -> _Sample:
    columns = stored(table)
    select = f"SELECT {_texts(columns)} FROM {quote(table.name)}"
    key = table.primary_key
    if key is None:
        return _Sample(columns, dict.fromkeys(live.fetch(f"{select} LIMIT {rows}")))
    half, order = rows // 2, ", ".join(map(quote, key.columns))
    last = ", ".join(f"{quote(name)} DESC" for name in key.columns)
    found = live.fetch(f"{select} ORDER BY {order} LIMIT {half}")
    found += live.fetch(f"{select} ORDER BY {last} LIMIT {rows - half}")
    return _Sample(columns, dict.fromkeys(found))


def _follow(live: PostgresSession, samples: dict[str, _Sample], target: Table, owner: str, key: ForeignKey) -> bool:
    """Add the rows of ``target`` that the owner's sample refers to; whether there were any new ones."""
    child, parent = samples[owner], samples[target.name]
    if not set(key.columns) <= set(child.columns) or not set(key.target_columns) <= set(parent.columns):
        return False
    places = [child.columns.index(column) for column in key.columns]
    there = [parent.columns.index(column) for column in key.target_columns]
    have = {tuple(row[place] for place in there) for row in parent.rows}
    wanted = {tuple(row[place] for place in places) for row in child.rows}
    missing = [values for values in wanted if None not in values and values not in have]
    if not missing:
        return False
    before = len(parent.rows)
    types = {column.name: declared(column) for column in target.columns}
    letters = [f"v{number}" for number in range(len(there))]
    given = ", ".join("%s::text[]" for _ in there)
    pairs = zip(letters, key.target_columns, strict=True)
    cast = ", ".join(f"{letter}::{_kept(types[name])}" for letter, name in pairs)
    sql = (
        f"SELECT {_kept(_texts(parent.columns))} FROM {_kept(quote(target.name))} "
        f"WHERE ({_kept(names(key.target_columns))}) "
        f"IN (SELECT {cast} FROM unnest({given}) AS u({', '.join(letters)}))"
    )
    arrays = [[str(values[place]) for values in missing] for place in range(len(there))]
    parent.rows.update(dict.fromkeys(live.connection.execute(sql, arrays).fetchall()))
    return len(parent.rows) > before


def _kept(text: str) -> str:
    """Names as they stand in a statement with parameters: the driver looks for them behind a percent sign."""
    return text.replace("%", "%%")


def _insert(scratch: PostgresSession, table: Table, sample: _Sample) -> None:
    if not sample.rows or not sample.columns:
        return
    types = {column.name: declared(column) for column in table.columns}
    marks = ", ".join(f"%s::{_kept(types[name])}" for name in sample.columns)
    columns = names(sample.columns)
    sql = f"INSERT INTO {_kept(quote(table.name))} ({_kept(columns)}) OVERRIDING SYSTEM VALUE VALUES ({marks})"
    with scratch.connection.cursor() as cursor:
        cursor.executemany(sql, list(sample.rows))
    for column in table.columns:
        if column.identity:
            shown, name = quote(table.name).replace("'", "''"), column.name.replace("'", "''")
            scratch.execute(
                f"SELECT setval(pg_get_serial_sequence('{shown}', '{name}'), "
                f"GREATEST((SELECT MAX({quote(column.name)}) FROM {quote(table.name)}), 1))"
            )

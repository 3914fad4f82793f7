"""The wish as the server itself would print it: made in a schema of a transaction that is always rolled back.

No text is compared that the server has not printed; what it prints of the live schema in the very words of the wish
is not asked again. Nothing is left behind, whatever stops us: what was never
committed was never there. It takes the right to make a schema in the database, and no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from typing import TypeVar

from psycopg.errors import ReadOnlySqlTransaction

from qsys_schema.dialects.base import WishRefused
from qsys_schema.dialects.postgres.capabilities import ALONE
from qsys_schema.dialects.postgres.inspect import inspect, own
from qsys_schema.dialects.postgres.join import (
    index_words,
    joined,
    joined_definitions,
    joined_enums,
    joined_views,
)
from qsys_schema.dialects.postgres.known import asked_of, completed
from qsys_schema.dialects.postgres.needs import in_order, views_in_order
from qsys_schema.dialects.postgres.reader import SERIALS
from qsys_schema.dialects.postgres.scratch import VARIABLE, open_scratch
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.statements import render
from qsys_schema.dialects.postgres.tokens import key_of_text, literal, quote
from qsys_schema.dialects.postgres.trial import culprits
from qsys_schema.dialects.postgres.types import declared_type
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable
from qsys_schema.model.change import AddDefinition, AddEnum, AddTable, Change
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.naming import RESERVED_PREFIX, name_all, name_indexes, shortened
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    EnumType,
    ForeignKey,
    Index,
    Schema,
    Table,
    Unique,
    View,
)
from qsys_schema.model.session import Session
from qsys_schema.model.step import Alter, Step
from qsys_schema.model.types import Enum, Native

_Item = TypeVar("_Item", Unique, Check, ForeignKey, Index)


def normalize(wanted: Schema, session: Session) -> Schema:
    """The schema that ``inspect`` finds after ``wanted`` was created.

    Raises WishRefused with the server's words where it does not take something.
    """
    plain = prepared(wanted)
    server = own(session)
    made, there = _canonical(server, plain)
    serial = _serials(server) if any(column.identity for table in plain.tables for column in table.columns) else set()
    tables = tuple(joined(table, there[table.name], serial) for table in plain.tables)
    named = tuple(name_all(table) for table in name_indexes(tables, index_words))
    return replace(
        wanted,
        tables=tuple(sorted(named, key=lambda one: one.name)),
        views=None if wanted.views is None else joined_views(wanted.views, made.views or ()),
        enums=joined_enums(plain.enums, wanted.definitions or (), made.enums),
        definitions=None
        if wanted.definitions is None
        else joined_definitions(wanted.definitions, made.definitions or ()),
    )


def _canonical(session: PostgresSession, plain: Schema) -> tuple[Schema, Mapping[str, Table]]:
    """What the server makes of the wish, and its tables by name; asked about no more than the live schema leaves open.

    Raises WishRefused.
    """
    live = inspect(session)
    asked = asked_of(plain, live)
    if asked.nothing:
        return live, asked.known
    if asked.schema != plain:
        # A part that is not taken is no judgement on the whole.
        with suppress(WishRefused):
            made = _made(session, asked.schema)
            return made, completed(made, asked)
    made = _made(session, plain)
    return made, {table.name: table for table in made.tables}


def _made(session: PostgresSession, wanted: Schema) -> Schema:
    """Made where the session may, else on the server that is named for that.

    Not on whatever server could be started here: one of another version says the same in other words.
    """
    try:
        return _made_in(session, wanted)
    except _NoPlaceError:
        if not os.environ.get(VARIABLE):
            raise
    with closing(open_scratch("")) as elsewhere:
        return _made_in(elsewhere, wanted)


def _made_in(session: PostgresSession, wanted: Schema) -> Schema:
    with _trial_schema(session):
        _make(session, wanted)
        return inspect(session)


class _NoPlaceError(DatabaseDisagrees):
    """No schema can be made: the role may not, or the server takes no writes."""


def prepared(wanted: Schema) -> Schema:
    """The wish in PostgreSQL's types and plain defaults, with a name for everything, before the server has seen it."""
    tables = tuple(map(_table, wanted.tables))
    enums = {enum.name: enum for table in wanted.tables for column in table.columns for enum in _enum(column)}
    given = {enum.name: enum for enum in wanted.enums}
    definitions = wanted.definitions and tuple(replace(one, key=key_of_text(one.sql)) for one in wanted.definitions)
    views = wanted.views and tuple(replace(one, key=key_of_text(one.sql)) for one in wanted.views)
    every = tuple({**enums, **given}.values())
    return replace(wanted, tables=tables, views=views, enums=every, definitions=definitions)


def _enum(column: Column) -> Iterator[EnumType]:
    """The type of its own that the column wants, if it does."""
    kind = column.type
    if isinstance(kind, Enum) and kind.name:
        yield EnumType(name=kind.name, values=kind.values, renamed=kind.renamed, source=column.source)


def _table(table: Table) -> Table:
    derived = [check for column in table.columns if (check := _derived_check(column)) is not None]
    return replace(
        table,
        columns=tuple(_column(column) for column in table.columns),
        uniques=_numbered(table.uniques, f"{table.name}_unique"),
        checks=_numbered((*derived, *table.checks), "check"),
        foreign_keys=_numbered(table.foreign_keys, "key"),
        indexes=_numbered(table.indexes, f"{table.name}_index"),
        triggers=table.triggers,
    )


def _numbered(items: Sequence[_Item], word: str) -> tuple[_Item, ...]:
    """The items, each with a name: one of ours, until the convention gives one."""
    return tuple(_called(item, f"{word}_{number}") for number, item in enumerate(items))


def _called(item: _Item, word: str) -> _Item:
    if item.name:
        return item
    return replace(item, name=shortened(f"{RESERVED_PREFIX}{word}"), spelling=(*item.spelling, "unnamed"))


def _derived_check(column: Column) -> Check | None:
    if isinstance(column.type, Enum) and not column.type.name:
        values = ", ".join(map(literal, column.type.values))
        return Check(name="", expression=Expr(text=f"{quote(column.name)} IN ({values})"), source=column.source)
    return None


def _column(column: Column) -> Column:
    return replace(
        column,
        type=Native(text=declared_type(column.type)),
        default=_value(column.default),
        backfill=_value(column.backfill),
        identity="by default" if column.identity == "autoincrement" else column.identity,
        storage="",
    )


def _value(value: Expr | Literal | None) -> Expr | None:
    if not isinstance(value, Literal):
        return value
    plain = value.value
    if isinstance(plain, bool):
        return Expr(text="true" if plain else "false")
    return Expr(text=literal(plain) if isinstance(plain, str) else repr(plain))


class _trial_schema:  # noqa: N801 - used like a function
    """A schema of our own, first in the search path, in a transaction that is rolled back."""

    def __init__(self, session: PostgresSession) -> None:
        self._session = session

    def __enter__(self) -> None:
        name = quote(f"{RESERVED_PREFIX}wish_{self._session.connection.info.backend_pid}")
        (path,) = self._session.fetch("SELECT current_setting('search_path')")[0]
        self._session.execute("BEGIN")
        try:
            self._session.execute_ours(
                f"SET LOCAL client_min_messages = error; SET LOCAL check_function_bodies = off; "
                f"SET LOCAL lock_timeout = '10s'; SET LOCAL jit = off; CREATE SCHEMA {name}; "
                f"SET LOCAL search_path = {name}, {path}"
            )
        except (DatabaseDisagrees, DatabaseUnavailable) as error:
            self._session.rollback()
            if isinstance(error.__cause__, ReadOnlySqlTransaction):
                raise _NoPlaceError(
                    f"{error.what}: so no schema can be made to compare in",
                    hint="it is a standby, or it is set to read only: compare with the primary, or set "
                    "QSYS_SCRATCH_POSTGRES_URL to a server where schemas can be made",
                ) from error
            if isinstance(error, DatabaseUnavailable):
                raise
            raise _NoPlaceError(
                f"{self._session.label}: no schema can be made to compare in: {error.what}",
                hint="GRANT CREATE ON DATABASE to this role: the specs are made in a schema of a transaction that is "
                "rolled back; or set QSYS_SCRATCH_POSTGRES_URL to a server where that may be done",
            ) from error
        except BaseException:
            self._session.rollback()
            raise

    def __exit__(self, *_: object) -> None:
        self._session.rollback()


def steps_of(wanted: Schema) -> tuple[Step, ...]:
    """The steps that make a prepared wish where nothing is."""
    tables = tuple(_inside(table) for table in wanted.tables)
    changes: tuple[Change, ...] = (
        *(AddEnum(item=replace(one, belongings=())) for one in wanted.enums),
        *(
            AddDefinition(item=replace(one, belongings=())) if isinstance(one, Definition) else AddTable(item=one)
            for one in in_order(wanted.definitions or (), tables, wanted.views or ())
        ),
    )
    return tuple(Alter(change=change) for change in changes)


def _inside(table: Table) -> Table:
    """The table without what other things have to be there for, and without keys that would lock another schema's."""
    keys = tuple(key for key in table.foreign_keys if not key.leads_out)
    return replace(table, foreign_keys=keys, triggers=(), belongings=())


def _make(session: PostgresSession, wanted: Schema) -> None:
    """Create everything, in one go where it goes well. Raises WishRefused naming what does not."""
    views = views_in_order(wanted)
    late = [one for one in views if isinstance(one, Definition)]
    first = replace(wanted, definitions=tuple(one for one in wanted.definitions or () if one not in late))
    statements = [one.sql for one in render(steps_of(first), able=ALONE, slow=True)]
    session.execute("SAVEPOINT everything")
    try:
        session.execute_all(statements)
    except DatabaseDisagrees as error:
        session.execute("ROLLBACK TO SAVEPOINT everything")
        raise WishRefused(culprits(session, wanted, error)) from error
    waiting: list[tuple[View | Table | Definition, str]] = []
    for one in views:
        waiting.append((one, one.sql))
        if isinstance(one, View):
            waiting += [(one, part.sql) for part in one.indexes]
            waiting += [(one, part.sql) for part in one.triggers]
    waiting += [(table, one.sql) for table in wanted.tables for one in table.triggers or ()]
    _make_in_some_order(session, waiting)


def _make_in_some_order(session: PostgresSession, waiting: list[tuple[View | Table | Definition, str]]) -> None:
    """Views and triggers as soon as what they use is there: their texts are not ours to read."""
    while waiting:
        left: list[tuple[View | Table | Definition, str]] = []
        problem: DatabaseDisagrees | None = None
        for owner, sql in waiting:
            session.execute("SAVEPOINT one")
            try:
                session.execute(sql)
            except DatabaseDisagrees as error:
                session.execute("ROLLBACK TO SAVEPOINT one")
                left.append((owner, sql))
                problem = problem or error
        if problem is not None and len(left) == len(waiting):
            owner = left[0][0]
            raise WishRefused([(owner.source, f"PostgreSQL does not take it: {problem.what}")]) from problem
        waiting = left


def _serials(session: PostgresSession) -> set[tuple[str, str]]:
    """The columns of the live schema that are serial: they number rows as identities do, and stay what they are."""
    return {(str(table), str(column)) for table, column in session.fetch(SERIALS)}

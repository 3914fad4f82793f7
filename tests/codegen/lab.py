"""Generated packages, databases for them, and doors: one scenario runs through every flavour of a repository.

Scenarios are ``async`` whether or not the driver is: a door that does not wait is driven by hand.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from qsys_schema.codegen.package import World, package
from qsys_schema.config import Settings
from qsys_schema.dialects.registry import NAMES as DIALECTS
from qsys_schema.dialects.registry import dialect_named, speller_named
from qsys_schema.pipeline.history import whole
from qsys_schema.pipeline.project import Project
from qsys_schema.pipeline.queries import analysed
from qsys_schema.spec.load import load

SPECS = Path(__file__).with_name("specs")
NAMES = ("plain", "odd", "shop")
FLAVOURS = ("sqlite", "sqlite_async", "postgres", "postgres_async")
AGAIN = "make gen"
MANY = 10_000
"""More rows than any test has."""


def worlds(folder: Path) -> list[World]:
    """The specs of a folder for every database."""
    return [_world(folder, name) for name in ("sqlite", "postgres")]


def _world(folder: Path, name: str) -> World:
    dialect = dialect_named(name, {})
    wish = load(folder, dialect, dialects=DIALECTS, cache=None)
    project = Project(settings=Settings(schema=str(folder)), dialect=dialect, talk=lambda _: None)
    queries, broken = analysed(project, wish.queries, wish.schema)
    assert [(query.label, str(error.troubles)) for query, error in broken] == []
    return World(schema=wish.schema, queries=queries, speller=speller_named(name))


def texts(folder: Path, *flavours: str) -> dict[str, str]:
    """The files generated from the specs of a folder."""
    return package(worlds(folder), again=AGAIN, flavours=flavours)


def write(files: dict[str, str], folder: Path) -> Path:
    """Put them on disk."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return folder


def statements(folder: Path, dialect: str, url: str) -> list[str]:
    """The SQL that makes the specs' tables."""
    settings = Settings(database=url, schema=str(folder))
    project = Project(settings=settings, dialect=dialect_named(dialect, {}), talk=lambda _: None)
    return [one.sql for one in whole(project)]


def drive(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        return finished.value
    coroutine.close()
    raise AssertionError("it waited for something")


async def _settled(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result


async def _each(rows: Any) -> AsyncIterator[Any]:
    if hasattr(rows, "__aiter__"):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row


@dataclass(frozen=True, slots=True)
class Repository:
    """A generated repository whose every method is awaited, and every iterator asynchronous."""

    inner: Any

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method."""
        method = getattr(self.inner, name)
        if name == "iterate":
            return lambda *given, **named: _each(method(*given, **named))

        async def call(*given: Any, **named: Any) -> Any:
            return await _settled(method(*given, **named))

        return call


@dataclass(slots=True, kw_only=True)
class Door:
    """One flavour of a generated package and a connection. ``more`` opens another connection to the same database."""

    flavour: str
    package: str
    connect: Callable[..., Any]
    runner: asyncio.Runner | None
    connection: Any = None
    opened: list[Any] = field(default_factory=list)

    @property
    def sqlite(self) -> bool:
        """Whether there is SQLite behind it."""
        return self.flavour.startswith("sqlite")

    def module(self, name: str) -> ModuleType:
        """A module of the package."""
        return importlib.import_module(f"{self.package}.{name}")

    def rows(self, table: str) -> Any:
        """The module of a table's rows."""
        return self.module(f"rows.{table}")

    def repository(self, table: str, connection: Any = None) -> Repository:
        """The only repository of a module."""
        module = self.module(f"{self.flavour}.{table}")
        (made,) = (one for name, one in vars(module).items() if name.endswith("Repository"))
        return Repository(made(self.connection if connection is None else connection))

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """What a scenario gives."""
        return drive(coroutine) if self.runner is None else self.runner.run(coroutine)

    async def open(self, **options: Any) -> Any:
        """Another connection, closed with the door."""
        connection = await _settled(self.connect(**options))
        self.opened.append(connection)
        return connection

    async def execute(self, sql: str, values: Sequence[Any] = (), connection: Any = None) -> list[tuple[Any, ...]]:
        """The rows of a statement by hand, as tuples; marks are those of the driver."""
        chosen = self.connection if connection is None else connection
        cursor = await _settled(chosen.cursor())
        if self.sqlite:
            cursor.row_factory = None
            await _settled(cursor.execute(sql, values))
            found = await _settled(cursor.fetchall())
        else:
            from psycopg.rows import tuple_row

            cursor.row_factory = tuple_row
            await _settled(cursor.execute(sql, values or None))
            found = await _settled(cursor.fetchall()) if cursor.description else []
        await _settled(cursor.close())
        return list(found)

    async def commit(self) -> None:
        """Commit."""
        await _settled(self.connection.commit())

    async def rollback(self) -> None:
        """Roll back."""
        await _settled(self.connection.rollback())

    def transaction(self, connection: Any = None) -> AbstractAsyncContextManager[None]:
        """The session's ``transaction``."""
        session = self.module(f"{self.flavour}.session")
        held = session.transaction(self.connection if connection is None else connection)
        if hasattr(held, "__aenter__"):
            return held  # type: ignore[no-any-return]

        @asynccontextmanager
        async def waiting() -> AsyncIterator[None]:
            with held:
                yield

        return waiting()

    async def in_transaction(
        self, work: Callable[[], Coroutine[Any, Any, Any]], *, connection: Any = None, **options: Any
    ) -> Any:
        """The session's ``in_transaction``."""
        session = self.module(f"{self.flavour}.session")
        chosen = self.connection if connection is None else connection
        if self.runner is None:
            return session.in_transaction(chosen, lambda: drive(work()), **options)
        return await session.in_transaction(chosen, work, **options)

    async def close(self) -> None:
        """Close every connection."""
        for connection in self.opened:
            await _settled(connection.close())


async def enter(door: Door, **options: Any) -> Door:
    """Open the door's own connection."""
    door.connection = await door.open(**options)
    return door


def made_sqlite(path: Path, sql: Sequence[str]) -> None:
    """A SQLite file with these statements run."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = wal")
        for statement in sql:
            connection.execute(statement)
    finally:
        connection.close()


def sqlite_opener(path: Path, *, waiting: bool) -> Callable[..., Any]:
    """Opens a SQLite file as a user would; options are those of the driver."""

    def connect(**options: Any) -> Any:
        if not waiting:
            return sqlite3.connect(path, **{"timeout": 0.0, **options})
        import aiosqlite

        return aiosqlite.connect(path, **{"timeout": 0.0, **options})

    return connect


def postgres_opener(url: str, *, waiting: bool) -> Callable[..., Any]:
    """Opens a database of PostgreSQL as a user would."""

    def connect(**options: Any) -> Any:
        import psycopg

        if not waiting:
            return psycopg.connect(url, **options)
        return psycopg.AsyncConnection.connect(url, **options)

    return connect


def rows_of(found: Iterator[Any] | Sequence[Any], name: str) -> list[Any]:
    """One column of rows."""
    return [getattr(row, name) for row in found]


async def gathered(rows: AsyncIterator[Any]) -> list[Any]:
    """All rows of an iterator that comes to an end."""
    found = []
    async for row in rows:
        found.append(row)
        assert len(found) <= MANY, "it goes round in circles"
    return found


async def refusal(awaitable: Awaitable[Any], *kinds: type[BaseException]) -> BaseException:
    """The error of these kinds with which it ends; fails if there is none."""
    try:
        given = await awaitable
    except kinds as error:
        return error
    raise AssertionError(f"it gave {given!r}")


class Fails:
    """What is within has to end with an error of these kinds."""

    def __init__(self, *kinds: type[BaseException]) -> None:
        """Any of them will do."""
        self._kinds = kinds

    def __enter__(self) -> None:
        """Nothing has happened yet."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Fail if nothing did; pass on what is of another kind."""
        assert kind is not None, "it did not fail"
        return issubclass(kind, self._kinds)

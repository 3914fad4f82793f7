"""Where a made-up pair lives: a schema of its own in a shared database, or a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.postgres import TESTER, connect, fresh_database, url_for
from tests.properties.choice import Choice, quoted
from tests.properties.postgres_ladder import Climb

if TYPE_CHECKING:
    from tests.postgres import Connection

_SCHEMAS = ("app", "App", "my schema", "it's", 'say "x"', "ünï", "select", "a.b", "n" * 63)


@contextmanager
def shared(admin: Connection, server: str) -> Iterator[str]:
    """The URL of a database that many pairs share."""
    with fresh_database(admin) as name:
        yield url_for(server, name, TESTER, TESTER)


@contextmanager
def place(folder: Path, admin: Connection, server: str, database: str, choice: Choice) -> Iterator[Climb]:
    """An empty schema, mostly in ``database``, with another one beside it."""
    offline = choice.happens(30)
    if choice.happens(15):
        with fresh_database(admin) as name:
            url = url_for(server, name, TESTER, TESTER)
            with _climb(folder, url, url, "public", choice, offline=offline) as found:
                yield found
        return
    schema = choice.pick(_SCHEMAS) if choice.happens(30) else "app"
    with closing(connect(database)) as connection:
        connection.execute(f"CREATE SCHEMA {quoted(schema)}")
    try:
        mark = "&" if "?" in database else "?"
        url = f"{database}{mark}schema={quote(schema)}"
        with _climb(folder, database, url, schema, choice, offline=offline) as found:
            yield found
    finally:
        with closing(connect(database)) as connection:
            connection.execute(f"DROP SCHEMA {quoted(schema)} CASCADE")


@contextmanager
def _climb(folder: Path, database: str, url: str, schema: str, choice: Choice, *, offline: bool) -> Iterator[Climb]:
    with closing(connect(database)) as connection, closing(connect(database)) as fresh:
        connection.execute(f"SET search_path = {quoted(schema)}")
        fresh.execute("CREATE SCHEMA beside; SET search_path = beside")
        try:
            yield Climb(folder=folder, url=url, connection=connection, fresh=fresh, offline=offline, choice=choice)
        finally:
            fresh.execute("DROP SCHEMA IF EXISTS beside CASCADE")

"""A project whose history on PostgreSQL has every kind of migration, databases full of rows, and what to ask them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.command import Command, Finished
from tests.crash.lab import Catalog, Catalogs
from tests.patience import run_to_end
from tests.postgres import TESTER, connect, fresh_database, url_for

if TYPE_CHECKING:
    from tests.postgres import Connection

ROWS = 50_000
"""Rows of ``items``: enough for a statement to take some time."""

OWNERS = """\
table: owners
columns:
  id: {type: integer, primary_key: true}
  name: {type: text}
"""

ITEMS = """\
table: items
columns:
  id: {type: integer, primary_key: true}
  owner_id: {type: integer}
  name: {type: text, nullable: true}
  amount: {type: integer, default: 0}
"""

LATER_ITEMS = """\
table: items
columns:
  id: {type: integer, primary_key: true}
  owner_id: {type: integer}
  name: {type: text}
  amount: {type: integer, default: 0}
  tags: {type: text, nullable: true}
foreign_keys:
  - columns: [owner_id]
    references: {table: owners, columns: [id]}
    on_delete: cascade
checks:
  - name: ck_items_amount
    expression: "amount >= 0"
unique:
  - columns: [name, id]
indexes:
  - columns: [owner_id]
  - columns: [amount, name]
"""

_ROWS = "SELECT count(*), sum(id), sum(amount), sum(length(name)) FROM items"

_OTHERS = "!~ '^(_?yoyo|_qsys_migration)'"

_CATALOG = f"""
    SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relname {_OTHERS}
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text {_OTHERS}
    UNION ALL
    SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
        (indisvalid AND indisready AND indislive)::text
    FROM pg_index JOIN pg_class AS c ON c.oid = indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname {_OTHERS}
    ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What yoyo and we have recorded, and what is there."""

    applied: tuple[str, ...]
    recorded: tuple[str, ...]
    catalog: Catalog
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A folder with the migrations, a database, and a way to run the tool in the one on the other."""

    command: Command
    url: str

    @property
    def database(self) -> str:
        """The database's name."""
        return urlsplit(self.url).path.lstrip("/")

    @property
    def migrations(self) -> Path:
        """The folder of the migrations."""
        return self.command.folder / "migrations" / "postgres"

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None, url: str = "") -> Finished:
        """Run the tool to its end."""
        return self.command(*arguments, "--database", url or self.url, environment=environment)

    def yoyo(self, command: str, *options: str) -> None:
        """Run the plain command of yoyo on the same files and the same database; it must end well."""
        url = urlsplit(self.url)._replace(scheme="postgresql+psycopg").geturl()
        done = run_to_end(
            [
                *(sys.executable, "-m", "yoyo", command, "--batch", "--no-config-file", "--database", url, *options),
                str(self.migrations),
            ],
            cwd=self.command.folder,
            env=self.command.environment(),
        )
        assert done.returncode == 0, done.stderr

    def start(
        self, *arguments: str, talk: Path, environment: Mapping[str, str] | None = None, url: str = ""
    ) -> subprocess.Popen[bytes]:
        """Run the tool in the background; what it says goes to the file ``talk``."""
        with talk.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "qsys_schema", *arguments, "--database", url or self.url],
                cwd=self.command.folder,
                env=self.command.environment() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def must(self, *arguments: str) -> str:
        """Run the tool, which has to succeed; what it printed."""
        done = self.run(*arguments)
        assert done.code == 0, done.stderr
        return done.stdout

    def write(self, **specs: str) -> None:
        """Write specs."""
        folder = self.command.folder / "schema"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in specs.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def state(self) -> State:
        """What is there now."""
        with connect(self.url) as connection:

            def names(table: str, column: str = "migration_id") -> tuple[str, ...]:
                there = connection.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,)
                query = f"SELECT {column} FROM {table} ORDER BY 1"
                return tuple(name for (name,) in connection.execute(query)) if there else ()

            return State(
                applied=names("_yoyo_migration"),
                recorded=names("_qsys_migration"),
                catalog=tuple(connection.execute(_CATALOG)),
                rows=tuple(connection.execute(_ROWS)) if names("items", "id") else (),
            )


Make = Callable[[], Site]


@contextmanager
def database_like(admin: Connection, template: str) -> Iterator[str]:
    """A database of the tester that is a copy of another one; its name."""
    with fresh_database(admin) as name:
        admin.execute(f"DROP DATABASE {name}")
        admin.execute(f"CREATE DATABASE {name} OWNER {TESTER} TEMPLATE {template}")
        yield name


def owned(server: str, name: str) -> str:
    """The URL of a database for its owner."""
    return url_for(server, name, TESTER, TESTER)


def generate_history(site: Site) -> None:
    """One migration that makes two tables, then those that one change of the specs takes."""
    site.write(owners=OWNERS, items=ITEMS)
    site.must("generate", "create")
    site.must("apply")
    site.write(items=LATER_ITEMS)
    site.must("generate", "more")
    texts = [path.read_text(encoding="utf-8") for path in sorted(site.migrations.glob("*.sql"))]
    assert sum("CREATE INDEX CONCURRENTLY" in text for text in texts) > 1
    assert any("VALIDATE CONSTRAINT" in text for text in texts)


def fill(url: str, rows: int) -> None:
    """Put in that many items."""
    with connect(url) as connection:
        connection.execute("INSERT INTO owners SELECT n, 'owner ' || n FROM generate_series(1, 50) AS n")
        connection.execute(
            "INSERT INTO items SELECT n, n % 50 + 1, 'item ' || n || repeat('x', 40), n % 997 "
            f"FROM generate_series(1, {rows}) AS n"
        )


def boundaries(site: Site) -> Catalogs:
    """The catalogs at each boundary between migrations, by the ids applied until then, there and back."""
    ids = [path.stem for path in sorted(site.migrations.glob("*.sql")) if not path.stem.endswith(".rollback")]
    found: dict[tuple[str, ...], set[Catalog]] = {}
    for step in (*[("apply", "--to", name) for name in ids], *[("rollback",)] * (len(ids) - 1)):
        site.must(*step)
        state = site.state()
        found.setdefault(state.applied, set()).add(state.catalog)
    return {applied: frozenset(catalogs) for applied, catalogs in found.items()}


def assert_records_agree(site: Site, rows: tuple[Any, ...], catalogs: Catalogs, *, index_only: bool = True) -> State:
    """Records are those of one boundary, and so is the catalog, but for an index that is built or dropped aside."""
    state = site.state()
    assert state.applied == state.recorded
    assert state.rows == rows
    if state.catalog not in catalogs[state.applied]:
        beside = [set(state.catalog) ^ set(catalog) for catalog in catalogs[state.applied]]
        assert index_only
        assert any(len({item[2] for item in one}) == 1 and {item[0] for item in one} == {"index"} for one in beside)
    return state


def assert_next_apply_finishes(site: Site, rows: tuple[Any, ...], catalogs: Catalogs) -> None:
    """Nobody has to clean up anything."""
    done = site.run("apply")
    assert done.code == 0, done.stderr
    state = assert_records_agree(site, rows, catalogs, index_only=False)
    assert state.applied == max(catalogs, key=len)

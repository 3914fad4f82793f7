"""A project with five migrations and a database full of rows, and the questions to ask after an accident."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

from qsys_schema.history.read import load
from tests.command import Command, Finished

PARENTS = 50
"""Rows of ``owners``; each item has one, and would be deleted with it if foreign keys were on."""

_OWNERS = """\
table: owners
columns:
  id: {type: integer, primary_key: true, autoincrement: true}
  name: {type: text}
"""

_OWNERS_CHECKED = f"""\
{_OWNERS}checks:
  - name: ck_owners_name
    expression: "length(name) + id > 0"
"""

_ITEMS = """\
table: items
columns:
  id: {{type: integer, primary_key: true}}
  owner_id: {{type: integer}}
  name: {{type: text}}
  amount: {{type: integer, default: 0}}
{column}foreign_keys:
  - columns: [owner_id]
    references: {{table: owners, columns: [id]}}
    on_delete: cascade
{check}indexes:
  - columns: [owner_id]
{index}"""

_TAGS = "  tags: {type: text, nullable: true}\n"
_CHECK = 'checks:\n  - name: ck_items_amount\n    expression: "amount >= 0 OR name IS NULL"\n'
_INDEX = "  - columns: [amount, name]\n"

STAGES: tuple[tuple[str, str, str], ...] = (
    ("create", _OWNERS, _ITEMS.format(column="", check="", index="")),
    ("add_tags", _OWNERS, _ITEMS.format(column=_TAGS, check="", index="")),
    ("check_amount", _OWNERS, _ITEMS.format(column=_TAGS, check=_CHECK, index="")),
    ("index_amount", _OWNERS, _ITEMS.format(column=_TAGS, check=_CHECK, index=_INDEX)),
    ("check_owner", _OWNERS_CHECKED, _ITEMS.format(column=_TAGS, check=_CHECK, index=_INDEX)),
)
"""What the specs say, one migration after the other; the third and the last rebuild a table."""


MANY = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
"""Whether there is time for many accidents: `make soak`."""

Catalog = tuple[tuple[Any, ...], ...]
Catalogs = dict[tuple[str, ...], frozenset[Catalog]]
"""The catalog at each boundary between migrations, by the ids applied until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything in a database that matters after an accident."""

    applied: tuple[str, ...]
    recorded: tuple[str, ...]
    catalog: Catalog
    rows: tuple[Any, ...]
    damage: tuple[Any, ...]
    locks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with the migrations, and a way to run the tool in it."""

    command: Command

    @property
    def database(self) -> Path:
        """The live database."""
        return self.command.folder / "live.db"

    def run(self, *arguments: str) -> Finished:
        """Run the tool on the live database to its end."""
        return self.command(*arguments, "--database", "sqlite:///live.db")

    def start(
        self,
        *arguments: str,
        talk: Path,
        environment: Mapping[str, str] | None = None,
        first: Callable[[], None] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Run the tool on the live database in the background; what it says goes to the file ``talk``.

        ``first`` is called in the new process before the tool.
        """
        with talk.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "qsys_schema", *arguments, "--database", "sqlite:///live.db"],
                cwd=self.command.folder,
                env=self.command.environment() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                preexec_fn=first,  # noqa: PLW1509 - the tests that need it start no threads
            )

    def copy_to(self, folder: Path) -> Place:
        """The same place elsewhere, with its database."""
        shutil.copytree(self.command.folder, folder, dirs_exist_ok=True)
        return Place(command=Command(folder=folder, private=self.command.private))

    def statement_number(self, migration: str, words: str) -> int:
        """The place, counted from 1, of the first statement of a migration that begins with those words."""
        folder = self.command.folder / "migrations" / "sqlite"
        statements = load(folder, migration).forward
        return next(number for number, sql in enumerate(statements, start=1) if sql.startswith(words))

    def connect(self) -> sqlite3.Connection:
        """A connection of the test's own, in autocommit mode."""
        connection = sqlite3.connect(self.database, isolation_level=None, timeout=30)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    def fill(self, rows: int, journal: str) -> None:
        """Put in that many items."""
        with closing(self.connect()) as connection:
            connection.execute(f"PRAGMA journal_mode = {journal}")
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO owners (id, name) VALUES (?, ?)", [(n, f"owner {n}") for n in range(1, PARENTS + 1)]
            )
            connection.executemany(
                "INSERT INTO items (id, owner_id, name, amount) VALUES (?, ?, ?, ?)",
                ((n, n % PARENTS + 1, f"item {n} " + "x" * 40, n % 997) for n in range(1, rows + 1)),
            )
            connection.execute("COMMIT")
            if journal == "wal":
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def state(self) -> State:
        """What is there now."""
        with closing(self.connect()) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

            def ask(table: str, query: str) -> list[Any]:
                return connection.execute(query).fetchall() if table in tables else []

            return State(
                applied=tuple(
                    name for (name,) in ask("_yoyo_migration", "SELECT migration_id FROM _yoyo_migration ORDER BY 1")
                ),
                recorded=tuple(
                    name for (name,) in ask("_qsys_migration", "SELECT migration_id FROM _qsys_migration ORDER BY 1")
                ),
                catalog=tuple(
                    connection.execute(
                        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE '%yoyo%' "
                        "AND tbl_name NOT LIKE '%yoyo%' AND tbl_name NOT LIKE '\\_qsys\\_migration' ESCAPE '\\' "
                        "ORDER BY type, name"
                    )
                ),
                rows=(
                    *ask("items", "SELECT COUNT(*), SUM(id), SUM(owner_id), SUM(length(name)), SUM(amount) FROM items"),
                    *ask("owners", "SELECT COUNT(*), SUM(id), SUM(length(name)) FROM owners"),
                ),
                damage=(
                    *(row for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)),
                    *connection.execute("PRAGMA foreign_key_check"),
                ),
                locks=len(ask("yoyo_lock", "SELECT * FROM yoyo_lock")),
            )


def prototype(factory: pytest.TempPathFactory) -> Place:
    """The project, with no database yet, to be copied; generated once per process."""
    folder = factory.getbasetemp() / "prototype"
    if not folder.exists():
        made = factory.mktemp("unfinished")
        _make_place(made / "project", made / "home")
        made.rename(folder)
    return Place(command=Command(folder=folder / "project", private=folder / "home"))


def _make_place(folder: Path, private: Path) -> Place:
    """Generate the migrations stage by stage. The database is then empty."""
    place = Place(command=Command(folder=folder, private=private))
    (folder / "schema").mkdir(parents=True)
    for name, owners, items in STAGES:
        (folder / "schema" / "owners.yaml").write_text(owners, encoding="utf-8")
        (folder / "schema" / "items.yaml").write_text(items, encoding="utf-8")
        for step in (("generate", name), ("apply",)):
            done = place.run(*step)
            assert done.code == 0, done.stderr
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{place.database}{suffix}").unlink(missing_ok=True)
    return place


def boundaries(place: Place) -> Catalogs:
    """The catalogs after each migration of a place, by the ids applied until then; applies them all.

    Rolled back, a rebuilt table is spelled otherwise than it was by ADD COLUMN, so a boundary may have two.
    """
    ids = sorted(path.stem for path in (place.command.folder / "migrations" / "sqlite").glob("*.sql"))
    found: Catalogs = {}
    forward = [name for name in ids if not name.endswith(".rollback")]
    steps = [("apply", "--to", name) for name in forward]
    for step in (*steps, *[("rollback",)] * (len(forward) - 1), *steps):
        done = place.run(*step)
        assert done.code == 0, done.stderr
        state = place.state()
        found[state.applied] = found.get(state.applied, frozenset()) | {state.catalog}
    return found

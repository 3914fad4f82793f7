"""A folder of migrations, a SQLite file, and the ways to run one on the other."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.apply.run import Event, apply, rollback
from qsys_schema.apply.status import Status, read_status
from qsys_schema.dialects.sqlite.dialect import SQLite
from qsys_schema.history.read import read, survey
from qsys_schema.history.write import seal, write
from tests.command import ROOT
from tests.history.drafts import draft
from tests.patience import run_to_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qsys_schema.model.migration import Migration
    from qsys_schema.model.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Migrations and a database, with what was said while they met."""

    folder: Path
    database: Path
    said: list[str] = field(default_factory=list)
    seen: list[Event] = field(default_factory=list)

    def add(self, identifier: str, forward: Sequence[str], rollback: Sequence[str], **more: object) -> Migration:
        """Write a migration that follows the last one."""
        depends = [one.id for one in self.migrations[-1:]]
        return write(self.folder, draft(identifier, forward, rollback, depends=depends, **more))  # type: ignore[arg-type]

    def add_table(self, identifier: str, name: str) -> Migration:
        """Write a migration that makes a table."""
        return self.add(identifier, [f'CREATE TABLE "{name}" ("id" INTEGER PRIMARY KEY)'], [f'DROP TABLE "{name}"'])

    def edit(self, identifier: str, before: str, after: str) -> None:
        """Edit a migration on purpose, with its checksum."""
        path = self.folder / f"{identifier}.sql"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        seal(self.folder)

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """What is on disk."""
        return read(self.folder)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The database, opened to change it."""
        session = SQLite().open_to_write(f"sqlite:///{self.database}", self.said.append)
        try:
            yield session
        finally:
            session.close()

    def apply(self, to: str = "") -> tuple[str, ...]:
        """Apply what is pending."""
        with self.session() as session:
            return apply(
                session,
                SQLite(),
                self.migrations,
                to=to,
                observe=self.seen.append,
                explain=lambda _session, _ids: ("add table strange",),
                talk=self.said.append,
            )

    def rollback(self, *, to: str = "", steps: int = 1) -> tuple[str, ...]:
        """Take back what was applied."""
        with self.session() as session:
            return rollback(
                session,
                SQLite(),
                self.migrations,
                to=to,
                steps=steps,
                allow=(),
                observe=self.seen.append,
                explain=lambda _session, _ids: (),
                talk=self.said.append,
            )

    def status(self) -> Status:
        """Where the database stands; opened for reading only."""
        history = survey(self.folder)
        with closing(SQLite().open_to_read(f"sqlite:///{self.database}")) as session:
            return read_status(session, SQLite(), history.migrations, history.problems)

    def yoyo(self, command: str, *options: str) -> str:
        """The real command on the same files and the same database; its output."""
        done = run_to_end(
            [
                *(sys.executable, "-m", "yoyo", command, "--batch", "--no-config-file", *options),
                *("--database", f"sqlite:///{self.database}", str(self.folder)),
            ]
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *, before: str = "") -> subprocess.Popen[str]:
        """``apply`` in a process of its own, after these lines of Python; it prints the ids."""
        code = f"""
import os, signal, sys
from pathlib import Path
from tests.apply.lab import Lab
lab = Lab(folder=Path(sys.argv[1]), database=Path(sys.argv[2]))
{before}
print(" ".join(lab.apply()))
"""
        return subprocess.Popen(
            [sys.executable, "-c", code, str(self.folder), str(self.database)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """One statement on a connection of the test's own."""
        with closing(sqlite3.connect(self.database, isolation_level=None, timeout=30)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def tables(self) -> list[object]:
        """The tables that neither tool made for itself."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_migration' ESCAPE '\\'"
        return [name for (name,) in self.run(f"{query} AND name NOT LIKE '%yoyo%' ORDER BY name")]

    def recorded(self) -> tuple[list[object], list[object]]:
        """What yoyo's table and ours say is applied."""
        return (
            [name for (name,) in self.run("SELECT migration_id FROM _yoyo_migration ORDER BY 1")],
            [name for (name,) in self.run("SELECT migration_id FROM _qsys_migration ORDER BY 1")],
        )

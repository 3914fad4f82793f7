"""What the tests of the command line share: a small project, and what must be true of every ending."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.command import Command, Finished

SPEC = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner: {type: text, nullable: true}
  progress: {type: integer, nullable: true}
"""

DATABASE = "sqlite:///test.db"
FIRST = "0001.first"
FOLDER = "migrations/sqlite"

COMMANDS = tuple(
    (
        "init adopt validate pull diff generate apply rollback status verify check show lint codegen docs rebase seal "
        "squash completion report"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project in a folder of its own, and the command line that runs in it."""

    run: Command
    folder: Path

    @property
    def database(self) -> tuple[str, str]:
        """The option that names its database."""
        return ("--database", DATABASE)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the project."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def ok(self, *arguments: str) -> Finished:
        """Run a command that must end with 0."""
        done = self.run(*arguments)
        assert done.code == 0, (arguments, done)
        return done

    def json(self, *arguments: str, code: int = 0, environment: Mapping[str, str] | None = None) -> Any:
        """Run a command with JSON as its result; nothing but JSON may be on stdout, and nothing on stderr."""
        done = self.run(*arguments, "--format", "json", environment=environment)
        assert done.code == code, (arguments, done)
        return parsed(done)

    def sql(self, *statements: str) -> None:
        """Change the database by hand."""
        with closing(sqlite3.connect(self.folder / "test.db")) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def rows(self, query: str) -> list[Any]:
        """Ask the database."""
        with closing(sqlite3.connect(self.folder / "test.db")) as connection:
            return connection.execute(query).fetchall()

    def files(self) -> dict[str, str]:
        """Every file of the project and its checksum; a folder counts as an empty file."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for path in sorted(self.folder.rglob("*"))
        }


def parsed(done: Finished) -> Any:
    """What a command has printed as JSON; nothing but JSON may be on stdout, and nothing on stderr."""
    assert done.stderr == "", done
    return json.loads(done.stdout)


def assert_explained(done: Finished, codes: tuple[int, ...] = (1, 2)) -> None:
    """A refusal: an exit code of the contract, a message on stderr that says what to do, and no traceback."""
    assert done.code in codes, done
    assert "Traceback" not in done.stdout + done.stderr, done
    assert "nobody foresaw" not in done.stdout + done.stderr, done
    assert done.stderr.startswith("error: "), done
    lines = done.stderr.strip().splitlines()
    assert len(lines) > 1, f"no line says what to do: {done.stderr}"

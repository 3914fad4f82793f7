"""A project at somebody's desk, on each of the databases: its folder, its specs, its database."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.command import Command, Finished
from tests.patience import run_to_end

DIALECTS = ("sqlite", "postgres")

SPEC = """\
table: jobs
columns:
  id: {type: integer, primary_key: true}
  owner: {type: text, nullable: true}
"""
"""More columns are added by a line at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The command line in a folder, with the URL of a database that is used where one is asked for."""

    command: Command
    dialect: str
    url: str

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.command.folder

    @property
    def folder(self) -> Path:
        """The migrations."""
        return self.root / "migrations" / self.dialect

    def run(self, *arguments: str) -> Finished:
        """Run a command in this process, which spares the imports; what a process leaves behind, it leaves too."""
        from qsys_schema.cli.run import run

        before, argv = dict(os.environ), sys.argv
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        os.environ.update(self.command.environment() | self.environment)
        sys.argv = ["qsys-schema", *arguments]
        try:
            with chdir(self.root), redirect_stdout(out), redirect_stderr(err):
                run()
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            sys.argv = argv
            os.environ.clear()
            os.environ.update(before)
            gc.enable()
        said, talk = (stream.detach().getvalue().decode() for stream in (out, err))
        return Finished(code=code, stdout=said, stderr=talk)

    @property
    def environment(self) -> dict[str, str]:
        """What every command is told beside its options: scratch databases are on the tests' server."""
        return {"QSYS_SCRATCH_POSTGRES_URL": self.url} if self.dialect == "postgres" else {}

    @property
    def database(self) -> tuple[str, str]:
        """The option that names the database."""
        return "--database", self.url

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def spec(self, *columns: str) -> None:
        """Write the spec with these columns more, each a line of YAML."""
        self.write("schema/jobs.yaml", SPEC + "".join(f"  {column}\n" for column in columns))

    def ok(self, *arguments: str) -> Finished:
        """Run a command that must end with 0."""
        done = self.run(*arguments)
        assert done.code == 0, (arguments, done)
        return done

    def refused(self, *arguments: str, code: int = 1) -> str:
        """Run a command that must be refused in words, and change no file; what it says."""
        before = self.files()
        done = self.run(*arguments)
        assert done.code == code, (arguments, done)
        assert "Traceback" not in done.stderr + done.stdout
        assert "nobody foresaw" not in done.stderr
        assert self.files() == before
        return done.stderr + done.stdout

    def generate(self, *arguments: str) -> None:
        """Write the next migration, for the migrations that are there."""
        self.ok("generate", *arguments)

    def check(self) -> Finished:
        """Everything must agree."""
        return self.ok("check")

    def json(self, *arguments: str) -> Any:
        """The result of a command that must end with 0."""
        return json.loads(self.ok(*arguments, "--format", "json").stdout)

    def ids(self) -> list[str]:
        """The migrations on disk by name."""
        names = sorted(path.name for path in self.folder.glob("*.sql"))
        return [name.removesuffix(".sql") for name in names if not name.endswith(".rollback.sql")]

    def files(self) -> Mapping[str, bytes]:
        """The migrations folder as it is."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())} if self.folder.exists() else {}

    def put(self, files: Mapping[str, bytes]) -> None:
        """Make the migrations folder so."""
        for path in self.folder.iterdir():
            path.unlink()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements on the database; the rows of the last one."""
        return in_sqlite(self.root, statements) if self.dialect == "sqlite" else in_postgres(self.url, statements)


def in_sqlite(folder: Path, statements: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of the last statement, in the file of the desk."""
    import sqlite3
    from contextlib import closing

    rows: list[tuple[Any, ...]] = []
    with closing(sqlite3.connect(folder / "desk.db")) as connection:
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.commit()
    return rows


def in_postgres(url: str, statements: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of the last statement, where it has any."""
    from tests.postgres import connect

    rows: list[tuple[Any, ...]] = []
    with connect(url) as connection:
        for statement in statements:
            done = connection.execute(statement)
            rows = done.fetchall() if done.description else []
    return rows


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run git with nobody's own settings."""
    done = run_to_end(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
    )
    assert done.returncode == code, (arguments, done)
    return done.stdout

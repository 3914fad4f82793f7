"""A project with something to lose, the command line that runs in it, and what must be true after every command."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.command import Command, Finished
from tests.hostile.pages import assert_harmless, assert_html
from tests.hostile.places import Files
from tests.pipeline.desk import git

CANARY = """\
table: canary
columns:
  id: {type: integer, primary_key: true}
  note: {type: text}
"""
"""Its one row has to be there after everything."""

CONFIGURATION = """\
database = "sqlite:///stage.db"
dialects = ["sqlite"]
repositories = "code"
"""

SECONDS = 10.0
"""CPU that one command may take at the very most; most take milliseconds."""

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_FOLLOWED = re.compile(r"^\s*::|##(vso)?\[", re.MULTILINE)
_WITH_SQL = frozenset({"diff", "show", "apply", "rollback"})
"""What prints SQL, which has to stay what it is, into a file; and its comment shows it."""
_STRANGE_PATH = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\\\\]")


class _Stream(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return self._terminal

    def text(self) -> str:
        """All that was written."""
        return self.detach().getvalue().decode()  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The project's folder, alone in a folder that must stay as it is."""

    root: Path
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    """What no output and no file may hold."""
    given: set[str] = field(default_factory=set)
    """The names of files and folders that the input has brought along."""

    def put(self, files: Files) -> None:
        """Write files of the project."""
        for name, content in files.items():
            path = self.root / name
            self.given.update(Path(name).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def run(self, *arguments: str, terminal: bool = False, only: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Finished:
        """Run a command in this process, and look at all that it leaves behind."""
        began = time.process_time()
        done = self._run(arguments, terminal=terminal)
        spent = time.process_time() - began
        try:
            assert done.code in only, f"ended with {done.code}"
            assert spent < SECONDS, f"took {spent:.1f} s of CPU"
            self._judge(done, arguments, terminal=terminal)
        except AssertionError as wrong:
            shown = f"\n{done.stdout[-3000:]}\n--- stderr\n{done.stderr[-3000:]}"
            raise AssertionError(
                f"{wrong}\n$ qsys-schema {' '.join(map(ascii, arguments))}  -> {done.code}{shown}"
            ) from None
        return done

    def _run(self, arguments: tuple[str, ...], *, terminal: bool) -> Finished:
        from qsys_schema.cli.run import run

        before, argv = dict(os.environ), sys.argv
        out, err = _Stream(terminal=terminal), _Stream(terminal=terminal)
        os.environ.clear()
        os.environ.update(Command(folder=self.root, private=self.home).environment() | dict(self.environment))
        if terminal:
            del os.environ["NO_COLOR"]
        sys.argv = ["qsys-schema", *arguments]
        code = 0
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
        return Finished(code=code, stdout=out.text(), stderr=err.text())

    def _judge(self, done: Finished, arguments: tuple[str, ...], *, terminal: bool) -> None:
        said = done.stdout + done.stderr
        assert "nobody foresaw" not in said
        debugged = "--debug" in arguments
        assert debugged or "Traceback" not in said
        if self.secret:
            assert self.secret not in said, "the password is shown"
        shape = arguments[arguments.index("--format") + 1] if "--format" in arguments[:-1] else "text"
        if done.code in {1, 2, 4} and shape != "json":
            assert "error: " in _COLOUR.sub("", done.stderr) or done.code == 4, "no error"
            assert len(done.stderr.strip().splitlines()) > 1, "no line says what to do"
        if done.code in {1, 2, 4} and shape == "json":
            assert json.loads(done.stdout).get("hint") or "problems" in done.stdout or "decisions" in done.stdout, (
                "no hint"
            )
        talk = _COLOUR.sub("", done.stderr) if terminal else done.stderr
        _assert_tame(talk, "stderr")
        _assert_not_followed(talk, "stderr")
        if terminal and shape == "text":
            _assert_tame(_COLOUR.sub("", done.stdout), "the terminal")
        printed = _COLOUR.sub("", done.stdout)
        if shape == "github":
            printed = "".join(line for line in printed.splitlines(keepends=True) if not line.startswith("::"))
        if shape in {"json", "sarif", "github"} or arguments[0] not in _WITH_SQL:
            _assert_not_followed(printed, "stdout")
        assert_harmless(done.stdout, shape, code=done.code)
        page = self.root / "schema.html"
        if arguments[0] == "docs" and done.code == 0 and "-" in arguments:
            assert_html(printed)
        elif arguments[0] == "docs" and done.code == 0 and page.is_file():
            assert_html(page.read_text(encoding="utf-8"))
        self.assert_unharmed()

    def assert_unharmed(self) -> None:
        """Nothing stands beside the project that was not there, nothing has left its folder, and the canary lives."""
        assert sorted(path.name for path in self.root.parent.iterdir()) == ["outside.txt", self.root.name]
        assert (self.root.parent / "outside.txt").read_text(encoding="utf-8") == "outside"
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in self.given]
            for name in {*folders, *files} - self.given:
                assert not _STRANGE_PATH.search(name), f"{folder}: a file is called {name!a}"
        assert self.rows("SELECT id, note FROM canary") == [(1, "alive")], "the canary is dead"
        assert self.rows("SELECT name FROM sqlite_master WHERE name = 'pwned'") == []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with closing(sqlite3.connect(self.root / "stage.db")) as connection:
            return connection.execute(query).fetchall()

    def ids(self) -> list[str]:
        """The migrations on disk."""
        names = sorted(path.name for path in (self.root / "migrations" / "sqlite").glob("*.sql"))
        return [name.removesuffix(".sql") for name in names if not name.endswith(".rollback.sql")]


def _assert_tame(text: str, where: str) -> None:
    found = _STEERING.search(text)
    assert found is None, f"{where} is steered by {found[0]!a}"


def _assert_not_followed(text: str, where: str) -> None:
    obeyed = _FOLLOWED.search(text)
    assert obeyed is None, f"a runner would obey {where}: {obeyed[0]!a}"


def make_template(folder: Path, home: Path) -> Path:
    """A project whose one migration is applied, with the canary's row in its database; to be copied."""
    parent = folder / "template"
    stage = Stage(root=parent / "project", home=home)
    stage.root.mkdir(parents=True)
    home.mkdir(exist_ok=True)
    (parent / "outside.txt").write_text("outside", encoding="utf-8")
    stage.put({"schema/canary.yaml": CANARY.encode(), "qsys-schema.toml": CONFIGURATION.encode()})
    with closing(sqlite3.connect(stage.root / "stage.db")) as connection:
        connection.execute("CREATE TABLE canary (id, note)")
        connection.execute("INSERT INTO canary VALUES (1, 'alive')")
        connection.commit()
    (stage.root / "stage.db").unlink()
    for arguments in (("generate", "first"), ("apply",), ("codegen",)):
        done = stage._run(arguments, terminal=False)
        assert done.code == 0, done
    with closing(sqlite3.connect(stage.root / "stage.db")) as connection:
        connection.execute("INSERT INTO canary VALUES (1, 'alive')")
        connection.commit()
    # Reports compare what is there with a revision.
    for command in (("init", "--quiet", "--template="), ("add", "--all"), ("commit", "--quiet", "--message=first")):
        git(stage.root, *command)
    return parent


def copy_of(template: Path, folder: Path, home: Path) -> Stage:
    """A stage of one's own."""
    shutil.copytree(template, folder)
    return Stage(root=folder / "project", home=home)

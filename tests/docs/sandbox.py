"""A scratch folder where the commands of a page run as a reader would run them."""

from __future__ import annotations

import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from tests.command import ROOT, Command
from tests.patience import run_to_end

SHOWN_URL = "postgresql://localhost/app"
"""What a page calls the server's database; the tests' own stands in for it."""

_FOR_A_SHELL = re.compile(r"[$`|&;<>*?(){}\n]|^[A-Z_]+=")

_QUEUE = """\
[tool.qsys-schema]
database = "sqlite:///qsys.db"
dialects = ["{dialect}"]
"""


@dataclass(slots=True, kw_only=True)
class Sandbox:
    """A folder, and a shell in it that remembers where it is, its variables, and how the last command ended."""

    command: Command
    url: str = ""
    code: int = 0
    inside: Path = field(default_factory=Path)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def here(self) -> Path:
        """Where the shell is."""
        return self.command.folder / self.inside

    def begin(self, name: str) -> None:
        """Make the folder the project of that name. Raises ValueError for one that nobody knows."""
        if name == "queue":
            for folder in ("schema", "migrations"):
                shutil.copytree(ROOT / folder, self.command.folder / folder)
            settings = _QUEUE.format(dialect="postgres" if self.url else "sqlite")
            (self.command.folder / "pyproject.toml").write_text(settings, encoding="utf-8")
        elif name != "empty":
            raise ValueError(f"there is no project {name!r} to begin with")
        if self.url:
            self.variables["QSYS_DATABASE_URL"] = self.url
        programs = self.command.private / "bin"
        programs.mkdir(exist_ok=True)
        _program(programs / "qsys-schema", f'exec {shlex.quote(sys.executable)} -m qsys_schema "$@"')
        _program(programs / "python", f'exec {shlex.quote(sys.executable)} "$@"')
        _program(programs / "sqlite3", f'exec {shlex.quote(sys.executable)} {shlex.quote(str(_SQLITE))} "$@"')
        _program(programs / "psql", f'exec {shlex.quote(sys.executable)} {shlex.quote(str(_PSQL))} "$@"')

    def run(self, line: str) -> str:
        """What a person sees after they typed the line: both streams as one."""
        if self.url:
            line = line.replace(SHOWN_URL, shlex.quote(self.url))
        if line == "echo $?":
            return f"{self.code}\n"
        first, _, rest = line.partition(" ")
        if first == "cd" and not _FOR_A_SHELL.search(line):
            self.inside = Path(os.path.normpath(self.inside / rest.strip()))
            return ""
        if first == "export":
            name, _, value = rest.partition("=")
            self.variables[name] = shlex.split(value)[0] if value else ""
            return ""
        if first == "qsys-schema" and not _FOR_A_SHELL.search(line):
            said = self._at_once(shlex.split(rest))
        else:
            said = self._in_a_shell(line)
        return said.replace(self.url, SHOWN_URL) if self.url else said

    def _environment(self) -> dict[str, str]:
        named = self.command.environment() | self.variables
        named["PATH"] = f"{self.command.private / 'bin'}:{named['PATH']}"
        named |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_COUNT": "2", "PYTHONWARNINGS": "ignore"}
        named |= {"GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "you"}
        named |= {"GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "you@example.org"}
        return named | ({"QSYS_SCRATCH_POSTGRES_URL": self.url} if self.url else {})

    def _at_once(self, arguments: list[str]) -> str:
        """In this process, which spares the imports."""
        from qsys_schema.cli.run import run

        before, argv, environment = dict(os.environ), sys.argv, self._environment()
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["qsys-schema", *arguments]
        try:
            with chdir(self.here), redirect_stdout(out), redirect_stderr(out):
                run()
        except SystemExit as stop:
            self.code = int(stop.code or 0)
        finally:
            sys.argv = argv
            os.environ.clear()
            os.environ.update(before)
            gc.enable()
        return out.detach().getvalue().decode()

    def _in_a_shell(self, line: str) -> str:
        done = run_to_end(["bash", "-c", line], cwd=self.here, env=self._environment(), stderr=subprocess.STDOUT)
        self.code = done.returncode
        return done.stdout


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


_SQLITE = Path(__file__).with_name("play_sqlite3.py")
_PSQL = Path(__file__).with_name("play_psql.py")

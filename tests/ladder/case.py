"""A case on disk: what it starts from, what it asks for, and what is expected of it on one database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from qsys_schema.pipeline.difference import Answers
from tests.command import ROOT

CASES = ROOT / "tests" / "cases"

DATABASES = ("sqlite", "postgres")
"""Where every case is run."""

INPUTS = frozenset({"before", "before.yaml", "after", "after.yaml", "only.txt"})
"""What somebody writes, the same for every database."""

SCRIPTS = frozenset({"before.sql", "rows.sql", "by_hand.sql", "pending.sql", "options.txt"})
"""What somebody writes, too; a file of that name behind ``postgres.`` takes its place on PostgreSQL.

``by_hand.sql`` is run on the database without any migration; ``pending.sql`` becomes a migration that is not applied.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One folder of ``tests/cases``, a topic and a name, on one database.

    Its plain golden files (``changes.txt``, ``error.txt``) are those of the first database that it is for; another
    has its own (``postgres.changes.txt``) where it says something else.
    """

    folder: Path
    database: str

    @property
    def name(self) -> str:
        """The topic and the name, as the test is called."""
        return self.folder.relative_to(CASES).as_posix()

    @property
    def databases(self) -> tuple[str, ...]:
        """The databases that the case is for: those of ``only.txt``, else all."""
        only = self.plain_text("only.txt").split()
        assert not set(only) - set(DATABASES), f"{self.name}/only.txt names an unknown database"
        return tuple(name for name in DATABASES if not only or name in only)

    @property
    def is_refused(self) -> bool:
        """Whether the case ends in an error."""
        return self.name.startswith("refuse/") or (self.folder / "error.txt").exists()

    @property
    def required(self) -> frozenset[str]:
        """The names of the golden files that the case has on this database."""
        if self.is_refused:
            return frozenset({self._golden("error.txt")})
        return frozenset({self._golden("changes.txt"), f"{self.database}.sql", f"{self.database}.rollback.sql"}) | (
            frozenset({self._own("rollback_error.txt")} if self.cannot_return else ())
        )

    @property
    def cannot_return(self) -> bool:
        """Whether somebody has said, by ``rollback_error.txt``, that the rows forbid the rollback."""
        return (self.folder / self._own("rollback_error.txt")).exists()

    @property
    def golden_files(self) -> frozenset[str]:
        """The names of the golden files that are there, whatever the database."""
        own = {f"{database}.{name}" for database in DATABASES for name in SCRIPTS}
        return frozenset(path.name for path in self.folder.iterdir()) - INPUTS - SCRIPTS - own

    @property
    def answers(self) -> Answers:
        """The options of ``options.txt``, a line each."""
        given: dict[str, list[str]] = {"--allow": [], "--rename": [], "--no-rename": [], "--expand": []}
        for line in self.text("options.txt").splitlines():
            option, _, value = line.partition(" ")
            given[option].append(value)
        return Answers(
            allow=given["--allow"],
            rename=given["--rename"],
            no_rename=given["--no-rename"],
            expand=given["--expand"],
        )

    @property
    def asks_once(self) -> bool:
        """Whether its renames go round in a circle: given again, the options turn the names once more."""
        pairs = [option.split("=", 1) for option in self.answers.rename]
        return bool(pairs) and {before for before, *_ in pairs} == {after for *_, after in pairs}

    def text(self, name: str) -> str:
        """The text of an optional script, the database's own if it has one; empty where neither is there."""
        return self.plain_text(f"{self.database}.{name}") or self.plain_text(name)

    def plain_text(self, name: str) -> str:
        """The text of an optional file; empty where it is not there."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def golden(self, name: str) -> str:
        """The text of a golden file; empty where it is not there."""
        return self.plain_text(self._golden(name))

    def specs(self, which: str) -> dict[str, str]:
        """The specs "before" or "after" by file name; a single file is called after its table."""
        folder = self.folder / which
        if folder.is_dir():
            return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
        text = self.plain_text(f"{which}.yaml")
        table = re.search(r"^table: *[\"']?(\w+)", text, re.MULTILINE)
        return {f"{table.group(1) if table else 'table'}.yaml": text} if text else {}

    def compare(self, name: str, found: str, *, rewrite: bool) -> None:
        """Assert that a golden file says exactly this, or make it say so."""
        if rewrite:
            self._rewrite(name, found)
            return
        path = self.folder / self._golden(name)
        assert path.exists(), f"{path.relative_to(ROOT)} is missing: run `make golden`, and read what it wrote"
        assert found == path.read_text(encoding="utf-8"), f"{path.relative_to(ROOT)} says otherwise"

    def _rewrite(self, name: str, found: str) -> None:
        own = self.folder / self._own(name)
        if own.name != name and found == self.plain_text(name) and name != "rollback_error.txt":
            own.unlink(missing_ok=True)
            return
        own.write_text(found, encoding="utf-8", newline="\n")

    def _own(self, name: str) -> str:
        """The golden file of this database alone, or of the first one."""
        if self.database in name.split(".") or self.database == self.databases[0]:
            return name
        return f"{self.database}.{name}"

    def _golden(self, name: str) -> str:
        """The golden file of this database: its own if there is one, else that of the first database."""
        own = self._own(name)
        return own if (self.folder / own).exists() or name == "rollback_error.txt" else name


def all_cases() -> list[Case]:
    """Every case on every database that it is for, by name."""
    return [case for case in _everywhere() if case.database in case.databases]


def elsewhere() -> list[Case]:
    """Every case on the databases that it is not for."""
    return [case for case in _everywhere() if case.database not in case.databases]


def _everywhere() -> list[Case]:
    return [
        Case(folder=path, database=database)
        for path in sorted(CASES.glob("*/*"))
        if path.is_dir()
        for database in DATABASES
    ]


def as_parameters(cases: list[Case]) -> list[object]:
    """The cases as parameters of a test, each under its own name."""
    return [pytest.param(case, id=f"{case.name}[{case.database}]") for case in cases]

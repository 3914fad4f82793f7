"""A case on disk: what it starts from, what it asks for, and what is expected of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from qsys_schema.pipeline.difference import Answers
from tests.command import ROOT

CASES = ROOT / "tests" / "cases"

INPUTS = frozenset(
    {
        "before",
        "before.yaml",
        "before.sql",
        "rows.sql",
        "by_hand.sql",
        "pending.sql",
        "options.txt",
        "after",
        "after.yaml",
    }
)
"""What somebody writes; everything else in a case's folder is expected output.

``by_hand.sql`` is run on the database without any migration; ``pending.sql`` becomes a migration that is not applied.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One folder of ``tests/cases``: a topic and a name."""

    folder: Path

    @property
    def name(self) -> str:
        """The topic and the name, as the test is called."""
        return self.folder.relative_to(CASES).as_posix()

    @property
    def is_refused(self) -> bool:
        """Whether the case ends in an error."""
        return self.name.startswith("refuse/")

    @property
    def expected(self) -> frozenset[str]:
        """The names of the golden files that a case of this kind has; ``rollback_error.txt`` it may have."""
        if self.is_refused:
            return frozenset({"error.txt"})
        return frozenset({"changes.txt", "sqlite.sql", "sqlite.rollback.sql"}) | self._may_have

    @property
    def _may_have(self) -> frozenset[str]:
        """What the rollback says that cannot succeed with the rows that are there, where a risk warns of it."""
        return frozenset({"rollback_error.txt"} if self.cannot_return else ())

    @property
    def cannot_return(self) -> bool:
        """Whether somebody has said, by that file, that the rows forbid the rollback."""
        return (self.folder / "rollback_error.txt").exists()

    @property
    def golden_files(self) -> frozenset[str]:
        """The names of the golden files that are there."""
        return frozenset(path.name for path in self.folder.iterdir()) - INPUTS

    @property
    def answers(self) -> Answers:
        """The options of ``options.txt``, a line each."""
        given: dict[str, list[str]] = {"--allow": [], "--rename": [], "--no-rename": []}
        for line in self.text("options.txt").splitlines():
            option, _, value = line.partition(" ")
            given[option].append(value)
        return Answers(allow=given["--allow"], rename=given["--rename"], no_rename=given["--no-rename"])

    @property
    def asks_once(self) -> bool:
        """Whether its renames go round in a circle: given again, the options turn the names once more."""
        pairs = [option.split("=", 1) for option in self.answers.rename]
        return bool(pairs) and {before for before, *_ in pairs} == {after for *_, after in pairs}

    def text(self, name: str) -> str:
        """The text of an optional file; empty where it is not there."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def specs(self, which: str) -> dict[str, str]:
        """The specs "before" or "after" by file name; a single file is called after its table."""
        folder = self.folder / which
        if folder.is_dir():
            return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
        text = self.text(f"{which}.yaml")
        table = re.search(r"^table: *[\"']?(\w+)", text, re.MULTILINE)
        return {f"{table.group(1) if table else 'table'}.yaml": text} if text else {}

    def compare(self, name: str, found: str, *, rewrite: bool) -> None:
        """Assert that a golden file says exactly this, or make it say so."""
        path = self.folder / name
        if rewrite:
            path.write_text(found, encoding="utf-8", newline="\n")
            return
        assert path.exists(), f"{path.relative_to(ROOT)} is missing: run `make golden`, and read what it wrote"
        assert found == path.read_text(encoding="utf-8"), f"{path.relative_to(ROOT)} says otherwise"


def all_cases() -> list[Case]:
    """Every case, by name."""
    return [Case(folder=path) for path in sorted(CASES.glob("*/*")) if path.is_dir()]


def as_parameters(cases: list[Case]) -> list[object]:
    """The cases as parameters of a test, each under its own name."""
    return [pytest.param(case, id=case.name) for case in cases]

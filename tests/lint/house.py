"""What the tests of lint share: a folder with migrations that somebody wrote, and what is found in them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from qsys_schema.config import Settings
from qsys_schema.config.policy import read_policy
from qsys_schema.history.write import seal
from qsys_schema.model.finding import Finding
from qsys_schema.model.ownership import Ownership
from qsys_schema.pipeline.migrations import Linted, lint_migrations
from qsys_schema.pipeline.project import open_project

SETUP = "0001.setup"
OTHER = "0002.other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A folder of migrations for one database; ``url`` is where scratch schemas are made, empty for none.

    ``exclude`` are patterns of what belongs to others.
    """

    root: Path
    dialect: str
    url: str = ""
    exclude: tuple[str, ...] = ()

    def put(self, identifier: str, forward: str, back: str = "SELECT 1;") -> None:
        """Write a migration by hand."""
        folder = self.root / "migrations" / self.dialect
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{identifier}.sql").write_text(f"{forward}\n", encoding="utf-8")
        (folder / f"{identifier}.rollback.sql").write_text(f"{back}\n", encoding="utf-8")
        seal(folder)

    def lint(self, *chosen: str, policy: str = "") -> Linted:
        """What is found in these, or in all."""
        settings = Settings(
            base=str(self.root),
            dialects=(self.dialect,),
            database=self.url,
            ours=Ownership(exclude=self.exclude),
            policy=read_policy(tomllib.loads(policy), "qsys-schema.toml"),
        )
        return lint_migrations(open_project(settings, lambda _: None), set(chosen) or None)

    def found(self, setup: str, forward: str, back: str = "SELECT 1;", *, policy: str = "") -> list[Finding]:
        """What is found in a migration behind another one."""
        if setup:
            self.put(SETUP, setup)
        self.put(OTHER, forward, back)
        return list(self.lint(OTHER, policy=policy).findings)


def codes(findings: Sequence[Finding], *, without: Collection[str] = ("YO101",)) -> list[str]:
    """The codes of those that nobody has acknowledged and that are more than a note, in order.

    Most rollbacks of the tests do nothing, so that this is not counted.
    """
    left = sorted(one.code for one in findings if not one.acknowledged and one.level != "note")
    return [code for code in left if code not in without]

"""A project in a folder of its own, and a real database, brought to where a case starts."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from qsys_schema.config import Settings
from qsys_schema.errors import QsysSchemaError
from qsys_schema.history.write import seal
from qsys_schema.model.schema import Schema
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import Generated, generate
from qsys_schema.pipeline.history import apply, roll_back
from qsys_schema.pipeline.project import Project, open_project
from tests.ladder.case import Case
from tests.ladder.reading import Reading

NAME = "the_change"

_MADE: dict[tuple[object, ...], dict[str, bytes]] = {}
"""The files of first migrations, by database and specs: making and proving one takes longer than all else of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A database as it stands: its catalog, its rows, its counters, and its sequences by "table.column"."""

    catalog: Reading
    rows: dict[str, list[dict[str, object]]]
    counters: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)


class Workshop(ABC):
    """What the ladder does with one kind of database; the working directory is the project."""

    database: ClassVar[str]

    @property
    def migrations(self) -> Path:
        """Where the migrations of this database are."""
        return Path("migrations") / self.database

    @property
    @abstractmethod
    def url(self) -> str:
        """The URL of the live database."""

    @abstractmethod
    def run(self, sql: str) -> None:
        """Run statements on the live database, as somebody does who has no tool."""

    @abstractmethod
    def look(self) -> Seen:
        """Everything in the live database; asserts that it is whole."""

    @abstractmethod
    def violations(self) -> Sequence[tuple[object, ...]]:
        """The rows that violate a foreign key."""

    @abstractmethod
    def empty(self, tables: Sequence[str]) -> None:
        """Delete all rows of these tables."""

    @abstractmethod
    def made_straight(self) -> Seen:
        """A database made from the specs alone."""

    def told(self, error: QsysSchemaError) -> str:
        """An error as it is shown, with the live database called the same wherever it is."""
        with self.open_here().reading() as session:
            label = session.label
        return f"exit code {error.exit_code}\n{error}\n".replace(label, "live.db")

    def open_here(self) -> Project:
        """The project of the working directory."""
        settings = Settings(database=self.url, schema="schema", migrations="migrations", dialects=(self.database,))
        return open_project(settings, lambda _: None)

    def inspected(self) -> Schema:
        """The live database as the package itself reads it."""
        project = self.open_here()
        with project.reading() as session:
            return project.dialect.inspect(session)

    def prepare(self, case: Case) -> None:
        """Make the database of ``case`` as it was before, and put the new specs beside it."""
        if case.text("before.sql"):
            self._write_migration("0001.before", case.text("before.sql"))
        elif case.specs("before"):
            self._make_before(case.specs("before"))
        apply(self.open_here(), "", lambda _: None)
        self.run(case.text("rows.sql"))
        self.run(case.text("by_hand.sql"))
        if case.text("pending.sql"):
            self._write_migration("0002.pending", case.text("pending.sql"))
        put_specs(case.specs("after"))

    def _make_before(self, specs: dict[str, str]) -> None:
        """The first migration; where a case before this one began with the same specs, it is that one's."""
        put_specs(specs)
        key = (self.database, *specs.items())
        if key not in _MADE:
            generate(self.open_here(), "before", Answers())
            _MADE[key] = {path.name: path.read_bytes() for path in self.migrations.iterdir()}
            return
        self.migrations.mkdir(parents=True)
        for name, content in _MADE[key].items():
            (self.migrations / name).write_bytes(content)

    def _write_migration(self, identifier: str, sql: str) -> None:
        self.migrations.mkdir(parents=True, exist_ok=True)
        (self.migrations / f"{identifier}.sql").write_text(sql, encoding="utf-8")
        # It is never rolled back; a migration without a rollback is refused.
        (self.migrations / f"{identifier}.rollback.sql").write_text("SELECT 1;\n", encoding="utf-8")
        seal(self.migrations)

    def plan(self, case: Case) -> Generated:
        """Write what comes next."""
        return generate(self.open_here(), NAME, case.answers)

    def forward(self) -> None:
        """Apply what is pending."""
        assert apply(self.open_here(), "", lambda _: None)

    def back(self, made: Generated) -> None:
        """Take back what was made."""
        assert roll_back(self.open_here(), "", len(made.migrations), lambda _: None)


def put_specs(specs: dict[str, str]) -> None:
    """Make these the specs, and no others."""
    shutil.rmtree("schema", ignore_errors=True)
    Path("schema").mkdir()
    for name, text in specs.items():
        Path("schema", name).write_text(text, encoding="utf-8")


def texts(made: Generated) -> tuple[str, str]:
    """All that runs forward, and all that runs back, each file under its name where there are several."""
    forward = [Path(migration.path) for migration in made.migrations]
    return _together(forward), _together([path.with_suffix(".rollback.sql") for path in reversed(forward)])


def _together(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return paths[0].read_text(encoding="utf-8")
    return "\n".join(f"-- file: {path.name}\n{path.read_text(encoding='utf-8')}" for path in paths)

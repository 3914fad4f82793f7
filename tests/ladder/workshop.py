"""A project in a folder of its own, and a real database file, brought to where a case starts."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlparse

from qsys_schema.config import Settings
from qsys_schema.history.write import seal
from qsys_schema.pipeline.difference import Answers
from qsys_schema.pipeline.generate import Generated, generate
from qsys_schema.pipeline.history import apply, roll_back, whole
from qsys_schema.pipeline.project import Project, open_project
from tests.ladder.case import Case
from tests.ladder.reading import Reading, counters, read, rows

MIGRATIONS = Path("migrations/sqlite")
DATABASE = Path("live.db")
NAME = "the_change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A database as it stands: its catalog, its rows and its counters."""

    catalog: Reading
    rows: dict[str, list[dict[str, object]]]
    counters: dict[str, int]


def open_here() -> Project:
    """The project of the working directory."""
    settings = Settings(
        database=f"sqlite:///{DATABASE}", schema="schema", migrations="migrations", dialects=("sqlite",)
    )
    return open_project(settings, lambda _: None)


def put_specs(specs: dict[str, str]) -> None:
    """Make these the specs, and no others."""
    shutil.rmtree("schema", ignore_errors=True)
    Path("schema").mkdir()
    for name, text in specs.items():
        Path("schema", name).write_text(text, encoding="utf-8")


def prepare(case: Case) -> None:
    """Make the database of ``case`` as it was before, and put the new specs beside it."""
    if case.text("before.sql"):
        _write_migration("0001.before", case.text("before.sql"))
    elif case.specs("before"):
        put_specs(case.specs("before"))
        generate(open_here(), "before", Answers())
    apply(open_here(), "", lambda _: None)
    run_on(DATABASE, case.text("rows.sql"))
    run_on(DATABASE, case.text("by_hand.sql"))
    if case.text("pending.sql"):
        _write_migration("0002.pending", case.text("pending.sql"))
    put_specs(case.specs("after"))


def _write_migration(identifier: str, sql: str) -> None:
    MIGRATIONS.mkdir(parents=True, exist_ok=True)
    (MIGRATIONS / f"{identifier}.sql").write_text(sql, encoding="utf-8")
    # It is never rolled back; a migration without a rollback is refused.
    (MIGRATIONS / f"{identifier}.rollback.sql").write_text("SELECT 1;\n", encoding="utf-8")
    seal(MIGRATIONS)


def run_on(path: Path, sql: str) -> None:
    """Run statements on a database file, without foreign keys being looked at."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in sqlparse.split(sql):
            connection.execute(statement)


def look(path: Path) -> Seen:
    """Everything in a database file; asserts that it is whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return Seen(catalog=read(connection), rows=rows(connection), counters=counters(connection))


def violations(path: Path) -> list[tuple[object, ...]]:
    """The rows that violate a foreign key."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA foreign_key_check").fetchall()


def plan(case: Case) -> Generated:
    """Write the next migration."""
    return generate(open_here(), NAME, case.answers)


def texts(made: Generated) -> tuple[str, str]:
    """The forward and the rollback file."""
    path = Path(made.migrations[0].path)
    return path.read_text(encoding="utf-8"), path.with_suffix(".rollback.sql").read_text(encoding="utf-8")


def forward() -> None:
    """Apply what is pending."""
    assert apply(open_here(), "", lambda _: None)


def back() -> None:
    """Take the last migration back."""
    assert roll_back(open_here(), "", 1, lambda _: None)


def made_straight() -> Seen:
    """A database made from the specs alone."""
    path = Path("straight.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in whole(open_here()):
            connection.execute(statement.sql)
    return look(path)

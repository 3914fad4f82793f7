"""A spec that somebody has worked on, pulled again after the database was changed by hand: only that changes."""

from __future__ import annotations

import difflib

import pytest

from tests.command import Command
from tests.pipeline.desk import DIALECTS, Desk

WORKED_ON = """\
# All about jobs.
table: jobs
description: Work to do.  # said once
entity: Job
columns:
  name: {type: text, default: {sqlite: here, postgres: there}, description: What it is.}  # first of all
  id:
    type: integer   # never reused
    primary_key: true
  owner: {type: text, nullable: true}
  kind: {type: text, enum: [A, B], default: A}
  at: {type: timestamp_ms, python: int}

indexes:
  # the queue
  - {columns: [kind, name], only: [sqlite]}
  - columns: [name]   # by name
  - {columns: [kind, at], only: [postgres]}
  - columns: [owner]
unique:
  - columns: [owner, name]
checks:
  - {name: short, expression: length(name) < 30}  # must fit
queries:
  of_owner:
    doc: Those of one owner.
    sql: SELECT * FROM jobs WHERE owner = :owner
    returns: many
"""

BY_HAND = (
    "ALTER TABLE jobs ADD COLUMN extra INTEGER",
    "DROP INDEX ix_jobs_owner",
    "CREATE INDEX by_extra ON jobs (extra)",
)


@pytest.fixture(params=DIALECTS)
def worked_on(request: pytest.FixtureRequest, run_cli: Command) -> Desk:
    """A project for two databases, one of which is there."""
    url = "sqlite:///desk.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Desk(command=run_cli, dialect=request.param, url=url)
    made.write("schema/jobs.yaml", WORKED_ON)
    made.ok("generate", "first", *made.database)
    made.ok("apply", *made.database)
    return made


def test_only_what_was_changed_by_hand_changes(worked_on: Desk) -> None:
    """What other databases are to have, what Python calls it, comments, order and layout are as they were."""
    worked_on.sql(*BY_HAND)
    worked_on.ok("pull", *worked_on.database)
    path = worked_on.root / "schema/jobs.yaml"
    changed = [
        line
        for line in difflib.ndiff(WORKED_ON.splitlines(), path.read_text(encoding="utf-8").splitlines())
        if line[:1] in "+-"
    ]
    bits = ", bits: 32" if worked_on.dialect == "postgres" else ""
    assert changed == [
        f"+   extra: {{type: integer{bits}, nullable: true}}",
        "-   - columns: [owner]",
        "+   - {name: by_extra, columns: [extra]}",
    ]
    worked_on.ok("diff", *worked_on.database, "--exit-code")
    assert "wrote" not in worked_on.ok("pull", *worked_on.database).stdout


def test_a_column_that_is_another_keeps_what_no_database_knows(worked_on: Desk) -> None:
    """Its default on the other database, say, and what it is for."""
    if worked_on.dialect == "sqlite":
        worked_on.sql(
            "DROP INDEX ix_jobs_kind_name",
            "DROP INDEX ix_jobs_name",
            "ALTER TABLE jobs RENAME TO old",
            "CREATE TABLE jobs AS SELECT * FROM old",
            "DROP TABLE old",
        )
        worked_on.sql("DROP TABLE jobs", "CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'else')")
    else:
        worked_on.sql("ALTER TABLE jobs ALTER name SET DEFAULT 'else'")
    worked_on.ok("pull", *worked_on.database)
    text = (worked_on.root / "schema/jobs.yaml").read_text(encoding="utf-8")
    kept = "sqlite: else, postgres: there" if worked_on.dialect == "sqlite" else "sqlite: here, postgres: else"
    assert kept in text
    assert "description: What it is." in text
    assert "of_owner" in text
    worked_on.ok("diff", *worked_on.database, "--exit-code")

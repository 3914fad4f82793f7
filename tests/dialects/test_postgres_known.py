"""What is not asked of the server is what the server would have said: both ways give the same canonical wish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qsys_schema.config import Settings
from qsys_schema.dialects.postgres import normalize as normalizing
from qsys_schema.dialects.postgres.known import Asked, asked_of
from qsys_schema.dialects.postgres.normalize import prepared
from qsys_schema.model.schema import Schema
from qsys_schema.pipeline.difference import Answers, difference
from qsys_schema.pipeline.generate import generate
from qsys_schema.pipeline.history import apply
from qsys_schema.pipeline.project import Project, open_project

if TYPE_CHECKING:
    from tests.postgres import Postgres

OWNERS = """\
table: owners
columns:
  id: {type: integer, primary_key: true}
  email: {type: text, length: 80}
  mood: {type: text, enum: [CALM, "it's"]}
unique:
  - columns: [email]
"""

JOBS = """\
table: jobs
description: Work.
columns:
  id: {type: integer, primary_key: true}
  owner_id: {type: integer, nullable: true, description: Whose.}
  name: {type: text, default: "x y"}
  one: {type: text, enum: [ONLY]}
  state: {type: enum, enum: [NEW, DONE], enum_name: {postgres: state_of_jobs}, default: NEW}
  amount: {type: integer, bits: 32, default: 0}
  ready: {type: boolean, default: true}
  payload: {type: json, nullable: true, default: "{}"}
  made: {type: timestamp, timezone: true, default: {expression: now()}}
  twice: {type: integer, bits: 32, generated: amount * 2, stored: true}
indexes:
  - columns: [owner_id, {column: made, order: desc}]
  - columns: [name]
    where: amount > 0
    unique: true
  - expressions: [lower(name)]
foreign_keys:
  - columns: [owner_id]
    references: {table: owners, columns: [id]}
    on_delete: cascade
checks:
  - expression: amount >= 0
  - name: ck_between
    expression: amount BETWEEN 0 AND 100
"""

HAND_MADE = (
    "ALTER TABLE jobs DROP CONSTRAINT ck_jobs_amount",
    "ALTER TABLE jobs DROP CONSTRAINT ck_jobs_amount, ADD CONSTRAINT ck_jobs_amount CHECK (amount > 0)",
    "ALTER TABLE jobs DROP CONSTRAINT ck_jobs_amount, ADD CONSTRAINT ck_jobs_amount CHECK (amount >= 0) NOT VALID",
    "ALTER TABLE jobs DROP CONSTRAINT ck_jobs_amount, ADD CONSTRAINT ck_jobs_amount CHECK (amount >= 0) NO INHERIT",
    "ALTER TABLE jobs RENAME CONSTRAINT ck_jobs_amount TO other",
    "ALTER TABLE jobs ALTER COLUMN name SET DEFAULT 'x  y'",
    "ALTER TABLE jobs ALTER COLUMN name DROP DEFAULT",
    "ALTER TABLE jobs ALTER COLUMN amount SET DEFAULT 1",
    "ALTER TABLE jobs ALTER COLUMN owner_id TYPE integer",
    "ALTER TABLE jobs ALTER COLUMN owner_id SET NOT NULL",
    'ALTER TABLE jobs ALTER COLUMN name TYPE text COLLATE "C"',
    "ALTER TABLE owners ALTER COLUMN email TYPE varchar(81)",
    "ALTER TABLE owners ALTER COLUMN email TYPE text",
    "ALTER TABLE owners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
    (
        "ALTER TABLE owners DROP CONSTRAINT ck_owners_mood;"
        "ALTER TABLE owners ADD CONSTRAINT ck_owners_mood CHECK (mood IN ('CALM', 'its'))"
    ),
    "ALTER TABLE jobs DROP CONSTRAINT fk_jobs_owner_id",
    (
        "ALTER TABLE jobs DROP CONSTRAINT fk_jobs_owner_id; ALTER TABLE jobs ADD CONSTRAINT fk_jobs_owner_id"
        " FOREIGN KEY (owner_id) REFERENCES owners (id)"
    ),
    (
        "ALTER TABLE jobs DROP CONSTRAINT fk_jobs_owner_id; ALTER TABLE jobs ADD CONSTRAINT fk_jobs_owner_id"
        " FOREIGN KEY (owner_id) REFERENCES owners (id) ON DELETE CASCADE NOT VALID"
    ),
    "ALTER TABLE jobs ALTER CONSTRAINT fk_jobs_owner_id DEFERRABLE",
    "DROP INDEX ix_jobs_owner_id_made; CREATE INDEX ix_jobs_owner_id_made ON jobs (owner_id, made)",
    "DROP INDEX ix_jobs_owner_id_made; CREATE INDEX ix_jobs_owner_id_made ON jobs (owner_id, made DESC NULLS LAST)",
    "DROP INDEX ix_jobs_owner_id_made; CREATE INDEX ix_jobs_owner_id_made ON jobs USING brin (owner_id, made)",
    "DROP INDEX ix_jobs_name; CREATE UNIQUE INDEX ix_jobs_name ON jobs (name) WHERE amount > 1",
    "DROP INDEX ix_jobs_name; CREATE INDEX ix_jobs_name ON jobs (name) WHERE amount > 0",
    "DROP INDEX ix_jobs_name; CREATE UNIQUE INDEX ix_jobs_name ON jobs (name text_pattern_ops) WHERE amount > 0",
    'DROP INDEX ix_jobs_name; CREATE UNIQUE INDEX ix_jobs_name ON jobs (name COLLATE "C") WHERE amount > 0',
    "ALTER TABLE owners DROP CONSTRAINT uq_owners_email",
    (
        "ALTER TABLE owners DROP CONSTRAINT uq_owners_email;"
        "ALTER TABLE owners ADD CONSTRAINT uq_owners_email UNIQUE (email) DEFERRABLE"
    ),
    "ALTER TABLE owners DROP CONSTRAINT owners_pkey CASCADE; ALTER TABLE owners ADD PRIMARY KEY (id, email)",
    "COMMENT ON TABLE jobs IS 'other'",
    "COMMENT ON COLUMN jobs.owner_id IS NULL",
    "ALTER TYPE state_of_jobs ADD VALUE 'GONE'",
    "ALTER TABLE jobs SET (fillfactor = 70)",
    "ALTER TABLE jobs ADD COLUMN extra text",
    "ALTER TABLE jobs RENAME COLUMN one TO other",
    "ALTER TABLE jobs RENAME TO tasks",
    "DROP TABLE jobs",
)

EDITS = (
    ("amount >= 0", "amount >= 1"),
    ("[NEW, DONE]", "[NEW, DONE, GONE]"),
    ("[ONLY]", "[ONLY, MORE]"),
    ("amount: {type: integer, bits: 32", "amount: {type: integer, bits: 64"),
    ("    on_delete: cascade\n", ""),
    ("owner_id: {type: integer, nullable: true", "owner_id: {type: integer"),
    ("on_delete: cascade", "on_delete: restrict"),
    ("default: now()", "default: clock_timestamp()"),
    ("now()", "clock_timestamp()"),
    ("amount * 2", "amount * 3"),
    ("where: amount > 0", "where: amount > 1"),
    ("lower(name)", "upper(name)"),
    ("x y", "y x"),
    ("{column: made, order: desc}", "made"),
    ("description: Work.", "description: Other work."),
)


@pytest.fixture
def project(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Both tables are in the database as the specs say."""
    monkeypatch.setenv("QSYS_CACHE_DIR", str(tmp_path / "cache"))
    schema = tmp_path / "schema"
    schema.mkdir()
    (schema / "owners.yaml").write_text(OWNERS, encoding="utf-8")
    (schema / "jobs.yaml").write_text(JOBS, encoding="utf-8")
    settings = Settings(
        database=postgres_url, schema=str(schema), migrations=str(tmp_path / "migrations"), dialects=("postgres",)
    )
    opened = open_project(settings, lambda _: None)
    generate(opened, "first", Answers())
    apply(opened, "", lambda _: None)
    return opened


def _both(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """The canonical wish, with what is known left out of the question, and with everything asked."""
    wish = project.wish().schema
    with project.reading() as session:
        yield project.normalized(wish, session)
        monkeypatch.setattr(normalizing, "asked_of", lambda wanted, _: Asked(schema=wanted, known={}))
        yield project.normalized(wish, session)
        monkeypatch.undo()


def _expressions(schema: Schema) -> list[str]:
    return [check.expression.text for table in schema.tables for check in table.checks]


@pytest.mark.parametrize("change", ["SELECT 1", *HAND_MADE])
def test_what_was_changed_by_hand(
    project: Project, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Whatever the live schema has become, the wish is the same, and the difference is seen."""
    postgres.run(*change.split("; "))
    short, whole = _both(project, monkeypatch)
    assert short == whole
    assert _expressions(short) == _expressions(whole)
    with project.reading() as session:
        found = difference(project, session, project.wish().schema, Answers())
    assert found.in_sync == (change == "SELECT 1")


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_what_was_edited(project: Project, monkeypatch: pytest.MonkeyPatch, before: str, after: str) -> None:
    """Whatever the specs have become, they are what the server makes of all of them."""
    path = Path(project.settings.schema) / "jobs.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text or before == "default: now()"
    path.write_text(text.replace(before, after), encoding="utf-8")
    short, whole = _both(project, monkeypatch)
    assert short == whole


def test_only_what_is_open_is_asked(project: Project) -> None:
    """Of tables in sync nothing is made but what the server says in other words, with what that needs."""
    with project.reading() as session:
        wanted = prepared(project.wish().schema)
        asked = asked_of(wanted, project.dialect.inspect(session))
    (jobs,) = asked.schema.tables
    assert [check.name for check in jobs.checks] == ["ck_between"]
    assert (jobs.indexes, jobs.foreign_keys, jobs.primary_key) == ((), (), None)


def test_a_function_of_the_specs_makes_its_words_open(project: Project, postgres: Postgres) -> None:
    """``now()`` is another one, once there is a function of that name."""
    with project.reading() as session:
        before = asked_of(prepared(project.wish().schema), project.dialect.inspect(session)).known["jobs"]
    postgres.run("CREATE FUNCTION now(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'")
    with project.reading() as session:
        after = asked_of(prepared(project.wish().schema), project.dialect.inspect(session)).known["jobs"]
    assert "made" in {one.name for one in before.columns}
    assert "made" not in {one.name for one in after.columns}

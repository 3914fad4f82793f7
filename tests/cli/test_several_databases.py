"""A project on several databases gets the same history for each, from one command."""

from __future__ import annotations

import pytest

from tests.cli.house import Project

pytestmark = pytest.mark.slow

NOWHERE = {"QSYS_SCRATCH_POSTGRES_URL": "postgresql://127.0.0.1:1/none?connect_timeout=2"}


@pytest.fixture
def both(project: Project) -> Project:
    """A project on SQLite and PostgreSQL."""
    project.write("qsys-schema.toml", 'dialects = ["sqlite", "postgres"]\n')
    return project


@pytest.mark.usefixtures("postgres_server_url")
def test_generate_writes_the_same_for_each(both: Project) -> None:
    """With one name; the other database's migrations, replayed, stand for it."""
    both.ok("generate", "first")
    both.write(
        "schema/jobs.yaml",
        (both.folder / "schema/jobs.yaml")
        .read_text()
        .replace("columns:", "columns:\n  tag: {type: json, nullable: true}"),
    )
    found = both.json("generate", "add_tag")
    (other,) = found["others"]
    assert found["migrations"] == ["migrations/sqlite/0002.add_tag.sql"]
    assert (other["dialect"], other["migrations"]) == ("postgres", ["migrations/postgres/0002.add_tag.sql"])
    assert [one["ref"] for one in other["changes"]] == ["jobs.tag"]
    both.ok("check")
    both.ok("check", "--dialect", "postgres")
    assert both.json("generate")["others"] == []


def test_one_without_a_server_at_hand_is_left_for_later_and_named(both: Project) -> None:
    """What could be written is written."""
    done = both.run("generate", "first", environment=NOWHERE)
    assert done.code == 0, done
    assert "migrations/sqlite/0001.first.sql" in done.stdout
    assert "postgres: nothing was written: " in done.stderr
    assert "`qsys-schema generate first --dialect postgres` does" in done.stderr
    assert not (both.folder / "migrations/postgres").exists()


def test_a_named_database_is_the_only_one(both: Project) -> None:
    """As --dialect says."""
    both.ok("generate", "first", "--dialect", "sqlite")
    assert not (both.folder / "migrations/postgres").exists()


@pytest.mark.usefixtures("postgres_server_url")
def test_consent_counts_for_each(both: Project) -> None:
    """A loss is agreed to once, by name, and is one loss."""
    both.ok("generate", "first")
    text = (both.folder / "schema/jobs.yaml").read_text()
    column = next(
        line for line in text.splitlines() if line.startswith("  ") and "type: text" in line and "primary" not in line
    )
    both.write("schema/jobs.yaml", text.replace(f"{column}\n", ""))
    name = column.split(":")[0].strip()
    assert both.run("generate").code == 4
    both.ok("generate", "less", "--allow", f"drop-column:jobs.{name}")
    assert (both.folder / "migrations/postgres/0002.less.sql").exists()

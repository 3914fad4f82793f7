"""What happens when somebody changed the database by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.command import Command

SPEC = """
table: jobs
columns:
  id: {type: text, primary_key: true}
  owner: {type: text, nullable: true}
"""


@pytest.fixture
def project(run_cli: Command, tmp_path: Path) -> Command:
    """A project with one applied migration, whose database somebody then changed by hand."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "qsys-schema.toml").write_text('database = "sqlite:///live.db"\n', encoding="utf-8")
    assert run_cli("generate", "first").code == 0
    assert run_cli("apply").code == 0
    by_hand(tmp_path, "ALTER TABLE jobs ADD COLUMN hotfix TEXT", "CREATE INDEX hot ON jobs(owner)")
    return run_cli


def by_hand(folder: Path, *statements: str) -> None:
    """Run statements on the live database behind the tool's back."""
    connection = sqlite3.connect(folder / "live.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_drift_is_named_and_stops_generate(project: Command, tmp_path: Path) -> None:
    """Nothing is written on top of a state that no migration made."""
    before = sorted(path.name for path in (tmp_path / "migrations" / "sqlite").iterdir())
    result = project("generate")
    assert result.code == 1
    assert "add column jobs.hotfix" in result.stderr
    assert "add index jobs.hot" in result.stderr
    assert "--from-drift" in result.stderr
    assert sorted(path.name for path in (tmp_path / "migrations" / "sqlite").iterdir()) == before


def test_drift_shows_in_status(project: Command) -> None:
    """A monitor sees drift by its exit code."""
    result = project("status", "--exit-code")
    assert result.code == 3
    assert "changed by hand" in result.stdout


def test_adopted_drift_is_a_migration_that_is_applied_here(project: Command, tmp_path: Path) -> None:
    """Adopting writes what happened, records it, and leaves the database as it is."""
    result = project("generate", "--from-drift", "adopt", "hotfix")
    assert result.code == 0, result.stderr
    text = (tmp_path / "migrations" / "sqlite" / "0002.hotfix.sql").read_text(encoding="utf-8")
    assert 'ADD COLUMN "hotfix"' in text
    assert 'CREATE INDEX "hot"' in text
    status = project("status", "--exit-code")
    assert status.code == 0, status.stdout


def test_undone_drift_leads_back_to_the_specs_everywhere(project: Command) -> None:
    """Undoing adopts first and goes back by one more migration, so that every database can follow."""
    asked = project("generate", "--from-drift", "undo")
    assert asked.code == 4
    assert "--allow drop-column:jobs.hotfix" in asked.stderr
    done = project("generate", "--from-drift", "undo", "--allow", "drop-column:jobs.hotfix", "undo_hotfix")
    assert done.code == 0, done.stderr
    assert project("apply").code == 0
    assert project("diff", "--exit-code").code == 0
    assert project("check").code == 0
    other = project("apply", "--database", "sqlite:///other.db")
    assert other.code == 0, other.stderr
    assert project("diff", "--exit-code", "--database", "sqlite:///other.db").code == 0


def test_a_migration_planned_for_another_state_is_not_applied(project: Command, tmp_path: Path) -> None:
    """Apply refuses what was planned for another schema, and says what differs."""
    by_hand(tmp_path, "DROP INDEX hot", "ALTER TABLE jobs DROP COLUMN hotfix")
    (tmp_path / "schema" / "jobs.yaml").write_text(f"{SPEC}  extra: {{type: integer, default: 0}}\n", encoding="utf-8")
    assert project("generate", "extra").code == 0
    by_hand(tmp_path, "CREATE INDEX hot ON jobs(owner)")
    result = project("apply")
    assert result.code == 1
    assert "add index jobs.hot" in result.stderr
    assert "nothing was changed" in result.stderr
    agreed = project("apply", "--allow", "drift")
    assert agreed.code == 0, agreed.stderr

"""The memo that makes finding nothing to do cheap never hides a difference."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.command import Command

SPEC = "table: jobs\ncolumns:\n  id: {type: text, primary_key: true}\n"


@pytest.fixture
def project(run_cli: Command, tmp_path: Path) -> Command:
    """A project in sync that was looked at once, so that the memo knows it."""
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "jobs.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "qsys-schema.toml").write_text('database = "sqlite:///live.db"\n', encoding="utf-8")
    for arguments in (("generate",), ("apply",), ("diff",)):
        assert run_cli(*arguments).code == 0
    assert memo(run_cli)
    return run_cli


def memo(command: Command) -> list[Path]:
    """The pairs that are remembered."""
    return list(command.private.rglob("in-sync/*"))


def test_an_edited_spec_is_seen(project: Command, tmp_path: Path) -> None:
    """One byte in a spec makes another key."""
    (tmp_path / "schema" / "jobs.yaml").write_text(f"{SPEC}  extra: {{type: text, nullable: true}}\n", encoding="utf-8")
    assert project("diff", "--exit-code").code == 3


def test_a_changed_database_is_seen(project: Command, tmp_path: Path) -> None:
    """Whatever changes the catalog makes another key."""
    connection = sqlite3.connect(tmp_path / "live.db")
    connection.execute("CREATE INDEX by_hand ON jobs(id)")
    connection.commit()
    connection.close()
    assert project("diff", "--exit-code").code == 3


def test_the_memo_may_be_deleted_at_any_time(project: Command) -> None:
    """It only saves time."""
    for path in memo(project):
        path.unlink()
    result = project("diff", "--exit-code")
    assert result.code == 0
    assert "nothing to do" in result.stdout
    assert memo(project)

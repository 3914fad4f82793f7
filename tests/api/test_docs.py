"""What the documentation of the library shows is run as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema import Project
from tests.api.conftest import add_column, write_project
from tests.command import ROOT
from tests.patience import run_to_end

if TYPE_CHECKING:
    import pytest

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:<!-- file: (\S+) -->\n)?```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_blocks_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook: what one block makes, the next one has."""
    write_project(tmp_path / "service", "sqlite")
    monkeypatch.chdir(tmp_path)
    blocks = [code for file, code in BLOCKS if not file]
    assert len(blocks) == 5
    # A module that is run: asyncio and dataclasses want to know where they are.
    names = {"__name__": "notebook"}
    for code in blocks:
        exec(compile(code, "docs/library.md", "exec"), names)  # noqa: S102 - it is our own page
    assert [one.id for one in Project.open("service").migrations()] == ["0001.create_jobs", "0002.drop_owner"]


def test_the_tests_that_it_shows_pass(tmp_path: Path) -> None:
    """By the fixtures of an installed package."""
    write_project(tmp_path / "service", "sqlite")
    Project.open(tmp_path / "service").write("create jobs")
    files = {file: code for file, code in BLOCKS if file}
    assert set(files) == {"test_jobs.py", "conftest.py"}
    for name, code in files.items():
        (tmp_path / "service" / name).write_text(code, encoding="utf-8")
    # In a folder of its own: where all runs share one, each tidies up after those before it.
    run = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    done = run_to_end([*run, f"--basetemp={tmp_path / 'temp'}"], cwd=tmp_path / "service")
    assert "2 passed" in done.stdout, done.stdout


def _deploy(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    return run_to_end(
        [sys.executable, str(ROOT / "docs" / "deploy.py"), str(folder)],
        env={"QSYS_DATABASE_URL": url, "PYTHONPATH": str(ROOT), "QSYS_LOCK_TIMEOUT": "5"},
    )


def test_the_deploy_script_applies_and_then_finds_nothing_to_do(project: Project) -> None:
    """Told what it does on the way, and 0 both times."""
    project.write("create jobs")
    url = project._opened.settings.database
    first, second = _deploy(project.folder, url), _deploy(project.folder, url)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "applied 0001.create_jobs" in first.stderr
    assert "statement 1 of" in first.stderr
    assert second.stderr == ""
    assert project.status().clean


def test_the_deploy_script_ends_with_a_code_and_words(project: Project) -> None:
    """A migration that was edited after it was applied, a database that is not there: neither is a traceback."""
    project.write("create jobs")
    project.apply()
    add_column(project, "tags: {type: json, nullable: true}")
    path = Path(project.migrations()[0].path)
    path.write_text(path.read_text(encoding="utf-8") + "-- edited\n", encoding="utf-8")
    url = project._opened.settings.database
    for refused in (_deploy(project.folder, url), _deploy(project.folder, "mysql://root:secret@localhost/app")):
        assert refused.returncode in {1, 2}
        assert "Traceback" not in refused.stderr
        assert "secret" not in refused.stderr
        assert refused.stderr

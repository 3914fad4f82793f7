"""The command line as a user meets it: another process, with nothing of the developer's own settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.patience import run_to_end

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the project."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a process left behind: its exit code and both of its streams as text."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Runs ``python -m qsys_schema`` in ``folder``; home and cache are ``private``, a folder beside it."""

    folder: Path
    private: Path

    def __call__(
        self,
        *arguments: str,
        stdin: str = "",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Finished:
        """Run to the end. ``environment`` is added to the few variables passed on."""
        done = run_to_end(
            [sys.executable, "-m", "qsys_schema", *arguments],
            cwd=folder or self.folder,
            env=self.environment() | dict(environment or {}),
            given=stdin,
        )
        return Finished(code=done.returncode, stdout=done.stdout, stderr=done.stderr)

    def environment(self) -> dict[str, str]:
        """The variables that every run gets: a plain terminal of 100 columns, no colour, no project settings."""
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return kept | {
            "HOME": str(self.private),
            "QSYS_CACHE_DIR": str(self.private / "cache"),
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }

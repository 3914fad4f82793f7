from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qsys_schema.apply import door
from qsys_schema.dialects.sqlite.session import open_memory
from tests.command import ROOT, Command
from tests.crash.accident import Make, accidents, assert_at_a_boundary, wait_until_said
from tests.crash.lab import MANY, Catalogs
from tests.patience import PATIENCE_S, run_to_end

ROWS = 20_000
INTERRUPTED = 130

_SLOW_CLICK = """
import os, signal, time
os.kill(os.getpid(), signal.SIGINT)
time.sleep(10)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.5])
def test_ctrl_c_ends_apply_quietly_at_a_boundary(
    accident: Make, catalogs: Catalogs, tmp_path: Path, moment: float
) -> None:
    """Exit code 130, no traceback, nothing half done, and what was applied before stays applied."""
    place = accident(ROWS, "delete")
    (applied,) = accidents(place, signal.SIGINT, [moment], catalogs, tmp_path)
    assert 1 <= applied < max(map(len, catalogs))


def test_ctrl_c_while_the_program_still_loads_is_quiet(tmp_path: Path) -> None:
    """Imports are most of a short command: whoever is that quick sees no traceback either."""
    (tmp_path / "click.py").write_text(_SLOW_CLICK, encoding="utf-8")
    command = Command(folder=tmp_path, private=tmp_path)
    done = run_to_end(
        [sys.executable, "-m", "qsys_schema", "status"],
        cwd=tmp_path,
        env=command.environment() | {"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_ctrl_c_while_yoyo_loads_is_not_taken_for_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that was stopped half-way fails in another way when it is tried again."""
    outcomes: Iterator[BaseException] = iter([KeyboardInterrupt(), AttributeError("half imported")])

    def half_imported(_session: object, _name: str) -> None:
        raise next(outcomes)

    monkeypatch.setattr(door, "_backend_over", half_imported)
    with closing(open_memory()) as session, pytest.raises(KeyboardInterrupt):
        door.Door(session, "sqlite").lock_holder(lambda _: None)


@pytest.mark.soak
def test_ctrl_c_at_any_moment_is_quiet(accident: Make, catalogs: Catalogs, tmp_path: Path) -> None:
    """From the first import to the last commit. Before that it is Python's own start, which nobody can quieten."""
    place = accident(2_000, "delete")
    rows = place.state().rows
    pristine = place.copy_to(tmp_path / "pristine")
    moments = 60 if MANY else 6
    for number in range(moments):
        place = pristine.copy_to(tmp_path / f"moment-{number}")
        talk = tmp_path / f"{number}.txt"
        # So it says what is imported: the first of our own modules is where our own manners begin.
        process = place.start("apply", talk=talk, environment={"PYTHONPROFILEIMPORTTIME": "1"})
        wait_until_said(" qsys_schema.cli\n", talk, process)
        time.sleep(0.5 * number / moments)
        process.send_signal(signal.SIGINT)
        code, said = process.wait(PATIENCE_S), talk.read_text(encoding="utf-8")
        # Where an import ran a text as code, Python itself ends with the signal; a shell reports the same for it.
        assert code in {0, INTERRUPTED, -signal.SIGINT}, said
        assert "Traceback" not in said
        assert_at_a_boundary(place, rows, catalogs)

"""Accidents that happen to ``apply``, and what has to be true afterwards."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.crash.lab import Catalogs, Place
from tests.patience import PATIENCE_S

Make = Callable[[int, str], Place]
"""Makes a project with that many rows, in that journal mode, that stands after its first migration."""


def wait_until_said(words: str, talk: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the tool has said that, or has ended."""
    until = time.monotonic() + PATIENCE_S
    while words not in talk.read_text(encoding="utf-8") and process.poll() is None:
        assert time.monotonic() < until, f"it never said {words!r}"
        time.sleep(0.001)


APPLY = ("apply",)
ROLLBACK = ("rollback", "--to", "0001")


def seconds_at_work(place: Place, command: Sequence[str], talk: Path) -> float:
    """How long an undisturbed command takes from its first statement to its end."""
    process = place.start(*command, "--verbose", talk=talk)
    wait_until_said("statement 1 of", talk, process)
    started = time.monotonic()
    assert process.wait(PATIENCE_S) == 0, talk.read_text(encoding="utf-8")
    return time.monotonic() - started


def struck(place: Place, command: Sequence[str], number: signal.Signals, *, after_s: float, talk: Path) -> int:
    """Send the signal that long after the first statement of the command began; its exit code."""
    process = place.start(*command, "--verbose", talk=talk)
    wait_until_said("statement 1 of", talk, process)
    time.sleep(after_s)
    process.send_signal(number)
    return process.wait(PATIENCE_S)


def accidents(
    place: Place,
    number: signal.Signals,
    moments: Sequence[float],
    catalogs: Catalogs,
    folder: Path,
    *,
    command: Sequence[str] = APPLY,
) -> Iterator[int]:
    """One accident per moment, a fraction of the undisturbed time; yields how many migrations were applied then."""
    pristine = place.copy_to(folder / "pristine")
    rows = place.state().rows
    whole = seconds_at_work(place, command, folder / "undisturbed.txt")
    ending = len(place.state().applied)
    for count, moment in enumerate(moments):
        talk, code = folder / f"{count}.txt", 0
        for again in range(8):
            _put_back(pristine, place)
            code = struck(place, command, number, after_s=whole * moment / 2**again, talk=talk)
            # Where it was quicker this time, the signal met a program that was done, and would prove nothing.
            if len(place.state().applied) != ending:
                break
        assert code == (-number if number == signal.SIGKILL else 128 + number), talk.read_text(encoding="utf-8")
        assert "Traceback" not in talk.read_text(encoding="utf-8")
        yield assert_at_a_boundary(place, rows, catalogs)
        assert_next_apply_finishes(place, rows, catalogs)


def _put_back(pristine: Place, place: Place) -> None:
    shutil.rmtree(place.command.folder)
    pristine.copy_to(place.command.folder)


def assert_at_a_boundary(place: Place, rows: tuple[Any, ...], catalogs: Catalogs) -> int:
    """Records, catalog and rows are those of one boundary. How many migrations are applied there."""
    state = place.state()
    assert state.damage == ()
    assert state.locks == 0
    assert state.rows == rows
    assert state.applied == state.recorded
    assert state.catalog in catalogs[state.applied]
    return len(state.applied)


def assert_next_apply_finishes(place: Place, rows: tuple[Any, ...], catalogs: Catalogs) -> None:
    """Nobody has to clean up anything."""
    done = place.run("apply")
    assert done.code == 0, done.stderr
    assert assert_at_a_boundary(place, rows, catalogs) == max(map(len, catalogs))

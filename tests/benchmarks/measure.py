"""Time and memory of whole processes, which is what a user waits for."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.command import ROOT

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit that the system reports memory in."""


class RunFailedError(Exception):
    """A measured process did not end well; the message holds its command and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The fastest of some runs in seconds, and the most memory that one of them had, in megabytes."""

    seconds: float
    megabytes: float


def measure(command: Sequence[str], folder: Path, *, repeat: int, before: Callable[[], None] = lambda: None) -> Sample:
    """Run ``command`` in ``folder`` ``repeat`` times, each after ``before``. Raises RunFailedError.

    The minimum is reported: what else the machine does only ever adds.
    """
    samples = []
    for _ in range(repeat):
        before()
        samples.append(_run(command, folder))
    return Sample(
        seconds=min(sample.seconds for sample in samples), megabytes=max(sample.megabytes for sample in samples)
    )


def _run(command: Sequence[str], folder: Path) -> Sample:
    environment = {
        **os.environ,
        "QSYS_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
    }
    # Written to a file: a full pipe would make a process wait for us.
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command), cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        # This process is small, so the memory that a child inherits before it starts does not show.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            words = output.read()[-500:].strip()
            raise RunFailedError(f"{' '.join(command)[:200]} ended with {process.returncode}: {words}")
    return Sample(seconds=seconds, megabytes=usage.ru_maxrss * _UNIT / 1e6)

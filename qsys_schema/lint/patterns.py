"""Patterns of names, with an end to their patience.

Some take longer than anybody lives for a name of forty characters ("(a+)+b"), and nobody sees that who writes them.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from qsys_schema.errors import UsageError

PATIENCE_S = 2.0

_ALONE = "import re, sys; sys.exit(0 if re.fullmatch(sys.argv[1], sys.argv[2]) else 9)"
_UNLIKE = 9


def fits(pattern: re.Pattern[str], name: str, kind: str) -> bool:
    """Whether the name matches from end to end. Raises UsageError for a pattern that takes longer than two seconds.

    ``kind`` is what the pattern is of, as the configuration calls it.
    """
    try:
        # The engine looks for signals while it tries, and only the main thread has them, and not on every system.
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            with _ringing():
                return pattern.fullmatch(name) is not None
        return _fits_elsewhere(pattern, name)
    except TimeoutError as error:
        raise UsageError(
            f"lint: naming.{kind}, {pattern.pattern!r}, tries for more than {PATIENCE_S:g} seconds whether {name!r} "
            "matches",
            hint="repeat nothing that repeats itself in turn: [a-z]+(_[a-z]+)* is quick, ([a-z]+_?)* is not",
        ) from error


@contextmanager
def _ringing() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, interval)
        signal.signal(signal.SIGALRM, before)


def _fits_elsewhere(pattern: re.Pattern[str], name: str) -> bool:
    """In a process of its own, which can be stopped."""
    command = [sys.executable, "-I", "-S", "-c", _ALONE, pattern.pattern, name]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_S + 1)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    if done.returncode not in {0, _UNLIKE}:
        # A name that no command line can hold, or no interpreter to ask: the time it takes is then what it takes.
        return pattern.fullmatch(name) is not None
    return done.returncode == 0

"""One line at the bottom of a terminal that says what goes on, and for how long; gone when it is over.

It never hides the cursor, so that there is nothing to bring back whatever ends the program.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

from qsys_schema.cli import echo

PATIENCE_S = 0.4
"""Seconds after which something is worth a line."""

_EVERY_S = 0.1
_WIDTH = 80
_CLEAN = "\r\x1b[K"
_TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_TURNING_IN_ASCII = "|/-\\"


class Line:
    """The line; ``say`` changes its text. Only one at a time, and only on a terminal.

    A thread draws it, since whoever works has no time; whatever else is printed takes it away first.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._text = ""
        self._since = time.monotonic()
        self._drawn = False
        self._thread = threading.Thread(target=self._draw_until_over, daemon=True)
        encoding = (getattr(sys.stderr, "encoding", None) or "ascii").lower()
        self._turning = _TURNING if encoding.startswith("utf") else _TURNING_IN_ASCII
        self._frame = 0
        self._terminated: object = None

    def __enter__(self) -> Self:
        echo.before_writing(self.clear)
        if threading.current_thread() is threading.main_thread():
            self._terminated = signal.signal(signal.SIGTERM, self._end)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        # Not joined: it is a daemon, and draws no more once it sees that it is over.
        self.clear()
        echo.before_writing(None)
        if self._terminated is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._terminated)  # type: ignore[arg-type]  # what signal() gave us

    def say(self, text: str) -> None:
        """What goes on from now on; the time begins anew."""
        with self._lock:
            self.clear()
            self._text, self._since = text, time.monotonic()

    def clear(self) -> None:
        """Take the line away; it comes again by itself while something goes on."""
        with self._lock:
            if self._drawn:
                _put(_CLEAN)
                self._drawn = False

    def _draw_until_over(self) -> None:
        while not self._over.wait(_EVERY_S):
            with self._lock:
                seconds = time.monotonic() - self._since
                if self._text and seconds > PATIENCE_S and not self._over.is_set():
                    self._draw(seconds)

    def _draw(self, seconds: float) -> None:
        from rich.cells import set_cell_size

        self._frame = (self._frame + 1) % len(self._turning)
        head = f"{self._turning[self._frame]} {seconds:.0f} s  "
        text = echo.visible(f"{head}{self._text}".replace("\n", " ").replace("\t", " "))
        # One column stays free: in the last one a terminal may go to the next line, which nobody would clean.
        # The cursor waits in front, so that the ^C which a terminal writes there goes away with the line.
        _put(_CLEAN + set_cell_size(text, max(0, _columns() - 1)).rstrip() + "\r")
        self._drawn = True

    def _end(self, number: int, frame: FrameType | None) -> None:
        """Leave a clean line, and end as if nobody had listened to the signal."""
        del frame
        # Never waits for the lock: whoever holds it may be what was interrupted.
        _put(_CLEAN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def _put(text: str) -> None:
    """Write past Python's buffer, which may be in use by whom a signal has stopped."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    # A terminal that has gone is no reason to stop what is going on.
    with suppress(OSError, ValueError):
        os.write(sys.stderr.fileno(), text.encode(encoding, "backslashreplace"))

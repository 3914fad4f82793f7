"""A command at a terminal: a pseudo-terminal with somebody who types."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress

from tests.command import Command, Finished
from tests.patience import PATIENCE_S


def at_a_terminal(
    command: Command, *arguments: str, answers: Sequence[tuple[str, str]] = (), plain: bool = True
) -> Finished:
    """Run a command with all three streams on a terminal; ``answers`` are what is typed once a text has appeared.

    Everything that appears is in ``stdout``. ``plain`` keeps NO_COLOR set.
    """
    environment = command.environment() | {"TERM": "xterm"}
    if not plain:
        del environment["NO_COLOR"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qsys_schema", *arguments],
        cwd=command.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # The terminal of the session: only then does Ctrl-C reach the process.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - this test has no other threads
    )
    os.close(theirs)
    seen, waiting, deadline = b"", list(answers), time.monotonic() + PATIENCE_S
    # Between the question and the moment the program reads keys one by one, a key may be lost: it is typed again.
    typed, again_at = b"", 0.0
    try:
        while time.monotonic() < deadline:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    piece = os.read(ours, 65536)
                except OSError:
                    break
                if not piece:
                    break
                seen += piece
                again_at = time.monotonic() + 2
            if waiting and waiting[0][0].encode() in seen:
                typed, again_at = waiting.pop(0)[1].encode(), time.monotonic() + 2
                time.sleep(0.1)
                os.write(ours, typed)
            elif typed and not waiting and time.monotonic() > again_at:
                os.write(ours, typed)
                again_at = time.monotonic() + 2
        process.wait(PATIENCE_S)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        os.close(ours)
    assert not waiting, f"never asked for {waiting}: {seen!r}"
    return Finished(code=process.returncode, stdout=seen.decode(errors="replace").replace("\r\n", "\n"), stderr="")

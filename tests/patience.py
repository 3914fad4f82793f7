"""How long a test waits for what will happen. Only a hang takes that long, however busy the machine is."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PATIENCE_S = 300.0
"""Seconds. A test that passes never waits them out, so there is nothing to win by fewer."""

_LAST_WORDS_S = 10.0


def run_to_end(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    given: str = "",
    check: bool = False,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Run to the end; ``given`` is its standard input.

    Raises AssertionError for what hangs, with all it has said, and where each thread of it stands if it is Python.
    With ``check``, raises AssertionError for any exit code but 0 too, with what was said.
    """
    told = {**(os.environ if env is None else env), "PYTHONFAULTHANDLER": "1"}
    process = subprocess.Popen(
        command, cwd=cwd, env=told, stdin=subprocess.PIPE, stdout=stdout, stderr=stderr, encoding="utf-8"
    )
    with process:
        try:
            said, complained = process.communicate(given, timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{command} hangs:\n{_last_words(process)}") from None
        except BaseException:
            process.kill()
            raise
    if check and process.returncode:
        raise AssertionError(f"{command} ended with {process.returncode}:\n{said}{complained}")
    return subprocess.CompletedProcess(command, process.returncode, said, complained)


def until(holds: Callable[[], object], what: str = "it never came") -> None:
    """Wait until it holds. Raises AssertionError if it never does."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def _last_words(process: subprocess.Popen[str]) -> str:
    """Python prints its stacks at this signal. What it has started may still hold the pipes: nobody waits for that."""
    process.send_signal(signal.SIGABRT)
    try:
        return "".join(said or "" for said in process.communicate(timeout=_LAST_WORDS_S))
    except subprocess.TimeoutExpired as still:
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        # Bytes, also of a text process: it was in the middle of one.
        return b"".join(said or b"" for said in (still.stdout, still.stderr)).decode(errors="replace")

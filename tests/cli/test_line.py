"""The line at the bottom of a terminal that says what goes on: it is gone when it is over, whatever ended it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress

import pytest

from tests.cli.house import SPEC, Project
from tests.cli.screens import Seen
from tests.cli.terminal import at_a_terminal
from tests.command import Command
from tests.patience import PATIENCE_S

AT_WORK = """\
import sys, time
from qsys_schema.cli import echo
from qsys_schema.cli.line import Line
try:
    with Line() as line:
        line.say("0002.tags (1 of 2): \u8868\\x1b[2J\\nstatement 1 of 3: " + 30 * "long ")
        time.sleep(1)
        echo.talk("others are in the way")
        time.sleep(%s)
except KeyboardInterrupt:
    sys.exit(130)
print("over")
"""


def _watched(command: Command, *, seconds: float, columns: int, end: str | signal.Signals = "") -> tuple[str, str, int]:
    """What came until the line was there for a while, what came after it was ended, and the exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK % seconds],
        cwd=command.folder,
        env=command.environment() | {"TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - this test has no other threads
    )
    os.close(theirs)
    try:
        before = _read(ours, until="others are in the way")
        before += _read(ours, until=" s  0002")
        if isinstance(end, signal.Signals):
            process.send_signal(end)
        else:
            os.write(ours, end.encode())
        after = _read(ours, until="")
        return before, after, process.wait(PATIENCE_S)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        os.close(ours)


def _read(terminal: int, *, until: str) -> str:
    """What comes until a text appears; with none, until the end."""
    found, deadline = b"", time.monotonic() + 30
    while time.monotonic() < deadline and not (until and until.encode() in found):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            found += piece
    return found.decode(errors="replace").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("end", "code", "left"),
    [("", 0, ["over"]), ("\x03", 130, []), (signal.SIGTERM, -signal.SIGTERM, [])],
    ids=["by itself", "Ctrl-C", "SIGTERM"],
)
def test_whatever_ends_it_leaves_a_clean_screen(
    run_cli: Command, end: str | signal.Signals, code: int, left: list[str]
) -> None:
    """What was said meanwhile stays; a name steers nothing; the cursor was never hidden."""
    before, after, ended = _watched(run_cli, seconds=1.5 if end == "" else 60, columns=60, end=end)
    drawn = Seen(before, 60)
    assert drawn.lines[0] == "others are in the way"
    assert "0002.tags (1 of 2): \u8868\\x1b[2J statement 1 of 3" in drawn.lines[1]
    assert len(drawn.lines) == 2
    screen = Seen(before + after, 60)
    assert screen.lines == ["others are in the way", *left]
    assert screen.cursor_is_visible
    assert "\x1b[?25l" not in before + after
    assert ended == code


@pytest.mark.parametrize("columns", [1, 2, 9])
def test_on_a_terminal_of_few_columns_it_stays_one_line(run_cli: Command, columns: int) -> None:
    """It is cut, and so nothing of it is left behind."""
    before, after, code = _watched(run_cli, seconds=0.6, columns=columns)
    assert code == 0
    left = "".join(Seen(before + after, columns).lines).replace(" ", "")
    assert left == "othersareinthewayover"


def test_each_migration_that_is_done_stays_as_a_line(live: Project) -> None:
    """With the time that it took, on a terminal; as ever, elsewhere. What was done before a failure is said, too."""
    live.write("schema/jobs.yaml", SPEC + "  tags: {type: text, nullable: true}\n")
    live.ok("generate", "tags", *live.database)
    live.write(
        "schema/jobs.yaml", SPEC + "  tags: {type: text, nullable: true}\n  more: {type: text, nullable: true}\n"
    )
    live.ok("generate", "more")
    (live.folder / "copy.db").write_bytes((live.folder / "test.db").read_bytes())
    done = at_a_terminal(live.run, "apply", *live.database, plain=False)
    assert done.code == 0
    first, second = Seen(done.stdout, 100).lines
    assert first.startswith("applied 0002.tags  0.")
    assert second.startswith("applied 0003.more  0.")
    (live.folder / "test.db").write_bytes((live.folder / "copy.db").read_bytes())
    live.sql(
        "CREATE TRIGGER stop BEFORE INSERT ON _yoyo_migration WHEN NEW.migration_id = '0003.more' BEGIN "
        "SELECT RAISE(ABORT, 'no'); END"
    )
    failed = live.run("apply", *live.database)
    assert (failed.code, failed.stdout) == (1, "applied 0002.tags\n")

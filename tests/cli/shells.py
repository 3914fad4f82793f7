"""Somebody at a real shell: Bash, zsh or fish on a pseudo-terminal, with this program's completion."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.command import Command
from tests.patience import PATIENCE_S

SHELLS = ("bash", "zsh", "fish")

_LINE, _READY = "line.txt", "ready.txt"

# Ctrl-G writes the line as it stands into a file; nothing is ever run but that.
_BEGIN = {
    "bash": f"""\
dump() {{ printf %s "$READLINE_LINE" > {_LINE}; }}
bind -x '"\\C-g": dump'
bind 'set enable-bracketed-paste off'
bind 'set completion-query-items 0'
eval "$(qsys-schema completion bash)"
""",
    "zsh": f"""\
unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste
autoload -Uz compinit && compinit -u
eval "$(qsys-schema completion zsh)"
dump() {{ print -rn -- "$BUFFER" > {_LINE} }}
zle -N dump
bindkey '^G' dump
""",
    "fish": f"""\
qsys-schema completion fish | source
bind \\cg 'commandline > {_LINE}'
set -g fish_autosuggestion_enabled 0
""",
}
_START = {
    "bash": ["bash", "--noprofile", "--rcfile", "rc", "-i"],
    "zsh": ["zsh", "-i"],
    "fish": ["fish", "--private", "--no-config", "--init-command", "source rc", "-i"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A shell in a folder; ``folder`` has what it was told to write."""

    name: str
    folder: Path
    answered: Path
    terminal: int
    _seen: list[bytes]

    @property
    def runs_fish(self) -> bool:
        """Whether its quoting is none of POSIX."""
        return self.name == "fish"

    def run(self, line: str) -> None:
        """Type the line, and the key that runs it."""
        self._type("\x15" + line + "\r")
        self.wait(quiet_s=0.3)

    def completed(self, line: str, *, tabs: int = 1) -> str:
        """The line after it was typed and the tab key pressed; then it is taken back."""
        (self.folder / _LINE).unlink(missing_ok=True)
        self._type("\x15" + line)
        self.wait(quiet_s=0.05)
        for _ in range(tabs):
            before = self._answers()
            self._type("\t")
            self._until(lambda before=before: self._answers() > before)  # type: ignore[misc]
            self.wait(quiet_s=0.15)
        self._type("\x07")
        self._until((self.folder / _LINE).exists)
        self.wait(quiet_s=0.05)
        return (self.folder / _LINE).read_text(encoding="utf-8").rstrip("\n")

    def shown(self, line: str) -> str:
        """What appears when the tab key is pressed twice, as text with the terminal's marks in it."""
        self._seen.clear()
        self.completed(line, tabs=2)
        return b"".join(self._seen).decode(errors="replace")

    def _answers(self) -> int:
        """How often the program has been asked, and has answered."""
        return self.answered.stat().st_size if self.answered.exists() else 0

    def _until(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < deadline, b"".join(self._seen)[-2000:]
            self.wait(quiet_s=0.05)

    def wait(self, *, quiet_s: float) -> None:
        """Read until nothing came for so long."""
        while select.select([self.terminal], [], [], quiet_s)[0]:
            with suppress(OSError):
                self._seen.append(os.read(self.terminal, 65536))

    def _type(self, text: str) -> None:
        os.write(self.terminal, text.encode())


@contextmanager
def shell(name: str, command: Command) -> Iterator[Shell]:
    """The shell in the command's folder, ready for somebody to type."""
    programs = command.private / "bin"
    programs.mkdir()
    answered = command.private / "answered"
    program = programs / "qsys-schema"
    program.write_text(
        f'#!/bin/sh\n{shlex.quote(sys.executable)} -m qsys_schema "$@"\nprintf . >> {shlex.quote(str(answered))}\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    begin = command.private / (".zshrc" if name == "zsh" else "rc")
    begin.write_text(f"{_BEGIN[name]}: > {command.folder / _READY}\n".replace(": >", "touch"), encoding="utf-8")
    environment = command.environment() | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "ZDOTDIR": str(command.private),
        "XDG_CONFIG_HOME": str(command.private / "config"),
        "XDG_DATA_HOME": str(command.private / "data"),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }
    del environment["COLUMNS"]
    arguments = [str(begin) if one == "rc" else one.replace(" rc", f" {begin}") for one in _START[name]]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        arguments,
        cwd=command.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 - this test has no other threads
    )
    os.close(theirs)
    made = Shell(name=name, folder=command.folder, answered=answered, terminal=ours, _seen=[])
    try:
        made._until((command.folder / _READY).exists)
        made.wait(quiet_s=0.3)
        yield made
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def is_there(name: str) -> bool:
    """Whether this machine has the shell."""
    return shutil.which(name) is not None

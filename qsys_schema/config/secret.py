"""Reads what must not stand in a file that is committed: from a variable, a file, or what a command prints.

A value is never shown, nor is anything that a command prints: its complaints may hold what it was asked for.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qsys_schema.errors import UsageError

KINDS = ("variable", "file", "command")
"""The keys of which a secret's table has exactly one."""

WORDS = '{variable = "NAME"}, {file = "/run/secrets/name"} or {command = ["pass", "show", "name"]}'

_LONGEST = 1 << 16
"""Bytes. Whatever is longer is no URL and no password."""

_PATIENCE_S = 60
"""Seconds that a command may take: somebody may have to unlock a key ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a text is to be had. ``where`` is the setting that says so, for messages.

    ``kind`` is one of KINDS; ``source`` is the variable's name, the file's path, or the command and its arguments.
    ``base`` is the folder that a path is relative to; empty for the working directory.
    """

    where: str
    kind: str
    source: tuple[str, ...]
    base: str = ""

    def read(self) -> str:
        """The text, without the line end behind it. Raises UsageError, which says what is wrong and never the text."""
        readers = {"variable": self._variable, "file": self._file, "command": self._command}
        content = readers[self.kind]()
        text = self._decoded(content).removesuffix("\n").removesuffix("\r")
        if not text.strip():
            raise self._wrong("is empty", "put the text there, and nothing else")
        if "\n" in text or "\r" in text or "\0" in text:
            raise self._wrong("has more than one line", "a URL or a password is one line: leave the others out")
        return text

    @property
    def _named(self) -> str:
        shown = {"variable": f"the variable {self.source[0]}", "file": f"the file {self.source[0]}"}
        return shown.get(self.kind, f"what the command {self.source[0]} prints")

    def _wrong(self, what: str, hint: str) -> UsageError:
        return UsageError(f"{self.where}: {self._named} {what}", hint=hint)

    def _decoded(self, content: bytes) -> str:
        if len(content) > _LONGEST:
            raise self._wrong(f"is longer than {_LONGEST:,} bytes", "it is neither a URL nor a password")
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            # Without its cause, which shows the bytes.
            raise self._wrong("is not UTF-8", "store it as text") from None

    def _variable(self) -> bytes:
        value = os.environ.get(self.source[0])
        if value is None:
            raise self._wrong("is not set", f"export {self.source[0]} in the shell, the unit or the job that runs this")
        return os.fsencode(value)

    def _file(self) -> bytes:
        path = Path(self.base, Path(self.source[0]).expanduser())
        try:
            # A pipe or a terminal would be waited for, perhaps for ever.
            if not stat.S_ISREG(path.stat().st_mode):
                raise self._wrong("is not a regular file", "name the file that holds the text")
            with path.open("rb") as stream:
                return stream.read(_LONGEST + 1)
        except (OSError, RuntimeError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise self._wrong(f"cannot be read: {said}", "see its path and its permissions") from error

    def _command(self) -> bytes:
        import subprocess

        by_hand = "run it by hand; what it says is not shown here, since it may hold the secret"
        try:
            done = subprocess.run(
                self.source,
                cwd=self.base or None,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_PATIENCE_S,
            )
        except subprocess.TimeoutExpired:
            # Without its cause, which has what was printed until then.
            raise self._wrong(f"did not come within {_PATIENCE_S} seconds", by_hand) from None
        except (OSError, ValueError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or "it is no command"
            raise self._wrong(f"cannot be had: {said}", "check that the program is installed and on the PATH") from None
        if done.returncode:
            ended = f"with {done.returncode}" if done.returncode > 0 else f"by signal {-done.returncode}"
            raise self._wrong(f"cannot be had: it ended {ended}", by_hand)
        return done.stdout


def secret_of(value: object, where: str, base: str = "") -> Secret:
    """The secret that a table of the configuration describes. Raises UsageError; no value is shown."""
    wrong = UsageError(f"{where} must be {WORDS}", hint="exactly one of the three")
    if not isinstance(value, Mapping) or len(value) != 1:
        raise wrong
    ((kind, source),) = value.items()
    parts = tuple(source) if kind == "command" and isinstance(source, list) else (source,)
    if kind not in KINDS or not parts or (kind == "command" and not isinstance(source, list)):
        raise wrong
    if not all(isinstance(part, str) and "\0" not in part for part in parts) or not parts[0]:
        raise wrong
    if kind == "variable" and "=" in parts[0]:
        raise wrong
    return Secret(where=where, kind=str(kind), source=parts, base=base)

"""Which files are specs, and their bytes. Never leaves the folder, never waits on what is not a plain file."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from qsys_schema.errors import UsageError
from qsys_schema.model.source import Source
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.limits import LARGEST_FILE
from qsys_schema.spec.sqlfile import ENDING

# Control characters, and marks that turn the direction of text.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

QUERIES = "queries"
"""The one folder inside the specs' folder: named queries in SQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFile:
    """One spec file as it was found: its name for messages, and its bytes."""

    name: str
    content: bytes


def shown(path: Path) -> str:
    """The path as messages name it: relative to the working directory where it is inside, else as given."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def collect(folder: Path) -> tuple[list[SpecFile], list[Finding]]:
    """Every spec file of the folder in the order of their names, those of queries last; and what is wrong with files.

    Raises UsageError when the folder cannot be listed at all.
    """
    prefix = shown(folder)
    prefix = "" if prefix == "." else prefix.rstrip("/") + "/"
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda one: one.name)
    except FileNotFoundError:
        hint = "make it with `qsys-schema init`, or name another with --schema"
        raise UsageError(f"there is no folder {shown(folder)} with table specs", hint=hint) from None
    except NotADirectoryError:
        hint = "--schema takes the folder that holds the specs"
        raise UsageError(f"{shown(folder)} is a file, not a folder of table specs", hint=hint) from None
    except OSError as error:
        text = f"the folder {shown(folder)} cannot be read: {error.strerror}"
        raise UsageError(text, hint="see its name and its permissions") from None
    files: list[SpecFile] = []
    queries: list[SpecFile] = []
    findings: list[Finding] = []
    for entry in found:
        outcome = _look_at(entry, folder, _printable(prefix + entry.name))
        if entry.name == QUERIES and entry.is_dir():
            queries, wrong = _queries(entry, folder, _printable(prefix + entry.name))
            findings.extend(wrong)
        if isinstance(outcome, SpecFile):
            files.append(outcome)
        elif outcome is not None:
            findings.append(outcome)
    if not files and not findings:
        hint = "one file per table, for example jobs.yaml; `qsys-schema init` writes a first one"
        source = Source(file=prefix.rstrip("/") or ".")
        findings.append(Finding(source=source, text="the folder holds no table specs (*.yaml)", hint=hint))
    return [*files, *queries], findings


def _queries(folder: os.DirEntry[str], root: Path, name: str) -> tuple[list[SpecFile], list[Finding]]:
    """The files of queries, and what in their folder would not be read although it looks as if it were meant to."""
    files: list[SpecFile] = []
    findings: list[Finding] = []
    try:
        if folder.is_symlink() and not Path(folder.path).resolve().is_relative_to(root.resolve()):
            return [], [_leads_out(name)]
        with os.scandir(folder.path) as entries:
            found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda one: one.name)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return [], [Finding(source=Source(file=name), text=f"the folder cannot be read: {reason}")]
    for entry in found:
        outcome = _look_at_query(entry, root, f"{name}/{_printable(entry.name)}")
        if isinstance(outcome, SpecFile):
            files.append(outcome)
        elif outcome is not None:
            findings.append(outcome)
    return files, findings


def _look_at_query(entry: os.DirEntry[str], root: Path, name: str) -> SpecFile | Finding | None:
    lowered = entry.name.lower()
    try:
        if not lowered.endswith(ENDING):
            return _stray(entry, name, (".yaml", ".yml", ENDING)) if entry.is_dir() else _misplaced(lowered, name)
        if not entry.name.endswith(ENDING):
            text = "files of queries end in .sql, so this file would not be read"
            return Finding(source=Source(file=name), text=text, hint="rename it to .sql")
        if (misnamed := _misnamed(entry, name)) is not None:
            return misnamed
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root.resolve()):
            return _leads_out(name)
        return _content(entry, name)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Finding(source=Source(file=name), text=f"the file cannot be read: {reason}")


def _misplaced(lowered: str, name: str) -> Finding | None:
    if not lowered.endswith((".yaml", ".yml")):
        return None
    text = "this folder holds queries in SQL, so this file would not be read"
    return Finding(source=Source(file=name), text=text, hint="move it up, beside the other specs")


def _leads_out(name: str) -> Finding:
    text = "this symbolic link leads out of the folder"
    return Finding(source=Source(file=name), text=text, hint="put the file itself here")


def _printable(name: str) -> str:
    """A file name that can be printed, whatever bytes it has on disk."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _INVISIBLE.sub(lambda found: ascii(found[0])[1:-1], shown)


def _misnamed(entry: os.DirEntry[str], name: str) -> Finding | None:
    """Messages, headers of migrations and generated code name the file: its name must not end a line in them."""
    if not _INVISIBLE.search(entry.name):
        return None
    text = "the file's name holds a character that is not to be seen"
    return Finding(source=Source(file=name), text=text, hint="rename it")


def _look_at(entry: os.DirEntry[str], folder: Path, name: str) -> SpecFile | Finding | None:
    lowered = entry.name.lower()
    try:
        if not lowered.endswith((".yaml", ".yml")):
            return _stray(entry, name) if entry.is_dir() and entry.name != QUERIES else None
        if not entry.name.endswith(".yaml"):
            text = "table specs end in .yaml, so this file would not be read"
            return Finding(source=Source(file=name), text=text, hint="rename it to .yaml")
        if (misnamed := _misnamed(entry, name)) is not None:
            return misnamed
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(folder.resolve()):
            return _leads_out(name)
        return _content(entry, name)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Finding(source=Source(file=name), text=f"the file cannot be read: {reason}")


def _content(entry: os.DirEntry[str], name: str) -> SpecFile | Finding:
    """Read one file; one byte more than allowed is enough to know that it is too large."""
    descriptor = os.open(entry.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Finding(source=Source(file=name), text="this is not a plain file")
        wanted = min(status.st_size, LARGEST_FILE) + 1
        content = os.read(descriptor, wanted)
        while len(content) != status.st_size and len(content) <= LARGEST_FILE:
            # It grows while it is read, or came in pieces.
            piece = os.read(descriptor, LARGEST_FILE + 1)
            if not piece:
                break
            content += piece
        return SpecFile(name=name, content=content)
    finally:
        os.close(descriptor)


def _stray(entry: os.DirEntry[str], name: str, endings: tuple[str, ...] = (".yaml", ".yml")) -> Finding | None:
    """A folder inside that holds specs: they would be missed in silence, and their tables dropped."""
    with os.scandir(entry.path) as inside:
        names = sorted(item.name for item in inside if item.name.lower().endswith(endings))
    if not names:
        return None
    text = f"specs are read from the folder itself and not from folders in it, so {names[0]} would not be read"
    return Finding(source=Source(file=name), text=text, hint="move it up, beside the others")


def digest_of(folder: Path) -> str:
    """The SHA-256 of the names and bytes of every spec file; empty where the files themselves have problems.

    Raises UsageError when the folder cannot be listed at all.
    """
    files, findings = collect(folder)
    if findings:
        return ""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0{len(file.content)}\0".encode(errors="surrogatepass"))
        digest.update(file.content)
    return digest.hexdigest()

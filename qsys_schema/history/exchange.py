"""Puts files in the place of others in a folder: all of it, or nothing, also when it is killed.

The new files are first written beside their places. From the moment that a list of what comes and what goes is in the
folder, they count: whoever reads the folder sees it as it will be, and whoever writes in it next finishes the work.
A plain yoyo, which knows of no list, sees fewer migrations for a moment, but never one of them half or twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.sums import NAME, checksum, text_of

EXCHANGE = "qsys.exchange"
"""The name of the list; it is gone as soon as everything is in its place."""

UNFINISHED = ".unfinished"
"""The ending of a file that is not in its place yet; neither yoyo nor ``read`` looks at it."""

_BACK = ".rollback.sql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What comes, in the order of the migrations, and what goes; and the folder's checksums afterwards."""

    come: tuple[str, ...]
    go: tuple[str, ...]
    sums: dict[str, str]


def exchange(folder: Path, come: Mapping[str, bytes], go: Collection[str], sums: Mapping[str, str]) -> None:
    """Put these files into the folder, and take those away. ``sums`` are the checksums of what is in it now.

    Raises HistoryBroken, with nothing changed, where the folder cannot be written.
    """
    after = {name: digest for name, digest in sums.items() if name not in go}
    after |= {name: checksum(content) for name, content in come.items()}
    told = {"come": list(come), "go": sorted(go), "sums": after}
    try:
        try:
            for name, content in come.items():
                written(folder / name, content)
            begun = written(folder / EXCHANGE, json.dumps(told, indent=1).encode())
            sync_folder(folder)
            begun.replace(folder / EXCHANGE)
        except BaseException:
            # Ctrl-C and a full disk too: nothing has begun.
            for name in (*come, EXCHANGE):
                with suppress(OSError):
                    beside(folder / name).unlink(missing_ok=True)
            raise
        sync_folder(folder)
        finish_exchange(folder)
    except OSError as error:
        said = "; the next command finishes it" if (folder / EXCHANGE).exists() else "; nothing was changed"
        raise HistoryBroken(
            f"{folder} cannot be written: {error.strerror or error}{said}",
            hint="check the folder's permissions and the room on the disk",
        ) from error


def begun_exchange(folder: Path) -> Exchange | None:
    """The exchange that was begun in the folder and not finished, if there is one."""
    try:
        told = json.loads((folder / EXCHANGE).read_bytes())
        return Exchange(come=tuple(told["come"]), go=tuple(told["go"]), sums=dict(told["sums"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HistoryBroken(
            f"{folder / EXCHANGE} cannot be read: {error}",
            hint="it tells how an interrupted rebase or squash goes on; bring the folder back from version control",
        ) from error


def finish_exchange(folder: Path) -> None:
    """Finish what was begun: take away what goes, the last migration first, then put what comes in its place."""
    begun = begun_exchange(folder)
    if begun is None:
        return
    # A file that waits has not replaced the one of its name yet.
    gone = [name for name in begun.go if name not in begun.come or beside(folder / name).exists()]
    # A rollback goes after its migration, so that none is ever without.
    for name in sorted(gone, key=lambda one: (not one.endswith(_BACK), one), reverse=True):
        (folder / name).unlink(missing_ok=True)
    written(folder / NAME, text_of(begun.sums).encode()).replace(folder / NAME)
    for name in begun.come:
        with suppress(FileNotFoundError):
            beside(folder / name).replace(folder / name)
    sync_folder(folder)
    (folder / EXCHANGE).unlink(missing_ok=True)
    sync_folder(folder)


def seen_through(folder: Path, begun: Exchange, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the folder as they will be once the exchange is finished."""
    seen = {name: content for name, content in contents.items() if name not in begun.go or name in begun.come}
    for name in begun.come:
        waiting = beside(folder / name)
        if waiting.exists():
            seen[name] = waiting.read_bytes()
    return dict(sorted(seen.items()))


def beside(path: Path) -> Path:
    """Where a file waits for its place."""
    return path.with_name(f"{path.name}{UNFINISHED}")


def written(path: Path, content: bytes) -> Path:
    """Write the content beside its place, safely on the disk; returns where."""
    temporary = beside(path)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def sync_folder(folder: Path) -> None:
    """Put the names themselves on the disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

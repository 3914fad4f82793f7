"""Paths that somebody gives: one that means something else on the next system is refused before anything is written."""

from __future__ import annotations

import os
from pathlib import Path

from qsys_schema.errors import UsageError


def require_portable(path: str, what: str, base: str = "") -> None:
    """Raise UsageError for a path with a backslash in it, or a character that nobody sees, unless it is there already.

    A backslash parts folders on one system, and belongs to a name on the others: git cannot check out on the one what
    was written on the other. ``what`` is how it was given, ``base`` the folder it starts from.
    """
    unseen = next((one for one in path if not one.isprintable()), "")
    if (not unseen and ("\\" not in path or os.sep == "\\")) or _is_there(Path(base, path)):
        return
    if unseen:
        raise UsageError(f"{what} holds the character {unseen!a}, which nobody sees", hint="take it out")
    raise UsageError(
        f"{what} has a backslash in it, which parts no folders here: {path}",
        hint=f"write {path.replace(chr(92), '/')} instead, which is right on every system",
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False

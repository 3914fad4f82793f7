"""Who gets colours, and tables with them: somebody at a terminal, unless somebody said otherwise.

The order is ``--color``, NO_COLOR, CLICOLOR_FORCE or FORCE_COLOR, CLICOLOR, the terminal. Without colour the text is
plain, and the same everywhere: what a script reads, a dumb terminal shows too.
"""

from __future__ import annotations

import os
from typing import TextIO

_NO = {"", "0", "false"}


def coloured(stream: TextIO | None, choice: str) -> bool:
    """Whether what goes to this stream has colours. ``choice`` is that of ``--color``: always, never, else auto."""
    if choice in {"always", "never"}:
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "").lower() not in _NO for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
        return True
    if os.environ.get("CLICOLOR", "1") == "0":
        return False
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sees what is written there; nobody where it was closed."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False

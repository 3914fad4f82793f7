"""Where something was declared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place in a spec: the file, and the path of keys and positions inside its document.

    Lines are not kept: the spec room finds the line of a path when somebody wants to show it.
    """

    file: str
    path: tuple[str | int, ...] = ()

"""What a check finds: a text at a path of a document. Lines are put to it only when it is going to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qsys_schema.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong. ``at_key`` puts it on the key of the path's last entry and not on its value."""

    source: Source
    text: str
    hint: str = ""
    at_key: bool = False


def suggestion(wanted: str, known: Iterable[str]) -> str:
    """``did you mean 'status'?``, or what there is instead when nothing is near and the list is short."""
    names = list(known)
    near = nearest(wanted, names)
    if near:
        return f"did you mean {near!r}?"
    longest = 24
    if not names or len(names) > longest:
        return ""
    return f"known: {', '.join(names)}"


def nearest(wanted: str, known: Iterable[str]) -> str:
    """The known name most like the wanted one, or empty."""
    import difflib

    folded = {name.casefold(): name for name in known}
    if len(wanted) > 200:  # noqa: PLR2004 - difflib is quadratic, and no name is that long
        return ""
    near = difflib.get_close_matches(wanted.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""

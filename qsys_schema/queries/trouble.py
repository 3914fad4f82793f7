"""What is wrong with a query, at a place in one of its texts. Lines are found where the text was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qsys_schema.model.query import Piece

SQL = ("sql",)
"""The part of a query that most of its troubles are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is wrong: ``offset`` characters into ``part``, the keys that lead to a text of the query.

    Without an offset it is the part as a whole; without a part, the query. ``asks``: nothing is known to be wrong, but
    something is not known.
    """

    text: str
    hint: str = ""
    part: tuple[str, ...] = SQL
    offset: int | None = None
    asks: bool = False


class BrokenQueryError(Exception):
    """A query that cannot be used. ``troubles`` holds everything that was found.

    ``pieces`` are there where the database may know better: nothing is wrong as far as we know.
    """

    def __init__(self, troubles: Iterable[Trouble], pieces: tuple[Piece, ...] = ()) -> None:
        self.troubles = tuple(dict.fromkeys(troubles))
        self.pieces = pieces
        super().__init__("; ".join(one.text for one in self.troubles))


def nearest(wanted: str, known: Iterable[str]) -> str:
    """``did you mean 'status'?``, or what there is instead when nothing is near and the list is short."""
    import difflib

    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wanted.casefold()[:100], list(folded), n=1, cutoff=0.6)
    if near:
        return f"did you mean {folded[near[0]]!r}?"
    few = 16
    return f"known: {', '.join(names)}" if names and len(names) <= few else ""


def shown(text: str, longest: int = 60) -> str:
    """A text of somebody's in one line of a message."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"

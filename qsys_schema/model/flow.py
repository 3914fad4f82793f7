"""Where rows and values go when a statement copies them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Poured:
    """What a column is given: the columns that its expression mentions, and whether it is one of them as it is."""

    sources: tuple[str, ...]
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A statement that writes rows or values of ``sources`` into ``target``.

    ``moves_rows``: rows are added, and none of those that are there is changed. ``columns`` are those of the target
    that get something, by name. ``partial``: not every row of the sources gets there, as far as one can tell.
    ``empties``: the rows of the target go, all of them unless it is ``partial``.
    """

    target: str
    sources: tuple[str, ...]
    moves_rows: bool
    columns: Mapping[str, Poured]
    partial: bool = False
    empties: bool = False

"""Texts that nobody should have to fear, wherever a spec takes a text."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import pytest

from tests.hostile.journey import through
from tests.hostile.places import IN_SQL, NAMES, SQL, TEXTS
from tests.hostile.python import rows_that_came_back
from tests.hostile.stage import Stage
from tests.hostile.words import LEGAL_NAME, WORDS

PLACES = {**NAMES, **TEXTS, **SQL}
_ORDER = [place for three in zip(NAMES, TEXTS, [*SQL][: len(NAMES)], strict=False) for place in three]
_OTHERS = [place for place in PLACES if place not in _ORDER]

NTH = {"soak": 1, "ci": 97}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]
"""How many of all pairs of a word and a place are left out for each that is tried."""


def _pairs() -> list[tuple[str, str]]:
    """Every word once, and every place some times."""
    order = [*_ORDER, *_OTHERS]
    return [(order[number % len(order)], word) for number, word in enumerate(WORDS)]


@pytest.mark.parametrize(("place", "word"), _pairs())
def test_a_word_in_a_place(stage: Stage, place: str, word: str) -> None:
    """It is taken for what it is, or refused in words; it is never obeyed."""
    assert_taken_or_refused(stage, place, word, every=False)


@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
def test_every_word_in_every_place(new_stage: Callable[[], Stage], place: str) -> None:
    """The same for all of them, through every command in every format."""
    for number, word in enumerate(WORDS):
        if (number * 31 + [*PLACES].index(place)) % NTH == 0:
            assert_taken_or_refused(new_stage(), place, word, every=True)


def is_sure(place: str, text: str) -> bool:
    """Whether what is valid can be migrated to, and names are judged. Plain yoyo's splitter trips over some SQL."""
    if place == "enum_name":
        return False  # SQLite has no such types
    return place not in SQL and place not in IN_SQL and not (place in NAMES and text.endswith("\\"))


def assert_taken_or_refused(stage: Stage, place: str, word: str, *, every: bool) -> None:
    """Put the word into the place, and go through."""
    text = WORDS[word]
    stage.put(PLACES[place](text))
    taken = through(stage, len(word) + len(place), every=every, sure=is_sure(place, text))
    if place in NAMES and is_sure(place, text):
        assert taken == bool(LEGAL_NAME.fullmatch(text)), "a name that is one, or that is none"
    if taken and (place in NAMES or place in TEXTS):
        _assert_meant(stage, place, text)


def _assert_meant(stage: Stage, place: str, text: str) -> None:
    """A row with the text in it goes in and comes back by generated code, and a check has the text to check by."""
    if place == "checked":
        with pytest.raises(sqlite3.IntegrityError):
            list(rows_that_came_back(stage, text))
        return
    for _, given, found in rows_that_came_back(stage, text):
        (row,) = found
        if place != "trigger":  # which sets the text to another one
            assert {name: getattr(row, name) for name in given} == given
        if place in {"default", "computed"}:
            assert row.said == (text if place == "default" else text + text)

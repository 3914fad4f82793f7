"""Patterns of names that would try for ever."""

from __future__ import annotations

import re
import threading

import pytest

from qsys_schema.errors import QsysSchemaError, UsageError
from qsys_schema.lint import patterns
from tests.lint.house import Shelf, codes

NAME = "a" * 60
ENDLESS = "([a-z]+)+_"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_pattern_that_tries_for_ever_is_named(elsewhere: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where there are no signals: in a thread, as a library."""
    monkeypatch.setattr(patterns, "PATIENCE_S", 0.3)
    said: list[str] = []

    def ask() -> None:
        with pytest.raises(UsageError, match=r"naming\.table, .* tries for more than 0\.3 seconds") as refused:
            patterns.fits(re.compile(ENDLESS), NAME, "table")
        said.append(str(refused.value.hint))

    if elsewhere:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    else:
        ask()
    assert "repeat nothing that repeats itself" in said[0]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_others_are_answered(elsewhere: bool) -> None:
    """From end to end."""
    said: list[bool] = []

    def ask() -> None:
        pattern = re.compile("[a-z]+(_[a-z]+)*")
        said.extend(patterns.fits(pattern, name, "table") for name in ("a_b_c", "a__b", "a_b_c\n", "ä"))

    if elsewhere:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    else:
        ask()
    assert said == [True, False, False, False]


def test_the_command_ends(sqlite_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is wrong."""
    monkeypatch.setattr(patterns, "PATIENCE_S", 0.3)
    with pytest.raises(QsysSchemaError, match="tries for more than"):
        sqlite_shelf.found("", f"CREATE TABLE {NAME} (id integer);", policy=f"naming = {{table = '{ENDLESS}'}}")
    assert codes(sqlite_shelf.found("", "CREATE TABLE b_c (id integer);", policy=f"naming = {{table = '{ENDLESS}'}}"))

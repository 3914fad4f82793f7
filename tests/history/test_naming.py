from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qsys_schema.history.naming import next_id, number_of, slug


@pytest.mark.parametrize(
    ("existing", "name", "expected"),
    [
        ([], "Create jobs", "0001.create_jobs"),
        (["0001.a", "0002.b"], "add-tags", "0003.add_tags"),
        (["0001.a", "0007.b"], "x", "0008.x"),
        (["9999.last"], "one more", "10000.one_more"),
        (["20240810_01_abcde-made-by-yoyo"], "next", "20240811.next"),
        (["hand_written"], "first", "0001.first"),
    ],
)
def test_the_next_number_is_one_more_than_the_highest(existing: list[str], name: str, expected: str) -> None:
    """Holes are not filled, and four digits are no limit."""
    assert next_id(existing, name) == expected


@given(st.text())
def test_a_name_never_leaves_its_folder(name: str) -> None:
    """Whatever somebody types, the file lies in the folder and its name is plain."""
    identifier = next_id(["0041.x"], name)
    assert re.fullmatch(r"0042\.[a-z0-9_]{1,40}", identifier)
    assert Path("migrations", f"{identifier}.sql").resolve().parent == Path("migrations").resolve()


@pytest.mark.parametrize("name", ["", "../../..", "\u202e", "'\"", "数据库"])
def test_a_name_with_nothing_to_keep_is_migration(name: str) -> None:
    """There is always a word behind the number."""
    assert slug(name) == "migration"


def test_a_long_name_is_cut_between_words() -> None:
    """At most 40 characters, and no half word."""
    assert slug("add the column that everybody has been waiting for") == "add_the_column_that_everybody_has_been"


def test_letters_lose_their_marks() -> None:
    """An accent does not lose the letter."""
    assert slug("Ämter größer") == "amter_groer"


def test_a_name_without_a_number_has_number_zero() -> None:
    """It stands before all others."""
    assert number_of("hand_written") == 0

"""From a character of a text to the line and column of the file, in every way that YAML writes a text."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from qsys_schema.spec.read import read_with_places
from qsys_schema.spec.within import position

_WORDS = st.lists(
    st.sampled_from(["SELECT", "'it''s'", '"a b"', ":x", "\\", "#", "é", "x:", "-", "\n", "\n\n", "  ", "a\tb", "%"]),
    min_size=1,
    max_size=12,
)


@given(words=_WORDS, style=st.sampled_from([None, "|", ">", "'", '"']), width=st.sampled_from([10, 30, 200]))
def test_every_character_is_found_where_it_stands(words: list[str], style: str | None, width: int) -> None:
    """Whatever style, width and escapes a writer of YAML chose."""
    value = " ".join(words)
    raw = yaml.dump({"a": [{"sql": value}]}, default_style=style, width=width, allow_unicode=True)
    reading = read_with_places(raw)
    if reading.traps or reading.document is None or reading.document["a"][0]["sql"] != value:
        return
    start = reading.places["a", 0, "sql"].value
    lines = raw.split("\n")
    for offset, character in enumerate(value):
        if character.isspace():
            continue
        line, column = position(raw, start, value, offset)
        found = lines[line - 1][column - 1]
        escaped = found == "\\" and raw.splitlines()[line - 1][column : column + 1] in {character, "x", "u"}
        assert found == character or escaped, (raw, offset)


def test_an_alias_is_found_where_it_is_used() -> None:
    """Its text stands somewhere else, which nobody looks for."""
    raw = "a: &x SELECT 1\nb: *x\n"
    reading = read_with_places(raw)
    assert position(raw, reading.places["b",].value, "SELECT 1", 7) == (2, 4)
    assert position(raw, reading.places["a",].value, "SELECT 1", 7) == (1, 14)

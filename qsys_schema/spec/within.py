"""From a place inside a text of a spec to the line and column of the file: whatever way the text is written."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import Problem
from qsys_schema.spec.read import Path as DocumentPath
from qsys_schema.spec.read import Place, Plain, Reading, decode, read_with_places
from qsys_schema.spec.sqlfile import is_sql, read_sql

if TYPE_CHECKING:
    from qsys_schema.model.source import Source

_REMEMBERED = 256
_BLANK_ESCAPES = frozenset("nrtvf NLP_")
"""What stands for white space behind a backslash in double quotes, beside the end of a line."""

_LENGTHS = {"x": 4, "u": 6, "U": 10}


def problem_at(
    source: Source, part: tuple[str, ...], dialect: str, offset: int | None, *, text: str, hint: str = ""
) -> Problem:
    """A problem at ``part`` of what was declared at ``source``, ``offset`` characters into the text there.

    The part may have a text for each database.
    """
    raw, reading = _reading_of(source.file)
    path: DocumentPath = (*source.path, *part)
    if (*path, dialect) in reading.places:
        path = (*path, dialect)
    place = reading.places.get(path)
    if place is None:
        place = _nearest(reading, path)
        line, column = place.key if place is not None else (0, 0)
    elif offset is None:
        line, column = place.value
    else:
        value = _value(reading.document, path)
        is_text = is_sql(source.file) and part == ("sql",)
        line, column = _in_lines(place, value, offset) if is_text else position(raw, place.value, value, offset)
    return Problem(file=source.file, line=line, column=column, text=text, hint=hint)


def _nearest(reading: Reading, path: DocumentPath) -> Place | None:
    for length in range(len(path), 0, -1):
        place = reading.places.get(path[:length])
        if place is not None:
            return place
    return None


def _reading_of(file: str) -> tuple[str, Reading]:
    try:
        status = Path(file).stat()
        return _read(file, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        return "", Reading()


@lru_cache(maxsize=_REMEMBERED)
def _read(file: str, _changed: int, _size: int) -> tuple[str, Reading]:
    text, trap = decode(Path(file).read_bytes())
    if trap is not None:
        return "", Reading()
    return text, read_sql(text) if is_sql(file) else read_with_places(text)


def _value(document: Plain, path: DocumentPath) -> str:
    for key in path:
        document = document[key]
    return document if isinstance(document, str) else ""


def _in_lines(place: Place, value: str, offset: int) -> tuple[int, int]:
    """In a file of SQL the text stands as it is."""
    before = value[:offset]
    line, column = place.value
    if "\n" in before:
        return line + before.count("\n"), offset - before.rfind("\n")
    return line, column + offset


def position(raw: str, start: tuple[int, int], value: str, offset: int) -> tuple[int, int]:
    """The line and column of a character of a YAML scalar; of the scalar where it cannot be followed.

    Whatever its style is, all but white space stands in the file in the same order: folding and indentation only
    change what is between.
    """
    place = _index(raw, *start)
    place = _after_properties(raw, place)
    mark = raw[place : place + 1]
    if mark == "*" or not mark:
        return start
    if mark in {"|", ">"}:
        end = raw.find("\n", place)
        place = end + 1 if end >= 0 else len(raw)
    elif mark in {"'", '"'}:
        place += 1
    style = mark if mark in {"'", '"'} else ""
    last = place
    for number, character in enumerate(value):
        if character.isspace():
            if number >= offset:
                break
            continue
        place = _past_blanks(raw, place, style)
        if place >= len(raw):
            return start
        if number >= offset:
            last = place
            break
        place += _length(raw, place, style)
        last = place
    return _line_and_column(raw, last)


def _index(raw: str, line: int, column: int) -> int:
    place = 0
    for _ in range(line - 1):
        place = raw.find("\n", place) + 1
    return place + column - 1


def _after_properties(raw: str, place: int) -> int:
    """Past an anchor or a tag in front of a scalar."""
    while raw[place : place + 1] in {"&", "!"}:
        while place < len(raw) and not raw[place].isspace():
            place += 1
        while place < len(raw) and raw[place].isspace():
            place += 1
    return place


def _past_blanks(raw: str, place: int, style: str) -> int:
    while place < len(raw):
        if raw[place].isspace():
            place += 1
        elif style == '"' and raw[place] == "\\" and raw[place + 1 : place + 2] in {"\r", "\n", *_BLANK_ESCAPES}:
            place += 2
        else:
            break
    return place


def _length(raw: str, place: int, style: str) -> int:
    """How many characters of the file one character of the value takes."""
    if style == "'" and raw.startswith("''", place):
        return 2
    if style == '"' and raw[place] == "\\":
        return _LENGTHS.get(raw[place + 1 : place + 2], 2)
    return 1


def _line_and_column(raw: str, place: int) -> tuple[int, int]:
    return raw.count("\n", 0, place) + 1, place - raw.rfind("\n", 0, place)

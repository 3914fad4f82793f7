"""A file of named queries as a document: ``-- name: find :many``, lines that say more, and the SQL up to the next name.

The document has the queries' keys as a table spec has them, in a list, with their names in a list beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qsys_schema.spec.finding import nearest
from qsys_schema.spec.limits import MOST_NODES
from qsys_schema.spec.read import Document, Path, Place, Plain, Reading, Trap, read_with_places
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDING = ".sql"

_NAME = re.compile(r"--\s*name\s*:")
_WHOLE_NAME = re.compile(r"--\s*name\s*:\s*(?P<name>[^\s:]+)\s+:(?P<returns>\w+)\s*")
_SAID = re.compile(r"--[ \t]?(?P<key>[a-z_]+)\s*:(?=\s|$)")
_LISTED = frozenset({"optional", "sorted_by", "only"})
_KEYS = ("doc", "order_by", "parameters", "columns", "acknowledge", *sorted(_LISTED))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_sql(file: str) -> bool:
    """Whether a file of that name holds queries as SQL."""
    return file.lower().endswith(ENDING)


def read_sql(text: str) -> Reading:
    """The document of a file's text, with what is wrong with it and the place of everything in it."""
    reading = Reading(document={"names": [], "queries": []})
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        found = _CONTROL.search(line.rstrip("\r"))
        if found is not None:
            _trap(reading, number, found.start() + 1, f"the control character {found[0]!a} is not allowed in SQL")
    starts = [number for number, line in enumerate(lines) if _NAME.match(line)]
    if len(starts) * 8 > MOST_NODES:
        _trap(reading, 1, 1, f"the file holds more than {MOST_NODES // 8} queries")
        return reading
    for number, line in enumerate(lines[: starts[0] if starts else len(lines)], start=1):
        if line.strip() and not line.lstrip().startswith("--"):
            _trap(
                reading, number, 1, "SQL before the first name", "a query begins with `-- name: find_by_id :optional`"
            )
            break
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        _Block(reading, lines, start, end).read()
    return reading


class _Block:
    """One query of a file: the lines from its name to the next."""

    def __init__(self, reading: Reading, lines: Sequence[str], start: int, end: int) -> None:
        self._reading = reading
        self._lines = lines
        self._start = start
        self._end = end

    def read(self) -> None:
        """Put the query into the document."""
        line = self._lines[self._start].rstrip()
        match = _WHOLE_NAME.fullmatch(line)
        document = self._reading.document
        if match is None or document is None:
            hint = "write `-- name: find_by_parent :many`"
            _trap(self._reading, self._start + 1, 1, "a query's first line says its name and what it returns", hint)
            return
        path: Path = ("queries", len(document["queries"]))
        query: Document = {"returns": match["returns"]}
        document["names"].append(match["name"])
        document["queries"].append(query)
        where = (self._start + 1, match.start("name") + 1)
        self._reading.places[path] = Place(key=where, value=where)
        where = (self._start + 1, match.start("returns") + 1)
        self._reading.places[*path, "returns"] = Place(key=where, value=where)
        first = self._heading(query, path)
        self._sql(query, path, first)

    def _heading(self, query: Document, path: Path) -> int:
        """Read the lines of comments behind the name; returns the first line behind them."""
        told: list[str] = []
        number = self._start + 1
        while number < self._end and self._lines[number].startswith("--"):
            line = self._lines[number].rstrip()
            match = _SAID.match(line)
            if match is not None and match["key"] in _KEYS:
                self._said(query, path, number, match)
            else:
                self._prose(match, number)
                told.append(line[2:].removeprefix(" "))
            number += 1
        text = "\n".join(told).strip()
        if text and "doc" not in query:
            query["doc"] = text
        return number

    def _prose(self, match: re.Match[str] | None, number: int) -> None:
        """A line of prose that looks like a key is most likely one."""
        key = match["key"] if match is not None else ""
        near = nearest(key, (*_KEYS, "returns", "sql")) if key else ""
        almost = 3
        if match is not None and near and abs(len(near) - len(key)) < almost and key[0] == near[0]:
            hint = f'did you mean {near!r}? Words for people may stand there in quotes: -- doc: "{key}: ..."'
            _trap(self._reading, number + 1, match.start("key") + 1, f"unknown key {shorten(key)!r} of a query", hint)

    def _said(self, query: Document, path: Path, number: int, match: re.Match[str]) -> None:
        """One line that says what a key of a spec says, as YAML."""
        key = match["key"]
        line = self._lines[number].rstrip()
        shift = match.start("key")
        inner = read_with_places(line[shift:])
        for trap in inner.traps:
            column = trap.column + shift if trap.column else shift + 1
            # It is one line: where it began goes without saying.
            hint = "" if trap.hint.startswith("what is read here began") else trap.hint
            _trap(self._reading, number + 1, column, trap.text.replace("the file is", "this is"), hint)
        if inner.traps or inner.document is None:
            return
        if key in query:
            _trap(self._reading, number + 1, shift + 1, f"the key {key!r} stands here twice")
        value: Plain = inner.document[key]
        if key in _LISTED and isinstance(value, str):
            value = [part.strip() for part in value.split(",")]
        query[key] = value
        for inside, place in inner.places.items():
            moved = [(number + row, column + shift) for row, column in (place.key, place.value)]
            self._reading.places[*path, *inside] = Place(key=moved[0], value=moved[1])

    def _sql(self, query: Document, path: Path, first: int) -> None:
        rows = [line.rstrip("\r") for line in self._lines[first : self._end]]
        while rows and not rows[0].strip():
            rows.pop(0)
            first += 1
        text = "\n".join(rows).rstrip()
        if not text:
            _trap(self._reading, self._start + 1, 1, "there is no SQL behind this name")
            query["sql"] = "SELECT"
            return
        query["sql"] = text
        self._reading.places[*path, "sql"] = Place(key=(first + 1, 1), value=(first + 1, 1))


def _trap(reading: Reading, line: int, column: int, text: str, hint: str = "") -> None:
    reading.traps.append(Trap(line=line, column=column, text=text, hint=hint))

"""From a path in a document to a line: one file is read once more, and only when somebody wants to see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.errors import Problem
from qsys_schema.spec.read import Path as DocumentPath
from qsys_schema.spec.read import Place, decode, read_with_places
from qsys_schema.spec.sqlfile import is_sql, read_sql

if TYPE_CHECKING:
    from qsys_schema.model.source import Source
    from qsys_schema.spec.finding import Finding

Places = Mapping[DocumentPath, Place]

_REMEMBERED = 1024


def locate(source: Source) -> str:
    """``schema/jobs.yaml:31`` for a source; the file's name alone where the line cannot be found. Never raises."""
    try:
        if source.path == ("table",):
            line = _line_of_the_table(Path(source.file).read_bytes())
            if line:
                return f"{source.file}:{line}"
        status = Path(source.file).stat()
        places = _places_of(source.file, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        return source.file
    place = _nearest(places, source.path)
    return source.file if place is None else f"{source.file}:{place.key[0]}"


def _line_of_the_table(content: bytes) -> int:
    """The line of ``table:`` where the file begins with it, behind comments at most; 0 where it does not.

    Nearly every spec does, and a first migration asks for a thousand of them.
    """
    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith(b"table:"):
            return number
        if line.strip() and not line.startswith((b"#", b"---")):
            return 0
    return 0


@lru_cache(maxsize=_REMEMBERED)
def _places_of(file: str, _changed: int, _size: int) -> Places:
    return places_in(Path(file).read_bytes(), file)


def places_in(content: bytes, file: str) -> Places:
    """The place of every key and item in a file, as far as it can be read."""
    text, trap = decode(content)
    if trap is not None:
        return {}
    return read_sql(text).places if is_sql(file) else read_with_places(text).places


def problems_of(findings: Iterable[Finding], contents: Mapping[str, bytes]) -> list[Problem]:
    """The findings with their lines, each said once. ``contents`` holds the bytes of the files by name."""
    known: dict[str, Places] = {}
    problems: dict[Problem, None] = {}
    for finding in findings:
        file = finding.source.file
        if file not in known:
            known[file] = places_in(contents[file], file) if file in contents else {}
        place = _nearest(known[file], finding.source.path)
        line, column = (0, 0) if place is None else (place.key if finding.at_key else place.value)
        problems[Problem(file=file, line=line, column=column, text=finding.text, hint=finding.hint)] = None
    return list(problems)


def problems_at(findings: Iterable[tuple[Source | None, str]]) -> tuple[Problem, ...]:
    """What a database says of specs, each with its line, in their order."""
    found: list[Problem] = []
    for source, text in findings:
        file = source.file if source is not None else "the specs"
        places: Places = {}
        with suppress(OSError):
            places = places_in(Path(file).read_bytes(), file)
        place = _nearest(places, source.path) if source is not None else None
        line, column = (0, 0) if place is None else place.value
        found.append(Problem(file=file, line=line, column=column, text=text))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.file, one.line, one.column, one.text)))


def _nearest(places: Places, path: DocumentPath) -> Place | None:
    """The place of the path, or of the longest beginning of it that has one."""
    for length in range(len(path), 0, -1):
        place = places.get(path[:length])
        if place is not None:
            return place
    return None

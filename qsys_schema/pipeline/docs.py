"""The page of a project: what it would be, writing it, and whether the one on disk is still so."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.config import require_portable
from qsys_schema.dialects.registry import dialect_named
from qsys_schema.errors import HistoryBroken
from qsys_schema.page.book import Book
from qsys_schema.page.edition import Edition
from qsys_schema.pipeline.editions import edition

if TYPE_CHECKING:
    from qsys_schema.pipeline.project import Project

FILE = "schema.html"
"""What the page is called where nobody says."""

IN_A_FOLDER = "index.html"

STDOUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and what it is about. ``path`` is the file that it belongs into; ``current``: that file is the page.

    ``idle`` are the indexes that serve no named query, no key and no constraint.
    """

    path: str
    text: str
    current: bool
    tables: int
    queries: int
    idle: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for. ``dialects`` are the databases, none for all of the project's."""

    output: str = ""
    title: str = ""
    dialects: tuple[str, ...] = ()
    history: bool = True


def page(project: Project, request: Request, *, strict: bool = False) -> Page:
    """The page as it would be written. Raises SpecError.

    ``strict``: raises DatabaseUnavailable where a server is missing, instead of saying so on the page.
    """
    from qsys_schema.page.bind import bind
    from qsys_schema.page.render import render

    path = _path(project, request.output)
    book = bind(request.title or _title(project), _editions(project, request, strict=strict))
    text = render(book)
    return Page(
        path=path.as_posix() if path is not None else STDOUT,
        text=text,
        current=path is not None and _there(path) == text,
        tables=len(book.tables),
        queries=len(book.queries),
        idle=tuple(_idle(book)),
        notes=book.notes,
    )


def write_page(project: Project, request: Request) -> Page:
    """Write the page, where it is not there already. Raises SpecError, and HistoryBroken for a file in the way."""
    from qsys_schema.page.render import GENERATOR

    path = _path(project, request.output)
    found = _there(path) if path is not None else None
    if found is not None and f'content="{GENERATOR}"' not in found:
        raise HistoryBroken(
            f"{path} is there and was not made by `{GENERATOR}`; nothing was written",
            hint="move it away, or write to another file with --output",
        )
    made = page(project, request)
    if path is not None and not made.current:
        _put(path, made.text)
    return made


def _editions(project: Project, request: Request, *, strict: bool) -> Sequence[Edition]:
    names = request.dialects or project.settings.dialects or (project.dialect.name,)
    return [
        edition(
            replace(project, dialect=dialect_named(name, project.settings.minimum)),
            history=request.history,
            server=strict,
        )
        for name in dict.fromkeys(names)
    ]


def _idle(book: Book) -> list[str]:
    return [
        one.name
        for table in book.tables
        for one in table.indexes
        if one.asked and one.kind == "index" and not one.serves and not one.keys
    ]


def _path(project: Project, output: str) -> Path | None:
    """The file; None for stdout. Raises UsageError, and HistoryBroken where a file is in the way of a folder."""
    if output == STDOUT:
        return None
    require_portable(output, "--output")
    path = Path(output) if output else Path(project.settings.base, FILE)
    if output.endswith(("/", os.sep)) or path.is_dir():
        path /= IN_A_FOLDER
    for one in path.parents:
        if one.exists() and not one.is_dir():
            raise HistoryBroken(f"{one} is a file: nothing can be written there", hint="give a file with --output")
    return path


def _there(path: Path) -> str | None:
    """The text of the file; None where there is none. Raises HistoryBroken where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HistoryBroken(f"{path} cannot be read: {error.strerror}", hint="see its permissions") from error


def _title(project: Project) -> str:
    """The name of the Python project, if it is one."""
    import tomllib

    with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        found = tomllib.loads(Path(project.settings.base, "pyproject.toml").read_text(encoding="utf-8-sig"))
        table = found.get("project")
        name = table.get("name") if isinstance(table, dict) else None
        if isinstance(name, str) and name:
            return name
    return "Database schema"


def _put(path: Path, text: str) -> None:
    """Write the file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise HistoryBroken(
            f"{path} cannot be written: {error.strerror}", hint="see the folder's permissions"
        ) from error

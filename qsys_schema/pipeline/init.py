"""A folder becomes a project: what it lacks is written, what is there stays, and what cannot be both is said."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from qsys_schema import __version__
from qsys_schema.config import DEFAULTS, read_settings, require_portable
from qsys_schema.dialects.registry import EXAMPLE, NAMES, dialect_named, dialect_of
from qsys_schema.errors import QsysSchemaError, UsageError
from qsys_schema.spec.editor import SCHEMA, editor_schema, editors_lines
from qsys_schema.starter.plan import File, Wishes, files

if TYPE_CHECKING:
    from qsys_schema.config import Settings

_OURS = ("qsys-schema", "qsys_schema", SCHEMA)
"""What a file mentions that an earlier run wrote, or that somebody has taken our part over into."""

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one file: "wrote", "renewed", "added to" or "kept"; ``note`` says what is left to do about it."""

    path: str
    how: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was written or kept, and what a person has to know: lines."""

    folder: str
    done: tuple[Done, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked for: empty where it is not said. ``hosts`` are where continuous integration runs."""

    folder: str
    name: str = ""
    database: str = ""
    dialects: Sequence[str] = ()
    hosts: Sequence[str] = ()
    schema: str = ""
    migrations: str = ""


def begin(asked: Asked, *, dry_run: bool = False) -> Begun:
    """Write what the folder lacks of a project. Raises UsageError, or QsysSchemaError where it cannot be written.

    Nothing that is there is overwritten, but for the editors' JSON Schema, which is nobody's to edit. Where anything
    cannot be written, nothing is.
    """
    root = Path(asked.folder)
    require_portable(asked.folder, "the folder")
    settings = _settings(root, asked)
    planned = [_planned(root, one) for one in files(_wishes(root, settings, asked))]
    moves = [(done, text) for done, text in planned if text is not None]
    _require_room(root, [done.path for done, _ in moves])
    if not dry_run:
        _write(root, moves)
    return Begun(
        folder=asked.folder,
        done=tuple(done for done, _ in planned),
        notes=tuple(_notes(asked, settings)),
    )


def _settings(root: Path, asked: Asked) -> Settings:
    return read_settings(base=str(root) if root != Path() else "", schema=asked.schema, migrations=asked.migrations)


def _wishes(root: Path, settings: Settings, asked: Asked) -> Wishes:
    name = asked.name or root.resolve().name or "project"
    has_settings = settings.file != DEFAULTS
    dialects = asked.dialects or settings.dialects
    database = asked.database
    begun = tuple(one for one in NAMES if (root / settings.migrations / one).is_dir())
    usual = dialect_of(EXAMPLE, {}).name
    if not database and not dialects and not has_settings and (usual in begun or not begun):
        database = f"{EXAMPLE.rpartition('/')[0]}/{_slug(name)}.db"
    if not dialects and not database and not settings.database:
        # Those of a server that was adopted: its URL stays where it is, and its migrations are here.
        dialects = begun
    if not dialects:
        dialects = (dialect_of(database or settings.database or EXAMPLE, {}).name,)
    for one in dialects:
        dialect_named(one, {})
    if database and dialect_of(database, {}).name not in dialects:
        dialects = (dialect_of(database, {}).name, *dialects)
    for what, folder in (("schema", settings.schema), ("migrations", settings.migrations)):
        if not _PLAIN.fullmatch(folder):
            raise UsageError(
                f"{what} is {folder!r}: init writes that into files for make, editors and CI",
                hint="choose a folder inside the project, of letters, digits, - and _",
            )
    makefile = root / "Makefile"
    return Wishes(
        name=name,
        version=__version__,
        database="" if _has_password(database) else database,
        dialects=tuple(dict.fromkeys(dialects)),
        hosts=tuple(dict.fromkeys(asked.hosts)),
        editor_schema=editor_schema(),
        editor_file=SCHEMA,
        editors=editors_lines(),
        schema=settings.schema,
        migrations=settings.migrations,
        has_makefile=makefile.exists() and not _mentions_us(makefile),
        has_specs=any((root / settings.schema).glob("*.yaml")),
        has_settings=has_settings and not (root / "qsys-schema.toml").exists(),
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "project"


def _has_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return True


def _mentions_us(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(word in text for word in _OURS)


def _planned(root: Path, file: File) -> tuple[Done, str | None]:
    """What becomes of a file, and the text to write; None where nothing is."""
    path = root / file.path
    if not os.path.lexists(path):
        return Done(path=file.path, how="wrote"), file.text
    if not path.is_file():
        raise UsageError(f"{path} is there and is no file", hint="move it away, or choose another folder")
    if file.remade:
        is_current = path.read_text(encoding="utf-8", errors="replace") == file.text
        return (
            (Done(path=file.path, how="kept"), None) if is_current else (Done(path=file.path, how="renewed"), file.text)
        )
    if file.lines:
        return _with_lines(path, file)
    if file.then and not _mentions_us(path) and path.read_text(encoding="utf-8", errors="replace") != file.text:
        return _instead(root, file)
    return Done(path=file.path, how="kept"), None


def _with_lines(path: Path, file: File) -> tuple[Done, str | None]:
    there = path.read_text(encoding="utf-8", errors="surrogateescape")
    known = {line.strip() for line in there.splitlines()}
    lacking = [line for line in file.text.splitlines() if line.strip() not in known]
    if not lacking:
        return Done(path=file.path, how="kept"), None
    joint = "" if not there or there.endswith("\n") else "\n"
    return Done(path=file.path, how="added to"), f"{there}{joint}" + "".join(f"{line}\n" for line in lacking)


def _instead(root: Path, file: File) -> tuple[Done, str | None]:
    """A file of somebody else's stays, and ours goes beside it, if there is a place."""
    if not file.instead:
        return Done(path=file.path, how="kept", note=file.then), None
    if os.path.lexists(root / file.instead):
        return Done(path=file.instead, how="kept"), None
    return Done(path=file.instead, how="wrote", note=f"{file.path} is there: {file.then}"), file.text


def _require_room(root: Path, paths: Sequence[str]) -> None:
    """Raise UsageError where a folder cannot be made, or leads out of the project."""
    home = root.resolve()
    for path in paths:
        for parent in (*(root / path).parents,):
            if os.path.lexists(parent) and not parent.is_dir():
                raise UsageError(f"{parent} is there and is no folder", hint="move it away, or choose another folder")
        if not (root / path).parent.resolve().is_relative_to(home):
            raise UsageError(
                f"{(root / path).parent} leads out of {root}",
                hint="a symbolic link there goes elsewhere; nothing was written",
            )


def _write(root: Path, moves: Sequence[tuple[Done, str]]) -> None:
    """Write all of it, or take back what was written."""
    made: list[Path] = []
    folders: list[Path] = []
    try:
        for done, text in moves:
            path = root / done.path
            folders += _make_folders(path.parent)
            beside = path.with_name(f".{path.name}.unfinished")
            beside.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
            if done.how == "wrote":
                made.append(path)
            beside.replace(path)
    except BaseException as error:
        for path in made:
            with suppress(OSError):
                path.with_name(f".{path.name}.unfinished").unlink(missing_ok=True)
                path.unlink(missing_ok=True)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise QsysSchemaError(
                f"{root} cannot be written: {error.strerror or error}", hint="see its permissions; nothing was written"
            ) from error
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Make the folder and those that it is in; returns the new ones, outermost first."""
    new = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    for one in new:
        one.mkdir()
    return new


def _notes(asked: Asked, settings: Settings) -> Iterator[str]:
    if asked.database and _has_password(asked.database):
        yield "the URL has a password, so it was not written: set QSYS_DATABASE_URL to it"
    elif asked.database and settings.file != DEFAULTS:
        yield f"{settings.file} is there and stays as it is: set database in it, or QSYS_DATABASE_URL"

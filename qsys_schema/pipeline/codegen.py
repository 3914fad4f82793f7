"""Repositories from the specs: what they would be, writing them, and whether those on disk are still so."""

from __future__ import annotations

import os
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qsys_schema.codegen.header import DO_NOT_EDIT
from qsys_schema.codegen.package import World, package
from qsys_schema.config import require_portable
from qsys_schema.dialects.registry import SPOKEN, dialect_named, speller_named
from qsys_schema.errors import HistoryBroken, UsageError
from qsys_schema.model.query import CheckedQuery, Parameter, ResultColumn
from qsys_schema.pipeline.queries import checked
from qsys_schema.spec.load import locate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qsys_schema.pipeline.project import Project

Item = TypeVar("Item", ResultColumn, Parameter)

AGAIN = "qsys-schema codegen"
_MARK = re.compile(rf"^(?:# )?{re.escape(DO_NOT_EDIT)}", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files that were written, those that were right already, and those that were removed; their paths."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A file that is not what would be written, and in what way: "missing", "changed" or "left over"."""

    path: str
    how: str


def write_code(project: Project, out: str) -> Written:
    """Write the repositories. Raises SpecError, and HistoryBroken for a file in the way that nobody generated."""
    folder = _folder(project, out)
    wanted = _wanted(project)
    found = _generated(folder)
    taken = [path for path in wanted if path not in found and (folder / path).exists()]
    if taken:
        raise HistoryBroken(
            f"{_shown(folder, taken[0])} is there and was not generated; nothing was written",
            hint="move it away, or generate into another folder with --out",
        )
    for path in wanted:
        if not (folder / path).parent.resolve().is_relative_to(folder.resolve()):
            raise HistoryBroken(
                f"{_shown(folder, path)} would be written elsewhere, by way of a symbolic link; nothing was written",
                hint="put a folder in the place of the link",
            )
    written = [path for path, text in wanted.items() if found.get(path) != text]
    for path in written:
        _put(folder / path, wanted[path])
    removed = [path for path in found if path not in wanted]
    for path in removed:
        _remove(folder / path)
    return Written(
        written=tuple(_shown(folder, path) for path in written),
        kept=tuple(_shown(folder, path) for path in wanted if path not in written),
        removed=tuple(_shown(folder, path) for path in removed),
    )


def stale_code(project: Project, out: str) -> tuple[Stale, ...]:
    """What is not as it would be written. Raises SpecError."""
    folder = _folder(project, out)
    wanted, found = _wanted(project), _generated(folder)
    missing = [Stale(path=_shown(folder, path), how="missing") for path in wanted if not (folder / path).exists()]
    changed = [
        Stale(path=_shown(folder, path), how="changed")
        for path, text in wanted.items()
        if (folder / path).exists() and found.get(path) != text
    ]
    left = [Stale(path=_shown(folder, path), how="left over") for path in found if path not in wanted]
    return (*missing, *changed, *left)


def _folder(project: Project, out: str) -> Path:
    chosen = out or project.settings.repositories
    if not chosen:
        raise UsageError(
            "no folder is given for the repositories",
            hint="give --out DIR, or set repositories in [tool.qsys-schema]",
        )
    require_portable(chosen, "--out", project.settings.base)
    folder = Path(project.settings.base, chosen)
    for one in (folder, *folder.parents):
        if one.exists() and not one.is_dir():
            raise HistoryBroken(f"{one} is a file: code cannot be written there", hint="give a folder with --out")
    return folder


def _wanted(project: Project) -> dict[str, str]:
    """Every file by its path, for all databases of the project."""
    names = project.settings.dialects or (project.dialect.name,)
    worlds = []
    for name in names:
        one = replace(project, dialect=dialect_named(name, project.settings.minimum, ours=project.settings.ours))
        wish = one.wish()
        external = frozenset(table.name for table in wish.schema.tables if table.external)
        schema = replace(wish.schema, tables=tuple(table for table in wish.schema.tables if not table.external))
        queries = tuple(_without_origin(query, external) for query in checked(one, wish))
        worlds.append(World(schema=schema, queries=queries, speller=speller_named(name)))
    known = [flavour.name for world in worlds for flavour in world.speller.flavours]
    for flavour in project.settings.flavours:
        if flavour not in known:
            raise UsageError(
                f"{project.settings.file}: flavours names {flavour!r}, which there is not",
                hint=f"known are: {', '.join(known)}",
            )
    return package(worlds, again=AGAIN, flavours=project.settings.flavours, place=locate)


def _without_origin(query: CheckedQuery, external: Collection[str]) -> CheckedQuery:
    """The query without what it says of tables that get no class: their values are of plain types."""
    if not external:
        return query

    def plain(item: Item) -> Item:
        return replace(item, origin=None) if item.origin is not None and item.origin.table in external else item

    return replace(
        query,
        columns=tuple(map(plain, query.columns)),
        parameters=tuple(map(plain, query.parameters)),
        whole="" if query.whole in external else query.whole,
    )


def _generated(folder: Path) -> Mapping[str, str]:
    """The files of the folder that were generated, with their texts.

    It is looked for them only where they are written: a folder further down may be another project's.
    """
    flavours = [flavour.name for name in SPOKEN for flavour in speller_named(name).flavours]
    found: dict[str, str] = {}
    for place in (folder, folder / "rows", *(folder / name for name in flavours)):
        for path in sorted(place.glob("*.py")):
            try:
                text = path.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if _MARK.search(text):
                found[path.relative_to(folder).as_posix()] = text
    return found


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8"))
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _not_changed(path, "written", error) from error


def _remove(path: Path) -> None:
    """Remove a file."""
    try:
        path.unlink()
    except OSError as error:
        raise _not_changed(path, "removed", error) from error


def _not_changed(path: Path, how: str, error: OSError) -> HistoryBroken:
    return HistoryBroken(f"{path} cannot be {how}: {error.strerror}", hint="see the folder's permissions")


def _shown(folder: Path, path: str) -> str:
    return (folder / path).as_posix()

"""From a live database to specs that describe it: written only if they do, to the last clause."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import ImpossibleChange, SpecError
from qsys_schema.model.types import Enum
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.model.schema import Definition, EnumType, Schema, Table, View
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.read import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What became of all that a database has; ``written``, ``kept`` and ``missing`` are paths of specs.

    ``kept`` say it already, ``missing`` declare what the database does not have. ``foreign`` are the names of what
    specs cannot describe, and nobody touches.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: tuple[str, ...]


def pull(project: Project) -> Pulled:
    """Write a spec for every table, view, function and type; what existing specs say rightly stays as it is.

    Raises SpecError for existing specs that are wrong, and ImpossibleChange for what specs cannot say, with the
    evidence; nothing is written then.
    """
    folder = project.settings.schema_folder
    with project.reading() as session:
        live = project.dialect.inspect(session)
    _require_readable(live)
    there = _existing(project, live)
    documents = dict(_documents(project, live))
    names = {name: file for name, (file, _) in there.items()}
    for name in documents:
        names.setdefault(name, str(folder / _file_name(name, set(names.values()), folder)))
    kept = {name for name, (_, is_right) in there.items() if is_right}
    texts = {names[name]: _text(names[name], document) for name, document in documents.items() if name not in kept}
    _require_true(project, live, {**texts, **{names[name]: _content(names[name]) for name in kept}})
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in sorted(texts.items()):
        _write(Path(path), text)
    return Pulled(
        written=tuple(sorted(texts)),
        kept=tuple(sorted(names[name] for name in kept)),
        missing=tuple(sorted(file for name, (file, _) in there.items() if name not in documents)),
        foreign=tuple(one.name for one in live.foreign),
    )


def _require_readable(live: Schema) -> None:
    opaque = [table for table in live.tables if table.opaque is not None]
    if opaque:
        lines = "\n    ".join(f"{table.name}: {table.opaque.reason}" for table in opaque if table.opaque is not None)
        raise ImpossibleChange(
            f"specs cannot describe these tables:\n    {lines}",
            hint="make them anew in plainer words by a hand-written migration, then pull",
        )


def _existing(project: Project, live: Schema) -> dict[str, tuple[str, bool]]:
    """The file of everything that a spec declares already, by name, and whether it says what the database has."""
    folder = project.settings.schema_folder
    if not any(folder.glob("*.yaml")):
        return {}
    said = project.wish().schema
    with project.scratch() as scratch:
        wanted = adopt(project.normalized(said, scratch), live)
    there = {one.name: one for one in _everything(live)}
    wrong = set(_with_other_enums(said, live))
    return {
        one.name: (one.source.file, one == there.get(one.name) and one.name not in wrong)
        for one in _everything(wanted)
        if one.source is not None
    }


def _with_other_enums(said: Schema, live: Schema) -> Iterator[str]:
    """The tables whose specs list other values of an enumerated type than it has: of it a table has only the name."""
    values = {enum.name: enum.values for enum in live.enums}
    for table in said.tables:
        kinds = (column.type for column in table.columns)
        if any(isinstance(one, Enum) and one.name and values.get(one.name) != one.values for one in kinds):
            yield table.name


def _everything(schema: Schema) -> tuple[Table | View | Definition | EnumType, ...]:
    """Everything that has a file of its own."""
    own = [one for one in schema.enums if one.source is None or one.source.path == ("type",)]
    return (*schema.tables, *(schema.views or ()), *(schema.definitions or ()), *own)


def _documents(project: Project, live: Schema) -> Iterator[tuple[str, Document]]:
    from qsys_schema.spec.write import definition_document, table_document, view_document

    dialect = project.dialect
    wished = dialect.as_wished(live)
    for table in wished.tables:
        yield table.name, table_document(table, dialect.name, dialect.nearest)
    for view in wished.views or ():
        yield view.name, view_document(view, dialect.name)
    for definition in wished.definitions or ():
        yield definition.name, definition_document(definition, dialect.name)


def _file_name(name: str, taken: set[str], folder: Path) -> str:
    """A file name of the thing's own letters, never a path and never hidden; different also where case is ignored."""
    stem = re.sub(r"[^\w-]+", "_", name).strip("_")[:100] or "table"
    used = {Path(path).name.casefold() for path in taken} | {path.name.casefold() for path in folder.glob("*")}
    number, file = 1, f"{stem}.yaml"
    while file.casefold() in used:
        number += 1
        file = f"{stem}_{number}.yaml"
    return file


def _text(path: str, document: Document) -> str:
    from qsys_schema.spec.paper import text_of

    return text_of(document, _content(path) if Path(path).exists() else "")


def _content(path: str) -> str:
    return Path(path).read_text(encoding="utf-8-sig")


def _write(path: Path, text: str) -> None:
    """Write the file whole or not at all."""
    temporary = path.with_name(f".{path.name}.unfinished")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _require_true(project: Project, live: Schema, texts: Mapping[str, str]) -> None:
    """Read the specs back as any command would, and raise ImpossibleChange if they are not what the database has."""
    with tempfile.TemporaryDirectory() as made, project.scratch() as scratch:
        for path, text in texts.items():
            (Path(made) / Path(path).name).write_text(text, encoding="utf-8")
        settings = replace(project.settings, schema=made)
        if not texts:
            return
        try:
            wish = project.normalized(replace(project, settings=settings).wish().schema, scratch)
        except SpecError as error:
            lines = "\n    ".join(f"{Path(one.file).name}: {one.text}" for one in error.problems)
            raise ImpossibleChange(f"specs cannot say what is in the database:\n    {lines}") from error
        left = compare(live, adopt(wish, live))
    if left:
        lines = "\n    ".join(map(sentence_of, left))
        raise ImpossibleChange(
            f"specs would say something else than the database:\n    {lines}", hint="please report this schema"
        )

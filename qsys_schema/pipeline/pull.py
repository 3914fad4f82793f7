"""From a live database to specs that describe it: written only if they do, to the last clause."""

from __future__ import annotations

import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.dialects.registry import NAMES
from qsys_schema.diff.compare import adopt, compare
from qsys_schema.errors import ImpossibleChange, SpecError
from qsys_schema.model.ownership import EVERYTHING, Ownership, neighbours
from qsys_schema.model.schema import Schema, Table
from qsys_schema.pipeline.others import require_whole, without_external
from qsys_schema.pipeline.rights import other_enums, rights_of
from qsys_schema.pipeline.words import sentence_of
from qsys_schema.spec.blend import Right

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from qsys_schema.model.ownership import Fold
    from qsys_schema.model.schema import Definition, EnumType, View
    from qsys_schema.model.session import Session
    from qsys_schema.pipeline.leftovers import Left
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.read import Document


Source = Callable[[], "AbstractContextManager[Session]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What became of all that a database has; ``written``, ``kept`` and ``missing`` are paths of specs.

    ``kept`` say it already, ``missing`` declare what the database does not have. ``foreign`` are the names of what
    specs cannot describe, and nobody touches. ``external`` are the tables of others that ours refer to, ``unsaid`` what
    is ours and was not asked for, so that it has no spec; ``left`` is what other tools have left behind.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: tuple[str, ...]
    external: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()


def pull(project: Project, only: Ownership = EVERYTHING, *, source: Source | None = None) -> Pulled:
    """Write a spec for every table, view, function and type; what existing specs say rightly stays as it is.

    ``only`` is the part of what is ours that is asked for: the specs of the rest are not looked at. ``source`` opens
    what stands for the live database, where something does.
    Raises SpecError for existing specs that are wrong, and ImpossibleChange for what specs cannot say, with the
    evidence; nothing is written then.
    """
    pulled, texts = prepared(project, only, source=source)
    write_specs(project, texts)
    return pulled


def prepared(
    project: Project, only: Ownership = EVERYTHING, *, source: Source | None = None
) -> tuple[Pulled, Mapping[str, str]]:
    """What ``pull`` would say, and the texts that it would write, by path. Writes nothing."""
    from qsys_schema.pipeline.leftovers import left_behind

    folder, fold = project.settings.schema_folder, project.dialect.fold
    with (source or project.reading)() as session:
        live, whole = project.dialect.inspect(session), project.dialect.everything(session)
        left = left_behind(project, session, whole)
    require_whole(whole, live)
    _require_readable(only.owned(live, fold))
    said = project.wish().schema if any(folder.glob("*.yaml")) else Schema()
    stubs = neighbours(whole, live, (live,), (), seeds=_declared(said))
    there = _existing(project, said, live, Schema(tables=stubs))
    documents = dict(_documents(project, live, stubs))
    names = {name: one.file for name, one in there.items()}
    for name in documents:
        names.setdefault(name, str(folder / _file_name(name, set(names.values()), folder)))
    others = {stub.name for stub in stubs}
    asked = {name for name in documents if name not in others and only.owns(name, fold)}
    asked |= _needed(documents, live, only, stubs, fold)
    kept = {name for name, one in there.items() if one.is_right}
    texts = {
        names[name]: _text(project, names[name], document, there.get(name))
        for name, document in documents.items()
        if name not in kept
    }
    # Columns in another order are no difference, for one.
    kept |= {name for name in there if names[name] in texts and texts[names[name]] == _content(names[name])}
    texts = {path: text for path, text in texts.items() if path not in {names[name] for name in kept}}
    _require_true(project, live, {**texts, **{names[name]: _content(names[name]) for name in kept}})
    written = {path: text for path, text in texts.items() if path in {names[name] for name in asked}}
    if len(written) < len(texts):
        _require_valid(project, written)
    pulled = Pulled(
        written=tuple(sorted(written)),
        kept=tuple(sorted(names[name] for name in kept & asked)),
        missing=tuple(sorted(one.file for name, one in there.items() if name not in documents)),
        # A part that has a text of its own is told of with what made it.
        foreign=tuple(one.name for one in live.foreign if not (one.is_part and one.sql)),
        external=tuple(stub.name for stub in stubs),
        unsaid=tuple(sorted(documents.keys() - there.keys() - asked)),
        left=left,
    )
    return pulled, written


def write_specs(project: Project, texts: Mapping[str, str]) -> None:
    """Write what was prepared."""
    project.settings.schema_folder.mkdir(parents=True, exist_ok=True)
    for path, text in sorted(texts.items()):
        _write(Path(path), text)


def _declared(said: Schema) -> dict[str, list[str]]:
    """The columns that specs say tables of others have, which queries may ask for."""
    return {table.name: [column.name for column in table.columns] for table in said.tables if table.external}


def _require_readable(live: Schema) -> None:
    opaque = [table for table in live.tables if table.opaque is not None]
    if opaque:
        lines = "\n    ".join(f"{table.name}: {table.opaque.reason}" for table in opaque if table.opaque is not None)
        options = " ".join(f"--exclude {shlex.quote(escape(table.name))}" for table in opaque)
        raise ImpossibleChange(
            f"specs cannot describe these tables:\n    {lines}",
            hint=f"leave them to others ({options}), or make them anew in plainer words",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A spec that is there: its file, whether it says what the database has, and what of it does."""

    file: str
    is_right: bool
    right: Right


def _existing(project: Project, said: Schema, live: Schema, stubs: Schema) -> dict[str, _There]:
    """Everything that a spec declares already, by name."""
    if not said.tables and not said.views and not said.definitions:
        return {}
    with project.scratch() as scratch:
        whole = project.normalized(said, scratch, whole=True)
    external = {table.name for table in said.tables if table.external}
    others = replace(whole, tables=tuple(table for table in whole.tables if table.name in external))
    plain = without_external(whole, said)
    wanted = adopt(plain, live)
    there = {one.name: one for one in (*_everything(live), *stubs.tables)}
    wrong = {table for table, _ in other_enums(said, live)}
    rights = {**rights_of(project.dialect, said, plain, live), **rights_of(project.dialect, said, others, stubs)}
    return {
        one.name: _There(
            file=one.source.file,
            is_right=_says(one, there.get(one.name), is_stub=one.name in external) and one.name not in wrong,
            right=rights.get(one.name, Right()),
        )
        for one in (*_everything(wanted), *others.tables)
        if one.source is not None
    }


def _says(one: object, other: object, *, is_stub: bool) -> bool:
    """Whether a spec says what is there; of a table of others, constraints may be called otherwise."""
    if is_stub and isinstance(one, Table) and isinstance(other, Table):
        uniques = [{unique.columns for unique in table.uniques} for table in (one, other)]
        plain = [
            replace(table, uniques=(), primary_key=table.primary_key and replace(table.primary_key, name=""))
            for table in (one, other)
        ]
        return uniques[0] == uniques[1] and not compare(Schema(tables=(plain[0],)), Schema(tables=(plain[1],)))
    return one == other


def _everything(schema: Schema) -> tuple[Table | View | Definition | EnumType, ...]:
    """Everything that has a file of its own."""
    own = [one for one in schema.enums if one.source is None or one.source.path == ("type",)]
    return (*schema.tables, *(schema.views or ()), *(schema.definitions or ()), *own)


def _documents(project: Project, live: Schema, stubs: Sequence[Table]) -> Iterator[tuple[str, Document]]:
    from qsys_schema.spec.write import definition_document, external_document, table_document, view_document

    dialect = project.dialect
    wished = dialect.as_wished(live)
    for table in wished.tables:
        yield table.name, table_document(table, dialect.name, dialect.nearest)
    for table in dialect.as_wished(replace(live, tables=tuple(stubs))).tables:
        yield table.name, external_document(table, dialect.name, dialect.nearest)
    for view in wished.views or ():
        yield view.name, view_document(view, dialect.name)
    for definition in wished.definitions or ():
        yield definition.name, definition_document(definition, dialect.name)


def _needed(documents: Collection[str], live: Schema, only: Ownership, stubs: Sequence[Table], fold: Fold) -> set[str]:
    """The tables of others that what is asked for refers to."""
    if only is EVERYTHING:
        return {stub.name for stub in stubs}
    part = only.owned(live, fold)
    return {one.name for one in neighbours(replace(live, tables=tuple(stubs)), part, (part,), ())} & set(documents)


def _file_name(name: str, taken: set[str], folder: Path) -> str:
    """A file name of the thing's own letters, never a path and never hidden; different also where case is ignored."""
    stem = re.sub(r"[^\w-]+", "_", name).strip("_")[:100] or "table"
    used = {Path(path).name.casefold() for path in taken} | {path.name.casefold() for path in folder.glob("*")}
    number, file = 1, f"{stem}.yaml"
    while file.casefold() in used:
        number += 1
        file = f"{stem}_{number}.yaml"
    return file


def _text(project: Project, path: str, document: Document, there: _There | None) -> str:
    from qsys_schema.spec.blend import blended
    from qsys_schema.spec.paper import text_of
    from qsys_schema.spec.read import read

    if there is None or not Path(path).exists():
        return _editors_line(Path(path).parent) + text_of(document)
    before = _content(path)
    held = read(before).document
    if held is None:
        return text_of(document)
    return text_of(blended(held, document, there.right, project.dialect.name, NAMES), before)


def _editors_line(folder: Path) -> str:
    """What tells editors how to complete the file, where a project has the JSON Schema for them."""
    from qsys_schema.spec.editor import SCHEMA, editors_lines

    return editors_lines() if (folder / SCHEMA).is_file() else ""


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
            text = f"specs cannot say what is in the database:\n    {lines}"
            raise ImpossibleChange(
                text, hint="change it there, or leave it out by `exclude` in the settings"
            ) from error
        left = compare(live, adopt(wish, live))
    if left:
        lines = "\n    ".join(map(sentence_of, left))
        raise ImpossibleChange(
            f"specs would say something else than the database:\n    {lines}", hint="please report this schema"
        )


def _require_valid(project: Project, written: Mapping[str, str]) -> None:
    """Raise SpecError where the specs that are there, with these written, would not be valid together."""
    with tempfile.TemporaryDirectory() as made:
        folder = project.settings.schema_folder
        copy = Path(made) / "schema"
        if folder.is_dir():
            shutil.copytree(folder, copy)
        copy.mkdir(exist_ok=True)
        for path, text in written.items():
            (copy / Path(path).name).write_text(text, encoding="utf-8")
        try:
            replace(project, settings=replace(project.settings, schema=str(copy))).wish()
        except SpecError as error:
            lines = "\n    ".join(f"{Path(one.file).name}: {one.text}" for one in error.problems)
            raise ImpossibleChange(
                f"these specs alone would not be whole:\n    {lines}",
                hint="ask for what they refer to as well; nothing was written",
            ) from error

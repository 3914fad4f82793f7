"""What each database makes of the specs, for the page: schemas, checked queries, what serves them, and the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.diff.replay import replay_all
from qsys_schema.errors import DatabaseDisagrees, DatabaseUnavailable, HistoryBroken, ImpossibleChange
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.migration import Migration
from qsys_schema.model.oracle import Read
from qsys_schema.model.query import CheckedQuery
from qsys_schema.page.edition import Change, Edition
from qsys_schema.pipeline.project import run
from qsys_schema.pipeline.queries import analysed, checked, make
from qsys_schema.pipeline.words import detail_of, kind_of
from qsys_schema.queries.variants import variants

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Session
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.source import Source
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.load import Wish


def edition(project: Project, *, history: bool, server: bool) -> Edition:
    """What this database makes of the specs. Raises SpecError.

    ``history``: also what each migration did. Without a server to ask, the notes say what is missing; with
    ``server``, DatabaseUnavailable is raised then.
    """
    wish = project.wish()
    name = project.dialect.target.partition(" ")[0]
    try:
        queries = checked(project, wish, server=True)
        with project.scratch() as scratch:
            schema = project.normalized(wish.schema, scratch)
            reads = _reads(project, scratch, wish, queries) if queries else ()
    except DatabaseUnavailable as error:
        if server:
            raise
        # The reason speaks of this machine, which is nothing for a page.
        project.talk(f"{name}: no server could be asked: {error.what}")
        note = f"{name}: no server could be asked. Its own words for types, its names for what nobody named, which "
        note += "queries its indexes serve and its history are left out."
        queries, _ = analysed(project, wish.queries, wish.schema)
        bare = Edition(
            name=name,
            target=project.dialect.target,
            wish=wish.schema,
            schema=wish.schema,
            queries=queries,
            reads=None,
            migrations=(),
            changes=(),
            notes=(note,),
        )
        return _located(project, bare)
    migrations, changes, notes = _past(project, name) if history else ((), (), ())
    whole = Edition(
        name=name,
        target=project.dialect.target,
        wish=wish.schema,
        schema=schema,
        queries=queries,
        reads=reads,
        migrations=migrations,
        changes=changes,
        notes=notes,
    )
    return _located(project, whole)


def _reads(
    project: Project, scratch: Session, wish: Wish, queries: Sequence[CheckedQuery]
) -> tuple[tuple[Read, ...], ...]:
    """Query by query, what the plans of all its variants read; asked of large tables, as `lint` does."""
    make(project, scratch, wish.schema)
    pairs = [(place, variant) for place, query in enumerate(queries) for variant in variants(query)]
    tables = [table.name for table in wish.schema.tables]
    plans = project.dialect.plans(scratch, tables, [variant.parts for _, variant in pairs])
    found: list[dict[Read, None]] = [{} for _ in queries]
    for (place, _), several in zip(pairs, plans, strict=True):
        found[place].update(dict.fromkeys(read for plan in several for read in plan.reads))
    return tuple(tuple(reads) for reads in found)


def _past(project: Project, name: str) -> tuple[tuple[str, ...], tuple[Change, ...], tuple[str, ...]]:
    """The migrations, what each changed, and a note where they cannot be replayed."""
    try:
        migrations = project.migrations()
    except HistoryBroken as error:
        return (), (), (f"{name}: the history is left out, since the migrations are not in order: {error.what}",)
    changes: list[Change] = []
    try:
        with project.scratch() as scratch:
            before = project.dialect.inspect(scratch)
            for migration in migrations:
                run(scratch, migration)
                after = project.dialect.inspect(scratch)
                changes.extend(_changes(project, migration, before, after))
                before = after
    except (HistoryBroken, DatabaseDisagrees, ImpossibleChange) as error:
        note = f"{name}: the history ends where the migrations cannot be replayed: {error.what}"
        return tuple(one.id for one in migrations), tuple(changes), (note,)
    return tuple(one.id for one in migrations), tuple(changes), ()


def _changes(project: Project, migration: Migration, before: Schema, after: Schema) -> Iterator[Change]:
    """What one migration did, in words."""
    renames = project.dialect.renames(migration.forward)
    base = replay_all(before, renames) if renames else before
    for change in (*renames, *compare(base, after)):
        ref = ref_of(change)
        verb, _, _ = kind_of(change).partition("_")
        words = {"set": "set the comment of", "alter": "change"}.get(verb, verb)
        yield Change(
            migration=migration.id,
            subject=ref.table,
            text=f"{words} {ref.kind} {ref.name}" if ref.name else f"{words} {ref.kind} {ref.table}",
            detail=detail_of(change),
            was=change.before if isinstance(change, c.RenameTable) else "",
            begins=isinstance(change, c.AddTable),
            ends=isinstance(change, c.DropTable),
            of_table=bool(ref.name) or ref.kind == "table",
        )


def _located(project: Project, edition: Edition) -> Edition:
    """The same, with every file by its name in the folder of the specs: a page says nothing of a machine."""
    folder = project.settings.schema_folder

    def at(source: Source | None) -> Source | None:
        return replace(source, file=_relative(source.file, folder)) if source is not None else None

    def of(schema: Schema) -> Schema:
        return replace(
            schema,
            tables=tuple(replace(one, source=at(one.source)) for one in schema.tables),
            views=schema.views and tuple(replace(one, source=at(one.source)) for one in schema.views),
            definitions=schema.definitions and tuple(replace(one, source=at(one.source)) for one in schema.definitions),
        )

    queries = tuple(replace(one, query=replace(one.query, source=at(one.query.source))) for one in edition.queries)
    return replace(edition, wish=of(edition.wish), schema=of(edition.schema), queries=queries)


def _relative(file: str, folder: Path) -> str:
    path = Path(file)
    try:
        return Path(folder.name, path.relative_to(folder)).as_posix()
    except ValueError:
        return path.name

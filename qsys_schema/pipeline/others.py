"""What of a database belongs to others: where ours refers to it, scratch databases get stubs of it.

The settings say what is ours (``include``, ``exclude``), by name; a spec with ``external: true`` says what a table of
others looks like, as far as ours refers to it. Both have to agree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.errors import ImpossibleChange, SpecError
from qsys_schema.model import change as c
from qsys_schema.model.ownership import Tie, neighbours, ties, unowned_needs
from qsys_schema.model.schema import Schema
from qsys_schema.plan.build import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qsys_schema.config import Settings
    from qsys_schema.dialects.base import Dialect, Session
    from qsys_schema.model.change import Change
    from qsys_schema.model.schema import ForeignKey
    from qsys_schema.model.source import Source
    from qsys_schema.pipeline.project import Project

_HOW = "include and exclude of [tool.qsys-schema] say what is this project's own"


def require_agreement(settings: Settings, wanted: Schema, fold: Callable[[str], str]) -> None:
    """Raise SpecError for specs of what the settings say is others', and for external ones that they say is ours."""
    findings = list(_disagreements(settings, wanted, fold))
    if findings:
        from qsys_schema.spec.place import problems_at

        placed = problems_at([(source, text) for source, text, _ in findings])
        hints = {text: hint for _, text, hint in findings}
        raise SpecError(tuple(replace(one, hint=hints[one.text]) for one in placed))


_Said = tuple["Source | None", str, str]
"""A place, what is wrong there, and what to do."""


def _disagreements(settings: Settings, wanted: Schema, fold: Callable[[str], str]) -> Iterator[_Said]:
    ours = settings.ours
    for table in wanted.tables:
        mine = ours.owns_table(table, fold)
        if table.external and mine:
            yield (
                table.source,
                f"table {table.name} is external here, and this project's own by {settings.file}",
                f'add it there: exclude = ["{table.name}"]',
            )
        elif not table.external and not mine:
            yield (
                table.source,
                f"table {table.name} belongs to others by {settings.file}, so no spec makes it",
                f"{_HOW}; where ours refers to it, its spec says `external: true`",
            )
    others = [(one.name, one.source) for one in wanted.views or () if not ours.owns(one.name, fold)]
    others += [(one.name, one.source) for one in wanted.definitions or () if not ours.owns_definition(one, fold)]
    for name, source in others:
        yield source, f"{name} belongs to others by {settings.file}, so no spec makes it", _HOW


def without_external(made: Schema, wanted: Schema) -> Schema:
    """The schema without the tables that the wish calls external."""
    names = {table.name for table in wanted.tables if table.external}
    return replace(made, tables=tuple(one for one in made.tables if one.name not in names)) if names else made


def make_external(project: Project, scratch: Session) -> None:
    """Make the tables that the specs call external on an empty scratch database."""
    if not project.dialect.ours.is_partial or not project.settings.schema_folder.is_dir():
        return
    tables = tuple(table for table in project.wish().schema.tables if table.external)
    if not tables:
        return
    dialect = project.at_once().dialect
    wanted = project.normalized(Schema(tables=tables), scratch, whole=True)
    empty = Schema()
    scratch.begin()
    for statement in dialect.render(build(empty, wanted, compare(empty, wanted), dialect)):
        scratch.execute(statement.sql)
    scratch.commit()


def copied_with_others(
    dialect: Dialect,
    source: Session,
    scratch: Session,
    schema: Schema,
    *,
    names: Collection[str],
    keys: Sequence[tuple[str, ForeignKey]],
    rows: int,
    made_up: int,
    also: Schema | None = None,
) -> Mapping[str, int]:
    """As the dialect's ``clone``, with stubs of the tables of others that these and ``also`` refer to or read.

    Raises ImpossibleChange where ours is made with what is others' and no table.
    """
    own, whole = dialect.inspect(source), dialect.everything(source)
    if own is whole:
        return dialect.clone(source, scratch, schema, names=names, keys=keys, rows=rows, made_up=made_up)
    require_whole(whole, own)
    part = replace(
        own,
        tables=tuple(table for table in own.tables if table.name in names),
        views=own.views and tuple(view for view in own.views if view.name in names),
    )
    stubs = neighbours(whole, own, (part, *((also,) if also is not None else ())), [key for _, key in keys])
    added = {stub.name for stub in stubs}
    found = dialect.clone(
        source,
        scratch,
        replace(schema, tables=(*schema.tables, *stubs)),
        names={name for name in names if name in schema.names} | added,
        keys=keys,
        rows=rows,
        made_up=made_up,
    )
    return {name: count for name, count in found.items() if name not in added}


def require_whole(whole: Schema, own: Schema) -> None:
    """Raise ImpossibleChange where ours is made with what is others' and no table, so that nothing can stand for it."""
    lost = list(unowned_needs(whole, own))
    if lost:
        lines = "".join(f"\n    {one} is made with {other}" for one, other in lost)
        raise ImpossibleChange(
            f"the settings say that these belong to others, and ours cannot be made without them:{lines}",
            hint=f"{_HOW}: include what it is made with, or exclude what is made with it",
        )


def wished_as_it_is(dialect: Dialect, session: Session) -> Schema:
    """What is there and ours, as a wish: with the tables of others that it refers to or reads, as external ones."""
    own, whole = dialect.inspect(session), dialect.everything(session)
    if own is whole:
        return own
    require_whole(whole, own)
    stubs = neighbours(whole, own, (own,), ())
    return replace(own, tables=(*own.tables, *(replace(stub, external=True) for stub in stubs)))


def require_free(dialect: Dialect, session: Session, changes: Sequence[Change]) -> None:
    """Raise ImpossibleChange for changes that take away what something of others holds on to."""
    if not changes:
        return
    own, whole = dialect.inspect(session), dialect.everything(session)
    if own is whole:
        return
    found = [
        f"{sentence} is in the way: {tie.what} {'refers to it' if tie.columns else 'reads it'}"
        for tie in ties(whole, own)
        for change in changes
        if (sentence := _taken(change, tie))
    ]
    if found:
        raise ImpossibleChange(
            "what belongs to others holds on to what would go:\n    " + "\n    ".join(dict.fromkeys(found)),
            hint="whoever owns it has to let go of it first; nothing was written",
        )


def _taken(change: Change, tie: Tie) -> str:
    """What the change takes away that is tied, in words; nothing where it leaves it."""
    match change:
        case c.DropTable(item=table) if table.name == tie.table:
            return f"table {table.name}"
        case c.DropColumn(table=tie.table, item=column) if (
            column.name in tie.columns or column.name.lower() in tie.words
        ):
            return f"column {tie.table}.{column.name}"
        case c.AlterColumn(table=tie.table, before=before, after=after) if (
            before.name in tie.columns and before.type != after.type
        ):
            return f"the type of column {tie.table}.{before.name}"
        case c.DropPrimaryKey(table=tie.table, item=key) if tie.columns and set(key.columns) == set(tie.columns):
            return f"the primary key of {tie.table}"
        case c.DropUnique(table=tie.table, item=unique) if tie.columns and set(unique.columns) == set(tie.columns):
            return f"unique {tie.table}.{unique.name}"
        case _:
            return ""

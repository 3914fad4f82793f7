"""NM and PO: what a team asks for in its configuration. Only what a migration makes or renames is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from qsys_schema.lint.patterns import fits
from qsys_schema.model import change as c
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.schema import Check, Column, ForeignKey, Table
from qsys_schema.model.types import Native
from qsys_schema.model.watched import Watched

_Named = tuple[str, Ref, str, c.Change]
"""The kind, what it is, its name, and the change that brings it."""


def _named(watched: Watched) -> Iterator[_Named]:
    for change in watched.changes:
        match change:
            case c.AddTable(item=table):
                yield from _of_table(table, change)
            case c.RenameTable(after=name):
                yield "table", Ref(table=name, kind="table"), name, change
            case c.AddColumn(table=table_name, item=column):
                yield "column", Ref(table=table_name, kind="column", name=column.name), column.name, change
            case c.RenameColumn(table=table_name, after=name):
                yield "column", Ref(table=table_name, kind="column", name=name), name, change
            case c.AddIndex(table=table_name, item=index) | c.RenameIndex(table=table_name, after=index):
                yield "index", Ref(table=table_name, kind="index", name=index.name), index.name, change
            case c.AddForeignKey(table=table_name, item=key):
                yield from _constraint(table_name, key, change)
            case c.AddCheck(table=table_name, item=check):
                yield from _constraint(table_name, check, change)
            case c.RenameConstraint():
                yield from _renamed(change)
            case _:
                pass


def _renamed(change: c.RenameConstraint) -> Iterator[_Named]:
    constraint = change.after
    if isinstance(constraint, ForeignKey | Check):
        yield from _constraint(change.table, constraint, change)


def _of_table(table: Table, change: c.Change) -> Iterator[_Named]:
    yield "table", Ref(table=table.name, kind="table"), table.name, change
    for column in table.columns:
        yield "column", Ref(table=table.name, kind="column", name=column.name), column.name, change
    for index in table.indexes:
        yield "index", Ref(table=table.name, kind="index", name=index.name), index.name, change
    for key in table.foreign_keys:
        yield from _constraint(table.name, key, change)
    for check in table.checks:
        yield from _constraint(table.name, check, change)


def _constraint(table: str, item: ForeignKey | Check, change: c.Change) -> Iterator[_Named]:
    # A constraint that nobody has named has no name in the database; the convention's is only ours.
    if "unnamed" not in item.spelling:
        kind = "foreign_key" if isinstance(item, ForeignKey) else "check"
        yield kind, Ref(table=table, kind=kind.replace("_", " "), name=item.name), item.name, change


def _unlike(kind: str) -> Callable[[Watched], Iterable[Found]]:
    def find(watched: Watched) -> Iterator[Found]:
        pattern = watched.policy.naming.get(kind)
        if pattern is None:
            return
        for one, ref, name, change in _named(watched):
            if one == kind and not fits(pattern, name, kind):
                text = f"{ref.label}: the name does not match {pattern.pattern}"
                yield Found(step=watched.step_of(change), ref=ref, text=text)

    return find


def _columns(watched: Watched) -> Iterator[tuple[str, Column, c.Change]]:
    """New columns, and those that become another type."""
    for change in watched.changes:
        match change:
            case c.AddTable(item=table):
                yield from ((table.name, column, change) for column in table.columns)
            case c.AddColumn(table=name, item=column):
                yield name, column, change
            case c.AlterColumn(table=name, before=before, after=column) if before.type != column.type:
                yield name, column, change
            case _:
                pass


def _without_comment(watched: Watched) -> Iterator[Found]:
    wanted = watched.policy.require_comments
    for change in watched.changes:
        if "table" in wanted and isinstance(change, c.AddTable) and not _said(watched, change.item.name, ""):
            ref = Ref(table=change.item.name, kind="table")
            yield Found(step=watched.step_of(change), ref=ref, text=f"{ref.label} has no comment")
    for table, column, change in _columns(watched):
        if "column" in wanted and not isinstance(change, c.AlterColumn) and not _said(watched, table, column.name):
            ref = Ref(table=table, kind="column", name=column.name)
            yield Found(step=watched.step_of(change), ref=ref, text=f"{ref.label} has no comment")


def _said(watched: Watched, table: str, column: str) -> bool:
    return bool(watched.comments.get((table, column)))


def _forbidden(watched: Watched) -> Iterator[Found]:
    forbidden = {" ".join(name.lower().split()) for name in watched.policy.forbid_types}
    for table, column, change in _columns(watched) if forbidden else ():
        native = column.type.text.lower() if isinstance(column.type, Native) else ""
        logical = watched.nearest.get((table, column.name), "")
        known = {native, native.partition("(")[0].strip(), logical} & forbidden - {""}
        if known:
            ref = Ref(table=table, kind="column", name=column.name)
            text = f"{ref.label} is {native or logical}, and the configuration forbids {', '.join(sorted(known))}"
            yield Found(step=watched.step_of(change), ref=ref, text=text)


def _rule(code: str, kind: str, example: Example) -> Rule:
    words = kind.replace("_", " ")
    return Rule(
        code=code,
        title=f"name of {'an' if kind == 'index' else 'a'} {words} that is not as agreed",
        why="Names that follow one pattern are found, guessed and read more easily.",
        how=f"Call it otherwise, or change naming.{kind} in the configuration.",
        level=Level.ERROR,
        kind=RiskKind.NAMING,
        find=_unlike(kind),
        examples=(example,),
    )


_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20));"
_SNAKE = "[a-z][a-z0-9_]*"

NAMING = (
    Rule(
        code="NM101",
        title="name of a schema that is not as agreed",
        why="Names that follow one pattern are found, guessed and read more easily.",
        how="Call it otherwise, or change naming.schema in the configuration.",
        level=Level.ERROR,
        kind=RiskKind.NAMING,
        find=_unlike("schema"),
    ),
    _rule(
        "NM102",
        "table",
        Example(
            setup=_JOBS,
            bad='CREATE TABLE "OldJobs" (id integer);',
            good='CREATE TABLE old_jobs ("Id" integer);',
            policy=f'naming = {{table = "{_SNAKE}"}}',
        ),
    ),
    _rule(
        "NM103",
        "column",
        Example(
            setup=_JOBS,
            bad='ALTER TABLE jobs ADD "workerId" integer;',
            good="ALTER TABLE jobs ADD worker_id integer;",
            policy=f'naming = {{column = "{_SNAKE}"}}',
        ),
    ),
    _rule(
        "NM104",
        "index",
        Example(
            setup="",
            bad=f"{_JOBS}\nCREATE INDEX owners ON jobs (owner);",
            good=f"{_JOBS}\nCREATE INDEX ix_owners ON jobs (owner);",
            policy='naming = {index = "ix_.*"}',
        ),
    ),
    _rule(
        "NM105",
        "foreign_key",
        Example(
            setup=_JOBS,
            bad="CREATE TABLE runs (job integer, CONSTRAINT job FOREIGN KEY (job) REFERENCES jobs (id));",
            good="CREATE TABLE runs (job integer, CONSTRAINT fk_job FOREIGN KEY (job) REFERENCES jobs (id));",
            policy='naming = {foreign_key = "fk_.*"}',
        ),
    ),
    _rule(
        "NM106",
        "check",
        Example(
            setup=_JOBS,
            bad="CREATE TABLE runs (job integer, CONSTRAINT job CHECK (job > 0));",
            good="CREATE TABLE runs (job integer, CONSTRAINT ck_job CHECK (job > 0));",
            policy='naming = {check = "ck_.*"}',
        ),
    ),
    Rule(
        code="PO101",
        title="comment missing",
        why="The team wants to read in the database what its tables and columns are for.",
        how="Write one: description in the spec, COMMENT ON, or -- in the CREATE TABLE where there is no other way.",
        level=Level.ERROR,
        kind=RiskKind.NAMING,
        find=_without_comment,
    ),
    Rule(
        code="PO102",
        title="forbidden type",
        why="The team has decided against it.",
        how="Use another type, or change forbid_types in the configuration.",
        level=Level.ERROR,
        kind=RiskKind.NAMING,
        find=_forbidden,
        examples=(
            Example(
                setup=_JOBS,
                bad="ALTER TABLE jobs ADD price real;",
                good="ALTER TABLE jobs ADD price numeric(8, 2);",
                policy='forbid_types = ["float", "real"]',
            ),
        ),
    ),
)

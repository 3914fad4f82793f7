"""Indexes that come and go while others wait ("Building Indexes Concurrently" in PostgreSQL's manual)."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.lint.seen import on_settled
from qsys_schema.model.change import AddIndex, DropIndex, RenameIndex
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched


def _built(watched: Watched) -> Iterator[Found]:
    for place, _, facts, change in on_settled(watched):
        if isinstance(change, AddIndex) and not facts.concurrently and change.item.name in facts.built:
            ref = Ref(table=change.table, kind="index", name=change.item.name)
            text = f"writers of {change.table} wait while the index {change.item.name} is built"
            yield Found(step=place, ref=ref, text=text)


def _dropped(watched: Watched) -> Iterator[Found]:
    for place, _, facts, change in on_settled(watched):
        if not isinstance(change, DropIndex) or facts.concurrently or change.item.name not in facts.gone:
            continue
        if _was_there(watched, change) and not _is_locked_anyway(watched, change.table):
            ref = Ref(table=change.table, kind="index", name=change.item.name)
            text = (
                f"to drop the index {change.item.name} locks {change.table} for all, and whoever comes waits behind it"
            )
            yield Found(step=place, ref=ref, text=text)


def _is_locked_anyway(watched: Watched, table: str) -> bool:
    """Whether the migration does something else to the table for which everybody has to go."""
    return any(
        getattr(one, "table", None) == table and not isinstance(one, (AddIndex, DropIndex, RenameIndex))
        for seen in watched.steps
        for one in seen.changes
    )


def _was_there(watched: Watched, change: DropIndex) -> bool:
    return any(index.name == change.item.name for table in watched.before.tables for index in table.indexes)


def _inside(watched: Watched) -> Iterator[Found]:
    failure = watched.failure
    if failure is not None and failure.code == "PG103":
        yield Found(step=failure.step, text=failure.reason)


_JOBS = "CREATE TABLE jobs (id bigint PRIMARY KEY, owner text);"

INDEXES = (
    Rule(
        code="PG101",
        title="index created without CONCURRENTLY",
        why="CREATE INDEX keeps all writers of the table waiting until it is built, hours for a large one.",
        how="CREATE INDEX CONCURRENTLY, in a migration of its own with -- transactional: false.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_WRITES,
        find=_built,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="CREATE /* not CONCURRENTLY */ INDEX jobs_owner ON jobs (owner);",
                good="CREATE INDEX CONCURRENTLY jobs_owner ON jobs (owner);",
                outside=("good",),
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="DO $$ BEGIN EXECUTE 'create index jobs_owner on jobs (owner)'; END $$;",
                good="CREATE TABLE others (id bigint, owner text);\nCREATE INDEX others_owner ON others (owner);",
            ),
        ),
    ),
    Rule(
        code="PG102",
        title="index dropped without CONCURRENTLY",
        why="DROP INDEX waits for everybody who uses the table, and everybody who comes meanwhile waits for it.",
        how="DROP INDEX CONCURRENTLY, in a migration of its own with -- transactional: false.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_dropped,
        examples=(
            Example(
                dialect="postgres",
                setup=f"{_JOBS}\nCREATE INDEX jobs_owner ON jobs (owner);",
                bad="DROP INDEX IF EXISTS jobs_owner;",
                good="DROP INDEX CONCURRENTLY jobs_owner;",
                outside=("good",),
            ),
        ),
    ),
    Rule(
        code="PG103",
        title="CONCURRENTLY inside a transaction",
        why="PostgreSQL refuses it there, and a migration is a transaction unless its header says otherwise.",
        how="Put the statement into a migration of its own with -- transactional: false.",
        level=Level.ERROR,
        find=_inside,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="CREATE INDEX CONCURRENTLY jobs_owner ON jobs (owner);",
                good="CREATE TABLE others (owner text);\nCREATE INDEX concurrently_not ON others (owner);",
            ),
        ),
    ),
)

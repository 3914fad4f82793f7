"""What ALTER TABLE refuses as soon as there are rows, or something stands on the column ("ALTER TABLE")."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from qsys_schema.dialects.sqlite.risks import converts, declared
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.change import AddColumn, AlterColumn
from qsys_schema.model.expr import Expr
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched

_JOBS = "CREATE TABLE jobs (id INTEGER PRIMARY KEY, owner TEXT);"


def _added(watched: Watched) -> Iterator[tuple[int, AddColumn]]:
    """The columns that ALTER TABLE adds to tables that may have rows."""
    for place, seen in enumerate(watched.steps):
        for change in seen.changes:
            if isinstance(change, AddColumn) and change.table in seen.settled:
                yield place, change


def without_default(watched: Watched) -> Iterator[Found]:
    """LT101."""
    for place, change in _added(watched):
        column = change.item
        empty = column.default is None or (isinstance(column.default, Expr) and column.default.key == ("null",))
        if not column.nullable and empty and column.generated is None:
            ref = Ref(table=change.table, kind="column", name=column.name)
            yield Found(
                step=place, ref=ref, text=f"{ref} is NOT NULL and has no default: it fails if {change.table} has rows"
            )


def by_asking(watched: Watched) -> Iterator[Found]:
    """LT107: whether SQLite takes the default for a table that has a row, it says itself."""
    from qsys_schema.dialects.sqlite.session import open_memory

    for place, change in _added(watched):
        column = change.item
        if not isinstance(column.default, Expr) or column.generated is not None:
            continue
        with closing(open_memory()) as session:
            session.execute("CREATE TABLE t (a)")
            session.execute("INSERT INTO t VALUES (1)")
            try:
                session.execute(f"ALTER TABLE t ADD COLUMN b DEFAULT {column.default.text}")
            except DatabaseDisagrees as error:
                ref = Ref(table=change.table, kind="column", name=column.name)
                text = f"the default {column.default.text} of {ref} fails if {change.table} has rows: {error.what}"
                yield Found(step=place, ref=ref, text=text)


def converted(watched: Watched) -> Iterator[Found]:
    """LT106."""
    for change in watched.changes:
        table = watched.after.table(change.table) if isinstance(change, AlterColumn) else None
        if isinstance(change, AlterColumn) and table is not None and converts(change.before, change.after, table):
            was, becomes = declared(change.before) or "no type", declared(change.after) or "no type"
            ref = Ref(table=change.table, kind="column", name=change.after.name)
            text = f"{was} to {becomes}: values of {ref} that look otherwise in the new type are rewritten"
            yield Found(step=watched.step_of(change), ref=ref, text=text)


def _stands_on_it(watched: Watched) -> Iterator[Found]:
    failure = watched.failure
    if failure is not None and failure.code == "LT108":
        yield Found(step=failure.step, ref=failure.ref, text=f"{failure.ref} cannot be dropped: {failure.reason}")


COLUMNS = (
    Rule(
        code="LT101",
        title="NOT NULL column added without a default",
        why="SQLite adds the column to an empty table, such as that of a test, and refuses it where there are rows.",
        how="Give it a default, or add it nullable, fill it, and rebuild the table.",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=without_default,
        said_as=("MF103",),
        examples=(
            Example(
                dialect="sqlite",
                setup=_JOBS,
                bad="ALTER TABLE jobs /* all */ ADD tries INTEGER NOT NULL;",
                good="ALTER TABLE jobs ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;",
            ),
        ),
    ),
    Rule(
        code="LT106",
        title="type change that rewrites values",
        why="A column's affinity decides how values are kept: '007' becomes 7, and nothing brings the zeros back.",
        how="Keep the old column until nobody needs its values, or acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=converted,
        examples=(
            Example(
                dialect="sqlite",
                setup=_JOBS,
                bad="CREATE TABLE new_jobs (id INTEGER PRIMARY KEY, owner INTEGER);\n"
                "INSERT INTO new_jobs SELECT id, owner FROM jobs;\nDROP TABLE jobs;\n"
                "ALTER TABLE new_jobs RENAME TO jobs;",
                good="CREATE TABLE new_jobs (id INTEGER PRIMARY KEY, owner BLOB);\n"
                "INSERT INTO new_jobs SELECT id, owner FROM jobs;\nDROP TABLE jobs;\n"
                "ALTER TABLE new_jobs RENAME TO jobs;",
            ),
        ),
    ),
    Rule(
        code="LT107",
        title="ADD COLUMN with a default that is no constant",
        why="SQLite cannot give old rows a default that is computed: it refuses as soon as the table has a row.",
        how="Add the column with a constant or without a default, and fill it by an UPDATE.",
        level=Level.ERROR,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=by_asking,
        examples=(
            Example(
                dialect="sqlite",
                setup=_JOBS,
                bad="ALTER TABLE jobs ADD COLUMN made TEXT DEFAULT (datetime('now'));",
                good="ALTER TABLE jobs ADD COLUMN made TEXT DEFAULT ('never');",
            ),
        ),
    ),
    Rule(
        code="LT108",
        title="DROP COLUMN of a column that something stands on",
        why="SQLite drops no column that an index, a constraint, a view or a trigger uses, or that is a key.",
        how="Drop what uses it first; for a constraint of the table, rebuild the table.",
        level=Level.ERROR,
        kind=None,
        find=_stands_on_it,
        examples=(
            Example(
                dialect="sqlite",
                setup=f"{_JOBS}\nCREATE INDEX jobs_owner ON jobs (owner);",
                bad='-- qsys:allow DS103 jobs.owner: nobody reads it\nALTER TABLE "jobs" DROP owner;',
                good="-- qsys:allow DS103 jobs.owner: nobody reads it\nDROP INDEX jobs_owner;\n"
                "ALTER TABLE jobs DROP COLUMN owner;",
            ),
        ),
    ),
)

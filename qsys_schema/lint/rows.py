"""DS: rows and values that go though the table stays. What chooses them by a condition is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Seen, Watched
from qsys_schema.model.wipe import Wipe


def _wipes(watched: Watched, how: str) -> Iterator[tuple[int, Wipe, Ref]]:
    """Those of tables and views that were there before, and that the header does not name as its own to change."""
    views = {view.name for view in watched.before.views or ()}
    for place, seen in enumerate(watched.steps):
        for wipe in seen.wipes:
            known = wipe.table in views or _was_there(watched, seen, wipe.table)
            if wipe.how == how and known and wipe.table not in watched.migration.rows:
                yield place, wipe, Ref(table=wipe.table, kind="view" if wipe.table in views else "table")


def _was_there(watched: Watched, seen: Seen, name: str) -> bool:
    # Seen at a glance, nothing has changed its name.
    return name in seen.settled or (not seen.settled and watched.before.table(name) is not None)


def _deleted(watched: Watched) -> Iterator[Found]:
    for place, wipe, ref in _wipes(watched, "delete"):
        yield Found(step=place, ref=ref, text=f"{ref.label}: every row is deleted{_by(wipe)}")


def _overwritten(watched: Watched) -> Iterator[Found]:
    for place, wipe, ref in _wipes(watched, "update"):
        table = watched.before.table(wipe.table)
        # What a column gets that has come with this migration takes nothing away.
        old = [name for name in wipe.columns if table is None or table.column(name) is not None]
        if old or not wipe.columns:
            what = ", ".join(old) or "what is in there"
            yield Found(step=place, ref=ref, text=f"{ref.label}: {what} is overwritten in every row{_by(wipe)}")


def _by(wipe: Wipe) -> str:
    of = f" of its part {wipe.part}" if wipe.part else ""
    return f"{of}, by the trigger {wipe.by}" if wipe.by else of


def _by_code(watched: Watched) -> Iterator[Found]:
    for place, _, ref in _wipes(watched, "code"):
        text = f"{ref.label}: code that the statement calls writes to it, and nobody can read here what it does to rows"
        yield Found(step=place, ref=ref, text=text)


def _left_behind(watched: Watched) -> Iterator[Found]:
    for name, place in watched.partial.items():
        ref = Ref(table=name, kind="table")
        if name not in watched.migration.rows:
            yield Found(step=place, ref=ref, text=f"{name} is made anew with some of its rows: the others are lost")


_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20));"
_NEW = "CREATE TABLE new_jobs (id integer PRIMARY KEY, owner varchar(20), tries integer);"
_SWAP = "DROP TABLE jobs;\nALTER TABLE new_jobs RENAME TO jobs;"
_COPY = "INSERT INTO new_jobs (id, owner) SELECT id, owner FROM jobs"
_HOW = "Say which rows by a condition; or name the table in the header, -- rows: jobs, or acknowledge it."

ROWS = (
    Rule(
        code="DS110",
        title="every row deleted",
        why="What was in the table is lost, and no rollback brings it back.",
        how=_HOW,
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_deleted,
        examples=(
            Example(setup=_JOBS, bad='delete /* all */ from "jobs" where true;', good="DELETE FROM jobs WHERE id < 0;"),
            Example(setup=_JOBS, bad="DELETE FROM jobs;", good="-- rows: jobs\nDELETE FROM jobs;"),
        ),
    ),
    Rule(
        code="DS111",
        title="values overwritten in every row",
        why="What was in the column is lost, and no rollback brings it back.",
        how=_HOW,
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_overwritten,
        examples=(
            Example(
                setup=_JOBS,
                bad="UPDATE jobs SET owner = lower(owner);",
                good="ALTER TABLE jobs ADD COLUMN keeper varchar(20);\nUPDATE jobs SET keeper = owner;",
            ),
        ),
    ),
    Rule(
        code="DS112",
        title="rows left behind in a rebuild",
        why="Rows that are not copied go with the old table.",
        how="Copy all of them; or name the table in the header, -- rows: jobs, or acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_left_behind,
        examples=(
            Example(
                setup=_JOBS,
                bad=f"{_NEW}\n{_COPY} WHERE owner IS NOT NULL;\n{_SWAP}",
                good=f"{_NEW}\n{_COPY};\n{_SWAP}",
            ),
        ),
    ),
    Rule(
        code="DS113",
        title="rows written by code that is called",
        why="A function, a trigger or a block that puts its statements together may delete or overwrite what is there.",
        how="Write the statements into the migration; or name the table, -- rows: jobs, or acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_by_code,
    ),
)

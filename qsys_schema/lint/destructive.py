"""DS: rows and values that are lost."""

from __future__ import annotations

from qsys_schema.lint.risky import by_code
from qsys_schema.model.finding import Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule

_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20), progress integer);"
_OLD = f"{_JOBS}\nCREATE TABLE old (id integer PRIMARY KEY);"
_REBUILT = (
    "CREATE TABLE new_jobs (id integer PRIMARY KEY, owner varchar(20), progress integer, tries integer);\n"
    "INSERT INTO new_jobs (id, owner, progress) SELECT id, owner, progress FROM jobs;\n"
    "DROP TABLE jobs;\n"
    "ALTER TABLE new_jobs RENAME TO jobs;"
)
_EMPTIED = "DROP TABLE jobs;\nCREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20), progress integer);"
_FORGOTTEN = _REBUILT.replace("(id, owner, progress) SELECT id, owner, progress", "(id, owner) SELECT id, owner")

DESTRUCTIVE = (
    Rule(
        code="DS102",
        title="table dropped",
        why="All rows are lost, and no rollback brings them back.",
        how="Rename it first and drop it when nobody has missed it, or acknowledge it with the reason.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=by_code("DS102"),
        examples=(
            Example(setup=_OLD, bad='/* old */ DROP -- it\nTABLE IF EXISTS "old";', good=_REBUILT),
            Example(setup=_JOBS, bad=_EMPTIED, good=_REBUILT),
        ),
    ),
    Rule(
        code="DS103",
        title="column dropped",
        why="Its values are lost, and no rollback brings them back.",
        how="Stop using it first, drop it in a later release, and acknowledge it with the reason.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=by_code("DS103"),
        examples=(
            Example(
                setup=_JOBS,
                bad="ALTER TABLE jobs DROP COLUMN progress;\nALTER TABLE jobs ADD COLUMN progress integer;",
                good="-- qsys:allow DS103 jobs.progress: moved to job_progress by 0012\n"
                "ALTER TABLE jobs DROP COLUMN progress;",
            ),
            Example(setup=_JOBS, bad=_FORGOTTEN, good=_REBUILT),
        ),
    ),
)

"""BC and CD: what running code relies on, and what kept wrong rows out."""

from __future__ import annotations

from qsys_schema.lint.risky import by_code
from qsys_schema.model.finding import Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule

_BREAKS = RiskKind.BREAKS_CLIENTS
_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20));"
_ADDED = "ALTER TABLE jobs ADD COLUMN worker varchar(20);"
_VIEW = f"{_JOBS}\nCREATE VIEW owners AS SELECT owner FROM jobs;"

CLIENTS = (
    Rule(
        code="BC101",
        title="table renamed",
        why="Code that is still running says the old name, and breaks at once.",
        how="Leave a view of the old name until no running code says it, or acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC101"),
        examples=(Example(setup=_JOBS, bad='ALTER TABLE /* t */ "jobs" RENAME TO tasks;', good=_ADDED),),
    ),
    Rule(
        code="BC102",
        title="column renamed",
        why="Code that is still running says the old name, and breaks at once.",
        how="Add the new column, write both, and drop the old one when no running code reads it; or acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC102"),
        examples=(
            Example(setup=_JOBS, bad="ALTER TABLE jobs -- owner\nRENAME owner TO worker;", good=_ADDED),
            Example(
                setup=_JOBS,
                bad="CREATE TABLE new_jobs (id integer PRIMARY KEY, worker varchar(20));\n"
                "INSERT INTO new_jobs (id, worker) SELECT id, owner FROM jobs;\nDROP TABLE jobs;\n"
                "ALTER TABLE new_jobs RENAME TO jobs;",
                good=_ADDED,
            ),
        ),
    ),
    Rule(
        code="BC103",
        title="named query broken",
        why="The query was right for the schema before the migration, and is not for the one after it.",
        how="Change the query in the same pull request, and release the code with it.",
        level=Level.ERROR,
        kind=_BREAKS,
    ),
    Rule(
        code="BC104",
        title="view dropped",
        why="Code that reads it breaks.",
        how="Drop it when no running code reads it, and acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC104"),
        examples=(
            Example(
                setup=_VIEW,
                bad="DROP VIEW owners;",
                good="DROP VIEW owners;\nCREATE VIEW owners AS SELECT owner, id FROM jobs;",
            ),
        ),
    ),
    Rule(
        code="BC105",
        title="function or type dropped",
        why="Code that uses it breaks.",
        how="Drop it when no running code uses it, and acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC105"),
    ),
    Rule(
        code="BC106",
        title="value of an enumerated type renamed",
        why="Code that is still running says the old value, and the database knows it no more.",
        how="Add the new value, write it, give old rows it, and leave the old one alone; or acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC106"),
    ),
    Rule(
        code="BC107",
        title="part of a table detached",
        why="Its rows are there, but whoever reads the table does not find them any more.",
        how="Detach it when no running code needs its rows, and acknowledge it.",
        level=Level.ERROR,
        kind=_BREAKS,
        find=by_code("BC107"),
    ),
)

CONSTRAINTS = (
    Rule(
        code="CD101",
        title="foreign key dropped",
        why="Rows that refer to nothing may be written from now on, and then it cannot come back.",
        how="Make sure that nothing relies on it.",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=by_code("CD101"),
    ),
    Rule(
        code="CD102",
        title="check dropped",
        why="Rows that it forbids may be written from now on, and then it cannot come back.",
        how="Make sure that nothing relies on it.",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=by_code("CD102"),
    ),
    Rule(
        code="CD103",
        title="primary key dropped",
        why="Equal rows may be written from now on, and then it cannot come back.",
        how="Make sure that nothing relies on it.",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=by_code("CD103"),
    ),
)

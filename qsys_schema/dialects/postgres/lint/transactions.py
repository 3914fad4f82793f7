"""What no transaction can hold, and what ends one ("CREATE INDEX", "VACUUM", "COMMIT" in PostgreSQL's manual)."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.lint.seen import told
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched


def _apart(watched: Watched) -> Iterator[Found]:
    failure, migration = watched.failure, watched.migration
    if failure is not None and failure.code == "TX101":
        yield Found(step=failure.step, text=failure.reason)
    elif not migration.transactional and len(migration.forward) > 1:
        yield Found(
            text=f"it runs outside a transaction and holds {len(migration.forward)} statements: if it is stopped "
            "between them, one half is there and nothing is recorded"
        )


def _ends(watched: Watched) -> Iterator[Found]:
    failure = watched.failure
    if failure is not None and failure.code == "TX201":
        yield Found(step=failure.step, text=f"it ends the transaction of the migration: {failure.reason}")
    for place, _, facts in told(watched):
        if facts.ended:
            yield Found(step=place, text="it ends the transaction of the migration; what follows is in none")
            return


def _endless(watched: Watched) -> Iterator[Found]:
    """Statements outside of transactions that need a table for themselves: nothing there ends the wait for it."""
    for place, seen, facts in told(watched):
        tables = sorted({str(getattr(one, "table", "")) for one in seen.changes} & seen.settled)
        if tables and not watched.migration.transactional and not facts.concurrently:
            text = f"it waits for {', '.join(tables)} as long as that takes, and whoever comes waits behind it"
            yield Found(step=place, ref=Ref(table=tables[0], kind="table"), text=text)


_JOBS = "CREATE TABLE jobs (id bigint PRIMARY KEY, owner text);"

TRANSACTIONS = (
    Rule(
        code="TX101",
        title="statements that cannot share a transaction",
        why="Some statements run in no transaction, and some cannot be used before theirs has ended. Outside a "
        "transaction a file of several statements can be left half done.",
        how="Give each such statement a migration of its own.",
        level=Level.ERROR,
        find=_apart,
        examples=(
            Example(
                dialect="postgres",
                setup="CREATE TYPE state AS ENUM ('new');\nCREATE TABLE jobs (id bigint PRIMARY KEY, in_state state);",
                bad="ALTER TYPE state ADD VALUE 'done';\nALTER TABLE jobs ALTER COLUMN in_state SET DEFAULT 'done';",
                good="ALTER TYPE state ADD VALUE 'done';",
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="CREATE INDEX CONCURRENTLY a ON jobs (owner);\nCREATE INDEX CONCURRENTLY b ON jobs (owner, id);",
                bad_back="DROP INDEX CONCURRENTLY b;\nDROP INDEX CONCURRENTLY a;",
                good="CREATE INDEX CONCURRENTLY a ON jobs (owner);",
                good_back="DROP INDEX CONCURRENTLY a;",
                outside=("bad", "good"),
            ),
        ),
    ),
    Rule(
        code="TX201",
        title="the transaction is ended inside a migration",
        why="A migration and its record are one transaction. Whoever ends it leaves a half that nobody takes back.",
        how="Take the statement out. A block that commits by itself belongs into a file with -- transactional: false.",
        level=Level.ERROR,
        find=_ends,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="DO $$ BEGIN UPDATE jobs SET owner = 'x'; COMMIT; END $$;",
                good="DO $$ BEGIN UPDATE jobs SET owner = 'x'; END $$;",
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ABORT;",
                good="SAVEPOINT before;\nROLLBACK TO before;",
            ),
        ),
    ),
    Rule(
        code="PG340",
        title="lock that is waited for without an end",
        why="In a transaction apply sets lock_timeout, and tries again later. Outside of one there is no limit: the "
        "statement waits for the longest query, and everybody else waits behind the statement.",
        how="Only what runs CONCURRENTLY belongs outside of a transaction: take -- transactional: false out.",
        level=Level.WARNING,
        kind=RiskKind.BLOCKS_READS_AND_WRITES,
        find=_endless,
        examples=(
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs ADD COLUMN tries integer;",
                good="ALTER TABLE jobs ADD COLUMN tries integer;",
                outside=("bad",),
            ),
        ),
    ),
)

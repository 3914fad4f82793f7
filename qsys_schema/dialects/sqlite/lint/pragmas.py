"""PRAGMAs that do nothing, or not what they seem to, where they stand ("PRAGMA Statements" in SQLite's manual)."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.sqlite.lint.rows import words_of
from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold
from qsys_schema.dialects.wipes import written
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched

_IN_VAIN = {
    "foreign_keys": "is a no-op inside a transaction",
    "journal_mode": "cannot be changed inside a transaction",
    "synchronous": "cannot be changed inside a transaction",
    "temp_store": "cannot be changed inside a transaction",
    "auto_vacuum": "takes hold only with the next VACUUM, which no transaction may hold",
    "page_size": "takes hold only with the next VACUUM, which no transaction may hold",
    "encoding": "cannot be changed once there is a table",
    "wal_checkpoint": "does nothing while this transaction writes",
    "foreign_key_check": "prints what it finds, and the migration goes on; count it in a CHECK instead",
    "integrity_check": "prints what it finds, and the migration goes on",
    "quick_check": "prints what it finds, and the migration goes on",
}


def _pragmas(watched: Watched) -> Iterator[Found]:
    for place, seen in enumerate(watched.steps):
        name, is_set = _pragma(seen.sql)
        reason = _IN_VAIN.get(name, "")
        asks = name in {"foreign_key_check", "integrity_check", "quick_check", "wal_checkpoint"}
        if reason and (is_set or asks) and (watched.migration.transactional or asks):
            yield Found(step=place, text=f"PRAGMA {name} {reason}")


def _pragma(sql: str) -> tuple[str, bool]:
    """The name of the PRAGMA that the statement is, and whether it gives a value."""
    try:
        reader = Reader(sql)
        if not reader.accept("pragma"):
            return "", False
        name = reader.name()
        name = reader.name() if reader.accept(".") else name
    except UnreadableSqlError:
        return "", False
    return name.lower(), not reader.done


def _by_hand(watched: Watched) -> Iterator[Found]:
    """The catalog as a table, written to."""
    for place, seen in enumerate(watched.steps):
        words = words_of(seen.sql)
        name, is_set = _pragma(seen.sql)
        known = {"sqlite_schema", "sqlite_master"} & {fold(one) for one in written(words)}
        if known or (name == "writable_schema" and is_set):
            yield Found(step=place, text="the catalog is written to as if it were a table")


def _elsewhere(watched: Watched) -> Iterator[Found]:
    for place, seen in enumerate(watched.steps):
        if words_of(seen.sql)[:1] in (["attach"], ["detach"]):
            yield Found(step=place, text="another file is attached or let go")


PRAGMAS = (
    Rule(
        code="LT109",
        title="PRAGMA that does nothing where it stands",
        why="A migration is a transaction, and SQLite ignores most settings inside one without a word. "
        "PRAGMA foreign_keys = OFF in front of a rebuild protects nothing.",
        how="Take it out; whoever opens the connection sets it, and a guard in the SQL makes sure.",
        level=Level.WARNING,
        find=_pragmas,
        examples=(
            Example(
                dialect="sqlite",
                setup="CREATE TABLE jobs (id INTEGER PRIMARY KEY);",
                bad="pragma /* off */ main.foreign_keys(0);\nALTER TABLE jobs ADD COLUMN owner TEXT;",
                good="PRAGMA legacy_alter_table = ON;\nALTER TABLE jobs ADD COLUMN owner TEXT;",
            ),
        ),
    ),
    Rule(
        code="LT112",
        title="catalog written by hand",
        why="SQLite takes whatever stands there: a wrong text makes the file unreadable, a row that is deleted takes "
        "its table with it.",
        how="Rebuild the table instead.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_by_hand,
        examples=(
            Example(
                dialect="sqlite",
                setup="CREATE TABLE jobs (id INTEGER PRIMARY KEY);",
                bad="PRAGMA writable_schema = 1;\nDELETE FROM sqlite_master WHERE name = 'nobody';",
                good="CREATE TABLE kept AS SELECT name FROM sqlite_master;",
            ),
        ),
    ),
    Rule(
        code="LT113",
        title="another database attached",
        why="What a migration does to another file is not recorded anywhere, and not undone with it; the file of a "
        "test is not that of production.",
        how="Copy from other files outside of migrations.",
        level=Level.ERROR,
        find=_elsewhere,
        examples=(
            Example(
                dialect="sqlite",
                setup="CREATE TABLE jobs (id INTEGER PRIMARY KEY);",
                bad="ATTACH /* it */ ':memory:' AS other;",
                good="CREATE TABLE attach (id INTEGER PRIMARY KEY);",
            ),
        ),
    ),
)

"""What a rebuild by hand forgets: whoever drops a table drops more than that.

"Making Other Kinds Of Table Schema Changes" in SQLite's manual has the steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.sqlite.lint.watch import SQLiteFacts, SQLiteOutcome
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, tokenize
from qsys_schema.model.change import DropTrigger
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched


def _outcome(watched: Watched) -> SQLiteOutcome | None:
    return watched.facts if isinstance(watched.facts, SQLiteOutcome) else None


def _copied(watched: Watched) -> Iterator[Found]:
    for name, place in watched.rebuilt.items():
        ref = Ref(table=name, kind="table")
        yield Found(step=place, ref=ref, text=f"{name} is made anew: every row is copied, and writers wait meanwhile")


def _cascades(watched: Watched) -> Iterator[Found]:
    for name, place in watched.rebuilt.items():
        facts = watched.steps[place].facts
        # Those that the configuration leaves to others have rows, too.
        others = facts.referring if isinstance(facts, SQLiteFacts) else ()
        if others and not _guarded(watched, place):
            ref = Ref(table=name, kind="table")
            rows = "deletes or empties rows of"
            text = f"with foreign keys on, DROP TABLE {rows} {', '.join(others)}, which refer to {name}"
            yield Found(step=place, ref=ref, text=text)


def _guarded(watched: Watched, place: int) -> bool:
    """Whether a statement before it asks whether foreign keys are off: in a guard, which stops the migration."""
    for seen in watched.steps[:place]:
        try:
            words = [fold(token.value) for token in tokenize(seen.sql)]
        except UnreadableSqlError:
            continue
        if words[:1] == ["insert"] and "pragma_foreign_keys" in words:
            return True
    return False


def _triggers(watched: Watched) -> Iterator[Found]:
    for change in watched.changes:
        place = watched.rebuilt.get(change.table) if isinstance(change, DropTrigger) else None
        if not isinstance(change, DropTrigger) or place is None:
            continue
        there = watched.steps[place].before.table(change.table)
        if there is not None and any(one.name == change.item.name for one in there.triggers or ()):
            ref = Ref(table=change.table, kind="trigger", name=change.item.name)
            yield Found(step=place, ref=ref, text=f"trigger {change.item.name} goes with the old table, and stays away")


def _views(watched: Watched) -> Iterator[Found]:
    failure, outcome = watched.failure, _outcome(watched)
    if failure is not None and failure.code == "LT104":
        yield Found(step=failure.step, ref=failure.ref, text=f"the rename fails: {failure.reason}")
    for line in outcome.broken if outcome is not None else ():
        kind, _, rest = line.partition(" ")
        name, _, reason = rest.partition(": ")
        yield Found(ref=Ref(table=name, kind=kind), text=f"{kind} {name} does not work afterwards: {reason}")


def _counters(watched: Watched) -> Iterator[Found]:
    outcome = _outcome(watched)
    for name in sorted(outcome.counters_lost) if outcome is not None else ():
        text = f"the AUTOINCREMENT counter of {name} is not carried over: numbers of deleted rows may be given again"
        yield Found(step=watched.rebuilt.get(name), ref=Ref(table=name, kind="table"), text=text)
    for table in watched.before.tables:
        now = watched.after.table(table.name)
        for column in table.columns if now is not None else ():
            becomes = now.column(column.name) if now is not None else None
            if column.identity and becomes is not None and not becomes.identity:
                ref = Ref(table=table.name, kind="column", name=column.name)
                text = f"{ref} loses its AUTOINCREMENT counter: numbers of deleted rows may be given again"
                yield Found(step=watched.rebuilt.get(table.name), ref=ref, text=text)


_PARENT = (
    "CREATE TABLE queues (id INTEGER PRIMARY KEY, title TEXT);\n"
    "CREATE TABLE jobs (id INTEGER PRIMARY KEY, queue INTEGER REFERENCES queues (id) ON DELETE CASCADE);"
)
_REBUILT = (
    "CREATE TABLE new_queues (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE);\n"
    "INSERT INTO new_queues (id, title) SELECT id, title FROM queues;\n"
    "DROP TABLE queues;\n"
    "ALTER TABLE new_queues RENAME TO queues;"
)
_GUARD = (
    "CREATE TEMP TABLE guard (enforced INTEGER CHECK (enforced = 0));\n"
    "INSERT INTO guard SELECT foreign_keys FROM pragma_foreign_keys;\n"
    "DROP TABLE temp.guard;\n"
)
_TRIGGER = "CREATE TRIGGER told AFTER INSERT ON queues BEGIN UPDATE queues SET title = 'x' WHERE id = new.id; END;"
_VIEW = "CREATE VIEW titles AS SELECT title FROM queues;"
_COUNTED = "CREATE TABLE queues (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);"
_COUNTED_ANEW = (
    "CREATE TABLE new_queues (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT COLLATE NOCASE);\n"
    "INSERT INTO new_queues (id, title) SELECT id, title FROM queues;\n"
)
_CARRIED = (
    "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'queues') "
    "WHERE name = 'new_queues';\n"
)
_MADE = "INSERT INTO sqlite_sequence (name, seq) SELECT 'new_queues', seq FROM sqlite_sequence WHERE name = 'queues';\n"
_SWAPPED = "DROP TABLE queues;\nALTER TABLE new_queues RENAME TO queues;"

REBUILDS = (
    Rule(
        code="LT102",
        title="rebuild of a table that others refer to with actions",
        why="DROP TABLE deletes the rows first. On a connection with foreign keys on, that deletes or empties the rows "
        "of others that refer to them, and no check finds anything wrong afterwards.",
        how="Begin with a guard that stops where foreign keys are on, as generated migrations do.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_cascades,
        examples=(Example(dialect="sqlite", setup=_PARENT, bad=_REBUILT, good=_GUARD + _REBUILT),),
    ),
    Rule(
        code="LT103",
        title="trigger lost in a rebuild",
        why="Triggers go with the table that is dropped, and the new one has none.",
        how="Create the trigger again at the end of the migration.",
        level=Level.ERROR,
        find=_triggers,
        examples=(
            Example(
                dialect="sqlite",
                setup=f"CREATE TABLE queues (id INTEGER PRIMARY KEY, title TEXT);\n{_TRIGGER}",
                bad=_REBUILT,
                good=f"{_REBUILT}\n{_TRIGGER}",
            ),
        ),
    ),
    Rule(
        code="LT104",
        title="view or trigger in the way of a rebuild, or broken by it",
        why="RENAME TABLE looks at every view, and fails at one that reads the table which is away for the moment.",
        how="Drop the view first and create it again at the end, or set PRAGMA legacy_alter_table for the rename.",
        level=Level.ERROR,
        find=_views,
        examples=(
            Example(
                dialect="sqlite",
                setup=f"CREATE TABLE queues (id INTEGER PRIMARY KEY, title TEXT);\n{_VIEW}",
                bad=_REBUILT,
                good=f"DROP VIEW titles;\n{_REBUILT}\n{_VIEW}",
            ),
        ),
    ),
    Rule(
        code="LT105",
        title="AUTOINCREMENT counter not carried over",
        why="The counter remembers numbers of rows that are gone. A new table counts from the rows that are there, and "
        "gives such numbers again.",
        how="Write the counter into sqlite_sequence for the new table, or acknowledge it.",
        level=Level.ERROR,
        kind=RiskKind.LOSES_DATA,
        find=_counters,
        examples=(
            Example(
                dialect="sqlite",
                setup=_COUNTED,
                bad=_COUNTED_ANEW + _SWAPPED,
                good=_COUNTED_ANEW + _CARRIED + _MADE + _SWAPPED,
            ),
        ),
    ),
    Rule(
        code="LT111",
        title="table rebuilt",
        why="Every row is copied while all writers wait, and the file grows by the size of the table meanwhile.",
        how="ALTER TABLE adds, drops and renames columns in place.",
        level=Level.NOTE,
        kind=RiskKind.REWRITES_TABLE,
        find=_copied,
        examples=(
            Example(
                dialect="sqlite",
                setup="CREATE TABLE queues (id INTEGER PRIMARY KEY, title TEXT);",
                bad=_REBUILT,
                good="ALTER TABLE queues ADD COLUMN subtitle TEXT COLLATE NOCASE;",
            ),
        ),
    ),
)

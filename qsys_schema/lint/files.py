"""YO: what is wrong with the files, whatever they do to rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.lint.lines import comment_lines
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Watched

_DIRECTIVE = re.compile(
    r"^\s*(?P<mark>--|/\*+|\*)\s*(?P<name>depends|transactional|transaction)\s*(?P<sign>[:=])\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
_OBEYED = re.compile(r"^\s*--\s*(?:depends|transactional)\s*:")


def _unlike_twins(watched: Watched) -> Iterator[Found]:
    forward, rollback = watched.migration.forward, watched.migration.rollback
    if not watched.migration.transactional and len(forward) != len(rollback):
        text = (
            f"it runs outside a transaction with {len(forward)} statements, and {len(rollback)} take them back: when "
            "one fails, yoyo pairs them by their places, and runs the wrong ones"
        )
        yield Found(back=True, text=text)
    elif watched.left:
        shown = "; ".join(watched.left[:3]) + (f"; and {len(watched.left) - 3} more" if watched.left[3:] else "")
        yield Found(back=True, text=f"it does not bring back what was there: {shown}")


def _ignored(watched: Watched) -> Iterator[Found]:
    migration = watched.migration
    first = min(migration.forward_lines, default=0)
    for number, line in comment_lines(watched.text, migration.forward_lines, migration.forward):
        match = _DIRECTIVE.match(line)
        if match is not None and not (_OBEYED.match(line) and (number < first or not first)):
            yield Found(line=number, text=f"{line.strip()[:60]!r} is a comment to yoyo: {_why(match, number, first)}")
    for number, line in comment_lines(watched.back_text, migration.rollback_lines, migration.rollback):
        match = _DIRECTIVE.match(line)
        if match is not None:
            text = f"{line.strip()[:60]!r}: a rollback runs as the header of its migration says"
            yield Found(line=number, back=True, text=text)


def _why(match: re.Match[str], number: int, first: int) -> str:
    if match["mark"] != "--":
        return "it wants one that begins with --"
    if match["sign"] != ":" or match["name"] not in {"depends", "transactional"}:
        return "it knows depends: and transactional:, in lower case"
    return "it stands behind a statement" if number > first else "something else than a comment stands before it"


def _fails(watched: Watched) -> Iterator[Found]:
    failure = watched.failure
    if failure is not None and not failure.code:
        yield Found(step=failure.step, text=f"it fails when the migrations are run one after another: {failure.reason}")


def _lost_on_the_way_back(watched: Watched) -> Iterator[Found]:
    for risk in watched.back:
        if risk.kind is RiskKind.LOSES_DATA:
            text = f"rolling back loses what was written since: {risk.reason}"
            yield Found(ref=risk.ref, back=True, text=text)


_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY);"
_ADD = "ALTER TABLE jobs ADD COLUMN owner varchar(20);"


def _plain(code: str, title: str, why: str, how: str) -> Rule:
    """A rule that the reading of the files has found already."""
    return Rule(code=code, title=title, why=why, how=how, level=Level.ERROR)


FILES: Sequence[Rule] = (
    Rule(
        code="YO101",
        title="rollback does not mirror its migration",
        why="Rolled back, the database is not what it was, and everything after that stands on something unknown.",
        how="Write a rollback that takes back each statement, in the opposite order.",
        level=Level.ERROR,
        find=_unlike_twins,
        examples=(
            Example(
                setup=_JOBS,
                bad=_ADD,
                bad_back="SELECT 1;",
                good=_ADD,
                good_back="ALTER TABLE jobs DROP COLUMN owner;",
            ),
        ),
    ),
    Rule(
        code="YO102",
        title="directive that yoyo ignores",
        why="What looks as if the migration ran outside a transaction, or after another one, does nothing.",
        how="Write -- depends: or -- transactional: at the head of the migration's file, before anything else.",
        level=Level.ERROR,
        find=_ignored,
        examples=(
            Example(
                setup=_JOBS,
                bad=f"/* transactional: false */\n-- Transactional: false\n{_ADD}\n-- depends: nobody",
                good=f"-- transactional: true\n-- It depends on nobody.\n{_ADD}",
            ),
        ),
    ),
    _plain(
        "YO103",
        "file edited after it was written",
        "qsys.sum has another checksum: who applied the file before has another schema than who applies it now.",
        "Bring the file back; for one that is applied nowhere, run `qsys-schema seal`.",
    ),
    _plain(
        "YO104",
        "number used twice",
        "Two branches each added a migration, and were merged.",
        "Run `qsys-schema rebase`.",
    ),
    _plain(
        "YO105",
        "history forks",
        "Two branches each added a migration, and neither was written for the schema that the other one makes.",
        "Run `qsys-schema rebase`.",
    ),
    _plain(
        "YO106",
        "transaction statements of its own",
        "A migration and its record are one transaction; BEGIN or COMMIT in the file tears them apart.",
        "Take the statement out.",
    ),
    Rule(
        code="YO107",
        title="migration that fails when it is run",
        why="Run after those before it on an empty database, it fails: nobody can make a new database by it. What "
        "comes after it cannot be looked at.",
        how="Correct it, and run `qsys-schema seal`.",
        level=Level.ERROR,
        find=_fails,
        examples=(Example(setup=_JOBS, bad="ALTER TABLE task ADD COLUMN owner varchar(20);", good=_ADD),),
    ),
    _plain(
        "YO108",
        "file that cannot be read as a migration",
        "It has no statements, no rollback, a text that is not UTF-8, or stands for nothing that there is.",
        "The message says what to do.",
    ),
    Rule(
        code="YO109",
        title="what rolling back loses",
        why="A rollback of a new table or column drops it, with everything that was written since.",
        how="Know it before you roll back; a new migration forward is often the better way.",
        level=Level.NOTE,
        find=_lost_on_the_way_back,
        said_as=("DS102", "DS103", "LT106", "PG320"),
        examples=(Example(setup=_JOBS, bad=_ADD, good="CREATE INDEX ids ON jobs (id);"),),
    ),
)

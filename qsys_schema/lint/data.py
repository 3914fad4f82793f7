"""MF: what fails if the rows are not as they should be."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.lint.risky import by_code
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddColumn, AddIndex, DropIndex
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.watched import Danger, Watched

_FAILS = RiskKind.MAY_FAIL_ON_DATA
_SOFTLY = Level.WARNING


def _made_unique(watched: Watched) -> set[Ref]:
    """The indexes that were there before, over the same columns, and let rows agree in them."""
    plain = {
        (change.table, change.item.parts)
        for change in watched.changes
        if isinstance(change, DropIndex) and not change.item.unique
    }
    return {
        ref_of(change)
        for change in watched.changes
        if isinstance(change, AddIndex) and change.item.unique and (change.table, change.item.parts) in plain
    }


def _unique_by_alteration(watched: Watched) -> Iterator[Found]:
    refs = _made_unique(watched)
    for danger in watched.dangers:
        if danger.risk.code == "MF101" and danger.risk.ref in refs:
            ref = danger.risk.ref
            text = f"{ref.label} becomes unique: it fails if two rows agree in what it covers"
            yield Found(step=danger.step, ref=ref, text=text)


def _not_null(watched: Watched) -> Iterator[Found]:
    for danger in watched.dangers:
        if danger.risk.code == "MF104":
            ref = danger.risk.ref
            yield Found(
                step=danger.step, ref=ref, text=f"{ref.label} becomes NOT NULL: it fails if it is NULL in a row"
            )


def _is_added_in_place(watched: Watched, danger: Danger) -> bool:
    """Whether a rule of the database itself says so: that of a statement which adds the column."""
    ref = danger.risk.ref
    place = danger.step
    return (
        "MF103" in watched.said_otherwise
        and ref.table not in watched.rebuilt
        and place is not None
        and any(isinstance(one, AddColumn) and ref_of(one) == ref for one in watched.steps[place].changes)
    )


_JOBS = "CREATE TABLE jobs (id integer PRIMARY KEY, owner varchar(20), parent integer);"
_GOOD = "ALTER TABLE jobs ADD COLUMN tries integer;"

DATA = (
    Rule(
        code="MF101",
        title="unique index or constraint added on existing rows",
        why="It fails if two rows agree; until then nobody knows.",
        how="Look for such rows first, and correct them in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF101", lambda watched, danger: danger.risk.ref in _made_unique(watched)),
        examples=(
            Example(
                setup=_JOBS,
                bad='CREATE UNIQUE INDEX "Owners" ON jobs (owner);',
                good="CREATE TABLE others (owner varchar(20));\nCREATE UNIQUE INDEX owners ON others (owner);",
                also=("PG101",),
            ),
        ),
    ),
    Rule(
        code="MF102",
        title="index made unique",
        why="It fails if two rows agree; until then nobody knows.",
        how="Look for such rows first, and correct them in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=_unique_by_alteration,
        said_as=("MF101",),
        examples=(
            Example(
                setup=f"{_JOBS}\nCREATE INDEX owners ON jobs (owner);",
                bad="DROP INDEX owners;\nCREATE UNIQUE INDEX owners ON jobs (owner);",
                good=_GOOD,
                also=("PG101", "PG102"),
            ),
        ),
    ),
    Rule(
        code="MF103",
        title="NOT NULL column added without a default",
        why="It fails if the table has rows: there is nothing to put into them.",
        how="Give it a default, or add it nullable, fill it, and make it NOT NULL then.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF103", _is_added_in_place),
    ),
    Rule(
        code="MF104",
        title="nullable column made NOT NULL",
        why="It fails if the column is NULL in any row.",
        how="Fill the rows first, in the same migration or in one before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=_not_null,
    ),
    Rule(
        code="MF105",
        title="check added on existing rows",
        why="It fails if a row does not satisfy it.",
        how="Look for such rows first, and correct them in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF105"),
    ),
    Rule(
        code="MF106",
        title="foreign key added on existing rows",
        why="It fails if a row refers to nothing.",
        how="Look for such rows first, and correct them in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF106"),
    ),
    Rule(
        code="MF107",
        title="primary key added on existing rows",
        why="It fails if two rows agree in it, or it is NULL in one.",
        how="Look for such rows first, and correct them in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF107"),
    ),
    Rule(
        code="MF108",
        title="value of an enumerated type removed",
        why="It fails if a row has the value.",
        how="Give such rows another value in a migration before it.",
        level=_SOFTLY,
        kind=_FAILS,
        find=by_code("MF108"),
    ),
)

"""What is done, in order: steps made of changes, statements made of steps."""

from __future__ import annotations

from dataclasses import dataclass

from qsys_schema.model.change import Change
from qsys_schema.model.ref import Ref
from qsys_schema.model.schema import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Alter:
    """One change made in place; ``riders`` are changes that are spelled together with it.

    ``meant`` is what was asked for, where ``change`` is only one of the moves that it takes.
    """

    change: Change
    riders: tuple[Change, ...] = ()
    meant: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where one column of a rebuilt table takes its values from.

    ``origin`` is the column as it was called before, empty for a new one; ``fill`` is an expression that
    replaces NULLs, or all values of a new column.
    """

    column: str
    origin: str
    fill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildTable:
    """A table made anew beside itself, filled, and put in its own place: all its changes at once.

    ``before`` bears the name that the table has when its turn comes (a rename happens earlier). ``because`` holds
    each reason why a change cannot be made in place, with what it applies to. ``referrers`` are the tables with a
    foreign key to this one.
    """

    before: Table
    after: Table
    copies: tuple[Copy, ...]
    changes: tuple[Change, ...]
    because: tuple[str, ...]
    referrers: tuple[str, ...] = ()


Step = Alter | RebuildTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of SQL without its semicolon, and why it is there.

    ``comment`` is one sentence for the reviewer; ``because`` names the changes that caused it.
    A statement that is not ``transactional`` gets a migration of its own.
    """

    sql: str
    comment: str
    because: tuple[Change, ...] = ()
    transactional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A table that gets other names: its own before and after, and those of each of its columns."""

    before: str
    after: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A question for the live data about one change.

    ``sql`` returns one row: how many rows are in the way, how many there are, and a text that names a few
    of them. ``text`` says what was found; ``fatal`` says that the migration cannot succeed on such rows.
    """

    ref: Ref
    code: str
    sql: str
    text: str
    fatal: bool = True

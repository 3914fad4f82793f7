"""One rule of lint: its code, what it finds and why that matters, with an example of each side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qsys_schema.model.finding import Found, Level
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.watched import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Two migrations for one database: ``bad`` is found, ``good`` comes to the same and is not.

    ``setup`` is the migration before them; ``policy`` the lines of the configuration that they need. A rollback is
    empty where it is no matter. ``also`` are other codes that the bad one cannot do without. ``dialect`` is the
    database that the text is right for, empty for all; ``outside`` are those of the two that run without a transaction.
    """

    setup: str
    bad: str
    good: str
    bad_back: str = ""
    good_back: str = ""
    policy: str = ""
    dialect: str = ""
    also: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``title`` names what is found, ``why`` says in a sentence or two what may happen, ``how`` what to do instead.

    A shared rule has examples that are right for all databases; each database adds its own.
    ``kind`` is that of a risk, None for what is wrong with files or names. ``find`` is None for a code that
    somebody else gives: the reading of the files, or the plans of queries. ``said_as`` are other codes by which a
    header may have said the same.
    """

    code: str
    title: str
    why: str
    how: str
    level: Level
    kind: RiskKind | None = None
    find: Callable[[Watched], Iterable[Found]] | None = None
    examples: tuple[Example, ...] = ()
    said_as: tuple[str, ...] = ()

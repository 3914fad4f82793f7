"""Every error this package raises on purpose, and the exit code each one ends in.

::

    QsysSchemaError              1  refused or failed; the message says what, where, why and what to do
    |-- SpecError                1  the specs are wrong; carries every Problem, with file, line and column
    |-- UsageError               2  the command line or the configuration is wrong
    |-- ImpossibleChange         1  this database cannot do it, or we cannot model what is there; carries evidence
    |-- ProofFailed              1  a plan did not survive its scratch run; nothing was written
    |-- HistoryBroken            1  migration files edited, missing, clashing or out of order
    |-- DatabaseDisagrees        1  the live database is not where its migrations say: drift, violations, pending
    |   `-- AccessDenied         1  the role lacks a right there
    |-- DatabaseUnavailable      1  cannot be opened, read, locked or written
    |   `-- DatabaseBusy         1  others hold what is needed for the moment; worth another try
    |-- Forbidden                1  the rules of an environment do not let it
    `-- ConsentNeeded            4  data loss or a rename that somebody has to decide; carries the decisions
        `-- ConfirmationNeeded   4  a production environment, whose name somebody has to give
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in one place. ``line`` and ``column`` count from 1; 0 means the whole file."""

    file: str
    line: int
    column: int
    text: str
    hint: str = ""

    @property
    def where(self) -> str:
        """The place as people and editors write it: ``schema/jobs.yaml:31:5``."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" + (f"\n    {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A question only a person may answer, with the options that answer it when given as they are printed."""

    kind: str
    ref: str
    code: str
    question: str
    options: tuple[str, ...]


class QsysSchemaError(Exception):
    """The base of every error a user may see; never shown as a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return self.what + (f"\n  {self.hint}" if self.hint else "")


class SpecError(QsysSchemaError):
    """The specs are wrong. ``problems`` holds all of them, in file and line order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        noun = "problem" if count == 1 else "problems"
        text = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{text}\n{count} {noun} in the specs; nothing was changed")
        self.problems = problems


class UsageError(QsysSchemaError):
    """The command line or the configuration is wrong."""

    exit_code: ClassVar[int] = 2


class ImpossibleChange(QsysSchemaError):
    """The change cannot be made; the message shows the reason or the text expected beside the text found."""


class ProofFailed(QsysSchemaError):
    """A plan did not survive its run on a scratch database; nothing was written."""


class HistoryBroken(QsysSchemaError):
    """The migration files are not what they were, or contradict one another."""


class DatabaseDisagrees(QsysSchemaError):
    """The live database is not in the state that the command needs."""


class AccessDenied(DatabaseDisagrees):
    """The role may not see or do what is needed; the message has the database's words."""


class DatabaseUnavailable(QsysSchemaError):
    """The database cannot be opened, read, locked or written."""


class DatabaseBusy(DatabaseUnavailable):
    """Others hold what is needed: the same may succeed a moment later. Nothing of the transaction was kept."""


class Forbidden(QsysSchemaError):
    """The rules of an environment do not let it; no option changes that, only the configuration does."""


class ConsentNeeded(QsysSchemaError):
    """Somebody has to decide; ``decisions`` lists what, and how to answer by options."""

    exit_code: ClassVar[int] = 4

    def __init__(self, decisions: tuple[Decision, ...]) -> None:
        lines = [f"{item.question}\n    answer with: {'  or  '.join(item.options)}" for item in decisions]
        super().__init__("\n".join(lines))
        self.decisions = decisions


class ConfirmationNeeded(ConsentNeeded):
    """What would run changes a production environment; whoever means it gives its name, ``name``."""

    def __init__(self, name: str, decision: Decision) -> None:
        super().__init__((decision,))
        self.name = name


def of_the_system(error: OSError) -> QsysSchemaError:
    """What the operating system refused, in its own words and with the path."""
    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, (str, bytes)) else ""
    return QsysSchemaError(
        f"{where}{error.strerror or error}",
        hint="the operating system says so; see permissions, paths and free space",
    )

"""The proof itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from qsys_schema.errors import DatabaseDisagrees, ProofFailed
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.schema import Schema, Table
from qsys_schema.model.session import Row, Session
from qsys_schema.model.violation import Violation
from qsys_schema.prove.rows import compare_returned, compare_rows
from qsys_schema.prove.trial import Proof, Script, State, Trial

SAMPLE = 500
"""Rows sampled of each table that the plan touches, beside those that they refer to."""

MADE_UP = 3
"""Rows made up for a table that has none."""


class StatementFailed(ProofFailed):
    """Rows were in the way on the copy: of a statement, or of a foreign key that they break after it.

    ``direction`` is "forward" or "back", ``reason`` the database's, ``statement`` the one that was stopped, if one was.
    """

    def __init__(self, what: str, *, hint: str, direction: str, reason: str, statement: str = "") -> None:
        super().__init__(what, hint=hint)
        self.direction = direction
        self.reason = reason
        self.statement = statement


class Laboratory(Protocol):
    """The slice of a dialect that a proof uses."""

    def inspect(self, session: Session) -> Schema:
        """Everything in the scratch database."""

    def catalog(self, session: Session) -> str:
        """The catalog in the database's own words."""

    def rows(self, session: Session, table: Table, columns: Sequence[str]) -> list[Row]:
        """All rows of a table."""

    def violations(self, session: Session, tables: Sequence[str]) -> Sequence[Violation]:
        """Rows that break a foreign key."""

    def uncompilable(self, session: Session) -> Sequence[str]:
        """Views and triggers that do not work."""


def prove(laboratory: Laboratory, scratch: Session, trial: Trial) -> Proof:
    """Run the trial on a scratch database that holds the copy. Raises ProofFailed, saying where."""
    start = _observe(laboratory, scratch, None)
    states = _run_forward(laboratory, scratch, trial)
    after = _observe(laboratory, scratch, {trial.table_after(name) for name in start.rows})
    _require_nothing_left(trial.residue(after.schema), "after the migration the schema is not what the specs say")
    _require_nothing_broken(start.broken | trial.broken, after, "the migration")
    _require_no_more_violations(start, after, trial.table_before, "forward")
    changed = compare_rows(start, after, trial)
    _run_back(laboratory, scratch, trial, (start.schema, *states))
    returned = _observe(laboratory, scratch, start.rows.keys())
    _require_same_schema(start, returned)
    _require_nothing_broken(start.broken | trial.broken, returned, "the rollback")
    _require_no_more_violations(start, returned, str, "back")
    changed += compare_returned(start, returned, after, trial)
    for script in trial.forward:
        _run(scratch, script, "forward a second time, after the rollback,")
    again = laboratory.inspect(scratch)
    _require_nothing_left(trial.residue(again), "applied a second time, it gives another schema")
    rows = {name: len(rows) for name, rows in start.rows.items()}
    return Proof(after=after.schema, rows=rows, changed=changed, states=(*states, after.schema))


def _observe(laboratory: Laboratory, scratch: Session, only: Collection[str] | None) -> State:
    """What there is; rows only of these tables, where any are named: others were not there at the start."""
    schema = laboratory.inspect(scratch)
    rows: dict[str, list[dict[str, object]]] = {}
    for table in schema.tables:
        if only is not None and table.name not in only:
            continue
        names = [column.name for column in table.columns]
        rows[table.name] = [dict(zip(names, row, strict=True)) for row in laboratory.rows(scratch, table, names)]
    violations = laboratory.violations(scratch, sorted(rows))
    broken = frozenset(laboratory.uncompilable(scratch))
    return State(schema, laboratory.catalog(scratch), rows, violations, broken)


def _run_forward(laboratory: Laboratory, scratch: Session, trial: Trial) -> list[Schema]:
    """Run all migrations; returns the schema between each two of them."""
    between: list[Schema] = []
    for number, script in enumerate(trial.forward):
        if number:
            between.append(laboratory.inspect(scratch))
        _run(scratch, script, "forward")
    return between


def _run_back(laboratory: Laboratory, scratch: Session, trial: Trial, states: Sequence[Schema]) -> None:
    """Take all migrations back, last first; each must lead to the schema that was there before it."""
    for number in reversed(range(len(trial.rollback))):
        _run(scratch, trial.rollback[number], "back")
        if number and fingerprint(laboratory.inspect(scratch)) != fingerprint(states[number]):
            raise ProofFailed(
                f"taken back, migration {number + 1} of {len(states)} does not lead to the schema that was there "
                "before it",
                hint="nothing was written; please report this plan",
            )


def _run(scratch: Session, script: Script, direction: str) -> None:
    number, statement = 0, "COMMIT"
    try:
        if script.transactional:
            scratch.begin()
        for number, statement in enumerate(script.statements, start=1):  # noqa: B007 - the message names the last one
            scratch.execute(statement)
        statement = "COMMIT"
        if script.transactional:
            scratch.commit()
    except DatabaseDisagrees as error:
        scratch.rollback()
        raise StatementFailed(
            f"run {direction} on a scratch copy, statement {number} of {len(script.statements)} failed: {error.what}\n"
            f"{_indented(statement)}",
            hint="nothing was written, and the live database was only read; what the message names has to change "
            "first: correct the rows, or drop what is in the way, by a hand-written migration",
            direction=direction,
            reason=error.what,
            statement=statement,
        ) from error


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _require_nothing_left(residue: Sequence[str], what: str) -> None:
    if residue:
        lines = "\n".join(f"    {line}" for line in residue)
        raise ProofFailed(f"{what}; still to do:\n{lines}", hint="nothing was written; please report this plan")


def _require_nothing_broken(before: frozenset[str], state: State, what: str) -> None:
    found = sorted(state.broken - before)
    if found:
        hint = "nothing was written; change or drop these first"
        raise ProofFailed(f"{what} breaks:\n{_indented(chr(10).join(found))}", hint=hint)


def _require_no_more_violations(start: State, state: State, called: Callable[[str], str], direction: str) -> None:
    """No more rows may refer to nothing than before; ``called`` says what a table of ``state`` was called then."""
    before = {(item.table, item.target): item.rows for item in start.violations}
    added = [item for item in state.violations if item.rows > before.get((called(item.table), called(item.target)), 0)]
    if added:
        lines = "\n".join(map(str, added))
        raise StatementFailed(
            f"run {direction} on a scratch copy, it leaves rows that break a foreign key:\n{_indented(lines)}",
            hint="nothing was written; correct these rows first",
            direction=direction,
            reason=str(added[0]),
        )


def _require_same_schema(start: State, returned: State) -> None:
    if start.catalog == returned.catalog and start.schema.views == returned.schema.views:
        return
    before, after = start.catalog.splitlines(), returned.catalog.splitlines()
    lines = [f"    - {line}" for line in before if line not in after] + [
        f"    + {line}" for line in after if line not in before
    ]
    lines += [f"    - {view.sql}" for view in start.schema.views or () if view not in (returned.schema.views or ())]
    lines += [f"    + {view.sql}" for view in returned.schema.views or () if view not in (start.schema.views or ())]
    shown = "\n".join(lines)
    raise ProofFailed(f"rolled back, the catalog is not what it was:\n{shown}", hint="nothing was written")

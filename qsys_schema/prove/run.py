"""The proof itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from qsys_schema.errors import DatabaseDisagrees, ProofFailed
from qsys_schema.model.change import Change, RenameColumn, RenameTable
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.schema import Schema, Table
from qsys_schema.model.session import Row, Session
from qsys_schema.model.violation import Violation

SAMPLE = 500
"""Rows sampled of each table that the plan touches, beside those that they refer to."""

MADE_UP = 3
"""Rows made up for a table that has none."""


class StatementFailed(ProofFailed):
    """Rows were in the way on the copy: of a statement, or of a foreign key that they break after it.

    ``direction`` is "forward" or "back", ``reason`` the database's.
    """

    def __init__(self, what: str, *, hint: str, direction: str, reason: str) -> None:
        super().__init__(what, hint=hint)
        self.direction = direction
        self.reason = reason


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The statements of one migration in one direction: one transaction, or each of them alone."""

    statements: Sequence[str]
    transactional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is to be proven: migrations in their order, and what takes each of them back, in the same order.

    ``renames`` are those of tables and columns, from the names at the start to those afterwards: rows are followed
    by them. ``residue`` says what is left to do in a schema, a line each. ``broken`` are the views and triggers that do
    not work in the live database either, as the laboratory names them.
    """

    forward: Sequence[Script]
    rollback: Sequence[Script]
    residue: Callable[[Schema], Sequence[str]]
    renames: Sequence[Change]
    broken: frozenset[str] = frozenset()

    def table_before(self, name: str) -> str:
        """What the table ``name`` was called before; empty where its name was another table's, which was renamed."""
        return _before(name, {one.after: one.before for one in self.renames if isinstance(one, RenameTable)})

    def table_after(self, name: str) -> str:
        """What the table that was called ``name`` is called afterwards."""
        tables = {one.before: one.after for one in self.renames if isinstance(one, RenameTable)}
        return tables.get(name, name)

    def column_before(self, table: str, name: str) -> str:
        """What the column was called before; empty where its name was another column's, which was renamed."""
        columns = (one for one in self.renames if isinstance(one, RenameColumn) and one.table == table)
        return _before(name, {one.after: one.before for one in columns})


def _before(name: str, renamed: Mapping[str, str]) -> str:
    taken = name not in renamed and name in renamed.values()
    return "" if taken else renamed.get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was seen: the scratch schema after the migration, rows compared per table, values that changed.

    ``states`` are the scratch schema after each migration, the last of them ``after``. ``limits`` are sentences on
    what was not proven with rows, since a risk says that rows may be in the way.
    """

    after: Schema
    rows: Mapping[str, int]
    changed: Sequence[str]
    states: Sequence[Schema] = ()
    limits: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _State:
    schema: Schema
    catalog: str
    rows: Mapping[str, list[dict[str, object]]]
    violations: Sequence[Violation]
    broken: frozenset[str]


def prove(laboratory: Laboratory, scratch: Session, trial: Trial) -> Proof:
    """Run the trial on a scratch database that holds the copy. Raises ProofFailed, saying where."""
    start = _observe(laboratory, scratch, None)
    states = _run_forward(laboratory, scratch, trial, "forward")
    after = _observe(laboratory, scratch, {trial.table_after(name) for name in start.rows})
    _require_nothing_left(trial.residue(after.schema), "after the migration the schema is not what the specs say")
    _require_nothing_broken(start.broken | trial.broken, after, "the migration")
    _require_no_more_violations(start, after, trial.table_before, "forward")
    changed = _compare_rows(start, after, trial)
    _run_back(laboratory, scratch, trial, (start.schema, *states))
    returned = _observe(laboratory, scratch, start.rows.keys())
    _require_same_schema(start, returned)
    _require_nothing_broken(start.broken | trial.broken, returned, "the rollback")
    _require_no_more_violations(start, returned, str, "back")
    _compare_returned(start, returned, after, trial)
    _run_forward(laboratory, scratch, trial, "forward a second time, after the rollback,")
    again = laboratory.inspect(scratch)
    _require_nothing_left(trial.residue(again), "applied a second time, it gives another schema")
    rows = {name: len(rows) for name, rows in start.rows.items()}
    return Proof(after=after.schema, rows=rows, changed=changed, states=(*states, after.schema))


def _observe(laboratory: Laboratory, scratch: Session, only: Collection[str] | None) -> _State:
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
    return _State(schema, laboratory.catalog(scratch), rows, violations, broken)


def _run_forward(laboratory: Laboratory, scratch: Session, trial: Trial, direction: str) -> list[Schema]:
    """Run all migrations; returns the schema between each two of them."""
    between: list[Schema] = []
    for number, script in enumerate(trial.forward):
        if number:
            between.append(laboratory.inspect(scratch))
        _run(scratch, script, direction)
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
        ) from error


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _require_nothing_left(residue: Sequence[str], what: str) -> None:
    if residue:
        lines = "\n".join(f"    {line}" for line in residue)
        raise ProofFailed(f"{what}; still to do:\n{lines}", hint="nothing was written; please report this plan")


def _require_nothing_broken(before: frozenset[str], state: _State, what: str) -> None:
    found = sorted(state.broken - before)
    if found:
        hint = "nothing was written; change or drop these first"
        raise ProofFailed(f"{what} breaks:\n{_indented(chr(10).join(found))}", hint=hint)


def _require_no_more_violations(start: _State, state: _State, called: Callable[[str], str], direction: str) -> None:
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


def _require_same_schema(start: _State, returned: _State) -> None:
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


def _compare_rows(start: _State, after: _State, trial: Trial) -> list[str]:
    """Every row that was there is still there, with every value of every column that goes on."""
    changed: list[str] = []
    for table in after.schema.tables:
        origin = trial.table_before(table.name)
        if origin not in start.rows:
            continue
        rows_before, rows_after = start.rows[origin], after.rows[table.name]
        if len(rows_before) != len(rows_after):
            raise ProofFailed(
                f"{table.name} had {len(rows_before)} rows before the migration and {len(rows_after)} after"
            )
        for pair in _kept(start.schema, after.schema, table.name, trial):
            if not pair.loose:
                continue
            count = _differing(rows_before, rows_after, pair)
            if count:
                changed.append(f"{count} of {len(rows_after)} sampled values of {table.name}.{pair.after} change")
        strict = [pair for pair in _kept(start.schema, after.schema, table.name, trial) if not pair.loose]
        _require_same_rows(table.name, rows_before, rows_after, strict)
    return changed


@dataclass(frozen=True, slots=True)
class _Pair:
    """A column that goes on, by its names before and after; ``loose`` if its values may come out otherwise."""

    before: str
    after: str
    loose: bool


def _kept(start: Schema, after: Schema, name: str, trial: Trial) -> list[_Pair]:
    """The stored columns that the table ``name`` (as it is called afterwards) has on both sides."""
    was, is_now = start.table(trial.table_before(name)), after.table(name)
    pairs: list[_Pair] = []
    for column in is_now.columns if is_now is not None else ():
        origin = was.column(trial.column_before(name, column.name)) if was is not None else None
        if origin is None or origin.generated is not None or column.generated is not None:
            continue
        # A new type may spell a value otherwise, and a NULL is filled where it is no longer allowed.
        loose = origin.type != column.type or (origin.nullable and not column.nullable)
        pairs.append(_Pair(origin.name, column.name, loose))
    return pairs


def _require_same_rows(
    name: str, before: Sequence[dict[str, object]], after: Sequence[dict[str, object]], columns: Sequence[_Pair]
) -> None:
    wanted = Counter(tuple(_value(row[pair.before]) for pair in columns) for row in before)
    found = Counter(tuple(_value(row[pair.after]) for pair in columns) for row in after)
    if wanted != found:
        lost, strange = next(iter(wanted - found), ()), next(iter(found - wanted), ())
        names = ", ".join(pair.after for pair in columns)
        raise ProofFailed(
            f"a row of {name} did not come through as it was ({names}):\n    before: {lost}\n    after:  {strange}",
            hint="nothing was written; the live database was only read",
        )


def _value(value: object) -> tuple[str, object]:
    """A value with its type: 1, 1.0 and '1' are not the same to whoever reads them back."""
    return type(value).__name__, value


def _differing(before: Sequence[dict[str, object]], after: Sequence[dict[str, object]], pair: _Pair) -> int:
    wanted = Counter(_value(row[pair.before]) for row in before)
    return sum((wanted - Counter(_value(row[pair.after]) for row in after)).values())


def _compare_returned(start: _State, returned: _State, after: _State, trial: Trial) -> None:
    """After the rollback every row is there again, with every value that the migration did not drop or change."""
    for table in start.schema.tables:
        name = trial.table_after(table.name)
        if name in after.rows and trial.table_before(name) == table.name:
            pairs = _kept(start.schema, after.schema, name, trial)
            same = [_Pair(pair.before, pair.before, loose=False) for pair in pairs if not pair.loose]
            _require_same_rows(table.name, start.rows[table.name], returned.rows[table.name], same)

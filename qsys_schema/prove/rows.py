"""Do rows come through? By their values, with every column that goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.errors import ProofFailed
from qsys_schema.model.schema import Schema
from qsys_schema.prove.trial import State, Trial


class RowsChanged(ProofFailed):
    """Rows of a table did not come through, and nobody had said that they would not."""

    def __init__(self, what: str, *, table: str) -> None:
        super().__init__(what, hint="nothing was written; the live database was only read")
        self.table = table


def compare_rows(start: State, after: State, trial: Trial) -> list[str]:
    """Every row that was there is still there, with every value of every column that goes on."""
    changed: list[str] = []
    for table in after.schema.tables:
        origin = trial.table_before(table.name)
        if origin not in start.rows:
            continue
        rows_before, rows_after = start.rows[origin], after.rows[table.name]
        if table.name in trial.free:
            pairs = _kept(start.schema, after.schema, table.name, trial)
            count = _lost(rows_before, rows_after, [(pair.before, pair.after) for pair in pairs])
            if count or len(rows_before) != len(rows_after):
                changed.append(
                    f"{count} of {len(rows_before)} rows of {table.name} change; {len(rows_after)} are there afterwards"
                )
            continue
        if len(rows_before) != len(rows_after):
            raise RowsChanged(
                f"{table.name} had {len(rows_before)} rows before the migration and {len(rows_after)} after",
                table=table.name,
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
    """A column that goes on, by its names before and after; ``loose`` if its values may come out otherwise.

    ``respelled`` are values that are called otherwise afterwards.
    """

    before: str
    after: str
    loose: bool
    respelled: Mapping[str, str] = field(default_factory=dict)

    def wanted(self, row: Mapping[str, object]) -> object:
        """The value that a row from before should have afterwards."""
        value = row[self.before]
        return self.respelled.get(value, value) if isinstance(value, str) else value


def _kept(start: Schema, after: Schema, name: str, trial: Trial) -> list[_Pair]:
    """The stored columns that the table ``name`` (as it is called afterwards) has on both sides."""
    was, is_now = start.table(trial.table_before(name)), after.table(name)
    pairs: list[_Pair] = []
    for column in is_now.columns if is_now is not None else ():
        origin = was.column(trial.column_before(name, column.name)) if was is not None else None
        if origin is None or origin.generated is not None or column.generated is not None:
            continue
        # A new type may spell a value otherwise, and a NULL is filled where it is no longer allowed.
        respelled = trial.respelled.get((name, column.name))
        loose = origin.type != column.type or (origin.nullable and not column.nullable) or respelled == {}
        pairs.append(_Pair(origin.name, column.name, loose, respelled or {}))
    return pairs


def _require_same_rows(
    name: str, before: Sequence[dict[str, object]], after: Sequence[dict[str, object]], columns: Sequence[_Pair]
) -> None:
    wanted = Counter(tuple(_value(pair.wanted(row)) for pair in columns) for row in before)
    found = Counter(tuple(_value(row[pair.after]) for pair in columns) for row in after)
    if wanted != found:
        lost, strange = next(iter(wanted - found), ()), next(iter(found - wanted), ())
        names = ", ".join(pair.after for pair in columns)
        raise RowsChanged(
            f"a row of {name} did not come through as it was ({names}):\n    before: {lost}\n    after:  {strange}",
            table=name,
        )


def _value(value: object) -> tuple[str, object]:
    """A value with its type: 1, 1.0 and '1' are not the same to whoever reads them back."""
    return type(value).__name__, value


def _differing(before: Sequence[dict[str, object]], after: Sequence[dict[str, object]], pair: _Pair) -> int:
    wanted = Counter(_value(row[pair.before]) for row in before)
    return sum((wanted - Counter(_value(row[pair.after]) for row in after)).values())


def _lost(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]], columns: Sequence[tuple[str, str]]
) -> int:
    """How many rows are not there any more as they were."""
    wanted = Counter(tuple(_value(row[name]) for name, _ in columns) for row in before)
    return (wanted - Counter(tuple(_value(row[name]) for _, name in columns) for row in after)).total()


def compare_returned(start: State, returned: State, after: State, trial: Trial) -> list[str]:
    """After the rollback every row is there again, with every value that the migration did not drop or change.

    Returns what is to be told of the tables that are free to change.
    """
    told: list[str] = []
    for table in start.schema.tables:
        name = trial.table_after(table.name)
        if name in after.rows and trial.table_before(name) == table.name:
            pairs = _kept(start.schema, after.schema, name, trial)
            same = [_Pair(pair.before, pair.before, loose=False) for pair in pairs if not pair.loose]
            if name in trial.free:
                rows, again = start.rows[table.name], returned.rows[table.name]
                count = _lost(rows, again, [(pair.before, pair.before) for pair in pairs])
                if count or len(rows) != len(again):
                    told.append(
                        f"the rollback does not bring back {count} of {len(rows)} rows of {table.name} as they were; "
                        f"{len(again)} are there afterwards"
                    )
                continue
            _require_same_rows(table.name, start.rows[table.name], returned.rows[table.name], same)
    return told

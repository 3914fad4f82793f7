"""Do rows come through? Compared by the values themselves; what may differ is what a risk has said may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qsys_schema.model import change as c
from qsys_schema.pipeline.difference import Difference
from tests.ladder.reading import ROWID
from tests.ladder.workshop import Seen

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Kept:
    """One column that goes on: its names, and whether values are only promised as text, or only where not NULL.

    ``respelled`` are values that are called otherwise afterwards.
    """

    before: str
    after: str
    as_text: bool
    unless_null: bool
    respelled: Mapping[str, str] = field(default_factory=dict)


def require_rows_kept(found: Difference, start: Seen, migrated: Seen) -> None:
    """Assert that each table that stays has its rows, rowids and counter, with every value that no risk speaks of."""
    for before, after in _tables(found, start).items():
        columns = _columns(found, start, migrated, (before, after))
        _require_same(after, start.rows[before], migrated.rows[after], columns)
        if ("autoincrement",) in migrated.catalog.tables[after] and before in start.counters:
            assert migrated.counters.get(after) == start.counters[before], f"the counter of {after} moved"
        _require_sequences(start, migrated, (before, after), columns)


def require_rows_returned(found: Difference, start: Seen, returned: Seen) -> None:
    """Assert the same after the rollback; dropped columns and tables and their values are gone by consent."""
    lost = _lost(found)
    for before, after in _tables(found, start).items():
        names = _renamed(found, after)
        columns = [
            _Kept(name, name, *_loose(found, after, names.get(name, name)))
            for name in _names(start, before)
            if f"{after}.{names.get(name, name)}" not in lost
        ]
        rows = start.rows[before]
        if _was_without_rowids(found, after):
            rows = [{name: value for name, value in row.items() if name != ROWID} for row in rows]
        _require_same(before, rows, returned.rows[before], columns)
        if before in start.counters and not any(risk.code == "LT105" for risk in found.risks):
            assert returned.counters.get(before) == start.counters[before], f"the counter of {before} moved"
        _require_sequences(start, returned, (before, before), columns)


def _require_sequences(start: Seen, now: Seen, tables: tuple[str, str], columns: list[_Kept]) -> None:
    """No number is handed out twice: a sequence that is still there goes on where it was, or behind it."""
    for column in columns:
        name, later = f"{tables[0]}.{column.before}", f"{tables[1]}.{column.after}"
        if name in start.sequences and later in now.sequences:
            assert now.sequences[later] >= start.sequences[name], f"the sequence of {later} went back"


def _was_without_rowids(found: Difference, table: str) -> bool:
    """Whether the table had no rowids in between: they are then numbered anew, in the order of the key."""
    after = found.wanted.table(table)
    return after is not None and ("without_rowid", "true") in after.options


def _lost(found: Difference) -> set[str]:
    """The columns whose values may change or go, as the risks say."""
    return {str(risk.ref) for risk in found.risks if risk.code in {"DS103", "LT106", "PG320"}}


def _tables(found: Difference, start: Seen) -> dict[str, str]:
    """The tables that stay, by the name before, with the name after."""
    moved = {change.before: change.after for change in found.renames if isinstance(change, c.RenameTable)}
    gone = {change.item.name for change in found.changes if isinstance(change, c.DropTable)}
    return {name: moved.get(name, name) for name in start.rows if moved.get(name, name) not in gone}


def _renamed(found: Difference, table: str) -> dict[str, str]:
    return {
        change.before: change.after
        for change in found.renames
        if isinstance(change, c.RenameColumn) and change.table == table
    }


def _columns(found: Difference, start: Seen, migrated: Seen, names: tuple[str, str]) -> list[_Kept]:
    renamed, there = _renamed(found, names[1]), _names(migrated, names[1])
    pairs = [(name, renamed.get(name, name)) for name in _names(start, names[0])]
    dropped = {
        change.item.name for change in found.changes if isinstance(change, c.DropColumn) and change.table == names[1]
    }
    return [
        _Kept(before, after, *_loose(found, names[1], after), _respelled(found, names[1], after))
        for before, after in pairs
        if after in there and after not in dropped and f"{names[1]}.{after}" not in _lost(found)
    ]


def _names(seen: Seen, table: str) -> list[str]:
    """The columns that hold something of their own: computed ones follow from the others."""
    return [str(fact[1]) for fact in seen.catalog.tables[table] if fact[0] == "column" and fact[6] == 0]


def _loose(found: Difference, table: str, column: str) -> tuple[bool, bool]:
    changes = [one for one in _altered(found) if one.table == table and one.after.name == column]
    as_text = any(one.before.type != one.after.type for one in changes)
    filled = any(one.before.nullable and not one.after.nullable for one in changes)
    return as_text, filled


def _respelled(found: Difference, table: str, column: str) -> Mapping[str, str]:
    renamed: dict[str, str] = {}
    for change in found.changes:
        if isinstance(change, c.AlterEnum) and any((table, column) == (one, of.name) for one, of in change.users):
            renamed |= change.after.renamed
    return renamed


def _altered(found: Difference) -> Iterator[c.AlterColumn]:
    return (change for change in found.changes if isinstance(change, c.AlterColumn))


def _require_same(
    table: str, before: list[dict[str, object]], after: list[dict[str, object]], columns: list[_Kept]
) -> None:
    assert len(before) == len(after), f"{table} has {len(after)} rows instead of {len(before)}"
    called = [{**row, **{one.before: _called(row[one.before], one) for one in columns}} for row in before]
    wanted = [_values(row, [(column.before, column) for column in columns]) for row in called]
    found = [_values(row, [(column.after, column) for column in columns]) for row in after]
    pairs = list(zip(sorted(wanted, key=repr), sorted(found, key=repr), strict=True))
    if all(ROWID in row for row in (*before, *after)):
        pairs = list(zip(wanted, found, strict=True))
        assert [row[ROWID] for row in before] == [row[ROWID] for row in after], f"{table} has other rowids"
    for was, is_now in pairs:
        differing = [
            column.after
            for column, one, other in zip(columns, was, is_now, strict=True)
            if one != other and not (column.unless_null and one == ("NoneType", None))
        ]
        assert not differing, f"{table}: {differing} changed from {was} to {is_now}"


def _called(value: object, column: _Kept) -> object:
    return column.respelled.get(value, value) if isinstance(value, str) else value


def _values(row: Row, columns: list[tuple[str, _Kept]]) -> list[tuple[str, object]]:
    return [
        ("text", str(row[name])) if column.as_text and row[name] is not None else (type(row[name]).__name__, row[name])
        for name, column in columns
    ]

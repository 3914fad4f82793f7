"""change -> risks: what it may do to data and to clients, whatever the database and the way it is done.

The codes are the field's own (Atlas's analyzers). Ours are MF105 to MF107, for constraints that Atlas has no code
for, MF108, for a value that goes, BC104, for a view that goes, BC105, for a function or a type,
and BC106, for a value that is called otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddUnique,
    AddView,
    AlterColumn,
    AlterEnum,
    Change,
    DropCheck,
    DropColumn,
    DropDefinition,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTable,
    DropUnique,
    DropVerbatim,
    DropView,
    RenameColumn,
    RenameTable,
)
from qsys_schema.model.risk import Risk, RiskKind


def risks_of(changes: Sequence[Change]) -> tuple[Risk, ...]:
    """The risks of all changes, in their order.

    A constraint that comes back changed is not a dropped one, and one that comes or goes with all of its columns
    can neither fail on old rows nor let new ones in.
    """
    kinds = (AddCheck, AddForeignKey, AddPrimaryKey, AddView)
    added = {ref_of(change) for change in changes if isinstance(change, kinds)}
    columns = {(one.table, one.item.name) for one in changes if isinstance(one, (AddColumn, DropColumn))}
    found: list[Risk] = []
    for change in changes:
        if comes_again(change, changes):
            continue
        replaced = isinstance(change, (DropCheck, DropForeignKey, DropPrimaryKey, DropView)) and ref_of(change) in added
        if not replaced and not _goes_with_its_columns(change, columns):
            found.extend(risks(change))
    return tuple(found)


_PAIRS: tuple[tuple[type[Change], type[Change]], ...] = (
    (DropIndex, AddIndex),
    (DropUnique, AddUnique),
    (DropCheck, AddCheck),
)


def comes_again(change: Change, changes: Sequence[Change]) -> bool:
    """Whether what goes comes again as it was, in the same migration: only what it stands on is another."""
    for kind, other in (*_PAIRS, *((add, drop) for drop, add in _PAIRS)):
        if isinstance(change, kind):
            mine = (getattr(change, "table", ""), getattr(change, "item", None))
            return any(
                isinstance(one, other) and (getattr(one, "table", ""), getattr(one, "item", None)) == mine
                for one in changes
            )
    return False


def _goes_with_its_columns(change: Change, columns: Collection[tuple[str, str]]) -> bool:
    if not isinstance(change, (AddCheck, DropCheck, AddForeignKey, DropForeignKey)):
        return False
    return bool(change.item.columns) and all((change.table, name) in columns for name in change.item.columns)


def risks(change: Change) -> tuple[Risk, ...]:
    """The risks of one change."""
    ref = ref_of(change)
    match change:
        case DropTable(item=table):
            reason = f"all rows of {table.name} are lost"
            consent = f"drop-table:{table.name}"
            return (Risk(code="DS102", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=consent),)
        case DropColumn(table=table_name, item=column):
            if column.generated is not None:
                return ()
            return (_values_lost(change, f"the values of {table_name}.{column.name} are lost"),)
        case AlterColumn(before=was, after=becomes) if was.generated is None and becomes.generated is not None:
            return (_values_lost(change, f"the values of {ref} are lost: it is computed from now on"),)
        case DropVerbatim(item=thing):
            reason = f"{thing.name} is lost with what it holds"
            consent = f"drop-table:{thing.name}"
            return (Risk(code="DS102", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=consent),)
        case DropView(item=view):
            reason = f"code that reads the view {view.name} breaks"
            consent = f"drop-view:{view.name}"
            return (Risk(code="BC104", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason, consent=consent),)
        case DropDefinition(item=one):
            reason = f"code that uses the {one.kind} {one.name} breaks"
            consent = f"drop-{one.kind}:{one.name}"
            return (Risk(code="BC105", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason, consent=consent),)
        case RenameTable(before=before):
            reason = f"running code that still says {before} breaks"
            return (Risk(code="BC101", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason),)
        case RenameColumn(table=table_name, before=before):
            reason = f"running code that still says {table_name}.{before} breaks"
            return (Risk(code="BC102", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason),)
        case _:
            return _constraint_risks(change)


def _constraint_risks(change: Change) -> tuple[Risk, ...]:
    ref = ref_of(change)
    match change:
        case AlterEnum(before=values, after=others):
            renamed = dict(others.renamed)
            gone = [value for value in values.values if renamed.get(value, value) not in others.values]
            reason = f"fails if a row has {' or '.join(gone)}"
            fails = (_fails("MF108", change, reason),) if gone else ()
            called = [before for before, after in others.renamed if before in values.values and before != after]
            reason = f"running code that still says {' or '.join(called)} breaks"
            breaks = Risk(code="BC106", kind=RiskKind.BREAKS_CLIENTS, ref=ref, reason=reason)
            return (*fails, breaks) if called else fails
        case AddUnique(item=unique):
            agree = f"agree in {', '.join(unique.columns)}" if unique.columns else "exclude each other"
            return (_fails("MF101", change, f"fails if two rows {agree}"),)
        case AddIndex(item=index) if index.unique:
            return (_fails("MF101", change, f"fails if two rows agree in what {index.name} covers"),)
        case AlterColumn(before=before, after=after) if before.nullable and not after.nullable:
            if after.backfill is None and after.default is None:
                return (_fails("MF104", change, f"fails if {ref} is NULL in any row"),)
            filling = "default" if after.backfill is None else "backfill"
            return (_fails("MF104", change, f"NULL in {ref} becomes its {filling}, and stays so when rolled back"),)
        case AddColumn(item=column) if not (
            column.nullable or column.default or column.backfill or column.generated or column.identity
        ):
            return (_fails("MF103", change, f"fails if {change.table} has rows: {ref} is NOT NULL without a default"),)
        case AddCheck(item=check) if ("not valid", "true") in check.attributes:
            return ()
        case AddForeignKey(item=key) if ("not valid", "true") in key.attributes:
            return ()
        case AddCheck():
            return (_fails("MF105", change, "fails if a row does not satisfy it"),)
        case AddForeignKey(item=key):
            return (_fails("MF106", change, f"fails if a row refers to a row of {key.target} that is not there"),)
        case AddPrimaryKey(item=primary):
            return (
                _fails("MF107", change, f"fails if two rows agree in {', '.join(primary.columns)}, or one is NULL"),
            )
        case DropForeignKey():
            return (_fails("CD101", change, "rows that it forbids may be written, and then it cannot come back"),)
        case DropCheck():
            return (_fails("CD102", change, "rows that it forbids may be written, and then it cannot come back"),)
        case DropPrimaryKey():
            return (_fails("CD103", change, "equal rows may be written, and then it cannot come back"),)
        case _:
            return ()


def _values_lost(change: Change, reason: str) -> Risk:
    ref = ref_of(change)
    return Risk(code="DS103", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=f"drop-column:{ref}")


def _fails(code: str, change: Change, reason: str) -> Risk:
    return Risk(code=code, kind=RiskKind.MAY_FAIL_ON_DATA, ref=ref_of(change), reason=reason)

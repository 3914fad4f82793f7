"""The risks of the way SQLite does a step, its locks in words, and the questions for the live data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.sqlite.render import part_text
from qsys_schema.dialects.sqlite.tokens import fold, quote
from qsys_schema.dialects.sqlite.types import affinity
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTable,
    AddUnique,
    AlterColumn,
    Change,
    DropTable,
)
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import Column, ForeignKey, Schema, Table
from qsys_schema.model.step import Alter, Probe, RebuildTable, Step
from qsys_schema.model.types import Native

Version = tuple[int, int, int]

STRICT_SINCE: Version = (3, 37, 0)

_KEEPS_VALUES = frozenset({("INTEGER", "TEXT"), ("INTEGER", "NUMERIC"), ("NUMERIC", "INTEGER"), ("REAL", "NUMERIC")})
"""Conversions by affinity that give the same value back; so does every one to BLOB, which converts nothing."""


def risks(step: Step, version: Version) -> tuple[Risk, ...]:
    """The risks of doing this step on SQLite."""
    if isinstance(step, Alter):
        made = step.change.item if isinstance(step.change, AddTable) else None
        return tuple(_version_risks(made, version)) if made is not None else ()
    return (*_rebuild_risks(step), *_type_risks(step), *_counter_risks(step), *_version_risks(step.after, version))


def _rebuild_risks(step: RebuildTable) -> Iterator[Risk]:
    ref = Ref(table=step.after.name, kind="table")
    reasons = "; ".join(dict.fromkeys(step.because))
    yield Risk(
        code="LT111",
        kind=RiskKind.REWRITES_TABLE,
        ref=ref,
        reason=f"every row is copied and writers wait meanwhile: {reasons}",
    )
    if step.referrers:
        tables = ", ".join(step.referrers)
        reason = (
            f"referred to by {tables}: with foreign keys on, the rebuild would delete or break rows there, so it stops"
        )
        yield Risk(code="LT102", kind=RiskKind.BLOCKS_WRITES, ref=ref, reason=reason)


def _type_risks(step: RebuildTable) -> Iterator[Risk]:
    for change in step.changes:
        if not isinstance(change, AlterColumn) or not converts(change.before, change.after, step.after):
            continue
        ref = ref_of(change)
        before, after = declared(change.before), declared(change.after)
        yield Risk(
            code="LT106",
            kind=RiskKind.LOSES_DATA,
            ref=ref,
            reason=f"{before or 'no type'} to {after or 'no type'} rewrites values that look otherwise in the new type",
            consent=f"change-type:{ref}",
        )


def _counter_risks(step: RebuildTable) -> Iterator[Risk]:
    for change in step.changes:
        if isinstance(change, AlterColumn) and change.before.identity and not change.after.identity:
            ref = ref_of(change)
            reason = "the AUTOINCREMENT counter is lost: numbers of deleted rows may be given again"
            yield Risk(code="LT105", kind=RiskKind.LOSES_DATA, ref=ref, reason=reason, consent=f"drop-counter:{ref}")


def _version_risks(table: Table, version: Version) -> Iterator[Risk]:
    if ("strict", "true") in table.options and version < STRICT_SINCE:
        ref = Ref(table=table.name, kind="table")
        yield Risk(code="LT110", kind=RiskKind.MAY_FAIL_ON_DATA, ref=ref, reason="STRICT needs SQLite 3.37 or newer")


def declared(column: Column) -> str:
    """The column's declared type."""
    return column.type.text if isinstance(column.type, Native) else ""


def converts(before: Column, after: Column, table: Table) -> bool:
    """Whether storing a value of the old column in the new one, of ``table``, may change it."""
    if declared(after) == "ANY" and ("strict", "true") in table.options:
        return False
    pair = affinity(declared(before)), affinity(declared(after))
    return pair[0] != pair[1] and pair[1] != "BLOB" and pair not in _KEEPS_VALUES


def locks(steps: Sequence[Step]) -> tuple[str, ...]:
    """What the plan locks, in words."""
    lines = [
        "one transaction; other writers wait until it ends, readers only while it commits (in WAL mode not at all)"
    ]
    rebuilt = [step.after.name for step in steps if isinstance(step, RebuildTable)]
    if rebuilt:
        names = ", ".join(rebuilt)
        lines.append(f"copies every row of {names}: needs that much free space, and time by the row")
        lines.append(f"what ANALYZE knew of {names} goes with the old table: where it was run, run it again afterwards")
    return tuple(lines)


def probes(changes: Sequence[Change], live: Schema) -> tuple[Probe, ...]:
    """Questions about rows that would be in the way, or be lost, one per change that has any."""
    found: list[Probe] = []
    for change in changes:
        ref = ref_of(change)
        table = live.table(ref.table)
        if table is not None:
            found.extend(_probe(change, table, ref, live))
    return tuple(found)


def _probe(change: Change, table: Table, ref: Ref, live: Schema) -> Iterator[Probe]:
    name = quote(table.name)
    have = {fold(column.name) for column in table.columns}
    match change:
        case DropTable():
            sql = f"SELECT COUNT(*), COUNT(*), '' FROM {name}"
            yield Probe(ref=ref, code="DS102", sql=sql, text="{bad} at present", fatal=False)
        case AddColumn(item=column) if not (column.nullable or column.default or column.backfill or column.generated):
            sql = f"SELECT COUNT(*), COUNT(*), '' FROM {name}"
            yield Probe(ref=ref, code="MF103", sql=sql, text="{bad} rows are there and would have no value in it")
        case AlterColumn(before=before, after=after) if before.nullable and not after.nullable:
            filled = after.backfill is not None or after.default is not None
            sql = _count(name, f"{quote(before.name)} IS NULL", _identity(table))
            yield Probe(ref=ref, code="MF104", sql=sql, text="{bad} of {all} rows have NULL{few}", fatal=not filled)
        case AddCheck(item=check) if set(map(fold, check.columns)) <= have:
            sql = _count(name, f"NOT (\n{check.expression.text}\n)", _identity(table))
            yield Probe(ref=ref, code="MF105", sql=sql, text="{bad} of {all} rows violate it{few}")
        case AddUnique(item=unique) if set(map(fold, unique.columns)) <= have:
            yield _duplicates(ref, name, [part_text(part) for part in unique.parts], "")
        case AddIndex(item=index) if index.unique and all(
            part.expression is not None or fold(part.column) in have for part in index.parts
        ):
            where = index.where.text if index.where is not None else ""
            yield _duplicates(ref, name, [part_text(part) for part in index.parts], where)
        case AddPrimaryKey(item=key) if set(map(fold, key.columns)) <= have:
            yield _duplicates(ref, name, [quote(column) for column in key.columns], "", code="MF107")
        case AddForeignKey(item=key) if set(map(fold, key.columns)) <= have:
            yield from _orphans(ref, table, key, live)
        case _:
            return


def _escaped(name: str) -> str:
    """A name inside a text that is yet to be filled in."""
    return name.replace("{", "{{").replace("}", "}}")


def _identity(table: Table) -> str:
    """An expression that names a row to a person."""
    if table.primary_key is not None:
        return " || ', ' || ".join(f"quote({quote(column)})" for column in table.primary_key.columns)
    return "rowid"


def _count(name: str, condition: str, identity: str) -> str:
    few = f"(SELECT group_concat(k, '; ') FROM (SELECT {identity} AS k FROM {name} WHERE {condition} LIMIT 3))"
    return f"SELECT COUNT(CASE WHEN {condition} THEN 1 END), COUNT(*), {few} FROM {name}"


def _duplicates(ref: Ref, name: str, members: Sequence[str], where: str, *, code: str = "MF101") -> Probe:
    plain = [member.removesuffix(" DESC") for member in members]
    present = " AND ".join(f"({member}) IS NOT NULL" for member in plain)
    condition = f"{present} AND ({where})" if where else present
    shown = " || ', ' || ".join(f"quote({member})" for member in plain)
    groups = (
        f"SELECT {shown} AS k, COUNT(*) AS n FROM {name} WHERE {condition} "
        f"GROUP BY {', '.join(plain)} HAVING COUNT(*) > 1"
    )
    sql = (
        f"SELECT (SELECT COALESCE(SUM(n), 0) FROM ({groups})), (SELECT COUNT(*) FROM {name}), "
        f"(SELECT group_concat(k, '; ') FROM (SELECT k FROM ({groups}) LIMIT 3))"
    )
    return Probe(ref=ref, code=code, sql=sql, text="{bad} of {all} rows share their value with another{few}")


def _orphans(ref: Ref, table: Table, key: ForeignKey, live: Schema) -> Iterator[Probe]:
    target = live.table(key.target)
    if target is None or not set(map(fold, key.target_columns)) <= {fold(column.name) for column in target.columns}:
        return
    pairs = list(zip(key.columns, key.target_columns, strict=True))
    present = " AND ".join(f"c.{quote(column)} IS NOT NULL" for column, _ in pairs)
    equal = " AND ".join(f"p.{quote(there)} = c.{quote(column)}" for column, there in pairs)
    missing = f"{present} AND NOT EXISTS (SELECT 1 FROM {quote(target.name)} AS p WHERE {equal})"
    name = quote(table.name)
    shown = " || ', ' || ".join(f"quote(c.{quote(column)})" for column, _ in pairs)
    sql = (
        f"SELECT (SELECT COUNT(*) FROM {name} AS c WHERE {missing}), (SELECT COUNT(*) FROM {name}), "
        f"(SELECT group_concat(k, '; ') FROM (SELECT DISTINCT {shown} AS k FROM {name} AS c WHERE {missing} LIMIT 3))"
    )
    yield Probe(
        ref=ref,
        code="MF106",
        sql=sql,
        text=f"{{bad}} of {{all}} rows refer to a row of {_escaped(target.name)} that is not there{{few}}",
    )

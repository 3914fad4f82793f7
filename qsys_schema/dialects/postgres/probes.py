"""Questions that the live rows should answer before a change is made: how many are in the way, and which."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from qsys_schema.dialects.aliased import aliased
from qsys_schema.dialects.postgres.apart import what_stands_in_the_way
from qsys_schema.dialects.postgres.capabilities import Capabilities
from qsys_schema.dialects.postgres.columns import keeps_file
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.sizes import size_of
from qsys_schema.dialects.postgres.strategy import is_additive
from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.model import change as c
from qsys_schema.model.about import ref_of
from qsys_schema.model.ref import Ref
from qsys_schema.model.schema import ForeignKey, Schema, Table
from qsys_schema.model.step import Probe, Renamed


def probes(changes: Sequence[c.Change], live: Schema, *, able: Capabilities) -> tuple[Probe, ...]:
    """Questions about rows that would be in the way, or be lost, one per change that has any.

    Where a type would be changed under a lock and the server is ``able`` to do without, the answer says how.
    """
    found: list[Probe] = []
    for change in changes:
        if isinstance(change, c.AlterEnum):
            found.extend(_values_gone(change))
        ref = ref_of(change)
        table = live.table(ref.table)
        if table is not None:
            found.extend(_probe(change, table, ref, live))
            if isinstance(change, c.AlterColumn):
                offer = able.concurrent_indexes and not what_stands_in_the_way(change, changes, live, live)
                found.extend(_rewritten(change, table, ref, offer=offer))
    return tuple(found)


def by_new_names(sql: str, tables: Sequence[Renamed]) -> str:
    """The query about tables that have yet to get the names it calls them by; also where it asks for their size."""
    before = {f"{literal(quote(one.after))}::regclass": one.before for one in tables}
    if before:
        named = "|".join(map(re.escape, before))
        sql = re.sub(named, lambda found: f"{literal(quote(before[found.group()]))}::regclass", sql)
    return aliased(sql, tables, quote=quote)


def _probe(change: c.Change, table: Table, ref: Ref, live: Schema) -> Iterator[Probe]:
    name = quote(table.name)
    have = {column.name for column in table.columns}
    match change:
        case c.DropTable():
            yield Probe(ref=ref, code="DS102", sql=_size(table.name), text="about {bad} at present{few}", fatal=False)
        case c.AddColumn(item=column) if not (
            column.nullable or column.default or column.backfill or column.generated or column.identity
        ):
            sql = f"SELECT COUNT(*), COUNT(*), '' FROM {name}"
            yield Probe(ref=ref, code="MF103", sql=sql, text="{bad} rows are there and would have no value in it")
        case c.AlterColumn(before=before, after=after):
            if before.nullable and not after.nullable:
                filled = after.backfill is not None or after.default is not None
                sql = _count(name, f"{quote(before.name)} IS NULL", _identity(table))
                yield Probe(ref=ref, code="MF104", sql=sql, text="{bad} of {all} rows have NULL{few}", fatal=not filled)
        case c.AddCheck(item=check) if set(check.columns) <= have and "not valid" not in dict(check.attributes):
            sql = _count(name, f"NOT (\n{check.expression.text}\n)", _identity(table))
            yield Probe(ref=ref, code="MF105", sql=sql, text="{bad} of {all} rows violate it{few}")
        case c.AddUnique(item=unique) if unique.columns and set(unique.columns) <= have:
            alike = "nulls not distinct" in dict(unique.attributes)
            yield _duplicates(ref, name, list(map(quote, unique.columns)), "", alike=alike)
        case c.AddIndex(item=index) if index.unique and all(
            part.expression is not None or part.column in have for part in index.parts
        ):
            members = [
                f"({part.expression.text})" if part.expression is not None else quote(part.column)
                for part in index.parts
            ]
            where = index.where.text if index.where is not None else ""
            yield _duplicates(ref, name, members, where, alike="nulls not distinct" in dict(index.attributes))
        case c.AddPrimaryKey(item=key) if set(key.columns) <= have:
            yield _duplicates(ref, name, list(map(quote, key.columns)), "", code="MF107")
        case c.AddForeignKey(item=reference) if set(reference.columns) <= have:
            yield from _orphans(ref, table, reference, live)
        case _:
            return


def _rewritten(change: c.AlterColumn, table: Table, ref: Ref, *, offer: bool) -> Iterator[Probe]:
    before, after = change.before, change.after
    if declared(before) != declared(after) and not keeps_file(before, after):
        option = shlex.quote(str(ref)).replace("{", "{{").replace("}", "}}")
        text = "about {bad} rows{few}" + (f"; --expand {option} splits it" if offer else "")
        yield Probe(ref=ref, code="PG301", sql=_size(table.name), text=text, fatal=False)


def _size(table: str) -> str:
    """About how many rows, and how much room they take."""
    return f"SELECT rows, rows, pg_size_pretty(room) FROM ({size_of(table)}) AS told"


def _values_gone(change: c.AlterEnum) -> Iterator[Probe]:
    renamed = dict(change.after.renamed)
    gone = [value for value in change.before.values if renamed.get(value, value) not in change.after.values]
    if is_additive(change) or not gone or not change.users:
        return
    listed = ", ".join(map(literal, gone))
    counts = [
        f"(SELECT COUNT(*) FROM {quote(table)} WHERE {quote(column.name)}::text IN ({listed}))"
        for table, column in change.users
        if not declared(column).endswith("[]")
    ]
    if counts:
        sql = f"SELECT {' + '.join(counts)}, 0, ''"
        yield Probe(ref=ref_of(change), code="MF108", sql=sql, text="{bad} rows have such a value")


def _identity(table: Table) -> str:
    """An expression that names a row to a person."""
    if table.primary_key is not None:
        return " || ', ' || ".join(f"{quote(column)}::text" for column in table.primary_key.columns)
    return "ctid::text"


def _count(name: str, condition: str, identity: str) -> str:
    few = f"(SELECT string_agg(k, '; ') FROM (SELECT {identity} AS k FROM {name} WHERE {condition} LIMIT 3) AS f)"
    return f"SELECT COUNT(*) FILTER (WHERE {condition}), COUNT(*), COALESCE({few}, '') FROM {name}"


def _duplicates(
    ref: Ref, name: str, members: Sequence[str], where: str, *, code: str = "MF101", alike: bool = False
) -> Probe:
    conditions = [] if alike else [f"{member} IS NOT NULL" for member in members]
    conditions += [f"({where})"] if where else []
    condition = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    shown = " || ', ' || ".join(f"COALESCE({member}::text, 'NULL')" for member in members)
    groups = (
        f"SELECT {shown} AS k, COUNT(*) AS n FROM {name} {condition}GROUP BY {', '.join(members)} HAVING COUNT(*) > 1"
    )
    sql = (
        f"WITH g AS ({groups}) SELECT (SELECT COALESCE(SUM(n), 0) FROM g), (SELECT COUNT(*) FROM {name}), "
        "COALESCE((SELECT string_agg(k, '; ') FROM (SELECT k FROM g LIMIT 3) AS f), '')"
    )
    return Probe(ref=ref, code=code, sql=sql, text="{bad} of {all} rows share their value with another{few}")


def _orphans(ref: Ref, table: Table, key: ForeignKey, live: Schema) -> Iterator[Probe]:
    target = live.table(key.target)
    there = {column.name for column in target.columns} if target is not None else set()
    if target is None or not key.target_columns or not set(key.target_columns) <= there or key.attributes:
        return
    pairs = list(zip(key.columns, key.target_columns, strict=True))
    present = " AND ".join(f"c.{quote(column)} IS NOT NULL" for column, _ in pairs)
    equal = " AND ".join(f"p.{quote(other)} = c.{quote(column)}" for column, other in pairs)
    missing = f"{present} AND NOT EXISTS (SELECT FROM {quote(target.name)} AS p WHERE {equal})"
    name = quote(table.name)
    shown = " || ', ' || ".join(f"c.{quote(column)}::text" for column, _ in pairs)
    sql = (
        f"SELECT (SELECT COUNT(*) FROM {name} AS c WHERE {missing}), (SELECT COUNT(*) FROM {name}), COALESCE((SELECT "
        f"string_agg(k, '; ') FROM (SELECT DISTINCT {shown} AS k FROM {name} AS c WHERE {missing} LIMIT 3) AS f), '')"
    )
    escaped = target.name.replace("{", "{{").replace("}", "}}")
    text = f"{{bad}} of {{all}} rows refer to a row of {escaped} that is not there{{few}}"
    yield Probe(ref=ref, code="MF106", sql=sql, text=text)

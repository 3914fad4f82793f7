"""Foreign keys across tables: their targets, and whether these can be referred to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.model.types import Decimal, Enum, Integer, Native, Text, Timestamp
from qsys_schema.spec.clauses import is_elsewhere
from qsys_schema.spec.finding import Finding, suggestion
from qsys_schema.spec.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from qsys_schema.model.schema import ForeignKey, Schema, Table
    from qsys_schema.model.types import ColumnType


def reference_findings(
    schema: Schema, *, damaged: AbstractSet[str], lost: AbstractSet[str | None]
) -> Iterator[Finding]:
    """What is wrong with the targets of foreign keys.

    ``damaged`` are files whose tables may have keys that were not understood, ``lost`` the names of tables that could
    not be read at all (None for any name): what is wrong there is said already, and not again for who refers to it.
    """
    tables = {table.name: table for table in schema.tables}
    for table in schema.tables:
        for key in table.foreign_keys:
            if is_elsewhere(key.attributes):
                continue
            target = tables.get(key.target)
            if target is not None:
                is_damaged = target.source is not None and target.source.file in damaged
                yield from _columns(table, key, target, is_damaged=is_damaged)
            elif None not in lost and key.target not in lost:
                text = f"this foreign key refers to table {shorten(key.target)!r}, which no spec declares"
                yield Finding(source=_in(key, "references", "table"), text=text, hint=suggestion(key.target, tables))


def _in(key: ForeignKey, *path: str | int) -> Source:
    source = key.source or Source(file="")
    return Source(file=source.file, path=(*source.path, *path))


def _columns(table: Table, key: ForeignKey, target: Table, *, is_damaged: bool) -> Iterator[Finding]:
    wanted = key.target_columns
    if not wanted:
        if target.primary_key is None:
            if not is_damaged:
                text = f"this foreign key refers to the primary key of table {shorten(target.name)}, which has none"
                yield Finding(source=_in(key, "references"), text=text, hint="name the columns it refers to")
            return
        wanted = target.primary_key.columns
    names = [column.name for column in target.columns]
    unknown = [name for name in wanted if name not in names]
    for position, name in enumerate(key.target_columns):
        if name in unknown:
            lacks = f"which table {shorten(target.name)} does not have"
            text = f"this foreign key refers to the column {shorten(name)!r}, {lacks}"
            yield Finding(source=_in(key, "references", "columns", position), text=text, hint=suggestion(name, names))
    if len(wanted) != len(key.columns):
        text = f"this foreign key has {_counted(len(key.columns))} but refers to {_counted(len(wanted))}"
        yield Finding(source=_in(key, "references"), text=f"{text} of table {shorten(target.name)}")
    elif not unknown:
        yield from _types(table, key, target, wanted)
        if not is_damaged and not _is_key(target, wanted):
            shown = ", ".join(map(shorten, wanted))
            what = f"{shorten(target.name)} ({shown})"
            text = f"this foreign key refers to {what}, which is neither its primary key nor unique"
            yield Finding(source=_in(key, "references"), text=text, hint="a row must be found by exactly one key")


def _counted(number: int) -> str:
    return "1 column" if number == 1 else f"{number} columns"


def _types(table: Table, key: ForeignKey, target: Table, wanted: tuple[str, ...]) -> Iterator[Finding]:
    for position, (name, other) in enumerate(zip(key.columns, wanted, strict=True)):
        here, there = table.column(name), target.column(other)
        if here is not None and there is not None and not _alike(here.type, there.type):
            text = (
                f"column {shorten(table.name)}.{shorten(name)} is {_words(here.type)}, "
                f"but {shorten(target.name)}.{shorten(other)}, which it refers to, is {_words(there.type)}"
            )
            yield Finding(source=_in(key, "columns", position), text=text, hint="give both the same type")


def _alike(here: ColumnType, there: ColumnType) -> bool:
    """Whether values of one type can be compared with the other; the length of a text and its enum do not matter."""
    if isinstance(here, Native) or isinstance(there, Native):
        return True
    if isinstance(here, (Text, Enum)) and isinstance(there, (Text, Enum)):
        return True
    return here == there


def _words(kind: ColumnType) -> str:
    match kind:
        case Integer(bits=bits):
            return f"an integer of {bits} bits"
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision}, {scale})"
        case Timestamp(timezone=True):
            return "a timestamp with a time zone"
        case _:
            return {"TimestampMs": "timestamp_ms"}.get(type(kind).__name__, type(kind).__name__.lower())


def _is_key(target: Table, wanted: tuple[str, ...]) -> bool:
    """Whether some key of the target has exactly these columns, in any order."""
    columns = sorted(wanted)
    if target.primary_key is not None and sorted(target.primary_key.columns) == columns:
        return True
    if any(sorted(unique.columns) == columns for unique in target.uniques):
        return True
    return any(
        index.unique and index.where is None and sorted(part.column for part in index.parts) == columns
        for index in target.indexes
    )

"""Everything that is decided about generated code before a line of it is printed: names, types, methods."""

from __future__ import annotations

import decimal
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qsys_schema.codegen import names, paper
from qsys_schema.codegen.speller import Codec, Speller
from qsys_schema.codegen.types import Declared, python_type
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.types import Boolean, ColumnType, Decimal, Enum, Float, Integer, Native, Text, TimestampMs

if TYPE_CHECKING:
    from qsys_schema.model.schema import Column, Index, Schema, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column as Python sees it.

    ``annotation`` is the type without None. ``default`` is the source of what NewX has where nothing is given:
    a value, "None", or "UNSET" where the database knows better; empty where it has to be given.
    """

    column: str
    name: str
    type: ColumnType
    annotation: str
    nullable: bool
    codec: Codec
    default: str
    writable: bool
    doc: str

    @property
    def hint(self) -> str:
        """The whole type."""
        return f"{self.annotation} | None" if self.nullable and self.annotation != "Any" else self.annotation

    @property
    def parameter(self) -> str:
        """Its name as a parameter of a method."""
        return names.parameter(self.name)

    def encoded(self, value: str) -> str:
        """The source that makes ``value``, itself source, what the driver is given."""
        if not self.codec.encode:
            return value
        made = self.codec.encode.format(value)
        return f"None if {value} is None else {made}" if self.nullable else made


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """A method that lists rows by the first columns of an index, in the order of the others.

    ``unique`` gives at most one row. ``total`` says that no two rows are equal in ``equal`` and ``order`` together, so
    that pages can go on where the last one ended.
    """

    name: str
    index: str
    equal: tuple[Field, ...]
    order: tuple[Field, ...]
    descending: bool
    unique: bool
    total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One table as Python sees it."""

    table: Table
    module: str
    stem: str
    row: str
    new: str
    changes: str
    repository: str
    fields: tuple[Field, ...]
    key: tuple[Field, ...]
    declared: Declared

    @property
    def writable(self) -> tuple[Field, ...]:
        """The columns that a caller may write."""
        return tuple(one for one in self.fields if one.writable)

    @property
    def changeable(self) -> tuple[Field, ...]:
        """The columns that an update may write: all that may be written, but the key."""
        return tuple(one for one in self.writable if one not in self.key)

    def field(self, column: str) -> Field:
        """The field of a column."""
        return next(one for one in self.fields if one.column == column)


def left_out(schema: Schema) -> frozenset[tuple[str, str]]:
    """The columns, beside their tables, that the database fills where nothing is given."""
    return frozenset(
        (table.name, column.name)
        for table in schema.tables
        for column in table.columns
        if column.identity or isinstance(column.default, Expr)
    )


def entity(table: Table, speller: Speller, module: str, filled: frozenset[tuple[str, str]]) -> Entity:
    """What the table becomes. ``filled`` are columns that a database fills, be it another one: types are the same.

    Raises ImpossibleChange for a class that would have the name of one that generated code uses itself.
    """
    if table.entity in names.CLASSES:
        where = table.source.file if table.source else "the specs"
        raise ImpossibleChange(
            f"{where}: the entity of {table.name} is called {table.entity}, as a class that generated code uses itself",
            hint=f"give it another name, such as {table.entity}Row",
        )
    stem = table.entity or names.camel(table.name)
    row = table.entity or f"{stem}Row"
    new, changes = f"New{stem}", f"{stem}Changes"
    taken: set[str] = {row, new, changes}
    called = {column.name: names.distinct(column.name, taken) for column in table.columns}
    declared = Declared(taken=taken)
    keyed = table.primary_key.columns if table.primary_key is not None else ()
    fields = tuple(
        _field(column, called[column.name], speller, declared, stem, is_filled=(table.name, column.name) in filled)
        for column in table.columns
    )
    by_column = {one.column: one for one in fields}
    return Entity(
        table=table,
        module=module,
        stem=stem,
        row=row,
        new=new,
        changes=changes,
        repository=f"{names.camel(table.name)}Repository",
        fields=fields,
        key=tuple(by_column[name] for name in keyed if name in by_column),
        declared=declared,
    )


def logical(column: Column, speller: Speller) -> ColumnType:
    """The column's type, or the one nearest to a native one; the native one where none is near."""
    if isinstance(column.type, Native):
        return speller.nearest(column) or column.type
    return column.type


def _field(column: Column, name: str, speller: Speller, declared: Declared, stem: str, *, is_filled: bool) -> Field:
    kind = logical(column, speller)
    codec = speller.codec(kind, column.type.text if isinstance(column.type, Native) else column.storage)
    if isinstance(kind, TimestampMs) and column.python == "datetime":
        codec = Codec(encode="to_milliseconds({})", decode="from_milliseconds({})")
    own = f"{stem}{names.camel(column.name)}"
    return Field(
        column=column.name,
        name=name,
        type=kind,
        annotation=python_type(kind, python=column.python, shape=column.shape, declared=declared, name=own),
        nullable=column.nullable,
        codec=codec,
        default="UNSET" if is_filled else _default(column, kind),
        writable=column.generated is None,
        doc=column.comment,
    )


def _default(column: Column, kind: ColumnType) -> str:
    """The source of what is written where a caller gives nothing."""
    if isinstance(column.default, Literal):
        return _literal(column.default.value, kind, column) or "UNSET"
    return "None" if column.nullable else ""


def _literal(value: str | float, kind: ColumnType, column: Column) -> str:
    """The same value in Python; empty where that is better left to the database."""
    match kind:
        case Text() | Enum() if isinstance(value, str):
            return paper.string(value)
        case Boolean() if isinstance(value, bool):
            return repr(value)
        case Integer() if isinstance(value, int) and not isinstance(value, bool):
            return repr(value)
        case TimestampMs() if isinstance(value, int) and not isinstance(value, bool) and column.python != "datetime":
            return repr(value)
        case Float() if isinstance(value, int | float) and not isinstance(value, bool):
            return repr(float(value)) if abs(value) < float("inf") else ""
        case Decimal():
            return f'decimal.Decimal("{decimal.Decimal(str(value)):f}")'
        case _:
            return ""


def finders(one: Entity, speller: Speller) -> tuple[Finder, ...]:
    """The finders that the table's indexes can serve, each set of columns once, the best index for it."""
    found: dict[tuple[str, ...], Finder] = {}
    for index in (*_constraints(one), *one.table.indexes):
        columns = _plain_columns(index, speller)
        for length in range(1, len(columns) + 1):
            finder = _finder(one, index, columns, length, speller)
            # The key itself is asked for by get.
            if one.key and {field.column for field in one.key} <= set(columns[:length]):
                continue
            held = found.get(columns[:length])
            if held is None or _better(finder, held):
                found[columns[:length]] = finder
    taken: set[str] = set()
    return tuple(replace(finder, name=names.numbered(finder.name, taken)) for finder in found.values())


def _better(finder: Finder, held: Finder) -> bool:
    return (finder.unique, finder.total, bool(finder.order)) > (held.unique, held.total, bool(held.order))


def _constraints(one: Entity) -> list[Index]:
    """The indexes that come with the table's keys, as if they were its own."""
    from qsys_schema.model.schema import Index

    key = one.table.primary_key
    made = [Index(name="the primary key", parts=key.parts, unique=True, attributes=key.attributes)] if key else []
    uniques = [
        Index(name=item.name, parts=item.parts, unique=True, attributes=item.attributes) for item in one.table.uniques
    ]
    return [*made, *uniques]


def _plain_columns(index: Index, speller: Speller) -> tuple[str, ...]:
    """The columns of an index that holds every row, up to the first part that is more than a column."""
    if index.where is not None or not speller.keeps_order(index):
        return ()
    found: list[str] = []
    for part in index.parts:
        if not part.column or part.collation or part.attributes:
            return ()
        found.append(part.column)
    return tuple(found)


def _finder(one: Entity, index: Index, columns: tuple[str, ...], length: int, speller: Speller) -> Finder:
    equal = tuple(one.field(name) for name in columns[:length])
    rest = index.parts[length:]
    order: list[Field] = []
    for part in rest:
        field = one.field(part.column)
        # Where NULLs come is another affair on every database, and a page could not go on behind one.
        if field.nullable or part.descending != rest[0].descending or not speller.sorts(field.type):
            break
        order.append(field)
    unique = index.unique and not rest
    known = {field.column for field in (*equal, *order)}
    whole = index.unique and len(order) == len(rest) and not any(field.nullable for field in equal)
    total = bool(order) and (whole or (bool(one.key) and {field.column for field in one.key} <= known))
    word = "find" if unique else "list"
    return Finder(
        name=f"{word}_by_{'_and_'.join(field.name for field in equal)}",
        index=index.name or "an index",
        equal=equal,
        order=tuple(order),
        descending=bool(order) and rest[0].descending,
        unique=unique,
        total=total,
    )

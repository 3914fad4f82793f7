"""The nouns: Schema > Table > Column, keys, constraints, indexes, triggers; views beside tables.

All frozen, all tuples, no pointers back. Left out of equality on purpose: ``source`` (where it was declared),
``belongings`` (statements that bring back what no spec speaks of: grants, policies, comments) and ``spelling`` (how the
database's own text wrote what means the same either way, so that a rebuild or a rollback writes it so again).
``attributes`` are clauses that one database has and others have not, as sorted (name, text) pairs; they count.
A field that is ``SPARSE`` says nothing in a fingerprint where it is empty: older fingerprints then hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.source import Source
from qsys_schema.model.types import ColumnType

Attributes = tuple[tuple[str, str], ...]

SPARSE: Mapping[str, bool] = MappingProxyType({"sparse": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A computed column: its expression, and whether the value is stored or computed when read."""

    expression: Expr
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    ``identity`` is the database's word for a number it hands out itself ("autoincrement"), or empty.
    ``storage`` is the wish for how a database without a type of its own keeps it ("text", "blob", "numeric").
    ``backfill`` is what replaces NULL in rows that exist when the column stops being nullable.
    ``python`` ("datetime") and ``shape`` (of a JSON document, itself as JSON) are for the generated Python alone.
    """

    name: str
    type: ColumnType
    nullable: bool = False
    default: Expr | Literal | None = None
    generated: Generated | None = None
    identity: str = ""
    collation: str = ""
    comment: str = ""
    attributes: Attributes = ()
    storage: str = field(default="", compare=False)
    python: str = field(default="", compare=False)
    shape: str = field(default="", compare=False)
    backfill: Expr | Literal | None = field(default=None, compare=False)
    renamed_from: str = field(default="", compare=False)
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One member of a key or an index: a column by name, or an expression."""

    column: str = ""
    expression: Expr | None = None
    descending: bool = False
    collation: str = ""
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryKey:
    """The primary key. ``name`` is empty where nobody named it: databases do not ask for one."""

    parts: tuple[Part, ...]
    name: str = ""
    attributes: Attributes = ()
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The key's columns in order."""
        return tuple(part.column for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A UNIQUE constraint."""

    name: str
    parts: tuple[Part, ...]
    attributes: Attributes = ()
    renamed_from: str = field(default="", compare=False)
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The constrained columns in order."""
        return tuple(part.column for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A CHECK constraint. ``columns`` are those of the table that its expression mentions."""

    name: str
    expression: Expr
    columns: tuple[str, ...] = field(default=(), compare=False)
    attributes: Attributes = ()
    renamed_from: str = field(default="", compare=False)
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key. ``target_columns`` is empty where the target's primary key is meant without being named.

    Actions are lower case: "no action", "restrict", "cascade", "set null", "set default".
    ``deferrable`` is "", "initially deferred" or "initially immediate".
    """

    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...] = ()
    on_delete: str = "no action"
    on_update: str = "no action"
    deferrable: str = ""
    attributes: Attributes = ()
    renamed_from: str = field(default="", compare=False)
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)

    @property
    def leads_out(self) -> bool:
        """Whether the target lies in another schema of the database, which is not ours to lock or to copy."""
        return any(name == "schema" for name, _ in self.attributes)


Constraint = Unique | Check | ForeignKey
"""A constraint that bears a name, its own or one that the convention gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index of its own (a constraint's own index is the constraint's affair)."""

    name: str
    parts: tuple[Part, ...]
    unique: bool = False
    where: Expr | None = None
    attributes: Attributes = ()
    renamed_from: str = field(default="", compare=False)
    spelling: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger, kept verbatim. ``sql`` is the whole CREATE statement; ``key`` is what it is compared by."""

    name: str
    table: str
    sql: str = field(compare=False)
    key: tuple[str, ...] = ()
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewIndex:
    """An index on a view that keeps its rows (a materialised one), verbatim."""

    name: str
    sql: str = field(compare=False)
    key: tuple[str, ...] = ()
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view, kept verbatim, with what stands on it; ``kind`` is "materialized" for one that keeps its rows."""

    name: str
    sql: str = field(compare=False)
    key: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    indexes: tuple[ViewIndex, ...] = field(default=(), metadata=SPARSE)
    kind: str = field(default="", metadata=SPARSE)
    belongings: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """A type of its own whose values are a fixed list of texts, in their order; ``renamed`` as that of an ``Enum``."""

    name: str
    values: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    belongings: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What tables and views are made with, kept verbatim: a function ("function"), a domain, a composite type ("type").

    ``name`` is how the database tells it from others, with argument types. ``signature`` cannot change in place.
    """

    kind: str
    name: str
    sql: str = field(compare=False)
    key: tuple[str, ...] = ()
    signature: str = field(default="", compare=False)
    belongings: tuple[str, ...] = field(default=(), compare=False)
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """An object that we neither model nor touch: a virtual table and its shadows, say. Kept and never compared.

    ``is_part``: it comes and goes with another one. ``is_base``: tables are made with it, so it is there before them.
    """

    name: str
    kind: str
    sql: str
    is_part: bool = False
    is_base: bool = False
    belongings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """Why a live table cannot be altered by us: what we would have written, beside what is there."""

    reason: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table with everything that belongs to it.

    ``triggers`` is None in a wish that does not speak of triggers: those that exist are then kept as they are.
    ``external``: others make it. ``entity`` is what Python calls one row, ``methods`` what it calls (usual) methods.
    """

    name: str
    columns: tuple[Column, ...]
    primary_key: PrimaryKey | None = None
    uniques: tuple[Unique, ...] = ()
    indexes: tuple[Index, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    triggers: tuple[Trigger, ...] | None = ()
    options: Attributes = ()
    comment: str = ""
    opaque: Opaque | None = field(default=None, compare=False)
    belongings: tuple[str, ...] = field(default=(), compare=False)
    renamed_from: str = field(default="", compare=False)
    entity: str = field(default="", compare=False)
    methods: Attributes = field(default=(), compare=False)
    external: bool = field(default=False, compare=False)
    sql: str = field(default="", compare=False, repr=False)
    source: Source | None = field(default=None, compare=False)

    def column(self, name: str) -> Column | None:
        """The column of that exact name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All tables and views of one database, and what they are made with.

    ``views`` and ``definitions`` are None in a wish that does not speak of them.
    """

    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] | None = ()
    enums: tuple[EnumType, ...] = field(default=(), metadata=SPARSE)
    definitions: tuple[Definition, ...] | None = field(default=(), metadata=SPARSE)
    foreign: tuple[Foreign, ...] = field(default=(), compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of everything in it: tables, views, and what is only kept."""
        return tuple(one.name for group in (self.tables, self.views or (), self.foreign) for one in group)

    def table(self, name: str) -> Table | None:
        """The table of that exact name, or None."""
        return next((table for table in self.tables if table.name == name), None)

"""What the page says, as values: all databases of a project together, and in words.

A ``by`` names the databases that something holds for; an empty one means all that the thing around it is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as Choice

By = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text, and for which databases."""

    text: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something about a thing under a word for it: ``default``, and what it is."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. ``native`` has its type in each database's own words, in the order of the book's editions.

    ``targets`` are the (table, column) that it refers to by a foreign key.
    """

    name: str
    type: tuple[Said, ...]
    native: tuple[str, ...]
    nullable: bool
    in_key: bool
    alone_unique: bool
    targets: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    values: tuple[str, ...]
    comment: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A named query that an index serves: its home, its name."""

    home: str
    name: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index, or what has one: a primary key, a unique constraint.

    ``keys`` are the foreign keys whose checks find rows by it. ``asked`` is whether a database was there to say
    which queries it serves.
    """

    name: str
    kind: Choice["primary key", "unique constraint", "unique index", "index"]
    on: tuple[Said, ...]
    serves: tuple[Service, ...]
    keys: tuple[str, ...]
    asked: bool
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check."""

    name: str
    expression: tuple[Said, ...]
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A foreign key of ``table``. ``rules`` are its actions in words, ``nullable`` whether it may refer to nothing.

    ``single``: no two rows refer to the same row.
    """

    table: str
    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    rules: str
    nullable: bool
    single: bool
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """What is kept as it was written: a trigger, a view, a function."""

    kind: str
    name: str
    sql: tuple[Said, ...]
    file: str = ""
    more: tuple[Verbatim, ...] = ()
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """A type of its own with a list of values, and the (table, column) that use it."""

    name: str
    values: tuple[str, ...]
    users: tuple[tuple[str, str], ...]
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that a migration did: in words, and the details."""

    migration: str
    text: str
    details: tuple[Said, ...]
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with everything that is known of it. ``queries`` are those that read or write it."""

    name: str
    comment: str
    file: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    checks: tuple[Rule, ...]
    references: tuple[Reference, ...]
    referred: tuple[Reference, ...]
    triggers: tuple[Verbatim, ...]
    options: tuple[Said, ...]
    queries: tuple[Service, ...]
    history: tuple[Event, ...]
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A parameter or a result column of a query. ``how`` is more about it: a list, a filter that may be left out."""

    name: str
    type: str
    nullable: bool
    how: str = ""
    origin: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What goes into a query and what comes out. ``whole`` is the table whose row the result is, if it is one."""

    parameters: tuple[Value, ...]
    columns: tuple[Value, ...]
    whole: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A table that a query's plan reads, and by which index; by none where ``index`` is empty."""

    table: str
    index: str
    kind: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A named query of ``home``: a table, or a file of queries."""

    home: str
    name: str
    doc: str
    returns: str
    shapes: tuple[Shape, ...]
    sql: tuple[Said, ...]
    reads: tuple[Read, ...]
    facts: tuple[Fact, ...]
    file: str
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A migration and the tables, as they are called today, that it changed."""

    id: str
    tables: tuple[str, ...]
    events: tuple[Event, ...]
    by: By = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything. ``editions`` are (name, name with the oldest version); ``notes`` say what is not here, and why."""

    title: str
    editions: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    views: tuple[Verbatim, ...]
    enums: tuple[EnumType, ...]
    others: tuple[Verbatim, ...]
    queries: tuple[Query, ...]
    migrations: tuple[Migration, ...]
    gone: tuple[tuple[str, tuple[Event, ...]], ...]
    notes: tuple[str, ...]

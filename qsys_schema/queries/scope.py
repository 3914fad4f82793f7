"""Which names a part of a query sees, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from qsys_schema.queries.values import Field, Value

Fields = tuple[Field, ...]


@dataclass(slots=True, kw_only=True)
class Relation:
    """One thing in FROM. ``outer``: its rows may be missing, so that everything in it is NULL.

    ``known`` are columns that a condition says are not NULL. ``merged`` are those that USING gives once, here
    left out; ``full`` what they are where they come from either side. ``table`` is the name of the table that it is,
    if it is one; ``lost``: what it is could not be told.
    """

    name: str
    shown: str
    fields: Fields
    hidden: Fields = ()
    table: str = ""
    outer: bool = False
    lost: bool = False
    known: set[str] = field(default_factory=set)
    merged: set[str] = field(default_factory=set)
    full: dict[str, Value] = field(default_factory=dict)

    def value(self, one: Field) -> Value:
        """What is known of a column where it is used."""
        if one.name in self.full:
            return self.full[one.name]
        if self.outer:
            return replace(one.value, nullable=True)
        return replace(one.value, nullable=False) if one.name in self.known else one.value

    def find(self, name: str) -> Field | None:
        """The column of that folded name, hidden ones too."""
        return next((one for one in (*self.fields, *self.hidden) if one.name == name), None)

    def not_null(self, name: str) -> None:
        """A condition holds only where that column is not NULL, so its row is there."""
        self.known.add(name)
        self.outer = False


@dataclass(slots=True, kw_only=True)
class Scope:
    """The relations of one SELECT, and of those around it. ``aliases`` are names that its list gives."""

    relations: list[Relation] = field(default_factory=list)
    parent: Scope | None = None
    ctes: Mapping[str, Fields | None] = field(default_factory=dict)
    aliases: dict[str, Value] = field(default_factory=dict)
    bare_is_null: bool = False

    def outwards(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    @property
    def is_lost(self) -> bool:
        """Whether a relation is unknown, so that any column may be its."""
        return any(one.lost for scope in self.outwards() for one in scope.relations)

    def inner(self, ctes: Mapping[str, Fields | None] | None = None) -> Scope:
        """A scope inside this one."""
        return Scope(parent=self, ctes=self.ctes if ctes is None else ctes)

"""What one reading of a query collects: its troubles, and what is asked of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal as Choice

from sqlglot import exp

from qsys_schema.model.query import Origin, Stated
from qsys_schema.model.schema import Schema
from qsys_schema.model.tongue import Tongue
from qsys_schema.model.types import ColumnType
from qsys_schema.queries.scope import Fields, Scope
from qsys_schema.queries.trouble import SQL, Trouble
from qsys_schema.queries.values import Value, words_of

Mode = Choice["compared", "assigned", "may be null", "list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one use asks of a parameter."""

    mode: Mode
    type: ColumnType | None = None
    nullable: bool = False
    origin: Origin | None = None

    @property
    def words(self) -> str:
        """What it asks, in a message."""
        kind = words_of(self.type) if self.type is not None else "anything"
        return f"{self.origin.table}.{self.origin.column} ({kind})" if self.origin is not None else kind


Infer = Callable[[exp.Expression, Scope, "Context", Value | None], Value]
Read = Callable[[exp.Expression, Scope, "Context"], Fields]


@dataclass(slots=True, kw_only=True)
class Context:
    """One reading. ``places`` are the offsets of parameters; ``optional`` those whose conditions may vanish.

    ``infer`` and ``read`` are the two that call each other: for one value, and for a whole query. ``stars`` takes the
    columns that each ``*`` stands for, by its offset. ``orders`` is called with the scope that an order is chosen in.
    """

    schema: Schema
    tongue: Tongue
    sql: str
    infer: Infer
    read: Read
    places: Mapping[str, int] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    optional: Sequence[str] = ()
    troubles: list[Trouble] = field(default_factory=list)
    demands: dict[str, list[Demand]] = field(default_factory=dict)
    stars: dict[int, str] = field(default_factory=dict)
    orders: list[tuple[Scope, Fields]] = field(default_factory=list)
    views: dict[str, Fields | None] = field(default_factory=dict)
    used: dict[tuple[str, str], None] = field(default_factory=dict)
    part: tuple[str, ...] = SQL
    shift: int = 0

    def key(self, identifier: exp.Expression | None) -> str:
        """The name of an identifier as the database compares it; empty for none."""
        if not isinstance(identifier, exp.Identifier):
            return "" if identifier is None else self.tongue.unquoted(identifier.name)
        return self.tongue.fold(identifier.name) if identifier.quoted else self.tongue.unquoted(identifier.name)

    def wrong(self, text: str, node: exp.Expression | None, hint: str = "") -> None:
        """Note a trouble, at the first word of the node."""
        offset = self.offset(node) if node is not None else None
        self.troubles.append(Trouble(text=text, hint=hint, part=self.part, offset=offset))

    def offset(self, node: exp.Expression) -> int | None:
        """Where the node begins in the text, as far as the parser knows."""
        found = [int(start) for one in node.walk() if (start := one.meta.get("start")) is not None]
        names = [one.name for one in node.find_all(exp.Placeholder)]
        if self.part == SQL:
            found += [self.places[name] for name in names if name in self.places]
            return min(found, default=None)
        return max(min(found) - self.shift, 0) if found else None

    @contextmanager
    def elsewhere(self, part: tuple[str, ...], shift: int) -> Iterator[None]:
        """While this lasts, offsets are in another text of the query."""
        before, self.part, self.shift = (self.part, self.shift), part, shift
        try:
            yield
        finally:
            self.part, self.shift = before

    def demand(self, name: str, mode: Mode, wanted: Value | None = None) -> Value:
        """Note a use of a parameter, and give what is known of it there."""
        stated = self.stated.get(name)
        known = wanted if wanted is not None and not wanted.parameter else None
        if known is not None and known.bad:
            # Whatever it would be compared with is wrong already.
            self.demands.setdefault(name, []).append(Demand(mode="may be null"))
            return Value(parameter=name, bad=True)
        kind = known.type if known is not None else None
        origin = known.origin if known is not None else None
        demand = Demand(mode=mode, type=kind, nullable=known is not None and known.nullable, origin=origin)
        self.demands.setdefault(name, []).append(demand)
        if stated is not None and stated.type is not None:
            kind = stated.type
        nullable = mode == "may be null" or bool(stated and stated.nullable)
        return Value(type=kind, nullable=nullable, origin=origin, parameter=name)

    def silent(self, sql: str) -> Context:
        """A context for another text, whose troubles are not the query's."""
        return replace(
            self,
            sql=sql,
            places={},
            stated={},
            optional=(),
            troubles=[],
            demands={},
            stars={},
            orders=[],
            used={},
        )

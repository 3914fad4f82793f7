"""How PostgreSQL reads a query, for the room of queries ("The SQL Language" in its manual)."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.lexicon import Lexicon
from qsys_schema.model.schema import Column
from qsys_schema.model.types import ColumnType, Decimal, Float, Integer, Json, Native, Text, TimestampMs

RESERVED = frozenset(
    """all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
    column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
    current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
    from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
    returning right select session_user similar some symmetric system_user table tablesample then to trailing true
    union unique user using variadic verbose when where window with""".split(),
)
"""Words that cannot name a column without quotes ("SQL Key Words")."""

_EXACT_OF_NUMBERS = frozenset({"Avg", "Round", "Extract", "literal", "StddevSamp"})


class PostgresTongue:
    """PostgreSQL's part of the questions that the room asks."""

    name = "postgres"
    lexicon = Lexicon(dollars=True, escapes=True, nested=True)
    reserved_words = RESERVED
    hidden_columns: MappingProxyType[str, ColumnType] = MappingProxyType(
        {
            "ctid": Native(text="tid"),
            "tableoid": Native(text="oid"),
            "xmax": Native(text="xid"),
            "xmin": Native(text="xid"),
        }
    )
    functions = MappingProxyType(
        {
            "Date": "date(any)",
            "JSONArrayAgg": "json?(any)",
            "Rand": "float",
            "clock_timestamp": "timestamptz",
            "floor": "same(same)",
            "statement_timestamp": "timestamptz",
            "transaction_timestamp": "timestamptz",
        }
    )
    table_functions: MappingProxyType[str, MappingProxyType[str, ColumnType | None]] = MappingProxyType(
        {
            "json_each": MappingProxyType({"key": Text(), "value": Json()}),
            "jsonb_each": MappingProxyType({"key": Text(), "value": Json()}),
            "jsonb_each_text": MappingProxyType({"key": Text(), "value": Text()}),
            "jsonb_array_elements": MappingProxyType({"value": Json()}),
            "jsonb_array_elements_text": MappingProxyType({"value": Text()}),
        }
    )
    alike: frozenset[frozenset[str]] = frozenset()
    exact_decimals = True

    def keeps_order(self, column: Column) -> bool:  # noqa: ARG002 - there is a type for everything
        """Always."""
        return True

    def fold(self, name: str) -> str:
        """A quoted name is as it is."""
        return name

    def unquoted(self, name: str) -> str:
        """Capitals become small letters."""
        return name.lower()

    def quote(self, name: str) -> str:
        """In double quotes."""
        return quote(name)

    def arrives_exact(self, function: str, arguments: Sequence[ColumnType | None]) -> bool:
        """Sums of long integers, and means, are ``numeric``."""
        first = arguments[0] if arguments else None
        if function == "Sum":
            long = 64
            return isinstance(first, TimestampMs) or (isinstance(first, Integer) and first.bits == long)
        if function == "Round" and isinstance(first, Integer | TimestampMs):
            # One argument gives a double, two a numeric.
            return len(arguments) > 1
        return (
            function in _EXACT_OF_NUMBERS
            and not isinstance(first, Float)
            and (bool(arguments) or function == "literal" or isinstance(first, Decimal))
        )

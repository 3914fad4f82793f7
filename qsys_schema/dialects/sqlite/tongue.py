"""How SQLite reads a query, for the room of queries ("SQL As Understood By SQLite")."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from qsys_schema.dialects.sqlite.tokens import RESERVED, fold, quote
from qsys_schema.dialects.sqlite.types import affinity, declared_type
from qsys_schema.model.lexicon import Lexicon
from qsys_schema.model.schema import Column
from qsys_schema.model.types import ColumnType, Decimal, Integer, Text

_JSON_TABLE: MappingProxyType[str, ColumnType | None] = MappingProxyType(
    {
        "key": None,
        "value": None,
        "type": Text(),
        "atom": None,
        "id": Integer(),
        "parent": Integer(),
        "fullkey": Text(),
        "path": Text(),
    }
)


class SQLiteTongue:
    """SQLite's part of the questions that the room asks."""

    name = "sqlite"
    lexicon = Lexicon(backticks=True, brackets=True)
    reserved_words = RESERVED
    hidden_columns: MappingProxyType[str, ColumnType] = MappingProxyType({"rowid": Integer()})
    functions = MappingProxyType(
        {
            "CurrentTimestamp": "text",
            "CurrentDate": "text",
            "CurrentTime": "text",
            "Date": "text?(any)",
            "DATETIME": "text?(any)",
            "datetime": "text?(any)",
            "JSONExtractScalar": "unknown(json, any)",
            "JSONArrayAgg": "json!(any)",
            "JSONObjectAgg": "json!(any)",
            "Rand": "integer",
            "TimeToStr": "text?(any)",
            "changes": "integer",
            "ifnull": "same(same)",
            "json_each": "unknown(json, text)",
            "julianday": "float?(any)",
            "last_insert_rowid": "integer",
            "likely": "same(same)",
            "printf": "text!(any)",
            "quote": "text!(any)",
            "randomblob": "blob!(integer)",
            "strftime": "text?(any)",
            "time": "text?(any)",
            "typeof": "text!(any)",
            "unixepoch": "integer?(any)",
            "unlikely": "same(same)",
            "zeroblob": "blob!(integer)",
        }
    )
    table_functions = MappingProxyType({"json_each": _JSON_TABLE, "json_tree": _JSON_TABLE})
    # What has no type of its own is kept as text, and truth as 0 and 1.
    alike = frozenset(
        {
            frozenset({"boolean", "number"}),
            frozenset({"text", "date"}),
            frozenset({"text", "time"}),
            frozenset({"text", "timestamp"}),
            frozenset({"text", "uuid"}),
            frozenset({"text", "json"}),
            frozenset({"text", "blob"}),
            frozenset({"json", "blob"}),
        }
    )
    exact_decimals = False

    def keeps_order(self, column: Column) -> bool:
        """Not decimals that are kept as text, letter by letter: 10.00 comes before 9.50."""
        return not isinstance(column.type, Decimal) or affinity(declared_type(column)) != "TEXT"

    def fold(self, name: str) -> str:
        """ASCII letters lose their case."""
        return fold(name)

    def unquoted(self, name: str) -> str:
        """The same: quotes change nothing."""
        return fold(name)

    def quote(self, name: str) -> str:
        """In double quotes."""
        return quote(name)

    def arrives_exact(self, function: str, arguments: Sequence[ColumnType | None]) -> bool:  # noqa: ARG002
        """Never: SQLite has no exact decimals."""
        return False

"""PostgreSQL as generated Python speaks to it: by psycopg 3, waiting or not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.dialects import texts
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.python import Codec, Flavour
from qsys_schema.model.types import ColumnType, Date, Decimal, Json, Time, Timestamp

if TYPE_CHECKING:
    from qsys_schema.model.schema import Column, Index

_TEXTS = Path(__file__).with_name("python")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")

_KEYWORDS = frozenset(
    """all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
    cast char character check coalesce collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
    desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
    grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral leading
    least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric
    offset on only or order out outer overlaps overlay placing position precision primary real references returning
    right row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window
    with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
    xmltable json json_array json_arrayagg json_object json_objectagg json_scalar json_serialize json_query json_exists
    json_value json_table merge_action""".split()
)
"""Words that are not certainly a name in every place ("SQL Key Words", Appendix C of the manual)."""


class PostgreSQLSpeller:
    """How repositories speak to PostgreSQL."""

    name = "postgres"
    mark = "%s"
    most_values = 65535  # a count in the protocol has two bytes

    @property
    def values(self) -> str:
        """The functions that codecs name."""
        return texts.text(_TEXTS, "values")

    @property
    def flavours(self) -> tuple[Flavour, ...]:
        """By psycopg's connections, and by its asynchronous ones."""
        return texts.flavours(_TEXTS, self.name)

    def named(self, name: str) -> str:
        """A parameter by name."""
        return f"%({name})s"

    def words(self, text: str) -> str:
        """A percent sign begins a parameter, unless there are two."""
        return text.replace("%", "%%")

    def quoted(self, name: str) -> str:
        """The name, in double quotes where it is not certainly taken for one."""
        return name if _PLAIN.fullmatch(name) and name not in _KEYWORDS else quote(name)

    def codec(self, kind: ColumnType, storage: str) -> Codec:  # noqa: ARG002 - there is a type for everything
        """How values of a type go in and out; psycopg does most of it."""
        match kind:
            case Json():
                return Codec(encode="encode_json({})")
            case Decimal(precision=precision, scale=scale):
                return Codec(encode=f"encode_decimal({{}}, {precision}, {scale})")
            case Date():
                return Codec(encode="encode_date({})")
            case Time():
                return Codec(encode="encode_time({})")
            case Timestamp(timezone=True):
                return Codec(encode="encode_aware({})", decode="decode_aware({})")
            case Timestamp():
                return Codec(encode="encode_naive({})")
            case _:
                return Codec()

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type nearest to a column's native one."""
        from qsys_schema.dialects.postgres.wish import nearest

        return nearest(column)

    def keeps_order(self, index: Index) -> bool:
        """Only a tree gives rows in its order ("Indexes and ORDER BY")."""
        return all(name != "method" or text == "btree" for name, text in index.attributes)

    def sorts(self, kind: ColumnType) -> bool:  # noqa: ARG002 - it has a type for each
        """Every type has its order."""
        return True

"""SQLite as generated Python speaks to it: by sqlite3, and by aiosqlite, which is the same in a thread."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema.dialects import texts
from qsys_schema.dialects.sqlite.tokens import RESERVED
from qsys_schema.dialects.sqlite.types import affinity
from qsys_schema.model.python import Codec, Flavour
from qsys_schema.model.types import (
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Float,
    Json,
    Time,
    Timestamp,
    Uuid,
)

if TYPE_CHECKING:
    from qsys_schema.model.schema import Column, Index

_TEXTS = Path(__file__).with_name("python")
_WISHES = ("", "text", "blob")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


class SQLiteSpeller:
    """How repositories speak to SQLite."""

    name = "sqlite"
    mark = "?"
    most_values = 32766  # SQLITE_MAX_VARIABLE_NUMBER since 3.32

    @property
    def values(self) -> str:
        """The functions that codecs name."""
        return texts.text(_TEXTS, "values")

    @property
    def flavours(self) -> tuple[Flavour, ...]:
        """By sqlite3 and by aiosqlite."""
        return texts.flavours(_TEXTS, self.name)

    def named(self, name: str) -> str:
        """A parameter by name."""
        return f":{name}"

    def words(self, text: str) -> str:
        """SQLite's driver takes SQL as it is."""
        return text

    def quoted(self, name: str) -> str:
        """The name, in backticks where it has to be quoted.

        In double quotes the name of a column that is not there would be taken for a text ("Double-quoted String
        Literals Are Accepted" in SQLite's list of quirks).
        """
        if _PLAIN.fullmatch(name) and name not in RESERVED:
            return name
        return "`" + name.replace("`", "``") + "`"

    def codec(self, kind: ColumnType, storage: str) -> Codec:
        """How values of a type go in and out."""
        match kind:
            case Json():
                return Codec(encode="encode_json({})", decode="decode_json({})")
            case Boolean():
                return Codec(decode="decode_boolean({})")
            case Float():
                # RETURNING gives a whole number as an integer, and so does a column that keeps numbers of any kind.
                return Codec(encode="encode_float({})", decode="float({})")
            case Decimal(precision=precision, scale=scale):
                # Such a column makes numbers of texts that are numbers.
                text = storage in _WISHES or affinity(storage) == "TEXT"
                word = "decimal" if text else "numeric"
                return Codec(encode=f"encode_{word}({{}}, {precision}, {scale})", decode="decode_decimal({})")
            case Date():
                return Codec(encode="encode_date({})", decode="decode_date({})")
            case Time():
                return Codec(encode="encode_time({})", decode="decode_time({})")
            case Timestamp(timezone=timezone):
                word = "aware" if timezone else "naive"
                return Codec(encode=f"encode_{word}({{}})", decode=f"decode_{word}({{}})")
            case Uuid():
                return Codec(encode="encode_uuid({})", decode="decode_uuid({})")
            case _:
                return Codec()

    def nearest(self, column: Column) -> ColumnType | None:
        """The logical type nearest to a column's native one."""
        from qsys_schema.dialects.sqlite.wish import nearest

        return nearest(column)

    def keeps_order(self, index: Index) -> bool:  # noqa: ARG002 - it has one kind of index
        """Every index of SQLite is a tree."""
        return True

    def sorts(self, kind: ColumnType) -> bool:
        """A decimal number is a text, and so 10.00 comes before 9.50."""
        return not isinstance(kind, Decimal)

"""What types are called elsewhere: in SQL, in other tools, in programming languages."""

from __future__ import annotations

import re

_OTHER_WORDS = {
    **dict.fromkeys(("int", "int8", "int64", "long", "bigint", "bigserial", "serial", "number"), "integer"),
    **dict.fromkeys(("int4", "int32"), "integer, bits: 32"),
    **dict.fromkeys(("int2", "int16", "smallint", "tinyint"), "integer, bits: 16"),
    **dict.fromkeys(("string", "str", "varchar", "char", "character varying", "citext"), "text"),
    **dict.fromkeys(("double", "double precision", "real", "float4", "float8"), "float"),
    **dict.fromkeys(("numeric", "money"), "decimal, precision: 12, scale: 2"),
    **dict.fromkeys(("bytes", "bytea", "binary", "varbinary"), "blob"),
    **dict.fromkeys(("timestamptz", "timestamp with time zone"), "timestamp, timezone: true"),
    "bool": "boolean",
    "datetime": "timestamp",
    "jsonb": "json",
    "guid": "uuid",
}
_WITH_SIZE = re.compile(r"(?P<word>[a-z0-9 ]+?) *\( *(?P<first>[0-9]{1,9}) *(?:, *(?P<second>[0-9]{1,9}) *)?\)")


def meant_by(word: str) -> str:
    """``{type: text, length: 40}`` for ``varchar(40)``, ``'blob'`` for ``bytea``; or nothing."""
    word = " ".join(word.casefold().split())
    sized = _WITH_SIZE.fullmatch(word)
    if sized is None:
        meant = _OTHER_WORDS.get(word, "")
        return f"{{type: {meant}}}" if "," in meant else repr(meant) if meant else ""
    meant = _OTHER_WORDS.get(sized["word"], sized["word"])
    match meant:
        case "text" if sized["second"] is None:
            return f"{{type: text, length: {sized['first']}}}"
        case "decimal" | "decimal, precision: 12, scale: 2":
            scale = f", scale: {sized['second']}" if sized["second"] is not None else ""
            return f"{{type: decimal, precision: {sized['first']}{scale}}}"
        case "integer, bits: 16" if word == "tinyint(1)":
            return "'boolean'"
        case "integer" | "timestamp" | "boolean" | "blob" | "float":
            return repr(meant)
        case _:
            return ""

"""What a made-up column of PostgreSQL may be: types with values, defaults and expressions that suit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Plain = Any
Document = dict[str, Any]
"""A spec's document, or a part of one. Keys that begin with ~ are the generator's own and are never written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type: its family, whose expressions suit it, its keys in a spec, values as text, and defaults."""

    family: str
    keys: Mapping[str, Plain]
    values: tuple[str, ...] = field(repr=False)
    defaults: tuple[Plain, ...] = field(default=(), repr=False)


def _sql(text: str) -> Document:
    return {"expression": text}


def _native(text: str) -> Document:
    return {"native": {"postgres": text}}


_NUMBERS = ("0", "1", "2", "3", "77", "-5", "4", "5", "12")
_TEXTS = ("a", "it's", "c;d", "12", "1.50", "ünï 😀", "", "A", "007", "2024-12-31", "true", "e\\f", "100%", "NULL")
_SHORT = ("a", "b", "it", "", "12", "ü")
_DAYS = ("2024-12-31", "1999-01-01", "2000-02-29")
_MOMENTS = ("2024-12-31 23:59:59.123456", "1999-01-01 00:00:00", "2000-02-29 12:00:00")
_INTEGER_DEFAULTS = (0, -7, 5, _sql("1 + 1"), _sql("+3"), _sql("abs(-4)"), _sql("(5)"), _sql("'6'"))
_TEXT_DEFAULTS = (
    *("a", "it's", "a;b -- c", "", '"q"', "back\\", "null", "ünï 😀", "%s", _sql("lower('A')"), _sql("'x' || 'y'")),
    *(_sql("CURRENT_USER"), _sql("now()::text"), _sql("E'tab\\there'"), _sql("md5('a')"), _sql("$$do;llar$$")),
)
_MOMENT_DEFAULTS = ("2024-12-31 23:59:00", _sql("CURRENT_TIMESTAMP"), _sql("now()"), _sql("now() + interval '1 day'"))

ENUMS = (("a", "it's", "c;d"), ("NEW", "ACTIVE", "DONE"), ("only",), ("ünï", "x y", ""), ("1", "2", "3", "4", "5"))

KINDS: tuple[Kind, ...] = (
    Kind(family="integer", keys={"type": "integer"}, values=_NUMBERS, defaults=_INTEGER_DEFAULTS),
    Kind(family="integer", keys={"type": "integer", "bits": 32}, values=_NUMBERS, defaults=_INTEGER_DEFAULTS),
    Kind(family="integer", keys={"type": "integer", "bits": 16}, values=_NUMBERS, defaults=_INTEGER_DEFAULTS),
    Kind(family="integer", keys={"type": "timestamp_ms"}, values=_NUMBERS, defaults=(0, 1700000000000)),
    Kind(family="integer", keys=_native("int4"), values=_NUMBERS, defaults=(1, _sql("-1"))),
    Kind(family="text", keys={"type": "text"}, values=_TEXTS, defaults=_TEXT_DEFAULTS),
    Kind(family="text", keys={"type": "text"}, values=_TEXTS, defaults=_TEXT_DEFAULTS),
    Kind(family="text", keys={"type": "text", "length": 12}, values=_TEXTS, defaults=("a", "short", _sql("'x'"))),
    Kind(family="text", keys=_native("varchar(20)"), values=_TEXTS, defaults=("a", _sql("upper('b')"))),
    Kind(family="text", keys=_native("char(3)"), values=_SHORT, defaults=("a",)),
    Kind(family="boolean", keys={"type": "boolean"}, values=("t", "f"), defaults=(True, False, _sql("NOT true"))),
    Kind(
        family="decimal",
        keys={"type": "decimal", "precision": 12, "scale": 2},
        values=(*_NUMBERS, "1.25", "-0.10"),
        defaults=("0.50", "0", "-3", _sql("1.5::numeric")),
    ),
    Kind(family="decimal", keys=_native("numeric"), values=(*_NUMBERS, "1.125", "NaN"), defaults=(1, "2.5")),
    Kind(family="float", keys={"type": "float"}, values=(*_NUMBERS, "0.5", "1e10"), defaults=(0.5, _sql("1e3"))),
    Kind(family="float", keys=_native("real"), values=(*_NUMBERS, "0.5"), defaults=(_sql("1 / 3.0"), -1)),
    Kind(family="date", keys={"type": "date"}, values=_DAYS, defaults=("2024-12-31", _sql("current_date"))),
    Kind(family="time", keys={"type": "time"}, values=("12:00:00", "23:59:59.5"), defaults=("23:59:00",)),
    Kind(family="timestamp", keys={"type": "timestamp"}, values=_MOMENTS, defaults=_MOMENT_DEFAULTS),
    Kind(
        family="timestamptz", keys={"type": "timestamp", "timezone": True}, values=_MOMENTS, defaults=_MOMENT_DEFAULTS
    ),
    Kind(family="timestamp", keys=_native("timestamp(3)"), values=_MOMENTS, defaults=_MOMENT_DEFAULTS[1:]),
    Kind(family="interval", keys=_native("interval"), values=("1 day", "02:00"), defaults=(_sql("interval '1 hour'"),)),
    Kind(
        family="json",
        keys={"type": "json"},
        values=("{}", "[1, 2]", '{"k": "v"}', "null", '"a"'),
        defaults=("{}", '[1, "x"]', _sql("'{\"k\": 1}'::jsonb")),
    ),
    Kind(family="plain json", keys=_native("json"), values=("{}", "[1,  2]"), defaults=("{}",)),
    Kind(
        family="uuid",
        keys={"type": "uuid"},
        values=("123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000001"),
        defaults=("123e4567-e89b-12d3-a456-426614174000", _sql("gen_random_uuid()")),
    ),
    Kind(family="blob", keys={"type": "blob"}, values=("\\x00ff", "\\x"), defaults=(_sql("'\\x00ff'::bytea"),)),
    Kind(
        family="array",
        keys=_native("integer[]"),
        values=("{}", "{1,2}", "{NULL}"),
        defaults=("{}", _sql("ARRAY[1, 2]"), _sql("'{}'::int[]")),
    ),
    Kind(family="texts", keys=_native("text[]"), values=("{}", '{a,"b c"}'), defaults=("{}", _sql("ARRAY['a']"))),
    Kind(family="range", keys=_native("int4range"), values=("[1,5)", "empty", "[7,)"), defaults=("[1,2)",)),
    Kind(family="days", keys=_native("daterange"), values=("[2024-01-01,2024-02-01)", "empty"), defaults=("empty",)),
    Kind(family="inet", keys=_native("inet"), values=("127.0.0.1", "::1", "10.0.0.0/8"), defaults=("127.0.0.1",)),
    Kind(family="tsvector", keys=_native("tsvector"), values=("'a':1 'b':2",), defaults=(_sql("''::tsvector"),)),
    Kind(family="bits", keys=_native("bit varying(8)"), values=("101", ""), defaults=(_sql("B'1'"),)),
    Kind(family="point", keys=_native("point"), values=("(1,2)",), defaults=("(0,0)",)),
)

SORTED = frozenset(
    {
        *("integer", "text", "boolean", "decimal", "float", "date", "time", "timestamp", "timestamptz", "interval"),
        *("json", "uuid", "blob", "enum", "array", "texts", "range", "days", "inet", "bits", "tsvector"),
    }
)
"""The families that a key or a btree index can be made of."""

METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("uuid", "enum", "boolean"), ("hash",)),
        **dict.fromkeys(("integer", "date", "timestamp", "timestamptz"), ("hash", "brin")),
        "text": ("hash", "spgist"),
        "json": ("gin",),
        "array": ("gin",),
        "texts": ("gin",),
        "tsvector": ("gin", "gist"),
        "range": ("gist", "spgist"),
        "days": ("gist",),
        "point": ("gist", "spgist"),
    }
)
"""Access methods beside btree, by family."""

ANY = "any"
"""The family of expressions that suit every column."""

CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ANY: ("{a} IS NOT NULL", "num_nonnulls({a}, {b}) >= 0", "({a} IS NULL) = ({b} IS NULL) OR true", "1 < 2"),
        "integer": (
            *("{a} >= -100", "{a} BETWEEN -10 AND 1000", "{a} IN (0, 1, 2, 3, 77, -5, 4, 5, 12)", "{a} <> 88"),
            *("NOT ({a} = 99)", "{a}::text NOT LIKE '9%'", "{a} = ANY (ARRAY[0, 1, 2, 3])", "\n {a} > -9 -- why\n"),
        ),
        "decimal": ("{a} > -1000.50", "{a}::numeric(14,3) < 1e6", "round({a}) <> 99"),
        "float": ("{a} > -1e9", "{a} IS NULL OR {a} <> 0.25"),
        "boolean": ("{a} IN (true, false)", "{a} IS NOT TRUE OR {a}", "{a} OR NOT {a}"),
        "text": (
            *("{a} <> 'never'", "length({a}) < 500", "{a} NOT IN ('x', 'it''s so', 'z')", "{a} LIKE '%'"),
            *("{a} NOT LIKE 'q\\_%'", "{a} ~ '^.*$'", "{a} SIMILAR TO '%'", "{a} BETWEEN '' AND 'zzzz'"),
            *("{a}::text IS DISTINCT FROM 'k'", "CASE WHEN {a} = 'p' THEN false ELSE true END", "{a} ILIKE '%'"),
            *("{a} COLLATE \"C\" < 'zz'", "lower({a}) || 'x' <> ';'", "coalesce({a}, 'none') <> 'nobody'"),
            *(
                "position('!!' in {a}) = 0",
                "substring({a} from 1 for 2) <> 'qq'",
                "{a} <> E'\\n;'",
                "{a} = 'a' OR true",
            ),
            *("{a} IN ('a', 'b', 'it''s', '', '12')", "trim({a}) <> '-- no'", "{a} NOT LIKE '!%' ESCAPE '!'"),
        ),
        "date": ("{a} > DATE '1900-01-01'", "extract(year from {a}) > 1900", "{a} < '2999-01-01'"),
        "time": ("{a} >= '00:00'",),
        "timestamp": ("{a} >= TIMESTAMP '1990-01-01 00:00:00'", "{a} < '2999-01-01'"),
        "timestamptz": ("{a} > '1990-01-01 00:00:00+00'",),
        "interval": ("{a} < interval '100 years'",),
        "json": ("jsonb_typeof({a}) <> 'number'", "NOT ({a} @> '{{\"bad\": 1}}')", "{a} ->> 'k' IS DISTINCT FROM 'q'"),
        "uuid": ("{a} <> '00000000-0000-0000-0000-000000000000'",),
        "blob": ("octet_length({a}) < 100",),
        "enum": (
            "{a} <> {value}",
            "{a}::text <> 'zzz'",
            "{a} = {value} OR true",
            "{a} IN ({value}) OR {a} IS NOT NULL",
        ),
        "array": ("cardinality({a}) < 50", "{a} <> '{{9}}'", "NOT (9 = ANY ({a}))"),
        "texts": ("array_length({a}, 1) IS NULL OR array_length({a}, 1) < 9",),
        "range": ("upper({a}) IS NULL OR lower({a}) < upper({a})", "NOT ({a} && '[900,901)')"),
        "inet": ("family({a}) IN (4, 6)",),
        "tsvector": ("length({a}) < 100",),
    }
)

COMPUTED: Mapping[str, tuple[tuple[str, str, Document], ...]] = MappingProxyType(
    {
        ANY: (("{a} IS NULL", "boolean", {"type": "boolean"}),),
        "integer": (
            ("{a} * 2", "integer", {"type": "integer"}),
            ("coalesce({a}, 0)", "integer", {"type": "integer"}),
            ("{a}::text", "text", {"type": "text"}),
        ),
        "text": (
            ("upper({a})", "text", {"type": "text"}),
            ("length({a})", "integer", {"type": "integer", "bits": 32}),
            ("{a} || '!;'", "text", {"type": "text"}),
            ("CASE WHEN {a} = 'a' THEN 'many' ELSE {a} END", "text", _native("varchar(20)")),
        ),
        "boolean": (("NOT {a}", "boolean", {"type": "boolean"}),),
        "date": (("{a} + 1", "date", {"type": "date"}),),
        "json": (("{a} ->> 'k'", "text", {"type": "text"}),),
        "timestamp": (("{a}::date", "date", {"type": "date"}),),
        "array": (("cardinality({a})", "integer", {"type": "integer", "bits": 32}),),
        "range": (("isempty({a})", "boolean", {"type": "boolean"}),),
    }
)
"""Expressions with the family and the keys of what comes out."""

INDEXED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ANY: ("({a} IS NULL)",),
        "text": ("lower({a})", "({a} || 'x')", "left({a}, 3)", "coalesce({a}, 'none')", 'upper({a}) COLLATE "C"'),
        "integer": ("({a} + 1)", "abs({a})", "(- {a})", "({a} % 7)"),
        "json": ("({a} ->> 'k')", "({a} -> 'k')"),
        "date": ("({a} + 1)",),
        "boolean": ("(NOT {a})",),
    }
)

WHERE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ANY: ("{a} IS NOT NULL", "{a} IS NOT NULL AND {b} IS NULL"),
        "text": ("{a} = 'a'", "{a} IN ('a', ';')", "{a} LIKE 'x%'", "{a} <> ALL (ARRAY['q', 'r'])"),
        "integer": ("{a} > 5", "{a} IN (1, 2) OR {a} < 0", "{a} BETWEEN 1 AND 3"),
        "boolean": ("{a}", "NOT {a}"),
        "enum": ("{a} = {value}", "{a} IN ({value})"),
        "date": ("{a} > '2020-01-01'",),
    }
)

"""Made-up wishes over everything that the model can say about SQLite: columns, keys, constraints, indexes."""

from __future__ import annotations

from dataclasses import replace

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import (
    Check,
    Column,
    ForeignKey,
    Generated,
    Index,
    Part,
    PrimaryKey,
    Schema,
    Table,
    Unique,
)
from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Enum,
    Float,
    Integer,
    Json,
    Native,
    Text,
    Time,
    Timestamp,
    TimestampMs,
    Uuid,
)
from tests.properties.choice import Choice, quoted
from tests.properties.repair import repaired

TYPES: tuple[ColumnType, ...] = (
    *(Integer(), Text(), Text(length=12), Float(), Boolean(), Blob(), Enum(values=("a", "it's", "c;d"))),
    *(Decimal(precision=12, scale=2), Date(), Time(), Timestamp(), Timestamp(timezone=True), TimestampMs()),
    *(Json(), Uuid(), Integer(bits=16), Enum(values=("only",))),
    *(Native(text=text) for text in ("", "NUMERIC", "varchar(20)", "DECIMAL(10, 2)", "double precision", "INT", "any")),
)
_NUMBERS = (Integer, Float, TimestampMs)
_NUMBER_DEFAULTS: tuple[Expr | Literal, ...] = (
    *(Literal(value=0), Literal(value=-7), Expr(text="1 + 1"), Expr(text="+3"), Expr(text="0x10")),
    *(Expr(text="-9223372036854775808"), Expr(text="abs(-4)"), Expr(text="NULL"), Expr(text="(5)")),
)
_TEXT_DEFAULTS: tuple[Expr | Literal, ...] = (
    *(Literal(value="a"), Literal(value="it's"), Literal(value="a;b -- c"), Literal(value=""), Literal(value='"q"')),
    *(Expr(text="CURRENT_TIMESTAMP"), Expr(text="lower('A')"), Expr(text="'x' || 'y'"), Expr(text="current_date")),
    *(Literal(value="back\\"), Literal(value="null"), Literal(value="ünï 😀")),
)
_BOOLEAN_DEFAULTS: tuple[Expr | Literal, ...] = (Literal(value=True), Literal(value=False), Expr(text="FALSE"))
_FLOAT_DEFAULTS: tuple[Expr | Literal, ...] = (
    *(Literal(value=0.5), Expr(text="1e3"), Expr(text="-.5"), Expr(text="1 / 3.0")),
)
_CHECKS = (
    *("{a} IS NULL OR {a} <> 'never'", "length({a}) < 5000", "typeof({a}) IN ('null','integer','real','text','blob')"),
    *("{a} IS NOT 77", "NOT ({a} = 'no;pe')", "({a}) <> (-5)", "{a} COLLATE NOCASE <> 'Qq'", "{a} != 1e99"),
    *("CASE WHEN {a} IS NULL THEN 1 ELSE {a} NOT LIKE '\\%' ESCAPE '\\' END", "{a} || 'x' <> ';'", "1", "1 < 2 AND 3"),
    *("{a} IS NOT 'p' OR {b} IS NOT 'q'", "coalesce({a}, {b}, 0) IS NOT 88", "{a} NOT BETWEEN 600 AND (601)"),
    *("{a} >= 0", "{a} > {b}", "{a} IN (1, 2, 'a', 'it''s')", "\n  {a} IS NOT 3 -- why\n  AND 1"),
    "{a} NOT GLOB '[z]*'",
)
_COMPUTED = (
    *("{a} || '!'", "length({a})", "{a} * 2", "coalesce({a}, {b})", "CASE WHEN {a} > 1 THEN 'many' ELSE {b} END"),
    *("upper({a}) || ';'", "{a} IS NULL", "hex({a})", "({a})", "-{a}", "{a} % 3", "ifnull({a},'a''b')"),
)
_INDEXED = ("lower({a})", "{a} || {b}", "{a} + 1", "coalesce({a}, 'none')", "length({a}) % 7", "-{a}", "{a} IS NULL")
_WHERE = ("{a} IS NOT NULL", "{a} > 5", "{a} = 'a'", "{a} IN ('a', ';') OR {b} < 3", "{a} NOT NULL AND {b} = 'it''s'")
_ACTIONS = ("no action", "cascade", "set null", "restrict", "set default")
_COLLATIONS = ("", "NOCASE", "RTRIM", "binary")


def expression(choice: Choice, templates: tuple[str, ...], columns: tuple[str, ...]) -> Expr:
    """An expression over some of the columns."""
    a, b = quoted(choice.pick(columns)), quoted(choice.pick(columns))
    return Expr(text=choice.pick(templates).format(a=a, b=b))


def default(choice: Choice, kind: ColumnType) -> Expr | Literal | None:
    """A default of any form that suits the type, mostly none."""
    if not choice.happens(40):
        return None
    match kind:
        case Boolean():
            return choice.pick(_BOOLEAN_DEFAULTS)
        case Enum(values=values):
            return Literal(value=values[0])
        case Blob():
            return choice.pick((Expr(text="x'00FF'"), Expr(text="zeroblob(2)")))
        case Decimal():
            return Literal(value="0.50")
        case Text(length=12):
            return Literal(value="short")
        case Float():
            return choice.pick(_FLOAT_DEFAULTS)
        case Native():
            return choice.pick((*_NUMBER_DEFAULTS, *_TEXT_DEFAULTS))
        case _ if isinstance(kind, _NUMBERS):
            return choice.pick(_NUMBER_DEFAULTS)
        case _:
            return choice.pick(_TEXT_DEFAULTS)


def column(choice: Choice, name: str, others: tuple[str, ...]) -> Column:
    """A column; generated ones are computed from ``others``."""
    kind = choice.pick(TYPES)
    made = Column(
        name=name,
        type=kind,
        nullable=choice.happens(60),
        collation=choice.pick(_COLLATIONS) if choice.happens(15) else "",
        storage=choice.pick(("", "text", "blob", "numeric")) if choice.happens(20) else "",
    )
    if others and choice.happens(15):
        computed = Generated(expression=expression(choice, _COMPUTED, others), stored=choice.happens(50))
        return replace(made, generated=computed, nullable=choice.happens(90), type=Native(text=""))
    made = replace(made, default=default(choice, kind))
    backfill = replace(made, default=None) if choice.happens(75) else made
    return replace(made, backfill=backfill.default)


def _parts(choice: Choice, columns: tuple[str, ...], high: int) -> tuple[Part, ...]:
    return tuple(
        Part(
            column=name,
            descending=choice.happens(15),
            collation=choice.pick(_COLLATIONS) if choice.happens(10) else "",
        )
        for name in choice.some(columns, 1, high)
    )


def primary_key(choice: Choice, columns: tuple[str, ...]) -> PrimaryKey | None:
    """A key of one column, of several, or none; seldom with a name."""
    if choice.happens(15) or not columns:
        return None
    parts = (Part(column=columns[0]),) if choice.happens(60) else _parts(choice, columns, 3)
    return PrimaryKey(parts=parts, name=choice.pick(("pk of mine", "K")) if choice.happens(10) else "")


def unique(choice: Choice, columns: tuple[str, ...]) -> Unique:
    """A UNIQUE constraint, with a name or without."""
    return Unique(name=_own_name(choice, "u"), parts=_parts(choice, columns, 2))


def check(choice: Choice, columns: tuple[str, ...]) -> Check:
    """A CHECK constraint, with a name or without."""
    return Check(name=_own_name(choice, "c"), expression=expression(choice, _CHECKS, columns))


def index(choice: Choice, columns: tuple[str, ...]) -> Index:
    """An index over columns and expressions, whole or partial."""
    parts: tuple[Part, ...] = _parts(choice, columns, 3)
    if choice.happens(30):
        part = Part(
            expression=expression(choice, _INDEXED, columns),
            descending=choice.happens(30),
            collation=choice.pick(_COLLATIONS) if choice.happens(20) else "",
        )
        parts = (*parts[1:], part)
    where = expression(choice, _WHERE, columns) if choice.happens(25) else None
    return Index(name=_own_name(choice, "i"), parts=parts, unique=choice.happens(15), where=where)


def _own_name(choice: Choice, letter: str) -> str:
    # Never in the form that the convention gives, so that a name in a catalog was certainly somebody's wish.
    return choice.pick(("", *(f'{letter} {number}\'s "é";' for number in range(40)))) if choice.happens(40) else ""


def foreign_key(choice: Choice, table: Table, targets: tuple[Table, ...]) -> ForeignKey | None:
    """A reference to a key of one of the tables, or None where nothing fits."""
    target = choice.pick(targets)
    keys = [key.parts for key in (target.primary_key, *target.uniques) if key is not None]
    own = tuple(one.name for one in table.columns if one.generated is None)
    keys = [parts for parts in keys if len(parts) <= len(own)]
    if not keys:
        return None
    parts = choice.pick(keys)
    implicit = target.primary_key is not None and parts == target.primary_key.parts and choice.happens(30)
    return ForeignKey(
        name=_own_name(choice, "f"),
        columns=choice.some(own, len(parts), len(parts)),
        target=target.name,
        target_columns=() if implicit else tuple(part.column for part in parts),
        on_delete=choice.pick(_ACTIONS),
        on_update=choice.pick(_ACTIONS) if choice.happens(40) else "no action",
        deferrable=choice.pick(("initially deferred", "initially immediate")) if choice.happens(25) else "",
    )


def table(choice: Choice, name: str) -> Table:
    """A table without foreign keys: these need to know the others."""
    columns: list[Column] = []
    for _ in range(choice.number(1, 6)):
        names = tuple(one.name for one in columns)
        columns.append(column(choice, choice.name(names), names))
    stored = tuple(one.name for one in columns if one.generated is None)
    every = tuple(one.name for one in columns)
    key = primary_key(choice, stored)
    if key is not None and choice.happens(50):
        columns[0] = replace(columns[0], type=Integer(), default=None, identity="autoincrement" * choice.happens(40))
    options: list[tuple[str, str]] = []
    if choice.happens(15):
        options.append(("strict", "true"))
    if choice.happens(12):
        options.append(("without_rowid", "true"))
    return Table(
        name=name,
        columns=tuple(columns),
        primary_key=key,
        uniques=tuple(unique(choice, stored) for _ in range(choice.number(0, 2))),
        checks=tuple(check(choice, every) for _ in range(choice.number(0, 2))),
        indexes=tuple(index(choice, every) for _ in range(choice.number(0, 2))),
        triggers=None,
        options=tuple(options),
    )


def schema(choice: Choice) -> Schema:
    """A wish of a few tables that SQLite would create."""
    tables: list[Table] = []
    for _ in range(choice.number(1, 4)):
        tables.append(table(choice, choice.name([one.name for one in tables])))
    linked = []
    for one in tables:
        keys = [foreign_key(choice, one, tuple(tables)) for _ in range(choice.number(0, 2))]
        linked.append(replace(one, foreign_keys=tuple(key for key in keys if key is not None)))
    return repaired(Schema(tables=tuple(linked), views=None))

"""Specs in order become exactly these values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Generated,
    Index,
    Part,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
)
from qsys_schema.model.source import Source
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
from tests.spec.house import load_for

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """\
table: orders
description: "Anything: at all"
renamed_from: purchases
columns:
  id: {type: integer, primary_key: true, autoincrement: true}
  amount: {type: decimal, precision: 12, scale: 2, default: "0.00", storage: {sqlite: numeric}}
  slug: {type: text, length: 80, collate: {sqlite: NOCASE, postgres: '"C"'}, renamed_from: name}
  status: {type: text, enum: [NEW, PAID], default: NEW}
  price: {type: integer, bits: 32, backfill: 1}
  total: {type: integer, generated: {sqlite: price * 2, postgres: price * 3}, stored: true, nullable: true}
  made_at:
    type: timestamp
    timezone: true
    default: {sqlite: {expression: CURRENT_TIMESTAMP}, postgres: "2024-01-01 00:00"}
  words: {native: {postgres: tsvector, sqlite: "", mysql: text}, nullable: true}
  parent_id: {type: integer, native: {mysql: bigint unsigned}, nullable: true}
unique:
  - columns: [slug, {column: status, order: desc, collate: NOCASE}]
    name: uq_slug
  - columns: [amount]
    only: [postgres]
indexes:
  - columns: [status, {column: made_at, order: desc}, {expression: lower(slug), collate: {sqlite: NOCASE}}]
    where: {sqlite: "status = 'NEW'"}
    name: ix_orders_new
  - expressions: [lower(slug), {postgres: "slug COLLATE \\"C\\""}]
    unique: true
  - expressions: [{postgres: to_tsvector(slug)}]
foreign_keys:
  - columns: [parent_id]
    references: {table: orders, columns: [id]}
    on_delete: set null
    on_update: cascade
    deferrable: initially deferred
    name: fk_parent
checks:
  - {name: ck_price, expression: price >= 0}
  - expression: {postgres: total > 0}
  - {expression: total > 1, only: [mysql]}
triggers:
  - name: touched
    sql: {sqlite: CREATE TRIGGER touched AFTER UPDATE ON orders BEGIN SELECT 1; END}
  - {name: other, sql: CREATE TRIGGER other, only: [postgres]}
options: {sqlite: {strict: true, without_rowid: false}, postgres: {partition_by: {hash: [id]}, partitions: 8}}
queries: {first: {sql: SELECT 1 AS one, returns: one}}
"""


def load_text(folder: Path, text: str, name: str = "sqlite") -> Table:
    """Load one spec of that text."""
    (folder / "orders.yaml").write_text(text, encoding="utf-8")
    return load_for(folder, name).schema.tables[0]


def test_every_key_of_a_spec_becomes_its_value(tmp_path: Path) -> None:
    """One spec with everything in it, for one database."""
    assert load_text(tmp_path, EVERYTHING) == Table(
        name="orders",
        comment="Anything: at all",
        columns=(
            Column(name="id", type=Integer(), identity="autoincrement"),
            Column(name="amount", type=Decimal(precision=12, scale=2), default=Literal(value="0.00")),
            Column(name="slug", type=Text(length=80), collation="NOCASE"),
            Column(name="status", type=Enum(values=("NEW", "PAID")), default=Literal(value="NEW")),
            Column(name="price", type=Integer(bits=32)),
            Column(
                name="total",
                type=Integer(),
                nullable=True,
                generated=Generated(expression=Expr(text="price * 2"), stored=True),
            ),
            Column(name="made_at", type=Timestamp(timezone=True), default=Expr(text="CURRENT_TIMESTAMP")),
            Column(name="words", type=Native(text=""), nullable=True),
            Column(name="parent_id", type=Integer(), nullable=True),
        ),
        primary_key=PrimaryKey(parts=(Part(column="id"),)),
        uniques=(
            Unique(
                name="uq_slug",
                parts=(Part(column="slug"), Part(column="status", descending=True, collation="NOCASE")),
            ),
        ),
        indexes=(
            Index(
                name="ix_orders_new",
                parts=(
                    Part(column="status"),
                    Part(column="made_at", descending=True),
                    Part(expression=Expr(text="lower(slug)"), collation="NOCASE"),
                ),
                where=Expr(text="status = 'NEW'"),
            ),
            Index(name="", parts=(Part(expression=Expr(text="lower(slug)")),), unique=True),
        ),
        foreign_keys=(
            ForeignKey(
                name="fk_parent",
                columns=("parent_id",),
                target="orders",
                target_columns=("id",),
                on_delete="set null",
                on_update="cascade",
                deferrable="initially deferred",
            ),
        ),
        checks=(Check(name="ck_price", expression=Expr(text="price >= 0")),),
        triggers=(Trigger(name="touched", table="orders", sql=""),),
        options=(("strict", "true"),),
    )


def test_what_equality_leaves_out_is_carried_too(tmp_path: Path) -> None:
    """Former names, storage, backfill, the text of expressions and triggers, and every source."""
    table = load_text(tmp_path, EVERYTHING)
    columns = {column.name: column for column in table.columns}
    assert table.renamed_from == "purchases"
    assert columns["slug"].renamed_from == "name"
    assert columns["amount"].storage == "numeric"
    assert columns["price"].backfill == Literal(value=1)
    assert table.checks[0].expression.text == "price >= 0"
    assert table.indexes[0].where is not None
    assert table.indexes[0].where.text == "status = 'NEW'"
    assert table.triggers is not None
    assert table.triggers[0].sql.startswith("CREATE TRIGGER touched AFTER")
    sources = [
        (table.source, ("table",)),
        (columns["slug"].source, ("columns", "slug")),
        (table.primary_key and table.primary_key.source, ("columns", "id", "primary_key")),
        (table.uniques[0].source, ("unique", 0)),
        (table.indexes[1].source, ("indexes", 1)),
        (table.foreign_keys[0].source, ("foreign_keys", 0)),
        (table.checks[0].source, ("checks", 0)),
        (table.triggers[0].source, ("triggers", 0)),
    ]
    file = (tmp_path / "orders.yaml").as_posix()
    assert [found for found, _ in sources] == [Source(file=file, path=path) for _, path in sources]


def test_another_database_gets_its_own_parts(tmp_path: Path) -> None:
    """What a per-database mapping does not name is absent; what another is alone to get is left out."""
    table = load_text(tmp_path, EVERYTHING, "postgres")
    columns = {column.name: column for column in table.columns}
    assert columns["slug"].collation == '"C"'
    assert columns["amount"].storage == ""
    assert columns["words"].type == Native(text="tsvector")
    assert columns["made_at"].default == Literal(value="2024-01-01 00:00")
    assert [len(index.parts) for index in table.indexes] == [3, 2, 1]
    assert table.indexes[0].where is None
    assert [check.expression.text for check in table.checks] == ["price >= 0", "total > 0"]
    assert [trigger.name for trigger in table.triggers or ()] == ["other"]
    assert [unique.columns for unique in table.uniques] == [("slug", "status"), ("amount",)]
    assert table.options == (("partition_by", '{"hash": ["id"]}'), ("partitions", "8"))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("type: text", Text()),
        ("type: integer", Integer(bits=64)),
        ("type: integer, bits: 16", Integer(bits=16)),
        ("type: decimal, precision: 5", Decimal(precision=5, scale=0)),
        ("type: float", Float()),
        ("type: boolean", Boolean()),
        ("type: date", Date()),
        ("type: time", Time()),
        ("type: timestamp", Timestamp()),
        ("type: timestamp_ms", TimestampMs()),
        ("type: json", Json()),
        ("type: uuid", Uuid()),
        ("type: blob", Blob()),
        ("type: text, enum: [a, b]", Enum(values=("a", "b"))),
        ("type: enum, enum: [a, b]", Enum(values=("a", "b"), name="t_a")),
        ("type: text, native: {sqlite: CLOB}", Native(text="CLOB")),
    ],
)
def test_every_logical_type_is_known(tmp_path: Path, written: str, wanted: ColumnType) -> None:
    """A type as it is written, and the value that stands for it."""
    assert load_text(tmp_path, f"table: t\ncolumns:\n  a: {{{written}}}\n").columns[0].type == wanted


@pytest.mark.parametrize(
    "written",
    [
        "type: integer, default: -9223372036854775808",
        "type: boolean, default: false",
        "type: float, default: 1",
        "type: float, default: -1.5e3",
        "type: decimal, precision: 4, scale: 2, default: 12",
        'type: decimal, precision: 2, scale: 2, default: "-0.99"',
        'type: text, default: ""',
        "type: text, length: 1, default: é",
        'type: date, default: "2024-02-29"',
        'type: time, default: "23:59:59.5"',
        'type: timestamp, default: "2024-02-29T12:00:00Z"',
        "type: json, default: '[]'",
        "type: json, default: 'null'",
        "type: uuid, default: 123e4567-e89b-12d3-a456-426614174000",
        "type: timestamp_ms, default: 0",
        "type: blob, default: {expression: \"x'00'\"}",
        "native: {sqlite: ANY}, default: 3",
        "type: integer, default: {postgres: 5}",
        "type: text, default: {expression: {sqlite: \"'a'\", postgres: \"'b'\"}}",
    ],
)
def test_a_default_that_fits_is_taken(tmp_path: Path, written: str) -> None:
    """The widest value of a type is still one of its values."""
    assert load_text(tmp_path, f"table: t\ncolumns:\n  a: {{{written}}}\n").columns


def test_a_composite_key_may_have_a_name_and_an_order(tmp_path: Path) -> None:
    """Both forms of the table's primary key give the same parts."""
    text = "table: t\ncolumns:\n  a: {type: text}\n  b: {type: text}\nprimary_key: "
    plain = load_text(tmp_path, text + "[a, {column: b, order: desc}]\n").primary_key
    named = load_text(tmp_path, text + "{name: pk_t, columns: [a, {column: b, order: desc}]}\n").primary_key
    parts = (Part(column="a"), Part(column="b", descending=True))
    assert plain == PrimaryKey(parts=parts)
    assert named == PrimaryKey(parts=parts, name="pk_t")


@pytest.mark.parametrize(("written", "wanted"), [("", None), ("triggers: []\n", ())])
def test_silence_about_triggers_is_not_the_wish_for_none(
    tmp_path: Path, written: str, wanted: tuple[Trigger, ...] | None
) -> None:
    """Without the key triggers are kept; with an empty list there shall be none."""
    assert load_text(tmp_path, f"table: t\ncolumns:\n  a: {{type: text}}\n{written}").triggers == wanted


def test_any_name_that_a_database_takes_can_be_written(tmp_path: Path) -> None:
    """Reserved words, spaces, quotes, other scripts, and words that YAML once read as booleans or numbers."""
    names = [
        "select",
        "a b",
        'say "x"',
        "it's",
        "größe",
        "表",
        "on",
        "no",
        "null",
        "1",
        "2024-01-01",
        "~",
        "Mixed",
        "`",
    ]
    keys = [f"'{name.replace(chr(39), chr(39) * 2)}'" for name in names]
    columns = "".join(f"  {key}: {{type: text}}\n" for key in keys)
    table = load_text(tmp_path, f"table: '; DROP --'\ncolumns:\n{columns}primary_key: [{', '.join(keys)}]\n")
    assert table.name == "; DROP --"
    assert [column.name for column in table.columns] == names
    assert table.primary_key is not None
    assert list(table.primary_key.columns) == names


def test_a_key_is_text_without_quotes_too(tmp_path: Path) -> None:
    """As a key nothing but a name can be meant: ``on``, ``null`` and ``1`` are themselves."""
    columns = load_text(tmp_path, "table: t\ncolumns:\n  on: {type: text}\n  null: {type: text}\n  1: {type: text}\n")
    assert [column.name for column in columns.columns] == ["on", "null", "1"]


def test_a_chain_of_columns_may_move_on(tmp_path: Path) -> None:
    """A former name may be in use again when its new bearer was renamed as well."""
    chain = "  y: {type: text, renamed_from: x}\n  z: {type: text, renamed_from: y}\n"
    table = load_text(tmp_path, f"table: t\ncolumns:\n{chain}")
    assert [column.renamed_from for column in table.columns] == ["x", "y"]


def test_indexes_and_constraints_say_what_they_were_called(tmp_path: Path) -> None:
    """With a name of their own or the convention's; a chain may move on here too."""
    table = load_text(
        tmp_path,
        "table: t\ncolumns:\n  a: {type: integer, primary_key: true}\n  b: {type: integer}\n"
        "indexes:\n- {columns: [a], name: i2, renamed_from: i1}\n- {columns: [b], name: i3, renamed_from: i2}\n"
        "unique:\n- {columns: [b], renamed_from: old}\n"
        "checks:\n- {expression: b > 0, name: positive, renamed_from: old}\n"
        "foreign_keys:\n- {columns: [b], references: {table: t, columns: [a]}, renamed_from: old}\n",
    )
    assert [index.renamed_from for index in table.indexes] == ["i1", "i2"]
    items: tuple[Constraint, ...] = (*table.uniques, *table.checks, *table.foreign_keys)
    assert [(item.name, item.renamed_from) for item in items] == [("", "old"), ("positive", "old"), ("", "old")]


def test_the_longest_name_is_counted_in_bytes(tmp_path: Path) -> None:
    """A name of exactly as many bytes as fit is taken, in any script."""
    names = ["a" * 63, "é" * 31 + "b"]
    columns = "".join(f"  {name}: {{type: text}}\n" for name in names)
    table = load_text(tmp_path, f"table: {'t' * 63}\ncolumns:\n{columns}")
    assert [column.name for column in table.columns] == names


def test_anchors_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    """An alias stands for its value, and an editor's mark at the start for nothing."""
    table = load_text(tmp_path, "\ufefftable: t\ncolumns:\n  a: &a {type: text, nullable: true}\n  b: *a\n")
    assert [(column.name, column.nullable) for column in table.columns] == [("a", True), ("b", True)]


def test_a_foreign_key_may_refer_to_what_is_unique(tmp_path: Path) -> None:
    """A primary key in any order, a unique constraint, or a unique index over all rows."""
    text = """\
table: t
columns:
  a: {type: text}
  b: {type: text}
  c: {type: text}
  d: {type: text}
primary_key: [a, b]
unique: [{columns: [c]}]
indexes: [{columns: [d], unique: true}]
foreign_keys:
  - {columns: [c, d], references: {table: t, columns: [b, a]}}
  - {columns: [c, d], references: {table: t}}
  - {columns: [d], references: {table: t, columns: [c]}}
  - {columns: [c], references: {table: t, columns: [d]}}
"""
    assert [key.target_columns for key in load_text(tmp_path, text).foreign_keys] == [("b", "a"), (), ("c",), ("d",)]


def test_tables_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    """The order never depends on the file system; views, functions and types are not spoken of."""
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.yaml").write_text(f"table: t{name}\ncolumns:\n  id: {{type: text}}\n", encoding="utf-8")
    schema = load_for(tmp_path).schema
    assert [table.name for table in schema.tables] == ["ta", "tb", "tc"]
    assert schema == Schema(tables=schema.tables, views=None, definitions=None)

"""What only one database has: said in specs, absent for all others, and written back as it was."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pytest

from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import (
    Check,
    Column,
    Definition,
    ForeignKey,
    Index,
    Part,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
    View,
    ViewIndex,
)
from qsys_schema.model.types import ColumnType, Enum, Integer, Native, Text
from qsys_schema.spec.build import build
from qsys_schema.spec.paper import text_of
from qsys_schema.spec.read import Document, read
from qsys_schema.spec.write import definition_document, table_document, view_document
from tests.spec.house import load_for

if TYPE_CHECKING:
    from pathlib import Path

CLAUSES = """\
table: bookings
columns:
  id: {type: integer, identity: {postgres: by default}}
  number: {type: integer, identity: {postgres: always}}
  old: {type: integer, bits: 32, identity: {postgres: serial}}
  status: {type: enum, enum: [OPEN, DONE], enum_name: {postgres: booking_status}, enum_renamed: {OPEN: NEW, DONE: OLD}}
  kind: {type: enum, enum: [a, b]}
  level: {type: text, enum: [low, high]}
  room: {type: text}
  during: {native: {postgres: tstzrange, sqlite: text}}
primary_key: {columns: [id], include: {postgres: [room]}, deferrable: {postgres: initially deferred}}
unique:
  - columns: [room, kind]
    name: uq_room
    include: {postgres: [level, during]}
    nulls_not_distinct: {postgres: true}
    deferrable: {postgres: initially immediate}
    on_conflict: {sqlite: replace}
exclusions:
  - name: ex_during
    sql: {postgres: "USING gist (room WITH =, during WITH &&) WHERE (status <> 'DONE')"}
    deferrable: {postgres: initially deferred}
    renamed_from: ex_old
  - name: ex_elsewhere
    sql: {postgres: USING gist (during WITH &&)}
    only: [sqlite]
indexes:
  - name: ix_room
    columns:
      - {column: room, opclass: {postgres: text_pattern_ops}, nulls: {postgres: first}, order: desc}
      - {expression: lower(level), nulls: {postgres: last}}
    unique: true
    using: {postgres: btree}
    include: {postgres: [kind, "größe"]}
    with: {postgres: {fillfactor: 70, deduplicate_items: false, a.b: x, ratio: 0.5}}
    tablespace: {postgres: "8"}
    nulls_not_distinct: {postgres: true}
foreign_keys:
  - name: fk_room
    columns: [room, kind]
    references: {table: rooms, columns: [name, kind], schema: {postgres: shared}}
    on_delete: set null
    on_delete_columns: {postgres: [kind]}
    match: simple
    not_valid: {postgres: true}
checks:
  - {name: ck_room, expression: room <> '', not_valid: {postgres: true}, no_inherit: {postgres: true}}
options:
  postgres:
    partition_by: {range: [room, {expression: lower(level)}]}
    partitions:
      - {name: bookings_z, default: true}
      - {name: bookings_a, values: "FROM ('a') TO ('é')"}
    tablespace: "true"
    unlogged: true
    with: {fillfactor: 70, autovacuum_enabled: false}
"""
CLAUSES_IN_ORDER = CLAUSES.replace("größe", "during")


def built(text: str, dialect: str = "postgres") -> Table:
    """The table of one spec."""
    (table,) = build([("bookings.yaml", _document(text))], dialect).tables
    return table


def _document(text: str) -> Document:
    document = read(text).document
    assert document is not None
    return document


def _nearest(_column: Column) -> ColumnType | None:
    return None


BOOKINGS = Table(
    name="bookings",
    columns=(
        Column(name="id", type=Integer(), identity="by default"),
        Column(name="number", type=Integer(), identity="always"),
        Column(name="old", type=Integer(bits=32), identity="serial"),
        Column(name="status", type=Enum(values=("OPEN", "DONE"), name="booking_status")),
        Column(name="kind", type=Enum(values=("a", "b"), name="bookings_kind")),
        Column(name="level", type=Enum(values=("low", "high"))),
        Column(name="room", type=Text()),
        Column(name="during", type=Native(text="tstzrange")),
    ),
    primary_key=PrimaryKey(
        parts=(Part(column="id"),), attributes=(("deferrable", "initially deferred"), ("include", '["room"]'))
    ),
    uniques=(
        Unique(
            name="uq_room",
            parts=(Part(column="room"), Part(column="kind")),
            attributes=(
                ("deferrable", "initially immediate"),
                ("include", '["level", "during"]'),
                ("nulls not distinct", "true"),
            ),
        ),
        Unique(
            name="ex_during",
            parts=(),
            attributes=(
                ("deferrable", "initially deferred"),
                ("exclude", "USING gist (room WITH =, during WITH &&) WHERE (status <> 'DONE')"),
            ),
        ),
    ),
    indexes=(
        Index(
            name="ix_room",
            parts=(
                Part(
                    column="room",
                    descending=True,
                    attributes=(("nulls", "first"), ("opclass", "text_pattern_ops")),
                ),
                Part(expression=Expr(text="lower(level)"), attributes=(("nulls", "last"),)),
            ),
            unique=True,
            attributes=(
                ("include", '["kind", "größe"]'),
                ("nulls not distinct", "true"),
                ("tablespace", "8"),
                ("using", "btree"),
                ("with", "a.b=x, deduplicate_items=false, fillfactor=70, ratio=0.5"),
            ),
        ),
    ),
    foreign_keys=(
        ForeignKey(
            name="fk_room",
            columns=("room", "kind"),
            target="rooms",
            target_columns=("name", "kind"),
            on_delete="set null",
            attributes=(("match", "simple"), ("not valid", "true"), ("schema", "shared"), ("set columns", '["kind"]')),
        ),
    ),
    checks=(
        Check(
            name="ck_room",
            expression=Expr(text="room <> ''"),
            attributes=(("no inherit", "true"), ("not valid", "true")),
        ),
    ),
    triggers=None,
    options=(
        ("partition_by", '{"range": ["room", {"expression": "lower(level)"}]}'),
        (
            "partitions",
            '[{"name": "bookings_a", "values": "FROM (\'a\') TO (\'é\')"}, {"default": true, "name": "bookings_z"}]',
        ),
        ("tablespace", "true"),
        ("unlogged", "true"),
        ("with", '{"autovacuum_enabled": false, "fillfactor": 70}'),
    ),
)


def test_every_clause_becomes_its_text() -> None:
    """One spec with everything that one database has, for that database."""
    assert built(CLAUSES) == BOOKINGS


def test_what_equality_leaves_out_is_carried_too() -> None:
    """Former names of texts and of an exclusion constraint, and their places."""
    table = built(CLAUSES)
    status = table.columns[3].type
    assert isinstance(status, Enum)
    assert status.renamed == (("NEW", "OPEN"), ("OLD", "DONE"))
    exclusion = table.uniques[1]
    assert exclusion.renamed_from == "ex_old"
    assert exclusion.source is not None
    assert exclusion.source.path == ("exclusions", 0)


def test_another_database_has_none_of_it() -> None:
    """No clause, no option and no exclusion constraint; an enum keeps its texts."""
    table = built(CLAUSES, "sqlite")
    assert [column.identity for column in table.columns] == [""] * 8
    assert table.columns[3].type == Enum(values=("OPEN", "DONE"), name="bookings_status")
    assert table.primary_key == PrimaryKey(parts=(Part(column="id"),))
    parts = (Part(column="room"), Part(column="kind"))
    assert table.uniques == (Unique(name="uq_room", parts=parts, attributes=(("on conflict", "replace"),)),)
    items: tuple[Index | Part | Check, ...] = (*table.indexes, *table.indexes[0].parts, *table.checks)
    assert [item.attributes for item in items] == [()] * 4
    assert [key.attributes for key in table.foreign_keys] == [(("match", "simple"),)]
    assert table.options == ()


def test_a_spec_of_everything_is_in_order(tmp_path: Path) -> None:
    """No check is against it: the table in another schema, for one, need not be declared."""
    (tmp_path / "bookings.yaml").write_text(CLAUSES_IN_ORDER, encoding="utf-8")
    assert load_for(tmp_path, "postgres").schema.tables == (built(CLAUSES_IN_ORDER),)


def _one(**parts: object) -> Table:
    """A table with one column and these parts."""
    fields_of: Document = {"columns": (Column(name="a", type=Text()),), "triggers": None, **parts}
    return Table(name="t", **fields_of)


def _typed(kind: ColumnType, **parts: str) -> Table:
    more: Document = parts
    return _one(columns=(Column(name="a", type=kind, **more),))


def _option(name: str, text: str) -> Table:
    return _one(options=((name, text),))


def _attributed(*attributes: tuple[str, str]) -> dict[str, Table]:
    """A table for each kind of item, with the attributes on it."""
    part = Part(column="a")
    key = {"columns": ("a",), "target": "t", "on_delete": "set null"}
    more: Document = {**key, "attributes": attributes}
    return {
        "part": _one(indexes=(Index(name="i", parts=(Part(column="a", attributes=attributes),)),)),
        "index": _one(indexes=(Index(name="i", parts=(part,), attributes=attributes),)),
        "unique": _one(uniques=(Unique(name="u", parts=(part,), attributes=attributes),)),
        "exclusion": _one(uniques=(Unique(name="u", parts=(), attributes=attributes),)),
        "primary key": _one(primary_key=PrimaryKey(parts=(part,), attributes=attributes)),
        "foreign key": _one(foreign_keys=(ForeignKey(name="f", **more),)),
        "check": _one(checks=(Check(name="c", expression=Expr(text="a <> ''"), attributes=attributes),)),
    }


@pytest.mark.parametrize(
    "table",
    [
        BOOKINGS,
        _typed(Integer(), identity="always"),
        _typed(Integer(), identity="by default"),
        _typed(Integer(bits=16), identity="serial"),
        _typed(Integer(), identity="autoincrement"),
        _typed(Native(text="numeric(5)"), identity="always"),
        _typed(Enum(values=("x", "y"))),
        _typed(Enum(values=("x", "y"), name="t_a")),
        _typed(Enum(values=("x", "y"), name="other", renamed=(("z", "y"),))),
        _attributed(("opclass", "jsonb_path_ops"))["part"],
        _attributed(("nulls", "last"))["part"],
        _attributed(("using", "gin"))["index"],
        _attributed(("include", '["b", "say \\"x\\", é"]'))["index"],
        _attributed(("with", "fillfactor=70"))["index"],
        _attributed(("with", "a=007, b=0.50, c=NaN, d=-3, e=on, f=x, y, g=true, h=1e5, i=, j=99999999999999999"))[
            "index"
        ],
        _attributed(("tablespace", "false"))["index"],
        _attributed(("nulls not distinct", "true"))["index"],
        _attributed(("include", '["b"]'))["unique"],
        _attributed(("nulls not distinct", "true"))["unique"],
        _attributed(("deferrable", "initially deferred"))["unique"],
        _attributed(("exclude", "USING gist (a WITH =)"))["exclusion"],
        _attributed(("deferrable", "initially immediate"), ("exclude", "USING gist (a WITH =)"))["exclusion"],
        _attributed(("include", '["b"]'))["primary key"],
        _attributed(("deferrable", "initially deferred"))["primary key"],
        _attributed(("set columns", '["a"]'))["foreign key"],
        _attributed(("match", "full"), ("schema", "other"))["foreign key"],
        _attributed(("not valid", "true"))["foreign key"],
        _attributed(("not valid", "true"))["check"],
        _attributed(("no inherit", "true"))["check"],
        _one(options=(("partition_by", '{"hash": ["queue_name"]}'), ("partitions", "8"))),
        _one(
            options=(
                ("partition_by", '{"list": [{"expression": "lower(a)"}]}'),
                ("partitions", '[{"default": true, "name": "p"}, {"name": "q", "values": "IN (\'a\', \'b\')"}]'),
            )
        ),
        _one(options=(("partition_by", '{"range": ["a"]}'), ("partitions", "[]"))),
        _option("tablespace", "8"),
        _option("unlogged", "true"),
        _option("with", '{"autovacuum_enabled": false, "fillfactor": 70, "note": "70", "scale": 0.05}'),
        _option("engine", "InnoDB"),
        _option("strict", "true"),
    ],
    ids=lambda table: "everything" if table is BOOKINGS else _differing(table),
)
def test_what_is_written_is_built_again(table: Table) -> None:
    """Written as a document, and as YAML, each clause is what it was; and writing that again changes nothing."""
    document = table_document(table, "postgres", _nearest)
    assert read(text_of(document)).document == document
    (again,) = build([("t.yaml", document)], "postgres").tables
    assert again == table
    assert _renamed(again) == _renamed(table)
    assert table_document(again, "postgres", _nearest) == document


def _renamed(table: Table) -> list[tuple[tuple[str, str], ...]]:
    return [column.type.renamed for column in table.columns if isinstance(column.type, Enum)]


def _differing(value: object) -> str:
    """What a table has beyond the plainest one, in a few words."""
    plain = _one()
    assert is_dataclass(value)
    found = [field.name for field in fields(value) if getattr(value, field.name) != getattr(plain, field.name)]
    return "-".join(found)


def test_what_is_written_has_the_right_shape(tmp_path: Path) -> None:
    """The document of everything is a spec that this room reads."""
    wanted = built(CLAUSES_IN_ORDER)
    document = table_document(wanted, "postgres", _nearest)
    (tmp_path / "bookings.yaml").write_text(text_of(document), encoding="utf-8")
    assert load_for(tmp_path, "postgres").schema.tables == (wanted,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("partition_by: {hash: [a], partitions: 8}", "partition_by: {hash: [a]}, partitions: 8"),
        (
            "partition_by: {range: [a], partitions: [{name: y, default: true}, {name: x, values: in}]}",
            "partition_by: {range: [a]}, partitions: [{name: x, values: in}, {name: y, default: true}]",
        ),
        ("fillfactor: 70", "with: {fillfactor: 70}"),
        ("fillfactor: 70, with: {x: y}", "with: {x: y, fillfactor: 70}"),
        ("unlogged: false", ""),
    ],
)
def test_an_option_may_be_spelled_in_two_ways(one: str, other: str) -> None:
    """Both become the same text."""
    text = "table: t\ncolumns:\n  a: {{type: text}}\noptions: {{postgres: {{{}}}}}\n"
    assert built(text.format(one)).options == built(text.format(other)).options


def test_a_default_may_be_the_word_of_one_database() -> None:
    """An expression for one, a value for another, none for the rest."""
    text = "table: t\ncolumns:\n  a: {type: uuid, default: {postgres: {expression: gen_random_uuid()}, sqlite: x}}\n"
    found = [built(text, dialect).columns[0].default for dialect in ("postgres", "sqlite", "mysql")]
    assert found == [Expr(text="gen_random_uuid()"), Literal(value="x"), None]


VIEW = """\
view: totals
sql: {postgres: CREATE MATERIALIZED VIEW totals AS SELECT 1 AS a}
indexes:
  - {name: ix_totals, sql: {postgres: CREATE INDEX ix_totals ON totals (a)}}
  - {name: ix_other, sql: CREATE INDEX ix_other ON totals (a), only: [sqlite]}
triggers:
  - {name: touched, sql: {postgres: CREATE TRIGGER touched}}
"""
FUNCTION = """\
function: touch()
description: Says when.
sql:
  postgres: |-
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RETURN NEW; -- "as it is": it's
    END$$
"""
TYPE = "type: email\nsql: CREATE DOMAIN email AS text\n"


def test_a_view_has_its_indexes_and_a_function_and_a_type_their_text(tmp_path: Path) -> None:
    """Each in a file of its own, with its place."""
    for name, text in (("view", VIEW), ("function", FUNCTION), ("type", TYPE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    schema = load_for(tmp_path, "postgres").schema
    view = View(
        name="totals",
        sql="",
        triggers=(Trigger(name="touched", table="totals", sql=""),),
        indexes=(ViewIndex(name="ix_totals", sql=""),),
    )
    definitions = (
        Definition(kind="function", name="touch()", sql=""),
        Definition(kind="type", name="email", sql=""),
    )
    assert schema == Schema(views=(view,), definitions=definitions)
    assert schema.views is not None
    assert schema.views[0].indexes[0].sql == "CREATE INDEX ix_totals ON totals (a)"
    assert schema.definitions is not None
    assert [one.sql.split()[1] for one in schema.definitions] == ["FUNCTION", "DOMAIN"]
    declared: tuple[Definition | ViewIndex, ...] = (*schema.definitions, *schema.views[0].indexes)
    paths = [one.source.path for one in declared if one.source is not None]
    assert paths == [("function",), ("type",), ("indexes", 0)]


@pytest.mark.parametrize(
    ("texts", "dialect", "wanted"),
    [
        ([VIEW], "postgres", None),
        ([FUNCTION], "sqlite", ()),
        ([FUNCTION, TYPE], "sqlite", ("email",)),
        ([FUNCTION, TYPE], "postgres", ("touch()", "email")),
    ],
)
def test_silence_about_functions_and_types_is_not_the_wish_for_none(
    texts: list[str], dialect: str, wanted: tuple[str, ...] | None
) -> None:
    """Without a file for any they are kept; with one, they are those that have a text for the database."""
    definitions = build([("x.yaml", _document(text)) for text in texts], dialect).definitions
    assert (None if definitions is None else tuple(one.name for one in definitions)) == wanted


def test_views_functions_and_types_are_written_as_they_were() -> None:
    """Their texts too, which equality leaves out."""
    schema = build([("x.yaml", _document(text)) for text in (VIEW, FUNCTION, TYPE)], "postgres")
    documents = [view_document(one, "postgres") for one in schema.views or ()]
    documents += [definition_document(one, "postgres") for one in schema.definitions or ()]
    assert [read(text_of(document)).document for document in documents] == documents
    again = build([("x.yaml", document) for document in documents], "postgres")
    assert again == schema
    assert repr(again) == repr(schema)


def test_an_index_is_another_one_with_another_method_or_operator_class(tmp_path: Path) -> None:
    """Nobody wrote the same down twice, though all are over one column."""
    text = "table: t\ncolumns:\n  a: {type: text}\nindexes:\n"
    items = ["[a]", "[{column: a, opclass: {postgres: x}}]", "[a], using: {postgres: hash}"]
    lines = "".join(f"  - {{columns: {item}}}\n" for item in items)
    (tmp_path / "t.yaml").write_text(text + lines, encoding="utf-8")
    assert len(load_for(tmp_path, "postgres").schema.tables[0].indexes) == 3


def test_columns_may_share_an_enum(tmp_path: Path) -> None:
    """In one table and in several, as long as all have the same texts."""
    column = "{type: enum, enum: [x, y], enum_name: {postgres: shared}}"
    for name in ("s", "t"):
        text = f"table: {name}\ncolumns:\n  a: {column}\n  b: {column}\n  c: {{type: enum, enum: [x]}}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    tables = load_for(tmp_path, "postgres").schema.tables
    kinds = [column.type for table in tables for column in table.columns]
    names = [kind.name for kind in kinds if isinstance(kind, Enum)]
    assert names == ["shared", "shared", "s_c", "shared", "shared", "t_c"]

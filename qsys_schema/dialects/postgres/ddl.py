"""Tables, columns, constraints and indexes as PostgreSQL's DDL.

CREATE TABLE is a tree that sqlglot spells, with types and expressions put in verbatim. sqlglot takes most of
ALTER TABLE, and half of what CREATE INDEX can say, for commands that it does not understand: those are put together
here, every name in quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlglot import exp

from qsys_schema.dialects.postgres.parts import partition_name
from qsys_schema.dialects.postgres.tokens import literal, quote
from qsys_schema.dialects.spell import identifier, spell, table_node
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Attributes, Check, Column, ForeignKey, Index, Part, PrimaryKey, Table, Unique
from qsys_schema.model.types import Native

Constraint = PrimaryKey | Unique | Check | ForeignKey

_ALONE = re.compile(
    r"""(?: [eE]?'(?:[^']|'')*'(?:::[\w\s.\[\]"(),]+)? | [-+]?[\d.]+(?:[eE][-+]?\d+)? | \w+ | [\w."]+\([^()]*\) )""",
    re.VERBOSE,
)
"""A default that needs no parentheses around it."""

_OF_HASH = re.compile(r"FOR VALUES WITH \(modulus \d+, remainder \d+\)", re.IGNORECASE)

_SERIALS = {
    **dict.fromkeys(("smallint", "int2"), "smallserial"),
    **dict.fromkeys(("integer", "int", "int4"), "serial"),
    **dict.fromkeys(("bigint", "int8"), "bigserial"),
}


def declared(column: Column) -> str:
    """The column's type in PostgreSQL's words."""
    return column.type.text if isinstance(column.type, Native) else ""


def create_table(table: Table, *, foreign_keys: Sequence[ForeignKey] = ()) -> str:
    """CREATE TABLE with its columns and constraints; of its foreign keys only those given."""
    body: list[exp.Expression] = [column_node(column) for column in table.columns]
    keys = [table.primary_key] if table.primary_key is not None else []
    late = repeated(table)
    uniques = [one for one in table.uniques if one not in late]
    checks = [one for one in table.checks if not is_unproven(one)]
    items: Iterable[Constraint] = (*keys, *uniques, *checks, *foreign_keys)
    body.extend(exp.Var(this=constraint_clause(item)) for item in items)
    tree = exp.Create(kind="TABLE", this=exp.Schema(this=table_node(table.name), expressions=body))
    text = spell(tree, "postgres")
    options = dict(table.options)
    if "unlogged" in options:
        text = text.replace("CREATE TABLE", "CREATE UNLOGGED TABLE", 1)
    return " ".join((text, *_clauses(options)))


def is_unproven(item: Check | ForeignKey) -> bool:
    """Whether rows from before it were never checked. CREATE TABLE calls all of its constraints valid."""
    return "not valid" in dict(item.attributes)


def repeated(table: Table) -> tuple[Unique, ...]:
    """The constraints that CREATE TABLE would take for one with another (``transformIndexConstraints``)."""
    key = table.primary_key
    seen = {(key.parts, key.attributes)} if key is not None else set()
    found = []
    for one in table.uniques:
        if (one.parts, one.attributes) in seen:
            found.append(one)
        seen.add((one.parts, one.attributes))
    return tuple(found)


def _clauses(options: dict[str, str]) -> Iterator[str]:
    if "partition_by" in options:
        ((strategy, members),) = json.loads(options["partition_by"]).items()
        yield f"PARTITION BY {strategy.upper()} ({', '.join(map(_key_part, members))})"
    if "with" in options:
        yield f"WITH ({storage(options['with'])})"
    if "tablespace" in options:
        yield f"TABLESPACE {quote(options['tablespace'])}"


def _key_part(member: Any) -> str:  # noqa: ANN401 - what JSON holds
    return quote(member) if isinstance(member, str) else str(member["expression"])


def storage(text: str) -> str:
    """Storage parameters as they stand in parentheses."""
    return ", ".join(f"{name} = {_parameter(value)}" for name, value in sorted(json.loads(text).items()))


def _parameter(value: Any) -> str:  # noqa: ANN401 - what JSON holds
    if isinstance(value, str):
        return literal(value)
    return json.dumps(value)


def partitions(table: str, options: Attributes) -> dict[str, str]:
    """The partitions by name, each with its bounds as they stand in CREATE TABLE ... PARTITION OF."""
    text = dict(options).get("partitions", "")
    found: Any = json.loads(text) if text else []
    if isinstance(found, int):
        bounds = [f"FOR VALUES WITH (MODULUS {found}, REMAINDER {number})" for number in range(found)]
        return {partition_name(table, number): bound for number, bound in enumerate(bounds)}
    return {one["name"]: "DEFAULT" if one.get("default") else f"FOR VALUES {one['values']}" for one in found}


def partitions_renamed(table: str, before: Attributes, after: Attributes) -> dict[str, str]:
    """The partitions that only get another name, by the old one: no other is there for the same rows."""
    were, are = partitions(table, before), partitions(table, after)
    new = {_settled_bounds(are[name]): name for name in are.keys() - were.keys()}
    pairs = ((name, new.get(_settled_bounds(were[name]))) for name in sorted(were.keys() - are.keys()))
    return {name: becomes for name, becomes in pairs if becomes is not None}


def _settled_bounds(bounds: str) -> str:
    """The bounds as the server prints those of hash partitions; others it has printed already."""
    return bounds.lower() if _OF_HASH.fullmatch(bounds) else bounds


def column_node(column: Column) -> exp.ColumnDef:
    """A column's definition."""
    kind = declared(column)
    nodes = [exp.ColumnConstraint(kind=exp.Var(this=text)) for text in column_clauses(column)]
    if column.identity == "serial":
        if kind not in _SERIALS:
            raise ImpossibleChange(
                f"column {column.name} cannot be serial: {kind} is no integer",
                hint="only smallint, integer and bigint are numbered like that; leave the identity out",
            )
        kind = _SERIALS[kind]
    data_type = exp.DataType(this=exp.DType.USERDEFINED, kind=kind)
    return exp.ColumnDef(this=identifier(column.name), kind=data_type, constraints=nodes)


def column_clauses(column: Column) -> Iterator[str]:
    """What stands behind the type."""
    if column.collation:
        yield f"COLLATE {column.collation}"
    if column.generated is not None:
        yield f"GENERATED ALWAYS AS ({column.generated.expression.text}) STORED"
    elif column.identity in {"always", "by default"}:
        yield f"GENERATED {column.identity.upper()} AS IDENTITY"
    elif isinstance(column.default, Expr):
        yield f"DEFAULT {default_text(column.default)}"
    if not column.nullable:
        yield "NOT NULL"


def default_text(value: Expr) -> str:
    """A default as it stands behind DEFAULT: in parentheses where it is more than one value."""
    return value.text if _ALONE.fullmatch(value.text) else f"({value.text})"


def add_column(table: str, column: Column) -> str:
    """ALTER TABLE ... ADD COLUMN."""
    return f"ALTER TABLE {quote(table)} ADD COLUMN {spell(column_node(column), 'postgres')}"


def constraint_clause(item: Constraint) -> str:
    """A constraint as it stands in CREATE TABLE and behind ADD."""
    name = f"CONSTRAINT {quote(item.name)} " if item.name else ""
    clauses = dict(item.attributes)
    words = [*_constraint_words(item, clauses)]
    deferral = clauses.get("deferrable", "") or (item.deferrable if isinstance(item, ForeignKey) else "")
    if deferral:
        words.append(f"DEFERRABLE {deferral.upper()}")
    if "not valid" in clauses:
        words.append("NOT VALID")
    return name + " ".join(words)


def _constraint_words(item: Constraint, clauses: dict[str, str]) -> Iterator[str]:
    match item:
        case PrimaryKey():
            yield f"PRIMARY KEY ({names(item.columns)})"
            yield from _include(clauses)
        case Unique() if "exclude" in clauses:
            yield f"EXCLUDE {clauses['exclude']}"
        case Unique():
            distinct = " NULLS NOT DISTINCT" if "nulls not distinct" in clauses else ""
            yield f"UNIQUE{distinct} ({names(item.columns)})"
            yield from _include(clauses)
        case Check():
            yield f"CHECK ({item.expression.text})"
            if "no inherit" in clauses:
                yield "NO INHERIT"
        case ForeignKey():
            yield from _foreign_key_words(item, clauses)


def _foreign_key_words(key: ForeignKey, clauses: dict[str, str]) -> Iterator[str]:
    schema = f"{quote(clauses['schema'])}." if "schema" in clauses else ""
    targets = f" ({names(key.target_columns)})" if key.target_columns else ""
    yield f"FOREIGN KEY ({names(key.columns)}) REFERENCES {schema}{quote(key.target)}{targets}"
    if "match" in clauses:
        yield f"MATCH {clauses['match'].upper()}"
    if key.on_delete != "no action":
        some = f" ({names(json.loads(clauses['set columns']))})" if "set columns" in clauses else ""
        yield f"ON DELETE {key.on_delete.upper()}{some}"
    if key.on_update != "no action":
        yield f"ON UPDATE {key.on_update.upper()}"


def _include(clauses: dict[str, str]) -> Iterator[str]:
    if "include" in clauses:
        yield f"INCLUDE ({names(json.loads(clauses['include']))})"


def names(columns: Iterable[str]) -> str:
    """Names in quotes, with commas between them."""
    return ", ".join(map(quote, columns))


def part_text(part: Part) -> str:
    """One member of an index."""
    words = [quote(part.column) if part.expression is None else f"({part.expression.text})"]
    clauses = dict(part.attributes)
    if part.collation:
        words.append(f"COLLATE {part.collation}")
    if "opclass" in clauses:
        words.append(clauses["opclass"])
    if part.descending:
        words.append("DESC")
    if "nulls" in clauses:
        words.append(f"NULLS {clauses['nulls'].upper()}")
    return " ".join(words)


def create_index(index: Index, table: str, *, concurrently: bool = False) -> str:
    """CREATE INDEX."""
    clauses = dict(index.attributes)
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    way = " CONCURRENTLY" if concurrently else ""
    using = f"USING {clauses['using']} " if "using" in clauses else ""
    words = [f"CREATE {kind}{way} {quote(index.name)} ON {quote(table)}"]
    words.append(f"{using}({', '.join(map(part_text, index.parts))})")
    words.extend(_include(clauses))
    if "nulls not distinct" in clauses:
        words.append("NULLS NOT DISTINCT")
    if "with" in clauses:
        words.append(f"WITH ({clauses['with']})")
    if "tablespace" in clauses:
        words.append(f"TABLESPACE {quote(clauses['tablespace'])}")
    if index.where is not None:
        words.append(f"WHERE {index.where.text}")
    return " ".join(words)


def comment_on(what: str, text: str) -> str:
    """COMMENT ON."""
    return f"COMMENT ON {what} IS {literal(text) if text else 'NULL'}"

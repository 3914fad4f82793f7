"""Tables, columns and indexes as SQLite's DDL: built as sqlglot trees, spelled by sqlglot.

sqlglot knows spelling, not possibility: types, expressions and collations are put in verbatim (``Var``,
``USERDEFINED``), every name is a quoted node, the strictest level is on, and the table options it would drop
(STRICT, WITHOUT ROWID) are appended.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp, parse_one

from qsys_schema.dialects.spell import identifier, table_node
from qsys_schema.dialects.spell import spell as spell_for
from qsys_schema.dialects.sqlite.canonical import rowid_alias
from qsys_schema.dialects.sqlite.strategy import reference_stands_in_column, stands_in_column
from qsys_schema.dialects.sqlite.tokens import quote
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import (
    Check,
    Column,
    ForeignKey,
    Index,
    Part,
    PrimaryKey,
    Table,
    Unique,
)
from qsys_schema.model.types import Native

_BUILT_IN_COLLATIONS = frozenset({"nocase", "binary", "rtrim"})
_OPTIONS = {"strict": "STRICT", "without_rowid": "WITHOUT ROWID"}


def spell(tree: exp.Expr) -> str:
    """The text of a tree."""
    return spell_for(tree, "sqlite")


def tidy(sql: str) -> str:
    """A statement of our own, parsed and spelled again, so that it looks like all others.

    A Command is text that sqlglot did not understand, so it is refused.
    """
    tree = parse_one(sql, dialect="sqlite")
    if tree.find(exp.Command):
        raise ImpossibleChange(f"sqlglot does not understand: {sql}")
    return spell(tree)


def create_table(table: Table, *, name: str = "") -> str:
    """CREATE TABLE with its columns and constraints, under another name if one is given.

    A constraint of one column stands in that column, unless it was found behind the columns: then SQLite can drop
    the column together with it, without a rebuild.
    """
    inline = _inline_key(table)
    checks = [check for check in table.checks if stands_in_column(check)]
    keys = [key for key in table.foreign_keys if reference_stands_in_column(key)]
    body: list[exp.Expression] = [
        column_node(
            column,
            alias=rowid_alias(table) == column.name,
            key=inline if inline is not None and inline.columns[0] == column.name else None,
            checks=[check for check in checks if check.columns[0] == column.name],
            references=[key for key in keys if key.columns[0] == column.name],
        )
        for column in table.columns
    ]
    if table.primary_key is not None and inline is None:
        body.append(_named(table.primary_key.name, _key_node(table.primary_key, table)))
    body.extend(_named(_written(item), _unique_node(item)) for item in table.uniques)
    body.extend(
        _named(_written(item), _foreign_key_node(item))
        for item in table.foreign_keys
        if not reference_stands_in_column(item)
    )
    # Asked of each one, since two that are equal may stand in different places.
    body.extend(_named(_written(item), _check_node(item)) for item in table.checks if not stands_in_column(item))
    tree = exp.Create(kind="TABLE", this=exp.Schema(this=table_node(name or table.name), expressions=body))
    options = ", ".join(_OPTIONS[key] for key, _ in table.options)
    return spell(tree) + (f" {options}" if options else "")


def _written(item: Unique | Check | ForeignKey) -> str:
    return "" if "unnamed" in item.spelling else item.name


def _inline_key(table: Table) -> PrimaryKey | None:
    """The key, if it stands in its column."""
    key = table.primary_key
    if key is None or len(key.parts) != 1 or key.name or key.parts[0].collation:
        return None
    descending_integer = key.parts[0].descending and rowid_alias(table)
    return None if descending_integer else key


def _named(name: str, node: exp.Expression) -> exp.Expression:
    return exp.Constraint(this=identifier(name), expressions=[node]) if name else node


def column_node(
    column: Column,
    *,
    alias: bool = False,
    key: PrimaryKey | None = None,
    checks: Iterable[Check] = (),
    references: Iterable[ForeignKey] = (),
) -> exp.ColumnDef:
    """A column's definition. ``alias``: it is the rowid, where NOT NULL is implied and only written if it was."""
    nodes: list[exp.Expression] = []
    if not column.nullable and (not alias or _spelled_not_null(column)):
        nodes.append(_constraint(_clause("NOT NULL", _conflict(column.attributes, "not null on conflict"))))
    if isinstance(column.default, Expr):
        nodes.append(_constraint(exp.DefaultColumnConstraint(this=exp.Var(this=column.default.text))))
    elif "default null" in column.spelling:
        nodes.append(_constraint(exp.DefaultColumnConstraint(this=exp.Var(this="NULL"))))
    if column.collation:
        nodes.append(_constraint(_clause("COLLATE", _collation(column.collation))))
    if key is not None:
        nodes.append(_constraint(_inline_key_node(key, column)))
    nodes.extend(_named_constraint(_written(check), _check_node(check)) for check in checks)
    nodes.extend(_named_constraint(_written(key), _reference_node(key)) for key in references)
    if column.generated is not None:
        kind = "STORED" if column.generated.stored else "VIRTUAL"
        text = f"GENERATED ALWAYS AS ({column.generated.expression.text}) {kind}"
        nodes.append(_constraint(exp.Var(this=text)))
    written = next((word[5:] for word in column.spelling if word.startswith("type:")), "")
    declared = column.type.text if isinstance(column.type, Native) else ""
    kind_node = exp.DataType(this=exp.DType.USERDEFINED, kind=written or declared) if declared else None
    return exp.ColumnDef(this=identifier(column.name), kind=kind_node, constraints=nodes)


def _spelled_not_null(column: Column) -> bool:
    return any(word.startswith("not null:") for word in column.spelling)


def _constraint(kind: exp.Expression) -> exp.ColumnConstraint:
    return exp.ColumnConstraint(kind=kind)


def _named_constraint(name: str, kind: exp.Expression) -> exp.ColumnConstraint:
    return exp.ColumnConstraint(this=identifier(name) if name else None, kind=kind)


def _clause(*words: str) -> exp.Var:
    return exp.Var(this=" ".join(word for word in words if word))


def _conflict(attributes: Iterable[tuple[str, str]], name: str) -> str:
    choice = dict(attributes).get(name, "")
    return f"ON CONFLICT {choice.upper()}" if choice else ""


def _collation(name: str) -> str:
    return name.upper() if name in _BUILT_IN_COLLATIONS else quote(name)


def _inline_key_node(key: PrimaryKey, column: Column) -> exp.Var:
    return _clause(
        "PRIMARY KEY",
        "DESC" if key.parts[0].descending else "",
        _conflict(key.attributes, "on conflict"),
        "AUTOINCREMENT" if column.identity else "",
    )


def _key_node(key: PrimaryKey, table: Table) -> exp.Var:
    first = table.column(key.columns[0])
    identity = " AUTOINCREMENT" if first is not None and first.identity else ""
    members = ", ".join(part_text(part) for part in key.parts)
    return _clause(f"PRIMARY KEY ({members}{identity})", _conflict(key.attributes, "on conflict"))


def _unique_node(unique: Unique) -> exp.Var:
    members = ", ".join(part_text(part) for part in unique.parts)
    return _clause(f"UNIQUE ({members})", _conflict(unique.attributes, "on conflict"))


def _check_node(check: Check) -> exp.Expression:
    conflict = _conflict(check.attributes, "on conflict")
    if conflict:
        return _clause(f"CHECK ({check.expression.text})", conflict)
    return exp.CheckColumnConstraint(this=exp.Var(this=check.expression.text))


def _foreign_key_node(key: ForeignKey) -> exp.Var:
    members = ", ".join(map(quote, key.columns))
    return exp.Var(this=f"FOREIGN KEY ({members}) {_reference_text(key)}")


def _reference_node(key: ForeignKey) -> exp.Var:
    return exp.Var(this=_reference_text(key))


def _reference_text(key: ForeignKey) -> str:
    targets = "" if "implicit target" in key.spelling else f" ({', '.join(map(quote, key.target_columns))})"
    words = [f"REFERENCES {quote(key.target)}{targets if key.target_columns else ''}"]
    if key.on_delete != "no action":
        words.append(f"ON DELETE {key.on_delete.upper()}")
    if key.on_update != "no action":
        words.append(f"ON UPDATE {key.on_update.upper()}")
    match = dict(key.attributes).get("match", "")
    if match:
        words.append(f"MATCH {match.upper()}")
    if key.deferrable:
        words.append(f"DEFERRABLE {key.deferrable.upper()}")
    return " ".join(words)


def part_text(part: Part) -> str:
    """One member of a key or an index."""
    words = [part.expression.text if part.expression is not None else quote(part.column)]
    if part.collation:
        words.append(f"COLLATE {_collation(part.collation)}")
    if part.descending:
        words.append("DESC")
    return " ".join(words)


def create_index(index: Index, table: str) -> str:
    """CREATE INDEX; an index read from a database is written as it was there."""
    tree = exp.Create(
        kind="INDEX",
        unique=index.unique,
        this=exp.Index(
            this=identifier(index.name),
            table=table_node(table),
            params=exp.IndexParameters(
                columns=[exp.Var(this=part_text(part)) for part in index.parts],
                where=exp.Where(this=exp.Var(this=index.where.text)) if index.where is not None else None,
            ),
        ),
    )
    return spell(tree)


def drop(kind: str, name: str) -> str:
    """DROP TABLE, INDEX, VIEW or TRIGGER."""
    return spell(exp.Drop(kind=kind, tables=[table_node(name)]))

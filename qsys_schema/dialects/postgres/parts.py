"""Rows of the catalog as columns, keys, constraints and indexes of the model."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qsys_schema.dialects.postgres.tokens import key_of_text, mentioned, settled
from qsys_schema.model.expr import Expr
from qsys_schema.model.naming import shortened
from qsys_schema.model.schema import (
    Attributes,
    Check,
    Column,
    ForeignKey,
    Generated,
    Index,
    Part,
    PrimaryKey,
    Unique,
)
from qsys_schema.model.session import Row
from qsys_schema.model.types import Native

CHECKED = "checked"
"""Of a column whose type is a domain that does not take every value, or NULL."""

PARTITIONED = "partitioned"
"""In the spelling of an index: its table is partitioned."""

_ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_IDENTITIES = {"a": "always", "d": "by default"}
_MATCHES = {"f": "full", "p": "partial"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """The constraints of one table."""

    primary_key: PrimaryKey | None
    uniques: tuple[Unique, ...]
    checks: tuple[Check, ...]
    foreign_keys: tuple[ForeignKey, ...]


def grouped(rows: Iterable[Row], place: int = 0) -> Mapping[object, list[Row]]:
    """Rows by the identifier that stands at ``place``."""
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[place]].append(row)
    return found


def expression(text: object) -> Expr | None:
    """An expression that the server printed."""
    if text is None:
        return None
    said = settled(str(text))
    return Expr(text=said, key=key_of_text(said))


def words(values: object) -> tuple[str, ...]:
    """An array of texts."""
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def numbers(values: object) -> tuple[int, ...]:
    """An array of numbers."""
    return tuple(int(value) for value in values) if isinstance(values, list) else ()


def attributes(**given: str) -> Attributes:
    """What is not empty, as sorted pairs; underscores stand for spaces."""
    return tuple(sorted((name.replace("_", " "), text) for name, text in given.items() if text))


def listed(names: Sequence[str]) -> str:
    """Names as the text of an attribute; empty for none."""
    return json.dumps(list(names), ensure_ascii=False) if names else ""


def column_of(row: Row) -> Column:
    """One row of the columns' query."""
    _, _, name, declared, required, default, identity, generated, collation, comment, is_serial, is_checked = row
    serial = bool(is_serial) and str(default).startswith("nextval(")
    value = expression(default)
    return Column(
        name=str(name),
        type=Native(text=str(declared)),
        nullable=not required,
        default=None if serial or generated else value,
        generated=Generated(expression=value, stored=generated == "s") if generated and value is not None else None,
        identity="serial" if serial else _IDENTITIES.get(str(identity), ""),
        collation=str(collation or ""),
        comment=str(comment or ""),
        spelling=(CHECKED,) if is_checked else (),
    )


def constraints_of(
    rows: Sequence[Row], table: str, names: Mapping[int, str], indexes: Mapping[object, Row]
) -> Constraints:
    """The rows of one table's constraints; ``names`` are its columns by number, ``indexes`` all indexes by id."""
    key: PrimaryKey | None = None
    uniques: list[Unique] = []
    checks: list[Check] = []
    foreign: list[ForeignKey] = []
    for row in rows:
        name, kind, columns = str(row[1]), row[2], tuple(names[number] for number in numbers(row[3]) if number)
        if kind in {"p", "u"}:
            index = indexes[row[4]]
            parts = tuple(Part(column=names[number]) for number in numbers(index[8])[: int(str(index[7]))])
            clauses = attributes(
                deferrable=_deferrable(row),
                include=listed([names[number] for number in numbers(index[8])[int(str(index[7])) :]]),
                nulls_not_distinct="true" if index[13] else "",
            )
            if kind == "p":
                given = "" if name == default_key_name(table) else name
                key = PrimaryKey(parts=parts, name=given, attributes=clauses)
            else:
                uniques.append(Unique(name=name, parts=parts, attributes=clauses))
        elif kind == "x":
            clauses = attributes(deferrable=_deferrable(row), exclude=_exclusion(settled(str(row[10]))))
            uniques.append(Unique(name=name, parts=(), attributes=clauses))
        elif kind == "c":
            text = expression(row[10])
            clauses = attributes(no_inherit="true" if row[8] else "", not_valid="" if row[5] else "true")
            if text is not None:
                checks.append(Check(name=name, expression=text, columns=columns, attributes=clauses))
        else:
            foreign.append(_foreign_key(row, name, columns, indexes))
    return Constraints(primary_key=key, uniques=tuple(uniques), checks=tuple(checks), foreign_keys=tuple(foreign))


def default_key_name(table: str) -> str:
    """What PostgreSQL calls the primary key of a table when nobody names it (``makeObjectName``)."""
    kept = table.encode()[: 63 - len("_pkey")].decode(errors="ignore")
    return f"{kept}_pkey"


def _exclusion(definition: str) -> str:
    """``USING gist (room WITH =)``, without what other attributes say."""
    text = definition.removeprefix("EXCLUDE ")
    for ending in (" INITIALLY DEFERRED", " DEFERRABLE"):
        text = text.removesuffix(ending)
    return text


def _deferrable(row: Row) -> str:
    return ("initially deferred" if row[7] else "initially immediate") if row[6] else ""


def stands_on(index: str) -> str:
    """How a foreign key says which index of the table that it refers to it stands on: several may have the columns."""
    return f"stands on {index}"


def _foreign_key(row: Row, name: str, columns: tuple[str, ...], indexes: Mapping[object, Row]) -> ForeignKey:
    return ForeignKey(
        name=name,
        columns=columns,
        target=str(row[11]),
        target_columns=words(row[13]),
        on_update=_ACTIONS[str(row[14])],
        on_delete=_ACTIONS[str(row[15])],
        deferrable=_deferrable(row),
        spelling=(stands_on(str(indexes[row[4]][2])),) if row[4] in indexes else (),
        attributes=attributes(
            match=_MATCHES.get(str(row[16]), ""),
            not_valid="" if row[5] else "true",
            schema=str(row[12] or ""),
            set_columns=listed(words(row[17])),
        ),
    )


def index_of(row: Row, names: Mapping[int, str]) -> Index:
    """One row of the indexes' query; ``names`` are its table's columns by number."""
    ordered, keys = bool(row[6]), int(str(row[7]))
    members, options = numbers(row[8]), numbers(row[9])
    expressions = row[15] if isinstance(row[15], list) else []
    parts = []
    for place, (number, text, opclass, collation) in enumerate(
        zip(members[:keys], expressions, words(row[16]), words(row[17]), strict=True)
    ):
        descending, first = bool(options[place] & 1), bool(options[place] & 2)
        nulls = ("first" if first else "last") if ordered and first != descending else ""
        parts.append(
            Part(
                column=names.get(number, ""),
                expression=expression(text),
                descending=ordered and descending,
                collation=collation,
                attributes=attributes(nulls=nulls, opclass=opclass),
            )
        )
    return Index(
        name=str(row[2]),
        parts=tuple(parts),
        unique=bool(row[3]),
        where=expression(row[10]),
        attributes=attributes(
            using="" if row[5] == "btree" else str(row[5]),
            include=listed([names[number] for number in members[keys:]]),
            invalid="" if row[4] else "true",
            nulls_not_distinct="true" if row[13] else "",
            tablespace=str(row[12] or ""),
            **{"with": ", ".join(sorted(words(row[11])))},
        ),
    )


def columns_in(one: Expr, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that an expression mentions, in their order."""
    return mentioned(one.key, tuple(columns))


def partition_name(table: str, number: int) -> str:
    """What a partition is called when only their number is given."""
    return shortened(f"{table}_p{number}")

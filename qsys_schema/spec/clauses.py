"""Clauses that one database has and others have not: keys of a spec, and attributes of the model.

A spec gives each as a mapping from database to value. ``build`` goes from the keys to attributes and ``write`` from
attributes to the keys: what the one makes the other takes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from qsys_schema.spec.read import Plain

if TYPE_CHECKING:
    from qsys_schema.model.schema import Attributes, Unique
    from qsys_schema.spec.read import Document

_EXCLUDE = "exclude"
_INCLUDE = "include"
_SET_COLUMNS = "set columns"
_SCHEMA = "schema"
_PARAMETER = re.compile(r", (?=[\w.]+=)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")


def text_of(value: Plain) -> str:
    """A value as the model keeps it: the text itself, or JSON with sorted keys for what is no text."""
    return value if type(value) is str else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _truth(text: str) -> Plain:
    return text == "true"


def _parameters(value: Plain) -> str:
    """``fillfactor=70, other=x``, by name."""
    return ", ".join(f"{name}={text_of(one)}" for name, one in sorted(value.items()))


def _parameters_back(text: str) -> Plain:
    pairs = (one.partition("=") for one in _PARAMETER.split(text))
    return {name: _parameter(value) for name, _, value in pairs}


def _parameter(text: str) -> Plain:
    """The value that is written as this text: a number or a boolean where it is exactly one."""
    if text in {"true", "false"}:
        return _truth(text)
    if not _NUMBER.fullmatch(text):
        return text
    number = json.loads(text)
    return number if json.dumps(number) == text else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The attribute that a key becomes, and what becomes of its value on the way there and back."""

    attribute: str
    text: Callable[[Plain], str] = text_of
    value: Callable[[str], Plain] = str


Clauses = Mapping[str, Clause]
"""What one kind of item may have, by key, in the order in which it is written."""

_ON_CONFLICT = {"on_conflict": Clause(attribute="on conflict")}
_CARRIED = {"include": Clause(attribute=_INCLUDE, value=json.loads)}
_DEFERRABLE = {"deferrable": Clause(attribute="deferrable")}
_NOT_DISTINCT = {"nulls_not_distinct": Clause(attribute="nulls not distinct", value=_truth)}
_NOT_VALID = {"not_valid": Clause(attribute="not valid", value=_truth)}

COLUMN: Clauses = MappingProxyType({"not_null_on_conflict": Clause(attribute="not null on conflict")})
PART: Clauses = MappingProxyType({"opclass": Clause(attribute="opclass"), "nulls": Clause(attribute="nulls")})
PRIMARY_KEY: Clauses = MappingProxyType({**_ON_CONFLICT, **_CARRIED, **_DEFERRABLE})
UNIQUE: Clauses = MappingProxyType({**_ON_CONFLICT, **_CARRIED, **_NOT_DISTINCT, **_DEFERRABLE})
EXCLUSION: Clauses = MappingProxyType({"sql": Clause(attribute=_EXCLUDE), **_DEFERRABLE})
INDEX: Clauses = MappingProxyType(
    {
        "using": Clause(attribute="using"),
        **_CARRIED,
        "with": Clause(attribute="with", text=_parameters, value=_parameters_back),
        "tablespace": Clause(attribute="tablespace"),
        **_NOT_DISTINCT,
    }
)
FOREIGN_KEY: Clauses = MappingProxyType(
    {"on_delete_columns": Clause(attribute=_SET_COLUMNS, value=json.loads), **_NOT_VALID}
)
TARGET: Clauses = MappingProxyType({"schema": Clause(attribute=_SCHEMA)})
CHECK: Clauses = MappingProxyType(
    {**_ON_CONFLICT, **_NOT_VALID, "no_inherit": Clause(attribute="no inherit", value=_truth)}
)


def attributes_of(item: Document, clauses: Clauses, dialect: str) -> Attributes:
    """The attributes that an item has on one database, by name; none where this database has none."""
    found = [
        (clauses[key].attribute, clauses[key].text(value[dialect]))
        for key, value in item.items()
        if key in clauses and dialect in value
    ]
    return tuple(sorted(found))


def clauses_of(attributes: Attributes, clauses: Clauses, dialect: str) -> Document:
    """The keys of a spec that say these attributes of one database."""
    there = dict(attributes)
    return {
        key: {dialect: clause.value(there[clause.attribute])}
        for key, clause in clauses.items()
        if clause.attribute in there
    }


def is_exclusion(unique: Unique) -> bool:
    """Whether it is an exclusion constraint, which the model keeps among the unique ones."""
    return any(name == _EXCLUDE for name, _ in unique.attributes)


def included(attributes: Attributes) -> tuple[str, ...]:
    """The columns that an index carries along."""
    return _columns(attributes, _INCLUDE)


def set_columns(attributes: Attributes) -> tuple[str, ...]:
    """The columns that a foreign key sets, where it does not set all of its own."""
    return _columns(attributes, _SET_COLUMNS)


def is_elsewhere(attributes: Attributes) -> bool:
    """Whether a foreign key refers to a table of another schema, of which no spec speaks."""
    return any(name == _SCHEMA for name, _ in attributes)


def _columns(attributes: Attributes, name: str) -> tuple[str, ...]:
    return tuple(json.loads(dict(attributes).get(name, "[]")))

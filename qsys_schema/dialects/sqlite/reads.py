"""What a line of EXPLAIN QUERY PLAN reads, and by which index ("EXPLAIN QUERY PLAN" in its manual).

Names stand in such a line without quotes, whatever is in them; so they are looked for among those that there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qsys_schema.dialects.sqlite.tokens import fold
from qsys_schema.model.oracle import Read
from qsys_schema.model.session import Session

_LINE = re.compile(r"(?:SEARCH|SCAN) (?:TABLE )?(?P<rest>.+)", re.DOTALL)
_BY = re.compile(r" USING (?:COVERING )?INDEX (?P<name>.+)", re.DOTALL)
_BY_KEY = re.compile(r" USING (?:INTEGER )?PRIMARY KEY\b")
_ALIAS = re.compile(r" AS .*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexes:
    """Every index with what reading by it means, and every table's primary key, by the table's folded name."""

    reads: Mapping[str, Read]
    keys: Mapping[str, tuple[str, ...]]


def indexes_in(session: Session) -> Indexes:
    """The indexes of a database."""
    reads: dict[str, Read] = {}
    rows = session.fetch(
        "SELECT m.name, l.name, l.origin FROM sqlite_schema m, pragma_index_list(m.name) l WHERE m.type = 'table'"
    )
    for table, name, origin in rows:
        parts = session.fetch("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (str(name),))
        key = tuple(str(one) for (one,) in parts) if origin != "c" else ()
        reads[str(name)] = Read(table=str(table), index="" if key else str(name), key=key)
    keys: dict[str, tuple[str, ...]] = {}
    for table, column in session.fetch(
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk"
    ):
        keys[fold(str(table))] = (*keys.get(fold(str(table)), ()), str(column))
    return Indexes(reads=reads, keys=keys)


def read_in(line: str, names: Mapping[str, str], indexes: Indexes) -> Read | None:
    """What the line reads; ``names`` are the tables by what a plan calls them. None for what is no table of ours."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    rest = found["rest"]
    by = _BY.search(rest)
    if by is not None:
        # An index that is made for the query alone is none of them.
        fitting = (name for name in indexes.reads if by["name"] == name or by["name"].startswith(f"{name} ("))
        name = max(fitting, key=len, default="")
        return indexes.reads[name] if name else None
    table = names.get(fold(_ALIAS.sub("", rest.partition(" USING ")[0])))
    if table is None:
        return None
    return Read(table=table, key=indexes.keys.get(fold(table), ()) if _BY_KEY.search(rest) else ())

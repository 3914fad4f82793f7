"""Reads a live SQLite database: one query over ``sqlite_schema``, and every text in it to the last token.

What cannot be read is kept verbatim and marked opaque; nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from qsys_schema.dialects.base import Session
from qsys_schema.dialects.sqlite.canonical import canonical_schema
from qsys_schema.dialects.sqlite.ddl import read_index, read_table
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, key_of_statement, with_plain_line_ends
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import (
    Foreign,
    Index,
    Opaque,
    Schema,
    Table,
    Trigger,
    View,
)

_CATALOG = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
_NOT_OURS = ("sqlite_", "_yoyo_", "yoyo_tmp_", RESERVED_PREFIX)
_SHADOW_SUFFIXES = tuple("content segments segdir docsize stat data idx config node rowid parent".split())

Row = tuple[str, str, str, str]


def inspect(session: Session) -> Schema:
    """Everything in the main database: tables, indexes, triggers, views, and what we only keep."""
    rows = [(str(kind), str(name), str(table), str(sql)) for kind, name, table, sql in session.fetch(_CATALOG)]
    plain = ((kind, name, table, with_plain_line_ends(sql)) for kind, name, table, sql in rows)
    return schema_of(tuple(row for row in plain if not is_internal(row[2])))


def is_internal(name: str) -> bool:
    """Whether the table belongs to SQLite, to yoyo, or to this tool's own records."""
    folded = fold(name)
    return folded == "yoyo_lock" or folded.startswith(_NOT_OURS)


@lru_cache(maxsize=8)
def schema_of(rows: tuple[Row, ...]) -> Schema:
    """The schema that these rows of ``sqlite_schema`` (type, name, table, sql) describe.

    Remembered, since a command looks at the same catalog several times.
    """
    indexes: dict[str, list[Row]] = defaultdict(list)
    triggers: dict[str, list[Trigger]] = defaultdict(list)
    virtual = tuple(row for row in rows if row[0] == "table" and _is_virtual(row[3]))
    for row in rows:
        kind, name, table, sql = row
        if kind == "index":
            indexes[fold(table)].append(row)
        elif kind == "trigger":
            triggers[fold(table)].append(Trigger(name=name, table=table, sql=sql, key=statement_key(sql)))
    shadows = {f"{fold(row[1])}_{suffix}" for row in virtual for suffix in _SHADOW_SUFFIXES}
    tables, views, foreign = [], [], []
    for kind, name, _, sql in rows:
        # The trigger may spell its table's name in another case.
        own = tuple(replace(one, table=name) for one in triggers.get(fold(name), ()))
        if kind == "view":
            views.append(View(name=name, sql=sql, key=statement_key(sql), triggers=own))
        elif kind == "table" and (_is_virtual(sql) or fold(name) in shadows):
            is_part = not _is_virtual(sql)
            word = "part of a virtual table" if is_part else "virtual table"
            foreign.append(Foreign(name=name, kind=word, sql=sql, is_part=is_part))
        elif kind == "table":
            tables.append(replace(_table(name, sql, indexes.get(fold(name), [])), triggers=own))
    return canonical_schema(Schema(tables=tuple(tables), views=tuple(views), foreign=tuple(foreign)))


def _is_virtual(sql: str) -> bool:
    return sql[:32].upper().split()[1:2] == ["VIRTUAL"]


def statement_key(sql: str) -> tuple[str, ...]:
    """What a view or a trigger is compared by: its tokens, without the words that the catalog leaves out."""
    key = key_of_statement(sql.rstrip().rstrip(";"))
    head = list(key[:8])
    for word in ('"temp"', '"temporary"'):
        if word in head[1:2]:
            head.remove(word)
    if head[2:5] == ['"if"', "not", "exists"]:
        del head[2:5]
    return tuple(head) + key[8:]


def _table(name: str, sql: str, rows: list[Row]) -> Table:
    try:
        table = read_table(sql)
    except UnreadableSqlError as error:
        reason = f"its CREATE text cannot be read: {error}"
        return Table(name=name, columns=(), sql=sql, opaque=Opaque(reason=reason, expected="", actual=sql))
    found: list[Index] = []
    for _, index, _, text in rows:
        try:
            found.append(replace(read_index(text), name=index, spelling=(f"sql:{text}",)))
        except UnreadableSqlError as error:
            reason = f"its index {index} cannot be read: {error}"
            table = replace(table, opaque=Opaque(reason=reason, expected="", actual=text))
    # The catalog's name is the truth; the text may quote it or, in old files, spell it otherwise.
    return replace(table, name=name, indexes=tuple(found))

"""An independent reading of a SQLite catalog: PRAGMAs and ``sqlite_schema``, and none of the tool's own code."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, cast

from tests.properties.choice import fold, quoted

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] | --[^\n]* | /\*.*?\*/
      | [\w$\u0080-\U0010ffff]+(?:\.[0-9]+)? | \s+ | \|\| | <> | [<>=!]=? | .""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TWINS = {"==": "=", "!=": "<>"}
Words = tuple[str, ...]
Catalog = dict[str, dict[str, Any]]


def words_of(sql: str) -> Words:
    """The tokens of a text: names without quotes and words in lower case, strings as they are."""
    found: list[str] = []
    for match in _TOKEN.finditer(sql):
        token = match[0]
        if token.isspace() or token.startswith(("--", "/*")):
            continue
        if token[0] in '"`':
            found.append(fold(token[1:-1].replace(token[0] * 2, token[0])))
        elif token[0] == "[" and len(token) > 1:
            found.append(fold(token[1:-1]))
        else:
            found.append(token if token[0] == "'" else fold(_TWINS.get(token, token)))
    return tuple(found)


def _groups(sql: str, opening: Words) -> Counter[tuple[str, Words]]:
    """What stands in parentheses behind these words, each with the name of the constraint in front."""
    raw = [
        match[0] for match in _TOKEN.finditer(sql) if not match[0].isspace() and not match[0].startswith(("--", "/*"))
    ]
    words = [word if word[0] in "\"`['" else fold(word) for word in raw]
    found: Counter[tuple[str, Words]] = Counter()
    for place in range(len(words) - len(opening)):
        behind = place + len(opening)
        if tuple(words[place:behind]) != opening or words[behind] != "(":
            continue
        depth, end = 1, behind
        while depth:
            end += 1
            depth += {"(": 1, ")": -1}.get(words[end], 0)
        inside = words_of(" ".join(raw[behind + 1 : end]))
        name = words_of(raw[place - 1])[0] if place > 1 and words[place - 2] == "constraint" else ""
        found[(name, inside)] += 1
    return found


def read(connection: sqlite3.Connection, only: Collection[str] | None = None) -> Catalog:
    """Everything that the database promises, by table; where a column stands in its table is left out.

    ``only`` are the tables to read, where not all are.
    """
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    wanted = sorted((str(name), str(sql)) for name, sql in rows if only is None or name in only)
    return {name: _table(connection, name, sql) for name, sql in wanted}


def _table(connection: sqlite3.Connection, name: str, sql: str) -> dict[str, Any]:
    ((without, strict),) = connection.execute(
        "SELECT wr, strict FROM pragma_table_list(?) WHERE schema = 'main'", (name,)
    ).fetchall()
    words = words_of(sql)
    return {
        "options": (without, strict),
        "autoincrement": "autoincrement" in words,
        "columns": _columns(connection, name, key_is_required=bool(without or strict)),
        "indexes": _indexes(connection, name),
        "foreign keys": _foreign_keys(connection, name, sql),
        "checks": _groups(sql, ("check",)),
        "computed": _groups(sql, ("as",)),
    }


def _columns(connection: sqlite3.Connection, table: str, *, key_is_required: bool) -> dict[str, tuple[object, ...]]:
    """Type, whether it is required, default, place in the key, kind of generated column, and collation, by name."""
    found: dict[str, tuple[object, ...]] = {}
    rows = connection.execute("SELECT * FROM pragma_table_xinfo(?)", (table,)).fetchall()
    alone = sum(1 for row in rows if row[5]) == 1
    for _, name, declared, not_null, default, key, hidden in rows:
        kind = "".join(_COMMENT.sub("", str(declared)).upper().split())
        # Said or not, no key of these can be NULL.
        required = bool(not_null or (key and (key_is_required or (alone and kind == "INTEGER"))))
        # A column's own collation shows only in an index over it.
        connection.execute("SAVEPOINT look")
        connection.execute(f"CREATE INDEX look_at_it ON {quoted(table)} ({quoted(name)})")
        ((collation,),) = connection.execute("SELECT coll FROM pragma_index_xinfo('look_at_it') WHERE seqno = 0")
        connection.execute("ROLLBACK TO look")
        connection.execute("RELEASE look")
        text = None if default is None or words_of(default) == ("null",) else words_of(default)
        found[name] = (kind, required, text, key, hidden, collation.upper())
    return found


def _indexes(connection: sqlite3.Connection, table: str) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for _, name, unique, origin, partial in connection.execute("SELECT * FROM pragma_index_list(?)", (table,)):
        parts = connection.execute(
            'SELECT name, "desc", coll FROM pragma_index_xinfo(?) WHERE "key" ORDER BY seqno', (name,)
        ).fetchall()
        parts = [(part, descending, collation.upper()) for part, descending, collation in parts]
        # The key of a table WITHOUT ROWID is the table itself, so it has no row of its own.
        (text,) = connection.execute("SELECT max(sql) FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        words = _members_of(text) if text else ()
        own = name if origin == "c" else ""
        found[(own, unique, origin, partial, tuple(parts), words)] += 1
    return found


def _members_of(sql: str) -> Words:
    """What stands behind ON in a CREATE INDEX text: the table, in any quotes, and the members; ASC is what is usual."""
    table, *members = words_of(sql)[4 + ("unique" in words_of(sql)[:2]) :]
    return (fold(table.strip("'")), *(word for word in members if word != "asc"))


def _foreign_keys(connection: sqlite3.Connection, table: str, sql: str) -> Counter[tuple[object, ...]]:
    keys: dict[int, list[tuple[object, ...]]] = {}
    for row in connection.execute("SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", (table,)):
        keys.setdefault(row[0], []).append(row[1:])
    found: Counter[tuple[object, ...]] = Counter(
        tuple(_target(connection, one) for one in rows) for rows in keys.values()
    )
    words = words_of(sql)
    found[("deferred", words.count("deferred"), words.count("immediate"))] += 1
    return found


def _target(connection: sqlite3.Connection, row: Sequence[Any]) -> tuple[object, ...]:
    """A reference to a primary key that is not named is one to its columns."""
    place, target, column, there, *actions = row
    if there is None:
        query = "SELECT name FROM pragma_table_info(?) WHERE pk = ?"
        ((there,),) = connection.execute(query, (target, place + 1)).fetchall()
    return (fold(str(target)), fold(column), fold(str(there)), *actions)


def rows(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Counter[tuple[object, ...]]:
    """All rows of a table as these columns, each value with its type."""
    names = ", ".join(f"typeof({column}), {column}" for column in columns) or "1"
    return Counter(connection.execute(f"SELECT {names} FROM {quoted(table)}").fetchall())


def rowid_name(table: dict[str, Any]) -> str:
    """A name for the rowid of a table that ``read`` gave, empty where a column is it, hides it, or it has none."""
    without, _ = cast("tuple[int, int]", table["options"])
    columns = cast("dict[str, tuple[object, ...]]", table["columns"])
    keys = [about for about in columns.values() if about[3]]
    if without or (len(keys) == 1 and keys[0][0] == "INTEGER"):
        return ""
    taken = {fold(name) for name in columns}
    return next((name for name in ("rowid", "_rowid_", "oid") if name not in taken), "")

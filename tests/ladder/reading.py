"""A second reading of a database's catalog, by SQLite's own functions and a few regular expressions.

It shares no line with the package: what both overlook, they overlook for different reasons.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

Fact = tuple[object, ...]

ROWID = "(rowid)"
"""The name under which a row's rowid is kept, whatever its columns are called."""

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\w+|<>|!=|==|[^\s\w]""")
_COMMENT = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|--[^\n]*|/\*.*?\*/""", re.DOTALL)
_TABLES = """
    SELECT m.name, m.sql FROM sqlite_master AS m JOIN pragma_table_list AS l ON l.name = m.name AND l.schema = 'main'
    WHERE m.type = 'table' AND l.type = 'table'
      AND NOT (m.name GLOB 'sqlite_*' OR m.name GLOB 'yoyo_*' OR m.name GLOB '_yoyo_*' OR m.name GLOB '_qsys_*')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Facts by table, in no order, and the texts of triggers and views by name."""

    tables: dict[str, list[Fact]]
    others: dict[str, tuple[str, ...]]


def read(connection: sqlite3.Connection) -> Reading:
    """Everything that the catalog says, but for yoyo's own tables and the order of columns."""
    tables = {
        name: sorted((*_columns(connection, name), *_keys(connection, name), *_text_facts(sql)), key=repr)
        for name, sql in connection.execute(_TABLES)
    }
    for name, strict, rowid in connection.execute(
        "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ):
        if name in tables:
            tables[name].append(("options", strict, rowid))
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    return Reading(tables=tables, others={name: (kind, table, *words(sql)) for kind, name, table, sql in rows})


def rows(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables, in the order of their rowids, which stand in them under the name ``ROWID``."""
    found: dict[str, list[dict[str, object]]] = {}
    for (name,) in connection.execute(f"SELECT name FROM ({_TABLES})").fetchall():
        columns = [row[0].lower() for row in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,))]
        without = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (name,)).fetchone()[0]
        hidden = next(word for word in ("rowid", "_rowid_", "oid") if word not in columns)
        chosen = "*" if without else f"{hidden}, *"
        cursor = connection.execute(
            f"SELECT {chosen} FROM {_quoted(name)}" + ("" if without else f" ORDER BY {hidden}")
        )
        names = [item[0] for item in cursor.description]
        if not without:
            names[0] = ROWID
        found[name] = [dict(zip(names, row, strict=True)) for row in cursor]
    return found


def counters(connection: sqlite3.Connection) -> dict[str, int]:
    """The AUTOINCREMENT counters by table."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
        return {}
    return dict(connection.execute("SELECT name, seq FROM sqlite_sequence WHERE name NOT LIKE 'yoyo%'"))


def words(sql: str) -> tuple[str, ...]:
    """The words of a text in lower case, strings as they are, names without their quotes."""
    plain = _COMMENT.sub(lambda found: found.group(1) or " ", sql)
    return tuple(_word(token) for token in _TOKEN.findall(plain))


def _word(token: str) -> str:
    if token[0] == "'":
        return token
    if token in {"<>", "=="}:
        return {"<>": "!=", "==": "="}[token]
    return token[1:-1].lower() if token[0] in '"`[' and len(token) > 1 else token.lower()


def _columns(connection: sqlite3.Connection, table: str) -> Iterator[Fact]:
    found = list(connection.execute("SELECT * FROM pragma_table_xinfo(?)", (table,)))
    key = [row for row in found if row[5]]
    without = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()[0]
    alias = len(key) == 1 and key[0][2].upper() == "INTEGER" and not without
    for _, name, kind, required, default, place, hidden in found:
        # A rowid is never NULL, whether or not somebody wrote that it is not.
        null = "never" if required or (alias and place) else "perhaps"
        # A lone name as a default means its text.
        value = " ".join(words(default or "")).strip("'")
        yield ("column", name, "".join(kind.upper().split()), null, value, place, hidden)


def _keys(connection: sqlite3.Connection, table: str) -> Iterator[Fact]:
    for _, name, unique, origin, partial in connection.execute("SELECT * FROM pragma_index_list(?)", (table,)):
        members = connection.execute("SELECT * FROM pragma_index_xinfo(?)", (name,)).fetchall()
        parts = tuple((part[2], part[3], part[4].upper()) for part in members if part[5])
        # The key of a table WITHOUT ROWID has an index in this list that is nowhere else.
        text = (connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone() or [""])[0] or ""
        after_on = text[re.search(r"(?i)\bon\b", text).end() :] if text else ""  # type: ignore[union-attr]
        yield ("index", name if origin == "c" else "", unique, origin, partial, parts, words(after_on))
    keys: dict[int, list[tuple[object, ...]]] = {}
    for number, place, target, column, there, on_update, on_delete, match in connection.execute(
        "SELECT * FROM pragma_foreign_key_list(?)", (table,)
    ):
        pointed = there or _key_column(connection, target, place)
        keys.setdefault(number, []).append(
            (place, target.lower(), column.lower(), pointed, on_update, on_delete, match)
        )
    yield from (("foreign key", *sorted(parts, key=repr)) for parts in keys.values())


def _key_column(connection: sqlite3.Connection, table: str, place: int) -> str:
    row = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk = ?", (table, place + 1)).fetchone()
    return row[0] if row else ""


def _unqualified(tokens: tuple[str, ...], table: str) -> tuple[str, ...]:
    """Without the table's own name in front of its columns, which says nothing."""
    pairs = {place for place in range(len(tokens) - 1) if tokens[place : place + 2] == (table, ".")}
    return tuple(token for place, token in enumerate(tokens) if place not in pairs and place - 1 not in pairs)


def _text_facts(sql: str) -> Iterator[Fact]:
    """What no pragma tells: checks, computed columns, conflict clauses, deferral, collations and given names."""
    tokens = _unqualified(words(sql[sql.index("(") :]), words(sql[: sql.index("(")])[-1])
    for place, word in enumerate(tokens):
        following = tokens[place + 1 : place + 4]
        if word in {"check", "as"} and following[:1] == ("(",):
            yield (word, _group(tokens, place + 1))
        elif word == "on" and following[:1] == ("conflict",):
            yield ("conflict", following[1])
        elif word == "deferrable" and tokens[place - 1] != "not":
            yield ("deferrable", following[:2])
        elif word in {"collate", "constraint"}:
            yield (word, following[0])
        elif word == "autoincrement":
            yield ("autoincrement",)


def _group(tokens: tuple[str, ...], opening: int) -> tuple[str, ...]:
    depth = 0
    for place in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place], 0)
        if not depth:
            return tokens[opening + 1 : place]
    return tokens[opening:]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

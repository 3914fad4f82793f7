"""What SQLite says of a query: whether it compiles, and what comes out ("EXPLAIN" in its manual)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from qsys_schema.model.oracle import Described
from qsys_schema.model.query import Use, Words
from qsys_schema.model.session import Session

_ABOUT = (
    re.compile(r"no such (?:column|table|function|index|module|collation sequence): (?P<word>\S+)"),
    re.compile(r"near \"(?P<word>[^\"]+)\""),
    re.compile(
        r"(?:ambiguous column name:|misuse of (?:aggregate:|aggregate function|window function)) (?P<word>[^\s(]+)"
    ),
    re.compile(r"wrong number of arguments to function (?P<word>[^\s(]+)"),
    re.compile(r"table (?P<word>\S+) has"),
)


def text_of(parts: Sequence[Words | Use]) -> str:
    """The text with parameters as SQLite has them too."""
    return "".join(part.text if isinstance(part, Words) else f":{part.name}" for part in parts)


def describe(session: Session, parts: Sequence[Words | Use]) -> Described:
    """The names of the columns where it is a query that only reads, else their number."""
    sql = text_of(parts)
    connection = session.connection
    if not isinstance(connection, sqlite3.Connection):  # pragma: no cover - a session of another database
        raise TypeError(connection)
    values = {part.name: 0 for part in parts if isinstance(part, Use)}
    try:
        program = connection.execute(f"EXPLAIN {sql}", values).fetchall()
        if any(row[1] in {"OpenWrite", "VUpdate"} for row in program):
            found = [int(row[3]) for row in program if row[1] == "ResultRow"]
            return Described(count=found[-1] if found else 0)
        # Nothing is read: what is always false is known before the first row.
        cursor = connection.execute(f"SELECT * FROM (\n{sql}\n) WHERE 0", values)
        names = tuple((str(column[0]), None) for column in cursor.description)
        cursor.close()
        return Described(columns=names, count=len(names))
    except (sqlite3.Error, sqlite3.Warning) as error:
        said = str(error)
        if "binding parameter" in said:
            said = "two colons belong to a parameter's name here; a cast is written CAST(... AS ...)"
        word = next((match["word"] for one in _ABOUT if (match := one.search(said))), "")
        return Described(refused=said, word=word.rpartition(".")[2])

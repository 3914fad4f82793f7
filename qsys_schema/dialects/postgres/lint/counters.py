"""Counters that are set back behind rows that are there: a number that is given again is refused, or given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.dialects.postgres.lint.rows import bodies
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.model.change import AlterColumn
from qsys_schema.model.expr import Expr
from qsys_schema.model.finding import Found, Level
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import RiskKind
from qsys_schema.model.rule import Example, Rule
from qsys_schema.model.schema import Schema
from qsys_schema.model.watched import Watched

if TYPE_CHECKING:
    from qsys_schema.dialects.postgres.session import PostgresSession

_OWNED = """
    SELECT s.relname, t.relname, a.attname FROM pg_depend AS d
    JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class AS t ON t.oid = d.refobjid
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        AND s.relnamespace = current_schema()::regnamespace
"""

_NUMBER = re.compile(r"\d+")
_NEXT = re.compile(r"nextval\('(?P<name>[^']*)'")
_Column = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The table and column of each sequence that belongs to one, by its name, as it was before the migration."""

    columns: Mapping[str, _Column]


def counters_of(session: PostgresSession, schema: Schema) -> dict[str, tuple[str, str]]:
    """The table and column of each sequence that belongs to one."""
    if not any(column.identity for table in schema.tables for column in table.columns):
        return {}
    return {str(name): (str(table), str(column)) for name, table, column in session.fetch_again(_OWNED)}


def _set_back(watched: Watched) -> Iterator[Found]:
    """What is set to a number that somebody has written, unless it is set behind the rows later on."""
    counters = _counters(watched)
    right: dict[_Column, int] = {}
    for place, seen in enumerate(watched.steps):
        for column, number in _settings(words_of(seen.sql), counters):
            if column is not None and number is None:
                right[column] = place
    for place, column, text in _restarts(watched, counters):
        if right.get(column, -1) < place and _is_unique(watched.before, column):
            ref = Ref(table=column[0], kind="column", name=column[1])
            yield Found(step=place, ref=ref, text=f"{ref.label}: {text}: numbers that rows have are given again")


def _restarts(watched: Watched, counters: Mapping[str, _Column]) -> Iterator[tuple[int, _Column, str]]:
    made: set[str] = set()
    for place, seen in enumerate(watched.steps):
        words = words_of(seen.sql)
        if words[:2] == ["create", "sequence"]:
            made.add(_plain(next(one for one in words[2:] if one not in {"if", "not", "exists"})))
        for column, number in _settings(words, counters):
            if column is not None and number is not None:
                yield place, column, f"its counter is set to {number}"
        for column in _restarted(words, counters):
            yield place, column, "its counter is started again"
        for change in seen.changes:
            if not isinstance(change, AlterColumn):
                continue
            column = (change.table, change.after.name)
            if change.after.identity and not change.before.identity:
                yield place, column, "it gets a counter that begins anew"
            elif (name := _counts_on(change.after.default)) in made and name != _counts_on(change.before.default):
                yield place, column, f"it gets the counter {name}, which begins anew"


def _counters(watched: Watched) -> Mapping[str, _Column]:
    """The column of each counter, by the counter's name; the owner's, or that of the only default that asks it."""
    owned = watched.facts.columns if isinstance(watched.facts, Counters) else {}
    asked: dict[str, list[_Column]] = {}
    for table in watched.before.tables:
        for column in table.columns:
            if name := _counts_on(column.default):
                asked.setdefault(name, []).append((table.name, column.name))
    return {name: columns[0] for name, columns in asked.items() if len(columns) == 1} | dict(owned)


def _counts_on(default: object) -> str:
    match = _NEXT.search(default.text) if isinstance(default, Expr) else None
    return _plain(match["name"]) if match is not None else ""


def _is_unique(before: Schema, column: _Column) -> bool:
    """Whether no two rows may have the same number there: else it is no failure."""
    table = before.table(column[0])
    if table is None or table.column(column[1]) is None:
        return False
    keys = [table.primary_key.columns] if table.primary_key is not None else []
    keys += [one.columns for one in table.uniques]
    keys += [tuple(part.column for part in index.parts) for index in table.indexes if index.unique]
    return any(tuple(one) == (column[1],) for one in keys)


def _settings(words: Sequence[str], counters: Mapping[str, _Column]) -> Iterator[tuple[_Column | None, str | None]]:
    """Of each call of setval the column, None where it is none's, and the number; None where it is computed."""
    for text in (words, *bodies(words)):
        for place, word in enumerate(text):
            if word == "setval" and text[place + 1 : place + 2] == ["("]:
                given = [*_arguments(text[place + 2 :]), []]
                yield _column_of(given[0], counters), given[1][0] if _is_number(given[1]) else None


def _is_number(words: Sequence[str]) -> bool:
    return len(words) in {1, 3} and bool(_NUMBER.fullmatch(words[0])) and words[1:2] in ([], ["::"])


def _column_of(words: Sequence[str], counters: Mapping[str, _Column]) -> _Column | None:
    texts = [_text(word) for word in words if word.startswith("'")]
    if words[:1] == ["pg_get_serial_sequence"] and len(texts) == 2:  # noqa: PLR2004 - table and column
        # The column is taken as it stands there, the table as a name is read.
        return _plain(texts[0]), texts[1]
    return counters.get(_plain(texts[0])) if texts else None


def _arguments(words: Sequence[str]) -> Iterator[list[str]]:
    depth, argument = 0, list[str]()
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth < 0:
            break
        if word == "," and not depth:
            yield argument
            argument = []
        else:
            argument.append(word)
    yield argument


def _restarted(words: Sequence[str], counters: Mapping[str, _Column]) -> Iterator[_Column]:
    """ALTER SEQUENCE ... RESTART, and ALTER TABLE ... ALTER COLUMN ... RESTART."""
    for text in (words, *bodies(words)):
        for place, word in enumerate(text):
            if word == "restart" and text[:2] == ["alter", "sequence"]:
                name = _named([one for one in text[2:place] if one not in {"if", "exists"}])
                if name in counters:
                    yield counters[name]
            elif word == "restart" and text[:2] == ["alter", "table"]:
                table = _named([one for one in text[2:] if one not in {"if", "exists", "only"}])
                alters = [at for at in range(2, place) if text[at] == "alter"]
                if alters:
                    yield table, _plain(text[alters[-1] + (2 if text[alters[-1] + 1] == "column" else 1)])


def _named(words: Sequence[str]) -> str:
    place = 0
    while words[place + 1 : place + 2] == ["."]:
        place += 2
    return _plain(words[place]) if place < len(words) else ""


def _text(word: str) -> str:
    return word[1:-1].replace("''", "'")


def _plain(word: str) -> str:
    """A name as the catalog has it, without its schema; in quotes or not."""
    last = word if word.endswith('"') else word.rpartition(".")[2].lower()
    quoted = re.fullmatch(r'(?:.*\.)?"((?:[^"]|"")*)"', last, re.DOTALL)
    return quoted[1].replace('""', '"') if quoted is not None else last


_JOBS = "CREATE TABLE jobs (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, owner text);"
_BEHIND = "SELECT setval(pg_get_serial_sequence('jobs', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM jobs), false);"

COUNTERS = (
    Rule(
        code="PG322",
        title="counter set back",
        why="If a row has a number that the counter gives again, the next INSERT fails, and those after it.",
        how="Set it behind the rows: setval(..., (SELECT coalesce(max(id), 0) + 1 FROM jobs), false).",
        level=Level.WARNING,
        kind=RiskKind.MAY_FAIL_ON_DATA,
        find=_set_back,
        examples=(
            Example(dialect="postgres", setup=_JOBS, bad="ALTER SEQUENCE jobs_id_seq RESTART;", good=_BEHIND),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="SELECT setval('jobs_id_seq', 1);",
                good=f"SELECT setval('jobs_id_seq', 1);\n{_BEHIND}",
            ),
            Example(
                dialect="postgres",
                setup="CREATE TABLE jobs (id bigint PRIMARY KEY, owner text);",
                bad="ALTER TABLE jobs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;",
                good=f"ALTER TABLE jobs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;\n{_BEHIND}",
            ),
            Example(
                dialect="postgres",
                setup=_JOBS,
                bad="ALTER TABLE jobs ALTER COLUMN id DROP IDENTITY;\nCREATE SEQUENCE ids;\n"
                "ALTER TABLE jobs ALTER COLUMN id SET DEFAULT nextval('ids');",
                good="ALTER TABLE jobs ALTER COLUMN id SET GENERATED ALWAYS;",
            ),
        ),
    ),
)

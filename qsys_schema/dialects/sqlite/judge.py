"""What SQLite itself says of a wish's expressions, each tried alone so that the message finds its line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qsys_schema.dialects.sqlite.ddl import canonical_type
from qsys_schema.dialects.sqlite.programs import programs
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, quote, tokenize
from qsys_schema.dialects.sqlite.types import declared_type
from qsys_schema.model.expr import Expr, Literal
from qsys_schema.model.schema import Schema, Table
from qsys_schema.model.source import Source
from qsys_schema.model.types import Enum, Native

Finding = tuple[Source, str]

_LONGEST_SHOWN = 500
"""Characters of an expression in a message; its place is said, too."""


def judge(schema: Schema) -> tuple[Finding, ...]:
    """Every type and expression of the wish that SQLite would refuse, with the place it was declared and why."""
    findings: list[Finding] = list(programs(schema))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        misread = (*_too_wide(connection, schema), *_unwritable(schema), *_misread_types(connection, schema))
        if misread:
            # A text that is no type would spoil the trial of every expression beside it.
            return (*findings, *misread)
        tried = [(table, trials) for table in schema.tables if (trials := tuple(_trials(table)))]
        # Nearly always all is well, and one look at everything together says so.
        for table, trials in () if _all_well(connection, tried) else tried:
            if not _all_well(connection, [(table, trials)]):
                findings.extend(finding for trial in trials for finding in _try(connection, table, trial))
    finally:
        connection.close()
    return tuple(findings)


def _too_wide(connection: sqlite3.Connection, schema: Schema) -> Iterator[Finding]:
    """Tables of more columns than SQLite was built for."""
    most = connection.getlimit(sqlite3.SQLITE_LIMIT_COLUMN)
    for table in schema.tables:
        if len(table.columns) > most:
            text = f"table {table.name} has {len(table.columns)} columns; SQLite takes {most} at most"
            yield table.source or Source(file=""), text


def _unwritable(schema: Schema) -> Iterator[Finding]:
    """Texts that no file of SQL would keep: whoever reads it as text takes a carriage return for a line end."""
    for table in schema.tables:
        for column in table.columns:
            values = [one.value for one in (column.default, column.backfill) if isinstance(one, Literal)]
            values += column.type.values if isinstance(column.type, Enum) else ()
            if any(isinstance(one, str) and "\r" in one for one in values):
                text = f"column {table.name}.{column.name} has a carriage return in a text, which SQL cannot keep"
                yield column.source or table.source or Source(file=""), text


def _misread_types(connection: sqlite3.Connection, schema: Schema) -> Iterator[Finding]:
    """Types in SQLite's own words that it would not read as a type and nothing else."""
    known: dict[str, str] = {}
    for table in schema.tables:
        for column in table.columns:
            if not isinstance(column.type, Native) or not column.type.text:
                continue
            text = column.type.text
            if text not in known:
                known[text] = _unfit(text) or _quoted(text) or _unlike(connection, text)
            if known[text]:
                where = column.source or table.source or Source(file="")
                yield where, f"column {table.name}.{column.name} has a type that is none, {text!r}: {known[text]}"


def _quoted(text: str) -> str:
    """Types are compared by their words, as the catalog is read: quotes around one would count as another type."""
    return "write its words without quotes" if any(one.kind in {"quoted", "string"} for one in tokenize(text)) else ""


def _unlike(connection: sqlite3.Connection, text: str) -> str:
    """What SQLite makes of the text where a type stands; empty where it takes all of it as the type."""
    connection.execute("BEGIN")
    try:
        connection.execute(f'CREATE TABLE "t" ("c" {text})')
        rows = connection.execute("SELECT name, type FROM pragma_table_xinfo('t')").fetchall()
    except sqlite3.Error as error:
        return str(error)
    finally:
        connection.execute("ROLLBACK")
    read = [canonical_type(declared) for _, declared in rows]
    return "" if read == [canonical_type(text)] else f"SQLite reads it as {', '.join(map(repr, read))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """One expression: its text, where it was declared, and what it looks like as a part of the table or an index."""

    text: str
    source: Source | None
    in_table: str = ""
    instead_of: str = ""
    in_index: str = ""


def _trials(table: Table) -> Iterator[_Trial]:
    for check in table.checks:
        text = check.expression.text
        yield _Trial(text=text, source=check.source or table.source, in_table=f"CHECK (\n{text}\n)")
    for column in table.columns:
        source, name = column.source or table.source, quote(column.name)
        if isinstance(column.default, Expr):
            text = column.default.text
            in_table = f"{name} {declared_type(column)} DEFAULT (\n{text}\n)"
            yield _Trial(text=text, source=source, in_table=in_table, instead_of=column.name)
        if column.generated is not None:
            text = column.generated.expression.text
            in_table = f"{name} {declared_type(column)} AS (\n{text}\n)"
            yield _Trial(text=text, source=source, in_table=in_table, instead_of=column.name)
    for index in table.indexes:
        source = index.source or table.source
        for part in index.parts:
            if part.expression is not None:
                text = part.expression.text
                yield _Trial(text=text, source=source, in_index=f"(\n{text}\n)")
        if index.where is not None:
            yield _Trial(text=index.where.text, source=source, in_index=f"(1) WHERE {index.where.text}\n")


_Tried = tuple[Table, tuple[_Trial, ...]]


def _all_well(connection: sqlite3.Connection, tried: Sequence[_Tried]) -> bool:
    if any(_unfit(trial.text) for _, trials in tried for trial in trials):
        return False
    return not _problem(connection, tried)


def _try(connection: sqlite3.Connection, table: Table, trial: _Trial) -> Iterator[Finding]:
    where = trial.source or Source(file="")
    unfit = _unfit(trial.text)
    problem = "" if unfit else _problem(connection, [(table, (trial,))])
    if unfit:
        yield where, f"{unfit} in the expression {_shown(trial.text)}"
    elif problem:
        yield where, f"the expression {_shown(trial.text)} does not compile: {problem}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def _problem(connection: sqlite3.Connection, tried: Sequence[_Tried]) -> str:
    """What SQLite says against tables with these expressions and no others; nothing is left of them."""
    connection.execute("BEGIN")
    try:
        for table, trials in tried:
            for sql in _statements(table, trials):
                connection.execute(sql)
    except sqlite3.Error as error:
        return str(error)
    finally:
        connection.execute("ROLLBACK")
    return ""


def _statements(table: Table, trials: Sequence[_Trial]) -> Iterator[str]:
    special = {trial.instead_of: trial.in_table for trial in trials if trial.instead_of}
    body = [special.get(column.name, f"{quote(column.name)} {declared_type(column)}") for column in table.columns]
    body += [trial.in_table for trial in trials if trial.in_table and not trial.instead_of]
    name = quote(table.name)
    yield f"CREATE TABLE {name} ({', '.join(body)})"
    for number, trial in enumerate(trials):
        if trial.in_index:
            yield f"CREATE INDEX {quote(f'{table.name} {number}')} ON {name} {trial.in_index}"


def _unfit(text: str) -> str:
    """Why a text cannot stand inside another statement, whatever SQLite would make of it."""
    try:
        tokens = tokenize(text)
    except UnreadableSqlError as error:
        return str(error)
    if "\r" in text and any("\r" in token.value for token in tokens):
        return "a carriage return in a text, which a file of SQL does not keep,"
    depth = 0
    for token in tokens:
        if token.kind != "mark":
            continue
        depth += {"(": 1, ")": -1}.get(token.value, 0)
        if depth < 0 or token.value == ";":
            return f"unexpected {token.value!r}"
    if depth:
        return "a parenthesis is not closed"
    if not tokens:
        return "nothing"
    position = 0
    for token in tokens:
        if text[position : token.start].strip():
            return "a comment"
        position = token.end
    return "a comment" if text[position:].strip() else ""

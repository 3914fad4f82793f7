"""Functions and types as definitions, and what is only taken over as it is: sequences of nobody, aggregates."""

from __future__ import annotations

from collections.abc import Iterator

from qsys_schema.dialects.postgres.parts import words
from qsys_schema.dialects.postgres.reader import Catalog
from qsys_schema.dialects.postgres.tokens import key_of_text, quote
from qsys_schema.model.schema import Definition, Foreign
from qsys_schema.model.session import Row


def definition_of(row: Row) -> Definition | None:
    """A row of the routines' or the types' query; None for what cannot be said in one statement."""
    if len(row) == len(("name", "sql", "kind", "result", "plain", "schema")):
        return _routine(row)
    return _type(row)


def _routine(row: Row) -> Definition | None:
    name, sql, _, result, plain, schema = row
    if sql is None:
        return None
    text = str(sql).rstrip()
    # The server puts the schema in front of the name, wherever it is in the search path.
    for written in (str(plain), quote(str(plain))):
        text = text.replace(f" {schema}.{written}(", f" {written}(", 1)
    return Definition(kind="function", name=str(name), sql=text, key=key_of_text(text), signature=str(result))


def _type(row: Row) -> Definition | None:
    name, kind, base, required, default, collation, checks, fields, clauses_of_range = row
    if kind == "c":
        text = f"CREATE TYPE {quote(str(name))} AS ({', '.join(words(fields))})"
    elif kind == "d":
        clauses = [f"COLLATE {collation}"] if collation else []
        clauses += [f"DEFAULT {default}"] if default is not None else []
        clauses += ["NOT NULL"] if required else []
        text = " ".join((f"CREATE DOMAIN {quote(str(name))} AS {base}", *clauses, *words(checks)))
    elif clauses_of_range is not None:
        text = f"CREATE TYPE {quote(str(name))} AS RANGE ({', '.join(words(clauses_of_range))})"
    else:
        return None
    return Definition(kind="type", name=str(name), sql=text, key=key_of_text(text), signature=text)


def foreign_of(catalog: Catalog) -> Iterator[Foreign]:
    """What specs cannot describe, and tables may use."""
    for name, kind, start, increment, least, most, cache, cycle in catalog.sequences:
        words_ = [f"CREATE SEQUENCE {quote(str(name))} AS {kind} INCREMENT BY {increment} MINVALUE {least}"]
        words_ += [f"MAXVALUE {most} START WITH {start} CACHE {cache}", "CYCLE" if cycle else "NO CYCLE"]
        yield Foreign(name=str(name), kind="sequence", sql=" ".join(words_), is_base=True)
    for row in catalog.routines:
        if row[1] is None:
            yield Foreign(name=str(row[0]), kind="aggregate", sql="", is_part=True)
    for row in catalog.types:
        if row[1] == "r" and row[8] is None:
            yield Foreign(name=str(row[0]), kind="range type", sql="", is_part=True)

"""Facts a migration asserts about the database it runs on, in SQL, so that any runner stops at a wrong one.

One temporary table with a CHECK per fact: an INSERT of a wrong fact fails, and the transaction with it. Each
constraint's name is the sentence that the database then prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.sqlite.render import tidy
from qsys_schema.dialects.sqlite.tokens import literal, quote
from qsys_schema.model.change import Change
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import Table
from qsys_schema.model.step import RebuildTable, Statement

GUARD = f"{RESERVED_PREFIX}guard"

_Because = tuple[Change, ...]


_SENTENCES = {
    "foreign_keys": "turn PRAGMA foreign_keys off first: DROP TABLE would delete rows elsewhere",
    "strangers": "the table has columns, indexes or triggers that this migration does not know",
    "rows_lost": "a row was lost while the table was copied",
    "violations_added": "rows violate a foreign key that holds after this migration",
}


def opening() -> Iterator[Statement]:
    """Make the guard, and ask it first whether dropping a table is harmless on this connection."""
    facts = ", ".join(
        f'"{fact}" INTEGER CONSTRAINT {quote(sentence)} CHECK ("{fact}" <= 0)' for fact, sentence in _SENTENCES.items()
    )
    yield Statement(
        sql=tidy(f'CREATE TEMPORARY TABLE {quote(GUARD)} ("about" TEXT, "violations_before" INTEGER, {facts})'),
        comment="The guard: a fact that is not as it must be fails its CHECK and stops the migration.",
    )
    yield _assert(
        "foreign_keys",
        "connection",
        "(SELECT foreign_keys FROM pragma_foreign_keys)",
        "Foreign keys must be off: with them on, dropping a table deletes the rows that refer to it.",
        (),
    )


def closing() -> Statement:
    """Take the guard away."""
    return Statement(sql=tidy(f'DROP TABLE "temp".{quote(GUARD)}'), comment="All facts were right; the guard goes.")


def _assert(fact: str, about: str, count: str, comment: str, because: _Because) -> Statement:
    sql = f'INSERT INTO {quote(GUARD)} ("about", "{fact}") SELECT {literal(about)}, {count}'
    return Statement(sql=tidy(sql), comment=comment, because=because)


def strangers(table: Table, because: _Because) -> Statement:
    """Stop if the table has anything that was not there when this was planned: it would be lost."""
    columns = ", ".join(literal(column.name) for column in table.columns)
    names = sorted([index.name for index in table.indexes] + [trigger.name for trigger in table.triggers or ()])
    known = f' AND "name" NOT IN ({", ".join(map(literal, names))})' if names else ""
    count = (
        f'(SELECT COUNT(*) FROM pragma_table_xinfo({literal(table.name)}) WHERE "name" NOT IN ({columns}))'
        f' + (SELECT COUNT(*) FROM "sqlite_master" WHERE LOWER("tbl_name") = LOWER({literal(table.name)})'
        f" AND \"type\" IN ('index', 'trigger') AND \"sql\" <> ''{known})"
    )
    comment = f"{table.name} must be as it was when this was planned: whatever else it has would be lost."
    return _assert("strangers", table.name, count, comment, because)


def checked_tables(step: RebuildTable) -> tuple[str, ...]:
    """The tables whose foreign keys a rebuild could break: itself, if it has any, and those that refer to it."""
    own = (step.after.name,) if step.after.foreign_keys or step.before.foreign_keys else ()
    return tuple(dict.fromkeys((*own, *step.referrers)))


def _violations(tables: Sequence[str]) -> str:
    return " + ".join(f"(SELECT COUNT(*) FROM pragma_foreign_key_check({literal(name)}))" for name in tables)


def violations_before(tables: Sequence[str], because: _Because) -> Statement:
    """Count what was broken already, so that only new damage stops the migration."""
    comment = f"Count the rows of {', '.join(tables)} that violate a foreign key already."
    return _assert("violations_before", ", ".join(tables), _violations(tables), comment, because)


def no_violation_added(tables: Sequence[str], because: _Because) -> Statement:
    """Stop if more rows violate a foreign key than did before."""
    before = f'(SELECT MAX("violations_before") FROM {quote(GUARD)})'
    comment = f"No more rows of {', '.join(tables)} than before may violate a foreign key."
    return _assert("violations_added", ", ".join(tables), f"{_violations(tables)} - {before}", comment, because)


def no_row_lost(before: str, temporary: str, because: _Because) -> Statement:
    """Stop if the copy has not as many rows as the table."""
    count = f"(SELECT COUNT(*) FROM {quote(before)}) - (SELECT COUNT(*) FROM {quote(temporary)})"
    return _assert("rows_lost", before, count, f"Every row of {before} must have arrived.", because)

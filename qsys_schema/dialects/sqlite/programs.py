"""What SQLite says of a wish's views and triggers, tried on its tables: it looks into them only when they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qsys_schema.dialects.sqlite.catalog import uncompilable_by_name
from qsys_schema.dialects.sqlite.session import open_memory
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, tokenize, unquoted
from qsys_schema.errors import DatabaseDisagrees
from qsys_schema.model.schema import Schema, Trigger, View
from qsys_schema.model.session import Session
from qsys_schema.model.source import Source

Finding = tuple[Source, str]

_ELSEWHERE = re.compile("no such (?:table|function|module|collation)")
"""What no spec declares may be there all the same: a virtual table, or what a program gives to its own connections.
Whether it is, is seen when a migration is proven on a copy of the database."""


def programs(schema: Schema) -> Iterator[Finding]:
    """Views and triggers that are not what their spec calls them, or do not compile; nothing costs where none are."""
    views = schema.views or ()
    triggers = [*(one for view in views for one in view.triggers), *_triggers_of_tables(schema)]
    if not views and not triggers:
        return
    items: list[View | Trigger] = [*views, *triggers]
    wrong = [(item, text) for item in items if (text := _not_as_called(item))]
    yield from ((_source(item), text) for item, text in wrong)
    if not wrong:
        yield from _uncompilable(schema, items)


def _triggers_of_tables(schema: Schema) -> Iterator[Trigger]:
    for table in schema.tables:
        yield from table.triggers or ()


def _source(item: View | Trigger) -> Source:
    place = item.source or Source(file="")
    return Source(file=place.file, path=(*place.path[:-1], "sql") if isinstance(item, View) else (*place.path, "sql"))


def _not_as_called(item: View | Trigger) -> str:
    """Why the text does not make what it stands under; nothing where it does."""
    kind = "view" if isinstance(item, View) else "trigger"
    try:
        # A name may stand in quotes of any kind, a string's too.
        words = [unquoted(token.value) if token.kind == "string" else token.value for token in tokenize(item.sql)]
    except UnreadableSqlError as error:
        return f"the {kind} {item.name!r} cannot be read: {error}"
    lower = [fold(word) for word in words]
    place = 1 + (lower[1:2] in (["temp"], ["temporary"]))
    if place > 1:
        return f"the {kind} {item.name!r} is temporary, so it would be gone with the connection; leave out {words[1]}"
    called = place + (4 if lower[place + 1 : place + 4] == ["if", "not", "exists"] else 1)
    if lower[:1] != ["create"] or lower[place : place + 1] != [kind] or called >= len(words):
        return f"the text of the {kind} {item.name!r} must begin with CREATE {kind.upper()} and its name"
    if words[called] != item.name:
        return f"the text makes a {kind} {words[called]!r}, and it is called {item.name!r} here"
    if isinstance(item, Trigger) and not _is_on(words, lower, item.table):
        return f"the trigger {item.name!r} is not on {item.table}, where it is declared"
    return ""


def _is_on(words: list[str], lower: list[str], table: str) -> bool:
    """Whether the first ON before the trigger's body names the table."""
    if "on" not in lower[:-1]:
        return False
    return fold(words[lower.index("on") + 1]) == fold(table)


def _uncompilable(schema: Schema, items: list[View | Trigger]) -> Iterator[Finding]:
    # Spelling tables costs the import of sqlglot, which nobody pays who has no views and no triggers.
    from qsys_schema.dialects.sqlite.normalize import normalize
    from qsys_schema.dialects.sqlite.render import create_index, create_table

    session = open_memory()
    try:
        for table in normalize(schema).tables:
            made = (create_table(table), *(create_index(index, table.name) for index in table.indexes))
            if any(_complaint(session, sql) for sql in made):
                # What is wrong with the table itself is said elsewhere.
                return
        failed = [
            (item, text) for item in items if (text := _complaint(session, item.sql)) if not _ELSEWHERE.search(text)
        ]
        yield from ((_source(item), f"{item.name!r} cannot be made: {text}") for item, text in failed)
        if not failed:
            found = uncompilable_by_name(session)
            reasons = {name: reason for name, reason in found.items() if not _ELSEWHERE.search(reason)}
            yield from (
                (_source(item), f"{item.name!r} does not compile: {reasons[fold(item.name)]}")
                for item in items
                if fold(item.name) in reasons
            )
    finally:
        session.close()


def _complaint(session: Session, sql: str) -> str:
    try:
        session.execute(sql)
    except DatabaseDisagrees as error:
        return error.what
    return ""

"""Sees what migrations do on a scratch database of SQLite's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.dialects.base import Session
from qsys_schema.dialects.sqlite.lint.rows import wipes_of, words_of
from qsys_schema.dialects.sqlite.reader import Reader
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, literal
from qsys_schema.dialects.wipes import names_of, takes_away
from qsys_schema.errors import QsysSchemaError
from qsys_schema.model.flow import Flow
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Schema
from qsys_schema.model.watched import Sight
from qsys_schema.model.wipe import Wipe

_TABLES = "SELECT name, rootpage, sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
_COLUMNS = "SELECT name FROM pragma_table_xinfo(?, 'main') ORDER BY cid"

_REFERRING = """
    SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f
    WHERE m.type = 'table' AND lower(f."table") = ?1 AND lower(m.name) <> ?1
        AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
    ORDER BY m.name
"""

_WRITES = (["insert"], ["update"], ["delete"], ["replace"], ["with"])
_STAYS = (["pragma"], ["attach"], ["detach"], ["vacuum"])
"""No rollback takes back what they do."""

_MARK = 4711
"""What every AUTOINCREMENT counter stands at when a migration begins: a number that no row of a scratch table has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SQLiteFacts:
    """Of one statement: whether it has ended the transaction that it ran in.

    ``referring`` are the tables whose rows go or change with those of the table that it drops, whoever owns them.
    """

    ended: bool
    referring: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SQLiteOutcome:
    """Of a migration: the tables whose counter was not carried over, and what does not work any more, in words."""

    counters_lost: frozenset[str]
    broken: Sequence[str]


@dataclass(slots=True)
class _Known:
    """A table by the page that its rows begin on, with its identity and those of its columns.

    ``text`` is its name and what makes it, as SQLite keeps them.
    """

    identity: int
    columns: dict[str, int] = field(default_factory=dict)
    text: tuple[object, ...] = ()


class SQLiteWatch:
    """Knows tables by their root pages, which keep through a rename, and columns by their places."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0
        self._known: dict[int, _Known] = {}
        self._version: object = None
        self._broken: frozenset[str] = frozenset()
        self._marked: frozenset[str] = frozenset()
        self._names: frozenset[str] = frozenset()
        self._writes = self._fires = False

    def start(self, schema: Schema) -> None:
        """Set the counters, and remember which views and triggers do not work already."""
        self._writes = self._fires = False
        self._names = frozenset(map(fold, names_of(schema)))
        self._broken = self._uncompilable(schema)
        self._marked = frozenset(
            table.name for table in schema.tables if any(column.identity for column in table.columns)
        )
        for name in self._marked:
            self._session.execute(f"DELETE FROM sqlite_sequence WHERE name = {literal(name)}")
            self._session.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ({literal(name)}, {_MARK})")

    def run(self, sql: str, *, alone: bool) -> SQLiteFacts:
        """Run one statement."""
        name = _dropped(sql)
        referring = [str(row[0]) for row in self._session.fetch(_REFERRING, (fold(name),))] if name else ()
        self._session.execute(sql)
        open_still = getattr(self._session.connection, "in_transaction", False)
        return SQLiteFacts(ended=not alone and not open_still, referring=referring)

    def skim(self, sql: str) -> bool:
        """Run one statement, and see who is who behind it: a page that comes free is given to the next one."""
        words = words_of(sql)
        if words[:1] in _STAYS or takes_away(words, self._names, fold):
            return False
        self._session.execute(sql)
        self._writes |= words[:1] in _WRITES
        self._fires |= words[:1] == ["create"] and "trigger" in words[:3]
        if self.changed():
            self.sight()
        return bool(getattr(self._session.connection, "in_transaction", False))

    def skimmed(self, before: Schema, after: Schema) -> Sight | None:
        """None where a column comes with more than its name and type, which may fail on rows, or triggers may fire."""
        if self._writes and (self._fires or _has_triggers(before) or _has_triggers(after)):
            return None
        for table in before.tables:
            now = after.table(table.name)
            new = [one for one in now.columns if table.column(one.name) is None] if now is not None else []
            if any(one.default is not None or not one.nullable for one in new):
                return None
        return self.sight()

    def changed(self) -> bool:
        """By the number that SQLite counts up with every change of the catalog."""
        version = self._session.fetch("PRAGMA schema_version")[0]
        before, self._version = self._version, version
        return before != version

    def sight(self) -> Sight:
        """Who is who: one statement of SQLite's changes one table, and of that one column."""
        known: dict[int, _Known] = {}
        tables: dict[str, _Known] = {}
        for name, page, sql in self._session.fetch(_TABLES):
            there = self._known.get(int(str(page))) or _Known(self._next())
            if there.text != (name, sql):
                names = [str(row[0]) for row in self._session.fetch(_COLUMNS, (str(name),))]
                there = _Known(there.identity, self._columns(names, there.columns), (name, sql))
            known[int(str(page))] = tables[str(name)] = there
        self._known = known
        return Sight(
            tables={name: one.identity for name, one in tables.items()},
            columns={name: one.columns for name, one in tables.items()},
        )

    def _columns(self, names: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
        """A column that is called otherwise keeps its place; others come last, or go."""
        if len(names) == len(before):
            return dict(zip(names, before.values(), strict=True))
        return {name: before[name] if name in before else self._next() for name in names}

    def _next(self) -> int:
        self._number += 1
        return self._number

    def flows(self, sql: str, sight: Sight) -> Sequence[Flow]:
        """What the statement copies, by the names that the catalog has."""
        from qsys_schema.dialects.flows import flows

        names = {fold(name): name for name in sight.tables}
        names |= {fold(name): name for columns in sight.columns.values() for name in columns}
        columns = {name: tuple(those) for name, those in sight.columns.items()}
        return flows(sql, "sqlite", columns, lambda name, _: names.get(fold(name), name))

    def wipes(self, sql: str, schema: Schema, facts: object) -> Sequence[Wipe]:  # noqa: ARG002 - the text says all
        """What it says, and what triggers say that stand on what it writes to."""
        return tuple(wipes_of(sql, schema))

    def losses(self, before: Schema, after: Schema) -> Sequence[Risk]:  # noqa: ARG002 - a table is one thing
        """None."""
        return ()

    def finish(self, schema: Schema) -> SQLiteOutcome:
        """Look for the counters, and for what is broken now."""
        there = {table.name for table in schema.tables if any(column.identity for column in table.columns)}
        lost: set[object] = set()
        if self._marked & there:
            rows = self._session.fetch("SELECT name, seq FROM sqlite_sequence")
            kept = {name for name, count in rows if isinstance(count, int) and count >= _MARK}
            lost = {name for name in self._marked & there if name not in kept}
        return SQLiteOutcome(
            counters_lost=frozenset(map(str, lost)), broken=sorted(self._uncompilable(schema) - self._broken)
        )

    def _uncompilable(self, schema: Schema) -> frozenset[str]:
        from qsys_schema.dialects.sqlite.catalog import uncompilable

        has_any = bool(schema.views) or any(table.triggers for table in schema.tables)
        return frozenset(uncompilable(self._session)) if has_any else frozenset()

    def why(self, sql: str, error: QsysSchemaError, schema: Schema) -> tuple[str, Ref | None]:  # noqa: ARG002
        """A view in the way of a rename, or something that stands on a column that shall go."""
        try:
            reader = Reader(sql)
            if not reader.accept("alter", "table"):
                return "", None
            table = reader.name()
            table = reader.name() if reader.accept(".") else table
            if reader.accept("rename") and "error in view" in error.what:
                return "LT104", Ref(table=reader.name() if reader.accept("to") else table, kind="table")
            if reader.accept("drop"):
                reader.accept("column")
                return "LT108", Ref(table=table, kind="column", name=reader.name())
        except UnreadableSqlError:
            return "", None
        return "", None


def _has_triggers(schema: Schema) -> bool:
    return any(one.triggers for one in schema.tables) or any(one.triggers for one in schema.views or ())


def _dropped(sql: str) -> str:
    """The table that the statement drops; empty where it drops none."""
    try:
        reader = Reader(sql)
        if not reader.accept("drop", "table"):
            return ""
        reader.accept("if", "exists")
        name = reader.name()
        return reader.name() if reader.accept(".") else name
    except UnreadableSqlError:
        return ""

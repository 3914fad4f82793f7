"""Sees what migrations do on a scratch schema of PostgreSQL's, by what the server itself tells.

At the level DEBUG1 it says when it rewrites or reads a whole table, when it builds an index and when it checks a
foreign key (``tablecmds.c``, ``index.c``), whether there are rows or not. ``pg_locks`` has what a transaction holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.dialects.postgres.lint.counters import Counters, counters_of
from qsys_schema.dialects.postgres.lint.relations import Files, look, losses
from qsys_schema.dialects.postgres.lint.rows import RUNS_CODE, by_code, emptied, wipes_of
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.dialects.wipes import names_of, takes_away
from qsys_schema.errors import DatabaseDisagrees, QsysSchemaError
from qsys_schema.model.flow import Flow
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Schema
from qsys_schema.model.watched import Sight
from qsys_schema.model.wipe import Wipe

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

_TABLES = """
    SELECT c.oid, c.relname, (
        SELECT COALESCE(json_object_agg(a.attname, a.attnum ORDER BY a.attnum), '{}') FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
    FROM pg_class AS c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
"""

_ENUMS = """
    SELECT t.oid, t.typname FROM pg_type AS t
    WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype = 'e'
"""

_LOCKS = """
    SELECT c.relname, array_agg(l.mode) FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
    WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND c.relkind IN ('r', 'p')
        AND c.relnamespace = current_schema()::regnamespace
    GROUP BY c.relname
"""

_REWRITTEN = re.compile(r'rewriting table "(.*)"', re.DOTALL)
_READ = re.compile(r'verifying table "(.*)"', re.DOTALL)
_BUILT = re.compile(r'building index "(.*)" on table "(.*)" (?:serially|with request)', re.DOTALL)
_CHECKED = re.compile(r'validating foreign key constraint "(.*)"', re.DOTALL)
_PROVEN = re.compile(r'existing constraints on column "(.*)" are sufficient', re.DOTALL)

_TOAST = re.compile(r"pg_toast_\d+$")
"""Where the server keeps long values of another table."""

_COLUMNS = 1 << 12
"""More than a table can have columns."""

_WRITES = "RowExclusiveLock"

_MAY_MOVE = frozenset("set reset discard select do call execute with values".split())

_STAYS = frozenset({"prepare", "deallocate", "discard", "listen", "load"})
"""No rollback takes back what they do to the session."""

_MOVES_FILES = frozenset({"alter", "cluster", "vacuum"})
"""They write rows into another file, and not always say so; others that get another file have lost their rows."""

_ALONE, _UNSAFE_VALUE, _ENDED = "25001", "55P04", "2D000"


class PathMovedError(DatabaseDisagrees):
    """A statement has left the schema that the migrations are looked at in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresFacts:
    """Of one statement. ``locks`` are those that the transaction holds behind it, by table; none where it is alone.

    ``newly`` are those of them that are locked for writing since this one.

    ``rewritten`` and ``scanned`` are tables, ``emptied`` those whose rows went with their file; ``built`` are new
    indexes, ``built_anew`` and ``gone`` those that were there. ``checked`` are foreign keys whose rows were looked at,
    ``proven`` columns ("t.a") of which a check says that they are not NULL.
    """

    rewritten: frozenset[str]
    scanned: frozenset[str]
    emptied: frozenset[str]
    built: Mapping[str, str]
    built_anew: Mapping[str, str]
    gone: frozenset[str]
    checked: frozenset[str]
    proven: frozenset[str]
    locks: Mapping[str, frozenset[str]]
    newly: frozenset[str]
    concurrently: bool
    ended: bool

    @property
    def writing(self) -> frozenset[str]:
        """The tables that it may have written to, or others before it in the transaction."""
        return frozenset(name for name, modes in self.locks.items() if _WRITES in modes)


class PostgresWatch:
    """Listens to the server, and knows things by their identities in the catalog."""

    def __init__(self, session: Session) -> None:
        # The rules are known without the driver, which is an extra.
        from qsys_schema.dialects.postgres.inspect import own

        self._session = own(session)
        self._said: list[str] = []
        self._files = Files()
        self._first = Files()
        self._writing: frozenset[str] = frozenset()
        self._schema = ""
        self._names: frozenset[str] = frozenset()
        self._counters: dict[str, tuple[str, str]] = {}
        self._changed = True
        self._session.connection.add_notice_handler(self._hear)

    def _hear(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "DEBUG":
            self._said.append(notice.message_primary or "")

    def start(self, schema: Schema) -> None:
        """Remember which files there are, and whose the counters are."""
        self._said.clear()
        self._files = self._first = self._look()
        self._writing = frozenset()
        self._schema = self._where()
        self._names = names_of(schema)
        self._counters = counters_of(self._session, schema)

    def _where(self) -> str:
        return str(self._session.fetch("SELECT current_schema()")[0][0])

    def _require_here(self, sql: str) -> None:
        """Raise PathMovedError where the statement has left the schema that migrations are looked at in."""
        if words_of(sql)[:1] and words_of(sql)[0] in _MAY_MOVE and self._where() != self._schema:
            raise PathMovedError(
                "it sets another search path: what comes after it is done elsewhere, and cannot be looked at",
                hint="take it out; the URL of the database says which schema is meant (?schema=NAME)",
            )

    def _look(self) -> Files:
        return look(self._session)

    def run(self, sql: str, *, alone: bool) -> PostgresFacts:
        """Run one statement."""
        self._session.execute("SET client_min_messages = debug1")
        self._said.clear()
        self._session.execute(sql)
        said = "\0".join(self._said)
        status = self._session.connection.info.transaction_status
        ended = not alone and status.name == "IDLE"
        self._session.execute("SET client_min_messages = warning")
        self._require_here(sql)
        before, self._files = self._files, self._look()
        self._changed = bool(said) or before.rows != self._files.rows or not _is_quiet(sql)
        return self._facts(said.split("\0"), before, sql, alone=alone, ended=ended)

    def skim(self, sql: str) -> bool:
        """Run one statement, and only listen."""
        words = words_of(sql)
        if (words and words[0] in _STAYS) or takes_away(words, self._names):
            return False
        # Each time: a statement may have set it otherwise.
        self._session.execute_ours("SET LOCAL client_min_messages = debug1")
        self._session.execute(sql)
        if self._session.connection.info.transaction_status.name != "INTRANS":
            return False
        self._require_here(sql)
        return True

    def skimmed(self, before: Schema, after: Schema) -> Sight | None:
        """None where the server has said that it read or wrote a table that was there, or a file of such is another."""
        self._session.execute_ours("SET LOCAL client_min_messages = warning")
        said, files, old = tuple(self._said), self._look(), self._files
        self._said.clear()
        if any(files.rows.get(identity) != row for identity, row in old.rows.items()):
            return None
        known = {table.name for table in before.tables}
        new = [table for table in after.tables if table.name not in known]
        names = {table.name for table in new}
        keys = {key.name for table in new for key in table.foreign_keys}
        built = {match[2] for one in said if (match := _BUILT.fullmatch(one))}
        locks = self._session.fetch_again(_LOCKS)
        if any(isinstance(modes, list) and _WRITES in modes and name not in names for name, modes in locks):
            return None
        touched = {one for one in _matches(_REWRITTEN, said) | _matches(_READ, said) | built if not _TOAST.match(one)}
        if touched <= names and _matches(_CHECKED, said) <= keys:
            self._files = files
            return self.sight()
        return None

    def _facts(self, said: Sequence[str], before: Files, sql: str, *, alone: bool, ended: bool) -> PostgresFacts:
        built = {match[1]: match[2] for one in said if (match := _BUILT.fullmatch(one))}
        tables, indexes = before.named("rp"), before.named("iI")
        here = {name for name, *_ in (*before.rows.values(), *self._files.rows.values())}
        rewritten = _matches(_REWRITTEN, said)
        moved = frozenset(
            name
            for identity, (name, kind, file, _) in self._files.rows.items()
            if kind == "r" and identity in before.rows and before.rows[identity][2] != file
        )
        if words_of(sql)[:1] and words_of(sql)[0] in _MOVES_FILES:
            rewritten |= moved
        locks = [] if alone or ended else self._session.fetch_again(_LOCKS)
        held = {str(name): frozenset(map(str, modes)) for name, modes in locks if isinstance(modes, list)}
        writing = frozenset(name for name, modes in held.items() if _WRITES in modes)
        newly = writing - self._writing
        if words_of(sql)[:1] and words_of(sql)[0] in RUNS_CODE:
            # What it takes to make a rule or a view is not yet a row that is written.
            self._writing = writing
        return PostgresFacts(
            rewritten=rewritten & here,
            scanned=_matches(_READ, said) & here,
            emptied=frozenset((moved - rewritten) & tables.keys()),
            built={index: table for index, table in built.items() if index not in indexes and table in here},
            built_anew={index: table for index, table in built.items() if index in indexes},
            gone=frozenset(name for name, identity in indexes.items() if identity not in self._files.rows),
            checked=_matches(_CHECKED, said),
            proven=_matches(_PROVEN, said),
            locks=held,
            newly=newly,
            concurrently=alone and "concurrently" in words_of(sql),
            ended=ended,
        )

    def changed(self) -> bool:
        """Unless it was a setting or a row, and the server has said nothing."""
        return self._changed

    def sight(self) -> Sight:
        """Who is who, by the numbers of the catalog."""
        rows = self._session.fetch_again(_TABLES)
        return Sight(
            types={str(name): int(str(identity)) for identity, name in self._session.fetch_again(_ENUMS)},
            tables={str(name): int(str(identity)) for identity, name, _ in rows},
            columns={
                str(name): {str(one): int(str(identity)) * _COLUMNS + int(str(number)) for one, number in those.items()}
                for identity, name, those in rows
                if isinstance(those, dict)
            },
        )

    def flows(self, sql: str, sight: Sight) -> Sequence[Flow]:
        """What the statement copies."""
        from qsys_schema.dialects.flows import flows

        columns = {name: tuple(those) for name, those in sight.columns.items()}
        return flows(sql, "postgres", columns, lambda name, quoted: name if quoted else name.lower())

    def wipes(self, sql: str, schema: Schema, facts: object) -> Sequence[Wipe]:
        """What it says, what the server has seen, and what it has locked for writing without a word."""
        parts = self._first.parts() | self._files.parts()
        found = [*wipes_of(sql, schema, parts)]
        if isinstance(facts, PostgresFacts):
            found += emptied(facts.emptied, schema, parts)
            found += by_code(sql, schema, facts.newly, facts.writing, parts)
        return tuple(dict.fromkeys(found))

    def losses(self, before: Schema, after: Schema) -> Sequence[Risk]:  # noqa: ARG002 - parts are no tables of it
        """Parts of tables that stay: dropped with their rows, or detached with them."""
        return tuple(losses(self._first, self._look(), {table.name for table in before.tables}))

    def finish(self, schema: Schema) -> Counters:  # noqa: ARG002 - they are those of the start
        """Whose the counters were."""
        return Counters(columns=self._counters)

    def why(self, sql: str, error: QsysSchemaError, schema: Schema) -> tuple[str, Ref | None]:  # noqa: ARG002
        """By the server's code."""
        cause = error.__cause__
        state = getattr(cause, "sqlstate", "")
        if isinstance(error, PathMovedError):
            return "PG332", None
        if state == _ALONE:
            return ("PG103" if "concurrently" in words_of(sql) else "TX101"), None
        return {_UNSAFE_VALUE: "TX101", _ENDED: "TX201"}.get(state or "", ""), None


_QUIET = frozenset("set reset show insert update delete select values lock analyze".split())


def _is_quiet(sql: str) -> bool:
    """Whether the statement is of a kind that changes no catalog: a function that it calls might, and then is heard."""
    words = words_of(sql)
    return bool(words) and words[0] in _QUIET and not ("into" in words and words[0] == "select")


def _matches(pattern: re.Pattern[str], said: Sequence[str]) -> frozenset[str]:
    return frozenset(match[1] for one in said if (match := pattern.fullmatch(one) or pattern.match(one)))

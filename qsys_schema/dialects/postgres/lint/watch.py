"""Sees what migrations do on a scratch schema of PostgreSQL's, by what the server itself tells.

At the level DEBUG1 it says when it rewrites or reads a whole table, when it builds an index and when it checks a
foreign key (``tablecmds.c``, ``index.c``), whether there are rows or not. ``pg_locks`` has what a transaction holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.dialects.base import Session
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.errors import QsysSchemaError
from qsys_schema.model.flow import Flow
from qsys_schema.model.ref import Ref
from qsys_schema.model.schema import Schema
from qsys_schema.model.watched import Sight

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

_TABLES = """
    SELECT c.oid, c.relname, (
        SELECT COALESCE(json_object_agg(a.attname, a.attnum ORDER BY a.attnum), '{}') FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
    FROM pg_class AS c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""

_ENUMS = """
    SELECT t.oid, t.typname FROM pg_type AS t
    WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype = 'e'
"""

_FILES = """
    SELECT c.oid, c.relname, c.relkind::text, c.relfilenode FROM pg_class AS c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i', 'I', 'p')
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

_ALONE, _UNSAFE_VALUE, _ENDED = "25001", "55P04", "2D000"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresFacts:
    """Of one statement. ``locks`` are those that the transaction holds behind it, by table; none where it is alone.

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
    concurrently: bool
    ended: bool


@dataclass(slots=True)
class _Files:
    """Relations by identity: name, kind, and the file that their rows are in."""

    rows: dict[int, tuple[str, str, int]] = field(default_factory=dict)

    def named(self, kinds: str) -> dict[str, int]:
        """The identities of relations of these kinds by name."""
        return {name: identity for identity, (name, kind, _) in self.rows.items() if kind in kinds}


class PostgresWatch:
    """Listens to the server, and knows things by their identities in the catalog."""

    def __init__(self, session: Session) -> None:
        # The rules are known without the driver, which is an extra.
        from qsys_schema.dialects.postgres.inspect import own

        self._session = own(session)
        self._said: list[str] = []
        self._files = _Files()
        self._changed = True
        self._session.connection.add_notice_handler(self._hear)

    def _hear(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "DEBUG":
            self._said.append(notice.message_primary or "")

    def start(self, schema: Schema) -> None:  # noqa: ARG002 - it needs no marks
        """Remember which files there are."""
        self._said.clear()
        self._files = self._look()

    def _look(self) -> _Files:
        rows = self._session.fetch_again(_FILES)
        return _Files({int(str(row[0])): (str(row[1]), str(row[2]), int(str(row[3]))) for row in rows})

    def run(self, sql: str, *, alone: bool) -> PostgresFacts:
        """Run one statement."""
        self._session.execute("SET client_min_messages = debug1")
        self._said.clear()
        self._session.execute(sql)
        said = "\0".join(self._said)
        status = self._session.connection.info.transaction_status
        ended = not alone and status.name == "IDLE"
        self._session.execute("SET client_min_messages = warning")
        before, self._files = self._files, self._look()
        self._changed = bool(said) or before.rows != self._files.rows or not _is_quiet(sql)
        return self._facts(said.split("\0"), before, sql, alone=alone, ended=ended)

    def skim(self, sql: str) -> bool:
        """Run one statement, and only listen."""
        # Each time: a statement may have set it otherwise.
        self._session.execute_ours("SET LOCAL client_min_messages = debug1")
        self._session.execute(sql)
        return self._session.connection.info.transaction_status.name == "INTRANS"

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
        touched = {one for one in _matches(_REWRITTEN, said) | _matches(_READ, said) | built if not _TOAST.match(one)}
        if touched <= names and _matches(_CHECKED, said) <= keys:
            self._files = files
            return self.sight()
        return None

    def _facts(self, said: Sequence[str], before: _Files, sql: str, *, alone: bool, ended: bool) -> PostgresFacts:
        built = {match[1]: match[2] for one in said if (match := _BUILT.fullmatch(one))}
        tables, indexes = before.named("rp"), before.named("iI")
        here = {name for name, _, _ in (*before.rows.values(), *self._files.rows.values())}
        rewritten = _matches(_REWRITTEN, said)
        moved = {
            name
            for identity, (name, kind, file) in self._files.rows.items()
            if kind == "r" and identity in before.rows and before.rows[identity][2] != file
        }
        locks = [] if alone or ended else self._session.fetch_again(_LOCKS)
        return PostgresFacts(
            rewritten=rewritten & here,
            scanned=_matches(_READ, said) & here,
            emptied=frozenset((moved - rewritten) & tables.keys()),
            built={index: table for index, table in built.items() if index not in indexes and table in here},
            built_anew={index: table for index, table in built.items() if index in indexes},
            gone=frozenset(name for name, identity in indexes.items() if identity not in self._files.rows),
            checked=_matches(_CHECKED, said),
            proven=_matches(_PROVEN, said),
            locks={str(name): frozenset(map(str, modes)) for name, modes in locks if isinstance(modes, list)},
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

    def finish(self, schema: Schema) -> None:
        """Nothing is only known at the end."""

    def why(self, sql: str, error: QsysSchemaError, schema: Schema) -> tuple[str, Ref | None]:  # noqa: ARG002
        """By the server's code."""
        cause = error.__cause__
        state = getattr(cause, "sqlstate", "")
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

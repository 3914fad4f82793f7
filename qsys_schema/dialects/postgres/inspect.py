"""The first schema of the search path as a Schema, from one snapshot and without a lock that blocks anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from psycopg.pq import TransactionStatus

from qsys_schema.dialects.postgres.definitions import definition_of, foreign_of
from qsys_schema.dialects.postgres.parts import (
    PARTITIONED,
    column_of,
    constraints_of,
    grouped,
    index_of,
    numbers,
    partition_name,
    words,
)
from qsys_schema.dialects.postgres.reader import Catalog, read
from qsys_schema.dialects.postgres.session import PostgresSession
from qsys_schema.dialects.postgres.tokens import block_of_its_own, key_of_text, literal, quote
from qsys_schema.model.naming import RESERVED_PREFIX
from qsys_schema.model.schema import (
    Attributes,
    EnumType,
    Foreign,
    Opaque,
    Schema,
    Table,
    Trigger,
    View,
    ViewIndex,
)
from qsys_schema.model.session import Row, Session

_STRATEGIES = {"h": "hash", "l": "list", "r": "range"}
_YOYO = frozenset({"_yoyo_log", "_yoyo_migration", "_yoyo_version", "yoyo_lock"})


_MOMENT = "SELECT txid_current_snapshot()::text, current_schema(), current_setting('search_path')"
"""Which transactions are seen, and what of the database: where it is the same, so is the catalog."""


def own(session: Session) -> PostgresSession:
    """The session as this dialect made it."""
    if not isinstance(session, PostgresSession):
        raise TypeError(session)
    return session


def version_of(session: Session) -> int:
    """``server_version_num``: 150018."""
    return own(session).connection.info.server_version


def inspect(session: Session) -> Schema:
    """Everything in the schema; the tool's and yoyo's own tables, and what belongs to extensions, left out."""
    server = own(session)
    alone = server.connection.info.transaction_status == TransactionStatus.IDLE
    with snapshot(server):
        moment = str(session.fetch(_MOMENT)[0]) if alone else ""
        if alone and server.seen is not None and server.seen[0] == moment:
            return server.seen[1]
        catalog = read(server, version_of(session))
    schema = _Assembly(catalog).schema()
    if alone:
        server.seen = moment, schema
    return schema


@contextmanager
def snapshot(session: PostgresSession) -> Iterator[None]:
    """One state of the catalog for several queries, and no longer than they take."""
    if session.connection.info.transaction_status != TransactionStatus.IDLE:
        yield
        return
    # Queries of the catalog look dear to the planner, and compiling them takes longer than running them.
    session.execute_ours("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off")
    try:
        yield
    finally:
        session.rollback()


def is_internal(name: str) -> bool:
    """Whether it is yoyo's or the tool's own."""
    return name in _YOYO or name.startswith((RESERVED_PREFIX, "yoyo_tmp_"))


@dataclass(slots=True)
class _Partition:
    name: str
    bound: str


class _Assembly:
    """Puts the rows of a catalog together."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._relations = {row[0]: row for row in catalog.relations}
        self._columns = grouped(catalog.columns)
        self._constraints = grouped(catalog.constraints)
        self._indexes = {row[0]: row for row in catalog.indexes}
        self._indexes_of = grouped(catalog.indexes, 1)
        self._triggers = grouped(catalog.triggers)
        self._belongings = grouped(catalog.belongings)
        self._attached: dict[tuple[object, ...], list[Row]] = {}
        for row in catalog.attached:
            self._attached.setdefault(row[:2], []).append(row)
        self._partitioned = {row[0]: row for row in catalog.partitioned}
        self._backing = {row[4] for row in catalog.constraints if row[2] in {"p", "u", "x"}}
        self._partitions: dict[object, list[_Partition]] = {}
        for row in catalog.relations:
            for parent in numbers(row[10]):
                self._partitions.setdefault(parent, []).append(_Partition(str(row[1]), str(row[8])))

    def schema(self) -> Schema:
        """All of it."""
        kept = [row for row in self._catalog.relations if not is_internal(str(row[1]))]
        tables = tuple(self._table(row) for row in kept if row[2] in {"r", "p"} and not row[7])
        views = tuple(self._view(row) for row in kept if row[2] in {"v", "m"})
        foreign = [
            Foreign(name=str(row[1]), kind="foreign table", sql="", is_part=True) for row in kept if row[2] == "f"
        ]
        definitions = [definition_of(row) for row in (*self._catalog.types, *self._catalog.routines)]
        return Schema(
            tables=tables,
            views=views,
            enums=tuple(self._enum(str(name), words(values)) for name, values in self._catalog.enums),
            definitions=tuple(
                replace(one, belongings=self._attached_to(one.kind, one.name)) for one in definitions if one is not None
            ),
            foreign=(*foreign, *self._foreign()),
        )

    def _enum(self, name: str, values: tuple[str, ...]) -> EnumType:
        return EnumType(name=name, values=values, belongings=self._attached_to("type", name))

    def _foreign(self) -> Iterator[Foreign]:
        for one in foreign_of(self._catalog):
            yield replace(one, belongings=self._attached_to(one.kind, one.name))

    def _table(self, row: Row) -> Table:
        identity, name = row[0], str(row[1])
        columns = self._columns.get(identity, [])
        names = {int(str(one[1])): str(one[2]) for one in columns}
        # A foreign key to a partitioned table brings one along for each partition.
        own_ones = [one for one in self._constraints.get(identity, []) if not one[9]]
        found = constraints_of(own_ones, name, names, self._indexes)
        indexes = [one for one in self._indexes_of.get(identity, []) if one[0] not in self._backing]
        spelling = (PARTITIONED,) if row[2] == "p" else ()
        return Table(
            name=name,
            columns=tuple(map(column_of, columns)),
            primary_key=found.primary_key,
            uniques=found.uniques,
            checks=found.checks,
            foreign_keys=found.foreign_keys,
            indexes=tuple(replace(index_of(one, names), spelling=spelling) for one in indexes),
            triggers=self._triggers_on(identity, name),
            options=self._options(row),
            comment=str(row[6] or ""),
            opaque=self._opaque(row),
            belongings=self._kept(identity),
        )

    def _triggers_on(self, identity: object, name: str) -> tuple[Trigger, ...]:
        return tuple(
            Trigger(name=str(one), table=name, sql=str(sql), key=(*key_of_text(str(sql)), f"enabled {state}"))
            for _, one, sql, state in self._triggers.get(identity, [])
        )

    def _options(self, row: Row) -> Attributes:
        options: dict[str, str] = {}
        if row[3]:
            options["unlogged"] = "true"
        if row[4]:
            options["with"] = json.dumps(dict(map(_setting, words(row[4]))), sort_keys=True)
        if row[5]:
            options["tablespace"] = str(row[5])
        partitioned = self._partitioned.get(row[0])
        if partitioned is not None:
            _, strategy, definition, columns = partitioned
            options["partition_by"] = _canonical({_STRATEGIES[str(strategy)]: _key(str(definition), columns)})
            options["partitions"] = _partitions(str(row[1]), self._partitions.get(row[0], []))
        return tuple(sorted(options.items()))

    def _opaque(self, row: Row) -> Opaque | None:
        """Why the table cannot be altered by us, if it cannot."""
        parents = [str(self._relations[one][1]) for one in numbers(row[10]) if one in self._relations]
        if numbers(row[10]):
            shown = ", ".join(parents) or "a table of another schema"
            return Opaque(reason="it inherits from others", expected="a table of its own", actual=f"INHERITS ({shown})")
        if row[9]:
            return Opaque(reason="it is a table of a composite type", expected="columns of its own", actual="OF a type")
        for part in self._partitions.get(row[0], []):
            reason = self._odd(part)
            if reason:
                return Opaque(reason=reason, expected="a partition like its table", actual=part.name)
        if row[2] == "r" and row[0] in self._partitions:
            return Opaque(reason="others inherit from it", expected="a table of its own", actual="a parent")
        return None

    def _odd(self, part: _Partition) -> str:
        """What a partition has that its table has not."""
        row = next(one for one in self._catalog.relations if one[1] == part.name)
        if row[2] != "r":
            return f"its partition {part.name} is partitioned again, or lies elsewhere"
        own_indexes = [one for one in self._indexes_of.get(row[0], []) if not one[14]]
        own_constraints = [one for one in self._constraints.get(row[0], []) if one[2] in {"f", "u", "p"} and not one[9]]
        if own_indexes or own_constraints or self._triggers.get(row[0]):
            return f"its partition {part.name} has indexes, constraints or triggers of its own"
        return ""

    def _view(self, row: Row) -> View:
        name, query = str(row[1]), str(row[11]).rstrip().removesuffix(";")
        kind = "materialized" if row[2] == "m" else ""
        settings = f" WITH ({', '.join(words(row[4]))})" if row[4] else ""
        sql = f"CREATE {kind.upper()}{' ' if kind else ''}VIEW {quote(name)}{settings} AS\n{query.lstrip(chr(10))}"
        indexes = tuple(
            ViewIndex(name=str(one[2]), sql=str(one[18]), key=key_of_text(str(one[18])))
            for one in self._indexes_of.get(row[0], [])
        )
        what = f"{kind.upper()} VIEW".lstrip()
        comment = [f"COMMENT ON {what} {quote(name)} IS {literal(str(row[6]))}"] if row[6] else []
        return View(
            name=name,
            sql=sql,
            key=key_of_text(sql),
            kind=kind,
            indexes=indexes,
            triggers=self._triggers_on(row[0], name),
            belongings=(*comment, *self._kept(row[0])),
        )

    def _kept(self, identity: object) -> tuple[str, ...]:
        return tuple(_for_whoever_is_there(str(sql), role) for _, _, sql, role in self._belongings.get(identity, []))

    def _attached_to(self, kind: str, name: str) -> tuple[str, ...]:
        return tuple(
            _for_whoever_is_there(str(sql), role) for _, _, _, sql, role in self._attached.get((kind, name), [])
        )


def _for_whoever_is_there(sql: str, role: object) -> str:
    """A grant, made only where its role is: a copy of the database elsewhere may not have it."""
    if role is not None:
        condition = f"EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(str(role))})"
        sql = f"DO $grant$ BEGIN IF {condition} THEN {sql}; END IF; END $grant$"
    return block_of_its_own(sql)


def _setting(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    if value in {"true", "false"}:
        return name, value == "true"
    return name, int(value) if value.isdecimal() else value


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _key(definition: str, columns: object) -> list[object]:
    """The partition key: names of columns, or the one expression."""
    names = columns if isinstance(columns, list) else []
    if None not in names:
        return list(names)
    return [{"expression": definition.partition("(")[2].removesuffix(")")}]


def _partitions(table: str, parts: Sequence[_Partition]) -> str:
    """How many there are, where they are the hash partitions that a number asks for; else each with its bounds."""
    count = len(parts)
    usual: Mapping[str, str] = {
        partition_name(table, number): f"FOR VALUES WITH (modulus {count}, remainder {number})"
        for number in range(count)
    }
    if count and {part.name: part.bound for part in parts} == usual:
        return str(count)
    return _canonical([_bounds(part) for part in sorted(parts, key=lambda one: one.name)])


def _bounds(part: _Partition) -> dict[str, object]:
    if part.bound == "DEFAULT":
        return {"name": part.name, "default": True}
    return {"name": part.name, "values": part.bound.removeprefix("FOR VALUES ")}

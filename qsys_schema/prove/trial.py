"""What is to be proven, and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.model.change import Change, RenameColumn, RenameTable
from qsys_schema.model.schema import Schema
from qsys_schema.model.violation import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The statements of one migration in one direction: one transaction, or each of them alone."""

    statements: Sequence[str]
    transactional: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is to be proven: migrations in their order, and what takes each of them back, in the same order.

    ``renames`` are those of tables and columns, from the names at the start to those afterwards: rows are followed
    by them. ``residue`` says what is left to do in a schema, a line each. ``broken`` are the views and triggers that do
    not work in the live database either, as the laboratory names them. ``respelled`` are values that are called
    otherwise afterwards, by table and column as these are called then; none are named where they may be anything.
    ``free`` are the tables whose rows are meant to change: what becomes of them is told, and anything is allowed.
    """

    forward: Sequence[Script]
    rollback: Sequence[Script]
    residue: Callable[[Schema], Sequence[str]]
    renames: Sequence[Change]
    broken: frozenset[str] = frozenset()
    respelled: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    free: frozenset[str] = frozenset()

    def table_before(self, name: str) -> str:
        """What the table ``name`` was called before; empty where its name was another table's, which was renamed."""
        return _before(name, {one.after: one.before for one in self.renames if isinstance(one, RenameTable)})

    def table_after(self, name: str) -> str:
        """What the table that was called ``name`` is called afterwards."""
        tables = {one.before: one.after for one in self.renames if isinstance(one, RenameTable)}
        return tables.get(name, name)

    def column_before(self, table: str, name: str) -> str:
        """What the column was called before; empty where its name was another column's, which was renamed."""
        columns = (one for one in self.renames if isinstance(one, RenameColumn) and one.table == table)
        return _before(name, {one.after: one.before for one in columns})


def _before(name: str, renamed: Mapping[str, str]) -> str:
    taken = name not in renamed and name in renamed.values()
    return "" if taken else renamed.get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was seen: the scratch schema after the migration, rows compared per table, values that changed.

    ``states`` are the scratch schema after each migration, the last of them ``after``. ``limits`` are sentences on
    what was not proven with rows, since a risk says that rows may be in the way.
    """

    after: Schema
    rows: Mapping[str, int]
    changed: Sequence[str]
    states: Sequence[Schema] = ()
    limits: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A scratch database as it stands at one moment."""

    schema: Schema
    catalog: str
    rows: Mapping[str, list[dict[str, object]]]
    violations: Sequence[Violation]
    broken: frozenset[str]

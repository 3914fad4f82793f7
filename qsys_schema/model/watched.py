"""One migration as it was seen to run on a scratch database, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qsys_schema.model.change import Change
from qsys_schema.model.migration import Migration
from qsys_schema.model.policy import NO_POLICY, Policy
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk
from qsys_schema.model.schema import Schema
from qsys_schema.model.wipe import Wipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who is who at one moment: every table's identity by name, and every column's by table and name, in their order.

    An identity stays with a thing whatever it is called, and never comes again. The tool's own helpers are among them.
    ``types`` are those of types with values, in a database that has such.
    """

    tables: Mapping[str, int]
    columns: Mapping[str, Mapping[str, int]]
    types: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One statement: the schema before and after it, and what it changed, by the names that it leaves.

    ``settled`` are the tables that were there before the migration, by the names that they have before and after the
    statement: what is done to others is done to no row. ``facts`` are what the dialect has seen beside the catalog,
    ``wipes`` what it does to every row of a table.
    """

    sql: str
    line: int
    before: Schema
    after: Schema
    changes: tuple[Change, ...]
    settled: frozenset[str] = frozenset()
    facts: object = None
    wipes: tuple[Wipe, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Where a migration stopped: ``step`` is the place of its statement, or the number of statements at its end.

    ``code`` is the rule that says why, where the dialect knows one; ``ref`` what it was about.
    """

    step: int
    reason: str
    code: str = ""
    ref: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """A risk of the migration as a whole, and the place of the statement that is to blame."""

    risk: Risk
    step: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One migration. ``changes`` are what it does as a whole, ``dangers`` what that may do to rows and clients.

    ``rebuilt`` are the tables that were dropped and made anew, by name, with the place of the statement that drops
    them. ``left`` is what its rollback does not bring back, a line each, or None where nobody looked. ``back`` are
    the dangers of its rollback. ``facts`` are what the dialect has seen of the migration as a whole.
    ``partial`` are the tables that were made anew with some of their rows, with the place of the statement that drops
    them.
    ``nearest`` are the logical types of columns by table and name, in lower case, ``comments`` what is said of them,
    where the policy asks for it. ``text`` and ``back_text`` are its files. ``said_otherwise`` are shared codes that
    the database has a rule of its own for.
    """

    migration: Migration
    text: str
    back_text: str
    steps: tuple[Seen, ...]
    before: Schema
    after: Schema
    changes: tuple[Change, ...] = ()
    dangers: tuple[Danger, ...] = ()
    rebuilt: Mapping[str, int] = field(default_factory=dict)
    partial: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] | None = None
    back: tuple[Risk, ...] = ()
    facts: object = None
    failure: Failure | None = None
    policy: Policy = NO_POLICY
    nearest: Mapping[tuple[str, str], str] = field(default_factory=dict)
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict)
    said_otherwise: frozenset[str] = frozenset()

    def step_of(self, change: Change) -> int | None:
        """The place of the last statement that makes this change, or touches the same thing; None for no statement."""
        from qsys_schema.model.about import ref_of

        ref = ref_of(change)
        same = [place for place, seen in enumerate(self.steps) if change in seen.changes]
        kind = [place for place, seen in enumerate(self.steps) for one in seen.changes if ref_of(one) == ref]
        alike = [place for place in kind if any(type(one) is type(change) for one in self.steps[place].changes)]
        return next(iter((*same[-1:], *alike[-1:], *kind[-1:], *self._touching(ref.table)[-1:])), None)

    def _touching(self, table: str) -> Sequence[int]:
        from qsys_schema.model.about import ref_of

        if table in self.rebuilt:
            return (self.rebuilt[table],)
        return [place for place, seen in enumerate(self.steps) for one in seen.changes if ref_of(one).table == table]

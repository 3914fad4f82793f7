"""Runs a migration on a scratch database, and tells what it does there: statement by statement, and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.diff.inverse import invert
from qsys_schema.diff.risk import risks_of
from qsys_schema.diff.whole import Whole, is_harmless, whole
from qsys_schema.errors import DatabaseBusy, DatabaseDisagrees
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddColumn, AlterColumn, Change, DropColumn, DropTable
from qsys_schema.model.flow import Flow
from qsys_schema.model.migration import Migration
from qsys_schema.model.policy import Policy
from qsys_schema.model.ref import Ref
from qsys_schema.model.risk import Risk, RiskKind
from qsys_schema.model.schema import Schema
from qsys_schema.model.watched import Danger, Failure, Seen, Sight, Watched
from qsys_schema.pipeline.project import run
from qsys_schema.pipeline.words import sentence_of

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Dialect, Session, Watch

_FILLABLE = ("MF103", "MF104")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The files of a migration as they are read."""

    forward: str
    rollback: str


@dataclass(slots=True)
class _Run:
    """What was seen so far: one schema and one sight more than statements."""

    schemas: list[Schema]
    sights: list[Sight]
    facts: list[object] = field(default_factory=list)
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Watches migrations on one scratch database, one after another."""

    dialect: Dialect
    scratch: Session
    watch: Watch
    policy: Policy
    tries_back: bool = True
    is_quiet: Callable[[Watched], bool] = field(default=lambda _: False)
    """Whether nothing is found in a migration, as far as it was seen at a glance."""
    last: list[tuple[Schema, Sight]] = field(default_factory=list)
    """What there was after the migration before, where nobody else has been here since."""

    def watched(self, migration: Migration, texts: Texts) -> Watched:
        """Run the migration, and tell. The scratch database is then as it is after it, unless it has failed."""
        before, sight = self._start()
        quiet = self._glanced(migration, texts, before, sight) if migration.transactional else None
        if quiet is not None:
            return quiet
        if migration.transactional:
            # Undone, everything is as it was; only the watch has seen other things meanwhile.
            sight = self._watching(before)
        seen = _Run(schemas=[before], sights=[sight])
        self._run(migration, seen)
        facts = None if seen.failure is not None else self.watch.finish(seen.schemas[-1])
        # Of half a migration nobody can say what it means; why it stopped has to be mended first.
        told = Whole() if seen.failure is not None else self._whole(seen, migration)
        steps = tuple(self._steps(migration, seen))
        if seen.failure is None:
            self.last[:] = [(seen.schemas[-1], seen.sights[-1])]
        # Where it has failed, nothing of it is left.
        after = seen.schemas[-1] if seen.failure is None else before
        watched = self._told(migration, texts, (before, after), told, steps)
        left = None if seen.failure is not None else self._left(migration, before)
        return replace(watched, left=left, facts=facts, failure=seen.failure)

    def passed(self, migration: Migration) -> None:
        """Run a migration that nobody wants to hear of. Raises HistoryBroken."""
        self.last.clear()
        run(self.scratch, migration)

    def _start(self) -> tuple[Schema, Sight]:
        if not self.last:
            before = self.dialect.inspect(self.scratch)
            return before, self._watching(before)
        before, sight = self.last.pop()
        self.watch.start(before)
        self.watch.changed()
        return before, sight

    def _watching(self, before: Schema) -> Sight:
        self.watch.start(before)
        self.watch.changed()
        return self.watch.sight()

    def _glanced(self, migration: Migration, texts: Texts, before: Schema, sight: Sight) -> Watched | None:
        """The migration as a whole, where it does nothing that is worth a look at each statement; else None, undone.

        Most migrations make new things and leave the old ones alone; to look at everything there is after each of
        their statements takes a hundred times as long as to run them.
        """
        try:
            self.scratch.begin()
            for statement in migration.forward:
                if not self.watch.skim(statement):
                    return None
            after = self.dialect.inspect(self.scratch)
            seen = self.watch.skimmed(before, after)
            if seen is None or not is_harmless(before, after, (sight, seen)):
                return None
            told = whole(before, after, (sight, seen))
            pairs = zip(migration.forward, migration.forward_lines or (1,) * len(migration.forward), strict=True)
            steps = tuple(
                Seen(
                    sql=sql,
                    line=line,
                    before=before,
                    after=after,
                    changes=(),
                    wipes=tuple(self.watch.wipes(sql, before, None)),
                )
                for sql, line in pairs
            )
            watched = self._told(migration, texts, (before, after), told, steps)
            watched = replace(watched, facts=self.watch.finish(after))
            if not self.is_quiet(watched):
                return None
            self.scratch.commit()
        except DatabaseBusy:
            raise
        except DatabaseDisagrees:
            return None
        finally:
            self.scratch.rollback()
        self.last[:] = [(after, seen)]
        return replace(watched, left=self._left(migration, before))

    def _told(
        self, migration: Migration, texts: Texts, ends: tuple[Schema, Schema], told: Whole, steps: tuple[Seen, ...]
    ) -> Watched:
        before, after = ends
        wished = self.dialect.as_wished(after) if self.policy.forbid_types or self.policy.require_comments else Schema()
        columns = [(table.name, column) for table in wished.tables for column in table.columns]
        watched = Watched(
            migration=migration,
            text=texts.forward,
            back_text=texts.rollback,
            steps=steps,
            before=before,
            after=after,
            changes=told.changes,
            rebuilt=told.rebuilt,
            partial=told.partial,
            back=risks_of([invert(change) for change in told.changes]),
            policy=self.policy,
            nearest={(name, column.name): type(column.type).__name__.lower() for name, column in columns},
            comments={(name, column.name): column.comment for name, column in columns}
            | {(table.name, ""): table.comment for table in wished.tables},
            said_otherwise=frozenset(code for rule in self.dialect.linting.rules for code in rule.said_as),
        )
        return _with_dangers(watched, told, (*_others_gone(before, after), *self.watch.losses(before, after)))

    def _run(self, migration: Migration, run: _Run) -> None:
        number, statement = 0, ""
        try:
            if migration.transactional:
                self.scratch.begin()
            for number, statement in enumerate(migration.forward):  # noqa: B007 - it is asked about when it fails
                facts = self.watch.run(statement, alone=not migration.transactional)
                changed = self.watch.changed()
                schema = self.dialect.inspect(self.scratch) if changed else run.schemas[-1]
                run.facts.append(facts)
                run.schemas.append(schema)
                run.sights.append(self.watch.sight() if changed else run.sights[-1])
            number = len(migration.forward)
            if migration.transactional:
                self.scratch.commit()
        except DatabaseBusy:
            raise
        except DatabaseDisagrees as error:
            code, ref = self.watch.why(statement, error, run.schemas[-1])
            run.failure = Failure(step=number, reason=error.what, code=code, ref=ref)
            self.scratch.rollback()

    def _steps(self, migration: Migration, run: _Run) -> Iterator[Seen]:
        there = set(run.sights[0].tables.values())
        for place, facts in enumerate(run.facts):
            before, after = run.schemas[place : place + 2]
            sights = run.sights[place : place + 2]
            settled = {name for sight in sights for name, one in sight.tables.items() if one in there}
            same = before is after and sights[0] == sights[1]
            yield Seen(
                sql=migration.forward[place],
                line=migration.forward_lines[place] if migration.forward_lines else 1,
                before=before,
                after=after,
                changes=() if same else whole(before, after, sights).changes,
                settled=frozenset(settled),
                facts=facts,
                wipes=tuple(self.watch.wipes(migration.forward[place], before, facts)),
            )

    def _whole(self, run: _Run, migration: Migration) -> Whole:
        """What it does as a whole. What is copied where is only read where something goes, or has to be filled."""
        before, after = run.schemas[0], run.schemas[-1]
        told = whole(before, after, run.sights)
        if not any(map(_wants_to_know, told.changes)):
            return told
        return whole(before, after, run.sights, self._flows(run, migration))

    def _flows(self, run: _Run, migration: Migration) -> list[Sequence[Flow]]:
        pairs = zip(migration.forward, run.sights[1:], strict=False)
        return [self.watch.flows(sql, run.sights[place]) for place, (sql, _) in enumerate(pairs)]

    def _left(self, migration: Migration, before: Schema) -> tuple[str, ...] | None:
        """What the rollback does not bring back, tried and undone; None where that cannot be undone."""
        if not (self.tries_back and migration.transactional and migration.rollback):
            return None
        try:
            self.scratch.begin()
            for statement in migration.rollback:
                self.scratch.execute(statement)
            returned = self.dialect.inspect(self.scratch)
        except DatabaseBusy:
            raise
        except DatabaseDisagrees as error:
            return (f"it fails: {error.what}",)
        finally:
            self.scratch.rollback()
        return tuple(sentence_of(change) for change in compare(returned, before))


def _wants_to_know(change: Change) -> bool:
    match change:
        case DropTable() | DropColumn():
            return True
        case AlterColumn(before=before, after=after):
            return before.nullable and not after.nullable
        case AddColumn(item=column):
            return not column.nullable and column.default is None
        case _:
            return False


def _others_gone(before: Schema, after: Schema) -> Iterator[Risk]:
    """What specs cannot describe, and is gone: no change is made of that, since it is never compared."""
    left = {(one.kind, one.name) for one in after.foreign}
    came = {one.kind for one in after.foreign if one not in before.foreign}
    for one in before.foreign:
        if (one.kind, one.name) in left or (one.is_part and one.sql):
            continue
        if one.kind in came:
            reason = f"running code that still says {one.name} breaks"
            code, kind = "BC101", RiskKind.BREAKS_CLIENTS
        elif one.is_base or one.is_part:
            code, kind, reason = "BC105", RiskKind.BREAKS_CLIENTS, f"code that uses the {one.kind} {one.name} breaks"
        else:
            code, kind, reason = "DS102", RiskKind.LOSES_DATA, f"{one.name} is lost with what it holds"
        yield Risk(code=code, kind=kind, ref=Ref(table=one.name, kind=one.kind), reason=reason)


def _with_dangers(watched: Watched, told: Whole, losses: Sequence[Risk]) -> Watched:
    places = {ref_of(change): watched.step_of(change) for change in reversed(watched.changes)}
    # Where a thing is dropped and another of its name comes, the drop is what hurts.
    places |= {ref_of(one): watched.step_of(one) for one in watched.changes if isinstance(one, (DropTable, DropColumn))}
    had_default = {
        (change.table, change.item.name)
        for seen in watched.steps
        for change in seen.changes
        if isinstance(change, AddColumn) and change.item.default is not None
    }
    full = told.filled | had_default
    dangers = (
        Danger(risk=risk, step=places.get(risk.ref))
        for risk in (*risks_of(told.changes), *losses)
        if not (risk.code in _FILLABLE and (risk.ref.table, risk.ref.name) in full)
    )
    return replace(watched, dangers=tuple(dangers))

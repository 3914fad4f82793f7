"""Results as JSON and as text: what a machine and what a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qsys_schema.cli.drifted import drift_as_json, drift_as_text
from qsys_schema.errors import ConsentNeeded, Decision, QsysSchemaError, SpecError
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import Change
from qsys_schema.model.risk import Risk
from qsys_schema.model.source import Source
from qsys_schema.model.step import Statement
from qsys_schema.pipeline.difference import Difference
from qsys_schema.pipeline.words import detail_of, kind_of, risk_line, sentence_of, source_of
from qsys_schema.spec.load import locate

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.pipeline.history import Standing

Json = dict[str, object]

MOST_LINES = 100
"""Changes listed on a terminal; the file and the JSON have all of them."""


Place = Callable[[Source], str]
"""The file and line of a source."""


def difference_as_json(dialect: str, found: Difference, migrations: Sequence[str], *, place: Place = locate) -> Json:
    """The difference as the contract's section 3 has it."""
    return {
        "dialect": dialect,
        "in_sync": found.in_sync,
        "changes": [_change(change, found.risks, place) for change in found.all_changes],
        "decisions": [decision_as_json(decision) for decision in found.decisions],
        "statements": [statement.sql for statement in found.statements],
        "rollback": [statement.sql for statement in found.rollback],
        "migration": migrations[0] if migrations else None,
        "migrations": list(migrations),
    }


def _change(change: Change, risks: Sequence[Risk], place: Place) -> Json:
    ref, source = ref_of(change), source_of(change)
    return {
        "kind": kind_of(change),
        "ref": str(ref),
        "detail": detail_of(change),
        "risks": [
            {"code": risk.code, "kind": str(risk.kind), "reason": risk.reason} for risk in risks if risk.ref == ref
        ],
        "because": place(source) if source is not None else None,
    }


def decision_as_json(decision: Decision) -> Json:
    """An open decision as the contract has it: giving the options as they stand answers it."""
    return {
        "kind": decision.kind,
        "ref": decision.ref,
        "code": decision.code,
        "question": decision.question,
        "options": list(decision.options),
    }


def error_as_json(error: QsysSchemaError) -> Json:
    """An error for a machine: the message, what to do, and every problem or decision."""
    shown: Json = {"error": error.what, "hint": error.hint}
    if isinstance(error, SpecError):
        shown["problems"] = [
            {"file": item.file, "line": item.line, "column": item.column, "text": item.text, "hint": item.hint}
            for item in error.problems
        ]
    if isinstance(error, ConsentNeeded):
        shown["decisions"] = [decision_as_json(item) for item in error.decisions]
    return shown


def difference_as_text(found: Difference) -> Iterator[str]:
    """Changes, risks, the SQL forward and back, for a person."""
    if found.in_sync:
        yield "nothing to do: the database is what the specs say"
        return
    count = len(found.all_changes)
    yield f"{count} change{'s' if count > 1 else ''}:"
    yield from change_lines(found.all_changes)
    yield from risk_lines("risks:", found.risks)
    yield from risk_lines("risks of rolling back:", found.rollback_risks)
    for decision in found.decisions:
        yield f"to decide: {decision.question}"
        yield f"  answer with {'  or  '.join(decision.options)}"
    yield ""
    yield "-- forward"
    yield from statements_as_text(found.statements)
    yield "-- back"
    yield from statements_as_text(found.rollback)


def change_lines(changes: Sequence[Change], place: Place = locate) -> Iterator[str]:
    """The changes in words, each with its place."""
    for change in changes[:MOST_LINES]:
        source = source_of(change)
        yield f"  {sentence_of(change)}" + (f"  [{place(source)}]" if source is not None else "")
    if len(changes) > MOST_LINES:
        yield f"  ... and {len(changes) - MOST_LINES} more"


def risk_lines(title: str, risks: Sequence[Risk]) -> Iterator[str]:
    """The risks under a title; nothing where there are none."""
    if risks:
        yield title
        for risk in risks:
            yield f"  {risk_line(risk)}"


def statements_as_text(statements: Sequence[Statement]) -> Iterator[str]:
    """Statements as a script, each behind its comment."""
    for statement in statements:
        yield "-- " + " ".join(statement.comment.split())
        yield f"{statement.sql};"
        yield ""


def generated_as_text(found: Difference, migrations: Sequence[Migration], *, is_applied: bool = False) -> Iterator[str]:
    """What ``generate`` tells a person: the files, what they do, and the risks; the SQL is in the files."""
    yield from (f"wrote {migration.path}" for migration in migrations)
    yield from change_lines(found.all_changes)
    yield from risk_lines("risks:", found.risks)
    yield "proven forward, back and forward again on a scratch copy"
    yield next_step(migrations, is_applied=is_applied)


def next_step(migrations: Sequence[Migration], *, is_applied: bool) -> str:
    """What to do now with migrations that were written."""
    them = "it" if len(migrations) == 1 else "them"
    if is_applied:
        return f"review {them} and commit {them}: other databases get {them} by `qsys-schema apply`"
    return f"review {them}, then run `qsys-schema apply`"


def status_as_json(found: Standing) -> Json:
    """Where a database stands, for a machine."""
    state = found.migrations
    return {
        "database": found.database,
        "clean": found.clean,
        "applied": list(state.applied),
        "pending": list(state.pending),
        "edited": list(state.edited),
        "unknown": list(state.unknown),
        "out_of_order": list(state.out_of_order),
        "problems": list(state.problems),
        "drift": list(found.drift),
        **drift_as_json(found),
    }


def status_as_text(found: Standing) -> Iterator[str]:
    """Where a database stands, for a person."""
    state = found.migrations
    yield f"database  {found.database}"
    titles = {
        "applied": state.applied,
        "pending": state.pending,
        "edited since it was applied": state.edited,
        "applied, but there is no file": state.unknown,
        "pending, but later ones are applied": state.out_of_order,
        "problem with a file": state.problems,
        "changed by hand": found.drift,
    }
    for title, names in titles.items():
        for name in names:
            yield f"{title}  {name}"
    if not state.applied and not state.pending:
        yield "no migrations"
    yield from drift_as_text(found)
    if found.clean:
        yield "everything is applied, and the database is as its migrations made it"

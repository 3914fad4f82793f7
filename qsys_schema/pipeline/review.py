"""Differences and findings put into the words of a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qsys_schema import __version__
from qsys_schema.errors import UsageError
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import Change
from qsys_schema.pipeline.answers import Answers
from qsys_schema.pipeline.draft import told_of
from qsys_schema.pipeline.words import detail_of, kind_of, source_of
from qsys_schema.report.neighbourhood import Drawn, neighbourhood
from qsys_schema.report.review import BROKEN_QUERY, Line, Part, Question, Remark, Review, Script

if TYPE_CHECKING:
    from qsys_schema.model.migration import Migration
    from qsys_schema.model.step import Statement
    from qsys_schema.pipeline.check import Checked
    from qsys_schema.pipeline.difference import Difference
    from qsys_schema.pipeline.project import Project
    from qsys_schema.pipeline.report import Looked, Report
    from qsys_schema.pipeline.revisions import Revision, Wanted
    from qsys_schema.pipeline.stage import Stage

MADE_BY = f"qsys-schema {__version__}"

UNWRITTEN = "No migration does this yet: `qsys-schema generate` proves one and writes it."


def review_of_difference(project: Project, found: Difference) -> Review:
    """What ``diff`` found, for a reviewer."""
    against = "the database" if project.settings.has_database else "what the migrations make"
    return Review(
        subject=f"{against}, compared with the specs",
        parts=(part_of(project, found),),
        findings=tuple(Remark(where="rows in the way", text=text) for text in found.in_the_way),
        questions=questions_of(found),
        tables=drawn_of(found),
        status="" if found.in_sync else UNWRITTEN,
        made_by=MADE_BY,
    )


def review_of_check(project: Project, checked: Checked, wanted: Wanted) -> Review:
    """What ``check`` found, for a reviewer, and what the branch changes, as far as git tells what a branch is."""
    from qsys_schema.pipeline.report import reported

    told = f"Checked {checked.specs} specs and {checked.migrations} migrations, forward and back"
    findings = tuple(Remark(where=one.where, text=one.text) for one in checked.findings)
    try:
        with reported("", wanted, project.talk, dialect=project.dialect.name, answers=Answers()) as found:
            seen = review_of_report(found)
    except UsageError as error:
        project.talk(f"what this branch changes is not told: {error.what}")
        seen = Review(subject="the files as they are", parts=(), made_by=MADE_BY)
    everything = tuple(dict.fromkeys((*findings, *seen.findings)))
    status = " ".join(filter(None, (seen.status, f"{told}: all of it holds." if not everything else f"{told}.")))
    return replace(seen, findings=everything, status=status)


def review_of_report(found: Report) -> Review:
    """What lies between two revisions, for a reviewer. Reads files of both."""
    parts = [_part_between(found.after, one) for one in found.looked]
    drawn = next((drawn_of(one.difference) for one in found.looked if one.difference is not None), ())
    questions = {one for looked in found.looked if looked.difference for one in questions_of(looked.difference)}
    return Review(
        subject=f"from {_named(found.before)} to {_named(found.after)}",
        parts=tuple(parts),
        findings=tuple(_findings(found)),
        remarks=tuple(Remark(where=one.where, text=one.text) for one in found.remarks),
        questions=tuple(sorted((one for one in questions if not one.is_consent), key=lambda one: one.text)),
        old_code=tuple(dict.fromkeys(risk for one in found.looked for risk in one.old_code)),
        before=found.before.name,
        tables=drawn,
        status=_status(found),
        made_by=MADE_BY,
    )


def _named(revision: Revision) -> str:
    return f"{revision.name} ({revision.commit[:10]})" if revision.commit else revision.name


def _findings(found: Report) -> Iterator[Remark]:
    """What does not hold and is not said elsewhere: of queries that break, and of migrations that are to be written."""
    broken = [
        risk.consent.removeprefix("break-query:")
        for one in found.looked
        if one.difference is not None
        for risk in one.difference.risks
        if risk.code == BROKEN_QUERY
    ]
    for finding in dict.fromkeys(finding for one in found.looked for finding in one.findings):
        if not any(finding.text.startswith(f"query {label}: ") for label in broken):
            yield Remark(where=finding.where, text=finding.text)


def _status(found: Report) -> str:
    proven = [
        f"{', '.join(f'`{name}`' for name in one.new if name in one.proofs)} on {one.project.dialect.name}"
        for one in found.looked
        if one.proofs
    ]
    unwritten = [one.project.dialect.name for one in found.looked if one.unwritten]
    told = [f"Proven forward, back and forward again: {'; '.join(proven)}."] if proven else []
    if unwritten:
        where = f" on {' and '.join(unwritten)}" if len(unwritten) < len(found.looked) else ""
        told.append(f"No migration does this yet{where}: `qsys-schema generate` proves one and writes it.")
    return " ".join(told)


def _part_between(after: Revision, looked: Looked) -> Part:
    scripts = [_script_of(after, one, looked.proofs.get(one.id, "")) for one in looked.new.values()]
    if looked.difference is None:
        return Part(database=looked.project.dialect.name, scripts=tuple(scripts))
    return part_of(looked.project, looked.difference, scripts or None)


def _script_of(after: Revision, migration: Migration, proof: str) -> Script:
    from qsys_schema.history.header import read_section

    paths = (Path(migration.path), Path(migration.rollback_path))
    # One that has no rollback is a finding, and no reason to say nothing of it.
    texts = [path.read_text(encoding="utf-8") if path.exists() else "" for path in paths]
    forward, rollback = map(_without_header, texts)
    return Script(
        name=migration.id,
        path=after.shown(migration.path),
        locks=read_section(texts[0], "Locks"),
        forward=forward,
        rollback=rollback,
        proof=f"run {proof}" if proof else "",
    )


def _without_header(text: str) -> str:
    """The statements of a file, each with the comment above it: the header ends at its first empty line."""
    from qsys_schema.history.header import end_of_header

    end = end_of_header(text)
    blank = text.find("\n\n", 0, end)
    return text[blank + 2 :] if blank >= 0 else text[end:]


def part_of(project: Project, found: Difference, scripts: Sequence[Script] | None = None) -> Part:
    """What happens on one database; the planned migrations are its ``scripts`` where none are given."""
    planned = [_script(project, stage, number, found) for number, stage in enumerate(found.stages, start=1)]
    return Part(
        database=project.dialect.name,
        lines=tuple(_line(project, change, told) for change, told in told_of(found.all_changes)),
        risks=found.risks,
        rollback_risks=found.rollback_risks,
        scripts=tuple(planned if scripts is None else scripts),
        sizes=found.sizes,
    )


def drawn_of(found: Difference) -> tuple[Drawn, ...]:
    """The tables that the difference touches, and those next to them."""
    return neighbourhood(found.base, found.wanted, found.all_changes)


def questions_of(found: Difference) -> tuple[Question, ...]:
    """What somebody has to decide before a migration is written."""
    return tuple(
        Question(text=one.question, options=one.options, is_consent=one.kind == "consent") for one in found.decisions
    )


def _line(project: Project, change: Change, told: str) -> Line:
    ref, source = ref_of(change), source_of(change)
    verb = told.partition(f" {ref.label}")[0]
    kind = kind_of(change).partition("_")[0]
    return Line(
        sign={"add": "+", "drop": "-"}.get(kind if verb == kind else "", "!"),
        table=ref.table,
        words=f"{verb} {ref.kind}" + (f" {ref.name}" if ref.name and ref.kind != "primary key" else ""),
        detail=detail_of(change) if verb != "validate" else "",
        where=project.place_of(source) if source is not None else "",
    )


def _script(project: Project, stage: Stage, number: int, found: Difference) -> Script:
    several = len(found.stages) > 1
    return Script(
        name=f"step {number} of {len(found.stages)}" if several else "one migration",
        path="",
        locks=project.dialect.locks(stage.steps),
        forward="\n".join(_text(stage.statements)),
        rollback="\n".join(_text(stage.rollback)),
    )


def _text(statements: Sequence[Statement]) -> Iterator[str]:
    for statement in statements:
        if statement.comment:
            yield "-- " + " ".join(statement.comment.split())
        yield f"{statement.sql.strip()};\n"

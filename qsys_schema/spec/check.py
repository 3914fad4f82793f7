"""Everything that has to hold for specs that were not seen before: read, shape, meaning, and the database's opinion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.errors import Problem, SpecError
from qsys_schema.spec.build import build
from qsys_schema.spec.finding import Finding
from qsys_schema.spec.gather import Gathered, gather
from qsys_schema.spec.meaning import meaning
from qsys_schema.spec.place import problems_of
from qsys_schema.spec.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.model.schema import Schema, Table
    from qsys_schema.spec.files import SpecFile
    from qsys_schema.spec.load import Judge
    from qsys_schema.spec.read import Document


def check(
    files: Sequence[SpecFile],
    findings: Sequence[Finding],
    known: Sequence[Document | None],
    *,
    judge: Judge,
    shape: tuple[str, tuple[str, ...]],
) -> tuple[list[tuple[str, Document]], Schema]:
    """The documents and their schema, or SpecError with every problem.

    ``known`` holds the documents of files that were in order before, ``shape`` the text of the JSON schema and
    the databases that specs may name.
    """
    gathered = gather(files, known, Shape(*shape), judge.name)
    schema = build(gathered.documents, judge.name)
    found = [*findings, *gathered.findings, *meaning(gathered, schema, judge), *_opinion(schema, judge)]
    if found or gathered.traps:
        raise SpecError(_in_order(gathered, found, files))
    return gathered.documents, schema


def _opinion(schema: Schema, judge: Judge) -> list[Finding]:
    """What the database says of the tables that it could create at all."""
    tables = tuple(table for table in schema.tables if _has_sound_names(table, judge))
    sound = replace(schema, tables=tables)
    return [Finding(source=source, text=text) for source, text in judge.judge(sound)]


def _has_sound_names(table: Table, judge: Judge) -> bool:
    names = [column.name for column in table.columns]
    if len({judge.fold(name) for name in names}) != len(names):
        return False
    return all(name and "\0" not in name for name in (table.name, *names))


def _in_order(gathered: Gathered, found: Sequence[Finding], files: Sequence[SpecFile]) -> tuple[Problem, ...]:
    """All problems by file and line; what a trap of YAML already explains is not said in other words again."""
    trapped = {(trap.file, trap.line, trap.column) for trap in gathered.traps}
    located = problems_of(found, {file.name: file.content for file in files})
    others = [problem for problem in located if (problem.file, problem.line, problem.column) not in trapped]
    everything = [*gathered.traps, *others]
    return tuple(sorted(everything, key=lambda one: (one.file, one.line, one.column, one.text)))

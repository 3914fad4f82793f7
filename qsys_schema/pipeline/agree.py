"""Whether a query is the same to Python on every database of a project: one method, one signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qsys_schema.errors import Problem
from qsys_schema.model.query import CheckedQuery
from qsys_schema.pipeline.project import open_project
from qsys_schema.pipeline.queries import analysed, problem_of
from qsys_schema.queries.trouble import Trouble
from qsys_schema.queries.values import words_of

if TYPE_CHECKING:
    from qsys_schema.model.types import ColumnType
    from qsys_schema.pipeline.project import Project


def contradictions(project: Project, queries: Sequence[CheckedQuery]) -> Iterator[Problem]:
    """What a query is on this database and is not on another one of the project, by the specs alone."""
    ours = {one.query.label: one for one in queries}
    for name in project.settings.dialects:
        if name == project.dialect.name:
            continue
        # Only the specs are asked: no other database is opened.
        other = open_project(replace(project.settings, database=""), project.talk, dialect=name)
        wish = other.wish()
        found, _ = analysed(other, wish.queries, wish.schema)
        for theirs in found:
            mine = ours.get(theirs.query.label)
            if mine is not None:
                for text in _differences(mine, theirs, name):
                    yield problem_of(project, mine.query, Trouble(text=text, hint="cast it, or say its type"))


def _differences(one: CheckedQuery, other: CheckedQuery, name: str) -> Iterator[str]:
    if one.query.returns != other.query.returns:
        yield f"it returns {one.query.returns} here, and {other.query.returns} on {name}"
    mine, theirs = {item.name: item for item in one.parameters}, {item.name: item for item in other.parameters}
    for key in (*mine, *(key for key in theirs if key not in mine)):
        if key not in mine or key not in theirs:
            where = f"on {name}" if key not in mine else "here"
            yield f"it has the parameter :{key} only {where}"
            continue
        first, second = mine[key], theirs[key]
        if not _same(first.type, second.type):
            yield f"the parameter :{key} is {words_of(first.type)} here, and {words_of(second.type)} on {name}"
        elif (first.nullable, first.repeated, first.optional) != (second.nullable, second.repeated, second.optional):
            yield f"the parameter :{key} may be NULL, a list or left out in one place, and not on {name}"
    if [item.name for item in one.columns] != [item.name for item in other.columns]:
        yield f"its result has other columns on {name}: {', '.join(item.name for item in other.columns)}"
        return
    for column, twin in zip(one.columns, other.columns, strict=True):
        if not _same(column.type, twin.type):
            said = f"{words_of(column.type)} here, and {words_of(twin.type)} on {name}"
            yield f"the result column {column.name} is {said}"
        elif column.nullable != twin.nullable:
            where = "here" if column.nullable else f"on {name}"
            yield f"the result column {column.name} may be NULL {where} only"


def _same(one: ColumnType, other: ColumnType) -> bool:
    """Whether Python has one type for both."""
    return type(one) is type(other)

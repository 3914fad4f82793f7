"""The named queries of a project, checked twice: against the specs, and by the database itself on a scratch of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qsys_schema.diff.compare import compare
from qsys_schema.errors import Problem, SpecError
from qsys_schema.model.oracle import Described
from qsys_schema.model.query import CheckedQuery, Query
from qsys_schema.model.schema import Schema
from qsys_schema.model.source import Source
from qsys_schema.plan.build import build
from qsys_schema.queries.check import check
from qsys_schema.queries.oracle import disagreements
from qsys_schema.queries.trouble import BrokenQueryError, Trouble
from qsys_schema.queries.variants import Variant, chosen, variants
from qsys_schema.spec.within import problem_at

if TYPE_CHECKING:
    from qsys_schema.dialects.base import Session
    from qsys_schema.pipeline.project import Project
    from qsys_schema.spec.load import Wish


def checked(project: Project, wish: Wish | None = None, *, server: bool = False) -> tuple[CheckedQuery, ...]:
    """The queries that the specs have for this database, with names and types. Raises SpecError with every problem.

    They are prepared on a scratch database where one can be had, or is worth a server (``server``).
    """
    wish = project.wish() if wish is None else wish
    if not wish.queries:
        return ()
    found, broken = analysed(project, wish.queries, wish.schema)
    problems: list[Problem] = []
    if server or project.has_scratch:
        with project.scratch() as scratch:
            make(project, scratch, wish.schema)
            for one in found:
                problems.extend(_second_opinion(project, scratch, one))
            for query, error in broken:
                problems.extend(_what_is_known(project, scratch, query, error))
    else:
        problems = [problem_of(project, query, one) for query, error in broken for one in error.troubles]
    if not problems and len(project.settings.dialects) > 1:
        from qsys_schema.pipeline.agree import contradictions

        problems.extend(contradictions(project, found))
    if problems:
        raise SpecError(in_order(problems))
    return found


def analysed(
    project: Project, queries: Sequence[Query], schema: Schema
) -> tuple[tuple[CheckedQuery, ...], list[tuple[Query, BrokenQueryError]]]:
    """The queries that are sound against a schema, and the others with what is wrong with them."""
    found: list[CheckedQuery] = []
    broken: list[tuple[Query, BrokenQueryError]] = []
    for query in queries:
        try:
            found.append(check(query, schema, project.dialect.tongue))
        except BrokenQueryError as error:
            broken.append((query, error))
    return tuple(found), broken


def _what_is_known(project: Project, scratch: Session, query: Query, error: BrokenQueryError) -> Iterator[Problem]:
    """What is wrong with a query; where we only ask, the database may know that there is nothing to be told."""
    if error.pieces:
        order = query.order_by[0] if query.order_by else ("", "")
        parts = chosen(error.pieces, query.optional, order[1])
        described = project.dialect.describe(scratch, parts)
        if described.refused:
            yield _refusal(project, query, Variant(label="", order=order[0], parts=parts), described)
            return
    for one in error.troubles:
        yield problem_of(project, query, one)


def problem_of(project: Project, query: Query, trouble: Trouble) -> Problem:
    """A trouble with its line."""
    source = query.source or Source(file="the specs")
    text = f"query {query.label}: {trouble.text}"
    return problem_at(source, trouble.part, project.dialect.name, trouble.offset, text=text, hint=trouble.hint)


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """By file and line, each once."""
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda one: (one.file, one.line, one.column, one.text)))


def make(project: Project, scratch: Session, schema: Schema) -> None:
    """Make the specs' schema on an empty scratch database."""
    dialect = project.at_once().dialect
    wanted = project.normalized(schema, scratch, whole=True)
    empty = Schema()
    statements = dialect.render(build(empty, wanted, compare(empty, wanted), dialect))
    scratch.begin()
    for statement in statements:
        scratch.execute(statement.sql)
    scratch.commit()


def _second_opinion(project: Project, scratch: Session, query: CheckedQuery) -> Iterator[Problem]:
    """What the database says against a query in any of its variants; the first that it refuses stands for all."""
    for variant in variants(query):
        described = project.dialect.describe(scratch, variant.parts)
        if described.refused:
            yield _refusal(project, query.query, variant, described)
            return
        if not variant.label:
            for one in disagreements(query, described, project.dialect.tongue):
                yield problem_of(project, query.query, one)


def _refusal(project: Project, query: Query, variant: Variant, described: Described) -> Problem:
    said = f"{project.dialect.name} does not take it"
    text = f"{said} {variant.label}: {described.refused}" if variant.label else f"{said}: {described.refused}"
    trouble = _placed(query, variant, described.word, text, described.hint)
    return problem_of(project, query, trouble)


def _placed(query: Query, variant: Variant, word: str, text: str, hint: str) -> Trouble:
    """A complaint at the word that it is about, where that can be found."""
    pattern = re.compile(rf"(?<![\w:]){re.escape(word)}(?!\w)", re.IGNORECASE) if word else None
    orders = dict(query.order_by)
    places = [("sql",), ("order_by", variant.order)]
    for part, sql in zip(places, (query.sql, orders.get(variant.order, "")), strict=True):
        match = pattern.search(sql) if pattern is not None else None
        if match is not None:
            return Trouble(text=text, hint=hint, part=part, offset=match.start())
    return Trouble(text=text, hint=hint)

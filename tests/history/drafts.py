"""Small migrations made by hand, for tests that are about files and not about plans."""

from __future__ import annotations

from collections.abc import Sequence

from qsys_schema.model.migration import Draft
from qsys_schema.model.step import Statement


def draft(
    identifier: str,
    forward: Sequence[str],
    rollback: Sequence[str],
    *,
    depends: Sequence[str] = (),
    before: str = "",
    after: str = "",
    summary: Sequence[str] = ("Something changes.",),
    comment: str = "Because the spec says so.",
    transactional: bool = True,
) -> Draft:
    """A draft with these statements; everything a reviewer reads is short."""
    return Draft(
        id=identifier,
        depends=tuple(depends),
        summary=tuple(summary),
        changes=("add column jobs.tags (json, nullable)  [schema/jobs.yaml:31]",),
        risks=(),
        rollback_risks=("DS103 loses-data jobs.tags: what was written since is gone",),
        locks=("the whole database, while it runs",),
        proof=("run forward, back and forward again",),
        before=before,
        after=after,
        target="Database >= 1.0",
        forward=tuple(Statement(sql=sql, comment=comment) for sql in forward),
        rollback=tuple(Statement(sql=sql, comment=comment) for sql in rollback),
        transactional=transactional,
    )


def table(name: str) -> tuple[list[str], list[str]]:
    """One table, forward and back."""
    return [f'CREATE TABLE "{name}" ("id" INTEGER PRIMARY KEY)'], [f'DROP TABLE "{name}"']

"""Files to documents of the right shape, and whatever is wrong with them up to there.

A document with a wrong part is mended where that is certain (an unknown key is left out, a broken item is set aside),
so that what is wrong in the rest of it is found in the same run. It is then marked as damaged.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.errors import Problem
from qsys_schema.spec.read import decode, read
from qsys_schema.spec.sqlfile import is_sql, read_sql
from qsys_schema.spec.words import spec_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qsys_schema.spec.files import SpecFile
    from qsys_schema.spec.finding import Finding
    from qsys_schema.spec.read import Document, Path, Plain, Trap
    from qsys_schema.spec.shape import Shape

_LISTS = frozenset({"indexes", "unique", "exclusions", "foreign_keys", "checks", "triggers"})
_OPTIONAL = frozenset(
    {"description", "external", "renamed_from", "primary_key", "options", "queries", "entity", "methods", *_LISTS}
)


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Documents by file, in order. ``damaged`` are files that say more or other than their document does now.

    ``lost`` are names that tables of unreadable files may have; None is for a file that may hold any name.
    """

    documents: list[tuple[str, Document]] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    lost: set[str | None] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    traps: list[Problem] = field(default_factory=list)


def gather(files: Sequence[SpecFile], known: Sequence[Document | None], shape: Shape, dialect: str) -> Gathered:
    """Read the files; ``known`` holds the documents of those that were read and found in order before."""
    gathered = Gathered()
    for file, held in zip(files, known, strict=True):
        if held is not None:
            gathered.documents.append((file.name, held))
        else:
            _read_one(gathered, file, shape, dialect)
    return gathered


def _read_one(gathered: Gathered, file: SpecFile, shape: Shape, dialect: str) -> None:
    text, trap = decode(file.content)
    if trap is not None:
        gathered.traps.append(_problem(file.name, trap))
        gathered.lost.add(None)
        return
    if is_sql(file.name):
        _read_queries(gathered, file, text, shape)
        return
    reading = read(text)
    gathered.traps.extend(_problem(file.name, one) for one in reading.traps)
    document = reading.document
    if document is None:
        gathered.lost.add(None)
        return
    findings = list(shape.findings(file.name, document))
    gathered.findings.extend(findings)
    name = document.get(spec_kind(document))
    if reading.traps or findings:
        gathered.damaged.add(file.name)
    if findings:
        mended = mend(document, [finding.source.path for finding in findings], dialect)
        if mended is None or any(shape.findings(file.name, mended)):
            gathered.lost.add(name if isinstance(name, str) else None)
            return
        document = mended
    gathered.documents.append((file.name, document))


def _read_queries(gathered: Gathered, file: SpecFile, text: str, shape: Shape) -> None:
    """A file of SQL: nothing stands for a query of the wrong shape, so that the others keep their positions."""
    reading = read_sql(text)
    document = reading.document or {"names": [], "queries": []}
    gathered.traps.extend(_problem(file.name, one) for one in reading.traps)
    findings = list(shape.query_findings(file.name, document))
    gathered.findings.extend(findings)
    wrong = {one.source.path[1] for one in findings if len(one.source.path) > 1}
    queries = [None if place in wrong else one for place, one in enumerate(document["queries"])]
    gathered.documents.append((file.name, {"names": document["names"], "queries": queries}))


def _problem(file: str, trap: Trap) -> Problem:
    return Problem(file=file, line=trap.line, column=trap.column, text=trap.text, hint=trap.hint)


def mend(document: Document, paths: Sequence[Path], dialect: str) -> Document | None:
    """The document without what is wrong at these paths; None where too little would be left to say anything.

    A wrong column stays as one of no known type, so that what refers to it is not reported as well.
    """
    if not isinstance(document.get("columns"), dict):
        return None
    mended = copy.deepcopy(document)
    items: dict[str, set[int]] = {}
    for path in paths:
        match path:
            case (str(key), int(position), *_) if key in _LISTS:
                items.setdefault(key, set()).add(position)
            case ("columns", str(name), str(key)) if _is_extra(mended["columns"].get(name), key):
                del mended["columns"][name][key]
            case ("columns", str(name), *_):
                mended["columns"][name] = _stand_in(mended["columns"].get(name), dialect)
            case ("queries", str(name), *_) if isinstance(mended.get("queries"), dict):
                mended["queries"].pop(name, None)
            case (str(key), *_) if key in _OPTIONAL or key not in {"table", "columns"}:
                mended.pop(key, None)
            case _:
                return None
    for key, positions in items.items():
        kept = [item for position, item in enumerate(mended[key]) if position not in positions]
        mended[key] = kept
    return mended


def _is_extra(column: Plain, key: str) -> bool:
    """Whether a wrong entry of a column can go while the rest of the column keeps its meaning."""
    return isinstance(column, dict) and key in column and key not in {"type", "native", "enum", "primary_key"}


def _stand_in(column: Plain, dialect: str) -> Document:
    is_key = isinstance(column, dict) and column.get("primary_key") is True
    return {"native": {dialect: ""}, **({"primary_key": True} if is_key else {})}

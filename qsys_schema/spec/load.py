"""The door of the spec room: a folder of table specs becomes a Wish, or a SpecError with every problem in it."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qsys_schema import __version__
from qsys_schema.spec.build import build
from qsys_schema.spec.cache import Cache, load_cache, save_cache
from qsys_schema.spec.files import collect
from qsys_schema.spec.queries import queries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qsys_schema.model.query import Query
    from qsys_schema.model.schema import Schema
    from qsys_schema.model.source import Source
    from qsys_schema.spec.read import Document

SCHEMA_FILE = Path(__file__).with_name("table.schema.json")

__all__ = ["Judge", "Wish", "load", "locate"]


class Judge(Protocol):
    """What this room asks of a database.

    A judge may also have ``reserved``, a tuple of beginnings of names that the database keeps for itself.
    """

    @property
    def name(self) -> str:
        """The word used for the database in specs."""

    @property
    def longest_name(self) -> int:
        """The longest identifier, in bytes of UTF-8; 0 for no limit."""

    def fold(self, name: str) -> str:
        """The name as the database compares it."""

    def judge(self, schema: Schema) -> Sequence[tuple[Source, str]]:
        """What the database would not take, with its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the specs ask for. ``digest`` is the SHA-256 of the names and bytes of ``files``, in hexadecimal.

    ``queries`` have the right shape; whether their SQL is right is known once it was checked.
    """

    schema: Schema
    digest: str
    files: tuple[str, ...]
    queries: tuple[Query, ...] = ()


def load(folder: Path, judge: Judge, *, dialects: tuple[str, ...], cache: Path | None) -> Wish:
    """Read every spec of a folder, for one database.

    ``dialects`` are the databases that may stand as keys of per-database mappings; ``cache`` is a folder that
    this room may write to, or None. Raises SpecError with every problem, and UsageError when the folder cannot be
    read at all.
    """
    with _collector_paused():
        return _load(folder, judge, dialects, cache)


def locate(source: Source) -> str:
    """``schema/jobs.yaml:31`` for a source; the file's name alone where the line cannot be found. Never raises."""
    from qsys_schema.spec import place

    return place.locate(source)


def _load(folder: Path, judge: Judge, dialects: tuple[str, ...], cache: Path | None) -> Wish:
    files, findings = collect(folder)
    shape_text = SCHEMA_FILE.read_text(encoding="utf-8")
    key = _digest(__version__, shape_text, *dialects)
    held = load_cache(cache, key)
    digests = [hashlib.sha256(file.content).hexdigest() for file in files]
    names = tuple(file.name for file in files)
    digest = _digest(*names, *digests)
    known = [held.documents.get(one) for one in digests]
    if not findings and held.valid.get(judge.name) == digest and None not in known:
        documents = [(name, document) for name, document in zip(names, known, strict=True) if document is not None]
        return _wish(documents, build(documents, judge.name), judge.name, digest)
    from qsys_schema.spec.check import check

    documents, schema = check(files, findings, known, judge=judge, shape=(shape_text, dialects))
    by_digest = {one: document for one, (_, document) in zip(digests, documents, strict=True)}
    save_cache(cache, key, Cache(documents=by_digest, valid={**held.valid, judge.name: digest}))
    return _wish(documents, schema, judge.name, digest)


def _wish(documents: list[tuple[str, Document]], schema: Schema, dialect: str, digest: str) -> Wish:
    names = tuple(name for name, _ in documents)
    return Wish(schema=schema, digest=digest, files=names, queries=queries_of(documents, dialect))


def _digest(*parts: str) -> str:
    """One digest of several texts; each counts with its length, so that no two lists of texts look alike."""
    whole = b"".join(b"%d:%b" % (len(part), part.encode()) for part in parts)
    return hashlib.sha256(whole).hexdigest()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the garbage collector: all that is made here is kept, so that its looking is for nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

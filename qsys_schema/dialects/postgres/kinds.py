"""Whether a statement that is kept verbatim makes what its spec says it does; whatever else it says, the server judges.

A text that began with another word, COMMIT say, would end the transaction that specs are tried in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.model.schema import Definition, Schema, Trigger, View, ViewIndex
from qsys_schema.model.source import Source

Finding = tuple[Source, str]

_WORDS: Mapping[str, Sequence[str]] = {
    "view": ("view", "recursive view", "materialized view"),
    "function": ("function", "procedure", "aggregate"),
    "type": ("domain", "type"),
    "trigger": ("trigger", "constraint trigger"),
    "index": ("index", "unique index"),
}
"""What stands behind CREATE, or CREATE OR REPLACE."""


def misnamed(schema: Schema) -> Iterator[Finding]:
    """Every text of views, functions, types, triggers and views' indexes that makes something else."""
    for view in schema.views or ():
        yield from _judged("view", view, view.sql)
        for index in view.indexes:
            yield from _judged("index", index, index.sql)
        for trigger in view.triggers:
            yield from _judged("trigger", trigger, trigger.sql)
    for one in schema.definitions or ():
        yield from _judged(one.kind, one, one.sql)
    for table in schema.tables:
        for trigger in table.triggers or ():
            yield from _judged("trigger", trigger, trigger.sql)


def _judged(kind: str, item: View | ViewIndex | Trigger | Definition, sql: str) -> Iterator[Finding]:
    wanted = _WORDS.get(kind, (kind,))
    words = words_of(sql)[:5]
    made = words[3:] if words[1:3] == ["or", "replace"] else words[1:]
    if words[:1] == ["create"] and any(made[: len(kinds)] == kinds for kinds in map(str.split, wanted)):
        return
    place = item.source or Source(file="")
    path = (*place.path[:-1], "sql") if isinstance(item, (View, Definition)) else (*place.path, "sql")
    text = f"the text of the {kind} {item.name!r} must begin with CREATE {wanted[0].upper()}"
    yield Source(file=place.file, path=path), text

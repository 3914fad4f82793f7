"""Which statements delete or overwrite every row, by themselves or by the triggers that they set off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qsys_schema.dialects.always import Known, never_null
from qsys_schema.dialects.sqlite.tokens import UnreadableSqlError, fold, tokenize
from qsys_schema.dialects.wipes import of_body, wipes, written
from qsys_schema.model.schema import Schema, Table, View
from qsys_schema.model.wipe import Wipe


def wipes_of(sql: str, schema: Schema) -> Iterator[Wipe]:
    """What the statement does to every row, by the names of the schema."""
    things: list[Table | View] = [*schema.tables, *(schema.views or ())]
    names = {fold(one.name): one.name for one in things}
    words = words_of(sql)
    targets = {fold(name) for name in written(words)}
    known = Known(
        never_null={fold(one.name): frozenset(map(fold, never_null(one))) for one in schema.tables}, fold=fold
    )
    found = list(wipes(words, known))
    for thing in things:
        for trigger in (thing.triggers or ()) if fold(thing.name) in targets else ():
            found += (replace(one, by=trigger.name) for one in of_body(_body(words_of(trigger.sql)), known))
    yield from (replace(one, table=names.get(fold(one.table), one.table)) for one in found)


def words_of(sql: str) -> list[str]:
    """Words in lower case, quoted names in double quotes; none of what cannot be read."""
    try:
        tokens = tokenize(sql)
    except UnreadableSqlError:
        return []
    quoted = ('"' + one.value.replace('"', '""') + '"' if one.kind == "quoted" else one.value for one in tokens)
    return [text.lower() if one.kind == "word" else text for one, text in zip(tokens, quoted, strict=True)]


def _body(words: Sequence[str]) -> Sequence[str]:
    """What a trigger does."""
    return words[words.index("begin") + 1 :] if "begin" in words else ()

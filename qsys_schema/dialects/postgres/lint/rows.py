"""Which statements delete or overwrite every row: those that say it, and those whose code cannot be read here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from qsys_schema.dialects.always import Known, never_null
from qsys_schema.dialects.postgres.tokens import words_of
from qsys_schema.dialects.wipes import of_body, wipes, written
from qsys_schema.model.schema import Schema
from qsys_schema.model.wipe import Wipe

RUNS_CODE = frozenset("do call select execute insert update delete merge with values explain table".split())
"""Statements that may write rows, or call what does."""

_TRUE = frozenset({"'t'", "'true'", "'y'", "'yes'", "'on'", "'1'"})


def wipes_of(sql: str, schema: Schema, parts: Mapping[str, str]) -> Iterator[Wipe]:
    """What the statement says that it does to every row; ``parts`` has the table of every part of one, by names."""
    words = words_of(sql)
    known = Known(never_null={one.name: never_null(one) for one in schema.tables}, true_texts=_TRUE)
    found = [*wipes(words, known), *(one for body in bodies(words) for one in of_body(body, known))]
    yield from (_of_table(one, schema, parts) for one in found)


def emptied(names: Collection[str], schema: Schema, parts: Mapping[str, str]) -> Iterator[Wipe]:
    """Tables whose rows have gone with their file."""
    yield from (_of_table(Wipe(table=name, how="delete"), schema, parts) for name in sorted(names))


def by_code(
    sql: str, schema: Schema, newly: Collection[str], writing: Collection[str], parts: Mapping[str, str]
) -> Iterator[Wipe]:
    """Tables that are locked for writing by a statement which names neither them nor the table that they are parts of.

    ``newly`` are locked since this statement, ``writing`` since any; the latter count where a function of the schema
    is called: it may write to what an INSERT has locked before.
    """
    words = words_of(sql)
    if not words or words[0] not in RUNS_CODE:
        return
    texts = [words, *bodies(words)]
    named = {name for one in texts for name in _targets(one)}
    if named & {view.name for view in schema.views or ()}:
        return
    own = {one.name.partition("(")[0].strip('"') for one in schema.definitions or ()}
    called = bool(own & {word.strip('"') for word in words}) or any("execute" in one for one in texts[1:])
    for name in sorted(writing if called else newly):
        if called or named.isdisjoint(_with_its_tables(name, parts)):
            yield Wipe(table=name, how="code")


def _with_its_tables(name: str, parts: Mapping[str, str]) -> Iterator[str]:
    yield name
    while name in parts:
        name = parts[name]
        yield name


def bodies(words: Sequence[str]) -> Iterator[list[str]]:
    """The code of a DO block, as words."""
    for word in words[1:] if words[:1] == ["do"] else ():
        if word.startswith("$"):
            yield words_of(word[word.index("$", 1) + 1 : word.rindex("$", 0, len(word) - 1)])
        elif word.startswith("'"):
            yield words_of(word[1:-1].replace("''", "'"))


def _targets(words: Sequence[str]) -> Iterator[str]:
    piece: list[str] = []
    for word in (*words, ";"):
        if word in {";", "begin", "then", "else", "loop"}:
            yield from written(piece)
            piece = []
        else:
            piece.append(word)


def _of_table(wipe: Wipe, schema: Schema, parts: Mapping[str, str]) -> Wipe:
    """The same of the table that a part belongs to, which is the one that people know."""
    names = list(_with_its_tables(wipe.table, parts))
    name = next((one for one in names if schema.table(one) is not None), names[-1])
    return wipe if name == wipe.table else replace(wipe, table=name, part=wipe.table)


def conversions(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Table and column of each ALTER COLUMN ... TYPE ... USING that is more than a cast of the column itself."""
    if words[:2] != ["alter", "table"]:
        return
    start = next((place for place, word in enumerate(words[2:], start=2) if word not in _ASIDE), len(words))
    while words[start + 1 : start + 2] == ["."]:
        start += 2
    for action in _actions(words[start + 1 :]):
        if action[:1] == ["alter"] and "type" in action and "using" in action:
            name = action[2 if action[1:2] == ["column"] else 1]
            value = [word for word in action[action.index("using") + 1 :] if word not in {"(", ")", ";"}]
            if not (_is_cast(value, name) or (value[:1] == ["cast"] and value[1:2] == [name])):
                yield _plain(words[start]), _plain(name)


_ASIDE = frozenset({"if", "exists", "only"})


def _is_cast(value: Sequence[str], name: str) -> bool:
    """Whether it is the column, cast to whatever: ``a::text::integer``."""
    return (
        value[:1] == [name]
        and all(word in {":", "::"} or not word.startswith("'") for word in value[1:])
        and (len(value) == 1 or value[1].startswith(":"))
        and not any(word in {"+", "-", "*", "/", "||"} for word in value)
    )


def _actions(words: Sequence[str]) -> Iterator[list[str]]:
    depth, action = 0, list[str]()
    for word in words:
        depth += (word in {"(", "["}) - (word in {")", "]"})
        if word == "," and not depth:
            yield action
            action = []
        else:
            action.append(word)
    yield action


def _plain(word: str) -> str:
    return word[1:-1].replace('""', '"') if word.startswith('"') else word

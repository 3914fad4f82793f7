"""Python's types for the types of columns, and the classes that JSON documents of a known shape have."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qsys_schema.codegen import names, paper
from qsys_schema.model.types import (
    Blob,
    Boolean,
    ColumnType,
    Date,
    Decimal,
    Enum,
    Float,
    Integer,
    Json,
    Native,
    Text,
    Time,
    Timestamp,
    TimestampMs,
    Uuid,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Shape = str | list["Shape"] | dict[str, "Shape"]

_WORDS = {"any": "Any", "text": "str", "integer": "int", "float": "float", "boolean": "bool"}


@dataclass(slots=True)
class Declared:
    """Types that a module of rows declares: their names, and their lines in order."""

    taken: set[str] = field(default_factory=set)
    blocks: list[list[str]] = field(default_factory=list)
    public: list[str] = field(default_factory=list)

    def literal(self, name: str, values: Sequence[str]) -> str:
        """Declare the texts of an enum; gives the name of the type."""
        chosen = names.distinct(name, self.taken)
        self.blocks.append(paper.listed(f"{chosen} = Literal[", [paper.string(one) for one in values], "]"))
        self.public.append(chosen)
        return chosen

    def shape(self, name: str, shape: Shape) -> str:
        """Declare what a JSON document looks like; gives the type."""
        if isinstance(shape, str):
            return _WORDS[shape]
        if isinstance(shape, list):
            return f"list[{self.shape(name, shape[0])}]"
        if set(shape) == {"*"}:
            return f"dict[str, {self.shape(name, shape['*'])}]"
        chosen = names.distinct(name, self.taken)
        members = [
            (key.removesuffix("?"), key.endswith("?"), self.shape(chosen + names.camel(key), inside))
            for key, inside in shape.items()
        ]
        self.blocks.append(_typed_dict(chosen, members))
        self.public.append(chosen)
        return chosen


def _typed_dict(name: str, members: Sequence[tuple[str, bool, str]]) -> list[str]:
    """The lines of a TypedDict: a class, or a call where a key is no identifier."""
    typed = [(key, f"NotRequired[{kind}]" if missing else kind) for key, missing, kind in members]
    if all(names.identifier(key) == key for key, _ in typed):
        doc = '    """What a document holds."""'
        return [f"class {name}(TypedDict):", doc, "", *(f"    {key}: {kind}" for key, kind in typed)]
    items = [f"        {paper.string(key)}: {kind}," for key, kind in typed]
    return [f"{name} = TypedDict(", f"    {paper.string(name)},", "    {", *items, "    },", ")"]


def python_type(kind: ColumnType, *, python: str = "", shape: str = "", declared: Declared, name: str) -> str:
    """The Python type of a value; ``name`` is what a type of its own would be called."""
    match kind:
        case Enum(values=values):
            return declared.literal(name, values)
        case Json():
            return declared.shape(name, json.loads(shape)) if shape else "Any"
        case TimestampMs():
            return "datetime.datetime" if python == "datetime" else "int"
        case _:
            return plain_type(kind)


def plain_type(kind: ColumnType) -> str:
    """The Python type of a value that comes from no column with words of its own."""
    match kind:
        case Text() | Enum():
            return "str"
        case Integer() | TimestampMs():
            return "int"
        case Float():
            return "float"
        case Boolean():
            return "bool"
        case Blob():
            return "bytes"
        case Decimal():
            return "decimal.Decimal"
        case Date():
            return "datetime.date"
        case Time():
            return "datetime.time"
        case Timestamp():
            return "datetime.datetime"
        case Uuid():
            return "uuid.UUID"
        case Json() | Native():
            return "Any"


_TEXTS = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|['](?:[^'\\\n]|\\.)*[']''',
    re.DOTALL,
)


def without_texts(source: str) -> str:
    """The source without its docstrings and literals: their words are nobody's names."""
    return _TEXTS.sub("", source)


def modules_of(texts: Sequence[str]) -> set[str]:
    """The modules of the standard library that types are named with."""
    whole = " ".join(texts)
    return {one for one in ("datetime", "decimal", "uuid") if f"{one}." in whole}


def typing_of(texts: Sequence[str]) -> set[str]:
    """The names of ``typing`` that types are made of."""
    whole = " ".join(texts)
    return {one for one in ("Any", "Literal", "TypedDict", "NotRequired", "Unpack") if one in _words(whole)}


def _words(text: str) -> set[str]:
    word, found = "", set[str]()
    for one in f"{text} ":
        if one.isalnum() or one == "_":
            word += one
        else:
            found.add(word)
            word = ""
    return found

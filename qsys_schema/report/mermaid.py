"""Tables as a diagram of Mermaid's, which GitHub and GitLab draw. For Mermaid 10, so that older servers draw it too.

Its words are letters, digits and a few signs; whatever else a name holds is replaced in the word, and the name stands
in the comment behind it. A text in quotes takes nearly everything: what it does not take, or what is obeyed inside it,
is replaced by a sign that looks alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qsys_schema.model.schema import Column, ForeignKey
from qsys_schema.model.types import Native
from qsys_schema.report.neighbourhood import DROPPED, Drawn

_NOT_IN_A_WORD = re.compile(r"[^A-Za-z0-9_()\[\]-]+")
_KEY = re.compile(r"(?:PK|FK|UK)\b", re.IGNORECASE)
_LONGEST = 60

_ALIKE = str.maketrans(
    {
        '"': "'",
        "`": "'",
        "%": "\uff05",
        "#": "\uff03",
        "~": "\u223c",
        "&": "\uff06",
        "\\": "\uff3c",
        "<": "\u2039",
        ">": "\u203a",
        "{": "(",
        "}": ")",
    }
)


def diagram(tables: Sequence[Drawn]) -> str:
    """The source of a diagram of these tables; empty where there are none."""
    if not tables:
        return ""
    numbers = {table.name: f"t{number}" for number, table in enumerate(tables, start=1)}
    lines = ["erDiagram"]
    for table in tables:
        lines.extend(_entity(table, numbers[table.name]))
    for table in tables:
        lines.extend(_relation(table, key, numbers) for key in table.keys)
    return "\n".join(lines)


def _entity(table: Drawn, number: str) -> Iterator[str]:
    yield f"    {number}[{_quoted(f'{table.name} ({table.mark})' if table.mark else table.name)}] {{"
    for column in table.columns:
        yield f"        {_column(table, column)}"
    if table.left_out:
        many = "column" if table.left_out == 1 else "columns"
        yield f'        other {many} "{table.left_out} more"'
    yield "    }"


def _column(table: Drawn, column: Column) -> str:
    kinds = (("PK", table.primary), ("FK", table.foreign), ("UK", table.unique - table.primary))
    keys = ", ".join(key for key, names in kinds if column.name in names)
    type_text = column.type.text if isinstance(column.type, Native) else type(column.type).__name__.lower()
    word = _word(column.name)
    remarks = [table.marks.get(column.name, ""), f"named {column.name}" if word != column.name else ""]
    remark = ", ".join(filter(None, remarks))
    return " ".join(filter(None, (_word(type_text) or "any", word, keys, remark and _quoted(remark))))


def _relation(table: Drawn, key: ForeignKey, numbers: dict[str, str]) -> str:
    nullable = {column.name for column in table.columns if column.nullable}
    mark = table.key_marks.get(key.name, "")
    many = "|o" if key.name in table.single else "}o"
    one = "o|" if nullable & set(key.columns) else "||"
    line = ".." if mark == DROPPED else "--"
    label = ", ".join(key.columns) + (f" ({mark})" if mark else "")
    return f"    {numbers[table.name]} {many}{line}{one} {numbers[key.target]} : {_quoted(label)}"


def _word(text: str) -> str:
    """The text as a word of Mermaid's: it begins with a letter or an underscore, and is not what marks a key."""
    word = _NOT_IN_A_WORD.sub("_", text)[:_LONGEST]
    usual = word[:1].isalpha() or word[:1] == "_"
    return word if not word or (usual and not _KEY.match(word)) else f"_{word}"


def _quoted(text: str) -> str:
    shown = "".join(one if one.isprintable() else " " for one in text).translate(_ALIKE)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}\u2026"
    return f'"{shown}"'

"""The module of a table's rows: types that no driver is needed for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qsys_schema.codegen import paper
from qsys_schema.codegen.types import Declared, modules_of, typing_of, without_texts

if TYPE_CHECKING:
    from qsys_schema.codegen.header import Header
    from qsys_schema.codegen.shapes import Entity, Field


Others = Mapping[str, Sequence[str]]
"""The types that other modules of rows declare, by module."""


def table_module(one: Entity, results: Sequence[list[str]], header: Header, others: Others) -> str:
    """The source of the module. ``results`` are the classes of query results, ready to print."""
    classes = [_row(one), _new(one), _changes(one), *results]
    # Without a first line of its own the file would not be known again as a generated one.
    title = paper.said(one.table.comment) or f"Rows of {one.table.name}."
    return _module(header.of(title), one.declared, classes, others)


def group_module(title: str, results: Sequence[list[str]], header: Header, others: Others) -> str:
    """The source of a module that holds nothing but results of queries."""
    return _module(header.of(title), Declared(), list(results), others)


def _module(head: list[str], declared: Declared, classes: list[list[str]], others: Others) -> str:
    body = [*declared.blocks, *classes]
    texts = ["\n".join(block) for block in body]
    code = [without_texts(text) for text in texts]
    words = set(re.findall(r"\w+", " ".join(code)))
    named: dict[str, list[str]] = {
        "dataclasses": ["dataclass"] if "dataclass" in words else [],
        "typing": sorted(typing_of(code)),
        "..shared": sorted(one for one in ("UNSET", "Unset") if one in words),
        **{f".{module}": sorted(words.intersection(public)) for module, public in others.items()},
    }
    top = paper.imports(sorted(modules_of(code)), named)
    literals = [text for text in texts[: len(declared.blocks)] if " = Literal[" in text.partition("\n")[0]]
    rest = [text for text in texts if text not in literals]
    parts = ["\n".join(head), "\n".join(top), *(["\n".join(literals)] if literals else [])]
    return "\n\n".join(parts) + "".join(f"\n\n\n{text}" for text in rest) + "\n"


def _documented(field: Field, line: str) -> list[str]:
    return [line, *paper.docstring(field.doc, indent=paper.INDENT)] if field.doc else [line]


def _row(one: Entity) -> list[str]:
    doc = paper.docstring(f"A row of {one.table.name}.", one.table.comment, indent=paper.INDENT)
    lines = ["@dataclass(slots=True)", f"class {one.row}:", *doc, ""]
    for field in one.fields:
        lines += _documented(field, f"    {field.name}: {field.hint}")
    return lines


def _new(one: Entity) -> list[str]:
    doc = paper.docstring(
        f"A row of {one.table.name} that is to be: what is left out is as the database would have it.",
        indent=paper.INDENT,
    )
    lines = ["@dataclass(slots=True, kw_only=True)", f"class {one.new}:", *doc]
    members = [_member(field) for field in one.writable]
    return [*lines, "", *members] if members else lines


def _member(field: Field) -> str:
    if field.default == "UNSET":
        hint = field.annotation if field.annotation == "Any" else f"{field.annotation} | Unset"
        hint += " | None" if field.hint.endswith(" | None") else ""
        return f"    {field.name}: {hint} = UNSET"
    return f"    {field.name}: {field.hint}" + (f" = {field.default}" if field.default else "")


def _changes(one: Entity) -> list[str]:
    doc = paper.docstring(f"Columns of {one.table.name} that an update may write.", indent=paper.INDENT)
    members = [f"    {field.name}: {field.hint}" for field in one.changeable]
    lines = [f"class {one.changes}(TypedDict, total=False):", *doc]
    return [*lines, "", *members] if members else lines


def result_class(name: str, query: str, members: Sequence[tuple[str, str]]) -> list[str]:
    """The lines of the class of a query's rows; ``members`` are names and types."""
    doc = paper.docstring(f"A row that {query} gives.", indent=paper.INDENT)
    return ["@dataclass(slots=True)", f"class {name}:", *doc, "", *(f"    {one}: {kind}" for one, kind in members)]

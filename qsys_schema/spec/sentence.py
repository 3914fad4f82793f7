"""One sentence for one error of jsonschema: what, in which part of the spec, and what is known there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qsys_schema.model.source import Source
from qsys_schema.spec.elsewhere import meant_by
from qsys_schema.spec.finding import Finding, nearest, suggestion
from qsys_schema.spec.read import Plain
from qsys_schema.spec.words import kind_of, shorten, spec_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qsys_schema.spec.read import Document, Path

Error = Plain
"""One ValidationError of jsonschema; its own annotations leave the schema and the instance open."""

_KINDS = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}
_SHORT_LIST = 3
"""So many known values are said in the sentence itself."""

_ITEMS = {
    "indexes": "index",
    "unique": "unique constraint",
    "exclusions": "exclusion constraint",
    "foreign_keys": "foreign key",
    "checks": "check",
    "triggers": "trigger",
}
_MOVED_KEYS = {
    "unique": "a unique constraint is written at the table's level: `unique: [{columns: [...]}]`",
    "index": "an index is written at the table's level: `indexes: [{columns: [...]}]`",
    "references": "a foreign key is written at the table's level, under `foreign_keys:`",
    "foreign_key": "a foreign key is written at the table's level, under `foreign_keys:`",
    "check": "a check is written at the table's level: `checks: [{expression: ...}]`",
    "not_null": "columns are NOT NULL unless `nullable: true`",
    "required": "columns are NOT NULL unless `nullable: true`",
    "null": "a column may hold NULL with `nullable: true`",
    "comment": "write it as `description:`",
    "pk": "write `primary_key: true`",
    "name": "the name is the key in front of the colon",
}


def sentences(error: Error, file: str, document: Document) -> Iterator[Finding]:
    """The findings that one error stands for."""
    path = tuple(error.absolute_path)
    where = part_name(document, path)
    source = Source(file=file, path=path)
    wrong: Plain = error.instance
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(source, where, wrong, error.schema.get("properties", {}))
        case "enum" if "propertyNames" in error.schema_path:
            known = error.schema["enum"]
            text = f"unknown database {shorten(wrong)!r} in {where}"
            place = Source(file=file, path=(*path, wrong))
            yield Finding(source=place, text=text, hint=suggestion(wrong, known), at_key=True)
        case "required":
            missing = [key for key in error.validator_value if key not in wrong]
            first = repr(missing[0]) if missing else ""
            # jsonschema gives one error per missing key and names it only in its message.
            key = next((name for name in missing if error.message.startswith(repr(name))), first.strip("'"))
            yield Finding(source=source, text=f"{where} lacks the key {key!r}", at_key=True)
        case "anyOf" | "oneOf":
            yield from _alternatives(error, source, where, document)
        case _:
            text, hint = _simple(error, where, path)
            yield Finding(source=source, text=text, hint=hint)


def _unknown_keys(source: Source, where: str, wrong: Document, known: Iterable[str]) -> Iterator[Finding]:
    names = list(known)
    for key in wrong:
        if key in names:
            continue
        hint = suggestion(key, names)
        if where.startswith("column ") and not nearest(key, names):
            hint = _MOVED_KEYS.get(key, hint)
        if wrong[key] is None and " " in key:
            hint = "inside braces a comma ends an unquoted text; put the text before it in quotes"
        place = Source(file=source.file, path=(*source.path, key))
        yield Finding(source=place, text=f"unknown key {shorten(key)!r} in {where}", hint=hint, at_key=True)


def _alternatives(error: Error, source: Source, where: str, document: Document) -> Iterator[Finding]:
    """The errors of the alternative that was meant, if one can be told by the kind of the value."""
    branches: dict[int, list[Error]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    wrong: Plain = error.instance
    if all(set(option) == {"required"} for option in error.validator_value):
        keys = " or ".join(repr(option["required"][0]) for option in error.validator_value)
        text = f"{where} lacks the key {keys}" if branches else f"{where} takes {keys}, and not both"
        yield Finding(source=source, text=text, at_key=True)
        return
    meant = [index for index in sorted(branches) if not any(_is_other_kind(one) for one in branches[index])]
    if isinstance(wrong, dict) and len(meant) > 1:
        options = [error.validator_value[index] for index in meant]
        known = list(dict.fromkeys(key for option in options for key in _keys_of(option)))
        unknown = {key: value for key, value in wrong.items() if key not in known}
        if unknown:
            yield from _unknown_keys(source, where, unknown, known)
            return
        # The alternative whose keys these are, if they are all of one.
        meant.sort(key=lambda index: not wrong.keys() <= set(_keys_of(error.validator_value[index])))
    if meant:
        for inner in branches[meant[0]]:
            yield from sentences(inner, source.file, document)
        return
    title = error.schema.get("title", "something else")
    text = f"{where} must be {title}, not {kind_of(wrong)}"
    wanted = "boolean" if title == _KINDS["boolean"] else ""
    yield Finding(source=source, text=text, hint=_type_hint(wrong, wanted, source.path))


def _is_other_kind(error: Error) -> bool:
    """Whether the error says that the value as a whole is of another kind than this alternative takes."""
    return not error.relative_path and error.validator in {"type", "enum"} and "propertyNames" not in error.schema_path


def _keys_of(option: Document) -> tuple[str, ...]:
    """The keys that one alternative knows, its per-database ones included."""
    return (*option.get("properties", {}), *option.get("propertyNames", {}).get("enum", ()))


def _simple(error: Error, where: str, path: Path) -> tuple[str, str]:
    """Text and hint of an error about one value on its own."""
    wrong: Plain = error.instance
    title = error.schema.get("title") or _kinds(error.schema.get("type", ()))
    match error.validator:
        case "enum":
            known = [str(value) for value in error.validator_value]
            hint = _null_hint(wrong, path)
            if isinstance(wrong, str):
                near = nearest(wrong, known)
                listed_anyway = len(known) <= _SHORT_LIST or path[-1:] != ("type",)
                hint = f"did you mean {near!r}?" if near else "" if listed_anyway else suggestion(wrong, known)
            if isinstance(wrong, str) and path[-1:] == ("type",) and (meant := meant_by(wrong)):
                hint = f"did you mean {meant}?"
            listed = title if title and len(known) > _SHORT_LIST else " or ".join(known)
            return f"{where} must be {listed}, not {kind_of(wrong)}", hint
        case "const":
            hint = "leave the key out where it does not hold"
            return f"{where} can only be {kind_of(error.validator_value)}, not {kind_of(wrong)}", hint
        case "minItems" | "minProperties" | "minLength":
            return f"{where} is empty", ""
        case "uniqueItems":
            return f"{where} names the same thing twice", ""
        case "type":
            return f"{where} must be {title}, not {kind_of(wrong)}", _type_hint(wrong, error.validator_value, path)
        case _:
            return f"{where} must be {title or 'something else'}, not {kind_of(wrong)}", ""


def _kinds(types: Plain) -> str:
    names = [types] if isinstance(types, str) else list(types)
    return " or ".join(_KINDS.get(name, name) for name in names)


def _type_hint(wrong: Plain, wanted: Plain, path: Path) -> str:
    if wrong is None:
        return _null_hint(wrong, path)
    if wanted == "string" and isinstance(wrong, (bool, int, float)):
        return "put it in quotes if it is meant as text"
    if path[:-1] == ("columns",) and isinstance(wrong, str) and wrong.isidentifier():
        return f"write {{type: {wrong}}}"
    if wanted == "boolean" and isinstance(wrong, str):
        return "write true or false, without quotes"
    return ""


def _null_hint(wrong: Plain, path: Path) -> str:
    if wrong is not None:
        return ""
    if path and path[-1] in {"default", "backfill"}:
        return f'leave {path[-1]} out for none, or write {{expression: "NULL"}}'
    return 'fill it in or leave the key out; the text is written "null", in quotes'


def part_name(document: Document, path: Path) -> str:
    """A part of a spec in words: ``'columns' of index 2 of table jobs``."""
    kind = spec_kind(document)
    name = document.get(kind)
    table = f"{kind} {shorten(name)}" if isinstance(name, str) and name else f"this {kind}"
    match path:
        case ():
            return table
        case ("queries", str(query), *rest):
            item = f"query {shorten(name)}.{shorten(query)}" if isinstance(name, str) and name else f"query {query}"
            return f"{_inside(rest)} of {item}" if rest else item
        case ("queries", int(position), *rest):
            item = f"query {shorten(document['names'][position])}"
            return f"{_inside(rest)} of {item}" if rest else item
        case ("columns", str(column)):
            owner = f"{shorten(name)}." if isinstance(name, str) and name else ""
            return f"column {owner}{shorten(column)}"
        case ("columns", str(column), *rest):
            return f"{_inside(rest)} of {part_name(document, ('columns', column))}"
        case (str(key), int(position), *rest) if key in _ITEMS:
            item = f"{_ITEMS[key]} {position + 1} of {table}"
            return f"{_inside(rest)} of {item}" if rest else item
        case _:
            return f"{_inside(list(path))} of {table}"


def _inside(path: list[str | int]) -> str:
    words = [f"{shorten(part)!r}" if isinstance(part, str) else f"item {part + 1}" for part in path]
    return " of ".join(reversed(words))

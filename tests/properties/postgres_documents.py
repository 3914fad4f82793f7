"""Made-up names, types, columns and expressions for specs: documents, as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.properties.choice import NAMES, Choice, quoted
from tests.properties.postgres_kinds import ANY, COMPUTED, ENUMS, KINDS, Document

_LONG = ("a_name_of_63_bytes_" + "x" * 44, "n" * 62 + "1", "日" * 21)
_MORE = ("user", "table", "end", "default", "MixedCase2", "analyse", "camelCase", "col umn", "window", "PRIMARY")
_WORDS = ("what it is for", 'it\'s; "quoted" -- and more', "über 😀", "100% of {it}", "back\\slash")


def a_name(choice: Choice, taken: Sequence[str]) -> str:
    """A name that none of ``taken`` is, most of them plain."""
    free = [one for one in (*NAMES, *_MORE, *_LONG) if one not in taken]
    if free and choice.happens(95):
        return choice.pick(free[:10] if choice.happens(60) else free)
    return next(name for number in range(1000) if (name := f"n{number}") not in taken)


def own_name(choice: Choice, item: Document, letter: str) -> Document:
    """The item, perhaps with a name: one that no convention gives."""
    if choice.happens(35):
        item["name"] = choice.pick((f"{letter}{choice.number(0, 99)}", f'{letter} {choice.number(0, 99)}\'s "é";'))
    return item


def a_comment(choice: Choice, item: Document) -> Document:
    """The item, perhaps with a comment."""
    if choice.happens(15):
        item["description"] = choice.pick(_WORDS)
    return item


def a_type(choice: Choice, enums: Sequence[Document]) -> Document:
    """The keys of a type; an enumerated one may be one that another column has by name."""
    if choice.happens(12):
        if enums and choice.happens(25):
            return dict(choice.pick(enums))
        named = {"enum_name": {"postgres": f"e {choice.number(0, 99)}"}} if choice.happens(40) else {}
        return {"type": "enum", "enum": list(choice.pick(ENUMS)), "~family": "enum", **named}
    if choice.happens(6):
        return {"type": "text", "enum": list(choice.pick(ENUMS)), "~family": "text"}
    kind = choice.pick(KINDS)
    return {**kind.keys, "~family": kind.family}


def a_default(choice: Choice, column: Document) -> object:
    """A default that suits the column's type, or None."""
    if "enum" in column:
        return choice.pick(column["enum"])
    kind = next(
        (
            one
            for one in KINDS
            if all(column.get(key) == value for key, value in one.keys.items())
            and one.keys.get("length") == column.get("length")
            and one.keys.get("bits") == column.get("bits")
            and one.keys.get("timezone") == column.get("timezone")
        ),
        None,
    )
    return choice.pick(kind.defaults) if kind is not None and kind.defaults else None


def a_column(choice: Choice, name: str, columns: Mapping[str, Document], enums: Sequence[Document] = ()) -> Document:
    """A column; generated ones are computed from those that are there."""
    others = [one for one, about in columns.items() if one != name and "generated" not in about]
    if others and choice.happens(10):
        source = choice.pick(others)
        family = columns[source]["~family"]
        template, result, keys = choice.pick(
            COMPUTED.get(family, ()) + (COMPUTED[ANY] if choice.happens(50) else ()) or COMPUTED[ANY]
        )
        text = template.format(a=quoted(source))
        return {
            **keys,
            "nullable": True,
            "generated": text,
            "stored": True,
            "~family": result,
            "~on": [[source, ANY if template in {one[0] for one in COMPUTED[ANY]} else family]],
        }
    column = a_type(choice, enums)
    if choice.happens(60):
        column["nullable"] = True
    if column["~family"] == "integer" and choice.happens(8):
        column["identity"] = {"postgres": choice.pick(("always", "by default", "serial"))}
    elif choice.happens(40):
        value = a_default(choice, column)
        if value is not None:
            column["default"] = value
            if choice.happens(25):
                column["backfill"] = value
    if column["~family"] == "text" and choice.happens(15):
        column["collate"] = {"postgres": choice.pick(('"C"', '"POSIX"'))}
    return a_comment(choice, column)


def an_expression(
    choice: Choice, templates: Mapping[str, tuple[str, ...]], columns: Mapping[str, Document]
) -> tuple[str, Document]:
    """An expression over one or two columns, and what it needs of them."""
    able = [name for name, about in columns.items() if about["~family"] in templates]
    name = choice.pick(able) if able and choice.happens(85) else choice.pick(list(columns))
    family = columns[name]["~family"] if name in able else ANY
    if family in templates and choice.happens(15):
        family = ANY
    needs: Document = {"~on": [[name, family]]}
    template = choice.pick(templates[family])
    value = ""
    if "{value}" in template:
        plain = choice.pick(columns[name]["enum"])
        needs["~value"] = plain
        value = "'" + plain.replace("'", "''") + "'"
    other = choice.pick(list(columns))
    if "{b}" in template:
        needs["~on"].append([other, ANY])
    return template.format(a=quoted(name), b=quoted(other), value=value), needs

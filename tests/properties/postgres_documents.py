"""Made-up specs over what PostgreSQL can do. They are documents, as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.properties.choice import NAMES, Choice, quoted
from tests.properties.postgres_kinds import (
    ANY,
    CHECKS,
    COMPUTED,
    ENUMS,
    INDEXED,
    KINDS,
    METHODS,
    SORTED,
    WHERE,
    Document,
)

_LONG = ("a_name_of_63_bytes_" + "x" * 44, "n" * 62 + "1", "日" * 21)
_MORE = ("user", "table", "end", "default", "MixedCase2", "analyse", "camelCase", "col umn", "window", "PRIMARY")
_ACTIONS = ("no action", "cascade", "set null", "restrict", "set default")
_DEFERRABLE = ("initially deferred", "initially immediate")
_WORDS = ("what it is for", "it's; \"quoted\" -- and more", "über 😀", "100% of {it}", "back\\slash")


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
    kind = next((one for one in KINDS if all(column.get(key) == value for key, value in one.keys.items())
                 and one.keys.get("length") == column.get("length") and one.keys.get("bits") == column.get("bits")
                 and one.keys.get("timezone") == column.get("timezone")), None)
    return choice.pick(kind.defaults) if kind is not None and kind.defaults else None


def a_column(choice: Choice, name: str, columns: Mapping[str, Document], enums: Sequence[Document] = ()) -> Document:
    """A column; generated ones are computed from those that are there."""
    others = [one for one, about in columns.items() if one != name and "generated" not in about]
    if others and choice.happens(10):
        source = choice.pick(others)
        family = columns[source]["~family"]
        template, result, keys = choice.pick(COMPUTED.get(family, ()) + (COMPUTED[ANY] if choice.happens(50) else ())
                                             or COMPUTED[ANY])
        text = template.format(a=quoted(source))
        return {**keys, "nullable": True, "generated": text, "stored": True, "~family": result,
                "~on": [[source, ANY if template in {one[0] for one in COMPUTED[ANY]} else family]]}
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


def _sorted(columns: Mapping[str, Document]) -> list[str]:
    return [name for name, about in columns.items() if about["~family"] in SORTED]


def _stored(columns: Mapping[str, Document]) -> list[str]:
    return [name for name in _sorted(columns) if "generated" not in columns[name]]


def a_primary_key(choice: Choice, columns: Mapping[str, Document]) -> object:
    """A key of some columns, or None."""
    able = _stored(columns)
    if choice.happens(12) or not able:
        return None
    parts = [able[0]] if choice.happens(60) else list(choice.some(able, 1, 3))
    if choice.happens(80):
        return parts
    key: Document = {"columns": parts}
    if choice.happens(50):
        key["name"] = f"pk {choice.number(0, 99)}"
    if choice.happens(30):
        key["include"] = {"postgres": [choice.pick(list(columns))]}
    if choice.happens(20):
        key["deferrable"] = {"postgres": choice.pick(_DEFERRABLE)}
    return key


def a_unique(choice: Choice, columns: Mapping[str, Document]) -> Document | None:
    """A UNIQUE constraint, where a column can be in one."""
    able = _sorted(columns)
    if not able:
        return None
    item: Document = {"columns": list(choice.some(able, 1, 2))}
    if choice.happens(20):
        item["include"] = {"postgres": [choice.pick(list(columns))]}
    if choice.happens(15):
        item["nulls_not_distinct"] = {"postgres": True}
    if choice.happens(15):
        item["deferrable"] = {"postgres": choice.pick(_DEFERRABLE)}
    return own_name(choice, item, "u")


def a_check(choice: Choice, columns: Mapping[str, Document]) -> Document:
    """A CHECK constraint."""
    text, needs = an_expression(choice, CHECKS, columns)
    item: Document = {"expression": text, **needs}
    if choice.happens(6):
        item["not_valid"] = {"postgres": True}
    return own_name(choice, item, "c")


def an_index(choice: Choice, columns: Mapping[str, Document]) -> Document | None:
    """An index of any kind."""
    able = _sorted(columns)
    special = [name for name, about in columns.items() if about["~family"] in METHODS]
    if special and choice.happens(20):
        name = choice.pick(special)
        part: Document = {"column": name}
        item: Document = {"columns": [part], "using": {"postgres": choice.pick(METHODS[columns[name]["~family"]])}}
        if columns[name]["~family"] == "json" and choice.happens(50):
            part["opclass"] = {"postgres": "jsonb_path_ops"}
    elif not able:
        return None
    else:
        item = {"columns": [_part(choice, name, columns) for name in choice.some(able, 1, 3)]}
        if choice.happens(25):
            text, needs = an_expression(choice, INDEXED, columns)
            order = {"order": "desc"} if choice.happens(30) else {}
            item["columns"] = [*item["columns"][1:], {"expression": text, **order, **needs}]
        if choice.happens(15):
            item["unique"] = True
            if choice.happens(30):
                item["nulls_not_distinct"] = {"postgres": True}
        if choice.happens(15):
            item["include"] = {"postgres": [choice.pick(list(columns))]}
        if choice.happens(10):
            item["with"] = {"postgres": {"fillfactor": choice.pick((50, 70))}}
    if choice.happens(25):
        text, needs = an_expression(choice, WHERE, columns)
        item |= {"where": text, **needs}
    return own_name(choice, item, "i")


def _part(choice: Choice, name: str, columns: Mapping[str, Document]) -> Document:
    part: Document = {"column": name}
    if choice.happens(20):
        part["order"] = "desc"
    if choice.happens(15):
        part["nulls"] = {"postgres": choice.pick(("first", "last"))}
    about = columns[name]
    if about["~family"] == "text" and choice.happens(20):
        if choice.happens(50):
            part["collate"] = {"postgres": '"C"'}
        elif about.get("type") == "text" and "native" not in about:
            part["opclass"] = {"postgres": "varchar_pattern_ops" if "length" in about else "text_pattern_ops"}
    return part


def an_exclusion(choice: Choice, columns: Mapping[str, Document]) -> Document | None:
    """No two ranges of a column overlap."""
    able = [name for name, about in columns.items() if about["~family"] in {"range", "days"}]
    if not able:
        return None
    name = choice.pick(able)
    where = f" WHERE ({quoted(name)} IS NOT NULL)" if choice.happens(30) else ""
    sql = f"USING gist ({quoted(name)} WITH &&){where}"
    return {"name": f"x {choice.number(0, 99)}", "sql": {"postgres": sql}, "~on": [[name, columns[name]["~family"]]]}


def signature(column: Document) -> tuple[object, ...]:
    """What must be alike in two columns for one to refer to the other."""
    return (str(column.get("native", "")), *(column.get(key) for key in ("type", "bits", "precision", "timezone",
                                                                        "enum_name", "length")))


def keys_of(table: Document) -> list[list[str]]:
    """The columns of each key that a foreign key may refer to."""
    found = []
    key = table.get("primary_key")
    if isinstance(key, dict) and "deferrable" not in key:
        found.append(key["columns"])
    elif isinstance(key, list):
        found.append(key)
    return found + [one["columns"] for one in table.get("unique", ()) if "deferrable" not in one]


def a_foreign_key(choice: Choice, table: Document, targets: Sequence[Document]) -> Document | None:
    """A reference to a key of one of the tables; a column of its type is made where there is none."""
    target = choice.pick(targets)
    keys = keys_of(target)
    if not keys:
        return None
    columns = table["columns"]
    wanted, own = choice.pick(keys), list[str]()
    for name in wanted:
        there = target["columns"][name]
        if there["~family"] == "enum" and "enum_name" not in there:
            return None
        fit = [one for one, about in columns.items() if signature(about) == signature(there)
               and "generated" not in about and one not in own and (table is not target or one != name)]
        if fit and choice.happens(70):
            own.append(choice.pick(fit))
        else:
            kept = ("type", "native", "bits", "precision", "scale", "timezone", "enum", "enum_name", "length", "~family")
            made = a_name(choice, list(columns))
            columns[made] = {key: there[key] for key in kept if key in there} | {"nullable": True}
            own.append(made)
    item: Document = {"columns": own, "references": {"table": target["table"], "columns": list(wanted)}}
    item["on_delete"] = choice.pick(_ACTIONS)
    if choice.happens(40):
        item["on_update"] = choice.pick(_ACTIONS)
    if choice.happens(25):
        item["deferrable"] = choice.pick(_DEFERRABLE)
    if choice.happens(6):
        item["not_valid"] = {"postgres": True}
    return own_name(choice, item, "f")


def a_view(choice: Choice, name: str, tables: Sequence[Document]) -> Document:
    """A view over some columns of a table."""
    table = choice.pick(tables)
    names = choice.some(list(table["columns"]), 1, 3)
    where, needs = an_expression(choice, WHERE, table["columns"]) if choice.happens(30) else ("", {"~on": []})
    kind = "MATERIALIZED VIEW" if choice.happens(15) else "VIEW"
    sql = f"CREATE {kind} {quoted(name)} AS SELECT {', '.join(map(quoted, names))} FROM {quoted(table['table'])}"
    on = [*needs["~on"], *([one, ANY] for one in names)]
    return {"view": name, "sql": {"postgres": sql + (f" WHERE {where}" if where else "")}, **needs, "~on": on,
            "~table": table["table"]}


def a_table(choice: Choice, name: str, enums: Sequence[Document] = ()) -> Document:
    """A table without foreign keys: these need to know the others."""
    columns: dict[str, Document] = {}
    for _ in range(choice.number(1, 7)):
        made = a_name(choice, list(columns))
        columns[made] = a_column(choice, made, columns, enums)
    table: Document = a_comment(choice, {"table": name, "columns": columns})
    first = next(iter(columns))
    if choice.happens(45):
        columns[first] = {"type": "integer", "~family": "integer"}
        if choice.happens(50):
            columns[first] |= choice.pick(({"autoincrement": True}, {"identity": {"postgres": "always"}}))
    key = a_primary_key(choice, columns)
    if key is not None:
        table["primary_key"] = key
    table["unique"] = [one for _ in range(choice.number(0, 2)) if (one := a_unique(choice, columns))]
    table["checks"] = [a_check(choice, columns) for _ in range(choice.number(0, 3))]
    table["indexes"] = [one for _ in range(choice.number(0, 2)) if (one := an_index(choice, columns))]
    table["exclusions"] = [one for _ in range(choice.number(0, 1)) if (one := an_exclusion(choice, columns))]
    table["foreign_keys"] = []
    options: Document = {}
    if choice.happens(8):
        able = _stored(columns)
        if able:
            options = {"partition_by": {"hash": [choice.pick(able)]}, "partitions": choice.number(1, 3)}
    elif choice.happens(8):
        options = choice.pick(({"fillfactor": 70}, {"with": {"autovacuum_enabled": False}}, {"unlogged": True}))
    if options:
        table["options"] = {"postgres": options}
    return table

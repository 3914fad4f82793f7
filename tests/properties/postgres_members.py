"""Made-up keys, constraints, indexes and views for made-up tables, and the tables themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.properties.choice import Choice, quoted
from tests.properties.postgres_documents import a_column, a_comment, a_name, an_expression, own_name
from tests.properties.postgres_kinds import ANY, CHECKS, INDEXED, METHODS, SORTED, WHERE, Document

_ACTIONS = ("no action", "cascade", "set null", "restrict", "set default")
_DEFERRABLE = ("initially deferred", "initially immediate")


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
    return (
        str(column.get("native", "")),
        *(column.get(key) for key in ("type", "bits", "precision", "timezone", "enum_name", "length")),
    )


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
        fit = [
            one
            for one, about in columns.items()
            if signature(about) == signature(there)
            and "generated" not in about
            and one not in own
            and (table is not target or one != name)
        ]
        if fit and choice.happens(70):
            own.append(choice.pick(fit))
        else:
            kept = (
                "type",
                "native",
                "bits",
                "precision",
                "scale",
                "timezone",
                "enum",
                "enum_name",
                "length",
                "~family",
            )
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
    return {
        "view": name,
        "sql": {"postgres": sql + (f" WHERE {where}" if where else "")},
        **needs,
        "~on": on,
        "~table": table["table"],
    }


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

"""Random edits that turn made-up specs into their next version, the way people edit specs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from tests.properties import postgres_documents as made
from tests.properties.choice import Choice, quoted, respelled
from tests.properties.postgres_kinds import Document
from tests.properties.postgres_repair import Wish, repaired, tables_of

_NEW = "(new)"
_MEMBERS = ("unique", "checks", "indexes", "foreign_keys", "exclusions")


def pair(choice: Choice) -> tuple[Wish, Wish]:
    """Specs and their next version, in which what was renamed says so."""
    before = wish(choice)
    for table in tables_of(before):
        table["~was"] = table["table"]
        for name, column in table["columns"].items():
            column["~was"] = name
    after = copy.deepcopy(before)
    for _ in range(choice.number(1, 5)):
        _edit(choice, after)
        repaired(after)
    there = {table["table"]: set(table["columns"]) for table in tables_of(before)}
    for table in tables_of(after):
        origin = table.get("~was", _NEW)
        if origin in there and origin != table["table"]:
            table["renamed_from"] = origin
        for name, column in table["columns"].items():
            was = column.get("~was", _NEW)
            if was in there.get(origin, ()) and was != name:
                column["renamed_from"] = was
    return [_plain(one) for one in before], [_plain(one) for one in after]


def wish(choice: Choice) -> Wish:
    """Specs of a few tables and views that PostgreSQL would create."""
    found: Wish = []
    for _ in range(choice.number(1, 4)):
        found.append(made.a_table(choice, made.a_name(choice, _names(found)), _enums(found)))
    repaired(found)
    tables = tables_of(found)
    for table in tables:
        for _ in range(choice.number(0, 2)):
            key = made.a_foreign_key(choice, table, tables)
            if key is not None:
                table["foreign_keys"].append(key)
    repaired(found)
    if choice.happens(25):
        found.append(made.a_view(choice, made.a_name(choice, _names(found)), tables))
    return repaired(found)


def _plain(document: Document) -> Document:
    """Without what is the generator's own, and without empty lists."""
    plain: Document = {}
    for key, value in document.items():
        if key.startswith("~") or (value == [] and key in _MEMBERS):
            continue
        if isinstance(value, dict):
            plain[key] = {name: about for name, about in _plain(value).items()} if key != "columns" else {
                name: _plain(about) for name, about in value.items()
            }
        elif isinstance(value, list):
            plain[key] = [_plain(one) if isinstance(one, dict) else one for one in value]
        else:
            plain[key] = value
    return plain


def _names(found: Wish) -> list[str]:
    return [one.get("table") or one["view"] for one in found]


def _enums(found: Wish) -> list[Document]:
    kept = ("type", "enum", "enum_name", "~family")
    return [
        {key: column[key] for key in kept}
        for table in tables_of(found)
        for column in table["columns"].values()
        if "enum_name" in column
    ]


def _edit(choice: Choice, after: Wish) -> None:
    if choice.happens(25) or not tables_of(after):
        choice.pick(_WHOLE)(choice, after)
        return
    table = choice.pick(tables_of(after))
    if choice.happens(20):
        _rename_column(choice, after, table)
    else:
        choice.pick(_EDITS)(choice, after, table)


def _add_table(choice: Choice, after: Wish) -> None:
    after.append(made.a_table(choice, made.a_name(choice, _names(after)), _enums(after)))


def _drop_table(choice: Choice, after: Wish) -> None:
    if len(tables_of(after)) > 1:
        after.remove(choice.pick(tables_of(after)))


def _rename_table(choice: Choice, after: Wish) -> None:
    if not tables_of(after):
        return
    table = choice.pick(tables_of(after))
    before, name = table["table"], made.a_name(choice, _names(after))
    table["table"] = name
    for one in after:
        if one.get("~table") == before:
            one["~table"] = name
            one["sql"] = {"postgres": one["sql"]["postgres"].replace(f" FROM {quoted(before)}", f" FROM {quoted(name)}")}
        for key in one.get("foreign_keys", ()):
            if key["references"]["table"] == before:
                key["references"]["table"] = name


def _add_reference(choice: Choice, after: Wish) -> None:
    if tables_of(after):
        table = choice.pick(tables_of(after))
        key = made.a_foreign_key(choice, table, tables_of(after))
        if key is not None:
            table["foreign_keys"].append(key)


def _change_views(choice: Choice, after: Wish) -> None:
    views = [one for one in after if "view" in one]
    if views and choice.happens(60):
        gone = choice.pick(views)
        after.remove(gone)
        if choice.happens(60) and tables_of(after):
            after.append(made.a_view(choice, gone["view"], tables_of(after)))
    elif tables_of(after):
        after.append(made.a_view(choice, made.a_name(choice, _names(after)), tables_of(after)))


def _shuffle(choice: Choice, after: Wish) -> None:
    after[:] = choice.shuffled(after)
    for table in tables_of(after):
        table["columns"] = {name: table["columns"][name] for name in choice.shuffled(list(table["columns"]))}
        for key in _MEMBERS:
            table[key] = list(choice.shuffled(table[key]))


def _rename_column(choice: Choice, after: Wish, table: Document) -> None:
    before = choice.pick(list(table["columns"]))
    name = made.a_name(choice, list(table["columns"]))
    table["columns"] = {name if one == before else one: about for one, about in table["columns"].items()}
    for item in _everything(table):
        _follow(item, before, name)
    key = table.get("primary_key")
    if isinstance(key, list):
        table["primary_key"] = [name if one == before else one for one in key]
    said = table.get("options", {}).get("postgres", {})
    if "partition_by" in said:
        said["partition_by"] = {"hash": [name if one == before else one for one in said["partition_by"]["hash"]]}
    for one in after:
        if one.get("~table") == table["table"]:
            _follow(one, before, name)
        for item in one.get("foreign_keys", ()):
            if item["references"]["table"] == table["table"]:
                there = item["references"]["columns"]
                item["references"]["columns"] = [name if other == before else other for other in there]


def _everything(table: Document) -> Iterator[Document]:
    yield from table["columns"].values()
    if isinstance(table.get("primary_key"), dict):
        yield table["primary_key"]
    for key in _MEMBERS:
        yield from table[key]
    for index in table["indexes"]:
        yield from index["columns"]


def _follow(item: Document, before: str, name: str) -> None:
    """What the item says of a column, said of its new name."""
    for key in ("expression", "where", "generated"):
        if isinstance(item.get(key), str):
            item[key] = respelled(item[key], before, name)
    if isinstance(item.get("sql"), dict):
        head, table, tail = item["sql"]["postgres"].partition(" AS SELECT ")
        body, source, rest = tail.partition(" FROM ")
        if table:
            first, where, last = rest.partition(" WHERE ")
            item["sql"] = {
                "postgres": head + table + respelled(body, before, name) + source + first
                + where + respelled(last, before, name)
            }
        else:
            item["sql"] = {"postgres": respelled(head, before, name)}
    if item.get("column") == before:
        item["column"] = name
    if "columns" in item:
        item["columns"] = [name if one == before else one for one in item["columns"]]
    if "include" in item:
        item["include"] = {"postgres": [name if one == before else one for one in item["include"]["postgres"]]}
    if "~on" in item:
        item["~on"] = [[name if one == before else one, family] for one, family in item["~on"]]


def _add_column(choice: Choice, after: Wish, table: Document) -> None:
    columns = table["columns"]
    name = made.a_name(choice, list(columns))
    columns[name] = {**made.a_column(choice, name, columns, _enums(after)), "~was": _NEW}
    if choice.happens(30):
        table["columns"] = {one: columns[one] for one in choice.shuffled(list(columns))}


def _drop_column(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    gone = choice.pick(list(table["columns"]))
    left = [about for name, about in table["columns"].items() if name != gone and "generated" not in about]
    if left:
        del table["columns"][gone]


def _alter_column(choice: Choice, after: Wish, table: Document) -> None:
    columns = table["columns"]
    name = choice.pick(list(columns))
    column = columns[name]
    was = {"~was": column.get("~was", _NEW)}
    match choice.number(0, 7):
        case 0:
            columns[name] = {**made.a_column(choice, name, columns, _enums(after)), **was}
        case 1 if "generated" not in column:
            kept = {key: column[key] for key in ("nullable", "description") if key in column}
            columns[name] = {**made.a_type(choice, _enums(after)), **kept, **was}
        case 2 if "generated" not in column:
            if column.pop("nullable", None) is None:
                column["nullable"] = True
        case 3 if "generated" not in column:
            column.pop("default", None)
            value = made.a_default(choice, column)
            if value is not None and choice.happens(75):
                column["default"] = value
        case 4:
            column.pop("description", None)
            made.a_comment(choice, column)
        case 5:
            column.pop("collate", None)
            if choice.happens(60) and column["~family"] == "text":
                column["collate"] = {"postgres": choice.pick(('"C"', '"POSIX"'))}
        case 6 if "generated" not in column:
            column.pop("nullable", None)
            value = made.a_default(choice, column)
            if value is not None:
                column["backfill"] = value
        case _ if column["~family"] == "integer" and "generated" not in column:
            column.pop("autoincrement", None)
            if column.pop("identity", None) is None or choice.happens(40):
                column["identity"] = {"postgres": choice.pick(("always", "by default", "serial"))}
        case _:
            pass


def _change_enum(choice: Choice, after: Wish, table: Document) -> None:
    able = [name for name, about in table["columns"].items() if "enum" in about]
    if not able:
        return
    column = table["columns"][choice.pick(able)]
    name = column.get("enum_name")
    sharing = [one for other in tables_of(after) for one in other["columns"].values() if name and one.get("enum_name") == name]
    values, renamed = list(column["enum"]), dict(column.get("enum_renamed", {}))
    match choice.number(0, 3):
        case 0:
            values.insert(choice.number(0, len(values)), f"new {choice.number(0, 9)}")
        case 1 if len(values) > 1:
            gone = values.pop(choice.number(0, len(values) - 1))
            renamed.pop(gone, None)
        case 2:
            values = list(choice.shuffled(values))
        case _ if column.get("type") == "enum":
            place = choice.number(0, len(values) - 1)
            before, fresh = values[place], f"called {choice.number(0, 9)}"
            if fresh not in values and not before.startswith("new "):
                values[place] = fresh
                renamed[fresh] = renamed.pop(before, before)
                _follow_value(after, before, fresh, sharing or [column])
        case _:
            pass
    values = list(dict.fromkeys(values))
    renamed = {now: then for now, then in renamed.items() if now in values and then not in values}
    for one in sharing or [column]:
        one["enum"] = list(values)
        one.pop("enum_renamed", None)
        if renamed:
            one["enum_renamed"] = dict(renamed)


def _follow_value(after: Wish, before: str, fresh: str, columns: list[Document]) -> None:
    """The defaults and expressions that name a value, with its new name."""
    def literal(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    for column in columns:
        for key in ("default", "backfill"):
            if column.get(key) == before:
                column[key] = fresh
    for table in tables_of(after):
        mine = {name for name, about in table["columns"].items() if any(about is one for one in columns)}
        for item in _everything(table):
            if item.get("~value") == before and any(name in mine for name, _ in item["~on"]):
                item["~value"] = fresh
                for key in ("expression", "where"):
                    if key in item and isinstance(item[key], str):
                        item[key] = item[key].replace(literal(before), literal(fresh))


def _change_key(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    key = made.a_primary_key(choice, {name: table["columns"][name] for name in choice.shuffled(list(table["columns"]))})
    table.pop("primary_key", None)
    if key is not None:
        table["primary_key"] = key


def _change_table(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    if choice.happens(40):
        table.pop("description", None)
        made.a_comment(choice, table)
    elif "partition_by" not in table.get("options", {}).get("postgres", {}):
        said = choice.pick(({}, {"fillfactor": 80}, {"with": {"autovacuum_enabled": True}}, {"unlogged": True}))
        table["options"] = {"postgres": dict(said)}


def _add_member(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    columns = table["columns"]
    key, item = choice.pick(
        (
            ("unique", made.a_unique(choice, columns)),
            ("checks", made.a_check(choice, columns)),
            ("indexes", made.an_index(choice, columns)),
            ("exclusions", made.an_exclusion(choice, columns)),
        )
    )
    if item is not None:
        table[key].append(item)


def _take_away(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    items = table[choice.pick(_MEMBERS)]
    if items:
        items.remove(choice.pick(items))


def _change_member(choice: Choice, after: Wish, table: Document) -> None:
    """One that keeps its name, or its place, and is another."""
    key = choice.pick(("unique", "checks", "indexes", "foreign_keys"))
    if not table[key]:
        return
    item = choice.pick(table[key])
    place = table[key].index(item)
    makers: dict[str, Callable[[], Document | None]] = {
        "unique": lambda: made.a_unique(choice, table["columns"]),
        "checks": lambda: made.a_check(choice, table["columns"]),
        "indexes": lambda: made.an_index(choice, table["columns"]),
        "foreign_keys": lambda: made.a_foreign_key(choice, table, tables_of(after)),
    }
    other = makers[key]()
    if other is not None:
        other.pop("name", None)
        table[key][place] = {**other, **({"name": item["name"]} if "name" in item else {})}


def _call_otherwise(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    items = table[choice.pick(_MEMBERS)]
    if not items:
        return
    item = choice.pick(items)
    # What nobody named has no name that a hint could give; that of before all edits is the one that counts.
    origin = item.get("renamed_from") or item.get("name")
    item["name"] = f"called otherwise {choice.number(1, 1000)}"
    if origin:
        item["renamed_from"] = origin


_WHOLE: tuple[Callable[[Choice, Wish], None], ...] = (
    *(_add_table, _drop_table, _rename_table, _add_reference, _add_reference, _change_views, _shuffle),
)
_EDITS: tuple[Callable[[Choice, Wish, Document], None], ...] = (
    *(_add_column, _add_column, _drop_column, _alter_column, _alter_column, _alter_column, _change_key),
    *(_change_enum, _change_enum, _change_table, _add_member, _add_member, _take_away, _take_away),
    *(_change_member, _call_otherwise),
)

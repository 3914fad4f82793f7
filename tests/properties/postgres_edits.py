"""Random edits that turn made-up specs into their next version, the way people edit specs."""

from __future__ import annotations

import copy
from collections.abc import Callable

from tests.properties import postgres_column_edits as column_edits
from tests.properties import postgres_documents as made
from tests.properties import postgres_members as members
from tests.properties.choice import Choice, quoted
from tests.properties.postgres_column_edits import MEMBERS, NEW, enums_of
from tests.properties.postgres_kinds import Document
from tests.properties.postgres_repair import Wish, repaired, tables_of


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
        origin = table.get("~was", NEW)
        if origin in there and origin != table["table"]:
            table["renamed_from"] = origin
        for name, column in table["columns"].items():
            was = column.get("~was", NEW)
            if was in there.get(origin, ()) and was != name:
                column["renamed_from"] = was
    return [_plain(one) for one in before], [_plain(one) for one in after]


def wish(choice: Choice) -> Wish:
    """Specs of a few tables and views that PostgreSQL would create."""
    found: Wish = []
    for _ in range(choice.number(1, 4)):
        found.append(members.a_table(choice, made.a_name(choice, _names(found)), enums_of(found)))
    repaired(found)
    tables = tables_of(found)
    for table in tables:
        for _ in range(choice.number(0, 2)):
            key = members.a_foreign_key(choice, table, tables)
            if key is not None:
                table["foreign_keys"].append(key)
    repaired(found)
    if choice.happens(25):
        found.append(members.a_view(choice, made.a_name(choice, _names(found)), tables))
    return repaired(found)


def _plain(document: Document) -> Document:
    """Without what is the generator's own, and without empty lists."""
    plain: Document = {}
    for key, value in document.items():
        if key.startswith("~") or (value == [] and key in MEMBERS):
            continue
        if isinstance(value, dict):
            is_columns = key == "columns"
            plain[key] = {name: _plain(about) for name, about in value.items()} if is_columns else _plain(value)
        elif isinstance(value, list):
            plain[key] = [_plain(one) if isinstance(one, dict) else one for one in value]
        else:
            plain[key] = value
    return plain


def _names(found: Wish) -> list[str]:
    return [one.get("table") or one["view"] for one in found]


def _edit(choice: Choice, after: Wish) -> None:
    if choice.happens(25) or not tables_of(after):
        choice.pick(_WHOLE)(choice, after)
        return
    table = choice.pick(tables_of(after))
    if choice.happens(20):
        column_edits.rename_column(choice, after, table)
    else:
        choice.pick(_EDITS)(choice, after, table)


def _add_table(choice: Choice, after: Wish) -> None:
    after.append(members.a_table(choice, made.a_name(choice, _names(after)), enums_of(after)))


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
            one["sql"] = {
                "postgres": one["sql"]["postgres"].replace(f" FROM {quoted(before)}", f" FROM {quoted(name)}")
            }
        for key in one.get("foreign_keys", ()):
            if key["references"]["table"] == before:
                key["references"]["table"] = name


def _add_reference(choice: Choice, after: Wish) -> None:
    if tables_of(after):
        table = choice.pick(tables_of(after))
        key = members.a_foreign_key(choice, table, tables_of(after))
        if key is not None:
            table["foreign_keys"].append(key)


def _change_views(choice: Choice, after: Wish) -> None:
    views = [one for one in after if "view" in one]
    if views and choice.happens(60):
        gone = choice.pick(views)
        after.remove(gone)
        if choice.happens(60) and tables_of(after):
            after.append(members.a_view(choice, gone["view"], tables_of(after)))
    elif tables_of(after):
        after.append(members.a_view(choice, made.a_name(choice, _names(after)), tables_of(after)))


def _shuffle(choice: Choice, after: Wish) -> None:
    after[:] = choice.shuffled(after)
    for table in tables_of(after):
        table["columns"] = {name: table["columns"][name] for name in choice.shuffled(list(table["columns"]))}
        for key in MEMBERS:
            table[key] = list(choice.shuffled(table[key]))


def _change_key(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    key = members.a_primary_key(
        choice, {name: table["columns"][name] for name in choice.shuffled(list(table["columns"]))}
    )
    table.pop("primary_key", None)
    if key is not None:
        table["primary_key"] = key


def _change_table(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    if choice.happens(40):
        table.pop("description", None)
        made.a_comment(choice, table)
    elif "partition_by" not in table.get("options", {}).get("postgres", {}):
        options: tuple[Document, ...] = (
            {},
            {"fillfactor": 80},
            {"with": {"autovacuum_enabled": True}},
            {"unlogged": True},
        )
        table["options"] = {"postgres": dict(choice.pick(options))}


def _add_member(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    columns = table["columns"]
    key, item = choice.pick(
        (
            ("unique", members.a_unique(choice, columns)),
            ("checks", members.a_check(choice, columns)),
            ("indexes", members.an_index(choice, columns)),
            ("exclusions", members.an_exclusion(choice, columns)),
        )
    )
    if item is not None:
        table[key].append(item)


def _take_away(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    items = table[choice.pick(MEMBERS)]
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
        "unique": lambda: members.a_unique(choice, table["columns"]),
        "checks": lambda: members.a_check(choice, table["columns"]),
        "indexes": lambda: members.an_index(choice, table["columns"]),
        "foreign_keys": lambda: members.a_foreign_key(choice, table, tables_of(after)),
    }
    other = makers[key]()
    if other is not None:
        other.pop("name", None)
        table[key][place] = {**other, **({"name": item["name"]} if "name" in item else {})}


def _call_otherwise(choice: Choice, after: Wish, table: Document) -> None:  # noqa: ARG001 - as the others
    items = table[choice.pick(MEMBERS)]
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
    *(
        column_edits.add_column,
        column_edits.add_column,
        column_edits.drop_column,
        column_edits.alter_column,
        column_edits.alter_column,
        column_edits.alter_column,
        _change_key,
    ),
    *(
        column_edits.change_enum,
        column_edits.change_enum,
        _change_table,
        _add_member,
        _add_member,
        _take_away,
        _take_away,
    ),
    *(_change_member, _call_otherwise),
)

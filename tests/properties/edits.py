"""Random edits that turn one wish into its next version, the way people edit specs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Column, ForeignKey, Generated, Part, Schema, Table
from tests.properties import strategies as made
from tests.properties.choice import Choice, fold, respelled
from tests.properties.repair import repaired

_TableEdit = Callable[[Choice, Table], Table]


def edited(choice: Choice, wish: Schema) -> Schema:
    """The wish after one to five edits; what no longer stands goes with what it stood on."""
    for _ in range(choice.number(1, 5)):
        if choice.happens(25):
            wish = choice.pick((_add_table, _drop_table, _rename_table, _add_reference, _shuffle))(choice, wish)
        elif wish.tables:
            name = choice.pick(wish.tables).name
            if choice.happens(25):
                wish = _rename_column(choice, wish, name)
            else:
                edit = choice.pick(_EDITS)
                tables = tuple(edit(choice, one) if one.name == name else one for one in wish.tables)
                wish = replace(wish, tables=tables)
        wish = repaired(wish)
    return wish


def _add_table(choice: Choice, wish: Schema) -> Schema:
    return replace(wish, tables=(*wish.tables, made.table(choice, choice.name([one.name for one in wish.tables]))))


def _drop_table(choice: Choice, wish: Schema) -> Schema:
    gone = choice.pick(wish.tables) if wish.tables else None
    return replace(wish, tables=tuple(one for one in wish.tables if one is not gone))


def _rename_table(choice: Choice, wish: Schema) -> Schema:
    if not wish.tables:
        return wish
    before = choice.pick(wish.tables)
    name = choice.name([one.name for one in wish.tables])
    if choice.happens(15):
        name = before.name.swapcase() if fold(before.name.swapcase()) == fold(before.name) else name

    def follow(table: Table) -> Table:
        keys = tuple(replace(key, target=name) if key.target == before.name else key for key in table.foreign_keys)
        table = replace(table, foreign_keys=keys)
        return replace(table, name=name, renamed_from=_origin(before)) if table.name == before.name else table

    return replace(wish, tables=tuple(map(follow, wish.tables)))


def _origin(item: Table | Column) -> str:
    """What the thing was called before all edits; a new one was called nothing."""
    if item.renamed_from == "(new)":
        return "(new)"
    return item.renamed_from or item.name


def _rename_column(choice: Choice, wish: Schema, table_name: str) -> Schema:
    table = next(one for one in wish.tables if one.name == table_name)
    column = choice.pick(table.columns)
    taken = [one.name for one in table.columns]
    name = choice.name(taken)
    if choice.happens(15) and fold(column.name.swapcase()) == fold(column.name):
        name = column.name.swapcase()
    before = column.name

    def targets(key: ForeignKey) -> ForeignKey:
        columns = tuple(name if one == before else one for one in key.target_columns)
        return replace(key, target_columns=columns) if key.target == table_name else key

    tables = tuple(_with_column_renamed(one, before, name) if one.name == table_name else one for one in wish.tables)
    tables = tuple(replace(one, foreign_keys=tuple(map(targets, one.foreign_keys))) for one in tables)
    return replace(wish, tables=tables)


def _with_column_renamed(table: Table, before: str, after: str) -> Table:
    def text(expression: Expr) -> Expr:
        return Expr(text=respelled(expression.text, before, after))

    def part(item: Part) -> Part:
        if item.expression is not None:
            return replace(item, expression=text(item.expression))
        return replace(item, column=after) if item.column == before else item

    def column(item: Column) -> Column:
        if item.generated is not None:
            computed = Generated(expression=text(item.generated.expression), stored=item.generated.stored)
            item = replace(item, generated=computed)
        return replace(item, name=after, renamed_from=_origin(item)) if item.name == before else item

    key = table.primary_key
    return replace(
        table,
        columns=tuple(map(column, table.columns)),
        primary_key=replace(key, parts=tuple(map(part, key.parts))) if key is not None else None,
        uniques=tuple(replace(item, parts=tuple(map(part, item.parts))) for item in table.uniques),
        checks=tuple(replace(item, expression=text(item.expression)) for item in table.checks),
        indexes=tuple(
            replace(
                item,
                parts=tuple(map(part, item.parts)),
                where=text(item.where) if item.where is not None else None,
            )
            for item in table.indexes
        ),
        foreign_keys=tuple(
            replace(key, columns=tuple(after if one == before else one for one in key.columns))
            for key in table.foreign_keys
        ),
    )


def _add_reference(choice: Choice, wish: Schema) -> Schema:
    if not wish.tables:
        return wish
    table = choice.pick(wish.tables)
    key = made.foreign_key(choice, table, wish.tables)
    if key is None:
        return wish
    grown = replace(table, foreign_keys=(*table.foreign_keys, key))
    return replace(wish, tables=tuple(grown if one is table else one for one in wish.tables))


def _shuffle(choice: Choice, wish: Schema) -> Schema:
    return shuffled(choice, wish)


def shuffled(choice: Choice, wish: Schema) -> Schema:
    """The same wish in another order."""
    return replace(
        wish,
        tables=tuple(
            replace(
                one,
                columns=choice.shuffled(one.columns),
                uniques=choice.shuffled(one.uniques),
                checks=choice.shuffled(one.checks),
                indexes=choice.shuffled(one.indexes),
                foreign_keys=choice.shuffled(one.foreign_keys),
            )
            for one in choice.shuffled(wish.tables)
        ),
    )


def _names(table: Table) -> tuple[str, ...]:
    return tuple(one.name for one in table.columns)


def _stored(table: Table) -> tuple[str, ...]:
    return tuple(one.name for one in table.columns if one.generated is None)


def _add_column(choice: Choice, table: Table) -> Table:
    new = made.column(choice, choice.name(_names(table)), _names(table))
    new = replace(new, renamed_from="(new)")
    place = len(table.columns) if choice.happens(60) else choice.number(0, len(table.columns))
    return replace(table, columns=(*table.columns[:place], new, *table.columns[place:]))


def _drop_column(choice: Choice, table: Table) -> Table:
    gone = choice.pick(table.columns)
    kept = tuple(one for one in table.columns if one is not gone)
    return replace(table, columns=kept) if any(one.generated is None for one in kept) else table


def _alter_column(choice: Choice, table: Table) -> Table:
    was = choice.pick(table.columns)
    others = tuple(name for name in _names(table) if name != was.name)
    other = made.column(choice, was.name, others)
    aspects: tuple[dict[str, object], ...] = (
        {"type": other.type, "default": other.default, "generated": None},
        {"nullable": not was.nullable},
        {"default": made.default(choice, was.type)},
        {"collation": choice.pick(("", "NOCASE"))},
        {"storage": choice.pick(("", "text", "numeric", "blob"))},
        {"generated": other.generated},
        {"identity": "" if was.identity else "autoincrement"},
        {"nullable": False, "backfill": other.default},
    )
    changed = replace(was, **choice.pick(aspects))  # type: ignore[arg-type]
    if not any(one.generated is None for one in table.columns if one is not was) and changed.generated is not None:
        return table
    return replace(table, columns=tuple(changed if one is was else one for one in table.columns))


def _change_key(choice: Choice, table: Table) -> Table:
    return replace(table, primary_key=made.primary_key(choice, choice.shuffled(_stored(table))))


def _change_options(choice: Choice, table: Table) -> Table:
    option = choice.pick((("strict", "true"), ("without_rowid", "true")))
    kept = tuple(one for one in table.options if one != option)
    return replace(table, options=kept if len(kept) < len(table.options) else tuple(sorted((*kept, option))))


def _add_unique(choice: Choice, table: Table) -> Table:
    return replace(table, uniques=(*table.uniques, made.unique(choice, _stored(table))))


def _add_check(choice: Choice, table: Table) -> Table:
    return replace(table, checks=(*table.checks, made.check(choice, _names(table))))


def _add_index(choice: Choice, table: Table) -> Table:
    return replace(table, indexes=(*table.indexes, made.index(choice, _names(table))))


def _take_away(choice: Choice, table: Table) -> Table:
    kind = choice.pick(("uniques", "checks", "indexes", "foreign_keys"))
    items = getattr(table, kind)
    gone = choice.pick(items) if items else None
    return replace(table, **{kind: tuple(one for one in items if one is not gone)})  # type: ignore[arg-type]


def _call_otherwise(choice: Choice, table: Table) -> Table:
    kind = choice.pick(("uniques", "checks", "indexes", "foreign_keys"))
    items = getattr(table, kind)
    if not items:
        return table
    one = choice.pick(items)
    # What nobody named has no name that a hint could give; that of before all edits is the one that counts.
    name, origin = f"called otherwise {choice.number(1, 1000)}", one.renamed_from or one.name
    called = replace(one, name=name, renamed_from=origin)
    return replace(table, **{kind: tuple(called if item is one else item for item in items)})  # type: ignore[arg-type]


_EDITS: tuple[_TableEdit, ...] = (
    *(_add_column, _add_column, _drop_column, _alter_column, _alter_column, _change_key, _change_options),
    *(_add_unique, _add_check, _add_index, _take_away, _take_away, _call_otherwise),
)


def pair(choice: Choice) -> tuple[Schema, Schema]:
    """A wish and its next version, in which what was renamed says so."""
    before = made.schema(choice)
    after = edited(choice, before)
    old = {one.name for one in before.tables}
    return before, replace(after, tables=tuple(_settled(one, old) for one in after.tables))


def _settled(table: Table, old: set[str]) -> Table:
    """The table with hints only where something of that name was there before."""
    hint = table.renamed_from if table.renamed_from in old and table.renamed_from != table.name else ""
    columns = tuple(
        replace(one, renamed_from="" if one.renamed_from in {"(new)", one.name} else one.renamed_from)
        for one in table.columns
    )
    return replace(table, renamed_from=hint, columns=columns)

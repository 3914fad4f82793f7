"""What has to stand aside while something changes that it uses: PostgreSQL refuses the change otherwise.

Views go before a column of theirs is dropped or gets another type, and so do computed columns, triggers on columns, and
whatever names an enumerated type that is made anew. All of it is made again behind the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.base import Aside
from qsys_schema.dialects.postgres.ddl import declared
from qsys_schema.dialects.postgres.keys import holds, is_made_anew
from qsys_schema.dialects.postgres.parts import default_key_name, stands_on
from qsys_schema.dialects.postgres.strategy import is_additive
from qsys_schema.dialects.postgres.tokens import quote
from qsys_schema.model.change import (
    AddCheck,
    AddColumn,
    AddForeignKey,
    AddIndex,
    AddPrimaryKey,
    AddTrigger,
    AddUnique,
    AddView,
    AlterColumn,
    AlterEnum,
    Change,
    DropCheck,
    DropColumn,
    DropForeignKey,
    DropIndex,
    DropPrimaryKey,
    DropTrigger,
    DropUnique,
    DropView,
)
from qsys_schema.model.schema import Column, Index, Schema, Table, View

_Key = tuple[str, str, str]
"""A kind, the name of a table or view, and the name of a member of it."""


def detached(changes: Sequence[Change], before: Schema, after: Schema) -> tuple[Aside, ...]:
    """What goes, how it comes again, and the change that it would be in the way of."""
    found: dict[_Key, Aside] = {}
    gone = {change.item.name for change in changes if isinstance(change, DropView)}
    made = {change.item.name for change in changes if isinstance(change, AddView)}
    for change in changes:
        if isinstance(change, AlterEnum) and not is_additive(change):
            for key, one in _with_references(_users_aside(change, before, after), before, after):
                if key[1] not in gone or key[0] != "view":
                    found.setdefault(key, one)
            continue
        for table, column in _columns_in_use(change, before, after):
            for view in before.views or ():
                if quote(table) in view.key and quote(column) in view.key and view.name not in gone:
                    found.setdefault(("view", view.name, ""), _view_aside(view, after, change))
        members = _with_references(_members_aside(change, before, after), before, after)
        for key, one in (*members, *_references_aside(change, before, after)):
            found.setdefault(key, one)
    for key, one in _retyped_references(changes, before, after):
        found.setdefault(key, one)
    _add_dependents(found, before, after, gone)
    return tuple(one for key, one in found.items() if key[0] != "view" or key[1] not in made)


def _is_retyped(change: AlterColumn) -> bool:
    was, becomes = change.before, change.after
    return declared(was) != declared(becomes) or was.collation != becomes.collation


def _columns_in_use(change: Change, before: Schema, after: Schema) -> Iterator[tuple[str, str]]:
    """The columns that no view may read while the change is made, each with its table.

    None of a column that goes for good: a view that reads it cannot come again.
    """
    match change:
        case AlterColumn(table=table, before=was):
            if _is_retyped(change) or is_made_anew(change):
                yield table, was.name
            yield from ((table, column.name) for column, _ in _computed_anew(change, before, after))
        case _:
            return


def _computed_anew(change: AlterColumn, before: Schema, after: Schema) -> Iterator[tuple[Column, Column]]:
    """The computed columns, before and after, that are dropped and added: the changed one, or those that use it."""
    was, becomes = before.table(change.table), after.table(change.table)
    if is_made_anew(change):
        yield change.before, change.after
    if was is None or becomes is None or not _is_retyped(change):
        return
    word = quote(change.before.name)
    for column in was.columns:
        other = becomes.column(column.name)
        computed = column.generated is not None and word in column.generated.expression.key
        if computed and other is not None and other.generated is not None and column.name != change.before.name:
            yield column, other


def _view_aside(view: View, after: Schema, cause: Change) -> Aside:
    becomes = next((one for one in after.views or () if one.name == view.name), view)
    return DropView(item=view), AddView(item=becomes), cause


def _members_aside(change: Change, before: Schema, after: Schema) -> Iterator[tuple[_Key, Aside]]:
    """The triggers on a column whose type changes, the columns computed anew, and everything on these."""
    if not isinstance(change, AlterColumn):
        return
    was, becomes = before.table(change.table), after.table(change.table)
    if was is None or becomes is None:
        return
    name = becomes.name
    if _is_retyped(change):
        yield from _triggers_aside(was, becomes, {quote(change.before.name)}, change)
    for column, other in _computed_anew(change, before, after):
        yield (
            ("column", name, column.name),
            (DropColumn(table=name, item=column), AddColumn(table=name, item=other), change),
        )
        yield from _triggers_aside(was, becomes, {quote(column.name)}, change)
        yield from _on_column(column.name, was, becomes, change)


def _references_aside(change: Change, before: Schema, after: Schema) -> Iterator[tuple[_Key, Aside]]:
    """The foreign keys that may stand on the index that goes: all with its columns, unless on another as is known."""
    match change:
        case DropPrimaryKey(item=primary):
            columns, name = sorted(primary.columns), primary.name or default_key_name(change.table)
        case DropUnique(item=unique):
            columns, name = sorted(unique.columns), unique.name
        case DropIndex(item=index) if index.unique:
            columns, name = sorted(part.column for part in index.parts), index.name
        case _:
            return
    for table in before.tables:
        becomes = after.table(table.name)
        for key in table.foreign_keys:
            if key.target != change.table or sorted(key.target_columns) != columns or key.leads_out:
                continue
            twins = [one for one in becomes.foreign_keys if one == key] if becomes is not None else []
            known = {word for one in (key, *twins) for word in one.spelling if word.startswith(stands_on(""))}
            if twins and known <= {stands_on(name)}:
                away, back = DropForeignKey(table=table.name, item=key), AddForeignKey(table=table.name, item=key)
                yield ("foreign key", table.name, key.name), (away, back, change)


def _with_references(
    asides: Iterator[tuple[_Key, Aside]], before: Schema, after: Schema
) -> Iterator[tuple[_Key, Aside]]:
    """What stands aside, and the foreign keys that stand on a key among it."""
    for key, aside in asides:
        yield key, aside
        for reference, (away, back, _) in _references_aside(aside[0], before, after):
            yield reference, (away, back, aside[2])


def _retyped_references(changes: Sequence[Change], before: Schema, after: Schema) -> Iterator[tuple[_Key, Aside]]:
    """The foreign keys with columns on both sides that get another type: for a moment, one would not fit the other."""
    causes: dict[tuple[str, str], Change] = {}
    for change in changes:
        if isinstance(change, AlterColumn) and _is_retyped(change):
            causes[change.table, change.before.name] = change
        elif isinstance(change, AlterEnum) and not is_additive(change):
            causes.update(((table, column.name), change) for table, column in change.users)
    for table in before.tables:
        becomes = after.table(table.name)
        for key in table.foreign_keys:
            here = [causes[table.name, name] for name in key.columns if (table.name, name) in causes]
            there = any((key.target, name) in causes for name in key.target_columns)
            if here and there and becomes is not None and key in becomes.foreign_keys and not key.leads_out:
                away, back = DropForeignKey(table=table.name, item=key), AddForeignKey(table=table.name, item=key)
                yield ("foreign key", table.name, key.name), (away, back, here[0])


def _triggers_aside(was: Table, becomes: Table, words: set[str], cause: Change) -> Iterator[tuple[_Key, Aside]]:
    for trigger in was.triggers or ():
        if words & set(trigger.key) and trigger in (becomes.triggers or ()):
            key = ("trigger", was.name, trigger.name)
            yield key, (DropTrigger(table=was.name, item=trigger), AddTrigger(table=was.name, item=trigger), cause)


def _on_column(column: str, was: Table, becomes: Table, cause: Change) -> Iterator[tuple[_Key, Aside]]:
    """What goes with a column that is dropped: indexes, constraints and keys over it."""
    word, name = quote(column), becomes.name
    primary = was.primary_key
    if primary is not None and primary == becomes.primary_key and holds(primary, column):
        out, again = DropPrimaryKey(table=name, item=primary), AddPrimaryKey(table=name, item=primary)
        yield ("primary key", name, ""), (out, again, cause)
    for index in was.indexes:
        if index in becomes.indexes and holds(index, column):
            yield (
                ("index", name, index.name),
                (
                    DropIndex(table=name, item=index),
                    AddIndex(table=name, item=index),
                    cause,
                ),
            )
    for unique in was.uniques:
        if unique in becomes.uniques and holds(unique, column):
            away, new = DropUnique(table=name, item=unique), AddUnique(table=name, item=unique)
            yield ("unique", name, unique.name), (away, new, cause)
    for check in was.checks:
        if check in becomes.checks and word in check.expression.key:
            yield (
                ("check", name, check.name),
                (
                    DropCheck(table=name, item=check),
                    AddCheck(table=name, item=check),
                    cause,
                ),
            )
    for key in was.foreign_keys:
        if key in becomes.foreign_keys and column in key.columns:
            gone, back = DropForeignKey(table=name, item=key), AddForeignKey(table=name, item=key)
            yield ("foreign key", name, key.name), (gone, back, cause)


def _keys_of(index: Index) -> Iterator[tuple[str, ...]]:
    """The keys of an index's expressions."""
    yield from (part.expression.key for part in index.parts if part.expression is not None)
    if index.where is not None:
        yield index.where.key


def _users_aside(change: AlterEnum, before: Schema, after: Schema) -> Iterator[tuple[_Key, Aside]]:
    """What names a type that is made anew: the old name then stands for the old type."""
    word = quote(change.before.name)
    for view in before.views or ():
        if word in view.key or any(quote(table) in view.key for table, _ in change.users):
            yield ("view", view.name, ""), _view_aside(view, after, change)
    for table in before.tables:
        becomes = after.table(table.name)
        if becomes is None:
            continue
        name, columns = table.name, {quote(column.name) for owner, column in change.users if owner == table.name}
        for check in table.checks:
            if check in becomes.checks and {word, *columns} & set(check.expression.key):
                away, back = DropCheck(table=name, item=check), AddCheck(table=name, item=check)
                yield ("check", name, check.name), (away, back, change)
        for index in table.indexes:
            if index in becomes.indexes and any({word, *columns} & set(key) for key in _keys_of(index)):
                gone, again = DropIndex(table=name, item=index), AddIndex(table=name, item=index)
                yield ("index", name, index.name), (gone, again, change)
        yield from _triggers_aside(table, becomes, {word, *columns}, change)
        for column in table.columns:
            other = becomes.column(column.name)
            computed = column.generated is not None and {word, *columns} & set(column.generated.expression.key)
            if computed and other is not None and other.generated is not None:
                drop, add = DropColumn(table=name, item=column), AddColumn(table=name, item=other)
                yield ("column", name, column.name), (drop, add, change)
                yield from _on_column(column.name, table, becomes, change)


def _add_dependents(found: dict[_Key, Aside], before: Schema, after: Schema, gone: set[str]) -> None:
    """Views that stand on a view which goes for a moment go with it."""
    waiting = [*gone, *(name for kind, name, _ in found if kind == "view")]
    causes = {name: aside[2] for (kind, name, _), aside in found.items() if kind == "view"}
    while waiting:
        name = waiting.pop()
        for view in before.views or ():
            key = ("view", view.name, "")
            if quote(name) in view.key and view.name != name and key not in found and view.name not in gone:
                cause = causes.get(name) or DropView(item=next(one for one in before.views or () if one.name == name))
                found[key] = _view_aside(view, after, cause)
                causes[view.name] = cause
                waiting.append(view.name)

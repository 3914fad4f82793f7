"""What has to stand aside while a column is dropped in place: SQLite then looks whether all views and triggers work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qsys_schema.dialects.base import Aside
from qsys_schema.dialects.sqlite.strategy import Version, why_rebuild
from qsys_schema.dialects.sqlite.tokens import fold, quote
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddTrigger, AddView, Change, DropColumn, DropTrigger, DropView
from qsys_schema.model.schema import Schema, View


def detached(changes: Sequence[Change], before: Schema, after: Schema, version: Version) -> tuple[Aside, ...]:
    """The views and triggers that stand on a view which is made anew around the dropped column, or goes.

    A rebuild leaves them where they are, and so does whatever else SQLite does in place.
    """
    away = {quote(fold(change.item.name)): change for change in changes if isinstance(change, DropView)}
    rebuilt = {table.name for table in before.tables if _is_rebuilt(table.name, changes, before, after, version)}
    if not away or not any(isinstance(change, DropColumn) and change.table not in rebuilt for change in changes):
        return ()
    views = dict(_views_on(away, before, after))
    causes: dict[str, Change] = {**away, **{quote(fold(name)): aside[2] for name, aside in views.items()}}
    return (*views.values(), *_triggers_on(causes, rebuilt, before, after))


def _is_rebuilt(name: str, changes: Sequence[Change], before: Schema, after: Schema, version: Version) -> bool:
    was, becomes = before.table(name), after.table(name)
    group = [change for change in changes if ref_of(change).table == name]
    if was is None or becomes is None:
        return False
    return any(why_rebuild(change, was, becomes, group, version) is not None for change in group)


def _views_on(away: dict[str, DropView], before: Schema, after: Schema) -> Iterator[tuple[str, Aside]]:
    """The views that go for a moment, by name: those on a view that goes, those on these, and so on."""
    causes: dict[str, Change] = dict(away)
    waiting = list(away)
    coming = {view.name: view for view in after.views or ()}
    while waiting:
        word = waiting.pop(0)
        for view in before.views or ():
            name = quote(fold(view.name))
            if name not in causes and view.name in coming and _speaks_of(word, view):
                causes[name] = causes[word]
                waiting.append(name)
                yield view.name, (DropView(item=view), AddView(item=coming[view.name]), causes[word])


def _speaks_of(word: str, view: View) -> bool:
    return word in view.key or any(word in trigger.key for trigger in view.triggers)


def _triggers_on(
    causes: dict[str, Change], rebuilt: set[str], before: Schema, after: Schema
) -> Iterator[tuple[Change, Change, Change]]:
    """The triggers of tables; a rebuild makes those of its own table anew by itself."""
    for table in before.tables:
        becomes = after.table(table.name)
        if becomes is None or table.name in rebuilt:
            continue
        for trigger in table.triggers or ():
            used = [cause for word, cause in causes.items() if word in trigger.key]
            if used and trigger in (becomes.triggers or ()):
                gone, back = (kind(table=table.name, item=trigger) for kind in (DropTrigger, AddTrigger))
                yield gone, back, used[0]

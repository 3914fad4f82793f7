"""Which tables and views a proof needs: those that change, and their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from qsys_schema.model.about import ref_of
from qsys_schema.model.change import (
    AddTrigger,
    AddView,
    AlterEnum,
    Change,
    DropColumn,
    RenameColumn,
    RenameTable,
)
from qsys_schema.model.schema import ForeignKey, Schema, Trigger, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Names of tables and views: those that are ``judged``, and those that stand at the ``edge``.

    An edge is only there so that what refers to it has something to refer to; its own references may lead nowhere.
    """

    judged: frozenset[str]
    edge: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """Everything that the proof's copy holds."""
        return self.judged | self.edge


def scope(live: Schema, changes: Collection[Change]) -> Scope:
    """The names, as ``live`` has them, of what the changes touch and of what stands next to it.

    Neighbours are tables on the other end of a foreign key, and every view or trigger that mentions a table in the
    scope, together with what it mentions itself: those break first. A rename and a dropped column may make the
    database look at every view and trigger it has, so then they all belong to it. What a judged table refers to is at
    the edge at least: without it nobody can say what the reference is to, nor whether a row breaks it.
    """
    names = set(live.names)
    renamed = {change.after: change.before for change in changes if isinstance(change, RenameTable)}
    touched = {renamed.get(name, name) for change in changes for name in _tables_of(change)} & names
    found = (
        touched | set(_across_keys(live, touched)) | ((_new_targets(changes) | _new_mentions(live, changes)) & names)
    )
    mentions = dict(_mentions(live))
    if any(isinstance(change, (RenameTable, RenameColumn, DropColumn)) for change in changes):
        found |= set(mentions)
    while True:
        more = {name for name, words in mentions.items() if name in found or words & found}
        more |= {word for name in more for word in mentions[name]}
        if more <= found:
            targets = {key.target for _, key in foreign_keys(live, found)} & names
            return Scope(judged=frozenset(found), edge=frozenset(targets - found))
        found |= more


def _tables_of(change: Change) -> Iterator[str]:
    yield ref_of(change).table
    if isinstance(change, AlterEnum):
        yield from (table for table, _ in change.users)


def foreign_keys(schema: Schema, names: Collection[str]) -> tuple[tuple[str, ForeignKey], ...]:
    """The foreign keys of these tables that stay in the schema, each with its table."""
    tables = (table for table in schema.tables if table.name in names)
    return tuple((table.name, key) for table in tables for key in table.foreign_keys if not key.leads_out)


def _across_keys(live: Schema, touched: Collection[str]) -> Iterator[str]:
    for table in live.tables:
        for key in table.foreign_keys:
            if table.name in touched:
                yield key.target
            if key.target in touched:
                yield table.name


def _new_targets(changes: Collection[Change]) -> set[str]:
    found: set[str] = set()
    for change in changes:
        item = getattr(change, "item", None)
        if isinstance(item, ForeignKey):
            found.add(item.target)
        found |= {key.target for key in getattr(item, "foreign_keys", ())}
    return found


def _new_mentions(live: Schema, changes: Collection[Change]) -> set[str]:
    """The tables and views that the texts of new views and triggers name."""
    known, found = _known(live), set[str]()
    for change in changes:
        match change:
            case AddView(item=view):
                found |= _of_view(view, known)
            case AddTrigger(item=trigger):
                found |= _named(trigger, known)
            case _:
                pass
    return found


def _mentions(live: Schema) -> Iterator[tuple[str, set[str]]]:
    """For every view, and every table or view with triggers: the tables and views that their text names."""
    known = _known(live)
    for view in live.views or ():
        yield view.name, _of_view(view, known)
    for table in live.tables:
        if table.triggers:
            yield table.name, set().union(*(_named(trigger, known) for trigger in table.triggers))


def _known(live: Schema) -> dict[str, str]:
    """The names of everything by their lower case."""
    return {name.lower(): name for name in live.names}


def _of_view(view: View, known: dict[str, str]) -> set[str]:
    return _named(view, known).union(*(_named(trigger, known) for trigger in view.triggers))


def _named(item: View | Trigger, known: dict[str, str]) -> set[str]:
    words = {token[1:-1].replace('""', '"').lower() for token in item.key if token.startswith('"')}
    return {name for word, name in known.items() if word in words}

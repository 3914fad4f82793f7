"""Renames: only those that a spec or an option declares; likely ones are asked about, never assumed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qsys_schema.errors import Decision, ImpossibleChange, UsageError
from qsys_schema.model.change import (
    AddColumn,
    AddTable,
    Change,
    DropColumn,
    DropTable,
    RenameColumn,
    RenameTable,
)
from qsys_schema.model.schema import Column, Schema, Table

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """One declared rename. ``table`` is empty when a table is renamed; otherwise the table's name afterwards."""

    table: str
    before: str
    after: str
    declared: str

    def __str__(self) -> str:
        prefix = f"{self.table}." if self.table else ""
        return f"{prefix}{self.before} to {prefix}{self.after}"

    @property
    def option(self) -> str:
        """What ``--rename`` takes to declare it."""
        prefix = f"{self.table}." if self.table else ""
        return f"{prefix}{self.before}={prefix}{self.after}"


def declared(wanted: Schema, options: Sequence[str]) -> tuple[Rename, ...]:
    """The renames that the specs' ``renamed_from`` and the ``--rename before=after`` options declare, each once.

    Raises UsageError for an option that is not ``table=table`` or ``table.column=table.column``.
    """
    found: list[Rename] = []
    for table in wanted.tables:
        if table.renamed_from:
            found.append(Rename(table="", before=table.renamed_from, after=table.name, declared="renamed_from"))
        found.extend(
            Rename(table=table.name, before=column.renamed_from, after=column.name, declared="renamed_from")
            for column in table.columns
            if column.renamed_from
        )
    said = {(one.table, one.before, one.after) for one in found}
    for one in (_option(text, wanted) for text in options):
        if (one.table, one.before, one.after) not in said:
            said.add((one.table, one.before, one.after))
            found.append(one)
    return tuple(sorted(found, key=lambda item: (item.table != "", item.table, item.after)))


def _option(text: str, wanted: Schema) -> Rename:
    hint = "write --rename old_table=new_table, or --rename table.old_column=table.new_column"
    # A name may hold an equals sign of its own: the one that counts has a name of the specs behind it.
    cuts = [(text[:place], text[place + 1 :]) for place, character in enumerate(text) if character == "="]
    cuts = [(before, after) for before, after in cuts if before and after]
    if not cuts:
        raise UsageError(f"--rename {text}: two names with '=' between them are needed", hint=hint)
    for before, after in cuts:
        if wanted.table(after) is not None:
            return Rename(table="", before=before, after=after, declared=f"--rename {text}")
        for table in wanted.tables:
            prefix = f"{table.name}."
            column = after.removeprefix(prefix)
            if after.startswith(prefix) and table.column(column) is not None:
                old = before.removeprefix(prefix) if before.startswith(prefix) else before.rpartition(".")[2]
                return Rename(table=table.name, before=old, after=column, declared=f"--rename {text}")
    raise UsageError(f"--rename {text}: the specs have no table or column {cuts[0][1]}", hint=hint)


def renames(live: Schema, wanted: Schema, hints: Sequence[Rename], fold: Fold) -> tuple[Change, ...]:
    """The declared renames that have yet to happen, tables first, each before whoever takes its old name.

    A hint whose rename has happened is silent. Raises ImpossibleChange for one that the database contradicts.
    """
    changes: list[Change] = []
    names = {table.name for table in live.tables}
    moved: dict[str, str] = {}
    wanted_names = {table.name for table in wanted.tables}
    for before, after in _ordered(_due([hint for hint in hints if not hint.table], names, wanted_names), fold):
        moved[after] = before
        changes.append(RenameTable(before=before, after=after))
    changes.extend(_case_only_tables(live, wanted, moved, fold))
    tables = {change.after: change.before for change in changes if isinstance(change, RenameTable)}
    for table in wanted.tables:
        there = live.table(tables.get(table.name, table.name))
        if there is not None:
            changes.extend(_columns(there, table, [hint for hint in hints if hint.table == table.name], fold))
    return tuple(changes)


def _columns(live: Table, wanted: Table, hints: Sequence[Rename], fold: Fold) -> list[Change]:
    have, want = {column.name for column in live.columns}, {column.name for column in wanted.columns}
    pairs = _due(hints, have, want)
    taken = {before for before, _ in pairs}
    folded = {fold(name): name for name in have - want - taken}
    pairs += [
        (folded[fold(name)], name)
        for name in sorted(want - have - {after for _, after in pairs})
        if fold(name) in folded
    ]
    return [RenameColumn(table=wanted.name, before=before, after=after) for before, after in _ordered(pairs, fold)]


def _due(hints: Sequence[Rename], have: set[str], want: set[str]) -> list[tuple[str, str]]:
    """The names before and after of the hints that have yet to happen: also those whose new name is freed by another.

    Those that go round in a circle are due when options ask for it. Raises ImpossibleChange for a hint that the
    database or another hint contradicts, and for a circle that stands in the specs.
    """
    due: list[Rename] = []
    while True:
        leaving = {hint.before for hint in due}
        more = [hint for hint in hints if hint not in due and _is_open(hint, have, leaving)]
        if not more:
            break
        due.extend(more)
    circle = _round_in_a_circle([hint for hint in hints if hint not in due and hint.before in have])
    if any(hint.declared == "renamed_from" for hint in circle):
        raise _ambiguous(circle)
    due.extend(circle)
    due.extend(hint for hint in hints if hint not in due and _pending(hint, have, want))
    _require_one_to_one(due)
    return [(hint.before, hint.after) for hint in hints if hint in due]


def _is_open(hint: Rename, have: set[str], leaving: set[str]) -> bool:
    return hint.before in have and (hint.after not in have or hint.after in leaving)


def _case_only_tables(live: Schema, wanted: Schema, moved: dict[str, str], fold: Fold) -> list[Change]:
    """A name that differs only in a way the database ignores is the same table under a new spelling."""
    have = {table.name for table in live.tables} - set(moved.values())
    want = {table.name for table in wanted.tables} - set(moved)
    folded = {fold(name): name for name in have - want}
    return [RenameTable(before=folded[fold(name)], after=name) for name in sorted(want - have) if fold(name) in folded]


def _ordered(pairs: list[tuple[str, str]], fold: Fold) -> list[tuple[str, str]]:
    """Each rename after the one that frees its new name: a chain runs from its end, a circle from anywhere."""
    waiting: list[tuple[str, str]] = list(pairs)
    done: list[tuple[str, str]] = []
    while waiting:
        old_names = {fold(before) for before, _ in waiting}
        free = [pair for pair in waiting if fold(pair[1]) not in old_names - {fold(pair[0])}] or waiting[:1]
        done.extend(free)
        waiting = [pair for pair in waiting if pair not in free]
    return done


def _round_in_a_circle(hints: Sequence[Rename]) -> list[Rename]:
    """Those of the hints that lead back to themselves."""
    leads = {hint.before: hint.after for hint in hints}
    found: list[Rename] = []
    for hint in hints:
        name, seen = hint.after, set[str]()
        while name != hint.before and name in leads and name not in seen:
            seen.add(name)
            name = leads[name]
        if name == hint.before:
            found.append(hint)
    return found


def _ambiguous(circle: Sequence[Rename]) -> ImpossibleChange:
    options = " ".join(f"--rename {shlex.quote(hint.option)}" for hint in circle)
    return ImpossibleChange(
        f"these renames go round in a circle: {', '.join(map(str, circle))}; as long as they stand in the specs, "
        "nobody can tell whether they have happened",
        hint=f"take their renamed_from out of the specs, and rename once by options: {options}",
    )


def _require_one_to_one(due: Sequence[Rename]) -> None:
    for place, one in enumerate(due):
        for other in due[:place]:
            if one.before == other.before or one.after == other.after:
                raise ImpossibleChange(
                    f"{other.declared} and {one.declared} contradict each other: {other}, and {one}",
                    hint="what was one can only become one; take back one of them",
                )


def _pending(hint: Rename, have: set[str], want: set[str]) -> bool:
    if hint.before not in have:
        if hint.after in have or (hint.declared == "renamed_from" and not have):
            return False
        where = f"{hint.table}.{hint.before}" if hint.table else hint.before
        if not hint.table:
            # A table that was never there is simply made; the hint has nothing to say.
            return False
        raise ImpossibleChange(
            f"{hint.declared}: {hint} cannot be renamed, since the database has neither {where} nor its new name",
            hint="correct the old name, or remove the hint if the column is new",
        )
    if hint.after not in have:
        return True
    if hint.before in want:
        return False
    raise ImpossibleChange(
        f"{hint.declared}: {hint} contradicts the database, which has both",
        hint="remove the hint to drop the old one (its data is then lost, by consent), or keep both in the spec",
    )


def likely(changes: Sequence[Change], refused: Sequence[str]) -> tuple[Decision, ...]:
    """Drops and adds that look like one rename each: a decision for a person. ``refused``: names answered with no."""
    decisions: list[Decision] = []
    drops = [change for change in changes if isinstance(change, DropColumn)]
    adds = [change for change in changes if isinstance(change, AddColumn)]
    for drop in drops:
        ref = f"{drop.table}.{drop.item.name}"
        twins = [add.item for add in adds if add.table == drop.table and _alike(drop.item, add.item)]
        if ref not in refused and twins:
            decisions.append(_decision(ref, [f"{drop.table}.{twin.name}" for twin in twins], "BC102", "column"))
    tables = [change.item for change in changes if isinstance(change, AddTable)]
    for change in changes:
        if isinstance(change, DropTable) and change.item.name not in refused:
            same = [table.name for table in tables if table.columns and _same_columns(change.item, table)]
            if same:
                decisions.append(_decision(change.item.name, same, "BC101", "table"))
    return tuple(decisions)


def _alike(one: Column, other: Column) -> bool:
    return replace(one, name="") == replace(other, name="")


def _same_columns(one: Table, other: Table) -> bool:
    return sorted(one.columns, key=lambda column: column.name) == sorted(other.columns, key=lambda column: column.name)


def _decision(ref: str, candidates: Sequence[str], code: str, kind: str) -> Decision:
    names = " or ".join(candidates)
    return Decision(
        kind="rename",
        ref=ref,
        code=code,
        question=f"{kind} {ref} goes and {names} of the same shape comes: is it a rename?",
        # Quoted as a shell wants it: a name may hold spaces, and worse.
        options=(
            *(f"--rename {shlex.quote(f'{ref}={name}')}" for name in candidates),
            f"--no-rename {shlex.quote(ref)}",
        ),
    )

"""Which of the declared renames are due, in which order, and which are contradictions."""

from __future__ import annotations

from itertools import permutations

import pytest

from qsys_schema.diff.inverse import invert_all
from qsys_schema.diff.rename import declared, renames
from qsys_schema.diff.replay import replay_all
from qsys_schema.errors import ImpossibleChange
from qsys_schema.model.change import Change, RenameColumn, RenameTable
from qsys_schema.model.detour import moves
from qsys_schema.model.schema import Schema
from tests.diff.lab import schema, table

NAMES = ("a", "b", "c", "d")


def due(live: Schema, wanted: Schema, *options: str) -> tuple[Change, ...]:
    """The renames that these hints and options ask for."""
    return renames(live, wanted, declared(wanted, options), str.lower)


def words(changes: tuple[Change, ...]) -> list[str]:
    """The renames as they are read aloud."""
    return [f"{one.before} to {one.after}" for one in changes if isinstance(one, (RenameColumn, RenameTable))]


def walked(names: dict[str, str], changes: tuple[Change, ...]) -> dict[str, str]:
    """What each thing is called after all moves; a name that is taken when a move wants it fails."""
    now = {name: name for name in names.values()}
    for move, _ in moves(changes, str.lower):
        assert isinstance(move, (RenameColumn, RenameTable))
        origin = now.pop(move.before)
        assert move.after.lower() not in map(str.lower, now), f"{move.after} is still taken"
        now[move.after] = origin
    return now


@pytest.mark.parametrize("order", list(permutations(NAMES)), ids="".join)
def test_options_turn_the_names_of_columns_in_any_way(order: tuple[str, ...]) -> None:
    """Every circle, of any length, and several at once; back by the inverse, and never two under one name."""
    live = schema(table("t", " ".join(NAMES)))
    options = [f"t.{before}=t.{after}" for before, after in zip(NAMES, order, strict=True) if before != after]
    changes = due(live, live, *options)
    assert len(changes) == len(options)
    wanted = dict(zip(order, NAMES, strict=True))
    assert walked(dict(zip(NAMES, NAMES, strict=True)), changes) == wanted
    turned = replay_all(live, changes)
    assert [column.name for column in turned.tables[0].columns] == list(order)
    assert replay_all(turned, invert_all(changes)) == live
    assert walked({name: name for name in NAMES}, invert_all(changes)) == {
        name: after for after, name in wanted.items()
    }


@pytest.mark.parametrize("order", list(permutations(NAMES[:3])), ids="".join)
def test_options_turn_the_names_of_tables_in_any_way(order: tuple[str, ...]) -> None:
    """As those of columns; what a table holds goes with it."""
    live = schema(*(table(name, f"in_{name}") for name in NAMES[:3]))
    options = [f"{before}={after}" for before, after in zip(NAMES, order, strict=False) if before != after]
    turned = replay_all(live, due(live, live, *options))
    assert {one.columns[0].name: one.name for one in turned.tables} == {
        f"in_{before}": after for before, after in zip(NAMES, order, strict=False)
    }


def test_a_circle_may_have_a_name_that_differs_in_case_only() -> None:
    """What the database takes for one name is still taken."""
    live = schema(table("A", "x"), table("b", "y"))
    changes = due(live, schema(table("a", "y"), table("b", "x")), "A=b", "b=a")
    assert walked({"A": "A", "b": "b"}, changes) == {"a": "b", "b": "A"}


def test_a_circle_of_hints_is_refused_with_the_way_out() -> None:
    """As long as they stand there nobody can tell whether they have happened; not even beside the same options."""
    live, wanted = schema(table("t", "a b")), schema(table("t", "a<b b<a"))
    for options in ((), ("t.a=t.b", "t.b=t.a")):
        with pytest.raises(ImpossibleChange, match="nobody can tell") as refused:
            due(live, wanted, *options)
        assert refused.value.hint.endswith("--rename t.b=t.a --rename t.a=t.b")


def test_a_chain_that_was_applied_is_silent_however_long() -> None:
    """Its names lead from one to the next, and in no circle."""
    wanted = schema(table("t", "b<a c<b d<c"))
    assert words(due(schema(table("t", "a b c")), wanted)) == ["c to d", "b to c", "a to b"]
    assert due(schema(table("t", "b c d")), wanted) == ()


def test_hints_of_several_migrations_follow_one_another() -> None:
    """A hint that stays behind does not undo or repeat what a later one asks for."""
    one = schema(table("t", "b<a"))
    assert words(due(schema(table("t", "a")), one)) == ["a to b"]
    assert due(schema(table("t", "b")), one) == ()
    assert words(due(schema(table("t", "b")), schema(table("t", "c<b")))) == ["b to c"]
    # The old name is given to a new column, whose own hint was never taken away.
    assert words(due(schema(table("t", "b")), schema(table("t", "b<a c<b")))) == ["b to c"]


@pytest.mark.parametrize(
    ("live", "wanted", "said"),
    [
        ("a b", "b<a", "contradicts the database"),
        ("x", "x b<a", "neither t.a nor its new name"),
        ("a b c", "b<a c<b", "contradicts the database"),
    ],
)
def test_a_hint_that_the_database_contradicts_is_an_error(live: str, wanted: str, said: str) -> None:
    """Both names are there, or none: somebody has to say what is meant."""
    with pytest.raises(ImpossibleChange, match=said):
        due(schema(table("t", live)), schema(table("t", wanted)))


@pytest.mark.parametrize(
    ("wanted", "options"), [("b c", ("t.a=t.b", "t.a=t.c")), ("b<a c", ("t.a=t.c",)), ("c", ("t.a=t.c", "t.b=t.c"))]
)
def test_options_that_contradict_each_other_are_refused(wanted: str, options: tuple[str, ...]) -> None:
    """One column cannot become two, nor two become one."""
    with pytest.raises(ImpossibleChange, match="contradict"):
        due(schema(table("t", "a b" if wanted == "c" else "a")), schema(table("t", wanted)), *options)


def test_what_hint_and_options_both_say_is_done_once() -> None:
    """However often it is said, and in whatever words."""
    live, wanted = schema(table("t", "a")), schema(table("t", "b<a"))
    assert words(due(live, wanted, "t.a=t.b", "t.a=t.b", "a=t.b")) == ["a to b"]

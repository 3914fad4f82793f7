"""When an index or a constraint is renamed, and when it is dropped and added instead."""

from __future__ import annotations

from dataclasses import replace

from qsys_schema.diff.compare import compare
from qsys_schema.diff.inverse import invert_all
from qsys_schema.diff.replay import replay_all
from qsys_schema.model.about import ref_of
from qsys_schema.model.change import AddIndex, DropIndex, RenameConstraint, RenameIndex
from qsys_schema.model.expr import Expr
from qsys_schema.model.schema import Check, ForeignKey, Index, Part, PrimaryKey, Schema, Unique
from tests.diff.lab import schema, table


def index(text: str, *, on: str = "x") -> Index:
    """An index over a column: "new<old" has a hint."""
    name, _, former = text.partition("<")
    return Index(name=name, parts=(Part(column=on),), renamed_from=former)


def with_indexes(*indexes: Index, name: str = "t") -> Schema:
    """A table with these indexes."""
    return schema(replace(table(name, "x y"), indexes=indexes))


def kinds(before: Schema, after: Schema) -> list[tuple[str, str]]:
    """Every change by kind and name; replayed they lead there, and their inverse leads back."""
    changes = compare(before, after)
    assert compare(replay_all(before, changes), after) == ()
    assert compare(replay_all(after, invert_all(changes)), before) == ()
    return [(type(change).__name__, ref_of(change).name) for change in changes]


def test_an_index_of_equal_content_is_renamed_once() -> None:
    """Then the hint is silent, whether or not it is taken away."""
    assert kinds(with_indexes(index("old")), with_indexes(index("new<old"))) == [("RenameIndex", "new")]
    assert kinds(with_indexes(index("new")), with_indexes(index("new<old"))) == []


def test_a_hint_that_finds_nothing_is_silent() -> None:
    """An index is added like any other: no row depends on it."""
    assert kinds(with_indexes(), with_indexes(index("new<old"))) == [("AddIndex", "new")]


def test_an_index_that_changed_as_well_is_dropped_and_added() -> None:
    """Nothing would be kept of it."""
    found = kinds(with_indexes(index("old")), with_indexes(index("new<old", on="y")))
    assert found == [("DropIndex", "old"), ("AddIndex", "new")]


def test_an_index_whose_new_name_is_still_taken_is_dropped_and_added() -> None:
    """In its own table, in whatever case, or in another one: dropping first frees the name."""
    both = (DropIndex.__name__, AddIndex.__name__)
    found = kinds(with_indexes(index("a"), index("b", on="y")), with_indexes(index("b<a"), index("c<b", on="y")))
    assert found == [(both[0], "a"), (RenameIndex.__name__, "c"), (both[1], "b")]
    assert kinds(with_indexes(index("old")), with_indexes(index("OLD<old"))) == [(both[0], "old"), (both[1], "OLD")]
    first, second = with_indexes(index("a")), with_indexes(index("b"), name="u")
    before = schema(*first.tables, *second.tables)
    after = schema(*with_indexes(index("b<a")).tables, *with_indexes(index("a<b"), name="u").tables)
    assert [kind for kind, _ in kinds(before, after)] == [*both, *both]


def test_constraints_are_renamed_by_kind() -> None:
    """A unique constraint does not become a check, though their names are alike."""
    unique = Unique(name="u", parts=(Part(column="x"),))
    check = Check(name="c", expression=Expr(text="x > 0", key=("x", ">", "0")))
    key = ForeignKey(name="f", columns=("x",), target="t", target_columns=("y",))
    before = schema(replace(table("t", "x y"), uniques=(unique,), checks=(check,), foreign_keys=(key,)))
    after = schema(
        replace(
            table("t", "x y"),
            uniques=(replace(unique, name="u2", renamed_from="u"),),
            checks=(replace(check, name="c2", renamed_from="c"),),
            foreign_keys=(replace(key, name="f2", renamed_from="f"),),
        )
    )
    assert kinds(before, after) == [(RenameConstraint.__name__, name) for name in ("u2", "c2", "f2")]
    crossed = schema(replace(table("t", "x y"), uniques=(replace(unique, name="u2", renamed_from="c"),)))
    assert [kind for kind, _ in kinds(before, crossed)] == ["DropUnique", "DropCheck", "DropForeignKey", "AddUnique"]


def test_a_primary_key_of_another_name_is_renamed_without_a_hint() -> None:
    """A table has one; unless the new name is taken, or the old one goes to another table."""
    key = PrimaryKey(parts=(Part(column="x"),))
    unnamed, named = (schema(replace(table("t", "x y"), primary_key=replace(key, name=name))) for name in ("", "k"))
    assert kinds(unnamed, named) == [(RenameConstraint.__name__, "primary_key")]
    wider = schema(replace(table("t", "x y"), primary_key=PrimaryKey(parts=(*key.parts, Part(column="y")), name="k")))
    both = [("DropPrimaryKey", "primary_key"), ("AddPrimaryKey", "primary_key")]
    assert kinds(unnamed, wider) == both
    taken = schema(*unnamed.tables, *with_indexes(index("k"), name="u").tables)
    assert kinds(taken, schema(*named.tables, table("u", "x y"))) == [*both, ("DropIndex", "k")]
    passed_on = schema(*unnamed.tables, *with_indexes(index("k"), name="u").tables)
    assert kinds(schema(*named.tables, table("u", "x y")), passed_on) == [*both, ("AddIndex", "k")]

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from qsys_schema.diff.compare import adopt, compare
from qsys_schema.diff.inverse import invert, invert_all
from qsys_schema.diff.replay import replay_all
from qsys_schema.model.fingerprint import fingerprint
from qsys_schema.model.schema import Schema
from qsys_schema.plan.build import build
from qsys_schema.spec.build import build as build_specs
from qsys_schema.spec.paper import text_of
from qsys_schema.spec.read import read
from qsys_schema.spec.write import table_document
from tests.properties import edits
from tests.properties.choice import Choice, choices, seeded
from tests.properties.ladder import DIALECT, climb, ddl

PAIRS = {"soak": 10_000, "ci": 300}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]
BLOCKS = 20

REFUSALS = (
    *("in sync", "rows in the database are in the way", "contradicts the database", "go round in a circle"),
    *("rows in the way of the rollback", "impossible", "proof failed"),
)
"""The beginnings of what a pair may end in instead of a migration; most pairs are migrated."""


def normalized(wish: Schema) -> Schema:
    """The wish as SQLite would give it back, with what it does not speak of left empty."""
    return adopt(DIALECT.normalize(wish, DIALECT.scratch("")), Schema())


@given(choices())
def test_changes_replayed_on_the_first_give_the_second_and_inverted_give_it_back(choice: Choice) -> None:
    """What a change means, what it costs to take back, and that both are said by the change alone."""
    one, other = map(normalized, edits.pair(choice))
    changes = compare(one, other)
    assert compare(replay_all(one, changes), other) == ()
    assert compare(replay_all(other, invert_all(changes)), one) == ()
    assert all(invert(invert(change)) == change for change in changes)


@given(choices())
def test_equals_have_no_difference_whatever_their_order(choice: Choice) -> None:
    """Silence means sync: of a wish with itself, normalized once or twice, and shuffled."""
    wish = edits.pair(choice)[0]
    one = normalized(wish)
    assert compare(one, one) == ()
    assert compare(one, normalized(edits.shuffled(choice, wish))) == ()
    assert fingerprint(one) == fingerprint(normalized(edits.shuffled(choice, wish)))


@given(choices())
def test_what_is_pulled_is_what_was_there(choice: Choice) -> None:
    """The wish that a database seems to be gives that database again, and its YAML reads back as it."""
    live = normalized(edits.pair(choice)[0])
    wished = DIALECT.as_wished(live)
    assert compare(live, adopt(DIALECT.normalize(wished, DIALECT.scratch("")), live)) == ()
    documents = [table_document(table, DIALECT.name, DIALECT.nearest) for table in wished.tables]
    assert [read(text_of(document)).document for document in documents] == documents
    built = build_specs([("x.yaml", document) for document in documents], DIALECT.name)
    assert compare(live, adopt(DIALECT.normalize(built, DIALECT.scratch("")), live)) == ()


@given(choices())
def test_the_same_input_gives_the_same_bytes(choice: Choice) -> None:
    """Run twice, and with everything in another order that does not count: the statements are the same."""
    one, other = map(normalized, edits.pair(choice))

    def statements(before: Schema, after: Schema) -> list[str]:
        steps = build(before, after, compare(before, after), DIALECT)
        return [statement.sql for statement in DIALECT.render(steps)]

    assert statements(one, other) == statements(one, other)
    assert statements(_otherwise_ordered(choice, one), other) == statements(one, other)


def _otherwise_ordered(choice: Choice, schema: Schema) -> Schema:
    """The same, with everything in another order but the columns, whose order a copy follows."""
    mixed = edits.shuffled(choice, schema)
    columns = {table.name: table.columns for table in schema.tables}
    return replace(mixed, tables=tuple(replace(one, columns=columns[one.name]) for one in mixed.tables))


@pytest.mark.soak
@pytest.mark.parametrize("block", range(BLOCKS))
def test_pairs_with_rows_go_there_and_back_on_a_real_file(tmp_path: Path, block: int) -> None:
    """Catalog like a fresh one, rows and rowids kept, nothing left to do, and back to the start."""
    ends: Counter[str] = Counter()
    each = PAIRS // BLOCKS
    for seed in range(block * each, (block + 1) * each):
        choice = seeded(seed)
        before, after = edits.pair(choice)
        try:
            end = climb(tmp_path, before, after, choice)
        except Exception as error:
            error.add_note(
                f"seed {seed}; the wish before:\n{chr(10).join(ddl(before))}\nafter:\n{chr(10).join(ddl(after))}"
            )
            raise
        assert end.startswith(("", *REFUSALS)), f"seed {seed}: {end}"
        ends[end.partition(":")[0]] += 1
    (tmp_path / "ends.txt").write_text(f"{sorted(ends.items())}\n", encoding="utf-8")
    assert ends[""] > each // 2, f"most pairs were refused: {ends}"

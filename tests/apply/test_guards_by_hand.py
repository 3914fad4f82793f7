from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing

import pytest

from qsys_schema.history.read import load
from tests.crash.lab import PARENTS, Place, prototype

ITEMS = 500

SENTENCES = {
    "foreign_keys": "turn PRAGMA foreign_keys off first",
    "strangers": "the table has columns, indexes or triggers that this migration does not know",
    "rows_lost": "a row was lost while the table was copied",
    "violations_added": "rows violate a foreign key that holds after this migration",
}


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A project whose last migration rebuilds a table that others refer to; all but that one applied, with rows."""
    place = prototype(tmp_path_factory).copy_to(tmp_path_factory.mktemp("guards") / "project")
    assert place.run("apply", "--to", "0004.index_amount").code == 0
    place.fill(ITEMS, "delete")
    return place


@pytest.fixture
def hand(ready: Place) -> Generator[sqlite3.Connection, None, None]:
    """A copy of the database, as somebody has it open who runs the file by hand."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with closing(ready.connect()) as live:
            live.backup(connection)
        yield connection


def statements(place: Place, identifier: str) -> tuple[str, ...]:
    """The migration's statements as they stand in its file."""
    return load(place.command.folder / "migrations" / "sqlite", identifier).forward


def without_guard(fact: str, found: Sequence[str]) -> list[str]:
    """The statements without the one that asserts this fact."""
    left = [sql for sql in found if not (sql.startswith('INSERT INTO "_qsys_guard"') and f'"{fact}"\n)' in sql)]
    assert len(left) == len(found) - 1, f"nothing asserts {fact}"
    return left


def run(connection: sqlite3.Connection, found: Sequence[str], *, in_transaction: bool) -> str:
    """Run a script as ``executescript`` does; the database's complaint, or nothing."""
    script = ";\n".join(found) + ";\n"
    try:
        connection.executescript(f"BEGIN;\n{script}COMMIT;\n" if in_transaction else script)
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return str(error)
    return ""


def count(connection: sqlite3.Connection, query: str) -> int:
    """A number from the database."""
    ((number,),) = connection.execute(f"SELECT COUNT(*) FROM {query}").fetchall()
    return int(number)


@pytest.mark.parametrize("in_transaction", [True, False])
def test_with_foreign_keys_on_nothing_is_dropped(hand: sqlite3.Connection, ready: Place, in_transaction: bool) -> None:
    """DROP TABLE would delete every row that refers to it; the guard is what stops it."""
    found = statements(ready, "0005.check_owner")
    hand.execute("PRAGMA foreign_keys = ON")
    assert SENTENCES["foreign_keys"] in run(hand, found, in_transaction=in_transaction)
    assert (count(hand, "items"), count(hand, "owners")) == (ITEMS, PARENTS)
    hand.execute('DROP TABLE IF EXISTS temp."_qsys_guard"')
    run(hand, without_guard("foreign_keys", found), in_transaction=in_transaction)
    assert count(hand, "items") == 0


@pytest.mark.parametrize("in_transaction", [True, False])
@pytest.mark.parametrize(
    ("stranger", "query"),
    [
        ("CREATE INDEX by_hand ON owners (name)", "sqlite_master WHERE name = 'by_hand'"),
        (
            "CREATE TRIGGER by_hand AFTER DELETE ON owners BEGIN SELECT 1; END",
            "sqlite_master WHERE name = 'by_hand'",
        ),
        ("ALTER TABLE owners ADD COLUMN by_hand TEXT", "pragma_table_info('owners') WHERE name = 'by_hand'"),
    ],
    ids=["index", "trigger", "column"],
)
def test_what_the_plan_does_not_know_is_not_lost(
    hand: sqlite3.Connection, ready: Place, stranger: str, query: str, in_transaction: bool
) -> None:
    """A rebuild makes the table anew from what it knows; the guard is what stops it at anything else."""
    found = statements(ready, "0005.check_owner")
    hand.execute(stranger)
    assert SENTENCES["strangers"] in run(hand, found, in_transaction=in_transaction)
    assert count(hand, query) == 1
    assert (count(hand, "items"), count(hand, "owners")) == (ITEMS, PARENTS)
    hand.execute('DROP TABLE IF EXISTS temp."_qsys_guard"')
    assert run(hand, without_guard("strangers", found), in_transaction=in_transaction) == ""
    assert count(hand, query) == 0


@pytest.mark.parametrize("in_transaction", [True, False])
def test_a_copy_with_a_row_less_does_not_replace_the_table(
    hand: sqlite3.Connection, ready: Place, in_transaction: bool
) -> None:
    """Whatever made the copy lose one; the guard is what keeps the old table."""
    found = [
        f"{sql} WHERE id <> 7" if sql.startswith('INSERT INTO "_qsys_new_owners"') else sql
        for sql in statements(ready, "0005.check_owner")
    ]
    assert SENTENCES["rows_lost"] in run(hand, found, in_transaction=in_transaction)
    assert count(hand, "owners") == PARENTS
    for table in ('temp."_qsys_guard"', '"_qsys_new_owners"'):
        hand.execute(f"DROP TABLE IF EXISTS {table}")
    # The row that is missing is one that items refer to, so two guards have to go.
    assert run(hand, without_guard("violations_added", without_guard("rows_lost", found)), in_transaction=True) == ""
    assert count(hand, "owners") == PARENTS - 1


def test_a_copy_that_breaks_references_is_not_kept(hand: sqlite3.Connection, ready: Place) -> None:
    """The number of rows is right and what they refer to is gone; only the guard sees it."""
    found = [
        sql.replace('SELECT\n  "id"', 'SELECT\n  "id" + 1000') if sql.startswith('INSERT INTO "_qsys_new_ow') else sql
        for sql in statements(ready, "0005.check_owner")
    ]
    assert found != list(statements(ready, "0005.check_owner"))
    assert SENTENCES["violations_added"] in run(hand, found, in_transaction=True)
    assert count(hand, "pragma_foreign_key_check") == 0
    assert run(hand, without_guard("violations_added", found), in_transaction=True) == ""
    assert count(hand, "pragma_foreign_key_check") == ITEMS


def test_rows_that_were_broken_before_do_not_stop_it(hand: sqlite3.Connection, ready: Place) -> None:
    """Old damage is somebody else's story; one more such row is ours."""
    hand.execute("DELETE FROM owners WHERE id = 3")
    broken = count(hand, "pragma_foreign_key_check")
    assert broken > 0
    assert run(hand, statements(ready, "0005.check_owner"), in_transaction=True) == ""
    assert count(hand, "pragma_foreign_key_check") == broken


def test_by_hand_and_rightly_it_does_what_the_tool_does(hand: sqlite3.Connection, ready: Place) -> None:
    """Nothing of the guard stays, and the AUTOINCREMENT counter goes on."""
    hand.execute("INSERT INTO owners (id, name) VALUES (900, 'last')")
    hand.execute("DELETE FROM owners WHERE id = 900")
    assert run(hand, statements(ready, "0005.check_owner"), in_transaction=False) == ""
    assert count(hand, "sqlite_master WHERE name LIKE '%guard%' OR name LIKE '%_qsys_new%'") == 0
    assert count(hand, "sqlite_temp_master") == 0
    assert hand.execute("INSERT INTO owners (name) VALUES ('next') RETURNING id").fetchall() == [(901,)]

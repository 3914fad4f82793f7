from __future__ import annotations

import pytest

from qsys_schema.apply.choose import choose_pending, choose_rollback
from qsys_schema.errors import HistoryBroken, UsageError
from qsys_schema.history.write import seal
from tests.apply.lab import Lab


def test_a_database_that_does_not_exist_has_everything_pending(lab: Lab) -> None:
    """And looking at it does not make it."""
    lab.add_table("0001.a", "a")
    assert (lab.status().applied, lab.status().pending) == ((), ("0001.a",))
    assert not lab.database.exists()


def test_a_database_without_records_is_only_read(lab: Lab) -> None:
    """Nothing of yoyo's or ours is made by looking."""
    lab.add_table("0001.a", "a")
    lab.run("CREATE TABLE mine (id INTEGER)")
    before = lab.database.read_bytes()
    assert lab.status().pending == ("0001.a",)
    assert lab.database.read_bytes() == before


def test_every_state_has_its_name(lab: Lab) -> None:
    """Edited, unknown, pending and out of order, each by id."""
    for number, name in enumerate("abcd", start=1):
        lab.add_table(f"000{number}.{name}", name)
    lab.apply()
    lab.edit("0002.b", "INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY")
    for path in lab.folder.glob("0004*"):
        path.unlink()
    seal(lab.folder)
    lab.run("DELETE FROM _yoyo_migration WHERE migration_id = '0001.a'")
    found = lab.status()
    assert found.applied == ("0002.b", "0003.c", "0004.d")
    assert found.pending == found.out_of_order == ("0001.a",)
    assert found.edited == ("0002.b",)
    assert found.unknown == ("0004.d",)
    assert not found.clean


def test_what_is_wrong_with_files_is_shown_beside_the_rest(lab: Lab) -> None:
    """A broken file does not hide where the database stands."""
    lab.add_table("0001.a", "a")
    lab.apply()
    lab.add_table("0002.b", "b")
    (lab.folder / "0002.b.rollback.sql").unlink()
    found = lab.status()
    assert (found.applied, found.pending) == (("0001.a",), ("0002.b",))
    assert "0002.b.rollback.sql" in found.problems[0]


def test_all_applied_is_clean(lab: Lab) -> None:
    """Then there is nothing to say."""
    lab.add_table("0001.a", "a")
    lab.apply()
    assert lab.status().clean


def test_the_order_of_application_is_kept(lab: Lab) -> None:
    """Also between moments written with a space and with a T, as yoyo's commands do."""
    lab.add_table("0001.a", "a")
    lab.add_table("0002.b", "b")
    lab.apply()
    lab.run("UPDATE _yoyo_migration SET applied_at_utc = '2026-01-01 12:00:00' WHERE migration_id = '0001.a'")
    lab.run("UPDATE _yoyo_migration SET applied_at_utc = '2026-01-01T11:00:00.5' WHERE migration_id = '0002.b'")
    assert lab.status().applied == ("0002.b", "0001.a")


def test_choosing_needs_no_database(lab: Lab) -> None:
    """What would run is known from the files and the applied ids alone."""
    for number, name in enumerate("abc", start=1):
        lab.add_table(f"000{number}.{name}", name)
    migrations = lab.migrations

    def ids(chosen: tuple[object, ...]) -> list[str]:
        return [str(getattr(one, "id", "")) for one in chosen]

    assert ids(choose_pending(migrations, ["0002.b"], to="")) == ["0001.a", "0003.c"]
    assert ids(choose_pending(migrations, [], to="0002")) == ["0001.a", "0002.b"]
    assert ids(choose_rollback(migrations, ["0001.a", "0002.b"], to="", steps=9)) == ["0002.b", "0001.a"]
    assert ids(choose_rollback(migrations, ["0001.a", "0003.c"], to="0001.a", steps=1)) == ["0003.c"]
    with pytest.raises(UsageError, match="there is no migration '9'"):
        choose_pending(migrations, [], to="9")
    with pytest.raises(HistoryBroken, match=r"0009\.z is applied"):
        choose_rollback(migrations, ["0009.z"], to="", steps=1)

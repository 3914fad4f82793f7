"""What was changed by hand is kept in specs and migrations, or taken back, on every database and with rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from qsys_schema.apply import run as apply_run
from qsys_schema.pipeline import adopt
from tests.command import Command
from tests.pipeline.desk import Desk

COMMENTED = """\
# What waits.
table: jobs
columns:
  id: {type: integer, primary_key: true}   # from the queue
  owner: {type: text, nullable: true}
"""


@pytest.fixture
def drifted(desk: Desk) -> Desk:
    """A database with rows, where somebody added a column, an index and a table by hand."""
    return by_hand(desk)


@pytest.fixture
def alone(run_cli: Command) -> Desk:
    """The same on one database, which is enough where the rule is no matter of the database's."""
    made = Desk(command=run_cli, dialect="sqlite", url="sqlite:///desk.db")
    made.spec()
    made.generate("first")
    return by_hand(made)


def by_hand(desk: Desk) -> Desk:
    """Apply what there is, put rows in, and change the database."""
    desk.write("schema/jobs.yaml", COMMENTED)
    desk.ok("apply", *desk.database)
    desk.sql(
        "INSERT INTO jobs (id, owner) VALUES (1, 'ann'), (2, NULL)",
        "ALTER TABLE jobs ADD COLUMN hotfix TEXT",
        "UPDATE jobs SET hotfix = 'kept' WHERE id = 1",
        "CREATE INDEX hot ON jobs (owner)",
        "CREATE TABLE extra (id INTEGER PRIMARY KEY, note TEXT)",
        "INSERT INTO extra VALUES (7, 'kept too')",
    )
    return desk


def agrees(desk: Desk) -> None:
    """Specs, files, records and database say the same."""
    desk.ok("diff", "--exit-code", *desk.database)
    desk.ok("status", "--exit-code", *desk.database)
    desk.check()


def rows(desk: Desk) -> tuple[list[Any], list[Any]]:
    """All that is there."""
    return desk.sql("SELECT id, owner, hotfix FROM jobs ORDER BY id"), desk.sql("SELECT * FROM extra")


def test_what_is_kept_is_in_the_specs_and_in_the_history(drifted: Desk) -> None:
    """One command: comments stay, rows stay, and everything agrees."""
    before = rows(drifted)
    done = drifted.json("generate", "hotfix", "--from-drift", "adopt", *drifted.database)
    assert any("0002.hotfix is recorded" in note for note in done["notes"])
    text = (drifted.root / "schema" / "jobs.yaml").read_text(encoding="utf-8")
    assert text.startswith("# What waits.\n")
    assert "# from the queue" in text
    assert "hotfix" in text
    assert "note" in (drifted.root / "schema" / "extra.yaml").read_text(encoding="utf-8")
    agrees(drifted)
    assert rows(drifted) == before


def test_what_is_undone_is_gone_by_a_migration(drifted: Desk) -> None:
    """The specs stay as they are; the loss is asked about by name."""
    specs = {path.name: path.read_bytes() for path in (drifted.root / "schema").iterdir()}
    consents = ("--allow", "drop-column:jobs.hotfix", "--allow", "drop-table:extra")
    drifted.ok("generate", "away", "--from-drift", "undo", *consents, *drifted.database)
    assert {path.name: path.read_bytes() for path in (drifted.root / "schema").iterdir()} == specs
    drifted.ok("apply", *drifted.database)
    agrees(drifted)
    assert drifted.sql("SELECT * FROM jobs ORDER BY id") == [(1, "ann"), (2, None)]


def test_what_was_dropped_by_hand_loses_its_spec(desk: Desk) -> None:
    """The file goes with the table, and the other ones stay."""
    desk.write("schema/old.yaml", "table: old\ncolumns:\n  id: {type: integer, primary_key: true}\n")
    desk.generate("old")
    desk.ok("apply", *desk.database)
    desk.sql("DROP TABLE old")
    done = desk.ok("generate", "--from-drift", "adopt", "--allow", "drop-table:old", *desk.database)
    assert "removed schema/old.yaml" in done.stdout
    assert not (desk.root / "schema" / "old.yaml").exists()
    agrees(desk)


def test_specs_that_want_more_are_not_overwritten(alone: Desk) -> None:
    """Somebody is at work on the same table: nothing is lost, and the way is named."""
    text = COMMENTED + "  tags: {type: text, nullable: true}\n"
    alone.write("schema/jobs.yaml", text)
    said = alone.refused("generate", "--from-drift", "adopt", *alone.database)
    assert "jobs.tags" in said
    assert "git stash" in said
    assert (alone.root / "schema" / "jobs.yaml").read_text(encoding="utf-8") == text
    assert not (alone.root / "schema" / "extra.yaml").exists()


def test_specs_that_say_it_already_stay_with_what_else_they_say(alone: Desk) -> None:
    """Whoever put the change into the spec by hand, with one of his own, is asked nothing."""
    text = COMMENTED + "  hotfix: {type: text, nullable: true}\n  tags: {type: text, nullable: true}\n"
    text += "indexes:\n  - {columns: [owner], name: hot}\n"
    alone.write("schema/jobs.yaml", text)
    alone.ok("generate", "hotfix", "--from-drift", "adopt", *alone.database)
    assert (alone.root / "schema" / "jobs.yaml").read_text(encoding="utf-8") == text
    alone.ok("generate", "tags", *alone.database)
    alone.ok("apply", *alone.database)
    agrees(alone)


def test_another_spec_of_the_same_column_is_a_conflict(alone: Desk) -> None:
    """The spec says integer, the database text: one of them has to give way first."""
    alone.write("schema/jobs.yaml", COMMENTED + "  hotfix: {type: integer, nullable: true}\n")
    assert "jobs.hotfix" in alone.refused("generate", "--from-drift", "adopt", *alone.database)


@pytest.mark.parametrize("place", ["specs", "files", "record"])
def test_a_run_that_is_stopped_goes_on_when_it_is_run_again(
    alone: Desk, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """After the specs, between the files and their record: the same command once more is enough."""
    before = rows(alone)

    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if place == "specs":
            patch.setattr(adopt, "write_drafts", stopped)
        elif place == "files":
            patch.setattr(apply_run, "record", stopped)
        else:
            patch.setattr("qsys_schema.apply.door.Door.mark", stopped)
        assert alone.run("generate", "hotfix", "--from-drift", "adopt", *alone.database).code == 130
    done = alone.ok("generate", "hotfix", "--from-drift", "adopt", *alone.database)
    assert alone.ids() == ["0001.first", "0002.hotfix"], done
    agrees(alone)
    assert rows(alone) == before


def test_a_pending_migration_that_is_not_there_yet_is_not_taken_for_a_stopped_run(alone: Desk) -> None:
    """It is somebody's work, to be applied first."""
    files = alone.files()
    alone.ok("generate", "hotfix", "--from-drift", "adopt", *alone.database)
    assert alone.files() != files
    alone.sql("ALTER TABLE jobs ADD COLUMN more TEXT")
    alone.sql("DELETE FROM _yoyo_migration WHERE migration_id = '0002.hotfix'")
    assert "pending" in alone.refused("generate", "--from-drift", "adopt", *alone.database)


def names(of: Sequence[Any]) -> list[str]:
    """What a list of changes is about."""
    return [one["ref"] for one in of]


def test_since_when_is_told_by_the_last_run_that_looked(alone: Desk) -> None:
    """A run compares the whole schema at its end; each change says what it is, and whether a migration knows it so."""
    found = alone.json("status", *alone.database)
    assert found["drifted"] is True
    assert found["drift_since"] == "0001.first"
    assert found["drift_since_applied_at"].endswith("Z")
    assert sorted(names(found["changes"])) == ["extra", "jobs.hot", "jobs.hotfix"]
    assert {one["expected"] for one in found["changes"]} == {"not there"}
    assert {(one["as_of"], one["undone"]) for one in found["changes"]} == {(None, None)}
    text = alone.run("status", "--exit-code", *alone.database)
    assert text.code == 3
    assert "since       0001.first, applied 20" in text.stdout
    assert "nothing that a migration makes" in text.stdout
    assert "--from-drift adopt" in text.stdout


def test_what_is_as_an_older_migration_left_it_says_so(desk: Desk) -> None:
    """Somebody took back by hand what a later migration had done."""
    desk.spec("priority: {type: integer, default: 0}")
    desk.generate("priority")
    desk.spec("priority: {type: integer, default: 0}", "note: {type: text, nullable: true}")
    desk.generate("note")
    desk.ok("apply", *desk.database)
    desk.sql("ALTER TABLE jobs DROP COLUMN note")
    desk.sql("ALTER TABLE jobs DROP COLUMN priority")
    found = {one["ref"]: one for one in desk.json("status", *desk.database)["changes"]}
    assert (found["jobs.note"]["as_of"], found["jobs.note"]["undone"]) == ("0002.priority", "0003.note")
    assert (found["jobs.priority"]["as_of"], found["jobs.priority"]["undone"]) == ("0001.first", "0002.priority")
    assert found["jobs.note"]["actual"] == "not there"
    assert "0001.first left it; 0002.priority changed that" in desk.ok("status", *desk.database).stdout
    desk.sql("DROP TABLE jobs")
    (found,) = desk.json("status", *desk.database)["changes"]
    assert (found["ref"], found["as_of"], found["undone"]) == ("jobs", None, "0001.first")


def test_who_runs_in_spite_of_drift_has_not_looked(alone: Desk) -> None:
    """The migration before stays the last one after which all was well."""
    alone.write("schema/jobs.yaml", COMMENTED + "  tags: {type: text, nullable: true}\n")
    alone.generate("tags")
    alone.ok("apply", "--allow", "drift", *alone.database)
    assert alone.json("status", *alone.database)["drift_since"] == "0001.first"

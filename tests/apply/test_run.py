from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.apply.run import Event, apply
from qsys_schema.dialects.sqlite.dialect import SQLite
from qsys_schema.errors import DatabaseDisagrees, HistoryBroken, ImpossibleChange, UsageError
from qsys_schema.history.write import seal
from qsys_schema.model.fingerprint import ALGORITHM, fingerprint
from tests.apply.lab import Lab

_EMPTY = ALGORITHM + "b" * 14


def _fingerprint(lab: Lab) -> str:
    with lab.session() as session:
        return fingerprint(SQLite().inspect(session))


def test_what_is_pending_is_applied_once(lab: Lab) -> None:
    """In order, and the second time there is nothing to do."""
    lab.add_table("0001.a", "a")
    lab.add_table("0002.b", "b")
    assert lab.apply() == ("0001.a", "0002.b")
    assert lab.apply() == ()
    assert lab.tables() == ["a", "b"]
    assert lab.recorded() == (["0001.a", "0002.b"], ["0001.a", "0002.b"])


def test_no_migrations_are_applied_in_peace(lab: Lab) -> None:
    """A new project may run it."""
    assert lab.apply() == ()
    assert lab.rollback() == ()


@pytest.mark.parametrize("to", ["0002.b", "0002"])
def test_it_stops_after_the_one_that_is_named(to: str, lab: Lab) -> None:
    """By its id, or by its number alone."""
    for number, name in enumerate("abc", start=1):
        lab.add_table(f"000{number}.{name}", name)
    assert lab.apply(to) == ("0001.a", "0002.b")
    assert lab.apply(to) == ()
    assert lab.apply() == ("0003.c",)
    assert lab.rollback(to=to) == ("0003.c",)
    assert lab.tables() == ["a", "b"]


def test_an_unknown_id_is_a_wrong_use(lab: Lab) -> None:
    """With what it might have been."""
    lab.add_table("0001.jobs", "a")
    with pytest.raises(UsageError, match=r"did you mean 0001\.jobs") as caught:
        lab.apply("0001.job")
    assert caught.value.exit_code == 2
    assert lab.tables() == []


def test_rolling_back_takes_the_last_first(lab: Lab) -> None:
    """And its records with it."""
    for number, name in enumerate("abc", start=1):
        lab.add_table(f"000{number}.{name}", name)
    lab.apply()
    assert lab.rollback() == ("0003.c",)
    assert lab.rollback(steps=5) == ("0002.b", "0001.a")
    assert lab.tables() == []
    assert lab.recorded() == ([], [])
    assert lab.apply() == ("0001.a", "0002.b", "0003.c")


def test_a_failing_statement_leaves_nothing_of_its_migration(lab: Lab) -> None:
    """What came before stays; the message names the file, the line, the statement and the database's reason."""
    lab.add_table("0001.a", "a")
    bad = lab.add("0002.b", ["CREATE TABLE b (id INTEGER)", "SELECT * FROM nowhere", "SELECT 1"], ["SELECT 1"])
    lab.add_table("0003.c", "c")
    with pytest.raises(DatabaseDisagrees) as caught:
        lab.apply()
    message = str(caught.value)
    line = next(
        n for n, text in enumerate(Path(bad.path).read_text(encoding="utf-8").split("\n"), start=1) if "nowhere" in text
    )
    assert f"{bad.path}:{line}: statement 2 of 3 failed: no such table: nowhere" in message
    assert "SELECT * FROM nowhere" in message
    assert "nothing of this migration was kept" in message
    assert lab.tables() == ["a"]
    assert lab.recorded() == (["0001.a"], ["0001.a"])
    lab.edit("0002.b", "nowhere", "a")
    assert lab.apply() == ("0002.b", "0003.c")


def test_a_failing_statement_of_a_rollback_is_found_in_the_rollback(lab: Lab) -> None:
    """The line is that of the other file, and the migration stays applied."""
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)"], ["SELECT 1", "DROP TABLE nowhere"])
    lab.apply()
    with pytest.raises(DatabaseDisagrees, match=r"0001\.a\.rollback\.sql:\d+: statement 2 of 2 failed"):
        lab.rollback()
    assert lab.recorded() == (["0001.a"], ["0001.a"])


def test_every_statement_is_announced(lab: Lab) -> None:
    """So that somebody can show what runs."""
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)", "INSERT INTO a\nVALUES (1)"], ["DROP TABLE a"])
    lab.apply()
    assert [
        (one.migration, one.number, one.total, one.first_line) for one in lab.seen if not (one.running or one.finished)
    ] == [
        ("0001.a", 1, 2, "CREATE TABLE a (id INTEGER)"),
        ("0001.a", 2, 2, "INSERT INTO a VALUES (1)"),
    ]


def test_a_long_statement_is_announced_while_it_runs(lab: Lab) -> None:
    """Again and again, so that a clock can move."""
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT COUNT(*) FROM n"
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)", f"INSERT INTO a {count}"], ["DROP TABLE a"])
    lab.apply()
    assert any(one.running and one.number == 2 for one in lab.seen)


def test_a_database_in_another_state_is_left_alone(lab: Lab) -> None:
    """A plan holds for the schema that it was made for, and says what was changed by hand."""
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)"], ["DROP TABLE a"], before=_EMPTY, after=ALGORITHM + "a" * 14)
    lab.run("CREATE TABLE strange (id INTEGER)")
    with pytest.raises(DatabaseDisagrees, match="planned for another state") as caught:
        lab.apply()
    assert "add table strange" in str(caught.value)
    assert lab.tables() == ["strange"]


def test_a_result_that_is_not_as_proven_is_undone(lab: Lab) -> None:
    """The fingerprint behind is checked before anything is kept."""
    lab.add(
        "0001.a",
        ["CREATE TABLE a (id INTEGER)"],
        ["DROP TABLE a"],
        before=_fingerprint(lab),
        after=ALGORITHM + "a" * 14,
    )
    with pytest.raises(DatabaseDisagrees, match="another schema than it was proven to make"):
        lab.apply()
    assert lab.tables() == []


def test_fingerprints_that_hold_let_it_pass_both_ways(lab: Lab) -> None:
    """Forward from before to after, back from after to before; never mind rows and the tools' own tables."""
    before = _fingerprint(lab)
    lab.run("CREATE TABLE a (id INTEGER)")
    after = _fingerprint(lab)
    lab.run("DROP TABLE a")
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)"], ["DROP TABLE a"], before=before, after=after)
    assert lab.apply() == ("0001.a",)
    assert lab.rollback() == ("0001.a",)
    assert _fingerprint(lab) == before


def test_new_orphans_undo_a_migration(lab: Lab) -> None:
    """Foreign keys are not enforced while a migration runs, so they are counted instead."""
    lab.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    lab.run("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
    lab.run("INSERT INTO parent VALUES (1)")
    lab.run("INSERT INTO child VALUES (1)")
    lab.add("0001.a", ["DELETE FROM parent"], ["SELECT 1"])
    with pytest.raises(DatabaseDisagrees, match="child: 1 rows refer to a parent"):
        lab.apply()
    assert lab.run("SELECT * FROM parent") == [(1,)]


def test_orphans_in_a_table_that_it_makes_are_new(lab: Lab) -> None:
    """There was nothing to count before."""
    lab.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    statements = ["CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))", "INSERT INTO child VALUES (7)"]
    lab.add("0001.a", statements, ["DROP TABLE child"])
    with pytest.raises(DatabaseDisagrees, match="child: 1 rows refer to a parent"):
        lab.apply()


def test_old_orphans_are_no_reason_to_stop(lab: Lab) -> None:
    """Nor are fewer of them: that is what the migration is for."""
    lab.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    lab.run("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
    lab.run("INSERT INTO child VALUES (1), (2), (3)")
    lab.add("0001.a", ["DELETE FROM child WHERE parent_id = 1"], ["SELECT 1"])
    lab.add("0002.b", ["INSERT INTO child VALUES (4), (5)"], ["SELECT 1"])
    with pytest.raises(DatabaseDisagrees, match="child: 4 rows refer to a parent"):
        lab.apply()
    assert lab.recorded()[0] == ["0001.a"]


def test_enforced_foreign_keys_are_refused(lab: Lab) -> None:
    """A rebuild would delete rows elsewhere, so nothing runs on such a connection."""
    lab.add_table("0001.a", "a")
    with lab.session() as session:
        session.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(DatabaseDisagrees, match="PRAGMA foreign_keys is on"):
            apply(
                session,
                SQLite(),
                lab.migrations,
                to="",
                observe=lambda _: None,
                explain=lambda _session, _ids: (),
                talk=lab.said.append,
            )
    assert lab.tables() == []


def test_a_migration_outside_transactions_is_refused(lab: Lab) -> None:
    """It could not be undone here, and this database never needs it."""
    lab.add("0001.a", ["VACUUM"], ["SELECT 1"], transactional=False)
    with pytest.raises(ImpossibleChange, match="runs outside transactions"):
        lab.apply()


def test_an_applied_file_that_was_edited_stops_everything(lab: Lab) -> None:
    """Also with its checksum put right: this database had the other one."""
    lab.add_table("0001.a", "a")
    lab.apply()
    lab.add_table("0002.b", "b")
    lab.edit("0001.a", "INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY")
    for run in (lab.apply, lab.rollback):
        with pytest.raises(HistoryBroken, match=r"edited after they were applied here: 0001\.a"):
            run()


def test_what_was_applied_and_has_no_file_cannot_be_rolled_back(lab: Lab) -> None:
    """Not even the one before it."""
    lab.add_table("0001.a", "a")
    lab.add_table("0002.b", "b")
    lab.apply()
    for path in lab.folder.glob("0002*"):
        path.unlink()
    seal(lab.folder)
    with pytest.raises(HistoryBroken, match=r"0002\.b is applied, but there is no such file"):
        lab.rollback()


def test_records_of_a_newer_yoyo_are_said_in_words(lab: Lab) -> None:
    """An assertion inside yoyo is no traceback."""
    lab.add_table("0001.a", "a")
    lab.apply()
    lab.add_table("0002.b", "b")
    lab.run("INSERT INTO _yoyo_version VALUES (99, '2030-01-01')")
    with pytest.raises(DatabaseDisagrees, match=r"yoyo's records in .* cannot be used"):
        lab.apply()
    assert lab.tables() == ["a"]


def test_the_log_knows_what_happened(lab: Lab) -> None:
    """As yoyo writes it: apply, then rollback."""
    lab.add_table("0001.a", "a")
    lab.apply()
    lab.rollback()
    rows = lab.run("SELECT operation, migration_id FROM _yoyo_log ORDER BY created_at_utc")
    assert rows == [("apply", "0001.a"), ("rollback", "0001.a")]


def test_a_user_without_a_name_can_apply(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the number of the user may be in no list."""

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    lab.add_table("0001.a", "a")
    assert lab.apply() == ("0001.a",)
    ((name,),) = lab.run("SELECT username FROM _yoyo_log")
    assert str(name).isdecimal()


class _Stop(list[Event]):
    """Somebody presses Ctrl-C when the second statement begins."""

    def append(self, event: Event) -> None:
        """Take the event, or stop."""
        if event.number == 2:
            raise KeyboardInterrupt


def test_ctrl_c_leaves_nothing(lab: Lab) -> None:
    """The exception passes through, and the transaction goes."""
    lab.add("0001.a", ["CREATE TABLE a (id INTEGER)", "SELECT 2"], ["DROP TABLE a"])
    with pytest.raises(KeyboardInterrupt):
        Lab(folder=lab.folder, database=lab.database, seen=_Stop()).apply()
    assert lab.tables() == []
    assert lab.apply() == ("0001.a",)

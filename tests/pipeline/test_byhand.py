"""Migrations that people write: a template, the proof, the checksum, and what nobody had said."""

from __future__ import annotations

from pathlib import Path

import pytest

from qsys_schema.history.read import load
from tests.pipeline.desk import Desk

pytestmark = pytest.mark.slow


def written(desk: Desk, forward: str, rollback: str, *, rows: str = "") -> Path:
    """A migration by hand, on the template."""
    desk.ok("generate", "--empty", "Fill Owners")
    path = desk.folder / "0002.fill_owners.sql"
    text = path.read_text(encoding="utf-8")
    if rows:
        text = text.replace("\n-- depends:", f"\n-- rows: {rows}\n-- depends:")
    path.write_text(f"{text}{forward};\n", encoding="utf-8")
    back = desk.folder / "0002.fill_owners.rollback.sql"
    back.write_text(f"{back.read_text(encoding='utf-8')}{rollback};\n", encoding="utf-8")
    return path


def test_a_template_says_what_it_needs_and_runs_nowhere(desk: Desk) -> None:
    """It follows the last one, names the schema before it, and is refused as long as it does nothing."""
    desk.ok("generate", "--empty", "Fill Owners")
    assert desk.ids() == ["0001.first", "0002.fill_owners"]
    assert load_header(desk) == (load(desk.folder, "0001.first").after, "", ("0001.first",))
    assert "has no statements" in desk.refused("check", code=3)
    assert "has no statements" in desk.refused("apply", *desk.database)
    assert "has no statements" in desk.refused("seal")


def load_header(desk: Desk) -> tuple[str, str, tuple[str, ...]]:
    """The fingerprints and the parents of the template, which cannot be loaded yet."""
    from qsys_schema.history.header import read_fingerprints
    from qsys_schema.history.split import read_script

    text = (desk.folder / "0002.fill_owners.sql").read_text(encoding="utf-8")
    return (*read_fingerprints(text), tuple(read_script(text).directives["depends"].split()))


def test_what_was_written_runs_only_once_it_is_sealed(desk: Desk) -> None:
    """Sealing proves it with rows, fills in the fingerprints and lists it; then it is a migration like any other."""
    written(desk, "UPDATE jobs SET owner = 'x' WHERE owner IS NULL", "SELECT 1", rows="jobs")
    for arguments, code in ((["check"], 3), (["apply", *desk.database], 1), (["verify", "0002.fill_owners"], 1)):
        said = desk.refused(*arguments, code=code)
        assert "edited after it was written" in said
    assert "qsys-schema seal" in desk.refused("apply", *desk.database)
    desk.ok("seal", "0002.fill_owners")
    found = load(desk.folder, "0002.fill_owners")
    assert found.before == found.after == load(desk.folder, "0001.first").after
    assert found.rows == ("jobs",)
    desk.check()
    desk.ok("verify", "0002.fill_owners")
    desk.ok("apply", "--to", "0001.first", *desk.database)
    desk.sql("INSERT INTO jobs VALUES (1, NULL), (2, 'y')")
    desk.ok("apply", *desk.database)
    assert desk.sql("SELECT owner FROM jobs ORDER BY id") == [("x",), ("y",)]
    assert desk.ok("seal").stdout == "nothing to do: qsys.sum lists every file as it is\n"
    desk.spec("tags: {type: text, nullable: true}")
    desk.generate("tags")
    desk.check()


def test_rows_that_change_have_to_be_named_in_the_header(desk: Desk) -> None:
    """Nothing is lost that the header did not say would be."""
    path = written(desk, "DELETE FROM jobs", "SELECT 1")
    said = desk.refused("seal")
    assert "jobs had 3 rows before the migration and 0 after" in said
    assert "-- rows: jobs" in said
    path.write_text(
        path.read_text(encoding="utf-8").replace("-- depends", "-- rows: jobs\n-- depends"), encoding="utf-8"
    )
    shown = desk.json("seal")
    assert shown["sealed"][0]["changed"] == [
        "3 of 3 rows of jobs change; 0 are there afterwards",
        "the rollback does not bring back 3 of 3 rows of jobs as they were; 0 are there afterwards",
    ]


def test_rows_of_the_projects_own_come_and_go(desk: Desk) -> None:
    """An insert that the rollback does not take back cannot be made again, and is refused for that."""
    insert = "INSERT INTO jobs VALUES (1000, 'somebody')"
    path = written(desk, insert, "SELECT 1", rows="jobs")
    assert "forward a second time" in desk.refused("seal")
    back = path.with_name("0002.fill_owners.rollback.sql")
    back.write_text("DELETE FROM jobs WHERE id = 1000;\n", encoding="utf-8")
    desk.ok("seal")
    desk.check()
    desk.ok("apply", *desk.database)
    assert desk.sql("SELECT count(*) FROM jobs") == [(1,)]
    desk.ok("rollback", *desk.database)
    assert desk.sql("SELECT count(*) FROM jobs") == [(0,)]


def test_rows_that_it_brings_may_meet_made_up_ones(desk: Desk) -> None:
    """Then it is proven without these, and says so; what else made-up rows stop may stop on real ones, too."""
    numbers = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
    insert = f"{numbers} INSERT INTO jobs (id) SELECT i FROM n"
    path = written(desk, insert, "DELETE FROM jobs WHERE id <= 60", rows="jobs")
    shown = desk.ok("seal").stdout
    assert "a row that it brings met a made-up one, so it was proven without these: " in shown
    text = path.read_text(encoding="utf-8")
    assert "made-up rows by" not in text
    assert "--   a row that it brings met a made-up one" in text
    assert "met a made-up one" in desk.ok("verify", "0002.fill_owners").stdout
    desk.check()
    desk.ok("apply", *desk.database)
    assert desk.sql("SELECT count(*) FROM jobs") == [(61,)]
    desk.ok("rollback", *desk.database)

    path.write_text(text.replace(insert, "UPDATE jobs SET id = 1"), encoding="utf-8")
    assert "made-up" not in desk.refused("seal")


def test_a_schema_that_the_specs_do_not_say_is_found_afterwards(desk: Desk) -> None:
    """By `check`, and the next `generate` would undo it; put into the specs, all agree."""
    written(desk, "ALTER TABLE jobs ADD COLUMN extra text", "ALTER TABLE jobs DROP COLUMN extra")
    desk.ok("seal")
    assert "drop column jobs.extra" in desk.refused("check", code=3)
    desk.spec("extra: {type: text, nullable: true}")
    desk.check()


def test_a_rollback_that_leaves_something_is_refused(desk: Desk) -> None:
    """Proven both ways, like everything else."""
    written(desk, "ALTER TABLE jobs ADD COLUMN extra text", "SELECT 1")
    assert "rolled back, the catalog is not what it was" in desk.refused("seal")


def test_what_is_applied_cannot_be_sealed_anew(desk: Desk) -> None:
    """An edit of it is named, with the way out; a list that is lost is made again as it was."""
    desk.ok("apply", *desk.database)
    files = desk.files()
    (desk.folder / "qsys.sum").unlink()
    desk.ok("seal", *desk.database)
    assert desk.files() == files
    path = desk.folder / "0001.first.sql"
    path.write_text(path.read_text(encoding="utf-8").replace("-- 0001.first", "-- 0001.First"), encoding="utf-8")
    said = desk.refused("seal", *desk.database)
    assert "YO103" in said
    assert "new migration" in said


def test_files_that_are_gone_are_no_longer_listed(desk: Desk) -> None:
    """A migration that nobody wants is deleted, and the list follows."""
    desk.ok("generate", "--empty", "unwanted")
    for path in desk.folder.glob("0002.*"):
        path.unlink()
    assert "0002.unwanted.sql is gone" in desk.ok("seal").stdout
    desk.check()


@pytest.mark.parametrize("arguments", [["--empty"], ["--empty", "x", "--allow", "drop-table:a"]])
def test_a_template_wants_a_name_and_nothing_else(desk: Desk, arguments: list[str]) -> None:
    """Anything else is a slip."""
    assert "--empty" in desk.refused("generate", *arguments, code=2)

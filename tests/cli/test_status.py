"""Where a database stands: every state has its own word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qsys_schema.history.sums import checksum
from tests.cli.house import FIRST, FOLDER, SPEC, Project

TAGS = SPEC + "  tags: {type: text, nullable: true}\n"


@pytest.fixture
def two(live: Project) -> Project:
    """A project with a second migration that is not applied."""
    live.write("schema/jobs.yaml", TAGS)
    live.ok("generate", "add_tags", *live.database)
    return live


def sign(project: Project) -> None:
    """Write the checksums that the files have now, as somebody would who means an edit."""
    files = sorted((project.folder / FOLDER).glob("*.sql"))
    lines = [f"{checksum(path.read_bytes())}  {path.name}\n" for path in files]
    project.write(f"{FOLDER}/qsys.sum", "".join(lines))


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace a text of a migration file, and sign it."""
    path: Path = project.folder / FOLDER / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    sign(project)


def standing(project: Project) -> dict[str, Any]:
    """What status says, without what is empty; it never fails, and --exit-code agrees with it."""
    found: dict[str, Any] = project.json("status", *project.database)
    assert project.run("status", *project.database, "--exit-code").code == (0 if found["clean"] else 3)
    return {name: value for name, value in found.items() if name == "clean" or (value and name != "database")}


def test_clean(live: Project) -> None:
    """Everything is applied and as the migrations made it."""
    assert standing(live) == {"clean": True, "applied": [FIRST]}
    assert "everything is applied" in live.ok("status", *live.database).stdout


def test_nothing_at_all(project: Project) -> None:
    """No migrations and no database."""
    assert standing(project) == {"clean": True}
    assert "no migrations" in project.ok("status", *project.database).stdout


def test_pending(two: Project) -> None:
    """Written, and not applied."""
    assert standing(two) == {"clean": False, "applied": [FIRST], "pending": ["0002.add_tags"]}


def test_edited_after_it_was_applied(live: Project) -> None:
    """Found even where somebody signed the edit; apply refuses too."""
    edit(live, f"{FIRST}.sql", "Create table jobs.", "Create table jobs!")
    found = standing(live)
    assert found["edited"] == [FIRST]
    assert not found["clean"]
    assert live.run("apply", *live.database).code == 1


def test_edited_and_not_signed(live: Project) -> None:
    """The checksum beside the file gives it away, without any database."""
    path = live.folder / FOLDER / f"{FIRST}.sql"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    found = standing(live)
    assert FIRST in found["problems"][0]
    assert "edited" in live.ok("status", *live.database).stdout


def test_unknown(two: Project) -> None:
    """Applied, and there is no such file: another branch was here."""
    two.ok("apply", *two.database)
    for path in (two.folder / FOLDER).glob("0002.*"):
        path.unlink()
    sign(two)
    found = standing(two)
    assert found["unknown"] == ["0002.add_tags"]
    assert not found["clean"]


def test_out_of_order(two: Project) -> None:
    """A later one is applied, an earlier one is not."""
    two.ok("apply", *two.database)
    two.sql(f"DELETE FROM _yoyo_migration WHERE migration_id = '{FIRST}'")
    found = standing(two)
    assert (found["pending"], found["out_of_order"]) == ([FIRST], [FIRST])
    assert not found["clean"]


def test_drift(live: Project) -> None:
    """What was changed by hand is named, a line each."""
    live.sql("ALTER TABLE jobs ADD COLUMN stray TEXT", "CREATE TABLE extra (a)")
    found = standing(live)
    assert len(found["drift"]) == 2
    assert {"jobs.stray", "extra"} == {line.split()[2] for line in found["drift"]}
    assert "changed by hand" in live.ok("status", *live.database).stdout


def test_check_holds_and_needs_no_database(two: Project) -> None:
    """Also with a URL that nobody can open."""
    (two.folder / "test.db").unlink()
    assert two.ok("check").stdout == "checked 1 spec and 2 migrations: all of it holds\n"
    two.ok("check", "--database", "sqlite:////no/such/folder/x.db")


def failing(project: Project) -> str:
    """The one finding of check, which ends with 3 as text and as JSON."""
    text = project.run("check")
    assert (text.code, text.stderr) == (3, ""), text
    found = project.json("check", code=3)
    assert found["findings"]
    assert all(item["where"] and item["text"] for item in found["findings"])
    assert all(f"{item['where']}: {item['text']}" in text.stdout for item in found["findings"])
    return str(found["findings"][0]["where"] + ": " + found["findings"][0]["text"])


def test_check_finds_a_spec_without_a_migration(live: Project) -> None:
    """Somebody edited the spec and forgot to generate."""
    live.write("schema/jobs.yaml", TAGS)
    assert "add column jobs.tags" in failing(live)


def test_check_finds_an_edited_file(two: Project) -> None:
    """Its checksum is not the one beside it."""
    path = two.folder / FOLDER / "0002.add_tags.sql"
    path.write_text(path.read_text(encoding="utf-8") + "-- more\n", encoding="utf-8")
    assert "0002.add_tags" in failing(two)


def test_check_finds_a_header_that_is_not_true(two: Project) -> None:
    """The fingerprints say which schema it was planned for, and which it makes."""
    text = (two.folder / FOLDER / "0002.add_tags.sql").read_text(encoding="utf-8")
    before = text.partition("Schema before ")[2][:16]
    edit(two, "0002.add_tags.sql", before, before[:2] + "0" * 14)
    assert "another schema" in failing(two)


def test_check_finds_a_migration_that_makes_something_else(two: Project) -> None:
    """The header, and the specs, say otherwise."""
    edit(two, "0002.add_tags.sql", '"tags"', '"gats"')
    edit(two, "0002.add_tags.rollback.sql", '"tags"', '"gats"')
    assert "0002.add_tags" in failing(two)


def test_check_finds_a_rollback_that_does_not_return(two: Project) -> None:
    """It forgets a column, or fails."""
    edit(two, "0002.add_tags.rollback.sql", 'DROP COLUMN "tags"', 'RENAME COLUMN "tags" TO "later"')
    assert "rolled back" in failing(two)
    edit(two, "0002.add_tags.rollback.sql", 'RENAME COLUMN "tags" TO "later"', 'DROP COLUMN "nothing"')
    assert "nothing" in failing(two)


def test_check_finds_a_migration_that_fails(two: Project) -> None:
    """On an empty database already."""
    edit(two, "0002.add_tags.sql", 'ALTER TABLE "jobs"', 'ALTER TABLE "nobody"')
    assert "nobody" in failing(two)


def test_verify_proves_a_migration(two: Project) -> None:
    """With made-up rows in the tables that are there."""
    assert two.json("verify", "0002.add_tags")["rows"] == {"jobs": 3}
    assert "is proven" in two.ok("verify", "0002.add_tags").stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("0002.add_tags.rollback.sql", 'DROP COLUMN "tags"', 'RENAME COLUMN "tags" TO "t"', "rolled back"),
        ("0002.add_tags.sql", 'ALTER TABLE "jobs"', 'DELETE FROM "jobs";\nALTER TABLE "jobs"', "rows"),
        ("0002.add_tags.sql", 'ALTER TABLE "jobs"', 'UPDATE "jobs" SET owner = 1;\nALTER TABLE "jobs"', "row"),
        ("0002.add_tags.sql", 'ADD COLUMN "tags" TEXT', 'ADD COLUMN "tags" TEXT NOT NULL', "NOT NULL"),
    ],
)
def test_verify_ends_with_3_where_it_does_not_hold(two: Project, file: str, old: str, new: str, said: str) -> None:
    """A rollback that does not return, rows and values that are lost, a statement that fails on rows."""
    edit(two, file, old, new)
    done = two.run("verify", "0002.add_tags")
    assert (done.code, done.stderr) == (3, ""), done
    assert "is not proven" in done.stdout
    assert said in done.stdout
    assert two.json("verify", "0002.add_tags", code=3)["proven"] is False

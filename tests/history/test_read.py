from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from yoyo import read_migrations
from yoyo.migrations import topological_sort

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.read import read, survey
from qsys_schema.history.write import seal, write
from tests.history.drafts import draft, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three migrations in a row."""
    write(tmp_path, draft("0001.a", *table("a")))
    write(tmp_path, draft("0002.b", *table("b"), depends=("0001.a",)))
    write(tmp_path, draft("0003.c", *table("c"), depends=("0002.b",)))
    return tmp_path


def add(folder: Path, name: str, text: str, rollback: str | None = "SELECT 1;\n") -> None:
    """A migration written by hand, listed as it is."""
    (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    if rollback is not None:
        (folder / f"{name}.rollback.sql").write_text(rollback, encoding="utf-8")
    seal(folder)


def test_no_folder_is_no_migrations(tmp_path: Path) -> None:
    """A project begins without any."""
    assert read(tmp_path / "nothing") == ()


def test_an_intact_folder_has_no_problems(folder: Path) -> None:
    """And its migrations come in order."""
    assert survey(folder).problems == ()
    assert [migration.id for migration in read(folder)] == ["0001.a", "0002.b", "0003.c"]


@pytest.mark.parametrize("name", ["0002.b.sql", "0002.b.rollback.sql"])
def test_an_edited_file_is_named(name: str, folder: Path) -> None:
    """One character is enough, in the rollback too."""
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace("Because", "because"), encoding="utf-8")
    assert survey(folder).problems == (f"{path}: edited after it was written: its checksum is not the one in qsys.sum",)
    with pytest.raises(HistoryBroken, match=name):
        read(folder)
    assert len(survey(folder).migrations) == 3


def test_other_line_ends_are_no_edit(folder: Path) -> None:
    """A checkout may give files CRLF; yoyo reads them alike, and so do we."""
    expected = read(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == expected


@pytest.mark.parametrize("name", ["0003.c.sql", "0003.c.rollback.sql"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    """What the list names has to be there."""
    (folder / name).unlink()
    assert any(name in line and "not there" in line for line in survey(folder).problems)


def test_a_missing_list_is_named_once(folder: Path) -> None:
    """Not once per file."""
    (folder / "qsys.sum").unlink()
    (only,) = survey(folder).problems
    assert "qsys.sum is missing" in only


def test_the_advice_for_files_written_by_hand_works(folder: Path) -> None:
    """What ``sha256sum *.sql`` prints is a valid list, in text or binary mode and in any order."""
    lines = (folder / "qsys.sum").read_text(encoding="utf-8").splitlines()
    (folder / "qsys.sum").write_text("\n".join(reversed(lines)).replace("  ", " *") + "\n", encoding="utf-8")
    assert survey(folder).problems == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("<<<<<<< HEAD", "unresolved merge"), ("nonsense", "not a checksum"), ("0" * 64 + "  0001.a.sql", "listed twice")],
)
def test_a_broken_list_is_named_with_its_line(line: str, complaint: str, folder: Path) -> None:
    """A merge that went wrong is seen before anything runs."""
    path = folder / "qsys.sum"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    (only,) = survey(folder).problems
    assert f"{path}:7: " in only
    assert complaint in only


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-- depends: 0009.z\nSELECT 1;", ":1: depends on 0009.z, and there is no such migration"),
        ("-- head\n-- transactional: no\nSELECT 1;", ":2: transactional is 'no'"),
        ("-- nothing\n", "has no statements"),
        ("-- x\n\nBEGIN;\nSELECT 1;\nCOMMIT;", ":3: YO106 'BEGIN'"),
        ("SELECT 1;\nROLLBACK;", ":2: YO106 'ROLLBACK'"),
        ("SELECT 1;\n/* */ start transaction;", ":2: YO106"),
        ("\ufeff-- depends: 0003.c\nSELECT 1;", "byte order mark"),
    ],
)
def test_a_file_that_yoyo_would_misread_is_named(text: str, complaint: str, folder: Path) -> None:
    """With the file, and the line where there is one."""
    add(folder, "0004.d", text)
    assert any(f"{folder / '0004.d.sql'}{complaint}" in line or complaint in line for line in survey(folder).problems)


def test_savepoints_are_no_transactions(folder: Path) -> None:
    """Going back to a savepoint ends nothing."""
    add(folder, "0004.d", "-- depends: 0003.c\nSAVEPOINT s;\nROLLBACK TO s;\nRELEASE s;\n")
    assert survey(folder).problems == ()


@pytest.mark.parametrize("rollback", [None, "", "-- nothing to do\n"])
def test_a_migration_without_a_rollback_is_named(rollback: str | None, folder: Path) -> None:
    """Plain yoyo would record it as rolled back and change nothing."""
    add(folder, "0004.d", "-- depends: 0003.c\nSELECT 1;\n", rollback)
    (only,) = survey(folder).problems
    assert "has no rollback" in only or "0004.d.rollback.sql: has no statements" in only


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folder: Path) -> None:
    """Its statements are not guessed."""
    (folder / "0001.a.sql").write_bytes(b"-- a\n-- caf\xe9\nSELECT 1;\n")
    seal(folder)
    assert f"{folder / '0001.a.sql'}:2: not UTF-8; save it as UTF-8" in survey(folder).problems


@pytest.mark.parametrize("name", ["0004.d.py", "post-apply.sql", "post-apply-grants.py"])
def test_what_only_yoyo_would_run_is_named(name: str, folder: Path) -> None:
    """Python migrations and hooks are not run by us, which must not go unseen."""
    (folder / name).write_text("SELECT 1;\n" if name.endswith("sql") else "", encoding="utf-8")
    seal(folder)
    assert any(
        "not run by" in line or "qsys-schema does not" in line for line in survey(folder).problems if name in line
    )


def test_a_rollback_alone_is_named(folder: Path) -> None:
    """Its migration is lost, or its name is wrong."""
    (folder / "0004.d.rollback.sql").write_text("SELECT 1;\n", encoding="utf-8")
    seal(folder)
    assert survey(folder).problems == (f"{folder / '0004.d.rollback.sql'}: a rollback without its migration",)


def test_two_branches_that_each_added_a_migration_are_found(folder: Path) -> None:
    """After a merge both follow the same one: the number is used twice, and the history forks."""
    add(folder, "0004.left", "-- depends: 0003.c\nSELECT 1;\n")
    add(folder, "0004.right", "-- depends: 0003.c\nSELECT 1;\n")
    number, fork = survey(folder).problems
    assert "YO104 the number 4 is used 2 times: 0004.left, 0004.right" in number
    assert "YO105" in fork
    assert "0004.left and 0004.right" in fork


def test_a_fork_that_was_joined_again_is_none(folder: Path) -> None:
    """A migration after both puts them in a fixed order for everybody."""
    add(folder, "0004.left", "-- depends: 0003.c\nSELECT 1;\n")
    add(folder, "0005.right", "-- depends: 0003.c\nSELECT 1;\n")
    assert len(survey(folder).problems) == 1
    add(folder, "0006.both", "-- depends: 0004.left 0005.right\nSELECT 1;\n")
    assert survey(folder).problems == ()


def test_a_circle_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    """Both are shown, and both are still there for ``status``."""
    add(tmp_path, "0001.a", "-- depends: 0002.b\nSELECT 1;\n")
    add(tmp_path, "0002.b", "-- depends: 0001.a\nSELECT 1;\n")
    assert any("in a circle: 0001.a, 0002.b" in line for line in survey(tmp_path).problems)
    assert [one.id for one in survey(tmp_path).migrations] == ["0001.a", "0002.b"]


@pytest.mark.parametrize(
    "graph",
    [
        {"0001.a": "", "0002.b": "", "0003.c": ""},
        {"0001.a": "0003.c", "0002.b": "", "0003.c": ""},
        {"0001.a": "0004.d", "0002.b": "0001.a", "0003.c": "", "0004.d": "0003.c", "0005.e": "0002.b 0004.d"},
        {"10000.z": "9999.y", "9999.y": "9998.x", "9998.x": ""},
        {"0001.a-b": "", "0001.a": "", "0001.a_b": ""},
    ],
)
def test_the_order_is_yoyos(graph: dict[str, str], tmp_path: Path) -> None:
    """Both tools apply the same files in the same order."""
    for name, depends in graph.items():
        (tmp_path / f"{name}.sql").write_text(f"-- depends: {depends}\nSELECT 1;\n", encoding="utf-8")
        (tmp_path / f"{name}.rollback.sql").write_text("SELECT 1;\n", encoding="utf-8")
    expected = [one.id for one in topological_sort(read_migrations(str(tmp_path)))]
    assert [one.id for one in survey(tmp_path).migrations] == expected


def test_checksums_tell_migrations_apart(folder: Path) -> None:
    """One text in the forward file and another in the rollback is not the same as the other way round."""
    shutil.copy(folder / "0001.a.sql", folder / "0004.d.rollback.sql")
    shutil.copy(folder / "0001.a.rollback.sql", folder / "0004.d.sql")
    by_id = {one.id: one.checksum for one in survey(folder).migrations}
    assert len(set(by_id.values())) == 4


def test_a_thousand_tables_are_read_in_a_moment(tmp_path: Path) -> None:
    """A file of 600 KB; the bound leaves room for a slow machine, sqlparse alone would need ten times as long."""
    columns = ", ".join(f"\"column_{number}\" TEXT NOT NULL DEFAULT 'nothing'" for number in range(12))
    forward = [f'CREATE TABLE "t{number}" ({columns})' for number in range(1000)]
    write(tmp_path, draft("0001.big", forward, [f'DROP TABLE "t{number}"' for number in range(1000)]))
    assert (tmp_path / "0001.big.sql").stat().st_size > 500_000
    started = time.process_time()
    read(tmp_path)
    assert time.process_time() - started < 0.5

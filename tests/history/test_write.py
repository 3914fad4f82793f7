from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yoyo.migrations import read_sql_migration

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.read import read, survey
from qsys_schema.history.split import read_script
from qsys_schema.history.write import seal, write
from qsys_schema.model.fingerprint import ALGORITHM
from tests.command import ROOT
from tests.history.drafts import draft, table
from tests.patience import run_to_end

_HOSTILE = [
    "two\nlines",
    "depends: evil",
    "  transactional : false",
    "x\n-- depends: evil",
    "carriage\rreturn -- depends: evil",
    "\u2028-- depends: evil",
    "right to left \u202e and nothing \x00",
    "*/ DROP TABLE jobs; --",
    "Schema before 0123456789abcdef, after fedcba9876543210.",
    "a " * 200 + "depends: evil",
    "+ a hint",
    "lone \ud800 surrogate",
]


def test_a_migration_is_two_files_and_two_checksums(tmp_path: Path) -> None:
    """What is written is what is read, and any ``sha256sum -c`` can check it."""
    made = write(tmp_path / "deep" / "folder", draft("0001.jobs", *table("jobs")))
    folder = tmp_path / "deep" / "folder"
    assert sorted(path.name for path in folder.iterdir()) == ["0001.jobs.rollback.sql", "0001.jobs.sql", "qsys.sum"]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("0001.jobs.rollback.sql", "0001.jobs.sql")
    ]
    assert (folder / "qsys.sum").read_text(encoding="utf-8") == "".join(lines)
    assert read(folder) == (made,)


def test_the_file_reads_as_it_was_planned(tmp_path: Path) -> None:
    """A reviewer sees what, why and how it was proven before the first statement."""
    write(
        tmp_path, draft("0002.tags", ['ALTER TABLE "jobs" ADD COLUMN "tags" TEXT'], ["SELECT 1"], depends=("0001.a",))
    )
    assert (tmp_path / "0002.tags.sql").read_text(encoding="utf-8") == (
        "-- 0002.tags\n"
        "-- Something changes.\n"
        "--\n"
        "-- Changes:\n"
        "--   add column jobs.tags (json, nullable)  [schema/jobs.yaml:31]\n"
        "-- Risks:\n"
        "--   none\n"
        "-- Rolling back:\n"
        "--   DS103 loses-data jobs.tags: what was written since is gone\n"
        "-- Locks:\n"
        "--   the whole database, while it runs\n"
        "-- Proof:\n"
        "--   run forward, back and forward again\n"
        "--\n"
        "-- Written by qsys-schema for Database >= 1.0.\n"
        "-- depends: 0001.a\n"
        "\n"
        "-- Because the spec says so.\n"
        'ALTER TABLE "jobs" ADD COLUMN "tags" TEXT;\n'
    )


def test_fingerprints_and_directives_come_back(tmp_path: Path) -> None:
    """Machines find in the header what they put there."""
    first = write(tmp_path, draft("0001.a", *table("a"), before=ALGORITHM + "0" * 14, after=ALGORITHM + "1" * 14))
    second = write(tmp_path, draft("0002.b", ["VACUUM"], ["SELECT 1"], depends=("0001.a",), transactional=False))
    assert (first.before, first.after, first.depends, first.transactional) == (
        *(ALGORITHM + digit * 14 for digit in "01"),
        (),
        True,
    )
    assert (second.before, second.after, second.depends, second.transactional) == ("", "", ("0001.a",), False)


@pytest.mark.parametrize("text", _HOSTILE)
def test_no_text_leaves_its_comment(text: str, tmp_path: Path) -> None:
    """A description, a name or a reason is read by people, never by yoyo and never by the database."""
    made = write(tmp_path, draft("0001.a", *table("a"), summary=(text,), comment=text))
    for name, statements in (("0001.a.sql", table("a")[0]), ("0001.a.rollback.sql", table("a")[1])):
        directives, _, found = read_sql_migration(str(tmp_path / name))
        code = [line for line in "\n".join(found).splitlines() if not line.startswith("--")]
        assert not directives
        assert code == [f"{statement};" for statement in statements]
    assert (made.before, made.after) == ("", "")


@given(text=st.text(), place=st.sampled_from(["summary", "comment"]))
def test_any_text_may_be_written(text: str, place: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """There is no description that a header could not hold."""
    folder = tmp_path_factory.mktemp("any")
    made = write(folder, draft("0001.a", *table("a"), **{place: (text,) if place == "summary" else text}))  # type: ignore[arg-type]
    assert made.forward == tuple(table("a")[0])
    assert read(folder) == (made,)


@pytest.mark.parametrize(
    "statements",
    [
        ["SELECT 'a\\'", "SELECT 2, ';'"],
        ["CREATE TABLE t (begin INT)", "SELECT 2"],
        ["SELECT 1; SELECT 2"],
        ["SELECT 1;\n-- more"],
        ["-- only a comment"],
        [],
    ],
)
def test_what_yoyo_would_read_otherwise_is_refused(statements: list[str], tmp_path: Path) -> None:
    """The splitter glues and cuts in places; a file that says something else than was proven is not written."""
    with pytest.raises(HistoryBroken, match="nothing was written"):
        write(tmp_path / "new", draft("0001.a", statements, ["SELECT 1"]))
    assert not (tmp_path / "new").exists()


def test_the_refusal_shows_the_statement(tmp_path: Path) -> None:
    """Whoever has to change it sees which one it is."""
    with pytest.raises(HistoryBroken, match=r"- SELECT 'a\\'"):
        write(tmp_path, draft("0001.a", ["SELECT 'a\\'", "SELECT ';'"], ["SELECT 1"]))


def test_outside_a_transaction_there_is_one_statement_each_way(tmp_path: Path) -> None:
    """By position yoyo pairs statements by position when one fails, and would undo the wrong one."""
    with pytest.raises(HistoryBroken, match="2 statements and 1"):
        write(tmp_path, draft("0001.a", ["SELECT 1", "SELECT 2"], ["SELECT 1"], transactional=False))


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    """Not the migration, and not a rollback that somebody wrote for himself."""
    for name in ("0001.a.sql", "0002.b.rollback.sql"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
        with pytest.raises(HistoryBroken, match="exists already"):
            write(tmp_path, draft(name.removesuffix(".sql").removesuffix(".rollback"), *table("a")))
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["../0001.a", "0001/a", "0001.a\n", "", "post-apply", "0001.a.rollback", "-rf"])
def test_an_id_that_is_no_plain_name_is_refused(name: str, tmp_path: Path) -> None:
    """Even from a caller that did not ask ``next_id``."""
    with pytest.raises(HistoryBroken, match="cannot be the name"):
        write(tmp_path, draft(name, *table("a")))


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """The reason is the system's, in a sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HistoryBroken, match=r"cannot be written: .*; nothing was written"):
        write(tmp_path / "file" / "migrations", draft("0001.a", *table("a")))


_KILLED_IN_WRITE = """
import os, signal, sys
from pathlib import Path
from qsys_schema.history import write as module
from tests.history.drafts import draft, table

calls = 0
def count_down(done):
    def wrapper(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*arguments, **options)
    return wrapper

os.fsync = count_down(os.fsync)
Path.replace = count_down(Path.replace)
Path.open = count_down(Path.open)
module.write(Path(sys.argv[1]), draft("0002.b", *table("b"), depends=("0001.a",)))
print(calls)
"""


def _write_and_die(folder: Path, at: int) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _KILLED_IN_WRITE, str(folder), str(at)]
    return run_to_end(command, env=environment)


def test_a_kill_while_writing_leaves_nothing_or_everything(tmp_path: Path) -> None:
    """At every system call that matters: the history stays whole, and the next try succeeds."""
    first = write(tmp_path / "0", draft("0001.a", *table("a")))
    calls = int(_write_and_die(tmp_path / "0", 0).stdout)
    assert calls >= 9
    for at in range(1, calls + 1):
        folder = tmp_path / str(at)
        write(folder, draft("0001.a", *table("a")))
        assert _write_and_die(folder, at).returncode == -signal.SIGKILL
        ids = [migration.id for migration in read(folder)]
        assert ids in ([first.id], [first.id, "0002.b"])
        if ids == [first.id]:
            write(folder, draft("0002.b", *table("b"), depends=("0001.a",)))
        assert not list(folder.glob("*.unfinished"))
        assert [migration.id for migration in read(folder)] == ["0001.a", "0002.b"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is taken away, and the message gives the system's reason."""
    write(tmp_path, draft("0001.a", *table("a")))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    real = os.fsync
    left = [2]

    def full(descriptor: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HistoryBroken, match="No space left on device; nothing was written"):
        write(tmp_path, draft("0002.b", *table("b")))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_sealing_lists_what_was_written_by_hand(tmp_path: Path) -> None:
    """One call takes new and edited files into the list, and drops the lines of those that are gone."""
    write(tmp_path, draft("0001.a", *table("a")))
    write(tmp_path, draft("0002.b", *table("b"), depends=("0001.a",)))
    for name in ("0002.b.sql", "0002.b.rollback.sql"):
        (tmp_path / name).unlink()
    (tmp_path / "0003.c.sql").write_text("-- depends: 0001.a\nSELECT 1;\n", encoding="utf-8")
    (tmp_path / "0003.c.rollback.sql").write_text("SELECT 1;\n", encoding="utf-8")
    assert seal(tmp_path) == ("0003.c.rollback.sql", "0003.c.sql")
    assert survey(tmp_path).problems == ()
    assert seal(tmp_path) == ()


def test_a_statement_with_its_semicolon_is_what_the_script_says(tmp_path: Path) -> None:
    """Formatting inside a statement is kept to the last space."""
    sql = 'CREATE TABLE "a" (\n    "id"   INTEGER, -- why\n    "b" TEXT DEFAULT \'x;  y\'\n)'
    made = write(tmp_path, draft("0001.a", [sql], ['DROP TABLE "a"']))
    assert made.forward == (sql,)
    assert read_script((tmp_path / "0001.a.sql").read_text(encoding="utf-8")).statements == (sql,)

"""Rebase, squash and the records of a squash, killed: what was there before, or what shall be, and never a part."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.command import ROOT
from tests.patience import run_to_end
from tests.pipeline.desk import Desk

pytestmark = pytest.mark.soak

TAGS = "tags: {type: text, nullable: true}"
COLOUR = "colour: {type: text, nullable: true}"

_KILLED = """
import os, signal, sys
from pathlib import Path
from qsys_schema.apply.door import Door

at, kind, *arguments = sys.argv[1:]
calls = 0
def count_down(done):
    def wrapper(*given, **options):
        global calls
        calls += 1
        if calls == int(at):
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*given, **options)
    return wrapper

if kind == "files":
    Path.replace = count_down(Path.replace)
    Path.unlink = count_down(Path.unlink)
else:
    Door._execute = count_down(Door._execute)
sys.argv = ["qsys-schema", *arguments]
from qsys_schema.cli import main
try:
    main()
finally:
    print(f"calls {calls}")
"""


def killed(desk: Desk, at: int, kind: str, *arguments: str) -> int:
    """Run a command that is killed at its call of that number; how many there were, or 0 where it was killed."""
    done = run_to_end(
        [sys.executable, "-c", _KILLED, str(at), kind, *arguments],
        cwd=desk.root,
        env=desk.command.environment() | desk.environment | {"PYTHONPATH": str(ROOT)},
    )
    if done.returncode == -signal.SIGKILL:
        return 0
    assert done.returncode == 0, done
    return int(done.stdout.rsplit("calls ", 1)[1])


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_a_killed_rebase_leaves_the_fork_or_the_line(desk: Desk) -> None:
    """At every change of a file: the fork is still there whole, or mended whole."""
    base = desk.files()
    desk.spec(TAGS)
    desk.generate("left")
    ours = desk.files()
    desk.put(base)
    desk.spec(COLOUR)
    desk.generate("right")
    theirs = desk.files()
    forked = {**ours, **theirs, "qsys.sum": theirs["qsys.sum"] + ours["qsys.sum"]}
    desk.spec(TAGS, COLOUR)
    desk.put(forked)
    # The specs are read once before, so that their cache is no part of what is counted.
    desk.run("check")
    calls = killed(desk, 0, "files", "rebase", "0002.left")
    mended = desk.files()
    assert calls >= 7
    seen = set()
    for at in range(1, calls + 1):
        desk.put(forked)
        assert killed(desk, at, "files", "rebase", "0002.left") == 0
        done = desk.run("check")
        seen.add(done.code)
        if done.code == 3:
            assert "YO104" in done.stdout
            desk.ok("rebase", "0002.left")
        else:
            # The next command that writes finishes what was begun.
            desk.ok("generate", "--empty", "next")
            (desk.folder / "0004.next.sql").unlink()
            (desk.folder / "0004.next.rollback.sql").unlink()
            desk.ok("seal")
        desk.check()
        assert desk.files() == mended
    assert seen == {0, 3}


@pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
def test_a_killed_squash_leaves_all_or_the_one(desk: Desk) -> None:
    """At every change of a file, and the one has the name of one of the others."""
    desk.spec(TAGS)
    desk.generate("tags")
    many = desk.files()
    desk.check()
    calls = killed(desk, 0, "files", "squash", "--to", "0002.tags")
    one = desk.files()
    for at in range(1, calls + 1):
        desk.put(many)
        assert killed(desk, at, "files", "squash", "--to", "0002.tags") == 0
        desk.check()
        done = desk.run("squash", "--to", "0002.tags")
        assert "nothing to squash" in done.stderr if done.code else done.code == 0
        if done.code:
            desk.ok("generate", "--empty", "next")
            for path in desk.folder.glob("0003.*"):
                path.unlink()
            desk.ok("seal")
        assert desk.files() == one


def test_a_kill_while_the_one_is_recorded_keeps_the_old_records_or_has_the_new_one(desk: Desk) -> None:
    """The database's records change in one transaction; the next apply finishes."""
    desk.spec(TAGS)
    desk.generate("tags")
    desk.ok("apply", *desk.database)
    desk.ok("squash", "--to", "0002.tags")
    query = "SELECT migration_id FROM _yoyo_migration ORDER BY migration_id"
    for at in range(1, 100):
        calls = killed(desk, at, "records", "apply", *desk.database)
        if calls:
            break
        assert desk.sql(query) == [("0001.first",), ("0002.tags",)]
        assert desk.json("status", "--exit-code", *desk.database)["applied"] == ["0002.tags"]
    assert at > 5
    assert desk.sql(query) == [("0002.tags",)]
    desk.ok("status", "--exit-code", *desk.database)

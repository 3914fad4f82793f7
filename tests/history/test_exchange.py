"""Files that take the place of others: killed at any moment, the folder is as it was or as it shall be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from qsys_schema.errors import HistoryBroken
from qsys_schema.history.exchange import exchange
from qsys_schema.history.read import read, survey
from qsys_schema.history.sums import read_sums
from qsys_schema.history.write import seal, write
from tests.command import ROOT
from tests.history.drafts import draft, table
from tests.patience import run_to_end

OLD = ["0001.a", "0002.b", "0003.b"]
NEW = ["0001.a", "0002.c", "0003.b", "0004.b"]
"""One of the new ones has the name of an old one, and says something else."""

_GO = [f"{name}{end}" for name in OLD[1:] for end in (".sql", ".rollback.sql")]


def begin(folder: Path) -> Path:
    """Three migrations."""
    for before, name in zip(["", *OLD], OLD, strict=False):
        write(folder, draft(name, *table(f"old{name}"), depends=[before] if before else []))
    return folder


def come() -> dict[str, bytes]:
    """The files that come, each rollback before its migration."""
    files: dict[str, bytes] = {}
    for before, name in pairwise(NEW):
        files[f"{name}.rollback.sql"] = f'DROP TABLE "new{name}";\n'.encode()
        files[f"{name}.sql"] = f'-- depends: {before}\n\nCREATE TABLE "new{name}" ("id" INTEGER);\n'.encode()
    return files


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.history.test_exchange import come, _GO
from qsys_schema.history.exchange import exchange
from qsys_schema.history.sums import read_sums

calls = 0
def count_down(done):
    def wrapper(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*arguments, **options)
    return wrapper

folder = Path(sys.argv[1])
files, sums = come(), read_sums(folder)[0]
os.fsync = count_down(os.fsync)
Path.replace = count_down(Path.replace)
Path.open = count_down(Path.open)
Path.unlink = count_down(Path.unlink)
exchange(folder, files, _GO, sums)
print(calls)
"""


def _die(folder: Path, at: int) -> subprocess.CompletedProcess[str]:
    return run_to_end([sys.executable, "-c", _KILLED, str(folder), str(at)], env=os.environ | {"PYTHONPATH": str(ROOT)})


def _assert_new(folder: Path) -> None:
    found = read(folder)
    assert [one.id for one in found] == NEW
    assert all(f"new{one.id}" in one.forward[0] for one in found[1:])


@pytest.mark.soak
def test_a_kill_leaves_the_old_files_or_the_new_ones(tmp_path: Path) -> None:
    """At every system call that matters: whoever reads sees one of both whole, and the next writer finishes it."""
    calls = int(_die(begin(tmp_path / "0"), 0).stdout)
    _assert_new(tmp_path / "0")
    assert calls > 25
    seen = set()
    for at in range(1, calls + 1):
        folder = begin(tmp_path / str(at))
        assert _die(folder, at).returncode == -signal.SIGKILL
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert survey(folder).problems == ()
        ids = [one.id for one in read(folder)]
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == files, "reading wrote"
        assert ids in (OLD, NEW)
        seen.add(tuple(ids))
        write(folder, draft("0009.next", *table("next"), depends=ids[-1:]))
        assert [one.id for one in read(folder)] == [*ids, "0009.next"]
        if ids == NEW:
            assert all(f"new{one.id}" in one.forward[0] for one in read(folder)[1:-1])
        left = {path.name for path in folder.iterdir()}
        assert left == {f"{name}{end}" for name in [*ids, "0009.next"] for end in (".sql", ".rollback.sql")} | {
            "qsys.sum"
        }
    assert seen == {tuple(OLD), tuple(NEW)}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is taken away, and the message gives the system's reason."""
    begin(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    real, left = os.fsync, [3]

    def full(descriptor: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HistoryBroken, match="No space left on device; nothing was changed"):
        exchange(tmp_path, come(), _GO, read_sums(tmp_path)[0])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Nobody guesses what was meant."""
    begin(tmp_path)
    (tmp_path / "qsys.exchange").write_text("{", encoding="utf-8")
    for reads in (read, seal):
        with pytest.raises(HistoryBroken, match=r"qsys\.exchange cannot be read"):
            reads(tmp_path)

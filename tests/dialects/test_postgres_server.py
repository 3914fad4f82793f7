"""What has to hold of a throwaway server: it answers, and it goes with its owner, however that goes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from qsys_schema.dialects.postgres import binaries, folder, server
from qsys_schema.errors import DatabaseUnavailable
from tests.command import ROOT
from tests.patience import until
from tests.postgres import connect

pytestmark = pytest.mark.skipif(binaries.find_binaries() is None, reason="PostgreSQL is not installed")

# What ignores a signal, as `nohup` does, hands that on: the owner is to hear them all.
OWNER = """
import signal
import sys
from pathlib import Path
from qsys_schema.dialects.postgres import server
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
mine = server.start(parent=Path(sys.argv[1]))
print(mine.folder, (mine.folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
input()
"""


def _owner(parent: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OWNER, str(parent)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def _told(owner: subprocess.Popen[str]) -> tuple[Path, int]:
    assert owner.stdout is not None
    place, pid = owner.stdout.readline().split()
    return Path(place), int(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Where nobody takes in orphans, a process that has ended stays as a zombie.
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def _ends(pid: int) -> bool:
    until(lambda: not _runs(pid), "it does not end")
    return True


@pytest.fixture
def parent() -> Generator[Path]:
    """A folder of the test's own that the server's account may enter: those of pytest are closed."""
    made = Path(tempfile.mkdtemp(prefix="qsys-tests-", dir=folder._parent()))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_a_server_answers_and_leaves_nothing() -> None:
    """Its settings are ours and the caller's; stopping twice is stopping once."""
    mine = server.start({"work_mem": "5MB"})
    with connect(mine.url()) as session:
        query = "SELECT current_setting('fsync'), current_setting('work_mem')"
        assert session.execute(query).fetchone() == ("off", "5MB")
    place = mine.folder
    mine.stop()
    mine.stop()
    assert not place.exists()
    with pytest.raises(DatabaseUnavailable, match="has been stopped"):
        mine.url()


def test_a_wrong_setting_shows_the_log() -> None:
    """The user reads PostgreSQL's own words, and no folder is left."""
    before = set(folder._parent().glob("qsys-pg-*"))
    with pytest.raises(
        DatabaseUnavailable, match=r'(?s)ended with code 1.*invalid value for parameter "shared_buffers"'
    ):
        server.start({"shared_buffers": "many"})
    assert set(folder._parent().glob("qsys-pg-*")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_a_server_dies_with_its_owner_and_the_next_start_sweeps(parent: Path) -> None:
    """Even where the owner is killed; a living server's folder stays."""
    with _owner(parent) as dead, _owner(parent) as alive:
        (left, server_of_dead), (kept, server_of_alive) = _told(dead), _told(alive)
        dead.kill()
        dead.wait()
        assert _ends(server_of_dead)
        folder.sweep(parent)
        assert left.exists(), "it may be one whose owner is about to lock it"
        for place in (left, kept):
            os.utime(place, (0, 0))
        folder.sweep(parent)
        assert (left.exists(), kept.exists()) == (False, True)
        alive.communicate("\n")
        assert _ends(server_of_alive)
    assert not kept.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_server_goes_with_any_signal(parent: Path, number: signal.Signals) -> None:
    """By SIGTERM and SIGHUP, Python ends without a word to anybody."""
    with _owner(parent) as owner:
        _, pid = _told(owner)
        owner.send_signal(number)
        owner.wait(30)
        assert _ends(pid)
